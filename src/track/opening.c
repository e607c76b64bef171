/*
 * Opening a connection: SYN and SYN+ACK.
 *
 *	 S 0:0(0)	client -> SYN_SENT
 *	 S. 0:0(0) ack 1	server -> SYN_RECV, client -> ESTABLISHED?
 *	 . ack 1		client ESTABLISHED, server -> ESTABLISHED?
 *
 * A SYN alone never makes SYN_RECV at the other end: nobody may listen there.
 * It is the SYN+ACK that shows it.
 */
#include "track/rules.h"
#include "track/sequence.h"

static void note_fast_open(const struct turn *turn)
{
	if (turn->segment->payload)
		notes_add(turn->notes, NOTE_FAST_OPEN);
}

/* An end that nobody heard of yet begins as CLOSED when it sends a SYN. */
static void begin_active(struct endpoint *from)
{
	history_begin(&from->history, STATE_CLOSED, true);
	history_reach(&from->history, STATE_SYN_SENT);
}

static void syn_first(const struct turn *turn)
{
	bool simultaneous =
		turn->to->has_iss &&
		history_sure_state(&turn->to->history) == STATE_SYN_SENT;

	begin_active(turn->from);
	if (turn->from == turn->to)
		simultaneous = true;
	notes_add_values(turn->notes, NOTE_HANDSHAKE, 1, 0);
	note_fast_open(turn);
	why_from(turn, WHY_SYN, turn->segment->seq, 0);
	if (!simultaneous)
		return;
	notes_add(turn->notes, NOTE_SIMULTANEOUS_OPEN);
	why_to(turn, WHY_SYN_SIMULTANEOUS, turn->segment->seq, 0);
	history_withdraw(&turn->to->history);
	history_assume(&turn->to->history, STATE_SYN_RECV);
}

/* The SYN again: whatever its sender was assumed to have got, it has not. */
static void syn_again(const struct turn *turn)
{
	struct history *history = &turn->from->history;

	if (history_sure_state(history) != STATE_SYN_SENT) {
		turn->to->challenge_due = true;
		why_to(turn, WHY_SYN_DUPLICATE, turn->segment->seq, 0);
		return;
	}
	if (!history_is_sure(history))
		why_from(turn, WHY_SYN_AGAIN, turn->segment->seq, 0);
	history_withdraw(history);
	notes_add_values(turn->notes, NOTE_HANDSHAKE, 1, 0);
	note_fast_open(turn);
}

void rule_syn(const struct turn *turn)
{
	if (turn->from_end == TRACK_CLIENT) {
		turn->connection->has_syn_time = true;
		turn->connection->syn_time = turn->segment->time;
	}
	if (!turn->from->has_iss) {
		syn_first(turn);
		return;
	}
	if (turn->segment->seq == turn->from->iss) {
		syn_again(turn);
		return;
	}
	turn->to->challenge_due = true;
	why_to(turn, WHY_SYN_DUPLICATE, turn->segment->seq, 0);
}

static bool answers_syn(const struct endpoint *to, uint32_t ack)
{
	return seq_after(ack, to->iss) && seq_at_most(ack, to->nxt);
}

/* The sender of a SYN+ACK has got the SYN, and not yet what answers this. */
static bool syn_ack_sender(const struct turn *turn)
{
	struct history *history = &turn->from->history;

	if (history_sure_state(history) == STATE_SYN_RECV &&
	    !history_is_sure(history) && turn->segment->seq == turn->from->iss)
		why_from(turn, WHY_SYN_ACK_AGAIN, turn->segment->seq, 0);
	history_withdraw_from(history, STATE_ESTABLISHED);
	if (history->count > 1)
		history_withdraw_from(history, STATE_CLOSED);
	if (history_state(history) == STATE_CLOSED && history->count > 1)
		return false; /* a late copy */
	switch (history_state(history)) {
	case STATE_LISTEN:
	case STATE_CLOSED:
	case STATE_SYN_SENT:
		why_from(turn, WHY_SYN_ACK, turn->segment->ack,
			 turn->to->has_iss ? turn->to->iss
					   : turn->segment->ack - 1);
		history_reach(history, STATE_SYN_RECV);
		return true;
	case STATE_SYN_RECV:
		history_reach(history, STATE_SYN_RECV);
		return true;
	default:
		return false;
	}
}

static void syn_ack_receiver(const struct turn *turn)
{
	struct history *history = &turn->to->history;

	if (!turn->to->has_iss && history_state(history) != STATE_SYN_SENT) {
		history_begin(history, STATE_CLOSED, true);
		history_assume(history, STATE_SYN_SENT);
	}
	if (history_has(&turn->from->history, STATE_SYN_SENT) &&
	    history_state(history) == STATE_SYN_SENT)
		history_assume(history, STATE_SYN_RECV);
	if (history_state(history) == STATE_SYN_SENT ||
	    history_state(history) == STATE_SYN_RECV) {
		history_assume(history, STATE_ESTABLISHED);
		why_to(turn, WHY_SYN_ACK_ARRIVES, turn->segment->ack, 0);
	}
}

/* Its ACK leaves out the data that came with the SYN: they were not taken. */
static void fast_open_refused(const struct turn *turn)
{
	struct endpoint *to = turn->to;

	if (!to->has_iss || !seq_before(turn->segment->ack, to->syn_end))
		return;
	if (to->has_sent && to->contig == to->syn_end)
		to->contig = turn->segment->ack;
	to->syn_end = turn->segment->ack;
}

void rule_syn_ack(const struct turn *turn)
{
	if (turn->to->has_iss && !answers_syn(turn->to, turn->segment->ack)) {
		why_to(turn, WHY_SYN_ACK_UNWANTED, turn->segment->ack,
		       turn->to->iss + 1);
		return;
	}
	if (!syn_ack_sender(turn)) {
		turn->to->challenge_due = true;
		why_to(turn, WHY_SYN_DUPLICATE, turn->segment->seq, 0);
		return;
	}
	fast_open_refused(turn);
	syn_ack_receiver(turn);
	if (!turn->to->has_iss) {
		turn->to->iss = turn->segment->ack - 1;
		turn->to->syn_end = turn->segment->ack;
		turn->to->has_iss = true;
	}
	notes_add_values(turn->notes, NOTE_HANDSHAKE, 2, 0);
}
