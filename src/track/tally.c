/*
 * Counting, and timing one segment at a time (RFC 6298 3, RFC 7323 4).
 */
#include "track/tally.h"

#include "track/endpoint.h"
#include "track/rules.h"

static bool was_sent_again(const struct track_notes *notes)
{
	return notes_have(notes, NOTE_RETRANSMISSION) ||
	       notes_have(notes, NOTE_FAST_RETRANSMISSION) ||
	       notes_have(notes, NOTE_SPURIOUS_RETRANSMISSION);
}

static void count_notes(struct tally *tally, const struct turn *turn)
{
	if (was_sent_again(turn->notes)) {
		tally->retransmitted_segments++;
		tally->retransmitted_bytes += turn->segment->payload;
	}
	tally->out_of_order += notes_have(turn->notes, NOTE_OUT_OF_ORDER);
	tally->dup_acks += notes_have(turn->notes, NOTE_DUP_ACK);
	tally->zero_windows += notes_have(turn->notes, NOTE_ZERO_WINDOW);
}

static void count_flags(struct tally *tally, uint16_t flags)
{
	tally->fins += (flags & TCP_FIN) != 0;
	tally->resets += (flags & TCP_RST) != 0;
	tally->urgent += (flags & TCP_URG) != 0;
}

static void take_syn(struct tally *tally, const struct tcp_options *options)
{
	tally->has_mss = options->has_mss;
	tally->mss = options->mss;
	tally->sack_permitted = options->has_sack_permitted;
	tally->timestamps = options->has_timestamps;
}

/* Zero is zero, whatever the scale. */
static void take_closed_window(struct tally *tally,
			       const struct segment *segment)
{
	bool closed = segment->window == 0;

	if (segment->flags & TCP_RST || closed == tally->window_closed)
		return;
	tally->window_closed = closed;
	tally->window_closed_since = closed ? segment->time : 0;
}

static void take_window(struct tally *tally, const struct turn *turn)
{
	if (endpoint_syns_seen(turn->from, turn->to) &&
	    !(turn->segment->flags & TCP_RST))
		tally_take_window(tally, turn->offer);
}

static void rtt_add(struct track_rtt *rtt, int64_t sample)
{
	if (!rtt->samples || sample < rtt->min)
		rtt->min = sample;
	if (!rtt->samples || sample > rtt->max)
		rtt->max = sample;
	rtt->samples++;
	rtt->sum += (double)sample;
	rtt->sum_of_squares += (double)sample * (double)sample;
}

void tally_begin_timing(struct tally *tally, uint32_t end, int64_t time,
			const struct tcp_options *options)
{
	tally->timing = true;
	tally->timed_again = false;
	tally->timed_end = end;
	tally->timed_since = time;
	tally->has_timed_ts = options->has_timestamps;
	tally->timed_ts = options->ts_value;
}

static void time_segment(struct tally *tally, const struct turn *turn)
{
	const struct segment *segment = turn->segment;

	if (!segment->payload)
		return;
	if (tally->timing) {
		tally->timed_again |=
			seq_before(segment->seq, tally->timed_end) &&
			was_sent_again(turn->notes);
		return;
	}
	if (was_sent_again(turn->notes) ||
	    notes_have(turn->notes, NOTE_OUT_OF_ORDER))
		return;
	tally_begin_timing(tally, segment->seq + segment->payload,
			   segment->time, segment->options);
}

/* If it was sent twice, only its time stamp tells whether the first copy was
 * meant. */
void tally_take_sample(struct tally *tally, int64_t time,
		       const struct tcp_options *options)
{
	tally->timing = false;
	if (tally->timed_again &&
	    !(tally->has_timed_ts && options->has_timestamps &&
	      options->ts_echo == tally->timed_ts))
		return;
	rtt_add(&tally->rtt, time - tally->timed_since);
}

/* The end that sent the timed segment is the other one here. */
static void time_ack(struct tally *tally, const struct turn *turn)
{
	const struct segment *segment = turn->segment;

	if (segment->flags & TCP_ACK && tally_is_timed(tally, segment->ack))
		tally_take_sample(tally, segment->time, segment->options);
}

void tally_update(const struct turn *turn)
{
	struct tally *tally = &turn->from->tally;

	tally->packets++;
	if (notes_have(turn->notes, NOTE_CAPTURE_DUPLICATE))
		return;
	count_notes(tally, turn);
	count_flags(tally, turn->segment->flags);
	if (turn->segment->flags & TCP_SYN)
		take_syn(tally, turn->segment->options);
	take_window(tally, turn);
	take_closed_window(tally, turn->segment);
	time_ack(&turn->to->tally, turn);
	time_segment(tally, turn);
}
