/*
 * Header prediction: most segments are the next ones of an established
 * connection, in order: data, or the ACK of data.  Such a segment moves no
 * state, but that an end's first makes the handshake sure, and nothing is odd
 * about it.  It is recognised by a few comparisons, as Van Jacobson did it for
 * those who receive, and what remains is to learn its numbers.
 *
 * What is compared and what is learned is all here, in one go, so that it costs
 * little.  It is a special case of what all segments go through: for each rule
 * and each finding that is passed over, something here says why it would do
 * nothing, and for each fact that is learned there, it is learned here.  Where
 * in doubt it says no.  tests/test_predict.c and tests/fuzz_segments.c hold a
 * tracker that predicts against one that does not.
 */
#include "track/predict.h"

#include <stddef.h>
#include <string.h>

#include "decode/packet.h"
#include "track/endpoint.h"
#include "track/finding.h"
#include "track/sequence.h"

enum { CACHE_LINE = 64 };

/* Of each end that is the round-trip times with the tally's numbers, the facts,
 * the analysis with the first range: a line each. */
_Static_assert(offsetof(struct connection, ends) == 2 * CACHE_LINE &&
		       sizeof(struct endpoint) % CACHE_LINE == 0,
	       "each end begins with a line");
_Static_assert(offsetof(struct endpoint, tally.rtt) % CACHE_LINE == 0 &&
		       offsetof(struct endpoint,
				analysis.unacknowledged.list[1]) ==
			       offsetof(struct endpoint, tally.rtt) +
				       3 * CACHE_LINE,
	       "what an expected segment needs of an end lies in three lines");

/* The segment, and the two ends it is about. */
struct view {
	/* Both by index: which of them sent nobody can guess, so that two loads
	 * cost less than a branch. */
	struct endpoint *ends[2];
	struct endpoint *from, *to;
	const struct packet_tcp *tcp;
	int64_t time;
	uint16_t ip_id;
	uint32_t end; /* after its data */
	bool opens;   /* it proves that its sender got the handshake's ACK */
	bool scaled;  /* both SYNs were seen: windows are known in octets */
	unsigned int scale, scale_of_to;
	uint32_t window; /* that it offers; the most, if not known */
};

/* Windows are smaller (RFC 7323 2.3), and so are data that fit into them:
 * sequence numbers may be compared without looking for more than half of their
 * space between them. */
#define WINDOW_LIMIT (UINT32_C(1) << 30)

/* Of flags as one number: all of `set` are, none of `clear` is. */
static inline bool flags_are(uint16_t flags, uint16_t set, uint16_t clear)
{
	return (flags & (set | clear)) == set;
}

/* It counts, and is neither a SYN, a FIN nor a RST, nor urgent; it has no SACK
 * blocks, and the window is open. */
static inline bool is_plain(const struct packet *packet)
{
	const struct packet_tcp *tcp = &packet->tcp;

	return (tcp->flags & ~TCP_PSH) == TCP_ACK &&
	       tcp->extent == TCP_WHOLE_HEADER &&
	       tcp->checksum != CHECKSUM_BAD &&
	       packet->ip.fragment_count == 0 && !tcp->options.sack_count &&
	       tcp->window;
}

/* It has two ends, its handshake is timed if it can be, and no other
 * incarnation is about to begin. */
static inline bool is_settled(const struct connection *connection)
{
	static const struct connection set = { .based = true };
	static const struct connection clear = { .self = true, .over = true };

	return flags_are(connection->flags, set.flags, clear.flags) &&
	       (connection->has_rtt_handshake || !connection->has_syn_time) &&
	       !connection->candidate.waiting;
}

/* As far as can be known of one whose beginning was not seen. */
static inline bool is_established(const struct history *history)
{
	return history_state(history) == STATE_ESTABLISHED &&
	       (history_is_sure(history) ||
		history_sure_state(history) == STATE_ESTABLISHED);
}

/* It is not proved yet that it got the handshake's ACK. */
static inline bool is_opening(const struct history *history)
{
	return !history_is_sure(history) &&
	       history_state(history) == STATE_ESTABLISHED &&
	       history_sure_state(history) == STATE_SYN_RECV;
}

/* Both were heard of, and send; neither closes, was sent what it answers with a
 * challenge ACK, or sent something of which a part is missing. */
static inline bool are_open(const struct endpoint *one,
			    const struct endpoint *other)
{
	static const struct endpoint set = { .has_sent = true,
					     .has_acked = true };
	static const struct endpoint clear = { .has_fin = true,
					       .has_beyond = true,
					       .challenge_due = true };

	return flags_are(one->flags, set.flags, clear.flags) &&
	       flags_are(other->flags, set.flags, clear.flags) &&
	       (is_established(&one->history) || is_opening(&one->history)) &&
	       (is_established(&other->history) || is_opening(&other->history));
}

/* The same for what findings go by: the sender's last ACK was not told of, nor
 * repeated, nor did it have SACK blocks; the windows are open. */
static inline bool are_usual(const struct endpoint *from,
			     const struct endpoint *to)
{
	static const struct analysis set = { .has_next = true,
					     .has_ack = true,
					     .has_last = true };
	static const struct analysis clear = { .unseen_told = true,
					       .has_duplicates = true,
					       .has_sacked = true };

	return flags_are(from->analysis.flags, set.flags, clear.flags) &&
	       flags_are(to->analysis.flags, set.flags, 0) &&
	       !from->tally.window_closed && to->analysis.window;
}

/* It begins where the one before ended, which came without a hole. */
static inline bool is_next(const struct view *view)
{
	const struct endpoint *from = view->from;
	uint32_t seq = view->tcp->seq;

	return seq == from->nxt && seq == from->contig &&
	       seq == from->analysis.next;
}

/* It acknowledges what was seen. */
static inline bool is_ack_of_seen(const struct view *view)
{
	const struct endpoint *to = view->to;

	return to->nxt == to->contig && seq_at_most(view->tcp->ack, to->nxt) &&
	       seq_at_most(view->tcp->ack, to->analysis.expected);
}

/* The same packet, seen twice: see finding.c, which looks at the time too. */
static inline bool may_be_capture_duplicate(const struct view *view)
{
	const struct analysis *f = &view->from->analysis;

	return view->ip_id != 0 && f->last_id == view->ip_id &&
	       f->last_seq == view->tcp->seq && f->last_end == view->end;
}

/* As many octets as `to` allows. */
static inline bool fills_window(const struct view *view)
{
	const struct analysis *r = &view->to->analysis;
	unsigned int scale = r->window_is_raw ? 0 : view->scale_of_to;

	return view->scaled &&
	       view->end == r->ack + ((uint32_t)r->window << scale);
}

/* It has data that were not acknowledged before, or acknowledges something. */
static inline bool is_news(const struct view *view)
{
	if (!view->tcp->payload)
		return view->tcp->ack != view->from->analysis.ack;
	return view->tcp->payload < WINDOW_LIMIT &&
	       seq_after(view->end, view->to->analysis.ack) &&
	       !fills_window(view);
}

/* The right edge of what it offers does not move left by more than the scale
 * rounds off. */
static inline bool keeps_window(const struct view *view)
{
	const struct analysis *f = &view->from->analysis;
	uint32_t edge = view->tcp->ack + view->window;

	return !view->scaled ||
	       (f->has_edge && (seq_at_least(edge, f->edge) ||
				f->edge - edge < 1U << view->scale));
}

/* It does not go beyond the window, so that endpoint_accepts() takes it. */
static inline bool is_within_window(const struct view *view)
{
	const struct endpoint *to = view->to;
	uint32_t window = to->edge - to->acked;

	return window < WINDOW_LIMIT && view->end - to->acked <= window;
}

/* It acknowledges more than the SYN, so that its sender must be established;
 * it has no old time stamp that says it is not (exchange.c). */
static inline bool proves_opening(const struct view *view)
{
	const struct endpoint *to = view->to;
	const struct tcp_options *options = &view->tcp->options;

	return to->has_iss && seq_after(view->tcp->ack, to->syn_end) &&
	       (!to->has_handshake_ts || !options->has_timestamps ||
		seq_at_least(options->ts_echo, to->handshake_ts));
}

static inline bool is_expected(const struct view *view)
{
	if (view->opens && !proves_opening(view))
		return false;
	return is_next(view) && is_within_window(view) &&
	       is_ack_of_seen(view) && is_news(view) && keeps_window(view) &&
	       !may_be_capture_duplicate(view);
}

static inline void learn_data(const struct view *view)
{
	struct endpoint *from = view->from;
	struct analysis *f = &from->analysis;
	const struct tcp_options *options = &view->tcp->options;

	from->bytes += view->tcp->payload;
	from->nxt = from->contig = view->end;
	if (f->expected == view->tcp->seq)
		f->expected = view->end;
	f->next = view->end;
	f->next_time = view->time;
	f->next_had_data = true;
	f->has_next_ts = options->has_timestamps;
	f->next_ts = options->ts_value;
	if (!ranges_append(&f->unacknowledged, view->tcp->seq, view->end))
		from->tally.ranges_forgotten++;
	if (!from->tally.timing)
		tally_begin_timing(&from->tally, view->end, view->time,
				   options);
}

static inline void learn_ack(const struct view *view)
{
	struct endpoint *from = view->from, *to = view->to;
	struct analysis *f = &from->analysis;
	uint32_t ack = view->tcp->ack, edge = ack + view->window;

	from->acked = seq_max(from->acked, ack);
	from->edge = seq_max(from->edge, edge);
	f->ack = ack;
	f->window = view->tcp->window;
	if (view->scaled)
		f->edge = seq_max(f->edge, edge);
	ranges_acknowledge(&to->analysis.unacknowledged, ack);
	if (tally_is_timed(&to->tally, ack))
		tally_take_sample(&to->tally, view->time, &view->tcp->options);
}

static inline void learn_last(const struct view *view)
{
	struct analysis *f = &view->from->analysis;

	f->last_seq = view->tcp->seq;
	f->last_end = view->end;
	f->last_flags = view->tcp->flags;
	f->last_id = view->ip_id;
	f->last_time = view->time;
	f->window_is_raw = false;
	f->sent_keep_alive = f->sent_window_probe = false;
}

static inline void learn_opening(struct endpoint *from)
{
	history_confirm_to(&from->history, STATE_ESTABLISHED);
	from->sure_since = from->since;
}

static inline void learn(const struct view *view)
{
	struct endpoint *from = view->from;

	if (view->opens)
		learn_opening(from);
	if (view->tcp->payload)
		learn_data(view);
	learn_ack(view);
	learn_last(view);
	if (view->tcp->options.has_timestamps) {
		from->has_ts = true;
		from->ts_value = view->tcp->options.ts_value;
	}
	from->tally.packets++;
	if (view->scaled)
		tally_take_window(&from->tally, view->window);
}

static inline struct view view_of(struct connection *connection,
				  const struct arrival *arrival)
{
	const struct packet_tcp *tcp = &arrival->packet->tcp;
	struct view view = {
		.ends = { &connection->ends[0], &connection->ends[1] },
		.tcp = tcp,
		.time = arrival->time,
		.ip_id = arrival->packet->ip.id,
		.end = tcp->seq + tcp->payload,
	};

	view.from = view.ends[arrival->from];
	view.to = view.ends[!arrival->from];
	view.opens = is_opening(&view.from->history);
	view.scaled = endpoint_syns_seen(view.from, view.to);
	view.scale = endpoint_scale(view.from, view.to);
	view.scale_of_to = endpoint_scale(view.to, view.from);
	view.window = (uint32_t)tcp->window << view.scale;
	return view;
}

static inline void tell_state(struct track_steps *steps,
			      const struct endpoint *end)
{
	*steps = (struct track_steps){
		.states = { STATE_ESTABLISHED },
		.count = 1,
		.assumed = !history_is_sure(&end->history),
	};
}

/* Numbers are counted from the bases, or from the SYNs. */
static inline void tell_numbers(const struct connection *connection,
				const struct view *view, int from,
				struct track_result *result)
{
	uint32_t seq_base = connection->base[from];
	uint32_t ack_base = connection->base[!from];

	result->seq_base = seq_base;
	result->ack_base = result->sack_base = ack_base;
	result->has_seq_zero = result->has_ack_zero = true;
	result->seq_zero = view->from->has_iss ? view->from->iss : seq_base;
	result->ack_zero = view->to->has_iss ? view->to->iss : ack_base;
	result->has_window = view->scaled;
	result->window = view->window;
}

static inline void tell_notes(struct connection *connection,
			      const struct view *view,
			      struct track_result *result)
{
	result->notes.set = 0;
	result->notes.count = 0;
	result->whys.count = 0;
	if (view->tcp->checksum != CHECKSUM_OFFLOAD)
		return;
	notes_add(&result->notes, NOTE_CHECKSUM_OFFLOAD);
	connection->notes |= result->notes.set;
}

static inline void tell(struct connection *connection, const struct view *view,
			int from, struct track_result *result)
{
	enum track_end end =
		from == connection->client ? TRACK_CLIENT : TRACK_SERVER;

	result->connection = connection->number;
	result->from = end;
	tell_state(&result->ends[end], view->from);
	tell_state(&result->ends[!end], view->to);
	tell_numbers(connection, view, from, result);
	tell_notes(connection, view, result);
	if (view->opens)
		why_add(&result->whys, WHY_ACKS_MORE, (int)end, view->tcp->ack,
			view->to->syn_end);
}

bool predict_segment(struct connection *connection,
		     const struct arrival *arrival, struct track_result *result)
{
	struct view view;

	if (!is_plain(arrival->packet) || !is_settled(connection))
		return false;
	view = view_of(connection, arrival);
	if (!are_open(view.from, view.to) || !are_usual(view.from, view.to) ||
	    !is_expected(&view))
		return false;
	learn(&view);
	connection->strays = connection->stray_ends = 0;
	connection->last = arrival->time;
	tell(connection, &view, arrival->from, result);
	return true;
}
