/*
 * The bounded buffer of the renderers.
 *
 * Numbers are written in place from their last digit, two digits at a time,
 * because that is where a line's time goes; nothing of stdio is used.
 */
#include "render/text.h"

#include <string.h>

enum { NUMBER_DIGITS = 10 }; /* of 2^32 - 1 */

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

void text_init(struct text *text, char *storage, size_t size)
{
	*text = (struct text){ .start = storage,
			       .at = storage,
			       .end = storage + size };
}

size_t text_length(const struct text *text)
{
	return (size_t)(text->at - text->start);
}

const char *text_terminate(struct text *text)
{
	if (text->start == text->end)
		return "";
	if (text->at == text->end) {
		text->at--;
		text->overflowed = true;
	}
	*text->at = '\0';
	return text->start;
}

static size_t room(const struct text *text)
{
	return (size_t)(text->end - text->at);
}

/* Asks for the buffer to be emptied; false if that gave no room. */
static bool make_room(struct text *text)
{
	if (text->drain)
		text->drain(text);
	if (text->at < text->end)
		return true;
	text->overflowed = true;
	return false;
}

/* A piece for each draining. */
void text_in_pieces(struct text *text, const char *data, size_t length)
{
	while (length > 0) {
		size_t piece = room(text);

		if (piece == 0) {
			if (!make_room(text))
				return;
			continue;
		}
		if (piece > length)
			piece = length;
		memcpy(text->at, data, piece);
		text->at += piece;
		data += piece;
		length -= piece;
	}
}

/* From the number of bits: log10(2) is 1233 / 4096, rounded up. */
static int count_digits(uint32_t value)
{
	static const uint32_t powers[] = { 1,	      10,	100,
					   1000,      10000,	100000,
					   1000000,   10000000, 100000000,
					   1000000000 };
	int bits = 32 - __builtin_clz(value | 1);
	int guess = bits * 1233 >> 12;

	return guess + (value >= powers[guess] || guess == 0);
}

/* Writes the digits of `value` so that they end at `end`. */
static void write_decimal(char *end, uint32_t value)
{
	for (; value >= 100; value /= 100) {
		end -= 2;
		memcpy(end, digit_pairs + value % 100 * 2, 2);
	}
	if (value >= 10)
		memcpy(end - 2, digit_pairs + value * 2, 2);
	else
		end[-1] = (char)('0' + value);
}

static void append_decimal(struct text *text, uint32_t value)
{
	char digits[NUMBER_DIGITS];
	int count = count_digits(value);

	if (room(text) >= (size_t)count) {
		text->at += count;
		write_decimal(text->at, value);
		return;
	}
	write_decimal(digits + count, value);
	text_data(text, digits, (size_t)count);
}

/* Numbers of more than 32 bits are few: they are written in two halves. */
static void append_filled(struct text *text, uint64_t value, int width,
			  char fill)
{
	enum { HALF = 1000000000, HALF_DIGITS = 9 };

	if (value > UINT32_MAX) {
		append_filled(text, value / HALF, width - HALF_DIGITS, fill);
		append_filled(text, value % HALF, HALF_DIGITS, '0');
		return;
	}
	for (width -= count_digits((uint32_t)value); width > 0; width--)
		text_char(text, fill);
	append_decimal(text, (uint32_t)value);
}

void text_unsigned(struct text *text, uint64_t value)
{
	if (value > UINT32_MAX)
		append_filled(text, value, 0, ' ');
	else
		append_decimal(text, (uint32_t)value);
}

void text_zeros(struct text *text, uint64_t value, int width)
{
	append_filled(text, value, width, '0');
}

void text_spaces(struct text *text, uint64_t value, int width)
{
	append_filled(text, value, width, ' ');
}

void text_hex(struct text *text, uint64_t value, int width)
{
	char digits[16];
	char *end = digits + sizeof digits;
	char *at = end;

	do {
		*--at = "0123456789abcdef"[value & 0xf];
		value >>= 4;
	} while (value);
	for (int count = (int)(end - at); width > count; width--)
		text_char(text, '0');
	text_data(text, at, (size_t)(end - at));
}
