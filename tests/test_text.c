#include <criterion/criterion.h>
#include <string.h>

#include "render/put.h"
#include "render/text.h"

static const struct {
	const char *name;
	void (*append)(struct text *, uint64_t, int);
	uint64_t value;
	int width;
	const char *expected;
} numbers[] = {
	{ "zero", text_zeros, 0, 0, "0" },
	{ "one digit", text_zeros, 7, 1, "7" },
	{ "two digits", text_zeros, 10, 0, "10" },
	{ "three digits", text_zeros, 100, 0, "100" },
	{ "ninety-nine", text_zeros, 99, 0, "99" },
	{ "largest", text_zeros, UINT64_MAX, 0, "18446744073709551615" },
	{ "wider than any", text_zeros, UINT64_MAX, 22,
	  "0018446744073709551615" },
	{ "filled", text_zeros, 42, 6, "000042" },
	{ "too narrow", text_zeros, 123456, 3, "123456" },
	{ "spaces", text_spaces, 42, 5, "   42" },
	{ "hex", text_hex, 0xabc, 0, "abc" },
	{ "hex zero", text_hex, 0, 0, "0" },
	{ "hex filled", text_hex, 0xabc, 4, "0abc" },
	{ "hex zeros", text_hex, 0, 4, "0000" },
	{ "hex largest", text_hex, UINT64_MAX, 0, "ffffffffffffffff" },
	{ "hex wider than any", text_hex, 1, 18, "000000000000000001" },
};

Test(text, numbers)
{
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		char storage[64];
		struct text text;

		text_init(&text, storage, sizeof storage);
		numbers[i].append(&text, numbers[i].value, numbers[i].width);
		cr_expect_str_eq(text_terminate(&text), numbers[i].expected,
				 "%s", numbers[i].name);
	}
}

Test(text, appends_in_order)
{
	char storage[64];
	struct text text;

	text_init(&text, storage, sizeof storage);
	text_char(&text, '[');
	text_string(&text, "length ");
	text_unsigned(&text, 1448);
	text_data(&text, "], and more", 1);
	cr_expect_eq(text_length(&text), 13);
	cr_expect_str_eq(text_terminate(&text), "[length 1448]");
	cr_expect_not(text.overflowed);
}

Test(text, what_does_not_fit_is_left_out)
{
	char storage[9] = "--------";
	struct text text;

	text_init(&text, storage, 8);
	text_string(&text, "0123456");
	cr_expect_not(text.overflowed);
	text_unsigned(&text, 789);
	cr_expect(text.overflowed);
	text_char(&text, 'x');
	cr_expect_eq(text_length(&text), 8);
	cr_expect_eq(memcmp(storage, "01234567", 8), 0);
	cr_expect_eq(storage[8], '\0', "written past the end");
	cr_expect_str_eq(text_terminate(&text), "0123456");
}

Test(text, exactly_full_is_no_overflow)
{
	char storage[4];
	struct text text;

	text_init(&text, storage, sizeof storage);
	text_string(&text, "full");
	cr_expect_not(text.overflowed);
	cr_expect_eq(text_length(&text), 4);
}

Test(text, no_storage_at_all)
{
	struct text text;
	char nothing;

	text_init(&text, &nothing, 0);
	text_string(&text, "x");
	cr_expect(text.overflowed);
	cr_expect_str_eq(text_terminate(&text), "");
}

struct sink {
	char taken[512];
	size_t length;
	int calls;
};

static void take(struct text *text)
{
	struct sink *sink = text->context;

	memcpy(sink->taken + sink->length, text->start, text_length(text));
	sink->length += text_length(text);
	sink->calls++;
	text->at = text->start;
}

/* Whatever the size of the buffer, nothing is lost and nothing doubled. */
Test(text, drains_whatever_the_size)
{
	for (size_t size = 1; size <= 40; size++) {
		char storage[40];
		struct sink sink = { .length = 0 };
		struct text text;

		text_init(&text, storage, size);
		text.drain = take;
		text.context = &sink;
		for (unsigned i = 0; i < 4; i++) {
			text_string(&text, "seq ");
			text_unsigned(&text, 4294967295u);
			text_char(&text, ':');
			text_hex(&text, i, 4);
			text_char(&text, '\n');
		}
		take(&text);
		sink.taken[sink.length] = '\0';
		cr_expect_str_eq(sink.taken,
				 "seq 4294967295:0000\nseq 4294967295:0001\n"
				 "seq 4294967295:0002\nseq 4294967295:0003\n",
				 "size %zu", size);
		cr_expect_not(text.overflowed, "size %zu", size);
	}
}

static void take_nothing(struct text *text)
{
	(void)text;
}

Test(text, a_drain_that_takes_nothing_does_not_hang)
{
	char storage[4];
	struct text text;

	text_init(&text, storage, sizeof storage);
	text.drain = take_nothing;
	text_string(&text, "more than four");
	cr_expect(text.overflowed);
	cr_expect_eq(text_length(&text), 4);
}

static void append_piece(struct text *text, const char *string)
{
	char *from = text_piece(text);

	text_piece_end(text, from, put_string(from, string));
}

/* What the longest piece would not have room for is written elsewhere. */
Test(text, pieces_at_their_place_or_aside)
{
	char storage[TEXT_PIECE_MAX + 1];
	struct text text;

	text_init(&text, storage, sizeof storage);
	cr_expect_eq(text_piece(&text), text.at);
	append_piece(&text, "a");
	cr_expect_eq(text_piece(&text), text.at);
	append_piece(&text, "b");
	cr_expect_eq(text_piece(&text), text.spare);
	append_piece(&text, "c");
	cr_expect_str_eq(text_terminate(&text), "abc");
	cr_expect_not(text.overflowed);
}

Test(text, pieces_that_do_not_fit)
{
	char storage[9] = "--------";
	struct text text;

	text_init(&text, storage, 8);
	append_piece(&text, "01234");
	append_piece(&text, "");
	cr_expect_not(text.overflowed);
	append_piece(&text, "56789");
	cr_expect(text.overflowed);
	cr_expect_eq(memcmp(storage, "01234567", 9), 0);
}

Test(text, pieces_drain_whatever_the_size)
{
	static char storage[TEXT_PIECE_MAX + 20];

	for (size_t size = 1; size <= sizeof storage; size++) {
		struct sink sink = { .length = 0 };
		struct text text;

		text_init(&text, storage, size);
		text.drain = take;
		text.context = &sink;
		for (int i = 0; i < 20; i++)
			append_piece(&text, i % 2 ? "wide, " : "far and ");
		take(&text);
		cr_expect_eq(sink.length, 140, "size %zu", size);
		for (int i = 0; i < 10; i++)
			cr_expect_eq(memcmp(sink.taken + 14 * i,
					    "far and wide, ", 14),
				     0, "size %zu", size);
	}
}
