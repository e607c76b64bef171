/*
 * Colours of the terminal (ECMA-48), for eyes that do not tell all of them
 * apart, too.
 *
 * Nothing is said by hue alone.  The two ends are light blue and yellow, which
 * differ in lightness and for every kind of colour-blindness, and have their
 * names or their places beside; what changed is bold; trouble is bold and
 * underlined, and so stands out where red is no more than a dark grey.  Red and
 * green never stand for opposites: there is no green.
 */
#ifndef TCPFLOW_RENDER_COLOUR_H
#define TCPFLOW_RENDER_COLOUR_H

#include <stdbool.h>
#include <stddef.h>

struct text;

enum colour {
	COLOUR_NONE,	/* back to normal */
	COLOUR_CLIENT,	/* cyan */
	COLOUR_SERVER,	/* yellow */
	COLOUR_CHANGED, /* bold */
	COLOUR_TROUBLE, /* bold, underlined, red */
	COLOUR_CHOSEN,	/* in reverse: where the cursor is */
	COLOURS
};

/* They add up until COLOUR_NONE. */
void colour_write(struct text *text, enum colour colour);

/* Which colour was written where `string` begins: the length of what stands
 * there, or 0 if it is something else. */
size_t colour_read(const char *string, size_t length, enum colour *colour);

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
