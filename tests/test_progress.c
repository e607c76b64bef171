/*
 * The line that tells how far the reading of a file has come.
 */
#include <criterion/criterion.h>

#include "progress.h"
#include "render/text.h"

#define SECOND INT64_C(1000000000)

enum { WIDE = 79 };

struct row {
	const char *name;
	struct progress_figures figures;
	size_t width;
	const char *want;
};

static const struct row rows[] = {
	{ "usual",
	  { 0.419, 3299999, true, 18204, SECOND * 17 / 10 },
	  WIDE,
	  "41 %  3.2 M packets  18,204 connections  1.9 M packets/s" },
	{ "small",
	  { 0, 1, true, 1, SECOND * 2 },
	  WIDE,
	  "0 %  1 packet  1 connection  0 packets/s" },
	{ "below a thousand",
	  { 0.999, 999, true, 0, SECOND },
	  WIDE,
	  "99 %  999 packets  0 connections  999 packets/s" },
	{ "groups",
	  { 1, 1000, true, 999999, SECOND },
	  WIDE,
	  "100 %  1,000 packets  999,999 connections  1,000 packets/s" },
	{ "millions",
	  { 0.5, 1000000, true, 100067, SECOND * 4 },
	  WIDE,
	  "50 %  1.0 M packets  100,067 connections  250,000 packets/s" },
	{ "rounded down",
	  { 0.5, 999999999, false, 0, SECOND * 100 },
	  WIDE,
	  "50 %  999.9 M packets  9.9 M packets/s" },
	{ "billions",
	  { 0.5, 1000000000, false, 0, SECOND },
	  WIDE,
	  "50 %  1.0 G packets  1.0 G packets/s" },
	{ "as many as there can be",
	  { 0.5, UINT64_MAX, false, 0, SECOND * 1000000 },
	  WIDE,
	  "50 %  18,446,744,073.7 G packets  18,446.7 G packets/s" },
	{ "share unknown",
	  { -1, 2048, true, 2, SECOND },
	  WIDE,
	  "2,048 packets  2 connections  2,048 packets/s" },
	{ "just room enough",
	  { 0.4, 2048, true, 2, SECOND },
	  51,
	  "40 %  2,048 packets  2 connections  2,048 packets/s" },
	{ "no room for the rate",
	  { 0.4, 2048, true, 2, SECOND },
	  50,
	  "40 %  2,048 packets  2 connections" },
	{ "no room for connections, nor for what follows",
	  { 0.4, 2048, true, 200000, SECOND * 2048 },
	  33,
	  "40 %  2,048 packets" },
	{ "room for the share", { 0.4, 2048, true, 2, SECOND }, 4, "40 %" },
	{ "no room", { 0.4, 2048, true, 2, SECOND }, 3, "" },
};

Test(progress, line)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *row = &rows[i];
		char storage[256];
		struct text text;

		text_init(&text, storage, sizeof(storage));
		progress_render(&text, &row->figures, row->width);
		cr_expect_str_eq(text_terminate(&text), row->want, "%s",
				 row->name);
		cr_expect_not(text.overflowed, "%s", row->name);
	}
}
