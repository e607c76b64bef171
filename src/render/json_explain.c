/*
 * Sentences are made for the lines, each on one of its own below; here they
 * are taken apart again.
 */
#include "render/json_explain.h"

#include "render/explain.h"
#include "render/json.h"
#include "render/json_text.h"
#include "track/tracker.h"

/* Ten sentences, the most that a segment has, are a third of that. */
enum { SENTENCES_SIZE = 8192 };

static const char *skip(const char *at, const char *end, char c)
{
	while (at < end && *at == c)
		at++;
	return at;
}

static const char *line_end(const char *at, const char *end)
{
	while (at < end && *at != '\n')
		at++;
	return at;
}

static void sentences(struct text *text, const struct text *lines)
{
	const char *at = lines->start;
	const char *separator = "";

	json_literal(text, ",\"explain\":[");
	while ((at = skip(at, lines->at, '\n')) < lines->at) {
		const char *end = line_end(at, lines->at);

		at = skip(at, end, ' ');
		text_string(text, separator);
		separator = ",";
		json_string(text, at, (size_t)(end - at));
		at = end;
	}
	text_char(text, ']');
}

void json_explain_result(const struct json_writer *writer,
			 const struct track_result *result)
{
	char storage[SENTENCES_SIZE];
	struct text lines;

	if (!writer->explain)
		return;
	text_init(&lines, storage, sizeof(storage));
	explain_result(&lines, &writer->line, result);
	sentences(writer->text, &lines);
}

void json_explain_event(const struct json_writer *writer,
			const struct track_event *event,
			const struct packet *quote)
{
	char storage[SENTENCES_SIZE];
	struct text lines;

	if (!writer->explain)
		return;
	text_init(&lines, storage, sizeof(storage));
	explain_event(&lines, &writer->line, event,
		      quote ? &quote->quote : NULL);
	sentences(writer->text, &lines);
}
