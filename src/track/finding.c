/*
 * Findings, in the order in which Wireshark looks for them.
 *
 * Where we know better than Wireshark we say something else:
 * - Linux probes a closed window with an empty segment one below SND.UNA: a
 *   window probe, not a keep-alive, while the window is zero.
 * - Time stamps tell a retransmission from a segment out of order.
 * - A DSACK (RFC 2883) proves that a retransmission was spurious.
 * - A simultaneous open is one: no retransmissions, no duplicate ACKs.
 * - A window whose right edge moves left has shrunk (RFC 9293 3.8.6).
 * - The same octets with the same IP identification within microseconds are
 *   one packet that was captured twice.  What Wireshark calls it is noted too,
 *   so that the two can be compared, but it is not counted (tally.c).
 */
#include "track/finding.h"

#include <string.h>

#include "track/endpoint.h"
#include "track/rules.h"
#include "track/sequence.h"

/* Nanoseconds. */
enum {
	FAST_RETRANSMISSION_DELAY = 20000000,
	REORDERING_DELAY = 3000000,
	CAPTURE_DUPLICATE_DELAY = 50000
};

/* One segment under examination. */
struct view {
	const struct turn *turn;
	const struct segment *segment;
	struct analysis *f, *r; /* its direction, and the reverse */
	bool plain;		/* no SYN, FIN, RST */
	bool same;		/* nothing new but perhaps the window */
	bool keep_alive, window_probe;
};

static struct view view_of(const struct turn *turn)
{
	const struct segment *segment = turn->segment;
	struct view view = {
		.turn = turn,
		.segment = segment,
		.f = &turn->from->analysis,
		.r = &turn->to->analysis,
		.plain = !(segment->flags & (TCP_SYN | TCP_FIN | TCP_RST)),
	};

	view.same = view.plain && !segment->payload && view.f->has_next &&
		    view.f->has_ack && segment->seq == view.f->next &&
		    segment->ack == view.f->ack;
	return view;
}

static void found(const struct view *view, enum note note, enum why why,
		  uint32_t a, uint32_t b)
{
	notes_add(view->turn->notes, note);
	why_from(view->turn, why, a, b);
}

/* The same packet, seen twice on its way. */
static bool is_capture_duplicate(const struct view *view)
{
	const struct segment *segment = view->segment;
	const struct analysis *f = view->f;

	return f->has_last && view->turn->ip_id != 0 &&
	       f->last_id == view->turn->ip_id && f->last_seq == segment->seq &&
	       f->last_end == segment->end && f->last_flags == segment->flags &&
	       segment->time - f->last_time <= CAPTURE_DUPLICATE_DELAY;
}

static bool window_is_closed(const struct view *view)
{
	return view->r->has_ack && view->r->window == 0;
}

/* One octet beyond what the closed window allows; or, as Linux does it, none,
 * with an old sequence number. */
static bool is_window_probe(const struct view *view)
{
	const struct segment *segment = view->segment;

	if (!window_is_closed(view) || !view->f->has_next)
		return false;
	if (segment->payload == 1 && segment->seq == view->f->next)
		return true;
	return view->plain && segment->payload == 0 &&
	       segment->seq == view->r->ack - 1;
}

static bool is_keep_alive(const struct view *view)
{
	return view->plain && view->segment->payload <= 1 &&
	       view->f->has_next && view->segment->seq == view->f->next - 1;
}

static void find_lost(const struct view *view)
{
	if (!view->f->has_next || view->segment->flags & TCP_RST ||
	    !seq_after(view->segment->seq, view->f->next))
		return;
	found(view, NOTE_PREVIOUS_NOT_CAPTURED, WHY_LOST, view->segment->seq,
	      view->f->next);
}

static bool scale_is_known(const struct view *view)
{
	return endpoint_syns_seen(view->turn->from, view->turn->to);
}

static void tell_window_update(const struct view *view)
{
	const struct turn *turn = view->turn;

	found(view, NOTE_WINDOW_UPDATE, WHY_WINDOW_UPDATE,
	      endpoint_last_window(turn->from, turn->to), turn->offer);
}

static void find_window_update(const struct view *view)
{
	const struct segment *segment = view->segment;

	if (!view->same || segment->window == 0 ||
	    segment->window == view->f->window || segment->options->sack_count)
		return;
	tell_window_update(view);
}

static bool fills_window(const struct view *view)
{
	const struct segment *segment = view->segment;

	return segment->payload && scale_is_known(view) && view->r->has_ack &&
	       segment->seq + segment->payload ==
		       view->r->ack + endpoint_last_window(view->turn->to,
							   view->turn->from);
}

static void find_window_full(const struct view *view)
{
	const struct segment *segment = view->segment;

	if (!view->plain || !fills_window(view))
		return;
	found(view, NOTE_WINDOW_FULL, WHY_WINDOW_FULL,
	      segment->seq + segment->payload,
	      endpoint_last_window(view->turn->to, view->turn->from));
}

static bool find_probe_ack(const struct view *view)
{
	const struct segment *segment = view->segment;

	if (!view->plain || segment->payload || segment->window != 0 ||
	    !view->f->has_ack || view->f->window != 0 ||
	    segment->seq != view->f->next || !view->r->sent_window_probe ||
	    segment->ack - view->f->ack > 1)
		return false;
	if (segment->ack == view->f->ack + 1) {
		view->r->next = segment->ack;
		view->r->expected = segment->ack;
	}
	found(view, NOTE_ZERO_WINDOW_PROBE_ACK, WHY_ZERO_WINDOW_PROBE_ACK,
	      segment->ack, 0);
	return true;
}

static bool find_keep_alive_ack(const struct view *view)
{
	if (!view->same || view->segment->window != view->f->window ||
	    !view->r->sent_keep_alive)
		return false;
	found(view, NOTE_KEEP_ALIVE_ACK, WHY_KEEP_ALIVE_ACK, view->segment->ack,
	      0);
	return true;
}

/* The ACK that follows the SYN+ACK of one who had sent a SYN before. */
static bool ends_simultaneous_open(const struct view *view)
{
	return view->f->window_is_raw &&
	       history_has(&view->turn->from->history, STATE_SYN_SENT) &&
	       history_has(&view->turn->to->history, STATE_SYN_SENT);
}

static void find_duplicate_ack(const struct view *view)
{
	if (!view->same || view->segment->window == 0 ||
	    view->segment->window != view->f->window ||
	    ends_simultaneous_open(view))
		return;
	view->f->duplicates++;
	view->f->has_duplicates = true;
	notes_add_values(view->turn->notes, NOTE_DUP_ACK, view->f->duplicates,
			 0);
	why_from(view->turn, WHY_DUPLICATE_ACK, view->segment->ack,
		 view->f->duplicates);
}

/* An acknowledgement, or one of the things that look like one. */
static void find_in_ack(const struct view *view)
{
	if (find_keep_alive_ack(view) || find_probe_ack(view))
		return;
	find_duplicate_ack(view);
}

static void tell_acked_unseen(const struct view *view)
{
	found(view, NOTE_ACKED_UNSEEN, WHY_ACKED_UNSEEN, view->segment->ack,
	      view->r->expected);
}

/* Told once, until the other direction shows something new. */
static void find_acked_unseen(const struct view *view)
{
	const struct segment *segment = view->segment;

	if (!(segment->flags & TCP_ACK) || !view->r->has_next ||
	    !seq_after(segment->ack, view->r->expected))
		return;
	if (view->f->has_ack && segment->ack == view->f->ack + 1 &&
	    segment->seq == view->f->next && view->r->sent_window_probe) {
		view->r->next = view->r->expected = segment->ack;
		tell_window_update(view);
		return;
	}
	if (seq_before(view->r->expected, view->r->next)) {
		tell_acked_unseen(view);
		view->r->expected = view->r->next;
		return;
	}
	if (!view->r->unseen_told && view->r->duplicates == 0)
		tell_acked_unseen(view);
	view->r->unseen_told = true;
}

static bool is_spurious(const struct view *view)
{
	return view->segment->payload && view->r->has_ack &&
	       seq_at_most(view->segment->seq + view->segment->payload,
			   view->r->ack);
}

/* It comes at once after at least two duplicate ACKs, and is what they ask
 * for, or is missing from what they say has come. */
static bool is_fast(const struct view *view)
{
	const struct analysis *r = view->r;
	uint32_t seq = view->segment->seq;

	if (r->duplicates < 2 ||
	    view->segment->time - r->last_time >= FAST_RETRANSMISSION_DELAY)
		return false;
	return seq == r->ack ||
	       (ranges_reach_beyond(&r->sacked, seq) &&
		!ranges_cover(&r->sacked, seq, view->segment->end));
}

static int64_t reordering_delay(const struct view *view)
{
	const struct connection *connection = view->turn->connection;

	return connection->has_rtt_handshake ? connection->rtt_handshake
					     : REORDERING_DELAY;
}

/* Sent before what is known to be the highest, but seen after it. */
static bool is_out_of_order(const struct view *view)
{
	const struct segment *segment = view->segment;
	const struct analysis *f = view->f;

	if (ranges_cover(&f->unacknowledged, segment->seq, segment->end))
		return false;
	if (segment->options->has_timestamps && f->has_next_ts &&
	    segment->options->ts_value != f->next_ts)
		return seq_before(segment->options->ts_value, f->next_ts);
	return segment->time - f->next_time < reordering_delay(view) &&
	       (segment->end != f->next || !f->next_had_data);
}

static bool is_handshake_of_both(const struct view *view)
{
	return (view->segment->flags & TCP_SYN) &&
	       (view->segment->flags & TCP_ACK) && !view->f->sent_syn_ack;
}

/* New data that repeat the octet of a window probe before them. */
static bool follows_probe(const struct view *view)
{
	return view->segment->payload > 1 &&
	       view->segment->seq == view->f->next - 1;
}

static void find_sent_again(const struct view *view)
{
	const struct segment *segment = view->segment;

	if (segment->seq == segment->end || view->keep_alive ||
	    segment->flags & TCP_RST || is_handshake_of_both(view))
		return;
	if (is_spurious(view))
		found(view, NOTE_SPURIOUS_RETRANSMISSION, WHY_SPURIOUS,
		      segment->seq + segment->payload, view->r->ack);
	else if (!view->f->has_next ||
		 !seq_before(segment->seq, view->f->next) ||
		 follows_probe(view))
		return;
	else if (is_fast(view))
		found(view, NOTE_FAST_RETRANSMISSION, WHY_FAST_RETRANSMISSION,
		      segment->seq, view->r->duplicates);
	else if (is_out_of_order(view))
		found(view, NOTE_OUT_OF_ORDER, WHY_OUT_OF_ORDER, segment->seq,
		      view->f->next);
	else
		found(view, NOTE_RETRANSMISSION, WHY_RETRANSMISSION,
		      segment->seq, view->f->next);
}

/* RFC 2883: the first block tells of what came twice, when it lies below the
 * ACK or inside the second block. */
static void find_dsack(const struct view *view)
{
	const struct tcp_options *options = view->segment->options;
	const struct sack_block *first = &options->sacks[0];

	if (!options->sack_count || !(view->segment->flags & TCP_ACK))
		return;
	/* In a simultaneous open the SYN comes again in the SYN+ACK. */
	if (first->right == view->turn->to->iss + 1)
		return;
	if (seq_at_most(first->right, view->segment->ack) ||
	    (options->sack_count > 1 &&
	     seq_at_least(first->left, options->sacks[1].left) &&
	     seq_at_most(first->right, options->sacks[1].right)))
		found(view, NOTE_DSACK, WHY_DSACK, first->left, first->right);
}

/* The right edge moved left by more than the scale rounds off (RFC 7323
 * 2.4). */
static bool window_shrank(const struct view *view, uint32_t edge)
{
	const struct turn *turn = view->turn;

	return seq_before(edge, view->f->edge) &&
	       seq_at_least(turn->segment->ack, view->f->ack) &&
	       view->f->edge - edge >= endpoint_scaled(turn->from, turn->to, 1);
}

/* What it offers: whether that is less than before, and what it is. */
static void take_edge(const struct view *view)
{
	const struct segment *segment = view->segment;
	struct analysis *f = view->f;
	uint32_t edge = segment->ack + view->turn->offer;

	if (!(segment->flags & TCP_ACK) || segment->flags & TCP_RST ||
	    !scale_is_known(view))
		return;
	if (!f->has_edge) {
		f->has_edge = true;
		f->edge = edge;
	} else if (window_shrank(view, edge)) {
		notes_add_values(view->turn->notes, NOTE_WINDOW_SHRANK,
				 f->edge - edge, 0);
		why_from(view->turn, WHY_WINDOW_SHRANK, f->edge - edge, edge);
		f->edge = edge;
	} else {
		f->edge = seq_max(f->edge, edge);
	}
}

static void learn_next(struct analysis *f, const struct segment *segment)
{
	if (!f->has_next)
		f->expected = segment->seq;
	f->next = segment->end;
	f->next_time = segment->time;
	f->next_ts = segment->options->ts_value;
	f->has_next = true;
	f->next_had_data = segment->payload > 0;
	f->has_next_ts = segment->options->has_timestamps;
}

/* The hole counts as filled once its beginning was seen, as for Wireshark. */
static void learn_sent(const struct view *view)
{
	const struct segment *segment = view->segment;
	struct analysis *f = view->f;

	if (segment->flags & TCP_RST)
		return;
	if (segment->end != segment->seq &&
	    !ranges_append(&f->unacknowledged, segment->seq, segment->end))
		view->turn->from->tally.ranges_forgotten++;
	if (view->window_probe)
		return;
	if (!f->has_next || seq_after(segment->end, f->next))
		learn_next(f, segment);
	if (segment->seq == f->expected)
		f->expected = f->next;
}

static void learn_ack(const struct view *view)
{
	const struct segment *segment = view->segment;
	struct analysis *f = view->f;

	if (!(segment->flags & TCP_ACK))
		return;
	f->ack = segment->ack;
	f->window = segment->window;
	f->has_ack = true;
	f->window_is_raw = segment->flags & TCP_SYN;
	f->has_sacked = segment->options->sack_count > 0;
	ranges_acknowledge(&view->r->unacknowledged, segment->ack);
	f->sacked.count = 0; /* so there is room for all that one segment has */
	for (int i = 0; i < segment->options->sack_count; i++)
		ranges_add(&f->sacked, segment->options->sacks[i].left,
			   segment->options->sacks[i].right);
}

static void learn_last(const struct view *view)
{
	struct analysis *f = view->f;

	f->last_seq = view->segment->seq;
	f->last_end = view->segment->end;
	f->last_flags = view->segment->flags;
	f->last_id = view->turn->ip_id;
	f->last_time = view->segment->time;
	f->has_last = true;
	f->sent_keep_alive = view->keep_alive;
	f->sent_window_probe = view->window_probe;
	if ((view->segment->flags & TCP_SYN) && view->segment->flags & TCP_ACK)
		f->sent_syn_ack = true;
}

static void find_of_plain(struct view *view)
{
	const struct segment *segment = view->segment;

	view->window_probe = is_window_probe(view);
	if (view->window_probe) {
		found(view, NOTE_ZERO_WINDOW_PROBE, WHY_ZERO_WINDOW_PROBE,
		      segment->seq, 0);
		return;
	}
	if (view->plain && segment->window == 0)
		found(view, NOTE_ZERO_WINDOW, WHY_ZERO_WINDOW, segment->ack, 0);
	find_lost(view);
	view->keep_alive = is_keep_alive(view);
	if (view->keep_alive)
		found(view, NOTE_KEEP_ALIVE, WHY_KEEP_ALIVE, segment->seq,
		      view->f->next);
	find_window_update(view);
	find_window_full(view);
	find_in_ack(view);
}

/* Another SYN than the one before: the numbers begin anew. */
static void begin_with_syn(struct analysis *f, const struct segment *segment)
{
	if ((segment->flags & (TCP_SYN | TCP_ACK)) != TCP_SYN ||
	    (f->has_syn && f->syn_seq == segment->seq))
		return;
	memset(f, 0, sizeof *f);
	f->has_syn = true;
	f->syn_seq = segment->seq;
}

/* Duplicates are of one ACK. */
static void forget_duplicates(const struct view *view)
{
	if (view->segment->ack == view->f->ack)
		return;
	view->f->duplicates = 0;
	view->f->has_duplicates = false;
	view->f->unseen_told = false;
}

static void learn(const struct view *view)
{
	learn_sent(view);
	learn_ack(view);
	learn_last(view);
}

void finding_update(const struct turn *turn)
{
	struct view view;

	begin_with_syn(&turn->from->analysis, turn->segment);
	view = view_of(turn);

	if (is_capture_duplicate(&view))
		found(&view, NOTE_CAPTURE_DUPLICATE, WHY_CAPTURE_DUPLICATE,
		      turn->ip_id, 0);
	find_of_plain(&view);
	forget_duplicates(&view);
	find_acked_unseen(&view);
	find_sent_again(&view);
	find_dsack(&view);
	take_edge(&view);
	learn(&view);
}
