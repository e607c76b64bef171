/*
 * candidate: a SYN with new numbers to an end that is still alive.
 *
 * It is the beginning of a new incarnation (the client crashed, or gave up
 * without a word), or an old duplicate.  RFC 9293 3.5.1 and RFC 5961 4 have
 * the other end answer with an ACK of the old numbers; a client that means it
 * resets that, and tries again.
 */
#ifndef TCPFLOW_TRACK_CANDIDATE_H
#define TCPFLOW_TRACK_CANDIDATE_H

#include <stdbool.h>
#include <stdint.h>

struct candidate;
struct segment;
struct tcp_options;
struct turn;

void candidate_remember(struct candidate *candidate, int from,
			const struct segment *syn);

/* Whether this segment belongs to what the candidate began. */
bool candidate_proved_by(const struct candidate *candidate, int from,
			 const struct segment *segment);

/* What a segment of the old incarnation says of the candidate: it is
 * challenged, confirmed by a RST, or dropped. */
void candidate_update(const struct turn *turn, int from);

/* The SYN again, as a segment; its options go to `options`. */
struct segment candidate_syn(const struct candidate *candidate,
			     struct tcp_options *options);

#endif
