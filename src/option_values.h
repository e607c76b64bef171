/*
 * The values of options: from the text on the command line into struct
 * options.
 *
 * A value_...() returns 0, or -1 and one line without an end in the parser's
 * `error`.  The text is that of argv; it may be written to.
 */
#ifndef TCPFLOW_OPTION_VALUES_H
#define TCPFLOW_OPTION_VALUES_H

#include <stddef.h>

struct options;

struct option_parser {
	struct options *options;
	char *error;
	size_t size; /* of `error` */
};

/* Leaves `what`, then `value`, then where to read on.  Returns -1. */
int option_complain(struct option_parser *parser, const char *what,
		    const char *value);

typedef int option_value(struct option_parser *parser, char *text);

option_value value_assert; /* several lines in `error` */
option_value value_buffer_size;
option_value value_colour; /* `text` may be NULL */
option_value value_connections;
option_value value_count;
option_value value_direction;
option_value value_file_count;
option_value value_file_size;
option_value value_interval;
option_value value_json;   /* `text` may be NULL */
option_value value_ladder; /* `text` may be NULL */
option_value value_link_type;
option_value value_micro; /* no text */
option_value value_max_memory;
option_value value_msl;
option_value value_nano; /* no text */
option_value value_precision;
option_value value_read_file;
option_value value_sandbox;
option_value value_snapshot_length;
option_value value_sort;
option_value value_stamp_type;
option_value value_stuck; /* `text` may be NULL */
option_value value_table; /* `text` may be NULL */
option_value value_table_interval;
option_value value_where; /* several lines in `error` */

#endif
