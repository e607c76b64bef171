/* One write(2) for each, so that lines of several processes do not mix. */
#include "system/message.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "render/escape.h"
#include "render/text.h"

enum { MESSAGE_SIZE = 4096, ESCAPED_SIZE = 4 * MESSAGE_SIZE + 2 };

static const char indented[] = "\n    ";

/* Up to the next line's end that is to stay. */
static void put_line(struct text *text, const char *line, size_t length)
{
	escape_message(text, line, length);
	text_char(text, '\n');
}

void message(const char *format, ...)
{
	char words[MESSAGE_SIZE], escaped[ESCAPED_SIZE];
	const char *line = words, *end;
	struct text text;
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(words, sizeof(words), format, arguments);
	va_end(arguments);
	text_init(&text, escaped, sizeof(escaped));
	while ((end = strstr(line, indented))) {
		put_line(&text, line, (size_t)(end - line));
		line = end + 1;
	}
	put_line(&text, line, strlen(line));
	fwrite(escaped, 1, text_length(&text), stderr);
}
