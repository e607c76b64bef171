/*
 * Explanations: for each change of state, rejected segment and finding, one
 * sentence with the numbers of this very segment and the clause of the RFC.
 */
#ifndef TCPFLOW_RENDER_EXPLAIN_H
#define TCPFLOW_RENDER_EXPLAIN_H

struct line_options;
struct packet_quote;
struct text;
struct track_event;
struct track_result;

/* Below a line: each sentence on a line of its own, indented by eight spaces,
 * with a newline in front and none at the end.  Sequence numbers are counted
 * as in the line above: from the result's bases, unless the options want them
 * absolute. */
void explain_result(struct text *text, const struct line_options *options,
		    const struct track_result *result);

/* The same below an event; `quote` as in event_render(). */
void explain_event(struct text *text, const struct line_options *options,
		   const struct track_event *event,
		   const struct packet_quote *quote);

#endif
