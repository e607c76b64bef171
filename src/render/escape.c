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
#include "render/utf8.h"

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
		size_t octets = utf8_read(at, length, &code);

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
