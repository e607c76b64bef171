/*
 * Decimal numbers, from their first digit on, three digits at a time.
 *
 * There are ten of them on a line, and no other part of it costs as much.
 * Most are short, so a number is compared with powers of a thousand first; the
 * rest are divisions by constants, which the compiler makes products of, and
 * moves from a table.  That has 4 KiB, which stay in the processor's cache; one
 * of four digits a move would have 40.
 */
#include "render/put.h"

enum {
	THOUSAND = 1000,
	MILLION = THOUSAND * THOUSAND,
	BILLION = THOUSAND * MILLION,
	TRIPLE = 4
};

/* The digits of all numbers below 1,000, and behind each how many it has
 * without leading zeros.  That is one move for each. */
#define ONE(hundred, ten, one)                                                 \
	'0' + (hundred), '0' + (ten), '0' + (one),                             \
		(hundred) > 0 ? 3 : ((ten) > 0 ? 2 : 1)
#define TEN(hundred, ten)                                                      \
	ONE(hundred, ten, 0), ONE(hundred, ten, 1), ONE(hundred, ten, 2),      \
		ONE(hundred, ten, 3), ONE(hundred, ten, 4),                    \
		ONE(hundred, ten, 5), ONE(hundred, ten, 6),                    \
		ONE(hundred, ten, 7), ONE(hundred, ten, 8),                    \
		ONE(hundred, ten, 9)
#define HUNDRED(hundred)                                                       \
	TEN(hundred, 0), TEN(hundred, 1), TEN(hundred, 2), TEN(hundred, 3),    \
		TEN(hundred, 4), TEN(hundred, 5), TEN(hundred, 6),             \
		TEN(hundred, 7), TEN(hundred, 8), TEN(hundred, 9)

static const char triples[THOUSAND * TRIPLE] = {
	HUNDRED(0), HUNDRED(1), HUNDRED(2), HUNDRED(3), HUNDRED(4),
	HUNDRED(5), HUNDRED(6), HUNDRED(7), HUNDRED(8), HUNDRED(9),
};

/* All digits of a value below 1,000. */
static inline char *put_3_digits(char *at, uint32_t value)
{
	memcpy(at, triples + TRIPLE * (size_t)value, TRIPLE);
	return at + 3;
}

/* Without leading zeros: of a value below 1,000.  What is copied may reach into
 * the next triple: that of 999, the last, has no leading zeros. */
static inline char *put_first_3(char *at, uint32_t value)
{
	const char *triple = triples + TRIPLE * (size_t)value;
	unsigned char length = (unsigned char)triple[3];

	memcpy(at, triple + 3 - length, TRIPLE);
	return at + length;
}

static inline char *put_all_6(char *at, uint32_t value)
{
	at = put_3_digits(at, value / THOUSAND);
	return put_3_digits(at, value % THOUSAND);
}

static inline char *put_all_9(char *at, uint32_t value)
{
	at = put_3_digits(at, value / MILLION);
	return put_all_6(at, value % MILLION);
}

char *put_decimal(char *at, uint32_t value)
{
	if (value < THOUSAND)
		return put_first_3(at, value);
	if (value < MILLION) {
		at = put_first_3(at, value / THOUSAND);
		return put_3_digits(at, value % THOUSAND);
	}
	if (value < BILLION) {
		at = put_first_3(at, value / MILLION);
		return put_all_6(at, value % MILLION);
	}
	at = put_char(at, (char)('0' + value / BILLION));
	return put_all_9(at, value % BILLION);
}

char *put_large(char *at, uint64_t value)
{
	at = put_unsigned(at, value / BILLION);
	return put_all_9(at, (uint32_t)(value % BILLION));
}

char *put_2_digits(char *at, uint32_t value)
{
	return put_data(at, triples + TRIPLE * (size_t)value + 1, 2);
}

char *put_6_digits(char *at, uint32_t value)
{
	return put_all_6(at, value);
}

char *put_9_digits(char *at, uint32_t value)
{
	return put_all_9(at, value);
}

char *put_hex(char *at, uint32_t value, int digits)
{
	static const char letters[] = "0123456789abcdef";

	while (digits-- > 0)
		at = put_char(at, letters[value >> 4 * digits & 0xf]);
	return at;
}
