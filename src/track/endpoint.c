/*
 * The facts: what an endpoint sent, what it acknowledged.
 *
 * Everything here only grows (modulo 2^32), whatever the order in which the
 * segments were seen: a late old copy changes no fact.
 */
#include "track/endpoint.h"

#include "track/connection.h"
#include "track/sequence.h"

uint32_t endpoint_last_window(const struct endpoint *from,
			      const struct endpoint *to)
{
	const struct analysis *analysis = &from->analysis;

	return analysis->window_is_raw
		       ? analysis->window
		       : endpoint_scaled(from, to, analysis->window);
}

/* One range beyond the hole is remembered: the one that ends highest. */
static void endpoint_learn_beyond(struct endpoint *from,
				  const struct segment *segment)
{
	if (!from->has_beyond) {
		from->has_beyond = true;
		from->beyond = segment->seq;
		from->beyond_end = segment->end;
		return;
	}
	if (seq_at_most(segment->seq, from->beyond_end) &&
	    seq_at_least(segment->end, from->beyond)) {
		if (seq_before(segment->seq, from->beyond))
			from->beyond = segment->seq;
		from->beyond_end = seq_max(from->beyond_end, segment->end);
	} else if (seq_after(segment->seq, from->beyond_end)) {
		from->beyond = segment->seq;
		from->beyond_end = segment->end;
	}
}

static void endpoint_advance_contig(struct endpoint *end, uint32_t to)
{
	end->contig = seq_max(end->contig, to);
	if (end->has_beyond && seq_at_least(end->contig, end->beyond)) {
		end->contig = seq_max(end->contig, end->beyond_end);
		end->has_beyond = false;
	}
}

static void endpoint_learn_sent(struct endpoint *from,
				const struct segment *segment)
{
	if (!from->has_sent) {
		from->has_sent = true;
		from->nxt = from->contig = segment->end;
		from->bytes += segment->payload;
		return;
	}
	if (seq_after(segment->end, from->nxt)) {
		uint32_t fresh = segment->end - from->nxt;

		from->bytes +=
			fresh < segment->payload ? fresh : segment->payload;
		from->nxt = segment->end;
	}
	if (seq_after(segment->seq, from->contig))
		endpoint_learn_beyond(from, segment);
	else
		endpoint_advance_contig(from, segment->end);
}

static void endpoint_learn_acked(struct endpoint *from, struct endpoint *to,
				 const struct segment *segment)
{
	uint32_t edge = segment->ack + endpoint_window(from, to, segment);

	if (!from->has_acked) {
		from->acked = segment->ack;
		from->edge = edge;
		from->has_acked = true;
	}
	from->acked = seq_max(from->acked, segment->ack);
	from->edge = seq_max(from->edge, edge);
	if (!to->has_sent) {
		to->has_sent = true;
		to->nxt = to->contig = segment->ack;
	}
	to->nxt = seq_max(to->nxt, segment->ack);
	endpoint_advance_contig(to, segment->ack);
}

static void endpoint_learn_sack(struct endpoint *from,
				const struct tcp_options *options)
{
	for (int i = 0; i < options->sack_count; i++) {
		uint32_t right = options->sacks[i].right;

		from->sack_max =
			from->has_sack ? seq_max(from->sack_max, right) : right;
		from->has_sack = true;
	}
}

static void endpoint_learn_syn(struct endpoint *from,
			       const struct segment *segment)
{
	from->has_iss = from->syn_seen = true;
	from->iss = segment->seq;
	from->syn_end = segment->end;
	from->has_scale = segment->options->has_window_scale;
	from->window_scale = segment->options->window_scale;
}

static void endpoint_learn_fin_acked(struct endpoint *from,
				     const struct endpoint *to,
				     const struct segment *segment)
{
	if (from->has_fin_acked || !endpoint_fin_covered(to, segment->ack))
		return;
	from->has_fin_acked = true;
	from->fin_acked_from = from->has_sent ? from->nxt : segment->seq;
}

void endpoint_learn(struct endpoint *from, struct endpoint *to,
		    const struct segment *segment)
{
	if (segment->flags & TCP_SYN)
		endpoint_learn_syn(from, segment);
	if (segment->flags & TCP_ACK)
		endpoint_learn_fin_acked(from, to, segment);
	endpoint_learn_sent(from, segment);
	if (segment->flags & TCP_ACK)
		endpoint_learn_acked(from, to, segment);
	endpoint_learn_sack(from, segment->options);
	if (segment->options->has_timestamps) {
		from->has_ts = true;
		from->ts_value = segment->options->ts_value;
	}
}

void endpoint_learn_mid_stream(struct endpoint *from, struct endpoint *to,
			       const struct segment *segment)
{
	from->has_sent = true;
	from->nxt = from->contig = segment->seq;
	if (segment->flags & TCP_ACK) {
		to->has_sent = true;
		to->nxt = to->contig = segment->ack;
	}
}

bool endpoint_accepts(const struct endpoint *to, uint32_t seq, uint32_t end)
{
	uint32_t window;

	if (!to->has_acked)
		return true;
	window = to->edge - to->acked;
	if (window < UINT16_MAX)
		window = UINT16_MAX;
	return seq_at_most(seq, to->edge) &&
	       seq_at_least(end, to->acked - window);
}

bool endpoint_fin_arrived(const struct endpoint *from,
			  const struct endpoint *to)
{
	if (!from->has_fin)
		return false;
	return seq_at_least(from->contig, from->fin) ||
	       (to->has_acked && seq_at_least(to->acked, from->fin));
}

bool endpoint_fin_covered(const struct endpoint *to, uint32_t ack)
{
	return to->has_fin && seq_at_least(ack, to->fin);
}
