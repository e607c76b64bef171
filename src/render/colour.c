/* Colours as escape sequences. */
#include "render/colour.h"

#include "render/put.h"
#include "render/text.h"

static const char *const sequences[] = {
	[COLOUR_NONE] = "\033[0m",	 [COLOUR_CLIENT] = "\033[36m",
	[COLOUR_SERVER] = "\033[33m",	 [COLOUR_CHANGED] = "\033[1m",
	[COLOUR_TROUBLE] = "\033[1;31m",
};

void colour_write(struct text *text, enum colour colour)
{
	text_string(text, sequences[colour]);
}

char *colour_put(char *at, enum colour colour)
{
	return put_string(at, sequences[colour]);
}
