/*
 * Header prediction: most segments are the next ones of an established
 * connection, in order: data, or the ACK of data.  Such a segment moves no
 * state, and nothing is odd about it.  It is recognised by a few comparisons,
 * as Van Jacobson did it for those who receive, and what remains is to learn
 * its numbers.
 *
 * The functions that learn are those of all segments, so that only what is
 * passed over can make a difference.  For each rule and each finding that is,
 * something here says why it would do nothing; tests/test_predict.c and
 * tests/fuzz_segments.c hold a tracker that predicts against one that does not.
 */
#include "track/predict.h"

#include "decode/packet.h"
#include "track/endpoint.h"
#include "track/finding.h"
#include "track/rules.h"

/* It counts, and is neither a SYN, a FIN nor a RST, nor urgent. */
static bool is_plain(const struct packet *packet)
{
	const struct packet_tcp *tcp = &packet->tcp;

	return (tcp->flags & ~TCP_PSH) == TCP_ACK &&
	       tcp->extent == TCP_WHOLE_HEADER &&
	       tcp->checksum != CHECKSUM_BAD && packet->ip.fragment_count == 0;
}

/* It has two ends, and no other incarnation is about to begin. */
static bool is_settled(const struct connection *connection)
{
	return !connection->over && !connection->self &&
	       !connection->candidate.waiting &&
	       (connection->has_rtt_handshake || !connection->has_syn_time);
}

/* Surely, or, if its beginning was not seen, as far as can be known. */
static bool is_established(const struct endpoint *end)
{
	return history_state(&end->history) == STATE_ESTABLISHED &&
	       history_sure_state(&end->history) == STATE_ESTABLISHED &&
	       !end->has_fin;
}

bool predict_is_expected(const struct turn *turn, const struct packet *packet)
{
	return is_plain(packet) && is_settled(turn->connection) &&
	       is_established(turn->from) && is_established(turn->to) &&
	       !turn->from->challenge_due &&
	       endpoint_accepts(turn->to, turn->segment) && finding_none(turn);
}

void predict_learn(const struct turn *turn)
{
	turn->connection->strays = turn->connection->stray_ends = 0;
	endpoint_learn(turn->from, turn->to, turn->segment);
	finding_learn(turn);
	tally_plain(turn);
}
