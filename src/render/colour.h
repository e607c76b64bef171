/*
 * Colours of the terminal (ECMA-48), chosen to differ for colour-blind eyes
 * too: what they say is always said in words beside.
 */
#ifndef TCPFLOW_RENDER_COLOUR_H
#define TCPFLOW_RENDER_COLOUR_H

#include <stdbool.h>

struct text;

enum colour {
	COLOUR_NONE,	/* back to normal */
	COLOUR_CLIENT,	/* cyan */
	COLOUR_SERVER,	/* yellow */
	COLOUR_CHANGED, /* bold */
	COLOUR_TROUBLE	/* bold red */
};

void colour_write(struct text *text, enum colour colour);

/* Nothing unless `on`. */
static inline void colour_set(struct text *text, bool on, enum colour colour)
{
	if (on)
		colour_write(text, colour);
}

/* The same where put.h writes: COLOUR_SIZE characters at most. */
enum { COLOUR_SIZE = 7 };
char *colour_put(char *at, enum colour colour);

static inline char *put_colour(char *at, bool on, enum colour colour)
{
	return on ? colour_put(at, colour) : at;
}

#endif
