/*
 * The words for what a connection waits for (track/waiting.h).
 */
#ifndef TCPFLOW_RENDER_WAITING_TEXT_H
#define TCPFLOW_RENDER_WAITING_TEXT_H

#include "track/waiting.h"

struct line_options;
struct text;

/* "the application has not closed"; `end` is the one that waits. */
void waiting_render(struct text *text, enum waiting_for what,
		    const struct track_flow_end *end);

/* "10.0.0.1.40000 > 10.0.0.2.80": the client, then the server. */
void peers_render(struct text *text, const struct line_options *options,
		  const struct track_flow *flow);

#endif
