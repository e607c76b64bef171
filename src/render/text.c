/*
 * The bounded buffer of the renderers.
 *
 * A line is made of hundreds of small pieces, so each appender asks once
 * whether there is room and then writes without asking.  Numbers are written
 * from their last digit into a small array, two digits at a time, because
 * that is where a line's time goes; nothing of stdio is used.
 */
#include "render/text.h"

#include <string.h>

enum { NUMBER_DIGITS = 20 }; /* of 2^64 - 1 */

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

/* What does not fit at once goes in pieces, one for each draining. */
static void append_in_pieces(struct text *text, const char *data, size_t length)
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

void text_data(struct text *text, const char *data, size_t length)
{
	if (length == 0)
		return;
	if (length > room(text)) {
		append_in_pieces(text, data, length);
		return;
	}
	memcpy(text->at, data, length);
	text->at += length;
}

void text_char(struct text *text, char c)
{
	if (text->at == text->end && !make_room(text))
		return;
	*text->at++ = c;
}

void text_string(struct text *text, const char *string)
{
	text_data(text, string, strlen(string));
}

/* Writes the digits of `value` so that they end at `end`; returns where they
 * begin. */
static char *write_decimal(char *end, uint64_t value)
{
	while (value >= 100) {
		end -= 2;
		memcpy(end, digit_pairs + value % 100 * 2, 2);
		value /= 100;
	}
	if (value >= 10) {
		end -= 2;
		memcpy(end, digit_pairs + value * 2, 2);
	} else {
		*--end = (char)('0' + value);
	}
	return end;
}

static void append_filled(struct text *text, uint64_t value, int width,
			  char fill)
{
	char digits[NUMBER_DIGITS];
	char *end = digits + NUMBER_DIGITS;
	char *first = write_decimal(end, value);
	int count = (int)(end - first);

	for (; width > count; width--)
		text_char(text, fill);
	text_data(text, first, (size_t)count);
}

void text_unsigned(struct text *text, uint64_t value)
{
	append_filled(text, value, 0, ' ');
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
