/*
 * What we add to tcpdump's line: the connection's number, the states of both
 * ends, the notes; and the lines of events between segments.
 *
 *	line   = tcpdump-line " | #" number " client " states
 *		 ", server " states [ " | " note *( "; " note ) ]
 *	states = state *( "->" state )
 *	state  = NAME [ "?" ]
 *	event  = time-stamp "-- #" number " " ( "client" / "server" ) " "
 *		 states [ " | " note ]
 */
#ifndef TCPFLOW_RENDER_STATE_H
#define TCPFLOW_RENDER_STATE_H

#include <stdbool.h>

#include "render/put.h"

struct line_clock;
struct line_options;
struct packet;
struct text;
struct track_event;
struct track_result;

/* The names of states, by enum tcp_state, as state_name() has them. */
extern const struct put_word state_words[];

/* " | #1 client ..., server ... | notes"; nothing if it has no connection.
 * `packet` is the one that the result is of: the tunnels by which it came are
 * a note too. */
void state_render(struct text *text, const struct line_options *options,
		  const struct packet *packet,
		  const struct track_result *result, bool colour);

/* A whole event line, without its end.  `quote` is the ICMP packet that is
 * the event, or NULL.  What -ttt counts from stays as it is: the lines of
 * packets are tcpdump's. */
void event_render(struct text *text, const struct line_options *options,
		  const struct line_clock *clock,
		  const struct track_event *event, const struct packet *quote,
		  bool colour);

#endif
