/*
 * Whether there is somebody at a terminal, and whether they want colours.
 */
#include "system/terminal.h"

#include <string.h>
#include <unistd.h>

bool terminal_is(int descriptor)
{
	return isatty(descriptor) == 1;
}

bool terminal_wants_colour(bool is_terminal, const char *no_color,
			   const char *term)
{
	if (!is_terminal)
		return false;
	if (no_color && *no_color)
		return false;
	return term && *term && strcmp(term, "dumb") != 0;
}
