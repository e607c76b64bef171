/*
 * The command line -> struct options.  Letters mean what they mean to
 * tcpdump.
 */
#ifndef TCPFLOW_OPTIONS_H
#define TCPFLOW_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "assertions.h"
#include "capture/capture.h"
#include "capture/rotation.h"
#include "render/ladder.h"
#include "render/line.h"
#include "render/listing_order.h"
#include "system/sandbox.h"
#include "view.h"

enum options_action {
	OPTIONS_RUN,
	OPTIONS_HELP,
	OPTIONS_VERSION,
	OPTIONS_LIST_INTERFACES,
	OPTIONS_LIST_LINK_TYPES,
	OPTIONS_LIST_STAMP_TYPES,
	OPTIONS_LIST_CODE /* of the filter */
};

enum options_precision {
	OPTIONS_AS_CAPTURED, /* lines: microseconds, as tcpdump */
	OPTIONS_MICRO,
	OPTIONS_NANO
};

enum options_colour {
	OPTIONS_COLOUR_AUTO,
	OPTIONS_COLOUR_ALWAYS,
	OPTIONS_COLOUR_NEVER
};

struct options {
	enum options_action action;
	struct capture_live_options live;
	const char **read_files; /* the array is owned */
	size_t read_count;	 /* 0, and no list_file: live */
	const char *list_file;	 /* of names of files to read; or NULL */
	char *list_names;	 /* what it held; owned */
	bool merge;		 /* read_files, by time */
	bool follow_file;	 /* the last of read_files grows */
	const char *write_file;	 /* or NULL */
	struct rotation_options rotation;
	struct sandbox_options sandbox;
	char *filter;		 /* words joined by spaces, or NULL; owned */
	const char *filter_file; /* or NULL; who reads it fills `filter` */
	uint64_t count;		 /* 0: no limit */
	bool count_only;  /* print how many packets there are, no lines */
	bool unoptimized; /* the filter */
	bool local_names; /* names for addresses of the own network alone */
	bool print;	  /* also with write_file */
	bool line_buffered;
	bool packet_buffered; /* write_file, and what is printed */
	bool short_names;
	bool state;	   /* what we add to tcpdump's line */
	bool explain;	   /* and why */
	unsigned int json; /* enum json_type, or'ed: records instead of lines */
	enum ladder_kind ladder; /* LADDER_NONE: lines or records */
	bool table;		 /* of connections, instead of lines */
	bool table_all;		 /* those that are over, too */
	bool table_sorted;	 /* by this: */
	enum listing_key table_key;
	int64_t table_interval;	 /* nanoseconds; 0: none was given */
	const char *report_file; /* or NULL; a report instead of lines */
	struct view view;	 /* what is in it is owned */
	bool stuck;		 /* name the connections that wait too long */
	int64_t stuck_after;	 /* how long that is, nanoseconds */
	struct assertions assertions; /* its list is owned */
	enum options_colour colour;
	enum options_precision precision;
	uint64_t max_memory; /* octets for connections; 0: as is good */
	int64_t msl;	     /* nanoseconds */
	int dumps[3];	     /* how often -X, -x, -A were given */
	int times;	     /* how often -t was given */
	int code;	     /* how often -d was given */
	/* All but `names`. */
	struct line_options line;
};

/* Returns 0, or -1 and one line without an end in `error`: bad usage; of a
 * wrong expression, three lines, the last of which marks the place.  The
 * strings of `argv` are used on; getopt_long(3) may change their order. */
int options_parse(struct options *options, int argc, char **argv, char *error,
		  size_t size);
void options_free(struct options *options);

/* Whether files are read, and no interface. */
bool options_read_files(const struct options *options);

#endif
