/*
 * What others say (name servers, files) made harmless for a terminal.
 */
#ifndef TCPFLOW_RENDER_ESCAPE_H
#define TCPFLOW_RENDER_ESCAPE_H

#include <stddef.h>

struct text;

/* Appends `length` octets of UTF-8.  Control characters (C0, DEL, C1), line
 * and paragraph separators, what changes the direction of writing, octets
 * that are not UTF-8, and the backslash are written as \x1b or \u202e. */
void escape_terminal(struct text *text, const char *string, size_t length);

/* The same, but the backslash stays: for a whole message, some parts of which
 * have been escaped already. */
void escape_message(struct text *text, const char *string, size_t length);

#endif
