/*
 * Data inside of a page of HTML: the one escaper for the page.
 *
 * It stands behind a struct text, so that the appenders of records write to
 * the page as they write to standard output, and none can go around it.
 */
#include "render/report_data.h"

#include "render/json_text.h"

static const char *escape_of(char c)
{
	switch (c) {
	case '<':
		return "\\u003c";
	case '>':
		return "\\u003e";
	case '&':
		return "\\u0026";
	default:
		return NULL;
	}
}

static void drain(struct text *text)
{
	const struct report_data *data = text->context;
	const char *plain = text->start;

	for (const char *at = text->start; at < text->at; at++) {
		const char *escape = escape_of(*at);

		if (!escape)
			continue;
		text_data(data->page, plain, (size_t)(at - plain));
		text_string(data->page, escape);
		plain = at + 1;
	}
	text_data(data->page, plain, (size_t)(text->at - plain));
	text->at = text->start;
}

void report_data_begin(struct report_data *data, struct text *page,
		       const char *name, uint64_t number)
{
	text_init(&data->text, data->storage, sizeof(data->storage));
	data->text.drain = drain;
	data->text.context = data;
	data->page = page;
	text_string(page, "<script type=\"application/json\" id=\"");
	text_string(page, name);
	if (number) {
		text_char(page, '-');
		text_unsigned(page, number);
	}
	text_string(page, "\">");
}

void report_data_end(struct report_data *data)
{
	drain(&data->text);
	text_string(data->page, "</script>\n");
}
