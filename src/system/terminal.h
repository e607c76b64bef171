/*
 * Whether there is somebody at a terminal, and whether they want colours.
 */
#ifndef TCPFLOW_SYSTEM_TERMINAL_H
#define TCPFLOW_SYSTEM_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

bool terminal_is(int descriptor);

/* Whether both are one and the same terminal. */
bool terminal_is_same(int one, int other);

/* Whether what is written to this terminal comes between nothing else: false
 * in a job that was sent to the background. */
bool terminal_is_ours(int descriptor);

/* How many characters fit in a line of the terminal, or 0 if it does not say
 * that. */
size_t terminal_columns(int descriptor);

/* How many characters a line should have: as many as the terminal, or else as
 * `columns`, the value of the environment variable COLUMNS or NULL, says, or
 * else 80. */
size_t terminal_width(int descriptor, const char *columns);

/* Whether the locale of the environment writes characters in UTF-8. */
bool terminal_is_utf8(void);

/* What --color=auto means: colours on a terminal that can show them, unless
 * NO_COLOR is set to something (no-color.org).  `no_color` and `term` are the
 * values of these environment variables, or NULL. */
bool terminal_wants_colour(bool is_terminal, const char *no_color,
			   const char *term);

#endif
