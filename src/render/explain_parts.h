/*
 * The parts of which every explanation is put together.
 */
#ifndef TCPFLOW_RENDER_EXPLAIN_PARTS_H
#define TCPFLOW_RENDER_EXPLAIN_PARTS_H

#include <stdbool.h>

#include "track/tracker.h"

struct text;

/* The end of the line above, and the indentation. */
void explain_begin(struct text *text);

/* " (RFC 9293 3.5)." */
void explain_finish(struct text *text, const char *clause);

/* "the client" or "The client". */
void explain_end(struct text *text, enum track_end end, bool capital);

#endif
