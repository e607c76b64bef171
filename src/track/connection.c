/*
 * One incarnation of a connection: what a segment is to it, and its turn.
 *
 * Which end is the client?  The one that sent the first SYN.  In a capture
 * that begins in the middle, the one with the higher port: servers listen on
 * low ones.
 */
#include "track/connection.h"

#include <string.h>

#include "track/candidate.h"
#include "track/endpoint.h"
#include "track/rules.h"
#include "track/sequence.h"

/* Keeps addresses, ports and the bases of numbers. */
static void forget(struct connection *connection)
{
	struct connection old = *connection;

	memset(connection, 0, sizeof *connection);
	memcpy(connection->address, old.address, sizeof old.address);
	memcpy(connection->port, old.port, sizeof old.port);
	connection->tunnel = old.tunnel;
	memcpy(connection->base, old.base, sizeof old.base);
	connection->based = old.based;
	connection->self = old.self;
	connection->incarnation = old.incarnation;
}

void connection_begin(struct connection *connection, int64_t time)
{
	if (connection->incarnation > 0)
		forget(connection);
	connection->incarnation++;
	connection->start = connection->last = time;
	for (int i = 0; i < 2; i++) {
		struct endpoint *end = &connection->ends[i];

		history_begin(&end->history, STATE_CLOSED, false);
		end->since = end->sure_since = time;
	}
}

int connection_index_in_turn(const struct connection *connection, int turn)
{
	return connection->self ? 0 : connection->client ^ turn;
}

int connection_likely_client(const struct connection *connection, int from)
{
	if (connection->port[0] == connection->port[1])
		return from;
	return connection->port[0] > connection->port[1] ? 0 : 1;
}

static void open_with_syn(struct connection *connection, int from)
{
	connection->client = (uint8_t)from;
	connection->based = false;
	history_begin(&connection_end(connection, !from)->history, STATE_LISTEN,
		      false);
	history_begin(&connection_end(connection, from)->history, STATE_CLOSED,
		      true);
}

/* Neither end is known: whatever it answers, nobody saw it. */
static void open_with_reset(struct connection *connection, int from)
{
	connection->client =
		(uint8_t)connection_likely_client(connection, from);
	connection->partial = true;
	connection->reason = TRACK_REASON_RESET;
	history_begin(&connection_end(connection, !from)->history, STATE_CLOSED,
		      false);
	history_begin(&connection_end(connection, from)->history, STATE_CLOSED,
		      true);
}

static void open_with_syn_ack(struct connection *connection, int from)
{
	connection->client = (uint8_t)!from;
	connection->partial = true;
	history_begin(&connection_end(connection, !from)->history, STATE_CLOSED,
		      true);
	history_begin(&connection_end(connection, from)->history, STATE_LISTEN,
		      false);
}

void connection_open(struct connection *connection, int from,
		     const struct segment *segment, struct track_notes *notes)
{
	connection->known = true;
	if (segment->flags & TCP_RST) {
		open_with_reset(connection, from);
		notes_add(notes, NOTE_MID_STREAM);
	} else if (!(segment->flags & TCP_SYN)) {
		connection->client =
			(uint8_t)connection_likely_client(connection, from);
		connection->partial = true;
		for (int i = 0; i < 2; i++)
			history_begin(&connection->ends[i].history,
				      STATE_ESTABLISHED, false);
		endpoint_learn_mid_stream(connection_end(connection, from),
					  connection_end(connection, !from),
					  segment);
		notes_add(notes, NOTE_MID_STREAM);
	} else if (segment->flags & TCP_ACK) {
		open_with_syn_ack(connection, from);
	} else {
		open_with_syn(connection, from);
	}
}

static bool is_idle(struct history history)
{
	enum tcp_state state = history_state(&history);

	return state == STATE_CLOSED || state == STATE_LISTEN;
}

static bool idle(const struct endpoint *end)
{
	return is_idle(end->history);
}

bool connection_is_dead(const struct connection *connection)
{
	return idle(&connection->ends[0]) &&
	       (connection->self || idle(&connection->ends[1]));
}

/* Linux lets a SYN end TIME_WAIT when it cannot be an old duplicate: a higher
 * sequence number, or a newer time stamp (RFC 6191, RFC 9293 3.10.7.4). */
static bool ends_time_wait(const struct endpoint *from,
			   const struct endpoint *to, const struct segment *syn)
{
	bool stamped = from->has_ts && syn->options->has_timestamps;

	if (stamped && seq_before(syn->options->ts_value, from->ts_value))
		return false;
	if (stamped && seq_after(syn->options->ts_value, from->ts_value))
		return true;
	return !to->has_acked || seq_after(syn->seq, to->acked);
}

static bool opens_simultaneously(const struct endpoint *from,
				 const struct endpoint *to)
{
	return history_state(&from->history) == STATE_LISTEN && to->syn_seen &&
	       history_sure_state(&to->history) == STATE_SYN_SENT &&
	       history_state(&to->history) != STATE_CLOSED;
}

static enum connection_relation relate_syn(const struct connection *connection,
					   int from,
					   const struct segment *segment)
{
	const struct endpoint *ends = connection->ends;
	const struct endpoint *sender = &ends[connection->self ? 0 : from];
	const struct endpoint *receiver = &ends[connection->self ? 0 : !from];

	if (sender->syn_seen && segment->seq == sender->iss)
		return CONNECTION_BELONGS;
	if (sender != receiver && opens_simultaneously(sender, receiver))
		return CONNECTION_BELONGS;
	if (idle(receiver))
		return CONNECTION_BEGINS_ANEW;
	if (history_state(&receiver->history) == STATE_TIME_WAIT &&
	    ends_time_wait(sender, receiver, segment))
		return CONNECTION_BEGINS_ANEW;
	if (history_state(&sender->history) == STATE_TIME_WAIT)
		return CONNECTION_BEGINS_ANEW;
	return CONNECTION_IS_CANDIDATE;
}

static bool is_over(const struct endpoint *end)
{
	return idle(end) || history_state(&end->history) == STATE_TIME_WAIT;
}

static enum connection_relation
relate_syn_ack(const struct connection *connection, int from,
	       const struct segment *segment)
{
	const struct endpoint *ends = connection->ends;
	const struct endpoint *sender = &ends[connection->self ? 0 : from];
	const struct endpoint *receiver = &ends[connection->self ? 0 : !from];

	if (sender->has_iss && segment->seq == sender->iss)
		return CONNECTION_BELONGS;
	if (receiver->has_iss && seq_after(segment->ack, receiver->iss) &&
	    seq_at_most(segment->ack, receiver->nxt))
		return CONNECTION_BELONGS;
	if (history_state(&receiver->history) == STATE_SYN_SENT)
		return CONNECTION_BELONGS;
	return is_over(sender) && is_over(receiver) ? CONNECTION_BEGINS_ANEW
						    : CONNECTION_BELONGS;
}

enum connection_relation connection_relate(const struct connection *connection,
					   int from,
					   const struct segment *segment)
{
	if (connection->over)
		return CONNECTION_BEGINS_ANEW;
	if (candidate_proved_by(&connection->candidate, from, segment))
		return CONNECTION_PROVES_CANDIDATE;
	if (!(segment->flags & TCP_SYN))
		return CONNECTION_BELONGS;
	if (segment->flags & TCP_ACK)
		return relate_syn_ack(connection, from, segment);
	return relate_syn(connection, from, segment);
}

static void note_challenge_ack(const struct turn *turn)
{
	struct endpoint *from = turn->from;
	const struct segment *segment = turn->segment;

	if (!from->challenge_due)
		return;
	from->challenge_due = false;
	if (segment->flags == TCP_ACK && !segment->payload && from->has_acked &&
	    segment->ack == from->acked)
		notes_add(turn->notes, NOTE_CHALLENGE_ACK);
}

/* An end that was thought to have timed out sends: it had not. */
static void note_alive(const struct turn *turn)
{
	struct history *history = &turn->from->history;

	if (history_state(history) != STATE_CLOSED ||
	    history_is_sure(history) || history_has(history, STATE_LAST_ACK))
		return;
	if (turn->connection->reason == TRACK_REASON_RESET ||
	    turn->connection->reason == TRACK_REASON_REFUSED)
		return;
	history_withdraw_from(history, STATE_CLOSED);
	why_from(turn, WHY_ALIVE, 0, 0);
	turn->connection->reason = TRACK_REASON_OPEN;
}

/* What an end sends before a RST reaches it, or if none ever does, is seen
 * after the RST: it comes from the states before. */
static bool reset_is_under_way(const struct turn *turn)
{
	const struct history *history = &turn->from->history;

	return turn->connection->reason == TRACK_REASON_RESET &&
	       !(turn->segment->flags & TCP_RST) &&
	       history_state(history) == STATE_CLOSED &&
	       !history_is_sure(history) && history->count > 1;
}

static void take_turn(const struct turn *turn)
{
	const struct segment *segment = turn->segment;

	if (segment->flags & TCP_RST) {
		rule_reset(turn);
		return;
	}
	note_alive(turn);
	if (segment->flags & TCP_SYN) {
		if (segment->flags & TCP_ACK)
			rule_syn_ack(turn);
		else
			rule_syn(turn);
		if (!turn->from->has_iss || segment->seq == turn->from->iss ||
		    history_state(&turn->from->history) == STATE_SYN_RECV)
			endpoint_learn(turn->from, turn->to, segment);
		return;
	}
	rule_exchange(turn);
	endpoint_learn(turn->from, turn->to, segment);
	rule_deliver(turn);
}

/* Of an end in TIME_WAIT: that begins when it is assumed; it is worth a note
 * when it is sure, or when nothing more will be heard that could make it so. */
static void start_time_wait(const struct turn *turn, struct endpoint *end,
			    const struct history *before)
{
	bool was = history_state(before) == STATE_TIME_WAIT;

	if (!was)
		time_wait_begin(end, turn->segment->time, turn->two_msl);
	if (history_is_sure(&end->history)
		    ? was && history_is_sure(before)
		    : was || !history_has(&end->history, STATE_CLOSING))
		return;
	notes_add_time(turn->notes, NOTE_TIME_WAIT_UNTIL, end->time_wait_until);
}

/* Segments outside the window, from both ends, and none inside: it is not
 * they who are wrong.  The capture missed so much that what is known of the
 * sequence numbers is of no use: it begins anew, as in mid-stream. */
static bool lost_track(const struct turn *turn)
{
	enum { STRAYS_MAX = 4, BOTH_ENDS = 3 };
	struct connection *connection = turn->connection;

	if (connection->strays < STRAYS_MAX)
		connection->strays++;
	connection->stray_ends |=
		(uint8_t)(turn->from == &connection->ends[0] ? 1 : 2);
	return connection->strays == STRAYS_MAX &&
	       connection->stray_ends == BOTH_ENDS &&
	       history_state(&turn->from->history) == STATE_ESTABLISHED &&
	       history_state(&turn->to->history) == STATE_ESTABLISHED;
}

static void begin_numbers_anew(const struct turn *turn)
{
	for (int i = 0; i < 2; i++) {
		struct endpoint *end = &turn->connection->ends[i];

		end->has_sent = end->has_acked = false;
		end->has_sack = end->has_beyond = false;
	}
	endpoint_learn_mid_stream(turn->from, turn->to, turn->segment);
	notes_add(turn->notes, NOTE_MID_STREAM);
}

static bool acceptable(const struct turn *turn)
{
	if (turn->segment->flags & (TCP_SYN | TCP_RST))
		return true;
	if (!endpoint_accepts(turn->to, turn->segment->seq,
			      turn->segment->end)) {
		if (!lost_track(turn))
			return false;
		begin_numbers_anew(turn);
	}
	turn->connection->strays = turn->connection->stray_ends = 0;
	return true;
}

/* What follows from that the ends are not where they were: `from` and `to` are
 * their histories before the segment. */
static void settle(const struct turn *turn, struct history from,
		   struct history to)
{
	bool dead = is_idle(from) && is_idle(to);

	if (history_state(&turn->from->history) == STATE_TIME_WAIT)
		start_time_wait(turn, turn->from, &from);
	if (turn->from != turn->to &&
	    history_state(&turn->to->history) == STATE_TIME_WAIT)
		start_time_wait(turn, turn->to, &to);
	if (!dead && connection_is_dead(turn->connection) &&
	    !(turn->segment->flags & TCP_RST)) {
		turn->connection->reason = TRACK_REASON_CLOSED;
		notes_add(turn->notes, NOTE_CLOSED);
	}
}

void connection_update(const struct turn *turn)
{
	struct history from = turn->from->history, to = turn->to->history;
	bool reset = reset_is_under_way(turn);

	note_challenge_ack(turn);
	if (!acceptable(turn)) {
		why_to(turn, WHY_OUTSIDE_WINDOW, turn->segment->seq,
		       turn->to->acked);
		if (history_state(&to) == STATE_TIME_WAIT)
			rule_time_wait(turn);
		turn->to->challenge_due = true;
		return;
	}
	if (reset)
		history_withdraw_from(&turn->from->history, STATE_CLOSED);
	take_turn(turn);
	if (reset)
		history_assume(&turn->from->history, STATE_CLOSED);
	if (history_state(&to) == STATE_TIME_WAIT)
		rule_time_wait(turn);
	if (!history_equal(from, turn->from->history) ||
	    !history_equal(to, turn->to->history))
		settle(turn, from, to);
}
