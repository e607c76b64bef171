/* Colours as escape sequences. */
#include "render/colour.h"

#include "render/text.h"

void colour_write(struct text *text, enum colour colour)
{
	static const char *const sequences[] = {
		[COLOUR_NONE] = "\033[0m",	 [COLOUR_CLIENT] = "\033[36m",
		[COLOUR_SERVER] = "\033[33m",	 [COLOUR_CHANGED] = "\033[1m",
		[COLOUR_TROUBLE] = "\033[1;31m",
	};

	text_string(text, sequences[colour]);
}
