/*
 * The pieces of which records are made.
 *
 * What a file or a command line may hold goes through json_string(); all else
 * in the records is of our own making and needs no escaping.
 */
#include "render/json_text.h"

#include "decode/packet.h"
#include "decode/seldom.h"
#include "render/date.h"
#include "render/json.h"
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

/* Of a fraction of a second, which is in nanoseconds. */
static char *put_digits(char *at, int64_t part, bool nanoseconds)
{
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

/* Rounded down; the rest is never negative. */
static int64_t seconds_of(int64_t time, int64_t *part)
{
	int64_t seconds = time / SECOND;

	*part = time % SECOND;
	if (*part < 0) {
		*part += SECOND;
		seconds--;
	}
	return seconds;
}

/* Up to the point. */
static char *put_second(char *at, int64_t seconds)
{
	struct date date = date_from_seconds(seconds);

	at = put_char(at, '"');
	at = put_date(at, &date);
	return put_char(at, '.');
}

char *put_json_time(char *at, int64_t time, bool nanoseconds)
{
	int64_t part;

	at = put_second(at, seconds_of(time, &part));
	at = put_digits(at, part, nanoseconds);
	return put_string(at, "Z\"");
}

SELDOM void second_prepare(struct json_second *kept, int64_t seconds)
{
	char *end = put_second(kept->text, seconds);

	kept->second = seconds;
	kept->length = (uint8_t)(end - kept->text);
}

char *put_writer_time(char *at, const struct json_writer *writer, int64_t time)
{
	struct json_second *kept = writer->second;
	int64_t part;
	int64_t seconds = seconds_of(time, &part);

	if (!kept)
		return put_json_time(at, time, writer->nanoseconds);
	if (kept->length == 0 || kept->second != seconds)
		second_prepare(kept, seconds);
	at = put_blocks(at, kept->text, kept->length);
	at = put_digits(at, part, writer->nanoseconds);
	return put_string(at, "Z\"");
}

void json_time(struct text *text, int64_t time, bool nanoseconds)
{
	char *from = text_piece(text);

	text_piece_end(text, from, put_json_time(from, time, nanoseconds));
}

char *put_json_seconds(char *at, int64_t duration, bool nanoseconds)
{
	int64_t time = duration < 0 ? 0 : duration;

	at = put_unsigned(at, (uint64_t)(time / SECOND));
	at = put_char(at, '.');
	return put_digits(at, time % SECOND, nanoseconds);
}

void json_seconds(struct text *text, int64_t duration, bool nanoseconds)
{
	char *from = text_piece(text);

	text_piece_end(text, from,
		       put_json_seconds(from, duration, nanoseconds));
}

void json_bool(struct text *text, bool value)
{
	char *from = text_piece(text);

	text_piece_end(text, from, put_json_bool(from, value));
}

void json_maybe(struct text *text, bool known, uint64_t value)
{
	char *from = text_piece(text);

	text_piece_end(text, from, put_maybe(from, known, value));
}

char *put_json_address(char *at, const struct address *address)
{
	if (address->version == 0)
		return put_string(at, "null");
	at = put_char(at, '"');
	at = put_address(at, address);
	return put_char(at, '"');
}

char *put_json_state(char *at, enum tcp_state state)
{
	at = put_char(at, '"');
	at = put_word(at, &state_words[state]);
	return put_char(at, '"');
}

void json_end_name(struct text *text, int end)
{
	if (end == TRACK_CLIENT)
		json_literal(text, "\"client\"");
	else
		json_literal(text, "\"server\"");
}
