/*
 * rules: what one segment does to the states of the end that sent it and of
 * the end to which it was sent.
 *
 * P1  A segment moves its sender first, for certain, then its receiver, on
 *     the assumption that it arrives.  Nothing else moves.
 * P2  A later segment of the receiver that proves receipt makes it sure.
 * P3  One that disproves it takes the receiver back.  Sure states stay.
 * P4  At the receiver the ACK takes effect before the FIN.
 * P5  A segment that lies after a FIN implies that the FIN came first.
 *
 * Each function is one direction's rule and serves both.  What the segment adds
 * to the facts is learned after it has spoken: only rule_deliver() sees it.
 */
#ifndef TCPFLOW_TRACK_RULES_H
#define TCPFLOW_TRACK_RULES_H

#include "track/connection.h"
#include "track/why.h"

/* One segment's turn: everything a rule may look at or change. */
struct turn {
	struct connection *connection;
	struct endpoint *from, *to;
	int from_end, to_end; /* enum track_end, for notes */
	int64_t two_msl;
	const struct segment *segment;
	uint32_t offer; /* the segment's window: endpoint_window() */
	uint16_t ip_id; /* IPv4: of the packet */
	struct track_notes *notes;
	struct track_whys *whys;
};

/* Why something happened to the end that sent the segment, or to the other. */
static inline void why_from(const struct turn *turn, enum why why, uint32_t a,
			    uint32_t b)
{
	why_add(turn->whys, why, turn->from_end, a, b);
}

static inline void why_to(const struct turn *turn, enum why why, uint32_t a,
			  uint32_t b)
{
	why_add(turn->whys, why, turn->to_end, a, b);
}

/* opening.c: RFC 9293 3.5. */
void rule_syn(const struct turn *turn);
void rule_syn_ack(const struct turn *turn);

/* exchange.c: segments with ACK but neither SYN nor RST, RFC 9293 3.6 and
 * 3.10.7.4.  rule_exchange() runs before the segment's facts are learned,
 * rule_deliver() after: the FIN takes effect once nothing is missing. */
void rule_exchange(const struct turn *turn);
void rule_deliver(const struct turn *turn);

/* reset.c: RFC 9293 3.5.2 and 3.5.3, RFC 5961 3. */
void rule_reset(const struct turn *turn);

/* time_wait.c: RFC 9293 3.6, RFC 1337.  What a segment does to an end that
 * was in TIME_WAIT before it. */
void rule_time_wait(const struct turn *turn);
/* Starts the clock of an end that has just come to TIME_WAIT. */
void time_wait_begin(struct endpoint *end, int64_t now, int64_t two_msl);

#endif
