/* The cells of a listing. */
#include "render/listing_cell.h"

#include <string.h>

#include "render/columns.h"
#include "render/parts.h"
#include "render/reason.h"
#include "render/text.h"
#include "track/waiting.h"

#define MICROSECOND INT64_C(1000)
#define MILLISECOND INT64_C(1000000)
#define SECOND INT64_C(1000000000)

enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };

/* Three digits of value / unit, with a point where it belongs. */
static void three_digits(struct text *text, uint64_t value, uint64_t unit)
{
	uint64_t whole = value / unit;
	uint64_t rest = value % unit;

	text_unsigned(text, whole);
	if (whole >= 100)
		return;
	text_char(text, '.');
	if (whole >= 10)
		text_unsigned(text, rest / (unit / 10));
	else
		text_zeros(text, rest / (unit / 100), 2);
}

void cell_number(struct text *text, uint64_t number)
{
	static const char suffixes[] = "KMGTPE";
	uint64_t unit = 1000;
	int i = 0;

	if (number < 10000) {
		text_unsigned(text, number);
		return;
	}
	while (number / unit >= 1000) {
		unit *= 1000;
		i++;
	}
	three_digits(text, number, unit);
	text_char(text, suffixes[i]);
}

static void two_units(struct text *text, uint64_t seconds, uint64_t unit,
		      const char *names)
{
	uint64_t part = unit == DAY ? HOUR : unit / 60;

	text_unsigned(text, seconds / unit);
	text_char(text, names[0]);
	text_zeros(text, seconds % unit / part, 2);
	text_char(text, names[1]);
}

static void long_time(struct text *text, uint64_t seconds)
{
	if (seconds < HOUR)
		two_units(text, seconds, MINUTE, "ms");
	else if (seconds < DAY)
		two_units(text, seconds, HOUR, "hm");
	else if (seconds < UINT64_C(100) * DAY)
		two_units(text, seconds, DAY, "dh");
	else {
		text_unsigned(text, seconds / DAY);
		text_char(text, 'd');
	}
}

void cell_time(struct text *text, int64_t nanoseconds)
{
	uint64_t time = nanoseconds > 0 ? (uint64_t)nanoseconds : 0;

	if (time < MILLISECOND) {
		text_unsigned(text, time / MICROSECOND);
		text_string(text, "us");
	} else if (time < SECOND) {
		three_digits(text, time, MILLISECOND);
		text_string(text, "ms");
	} else if (time < MINUTE * SECOND) {
		three_digits(text, time, SECOND);
		text_char(text, 's');
	} else {
		long_time(text, time / SECOND);
	}
}

void cell_name(struct text *text, const struct line_options *options,
	       const struct track_flow_end *end)
{
	address_render(text, options, &end->address);
	text_char(text, '.');
	port_render(text, options, end->port);
}

static bool continues_character(char c)
{
	return ((uint8_t)c & 0xc0) == 0x80;
}

/* How many octets of the beginning have at most so many columns. */
static size_t head_of(const char *name, size_t length, int columns)
{
	size_t fits = 0;

	for (size_t at = 1; at <= length; at++) {
		if (at < length && continues_character(name[at]))
			continue;
		if (columns_of(name, at) > columns)
			break;
		fits = at;
	}
	return fits;
}

/* The same of the end: where it begins. */
static size_t tail_of(const char *name, size_t length, int columns)
{
	size_t at = length;

	for (size_t i = length; i-- > 0;) {
		if (continues_character(name[i]))
			continue;
		if (columns_of(name + i, length - i) > columns)
			break;
		at = i;
	}
	return at;
}

int cell_shorten(struct text *text, const char *name, int columns)
{
	static const char dots[] = "..";
	size_t length = strlen(name);
	int whole = columns_of(name, length);
	int room = columns - (int)sizeof(dots) + 1;
	size_t head, tail;

	if (whole <= columns) {
		text_data(text, name, length);
		return whole;
	}
	if (room < 0)
		room = 0;
	head = head_of(name, length, room / 2);
	tail = tail_of(name, length, room - room / 2);
	text_data(text, name, head);
	text_data(text, dots, room > 0 ? sizeof(dots) - 1 : 0);
	text_data(text, name + tail, length - tail);
	return columns_of(name, head) + (room > 0 ? 2 : 0) +
	       columns_of(name + tail, length - tail);
}

static const char *name_of(int end)
{
	return end == TRACK_CLIENT ? "client" : "server";
}

/* Who has to do what.  The end that waits is the other one, but where it is
 * its own application that does nothing. */
static void wanted(struct text *text, const struct waiting *waiting)
{
	static const char *const words[] = {
		[WAITING_FOR_SYN_ACK] = " SYN-ACK",
		[WAITING_FOR_HANDSHAKE_ACK] = " ACK of SYN",
		[WAITING_FOR_READER] = " read",
		[WAITING_FOR_ACK] = " ACK",
		[WAITING_FOR_FIN_ACK] = " ACK of FIN",
		[WAITING_FOR_CLOSE] = " close",
		[WAITING_FOR_FIN] = " FIN",
	};
	bool itself = waiting->what == WAITING_FOR_READER ||
		      waiting->what == WAITING_FOR_CLOSE;

	text_string(text, name_of(itself ? (int)waiting->end : !waiting->end));
	text_string(text, words[waiting->what]);
}

/* TIME_WAIT waits for nobody. */
static void lingering(struct text *text, const struct track_look *look)
{
	for (int end = TRACK_CLIENT; end <= TRACK_SERVER; end++) {
		const struct track_flow_end *flow = &look->flow.ends[end];

		if (history_state(&flow->history) != STATE_TIME_WAIT)
			continue;
		cell_time(text, look->now - flow->since);
		text_string(text, " of 2MSL");
		return;
	}
}

void cell_waiting(struct text *text, const struct track_look *look)
{
	const struct waiting waiting = waiting_find(look, 0);

	if (look->flow.reason != TRACK_REASON_OPEN) {
		text_string(text, "over: ");
		text_string(text, reason_text(look->flow.reason));
		return;
	}
	if (waiting.what == WAITING_NOTHING) {
		lingering(text, look);
		return;
	}
	cell_time(text, look->now - waiting.since);
	text_char(text, ' ');
	wanted(text, &waiting);
}

static int64_t average(const struct track_rtt *rtt)
{
	return (int64_t)(rtt->sum / (double)rtt->samples);
}

bool cell_rtt(const struct track_flow *flow, int64_t *nanoseconds)
{
	const struct track_rtt *client = &flow->ends[TRACK_CLIENT].rtt;
	const struct track_rtt *server = &flow->ends[TRACK_SERVER].rtt;

	if (flow->has_rtt_handshake) {
		*nanoseconds = flow->rtt_handshake;
		return true;
	}
	if (client->samples == 0 || server->samples == 0)
		return false;
	*nanoseconds = average(client) + average(server);
	return true;
}
