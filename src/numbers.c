/*
 * Numbers as a user writes them.  strtol(3) is too kind for this: it takes
 * blanks, signs and what follows the digits.
 */
#include "numbers.h"

#include <ctype.h>
#include <string.h>

/* Seconds with so many digits are still far from overflowing 64 bits. */
enum { DIGITS_MAX = 7, SECOND = 1000000000 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* What follows the digits; NULL if there are none, or too many. */
static const char *read_digits(const char *text, uint64_t limit,
			       uint64_t *number)
{
	if (!is_digit(*text))
		return NULL;
	*number = 0;
	for (; is_digit(*text); text++) {
		uint64_t digit = (uint64_t)(*text - '0');

		if (digit > limit || *number > (limit - digit) / 10)
			return NULL;
		*number = *number * 10 + digit;
	}
	return text;
}

bool number_parse(const char *text, uint64_t limit, uint64_t *number)
{
	const char *end = read_digits(text, limit, number);

	return end && *end == '\0';
}

bool number_parse_size(const char *text, uint64_t *octets)
{
	static const char suffixes[] = "KMG";
	const char *end = read_digits(text, UINT64_MAX >> 30, octets);
	const char *suffix;

	if (!end || *end == '\0')
		return end;
	suffix = strchr(suffixes, toupper((unsigned char)*end));
	if (!suffix || end[1] != '\0')
		return false;
	*octets <<= 10 * (suffix - suffixes + 1);
	return true;
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
