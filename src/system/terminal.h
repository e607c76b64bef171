/*
 * Whether there is somebody at a terminal, and whether they want colours.
 */
#ifndef TCPFLOW_SYSTEM_TERMINAL_H
#define TCPFLOW_SYSTEM_TERMINAL_H

#include <stdbool.h>

bool terminal_is(int descriptor);

/* What --color=auto means: colours on a terminal that can show them, unless
 * NO_COLOR is set to something (no-color.org).  `no_color` and `term` are the
 * values of these environment variables, or NULL. */
bool terminal_wants_colour(bool is_terminal, const char *no_color,
			   const char *term);

#endif
