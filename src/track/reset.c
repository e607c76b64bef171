/*
 * RST: whether its receiver believes it, and what it says of its sender.
 *
 * Only the exact next number resets a connection (RFC 5961 3.2); inside the
 * window it draws a challenge ACK, outside nothing.  Linux takes two more
 * numbers: one below after it has got a FIN, and the right edge of the
 * highest SACK block that it sent.
 */
#include "track/endpoint.h"
#include "track/rules.h"
#include "track/sequence.h"

static bool exact_in_syn_sent(const struct turn *turn)
{
	const struct segment *segment = turn->segment;

	return (segment->flags & TCP_ACK) && turn->to->has_iss &&
	       seq_after(segment->ack, turn->to->iss) &&
	       seq_at_most(segment->ack, turn->to->nxt);
}

static bool exact_after_fin(const struct turn *turn)
{
	switch (history_state(&turn->to->history)) {
	case STATE_CLOSE_WAIT:
	case STATE_LAST_ACK:
	case STATE_CLOSING:
		return turn->from->has_fin &&
		       turn->segment->seq == turn->from->fin - 1;
	default:
		return false;
	}
}

/* Whoever had got the FIN would not take this for the next number. */
static bool precedes_fin(const struct turn *turn)
{
	return turn->from->has_fin &&
	       seq_before(turn->segment->seq, turn->from->fin - 1);
}

/* RCV.NXT of the receiver is not known exactly: it is at least what it
 * acknowledged, at most what was sent to it without a hole. */
static bool exact(const struct turn *turn)
{
	const struct endpoint *from = turn->from, *to = turn->to;
	uint32_t seq = turn->segment->seq;

	if (history_sure_state(&to->history) == STATE_SYN_SENT &&
	    !history_has(&to->history, STATE_SYN_RECV))
		return exact_in_syn_sent(turn) ||
		       (history_state(&to->history) != STATE_SYN_SENT &&
			from->has_sent && seq == from->contig);
	if (!to->has_acked)
		return !from->has_sent || seq_at_most(seq, from->contig);
	if (history_state(&to->history) == STATE_TIME_WAIT &&
	    (history_is_sure(&to->history) || !precedes_fin(turn)))
		return seq == seq_max(to->acked, from->contig);
	if (seq == to->acked)
		return true;
	if (seq_after(seq, to->acked) && from->has_sent &&
	    seq_at_most(seq, from->contig))
		return true;
	return exact_after_fin(turn) || (to->has_sack && seq == to->sack_max);
}

/* The sender had no use for the segment to which this RST answers: what that
 * segment was assumed to have done to it is undone.  Its acknowledgement
 * number came from that segment, so an ACK of the FIN did arrive. */
static void sender_had_no_use(const struct turn *turn)
{
	struct endpoint *from = turn->from;
	struct history *history = &from->history;
	bool fin_acked = from->has_fin &&
			 seq_at_least(turn->segment->seq, from->fin) &&
			 history_has(history, STATE_FIN_WAIT2);

	history_withdraw(history);
	if (fin_acked && history_state(history) == STATE_FIN_WAIT1)
		history_reach(history, STATE_FIN_WAIT2);
}

/* A server that never spoke had nothing: it was not LISTEN. */
static void sender_closed(struct endpoint *from)
{
	if (from->history.count == 1 &&
	    history_state(&from->history) == STATE_LISTEN)
		history_begin(&from->history, STATE_CLOSED, true);
	else
		history_reach(&from->history, STATE_CLOSED);
}

static void withdraw_fin(struct history *history)
{
	history_withdraw_from(history, STATE_CLOSE_WAIT);
	history_withdraw_from(history, STATE_CLOSING);
	history_withdraw_from(history, STATE_TIME_WAIT);
}

static void receiver_reset(const struct turn *turn)
{
	struct history *history = &turn->to->history;
	enum tcp_state before;

	if (history_state(history) == STATE_CLOSED)
		return;
	if (precedes_fin(turn))
		withdraw_fin(history);
	before = history_state(history);
	if (before == STATE_TIME_WAIT)
		notes_add(turn->notes, NOTE_TIME_WAIT_CUT_SHORT);
	else if (before == STATE_SYN_SENT)
		notes_add(turn->notes, NOTE_REFUSED);
	else
		notes_add_end(turn->notes, NOTE_RESET, turn->from_end);
	if (history->count == 1 && before == STATE_LISTEN)
		return; /* an aborted SYN: whoever listens goes on */
	history_assume(history, STATE_CLOSED);
	turn->connection->reason = before == STATE_SYN_SENT
					   ? TRACK_REASON_REFUSED
					   : TRACK_REASON_RESET;
}

static uint32_t next_expected(const struct turn *turn)
{
	return turn->to->has_acked ? turn->to->acked : turn->from->nxt;
}

static void reset_rejected(const struct turn *turn)
{
	bool inside = turn->to->has_acked &&
		      seq_at_least(turn->segment->seq, turn->to->acked) &&
		      seq_before(turn->segment->seq, turn->to->edge);

	notes_add(turn->notes,
		  inside ? NOTE_RESET_INEXACT : NOTE_RESET_IGNORED);
	why_to(turn, inside ? WHY_RST_INEXACT : WHY_RST_OUTSIDE,
	       turn->segment->seq, next_expected(turn));
	if (inside)
		turn->to->challenge_due = true;
}

/* It answers an ACK that its sender could not accept in SYN_SENT. */
static bool rejects_ack_in_syn_sent(const struct turn *turn)
{
	const struct endpoint *from = turn->from;

	return !(turn->segment->flags & TCP_ACK) && from->has_iss &&
	       history_sure_state(&from->history) == STATE_SYN_SENT &&
	       (seq_at_most(turn->segment->seq, from->iss) ||
		seq_after(turn->segment->seq, from->nxt));
}

/* Why it is believed, and what it says of its sender. */
static void why_reset(const struct turn *turn)
{
	const struct segment *segment = turn->segment;
	enum tcp_state state = history_state(&turn->to->history);

	if (history_state(&turn->from->history) != STATE_CLOSED) {
		if (state == STATE_SYN_SENT)
			why_from(turn, WHY_RST_REFUSES, segment->ack, 0);
		else if (segment->flags & TCP_ACK)
			why_from(turn, WHY_RST_ABORTS, segment->ack, 0);
		else
			why_from(turn, WHY_RST_ANSWERS, segment->seq, 0);
	}
	if (state == STATE_CLOSED || state == STATE_LISTEN ||
	    state == STATE_SYN_SENT)
		return;
	if (exact_after_fin(turn) && segment->seq != next_expected(turn))
		why_to(turn, WHY_RST_AFTER_FIN, segment->seq, 0);
	else if (turn->to->has_sack && segment->seq == turn->to->sack_max &&
		 segment->seq != next_expected(turn))
		why_to(turn, WHY_RST_AT_SACK, segment->seq, 0);
	else
		why_to(turn, WHY_RST_EXACT, segment->seq, 0);
}

/* <SEQ=0><ACK=SEG.SEQ+SEG.LEN><CTL=RST,ACK> (RFC 9293 3.5.2): no number of
 * its own. */
static bool answers_without_ack(const struct turn *turn)
{
	const struct endpoint *from = turn->from;

	return turn->segment->flags & TCP_ACK && turn->segment->seq == 0 &&
	       from->has_iss &&
	       (seq_at_most(0, from->iss) || seq_after(0, from->nxt));
}

void rule_reset(const struct turn *turn)
{
	if (rejects_ack_in_syn_sent(turn)) {
		why_from(turn, WHY_RST_OF_SYN_SENT, turn->segment->seq, 0);
		return;
	}
	if (!exact(turn) && history_state(&turn->to->history) != STATE_CLOSED) {
		reset_rejected(turn);
		return;
	}
	why_reset(turn);
	if (!(turn->segment->flags & TCP_ACK) || answers_without_ack(turn))
		sender_had_no_use(turn);
	else if (turn->to->has_fin &&
		 seq_before(turn->segment->ack, turn->to->fin))
		withdraw_fin(&turn->from->history); /* it had not got it */
	receiver_reset(turn);
	if (turn->from != turn->to)
		sender_closed(turn->from);
}
