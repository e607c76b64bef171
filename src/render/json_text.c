/*
 * The pieces of which records are made.
 *
 * What a file or a command line may hold goes through json_string(); all else
 * in the records is of our own making and needs no escaping.
 */
#include "render/json_text.h"

#include "decode/packet.h"
#include "render/date.h"
#include "render/line.h"
#include "render/parts.h"
#include "render/put.h"
#include "render/state.h"
#include "render/utf8.h"
#include "track/tracker.h"

enum { CODE_INVALID = 0xfffd };

#define SECOND INT64_C(1000000000)

static bool is_plain(uint32_t code)
{
	if (code < 0x7f)
		return code >= 0x20 && code != '"' && code != '\\';
	if (code < 0xa0)
		return false;
	if (code == 0x61c || code == 0xfeff)
		return false;
	if (code >= 0x200e && code <= 0x202e)
		return code > 0x200f && code < 0x2028;
	return code < 0x2066 || code > 0x2069;
}

static void escape(struct text *text, uint32_t code)
{
	switch (code) {
	case '"':
		json_literal(text, "\\\"");
		break;
	case '\\':
		json_literal(text, "\\\\");
		break;
	case '\n':
		json_literal(text, "\\n");
		break;
	case '\t':
		json_literal(text, "\\t");
		break;
	default: /* none of these is beyond 16 bits */
		json_literal(text, "\\u");
		text_hex(text, code, 4);
	}
}

void json_string(struct text *text, const char *string, size_t length)
{
	const uint8_t *at = (const uint8_t *)string;

	text_char(text, '"');
	while (length > 0) {
		uint32_t code = CODE_INVALID;
		size_t octets = utf8_read(at, length, &code);

		if (octets == 0)
			escape(text, CODE_INVALID);
		else if (is_plain(code))
			text_data(text, (const char *)at, octets);
		else
			escape(text, code);
		octets += octets == 0;
		at += octets;
		length -= octets;
	}
	text_char(text, '"');
}

static char *put_fraction(char *at, int64_t part, bool nanoseconds)
{
	at = put_char(at, '.');
	if (nanoseconds)
		return put_9_digits(at, (uint32_t)part);
	return put_6_digits(at, (uint32_t)(part / 1000));
}

/* No time that 64 bits of nanoseconds hold has a year of more than four
 * digits. */
static char *put_date(char *at, const struct date *date)
{
	at = put_2_digits(at, (uint32_t)(date->year / 100));
	at = put_2_digits(at, (uint32_t)(date->year % 100));
	at = put_char(at, '-');
	at = put_2_digits(at, date->month);
	at = put_char(at, '-');
	at = put_2_digits(at, date->day);
	at = put_char(at, 'T');
	at = put_2_digits(at, date->hour);
	at = put_char(at, ':');
	at = put_2_digits(at, date->minute);
	at = put_char(at, ':');
	return put_2_digits(at, date->second);
}

char *put_json_time(char *at, int64_t time, bool nanoseconds)
{
	int64_t seconds = time / SECOND, part = time % SECOND;
	struct date date;

	if (part < 0) {
		part += SECOND;
		seconds--;
	}
	date = date_from_seconds(seconds);
	at = put_char(at, '"');
	at = put_date(at, &date);
	at = put_fraction(at, part, nanoseconds);
	return put_string(at, "Z\"");
}

void json_time(struct text *text, int64_t time, bool nanoseconds)
{
	char *from = text_piece(text);

	text_piece_end(text, from, put_json_time(from, time, nanoseconds));
}

void json_seconds(struct text *text, int64_t duration, bool nanoseconds)
{
	int64_t time = duration < 0 ? 0 : duration;
	char *from = text_piece(text);
	char *at = put_unsigned(from, (uint64_t)(time / SECOND));

	text_piece_end(text, from,
		       put_fraction(at, time % SECOND, nanoseconds));
}

void json_bool(struct text *text, bool value)
{
	if (value)
		json_literal(text, "true");
	else
		json_literal(text, "false");
}

void json_maybe(struct text *text, bool known, uint64_t value)
{
	char *from = text_piece(text);

	text_piece_end(text, from, put_maybe(from, known, value));
}

void json_address(struct text *text, const struct address *address)
{
	static const struct line_options numeric = { .numeric = true };

	if (address->version == 0) {
		json_literal(text, "null");
		return;
	}
	text_char(text, '"');
	address_render(text, &numeric, address);
	text_char(text, '"');
}

char *put_json_state(char *at, enum tcp_state state)
{
	at = put_char(at, '"');
	at = put_word(at, &state_words[state]);
	return put_char(at, '"');
}

void json_state_name(struct text *text, enum tcp_state state)
{
	char *from = text_piece(text);

	text_piece_end(text, from, put_json_state(from, state));
}

void json_end_name(struct text *text, int end)
{
	if (end == TRACK_CLIENT)
		json_literal(text, "\"client\"");
	else
		json_literal(text, "\"server\"");
}
