/*
 * Decimal numbers, from their first digit on, two digits at a time.
 *
 * There are ten of them on a line, and no other part of it costs as much.
 * Most are short, so a number is compared with powers of ten first; the rest
 * is a tree of divisions by constants, which the compiler makes products of.
 */
#include "render/put.h"

enum { HUNDRED = 100, MYRIAD = 10000, MYRIAD_SQUARED = 100000000 };

static const char digit_pairs[] = "00010203040506070809"
				  "10111213141516171819"
				  "20212223242526272829"
				  "30313233343536373839"
				  "40414243444546474849"
				  "50515253545556575859"
				  "60616263646566676869"
				  "70717273747576777879"
				  "80818283848586878889"
				  "90919293949596979899";

/* --- all digits of a value below 100, 10^4, 10^8 */

static inline char *put_pair(char *at, uint32_t value)
{
	return put_data(at, digit_pairs + 2 * value, 2);
}

static inline char *put_4_digits(char *at, uint32_t value)
{
	at = put_pair(at, value / HUNDRED);
	return put_pair(at, value % HUNDRED);
}

static inline char *put_8_digits(char *at, uint32_t value)
{
	at = put_4_digits(at, value / MYRIAD);
	return put_4_digits(at, value % MYRIAD);
}

/* --- without leading zeros: of a value below 100, 10^4 */

static inline char *put_first_pair(char *at, uint32_t value)
{
	if (value >= 10)
		return put_pair(at, value);
	return put_char(at, (char)('0' + value));
}

static inline char *put_first_4(char *at, uint32_t value)
{
	if (value < HUNDRED)
		return put_first_pair(at, value);
	at = put_first_pair(at, value / HUNDRED);
	return put_pair(at, value % HUNDRED);
}

char *put_decimal(char *at, uint32_t value)
{
	if (value < MYRIAD)
		return put_first_4(at, value);
	if (value < MYRIAD_SQUARED) {
		at = put_first_4(at, value / MYRIAD);
		return put_4_digits(at, value % MYRIAD);
	}
	at = put_first_pair(at, value / MYRIAD_SQUARED);
	return put_8_digits(at, value % MYRIAD_SQUARED);
}

char *put_large(char *at, uint64_t value)
{
	at = put_unsigned(at, value / MYRIAD_SQUARED);
	return put_8_digits(at, (uint32_t)(value % MYRIAD_SQUARED));
}

char *put_2_digits(char *at, uint32_t value)
{
	return put_pair(at, value);
}

char *put_6_digits(char *at, uint32_t value)
{
	at = put_pair(at, value / MYRIAD);
	return put_4_digits(at, value % MYRIAD);
}

char *put_9_digits(char *at, uint32_t value)
{
	at = put_char(at, (char)('0' + value / MYRIAD_SQUARED));
	return put_8_digits(at, value % MYRIAD_SQUARED);
}

char *put_hex(char *at, uint32_t value, int digits)
{
	static const char letters[] = "0123456789abcdef";

	while (digits-- > 0)
		at = put_char(at, letters[value >> 4 * digits & 0xf]);
	return at;
}
