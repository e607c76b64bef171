/*
 * How a connection ended, in a word or two: in records and in tables.
 */
#ifndef TCPFLOW_RENDER_REASON_H
#define TCPFLOW_RENDER_REASON_H

#include "track/tracker.h"

/* "closed"; of one that is still open, "capture ended". */
const char *reason_text(enum track_reason reason);

#endif
