/*
 * Colours: that they are read as they were written, and that none says anything
 * by its hue alone.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "render/colour.h"
#include "render/text.h"

enum { SEQUENCE_SIZE = 32 };

/* Parameters of ECMA-48's SGR. */
enum {
	BOLD = 1,
	UNDERLINED = 4,
	IN_REVERSE = 7,
	HUES = 30,
	RED = 31,
	GREEN = 32,
	YELLOW = 33,
	CYAN = 36,
	HUES_END = 38
};

static void write_one(char sequence[SEQUENCE_SIZE], enum colour colour)
{
	struct text text;

	text_init(&text, sequence, SEQUENCE_SIZE);
	colour_write(&text, colour);
	text_terminate(&text);
}

/* Whether the sequence has that parameter. */
static bool has(enum colour colour, long wanted)
{
	char sequence[SEQUENCE_SIZE];
	char *at = sequence + 2;

	write_one(sequence, colour);
	cr_assert_eq(strncmp(sequence, "\033[", 2), 0);
	for (;;) {
		if (strtol(at, &at, 10) == wanted)
			return true;
		if (*at++ != ';')
			return false;
	}
}

static long hue_of(enum colour colour)
{
	for (long hue = HUES; hue < HUES_END; hue++)
		if (has(colour, hue))
			return hue;
	return 0;
}

Test(colour, is_read_as_written)
{
	for (int i = 0; i < COLOURS; i++) {
		char sequence[SEQUENCE_SIZE];
		enum colour found = COLOURS;
		size_t length;

		write_one(sequence, (enum colour)i);
		length = strlen(sequence);
		strcat(sequence, "m");
		cr_expect_eq(colour_read(sequence, length + 1, &found), length,
			     "%d", i);
		cr_expect_eq((int)found, i);
		cr_expect_eq(colour_read(sequence, length - 1, &found), 0,
			     "%d, cut off", i);
	}
}

Test(colour, reads_nothing_else)
{
	enum colour found;

	cr_expect_eq(colour_read("client", 6, &found), 0);
	cr_expect_eq(colour_read("\033[32m", 5, &found), 0);
	cr_expect_eq(colour_read("", 0, &found), 0);
}

Test(colour, no_hue_is_alone)
{
	for (int i = 0; i < COLOURS; i++) {
		enum colour colour = (enum colour)i;
		long hue = hue_of(colour);

		cr_expect_neq(hue, GREEN, "%d", i);
		cr_expect(hue != RED || (has(colour, BOLD) &&
					 has(colour, UNDERLINED)),
			  "%d", i);
	}
	/* What is not an end is told without its hue, each in another way. */
	cr_expect(has(COLOUR_CHANGED, BOLD));
	cr_expect_not(has(COLOUR_CHANGED, UNDERLINED));
	cr_expect(has(COLOUR_TROUBLE, UNDERLINED));
	cr_expect(has(COLOUR_CHOSEN, IN_REVERSE));
	/* The ends differ in lightness, and are blue and yellow. */
	cr_expect_eq(hue_of(COLOUR_CLIENT), CYAN);
	cr_expect_eq(hue_of(COLOUR_SERVER), YELLOW);
}
