/* How wide words are, where to break them, where to cut them off. */
#include "render/columns.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "render/text.h"

/* Second and later octets of a character are 10xxxxxx. */
static bool begins_character(char c)
{
	return ((uint8_t)c & 0xc0) != 0x80;
}

static int columns_of_first(char c)
{
	if (!begins_character(c))
		return 0;
	return (uint8_t)c < 0x80 ? 1 : 2;
}

int columns_of(const char *string, size_t length)
{
	int columns = 0;

	for (size_t i = 0; i < length; i++)
		columns += columns_of_first(string[i]);
	return columns;
}

/* As many octets as fit, but one character at least. */
static size_t fitting(const char *string, size_t length, int columns)
{
	size_t at = 0;

	while (at < length) {
		columns -= columns_of_first(string[at]);
		if (columns < 0 && at > 0)
			break;
		at++;
	}
	while (at < length && !begins_character(string[at]))
		at++;
	return at;
}

size_t columns_break(const char *string, size_t length, int columns)
{
	size_t most = fitting(string, length, columns);

	if (most == length)
		return length;
	for (size_t at = most; at > 0; at--)
		if (string[at] == ' ')
			return at;
	return most;
}

const char *columns_terminate(struct text *text)
{
	static const char more[] = "...";

	if (!text->overflowed && text->at < text->end)
		return text_terminate(text);
	text->at = text->end - sizeof(more);
	while (text->at > text->start && !begins_character(*text->at))
		text->at--;
	memcpy(text->at, more, sizeof(more));
	text->at += sizeof(more) - 1;
	return text->start;
}
