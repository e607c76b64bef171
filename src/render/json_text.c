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

static void fraction(struct text *text, int64_t part, bool nanoseconds)
{
	text_char(text, '.');
	if (nanoseconds)
		text_zeros(text, (uint64_t)part, 9);
	else
		text_zeros(text, (uint64_t)part / 1000, 6);
}

void json_time(struct text *text, int64_t time, bool nanoseconds)
{
	int64_t seconds = time / SECOND, part = time % SECOND;
	struct date date;

	if (part < 0) {
		part += SECOND;
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
	fraction(text, part, nanoseconds);
	json_literal(text, "Z\"");
}

void json_seconds(struct text *text, int64_t duration, bool nanoseconds)
{
	int64_t time = duration < 0 ? 0 : duration;

	text_unsigned(text, (uint64_t)(time / SECOND));
	fraction(text, time % SECOND, nanoseconds);
}

void json_bool(struct text *text, bool value)
{
	text_string(text, value ? "true" : "false");
}

void json_maybe(struct text *text, bool known, uint64_t value)
{
	if (known)
		text_unsigned(text, value);
	else
		json_literal(text, "null");
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

void json_state_name(struct text *text, enum tcp_state state)
{
	text_char(text, '"');
	text_string(text, state_name(state));
	text_char(text, '"');
}

void json_end_name(struct text *text, int end)
{
	text_string(text, end == TRACK_CLIENT ? "\"client\"" : "\"server\"");
}
