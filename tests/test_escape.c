/*
 * The escaper for terminals: what may pass, and what must not.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "render/escape.h"
#include "render/text.h"

struct row {
	const char *name;
	const char *input;
	size_t length; /* 0: as long as the string */
	const char *expected;
};

static const struct row rows[] = {
	{ "nothing", "", 0, "" },
	{ "a host's name", "www.example.org", 0, "www.example.org" },
	{ "two octets", "caf\xc3\xa9", 0, "caf\xc3\xa9" },
	{ "three octets", "\xe6\x97\xa5", 0, "\xe6\x97\xa5" },
	{ "four octets", "\xf0\x9f\x90\xa7", 0, "\xf0\x9f\x90\xa7" },
	{ "escape sequence", "a\x1b[31mb", 0, "a\\x1b[31mb" },
	{ "NUL", "a\0b", 3, "a\\x00b" },
	{ "line feed, tab", "a\n\tb", 0, "a\\x0a\\x09b" },
	{ "DEL", "\x7f", 0, "\\x7f" },
	{ "backslash", "a\\x1b", 0, "a\\x5cx1b" },
	{ "C1: CSI",
	  "\xc2\x9b"
	  "31m",
	  0, "\\u009b31m" },
	{ "first after C1", "\xc2\xa0", 0, "\xc2\xa0" },
	{ "CSI as one octet", "\x9b", 0, "\\x9b" },
	{ "right-to-left override",
	  "a\xe2\x80\xae"
	  "b",
	  0, "a\\u202eb" },
	{ "isolate", "\xe2\x81\xa6", 0, "\\u2066" },
	{ "mark", "\xe2\x80\x8f", 0, "\\u200f" },
	{ "Arabic letter mark", "\xd8\x9c", 0, "\\u061c" },
	{ "line separator", "\xe2\x80\xa8", 0, "\\u2028" },
	{ "cut sequence", "\xe2\x80", 0, "\\xe2\\x80" },
	{ "sequence broken off", "\xe2\x80z", 0, "\\xe2\\x80z" },
	{ "not the shortest form", "\xc0\xaf", 0, "\\xc0\\xaf" },
	{ "escape in three octets", "\xe0\x80\x9b", 0, "\\xe0\\x80\\x9b" },
	{ "surrogate", "\xed\xa0\x80", 0, "\\xed\\xa0\\x80" },
	{ "beyond Unicode", "\xf4\x90\x80\x80", 0, "\\xf4\\x90\\x80\\x80" },
	{ "never UTF-8", "\xff\xfe", 0, "\\xff\\xfe" },
};

Test(escape, terminal)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *row = &rows[i];
		size_t length = row->length ? row->length : strlen(row->input);
		char storage[128];
		struct text text;

		text_init(&text, storage, sizeof(storage));
		escape_terminal(&text, row->input, length);
		cr_expect_str_eq(text_terminate(&text), row->expected, "%s",
				 row->name);
	}
}

/* Parts of a message may have been escaped before. */
Test(escape, a_message_keeps_its_backslashes)
{
	static const char input[] = "\x1b[31m \\x1b \xe2\x80\xae\n";
	char storage[128];
	struct text text;

	text_init(&text, storage, sizeof(storage));
	escape_message(&text, input, strlen(input));
	cr_expect_str_eq(text_terminate(&text), "\\x1b[31m \\x1b \\u202e\\x0a");
}

/* Whatever the octets are: no control character comes out, and nothing is
 * more than four times as long. */
Test(escape, every_pair_of_octets)
{
	for (unsigned int pair = 0; pair < 0x10000; pair++) {
		const char input[] = { (char)(pair >> 8), (char)pair };
		char storage[64];
		struct text text;

		text_init(&text, storage, sizeof(storage));
		escape_terminal(&text, input, sizeof(input));
		cr_assert(text_length(&text) <= 8, "%04x", pair);
		for (const char *at = storage; at < text.at; at++)
			cr_assert((unsigned char)*at >= 0x20 && *at != 0x7f,
				  "%04x", pair);
	}
}
