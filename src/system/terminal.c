/*
 * Whether there is somebody at a terminal, and whether they want colours.
 */
#include "system/terminal.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WIDTH_DEFAULT = 80 };

bool terminal_is(int descriptor)
{
	return isatty(descriptor) == 1;
}

/* Through /dev/tty a terminal has another number; then it counts as another,
 * as nothing tells that it is not. */
bool terminal_is_same(int one, int other)
{
	struct stat first, second;

	return terminal_is(one) && terminal_is(other) &&
	       fstat(one, &first) == 0 && fstat(other, &second) == 0 &&
	       first.st_rdev == second.st_rdev;
}

bool terminal_is_ours(int descriptor)
{
	pid_t group = tcgetpgrp(descriptor);

	/* One that does not control this process has no jobs of it. */
	return group < 0 || group == getpgrp();
}

size_t terminal_columns(int descriptor)
{
	struct winsize size;

	return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

size_t terminal_width(int descriptor, const char *columns)
{
	size_t width = terminal_columns(descriptor);
	char *end = NULL;

	if (width == 0 && columns && *columns >= '0' && *columns <= '9')
		width = strtoul(columns, &end, 10);
	return width == 0 || (end && *end) ? WIDTH_DEFAULT : width;
}

/* The locale of the process stays "C", so that nothing else depends on it. */
bool terminal_is_utf8(void)
{
	locale_t locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
	bool utf8;

	if (locale == (locale_t)0)
		return false;
	utf8 = strcmp(nl_langinfo_l(CODESET, locale), "UTF-8") == 0;
	freelocale(locale);
	return utf8;
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
