/*
 * Records for programs: one JSON object a line (RFC 8259), each with its
 * "type" and "ts" (RFC 3339, UTC).  Fields are added, never renamed.
 */
#ifndef TCPFLOW_RENDER_JSON_H
#define TCPFLOW_RENDER_JSON_H

#include <stdbool.h>

struct text;
struct track_flow;

/* The record "flow", with the line's end.  `nanoseconds`: nine decimals in
 * times, else six. */
void json_flow(struct text *text, const struct track_flow *flow,
	       bool nanoseconds);

#endif
