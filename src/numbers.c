/*
 * Numbers as a user writes them.  strtol(3) is too kind for this: it takes
 * blanks, signs and what follows the digits.
 */
#include "numbers.h"

/* Seconds with so many digits are still far from overflowing 64 bits. */
enum { DIGITS_MAX = 7, SECOND = 1000000000 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool number_parse(const char *text, uint64_t limit, uint64_t *number)
{
	if (*text == '\0')
		return false;
	*number = 0;
	for (; is_digit(*text); text++) {
		uint64_t digit = (uint64_t)(*text - '0');

		if (digit > limit || *number > (limit - digit) / 10)
			return false;
		*number = *number * 10 + digit;
	}
	return *text == '\0';
}

bool number_parse_seconds(const char *text, int64_t *nanoseconds)
{
	int64_t unit = SECOND;
	int64_t value = 0;
	int digits = 0;

	for (; is_digit(*text) && digits <= DIGITS_MAX; text++, digits++)
		value = value * 10 + (int64_t)(*text - '0') * SECOND;
	if (digits == 0 || digits > DIGITS_MAX)
		return false;
	if (*text == '.')
		text++;
	for (; is_digit(*text) && unit > 1; text++) {
		unit /= 10;
		value += (*text - '0') * unit;
	}
	*nanoseconds = value;
	return *text == '\0' && value > 0;
}
