/*
 * Records as JSON.  The strings in them are of our own making: names of
 * states, times, addresses.  None of them needs escaping.
 */
#include "render/json.h"

#include "render/date.h"
#include "render/line.h"
#include "render/parts.h"
#include "render/text.h"
#include "track/tracker.h"

static void json_time(struct text *text, int64_t time, bool nanoseconds)
{
	int64_t seconds = time / 1000000000, fraction = time % 1000000000;
	struct date date;

	if (fraction < 0) {
		fraction += 1000000000;
		seconds--;
	}
	date = date_from_seconds(seconds);
	text_char(text, '"');
	text_zeros(text, (uint64_t)date.year, 4);
	text_char(text, '-');
	text_zeros(text, date.month, 2);
	text_char(text, '-');
	text_zeros(text, date.day, 2);
	text_char(text, 'T');
	text_zeros(text, date.hour, 2);
	text_char(text, ':');
	text_zeros(text, date.minute, 2);
	text_char(text, ':');
	text_zeros(text, date.second, 2);
	text_char(text, '.');
	if (nanoseconds)
		text_zeros(text, (uint64_t)fraction, 9);
	else
		text_zeros(text, (uint64_t)fraction / 1000, 6);
	text_string(text, "Z\"");
}

static void json_seconds(struct text *text, int64_t duration, bool nanoseconds)
{
	uint64_t time = duration < 0 ? 0 : (uint64_t)duration;

	text_unsigned(text, time / 1000000000);
	text_char(text, '.');
	if (nanoseconds)
		text_zeros(text, time % 1000000000, 9);
	else
		text_zeros(text, time % 1000000000 / 1000, 6);
}

static void json_name(struct text *text, const char *name)
{
	text_string(text, ",\"");
	text_string(text, name);
	text_string(text, "\":");
}

static void json_state(struct text *text, uint8_t state)
{
	text_char(text, '"');
	text_string(text, state_name((enum tcp_state)state));
	text_char(text, '"');
}

/* The states visited: where a history begins is not one of them, unless the
 * capture began in the middle. */
static void json_states(struct text *text, const struct history *history)
{
	int first = history->states[0] == STATE_CLOSED ||
		    history->states[0] == STATE_LISTEN;

	text_char(text, '[');
	for (int i = first; i < history->count; i++) {
		if (i > first)
			text_char(text, ',');
		json_state(text, history->states[i]);
	}
	text_char(text, ']');
}

static void json_end(struct text *text, const struct track_flow_end *end)
{
	static const struct line_options numeric = { .numeric = true };

	text_string(text, "{\"addr\":\"");
	address_render(text, &numeric, &end->address);
	text_char(text, '"');
	json_name(text, "port");
	text_unsigned(text, end->port);
	json_name(text, "state");
	json_state(text, end->history.states[end->history.count - 1]);
	json_name(text, "states");
	json_states(text, &end->history);
	json_name(text, "packets");
	text_unsigned(text, end->packets);
	json_name(text, "bytes");
	text_unsigned(text, end->bytes);
	text_char(text, '}');
}

static const char *reason_name(enum track_reason reason)
{
	static const char *const names[] = {
		[TRACK_REASON_OPEN] = "capture ended",
		[TRACK_REASON_CLOSED] = "closed",
		[TRACK_REASON_RESET] = "reset",
		[TRACK_REASON_REFUSED] = "refused",
		[TRACK_REASON_TIMEOUT] = "timeout",
		[TRACK_REASON_REUSED] = "reused",
		[TRACK_REASON_EVICTED] = "evicted",
	};

	return names[reason];
}

void json_flow(struct text *text, const struct track_flow *flow,
	       bool nanoseconds)
{
	text_string(text, "{\"type\":\"flow\",\"ts\":");
	json_time(text, flow->end, nanoseconds);
	json_name(text, "conn");
	text_unsigned(text, flow->connection);
	json_name(text, "incarnation");
	text_unsigned(text, flow->incarnation);
	json_name(text, "start");
	json_time(text, flow->start, nanoseconds);
	json_name(text, "end");
	json_time(text, flow->end, nanoseconds);
	json_name(text, "duration");
	json_seconds(text, flow->end - flow->start, nanoseconds);
	json_name(text, "reason");
	text_char(text, '"');
	text_string(text, reason_name(flow->reason));
	text_char(text, '"');
	json_name(text, "partial");
	text_string(text, flow->partial ? "true" : "false");
	json_name(text, "client");
	json_end(text, &flow->ends[TRACK_CLIENT]);
	json_name(text, "server");
	json_end(text, &flow->ends[TRACK_SERVER]);
	text_string(text, "}\n");
}
