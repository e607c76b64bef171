/*
 * Writing without a limit: for pieces of a line whose longest form is known.
 *
 * Whoever writes such a piece asks once for room, text_piece(), and not for
 * each character of it.  Every function here writes at `at` and returns where
 * the next character goes; nothing is ended with a NUL.
 */
#ifndef TCPFLOW_RENDER_PUT_H
#define TCPFLOW_RENDER_PUT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
	PUT_UNSIGNED_MAX = 20, /* characters of 2^64 - 1 */
	PUT_NUMBER_BEHIND = 3, /* see put_decimal() */
	PUT_BLOCK = 16	       /* see put_blocks() */
};

/* Both are meant for literals, whose length the compiler knows. */
static inline char *put_data(char *at, const char *data, size_t length)
{
	memcpy(at, data, length);
	return at + length;
}

static inline char *put_string(char *at, const char *string)
{
	return put_data(at, string, strlen(string));
}

static inline char *put_char(char *at, char c)
{
	*at = c;
	return at + 1;
}

/* A text of any length.  It is copied by blocks, so up to PUT_BLOCK octets
 * behind its end are read and written too, though they do not count. */
static inline char *put_blocks(char *at, const char *data, size_t length)
{
	size_t i = 0;

	do {
		memcpy(at + i, data + i, PUT_BLOCK);
		i += PUT_BLOCK;
	} while (i < length);
	return at + length;
}

/* A word of a table.  It is copied with its length, which does not count. */
struct put_word {
	char characters[PUT_BLOCK - 1];
	uint8_t length;
};

#define PUT_WORD(literal)                                                      \
	{                                                                      \
		literal, sizeof(literal) - 1                                   \
	}

static inline char *put_word(char *at, const struct put_word *word)
{
	memcpy(at, word, sizeof(*word));
	return at + word->length;
}

/* Without leading zeros.  Here, too, what lies behind the end is written: as
 * many octets as PUT_NUMBER_BEHIND, with any digits. */
char *put_decimal(char *at, uint32_t value);
char *put_large(char *at, uint64_t value);

static inline char *put_unsigned(char *at, uint64_t value)
{
	if (value > UINT32_MAX)
		return put_large(at, value);
	return put_decimal(at, (uint32_t)value);
}

/* With all their digits: of a value below 100, 10^6, 10^9.  The same holds for
 * the last two. */
char *put_2_digits(char *at, uint32_t value);
char *put_6_digits(char *at, uint32_t value);
char *put_9_digits(char *at, uint32_t value);

/* The last `digits` digits, lower-case hexadecimal. */
char *put_hex(char *at, uint32_t value, int digits);

#endif
