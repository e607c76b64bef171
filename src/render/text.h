/*
 * A bounded buffer to which the small appenders of this room write.
 *
 * With a `drain` the buffer is an output: when it is nearly full, drain() is
 * called to take what stands between `start` and `at` and to set `at` back.
 * Without one (tests, a single field) what does not fit is left out and
 * `overflowed` is set.  Nothing here allocates, and nothing ends the text
 * with a NUL but text_terminate().
 */
#ifndef TCPFLOW_RENDER_TEXT_H
#define TCPFLOW_RENDER_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { TEXT_PIECE_MAX = 512 }; /* see text_piece() */

struct text {
	char *start; /* not owned */
	char *at;    /* where the next character goes */
	char *end;   /* one past the last that may be written */
	void (*drain)(struct text *text); /* or NULL */
	void *context;			  /* for drain() */
	bool overflowed;
	char spare[TEXT_PIECE_MAX];
};

void text_init(struct text *text, char *storage, size_t size);

/* How many characters stand in the buffer. */
size_t text_length(const struct text *text);

/* Makes it a C string; drops the last character if there is no room. */
const char *text_terminate(struct text *text);

/* What does not fit at once: text_data() when there is no room. */
void text_in_pieces(struct text *text, const char *data, size_t length);

/* A line is made of a hundred small pieces, most of them literals: inline,
 * their lengths are known, and a piece is a test and a move or two. */
static inline void text_data(struct text *text, const char *data, size_t length)
{
	if (length > (size_t)(text->end - text->at)) {
		text_in_pieces(text, data, length);
		return;
	}
	if (length == 0)
		return; /* `data` may be NULL */
	memcpy(text->at, data, length);
	text->at += length;
}

static inline void text_string(struct text *text, const char *string)
{
	text_data(text, string, strlen(string));
}

static inline void text_char(struct text *text, char c)
{
	if (text->at == text->end)
		text_in_pieces(text, &c, 1);
	else
		*text->at++ = c;
}

/* Where a piece of at most TEXT_PIECE_MAX characters is written, by the
 * functions of put.h: at its place, or in `spare` where there is no room for
 * the longest.  text_piece_end() says how far it came; nothing else may be
 * appended before. */
static inline char *text_piece(struct text *text)
{
	return text->end - text->at >= TEXT_PIECE_MAX ? text->at : text->spare;
}

static inline void text_piece_end(struct text *text, const char *from, char *to)
{
	if (from == text->at)
		text->at = to;
	else
		text_in_pieces(text, from, (size_t)(to - from));
}

/* `width` counts all characters; shorter values are filled on the left. */
void text_unsigned(struct text *text, uint64_t value);
void text_zeros(struct text *text, uint64_t value, int width);
void text_spaces(struct text *text, uint64_t value, int width);
/* Lower-case hexadecimal with at least `width` digits. */
void text_hex(struct text *text, uint64_t value, int width);

#endif
