/*
 * How wide words are, where they are broken, and how they are cut off.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "render/columns.h"
#include "render/text.h"

struct width_row {
	const char *words;
	int columns;
};

static const struct width_row width_rows[] = {
	{ "", 0 },
	{ "a b", 3 },
	{ "é", 2 },
	{ "日本", 4 },
	{ "a\xf0\x9f\x98\x80"
	  "b",
	  4 },
};

Test(columns, widths)
{
	for (size_t i = 0; i < sizeof(width_rows) / sizeof(width_rows[0]);
	     i++) {
		const struct width_row *row = &width_rows[i];

		cr_expect_eq(columns_of(row->words, strlen(row->words)),
			     row->columns, "%s", row->words);
	}
}

struct break_row {
	const char *words;
	int columns;
	size_t octets;
};

static const struct break_row break_rows[] = {
	{ "", 10, 0 },	     { "abc", 3, 3 },
	{ "abc def", 7, 7 }, { "abc def", 6, 3 },
	{ "abc def", 3, 3 }, { "abc def ghi", 8, 7 },
	{ "abcdef", 4, 4 },  { "ab cdefgh", 5, 2 },
	{ " abcdef", 4, 4 }, /* not before the first blank: nothing is there */
	{ "abc", 0, 1 },     { "日本", 3, 3 },
	{ "日本", 1, 3 }, /* too narrow for any, and yet it goes on */
};

Test(columns, breaks)
{
	for (size_t i = 0; i < sizeof(break_rows) / sizeof(break_rows[0]);
	     i++) {
		const struct break_row *row = &break_rows[i];

		cr_expect_eq(columns_break(row->words, strlen(row->words),
					   row->columns),
			     row->octets, "'%s' in %d", row->words,
			     row->columns);
	}
}

struct cut_row {
	const char *words;
	const char *kept;
};

/* Into eight octets. */
static const struct cut_row cut_rows[] = {
	{ "", "" },
	{ "1234567", "1234567" },
	{ "12345678", "1234..." }, /* it has an end, too */
	{ "123456789", "1234..." },
	{ "123é56789", "123..." },
	{ "日本語", "日..." },
};

Test(columns, cuts)
{
	for (size_t i = 0; i < sizeof(cut_rows) / sizeof(cut_rows[0]); i++) {
		const struct cut_row *row = &cut_rows[i];
		char storage[8];
		struct text text;

		text_init(&text, storage, sizeof(storage));
		text_string(&text, row->words);
		cr_expect_str_eq(columns_terminate(&text), row->kept, "%s",
				 row->words);
	}
}
