/*
 * The record "flow": one incarnation of a connection, when it is over.
 */
#include "render/json.h"
#include "render/json_text.h"
#include "render/reason.h"
#include "track/tracker.h"

/* The states visited: where a history begins is not one of them, unless the
 * capture began in the middle. */
static void states(struct text *text, const struct history *history)
{
	unsigned int first = history_at(*history, 0) == STATE_CLOSED ||
			     history_at(*history, 0) == STATE_LISTEN;

	text_char(text, '[');
	for (unsigned int i = first; i < history->count; i++) {
		if (i > first)
			text_char(text, ',');
		json_state_name(text, history_at(*history, i));
	}
	text_char(text, ']');
}

static void counts(struct text *text, const struct track_flow_end *end)
{
	json_literal(text, ",\"packets\":");
	text_unsigned(text, end->packets);
	json_literal(text, ",\"bytes\":");
	text_unsigned(text, end->bytes);
	json_literal(text, ",\"retransmitted\":{\"segments\":");
	text_unsigned(text, end->retransmitted_segments);
	json_literal(text, ",\"bytes\":");
	text_unsigned(text, end->retransmitted_bytes);
	json_literal(text, "},\"out_of_order\":");
	text_unsigned(text, end->out_of_order);
	json_literal(text, ",\"dup_acks\":");
	text_unsigned(text, end->dup_acks);
	json_literal(text, ",\"zero_windows\":");
	text_unsigned(text, end->zero_windows);
}

static void maybe_bool(struct text *text, bool known, bool value)
{
	if (known)
		json_bool(text, value);
	else
		json_literal(text, "null");
}

/* What its SYN offered. */
static void offer(struct text *text, const struct track_flow_end *end)
{
	bool seen = end->syn_seen;

	json_literal(text, ",\"mss\":");
	json_maybe(text, seen && end->has_mss, end->mss);
	json_literal(text, ",\"wscale\":");
	json_maybe(text, seen && end->has_window_scale, end->window_scale);
	json_literal(text, ",\"sack\":");
	maybe_bool(text, seen, end->sack_permitted);
	json_literal(text, ",\"timestamps\":");
	maybe_bool(text, seen, end->timestamps);
	json_literal(text, ",\"window\":{\"min\":");
	json_maybe(text, end->has_window, end->window_min);
	json_literal(text, ",\"max\":");
	json_maybe(text, end->has_window, end->window_max);
	text_char(text, '}');
}

/* Newton's way: this room calls nothing of the mathematical library.  From
 * above, it comes down to the root and then stops. */
static double square_root(double value)
{
	double root = value > 1 ? value : 1;

	if (!(value > 0))
		return 0;
	for (;;) {
		double next = (root + value / root) / 2;

		if (!(next < root))
			return root;
		root = next;
	}
}

/* The tracker's sums are of nanoseconds; of all samples, not of a choice of
 * them, so it is divided by their number. */
static double deviation(const struct track_rtt *rtt)
{
	double count = (double)rtt->samples;
	double mean = rtt->sum / count;

	return square_root(rtt->sum_of_squares / count - mean * mean);
}

static void round_trips(struct text *text, const struct track_rtt *rtt,
			bool nanoseconds)
{
	json_literal(text, ",\"rtt\":{\"samples\":");
	text_unsigned(text, rtt->samples);
	if (rtt->samples == 0) {
		json_literal(text, ",\"min\":null,\"avg\":null"
				   ",\"max\":null,\"stdev\":null}");
		return;
	}
	json_literal(text, ",\"min\":");
	json_seconds(text, rtt->min, nanoseconds);
	json_literal(text, ",\"avg\":");
	json_seconds(text, (int64_t)(rtt->sum / (double)rtt->samples),
		     nanoseconds);
	json_literal(text, ",\"max\":");
	json_seconds(text, rtt->max, nanoseconds);
	json_literal(text, ",\"stdev\":");
	json_seconds(text, (int64_t)deviation(rtt), nanoseconds);
	text_char(text, '}');
}

static void flow_end(struct text *text, const struct track_flow_end *end,
		     bool nanoseconds)
{
	json_literal(text, "{\"addr\":");
	json_address(text, &end->address);
	json_literal(text, ",\"port\":");
	text_unsigned(text, end->port);
	json_literal(text, ",\"state\":");
	json_state_name(text, history_state(&end->history));
	json_literal(text, ",\"states\":");
	states(text, &end->history);
	counts(text, end);
	offer(text, end);
	round_trips(text, &end->rtt, nanoseconds);
	json_literal(text, ",\"fin\":");
	text_unsigned(text, end->fins);
	json_literal(text, ",\"rst\":");
	text_unsigned(text, end->resets);
	json_literal(text, ",\"urgent\":");
	text_unsigned(text, end->urgent);
	text_char(text, '}');
}

void json_flow(struct text *text, const struct track_flow *flow,
	       bool nanoseconds)
{
	json_literal(text, "{\"type\":\"flow\",\"ts\":");
	json_time(text, flow->end, nanoseconds);
	json_literal(text, ",\"conn\":");
	text_unsigned(text, flow->connection);
	json_literal(text, ",\"incarnation\":");
	text_unsigned(text, flow->incarnation);
	json_literal(text, ",\"start\":");
	json_time(text, flow->start, nanoseconds);
	json_literal(text, ",\"end\":");
	json_time(text, flow->end, nanoseconds);
	json_literal(text, ",\"duration\":");
	json_seconds(text, flow->end - flow->start, nanoseconds);
	json_literal(text, ",\"reason\":\"");
	text_string(text, reason_text(flow->reason));
	json_literal(text, "\",\"partial\":");
	json_bool(text, flow->partial);
	json_literal(text, ",\"rtt_handshake\":");
	if (flow->has_rtt_handshake)
		json_seconds(text, flow->rtt_handshake, nanoseconds);
	else
		json_literal(text, "null");
	json_literal(text, ",\"client\":");
	flow_end(text, &flow->ends[TRACK_CLIENT], nanoseconds);
	json_literal(text, ",\"server\":");
	flow_end(text, &flow->ends[TRACK_SERVER], nanoseconds);
	json_literal(text, "}\n");
}
