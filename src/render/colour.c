/* Colours as escape sequences. */
#include "render/colour.h"

#include <string.h>

#include "render/put.h"
#include "render/text.h"

static const char *const sequences[COLOURS] = {
	[COLOUR_NONE] = "\033[0m",	   [COLOUR_CLIENT] = "\033[36m",
	[COLOUR_SERVER] = "\033[33m",	   [COLOUR_CHANGED] = "\033[1m",
	[COLOUR_TROUBLE] = "\033[1;4;31m", [COLOUR_CHOSEN] = "\033[7m",
};

void colour_write(struct text *text, enum colour colour)
{
	text_string(text, sequences[colour]);
}

char *colour_put(char *at, enum colour colour)
{
	return put_string(at, sequences[colour]);
}

size_t colour_read(const char *string, size_t length, enum colour *colour)
{
	for (int i = 0; i < COLOURS; i++) {
		size_t size = strlen(sequences[i]);

		if (size > length || memcmp(string, sequences[i], size) != 0)
			continue;
		*colour = (enum colour)i;
		return size;
	}
	return 0;
}
