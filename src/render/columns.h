/*
 * Columns of a terminal: how wide words are, and where to break them.
 *
 * This room asks no locale.  An ASCII character is one column wide; any other
 * counts as two, for some are, and a line may rather end early than wrap.
 */
#ifndef TCPFLOW_RENDER_COLUMNS_H
#define TCPFLOW_RENDER_COLUMNS_H

#include <stddef.h>

struct text;

/* `string` has `length` octets of UTF-8, none of them a control character. */
int columns_of(const char *string, size_t length);

/* How many octets of `string` make the first line, where a line has so many
 * columns: up to the last blank that allows it, which is not among them, or,
 * of a word that is too long for a line, as much as fits, but at least one
 * character.  0 of an empty string. */
size_t columns_break(const char *string, size_t length, int columns);

/* The text becomes a C string.  If it overflowed, it ends in "...", behind a
 * whole character; so it needs room for four at least. */
const char *columns_terminate(struct text *text);

#endif
