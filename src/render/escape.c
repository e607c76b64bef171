/*
 * The escaper for terminals.
 *
 * A name server decides what a name is.  Written out as it is, it could move
 * the cursor, set the window's title, or, with the marks for writing from
 * right to left, show addresses in another order than they stand in.  The
 * backslash is escaped too, so that nobody can imitate what we write.
 */
#include "render/escape.h"

#include <stdbool.h>
#include <stdint.h>

#include "render/text.h"

/* Code points from `first` to `last`. */
struct span {
	uint32_t first, last;
};

static const struct span unsafe[] = {
	{ 0x00, 0x1f },	    /* C0 */
	{ '\\', '\\' },	    /* our own mark */
	{ 0x7f, 0x9f },	    /* DEL, C1 */
	{ 0x61c, 0x61c },   /* Arabic letter mark */
	{ 0x200e, 0x200f }, /* left-to-right and right-to-left marks */
	{ 0x2028, 0x202e }, /* separators; embeddings and overrides */
	{ 0x2066, 0x2069 }, /* isolates */
};

static bool is_unsafe(uint32_t code)
{
	for (size_t i = 0; i < sizeof(unsafe) / sizeof(unsafe[0]); i++)
		if (code >= unsafe[i].first && code <= unsafe[i].last)
			return true;
	return false;
}

/* How many octets the first one announces; 0: it cannot be a first one. */
static size_t sequence_length(uint8_t first)
{
	if (first < 0x80)
		return 1;
	if (first >= 0xc2 && first <= 0xdf)
		return 2;
	if (first >= 0xe0 && first <= 0xef)
		return 3;
	if (first >= 0xf0 && first <= 0xf4)
		return 4;
	return 0;
}

/* Not the shortest form, a surrogate, or beyond Unicode (RFC 3629). */
static bool is_forbidden(uint32_t code, size_t octets)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };

	return code < smallest[octets] || (code >= 0xd800 && code <= 0xdfff) ||
	       code > 0x10ffff;
}

/* Reads one character into `code` and returns its octets, or 0 if there is
 * none. */
static size_t read_character(const uint8_t *at, size_t left, uint32_t *code)
{
	static const uint8_t mask[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	size_t octets = sequence_length(at[0]);

	if (octets == 0 || octets > left)
		return 0;
	*code = at[0] & mask[octets];
	for (size_t i = 1; i < octets; i++) {
		if ((at[i] & 0xc0) != 0x80)
			return 0;
		*code = *code << 6 | (at[i] & 0x3f);
	}
	return is_forbidden(*code, octets) ? 0 : octets;
}

static void escape(struct text *text, char mark, uint32_t code, int width)
{
	text_char(text, '\\');
	text_char(text, mark);
	text_hex(text, code, width);
}

/* `kept`: a character that is none the less written as it is. */
static void escape_all(struct text *text, const char *string, size_t length,
		       uint32_t kept)
{
	const uint8_t *at = (const uint8_t *)string;

	while (length > 0) {
		uint32_t code = 0;
		size_t octets = read_character(at, length, &code);

		if (octets == 0)
			escape(text, 'x', at[0], 2);
		else if (code == kept || !is_unsafe(code))
			text_data(text, (const char *)at, octets);
		else if (code < 0x80)
			escape(text, 'x', code, 2);
		else
			escape(text, 'u', code, 4);
		octets += octets == 0;
		at += octets;
		length -= octets;
	}
}

void escape_terminal(struct text *text, const char *string, size_t length)
{
	escape_all(text, string, length, ' ');
}

void escape_message(struct text *text, const char *string, size_t length)
{
	escape_all(text, string, length, '\\');
}
