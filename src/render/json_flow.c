/*
 * The record "flow": one incarnation of a connection, when it is over.
 *
 * It is written in pieces, which end long before TEXT_PIECE_MAX: the longest,
 * that of counts and of what was offered, has 350 characters.
 */
#include "render/json.h"
#include "render/json_text.h"
#include "render/reason.h"
#include "track/tracker.h"

/* The states visited: where a history begins is not one of them, unless the
 * capture began in the middle. */
static char *put_states(char *at, const struct history *history)
{
	unsigned int first = history_at(*history, 0) == STATE_CLOSED ||
			     history_at(*history, 0) == STATE_LISTEN;

	at = put_char(at, '[');
	for (unsigned int i = first; i < history->count; i++) {
		if (i > first)
			at = put_char(at, ',');
		at = put_json_state(at, history_at(*history, i));
	}
	return put_char(at, ']');
}

static char *put_counts(char *at, const struct track_flow_end *end)
{
	at = put_string(at, ",\"packets\":");
	at = put_unsigned(at, end->packets);
	at = put_string(at, ",\"bytes\":");
	at = put_unsigned(at, end->bytes);
	at = put_string(at, ",\"retransmitted\":{\"segments\":");
	at = put_unsigned(at, end->retransmitted_segments);
	at = put_string(at, ",\"bytes\":");
	at = put_unsigned(at, end->retransmitted_bytes);
	at = put_string(at, "},\"out_of_order\":");
	at = put_unsigned(at, end->out_of_order);
	at = put_string(at, ",\"dup_acks\":");
	at = put_unsigned(at, end->dup_acks);
	at = put_string(at, ",\"zero_windows\":");
	return put_unsigned(at, end->zero_windows);
}

static char *put_maybe_bool(char *at, bool known, bool value)
{
	return known ? put_json_bool(at, value) : put_string(at, "null");
}

/* What its SYN offered. */
static char *put_offer(char *at, const struct track_flow_end *end)
{
	bool seen = end->syn_seen;

	at = put_string(at, ",\"mss\":");
	at = put_maybe(at, seen && end->has_mss, end->mss);
	at = put_string(at, ",\"wscale\":");
	at = put_maybe(at, seen && end->has_window_scale, end->window_scale);
	at = put_string(at, ",\"sack\":");
	at = put_maybe_bool(at, seen, end->sack_permitted);
	at = put_string(at, ",\"timestamps\":");
	at = put_maybe_bool(at, seen, end->timestamps);
	at = put_string(at, ",\"window\":{\"min\":");
	at = put_maybe(at, end->has_window, end->window_min);
	at = put_string(at, ",\"max\":");
	at = put_maybe(at, end->has_window, end->window_max);
	return put_char(at, '}');
}

/* Newton's way: this room calls nothing of the mathematical library.  From
 * above, it comes down to the root and then stops; from near above, because
 * each step waits for a division. */
static double square_root(double value)
{
	double root = 1;

	if (!(value > 0))
		return 0;
	while (root * root < value)
		root *= 4;
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

static char *put_round_trips(char *at, const struct track_rtt *rtt,
			     bool nanoseconds)
{
	at = put_string(at, ",\"rtt\":{\"samples\":");
	at = put_unsigned(at, rtt->samples);
	if (rtt->samples == 0)
		return put_string(at, ",\"min\":null,\"avg\":null"
				      ",\"max\":null,\"stdev\":null}");
	at = put_string(at, ",\"min\":");
	at = put_json_seconds(at, rtt->min, nanoseconds);
	at = put_string(at, ",\"avg\":");
	at = put_json_seconds(at, (int64_t)(rtt->sum / (double)rtt->samples),
			      nanoseconds);
	at = put_string(at, ",\"max\":");
	at = put_json_seconds(at, rtt->max, nanoseconds);
	at = put_string(at, ",\"stdev\":");
	at = put_json_seconds(at, (int64_t)deviation(rtt), nanoseconds);
	return put_char(at, '}');
}

static char *put_flags_seen(char *at, const struct track_flow_end *end)
{
	at = put_string(at, ",\"fin\":");
	at = put_decimal(at, end->fins);
	at = put_string(at, ",\"rst\":");
	at = put_decimal(at, end->resets);
	at = put_string(at, ",\"urgent\":");
	at = put_decimal(at, end->urgent);
	return put_char(at, '}');
}

static char *put_end(char *at, const struct track_flow_end *end)
{
	at = put_string(at, "{\"addr\":");
	at = put_json_address(at, &end->address);
	at = put_string(at, ",\"port\":");
	at = put_decimal(at, end->port);
	at = put_string(at, ",\"state\":");
	at = put_json_state(at, history_state(&end->history));
	at = put_string(at, ",\"states\":");
	return put_states(at, &end->history);
}

static void flow_end(struct text *text, const struct track_flow_end *end,
		     bool nanoseconds)
{
	char *from = text_piece(text);
	char *at;

	text_piece_end(text, from, put_end(from, end));
	from = text_piece(text);
	at = put_counts(from, end);
	text_piece_end(text, from, put_offer(at, end));
	from = text_piece(text);
	at = put_round_trips(from, &end->rtt, nanoseconds);
	text_piece_end(text, from, put_flags_seen(at, end));
}

/* A flow is told as of its end: that time is written once. */
static char *put_times(char *at, const struct track_flow *flow,
		       bool nanoseconds)
{
	char end[JSON_TIME_SIZE];
	size_t length =
		(size_t)(put_json_time(end, flow->end, nanoseconds) - end);

	at = put_string(at, "{\"type\":\"flow\",\"ts\":");
	at = put_blocks(at, end, length);
	at = put_string(at, ",\"conn\":");
	at = put_unsigned(at, flow->connection);
	at = put_string(at, ",\"incarnation\":");
	at = put_unsigned(at, flow->incarnation);
	at = put_string(at, ",\"start\":");
	at = put_json_time(at, flow->start, nanoseconds);
	at = put_string(at, ",\"end\":");
	at = put_blocks(at, end, length);
	at = put_string(at, ",\"duration\":");
	return put_json_seconds(at, flow->end - flow->start, nanoseconds);
}

static char *put_how(char *at, const struct track_flow *flow, bool nanoseconds)
{
	at = put_string(at, ",\"reason\":\"");
	at = put_string(at, reason_text(flow->reason));
	at = put_string(at, "\",\"partial\":");
	at = put_json_bool(at, flow->partial);
	at = put_string(at, ",\"rtt_handshake\":");
	if (flow->has_rtt_handshake)
		at = put_json_seconds(at, flow->rtt_handshake, nanoseconds);
	else
		at = put_string(at, "null");
	return put_string(at, ",\"client\":");
}

void json_flow(struct text *text, const struct track_flow *flow,
	       bool nanoseconds)
{
	char *from = text_piece(text);
	char *at = put_times(from, flow, nanoseconds);

	text_piece_end(text, from, put_how(at, flow, nanoseconds));
	flow_end(text, &flow->ends[TRACK_CLIENT], nanoseconds);
	json_literal(text, ",\"server\":");
	flow_end(text, &flow->ends[TRACK_SERVER], nanoseconds);
	json_literal(text, "}\n");
}
