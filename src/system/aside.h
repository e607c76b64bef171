/*
 * Standard error set aside, while the terminal is a screen: what is said there
 * must not come between the lines, and must not be lost.
 */
#ifndef TCPFLOW_SYSTEM_ASIDE_H
#define TCPFLOW_SYSTEM_ASIDE_H

#include <stdbool.h>
#include <stddef.h>

enum { ASIDE_SIZE = 8192, ASIDE_LINE_SIZE = 512 };

struct aside {
	bool on;
	int terminal;	       /* standard error, as it was */
	int said;	       /* where what is said can be read */
	char kept[ASIDE_SIZE]; /* the last of it */
	size_t length;
};

/* Standard error goes aside, if it is the terminal that standard output is.
 * Comes before the sandbox is closed.  Returns -1 with errno. */
int aside_begin(struct aside *aside);

/* Takes what was said since.  True if that was something: `line` is its last
 * line then. */
bool aside_take(struct aside *aside, char line[ASIDE_LINE_SIZE]);

/* Says all that was kept, and standard error is what it was. */
void aside_end(struct aside *aside);

#endif
