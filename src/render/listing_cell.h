/*
 * What stands in the cells of a listing: numbers and times in few characters,
 * names that are shortened, what a connection waits for.
 */
#ifndef TCPFLOW_RENDER_LISTING_CELL_H
#define TCPFLOW_RENDER_LISTING_CELL_H

#include <stdint.h>

#include "track/tracker.h"

struct line_options;
struct text;

/* "9999", "12.3K", "4.56G": five characters at most, three digits at least,
 * what follows them is cut off.  K is 1000. */
void cell_number(struct text *text, uint64_t number);

/* "350us", "1.23ms", "12.3s", "4m05s", "3h25m", "12d03h": six characters at
 * most, up to 27 years. */
void cell_time(struct text *text, int64_t nanoseconds);

/* "10.0.0.1.40000" */
void cell_name(struct text *text, const struct line_options *options,
	       const struct track_flow_end *end);

/* `name`, or, if it is wider than `columns`, its beginning and its end with
 * ".." between them.  Returns how many columns that takes: `columns` at
 * most. */
int cell_shorten(struct text *text, const char *name, int columns);

/* "42.0s server close"; how it ended; or nothing. */
void cell_waiting(struct text *text, const struct track_look *look);

/* The time from the SYN to the handshake's ACK, or, where that was not
 * captured, there and back from the point of capture to both ends, on average.
 * False if it is not known. */
bool cell_rtt(const struct track_flow *flow, int64_t *nanoseconds);

#endif
