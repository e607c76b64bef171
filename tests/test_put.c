/*
 * Writing without a limit: numbers, against what the C library makes of them,
 * and words.
 */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "render/put.h"

enum { PAPER_SIZE = 64 };

static const uint64_t numbers[] = {
	0,
	1,
	9,
	10,
	11,
	99,
	100,
	101,
	999,
	1000,
	9999,
	10000,
	99999,
	100000,
	999999,
	1000000,
	9999999,
	10000000,
	99999999,
	100000000,
	999999999,
	1000000000,
	2147483647,
	2147483648,
	4294967295,
	4294967296,
	9999999999,
	10000000000,
	999999999999,
	9999999999999999,
	10000000000000000,
	10000000000000001,
	9223372036854775807,
	9999999999999999999U,
	10000000000000000000U,
	UINT64_MAX,
};

enum { NUMBERS = sizeof(numbers) / sizeof(*numbers) };

static void expect(const char *from, const char *to, const char *want)
{
	int length = (int)(to - from);

	cr_expect(strlen(want) == (size_t)length &&
			  memcmp(from, want, strlen(want)) == 0,
		  "\"%s\": got \"%.*s\"", want, length, from);
}

static void expect_unsigned(uint64_t number)
{
	char paper[PAPER_SIZE], want[PAPER_SIZE];

	snprintf(want, sizeof(want), "%" PRIu64, number);
	expect(paper, put_unsigned(paper, number), want);
	if (number <= UINT32_MAX)
		expect(paper, put_decimal(paper, (uint32_t)number), want);
}

Test(put, numbers)
{
	for (int i = 0; i < NUMBERS; i++)
		expect_unsigned(numbers[i]);
}

/* Steps that are no round number, over all that 64 bits hold. */
Test(put, numbers_of_every_length)
{
	for (int bits = 1; bits <= 64; bits++)
		for (uint64_t i = 1; i < 100; i++)
			expect_unsigned(UINT64_C(0x9e3779b97f4a7c15) * i >>
					(64 - bits));
}

static const struct {
	char *(*put)(char *, uint32_t);
	const char *format;
	uint32_t end; /* one past the largest */
} digits[] = {
	{ put_2_digits, "%02u", 100 },
	{ put_6_digits, "%06u", 1000000 },
	{ put_9_digits, "%09u", 1000000000 },
};

Test(put, all_digits)
{
	for (size_t row = 0; row < sizeof(digits) / sizeof(*digits); row++) {
		for (int i = 0; i < NUMBERS; i++) {
			char paper[PAPER_SIZE], want[PAPER_SIZE];
			uint32_t number = (uint32_t)numbers[i];

			if (numbers[i] >= digits[row].end)
				break;
			snprintf(want, sizeof(want), digits[row].format,
				 number);
			expect(paper, digits[row].put(paper, number), want);
		}
	}
}

Test(put, hexadecimal)
{
	char paper[PAPER_SIZE];

	expect(paper, put_hex(paper, 0, 4), "0000");
	expect(paper, put_hex(paper, 0xabc, 4), "0abc");
	expect(paper, put_hex(paper, 0xffff, 4), "ffff");
	expect(paper, put_hex(paper, 0x89abcdef, 8), "89abcdef");
	expect(paper, put_hex(paper, 0x12345, 2), "45");
}

Test(put, words)
{
	static const struct put_word none = PUT_WORD("");
	static const struct put_word longest = PUT_WORD("123456789012345");
	char paper[PAPER_SIZE];
	char *at = put_char(paper, '[');

	at = put_word(at, &none);
	at = put_word(at, &longest);
	at = put_string(at, "] ");
	expect(paper, put_data(at, "end, and more", 3),
	       "[123456789012345] end");
}

/* What is copied behind the end is written over by what comes next. */
Test(put, blocks)
{
	static const char data[3 * PUT_BLOCK] =
		"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJK";

	for (size_t length = 0; length <= 2 * PUT_BLOCK + 1; length++) {
		char paper[PAPER_SIZE], want[PAPER_SIZE];
		char *at = put_blocks(paper, data, length);

		snprintf(want, sizeof(want), "%.*s.", (int)length, data);
		expect(paper, put_char(at, '.'), want);
	}
}
