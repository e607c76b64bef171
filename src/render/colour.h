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

#endif
