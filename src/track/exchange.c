/*
 * Segments with ACK and neither SYN nor RST: data, acknowledgements, FINs.
 *
 * The sender's turn comes first: what it says shows where it is.  Then the
 * receiver's, on the assumption that the segment arrives.  No rule looks at a
 * FIN or an ACK without its numbers: an old ACK is not the ACK of the FIN.
 */
#include "track/endpoint.h"
#include "track/rules.h"
#include "track/sequence.h"

/* RFC 9293 3.10.7.3: in SYN_SENT an ACK must acknowledge the SYN. */
static bool ack_unacceptable_in_syn_sent(const struct turn *turn)
{
	const struct endpoint *to = turn->to;

	return to->has_iss &&
	       history_sure_state(&to->history) == STATE_SYN_SENT &&
	       (seq_at_most(turn->segment->ack, to->iss) ||
		seq_after(turn->segment->ack, to->nxt));
}

/* Nobody saw the SYN+ACK that this ACK answers. */
static void infer_syn_ack(const struct turn *turn)
{
	struct endpoint *to = turn->to;

	if (to->has_iss || history_state(&to->history) != STATE_LISTEN)
		return;
	to->iss = turn->segment->ack - 1;
	to->syn_end = turn->segment->ack;
	to->has_iss = true;
	history_reach(&to->history, STATE_SYN_RECV);
}

/* The SYN was answered by something that only a peer in or past SYN_RECV
 * sends, and nobody saw the SYN+ACK. */
static void infer_syn_recv(const struct turn *turn)
{
	struct history *history = &turn->from->history;

	if (history_state(history) == STATE_LISTEN && turn->to->has_iss)
		history_reach(history, STATE_SYN_RECV);
}

/* It sent a SYN, or must have, and was not yet proved to have got an answer;
 * in a simultaneous open it passes SYN_RECV first. */
static bool waits_for_syn_ack(const struct history *history)
{
	enum tcp_state sure = history_sure_state(history);

	return (sure == STATE_SYN_SENT ||
		(sure == STATE_CLOSED && history->sure <= 1)) &&
	       history_has(history, STATE_SYN_SENT);
}

static void sender_from_syn_sent(const struct turn *turn)
{
	struct endpoint *from = turn->from;

	if (!waits_for_syn_ack(&from->history))
		return;
	if (from->syn_seen && seq_before(turn->segment->seq, from->iss))
		return; /* of the incarnation before */
	infer_syn_ack(turn);
	if (!turn->to->has_iss ||
	    seq_at_most(turn->segment->ack, turn->to->iss))
		return;
	if (history_has(&from->history, STATE_SYN_RECV))
		history_withdraw(&from->history);
	if (history_sure_state(&from->history) != STATE_ESTABLISHED)
		why_from(turn, WHY_GOT_SYN_ACK, turn->segment->ack, 0);
	history_confirm_to(&from->history, STATE_ESTABLISHED);
	/* Beyond a hole its TSval is not taken (RFC 7323 4.3). */
	if (turn->segment->options->has_timestamps && !from->has_handshake_ts &&
	    turn->to->has_acked &&
	    seq_at_most(turn->segment->seq, turn->to->acked)) {
		from->has_handshake_ts = true;
		from->handshake_ts = turn->segment->options->ts_value;
	}
}

/* A bare ACK can come from SYN_RECV; data or a FIN cannot, unless the peer's
 * SYN carried data (RFC 7413); nor can the ACK of more than the SYN. */
static void sender_from_syn_recv(const struct turn *turn)
{
	const struct segment *segment = turn->segment;
	struct history *history = &turn->from->history;
	bool fast_open = turn->to->syn_end != turn->to->iss + 1;
	bool sends = segment->payload || (segment->flags & TCP_FIN);

	if (history_sure_state(history) != STATE_SYN_RECV &&
	    !(history_sure_state(history) == STATE_SYN_SENT &&
	      history_has(history, STATE_SYN_RECV)))
		return;
	if (turn->to->has_iss && seq_after(segment->ack, turn->to->syn_end))
		why_from(turn, WHY_ACKS_MORE, segment->ack, turn->to->syn_end);
	else if (sends && !fast_open)
		why_from(turn, WHY_SENDS_DATA, segment->seq, segment->payload);
	else
		return;
	history_confirm_to(history, STATE_ESTABLISHED);
}

/* It echoes an older time stamp than that of the ACK which would have made
 * it ESTABLISHED: that ACK has not come (RFC 7323 4.3). */
static void sender_missed_handshake(const struct turn *turn)
{
	struct history *history = &turn->from->history;

	if (history_state(history) != STATE_ESTABLISHED ||
	    history_sure_state(history) != STATE_SYN_RECV)
		return;
	if (!turn->to->has_handshake_ts ||
	    !turn->segment->options->has_timestamps)
		return;
	if (!seq_before(turn->segment->options->ts_echo,
			turn->to->handshake_ts))
		return;
	why_from(turn, WHY_OLD_ECHO, turn->segment->options->ts_echo,
		 turn->to->handshake_ts);
	history_withdraw(history);
}

/* Of none of what it sent until now it is sure that it came after the
 * handshake. */
static void sender_opens(const struct turn *turn)
{
	infer_syn_recv(turn);
	sender_missed_handshake(turn);
	sender_from_syn_sent(turn);
	sender_from_syn_recv(turn);
}

/* It acknowledges what was sent with or after the ACK of its FIN. */
static void sender_got_fin_ack(const struct turn *turn)
{
	struct history *history = &turn->from->history;

	if (!turn->to->has_fin_acked ||
	    !seq_after(turn->segment->ack, turn->to->fin_acked_from) ||
	    history_sure_state(history) != STATE_FIN_WAIT1 ||
	    !history_has(history, STATE_FIN_WAIT2))
		return;
	why_from(turn, WHY_FIN_ACK_GOT, turn->segment->ack, 0);
	history_confirm_to(history, STATE_FIN_WAIT2);
}

static bool knows_of_fin(enum tcp_state state)
{
	return state == STATE_CLOSE_WAIT || state == STATE_LAST_ACK ||
	       state == STATE_CLOSING || state == STATE_TIME_WAIT ||
	       state == STATE_CLOSED;
}

static void got_fin_before_closing(struct history *history)
{
	if (!history_has(history, STATE_CLOSE_WAIT))
		history_reach(history, STATE_ESTABLISHED);
	history_reach(history, STATE_CLOSE_WAIT);
}

/* The FIN that it got acknowledged its own. */
static void got_fin_in_fin_wait2(struct history *history)
{
	if (history_sure_state(history) == STATE_FIN_WAIT1) {
		history_withdraw(history);
		history_reach(history, STATE_FIN_WAIT2);
	}
	history_reach(history, STATE_TIME_WAIT);
}

/* The FINs crossed; its own may have been acknowledged by a segment since. */
static void got_fin_in_fin_wait1(struct history *history, bool acked)
{
	history_withdraw(history);
	history_reach(history, STATE_CLOSING);
	if (acked)
		history_assume(history, STATE_TIME_WAIT);
}

/* The sender acknowledges the other end's FIN: it has got it.  If it repeats
 * its own FIN while it does, that one was not acknowledged.  If the FINs
 * crossed, a later copy of the other FIN does not change that. */
static void sender_got_fin(const struct turn *turn)
{
	struct endpoint *from = turn->from, *to = turn->to;
	bool repeats = (turn->segment->flags & TCP_FIN) && from->has_fin;

	if (!endpoint_fin_covered(to, turn->segment->ack) ||
	    knows_of_fin(history_sure_state(&from->history)))
		return;
	why_from(turn, WHY_FIN_GOT, turn->segment->ack, to->fin);
	if (!from->has_fin)
		got_fin_before_closing(&from->history);
	else if (history_sure_state(&from->history) == STATE_FIN_WAIT2 ||
		 (!repeats &&
		  (seq_at_least(to->fin_ack, from->fin) ||
		   history_has(&from->history, STATE_FIN_WAIT2)) &&
		  !history_has(&from->history, STATE_CLOSING)))
		got_fin_in_fin_wait2(&from->history);
	else
		got_fin_in_fin_wait1(&from->history,
				     !repeats && to->has_acked &&
					     seq_at_least(to->acked,
							  from->fin));
}

static void note_close(const struct turn *turn)
{
	if (!turn->to->has_fin && !turn->connection->active_close_noted) {
		turn->connection->active_close_noted = true;
		notes_add_end(turn->notes, NOTE_ACTIVE_CLOSE, turn->from_end);
	}
}

/* The first copy of the sender's FIN. */
static void sender_closes(const struct turn *turn)
{
	struct endpoint *from = turn->from;
	struct history *history = &from->history;
	bool covers = endpoint_fin_covered(turn->to, turn->segment->ack);
	bool got_fin = turn->to->has_fin && from->has_acked &&
		       seq_at_least(from->acked, turn->to->fin);

	note_close(turn);
	if (history_state(history) == STATE_CLOSED)
		return;
	if (covers) {
		history_reach(history, STATE_LAST_ACK);
		why_from(turn, WHY_FIN_AFTER_FIN, turn->segment->end - 1,
			 turn->to->fin);
		return;
	}
	if (turn->to->has_fin) {
		notes_add(turn->notes, NOTE_SIMULTANEOUS_CLOSE);
		why_from(turn, WHY_FIN_CROSSES, turn->segment->end - 1,
			 turn->segment->ack);
	} else {
		why_from(turn, WHY_FIN, turn->segment->end - 1, 0);
	}
	history_correct_from(history, STATE_CLOSE_WAIT);
	if (history_state(history) == STATE_LISTEN ||
	    history_state(history) == STATE_CLOSED)
		return;
	history_reach(history, STATE_FIN_WAIT1);
	if (got_fin)
		history_reach(history, STATE_CLOSING);
}

static void sender_fin(const struct turn *turn)
{
	struct endpoint *from = turn->from;

	if (!(turn->segment->flags & TCP_FIN))
		return;
	if (!from->has_fin) {
		sender_closes(turn);
		from->has_fin = true;
		from->fin = turn->segment->end;
	} else if (turn->segment->end != from->fin) {
		return;
	} else {
		if (!history_is_sure(&from->history))
			why_from(turn, WHY_FIN_AGAIN, turn->segment->end - 1,
				 0);
		history_withdraw(&from->history);
	}
	from->fin_ack = turn->segment->ack;
}

static void receiver_fin_acked(const struct turn *turn)
{
	struct history *history = &turn->to->history;
	enum tcp_state next;

	switch (history_state(history)) {
	case STATE_FIN_WAIT1:
		next = STATE_FIN_WAIT2;
		break;
	case STATE_CLOSING:
		next = STATE_TIME_WAIT;
		break;
	case STATE_LAST_ACK:
		next = STATE_CLOSED;
		break;
	default:
		return;
	}
	if (endpoint_fin_covered(turn->to, turn->segment->ack)) {
		history_assume(history, next);
		why_to(turn, WHY_FIN_ACKED, turn->segment->ack, turn->to->fin);
	} else if (seq_after(turn->segment->ack, turn->from->acked)) {
		why_to(turn, WHY_FIN_NOT_ACKED, turn->segment->ack,
		       turn->to->fin);
	}
}

/* The ACK's effect on the end to which it was sent. */
static void receiver_ack(const struct turn *turn)
{
	const struct segment *segment = turn->segment;
	struct endpoint *to = turn->to;
	struct history *history = &to->history;

	if (history_state(history) == STATE_SYN_RECV && to->has_iss &&
	    seq_after(segment->ack, to->iss)) {
		history_assume(history, STATE_ESTABLISHED);
		why_to(turn, WHY_HANDSHAKE_ARRIVES, segment->ack, 0);
		notes_add_values(turn->notes, NOTE_HANDSHAKE, 3, 0);
	}
	if (history_state(history) == STATE_FIN_WAIT1 && turn->from->has_fin &&
	    seq_at_most(turn->from->fin, segment->seq) &&
	    seq_before(turn->from->fin_ack, to->fin) &&
	    endpoint_fin_arrived(turn->from, to)) {
		history_assume(history, STATE_CLOSING);
		why_to(turn, WHY_LIES_AFTER_FIN, segment->seq, turn->from->fin);
	}
	receiver_fin_acked(turn);
}

static void note_data(const struct turn *turn)
{
	const struct segment *segment = turn->segment;

	if (segment->flags & TCP_URG)
		notes_add(turn->notes, NOTE_URGENT_DATA);
	if (segment->payload && turn->to->has_fin && !turn->from->has_fin &&
	    seq_at_least(segment->ack, turn->to->fin) &&
	    !turn->connection->half_close_noted) {
		turn->connection->half_close_noted = true;
		notes_add(turn->notes, NOTE_HALF_CLOSE);
	}
}

/* The first ACK of the end that sent the first SYN completes the handshake. */
static void time_handshake(const struct turn *turn)
{
	struct connection *connection = turn->connection;

	if (connection->has_rtt_handshake || !connection->has_syn_time ||
	    turn->from_end != TRACK_CLIENT || !turn->to->syn_seen)
		return;
	connection->has_rtt_handshake = true;
	connection->rtt_handshake = turn->segment->time - connection->syn_time;
}

void rule_exchange(const struct turn *turn)
{
	if (ack_unacceptable_in_syn_sent(turn)) {
		turn->to->challenge_due = false;
		why_to(turn, WHY_ACK_IN_SYN_SENT, turn->segment->ack,
		       turn->to->iss + 1);
		return;
	}
	time_handshake(turn);
	if (history_sure_state(&turn->from->history) <= STATE_SYN_RECV)
		sender_opens(turn);
	sender_got_fin_ack(turn);
	sender_got_fin(turn);
	sender_fin(turn);
	receiver_ack(turn);
	note_data(turn);
}

void rule_deliver(const struct turn *turn)
{
	struct history *history = &turn->to->history;
	enum tcp_state next;

	if (!turn->from->has_fin)
		return;
	switch (history_state(history)) {
	case STATE_ESTABLISHED:
		next = STATE_CLOSE_WAIT;
		break;
	case STATE_FIN_WAIT1:
		next = STATE_CLOSING;
		break;
	case STATE_FIN_WAIT2:
		next = STATE_TIME_WAIT;
		break;
	default:
		return;
	}
	if (endpoint_fin_arrived(turn->from, turn->to)) {
		history_assume(history, next);
		why_to(turn, WHY_FIN_ARRIVES, turn->from->fin - 1, 0);
	} else if (turn->segment->flags & TCP_FIN) {
		why_to(turn, WHY_FIN_BEYOND_HOLE, turn->from->fin - 1,
		       turn->from->contig);
	}
}
