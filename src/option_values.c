/*
 * The values of options.
 *
 * Numbers are read strictly: what tcpdump's atoi() takes for a number ("0x",
 * "5o") is refused.
 */
#include "option_values.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "capture/capture.h"
#include "numbers.h"
#include "options.h"
#include "render/escape.h"
#include "render/json.h"
#include "render/text.h"
#include "where/parse.h"

enum { KIBI = 1024, MILLION = 1000000 };

/* How long is too long to wait, when --stuck does not say it. */
#define STUCK_AFTER INT64_C(10000000000)

/* As much of a value as an error shows. */
enum { VALUE_SHOWN = 256 };

static const struct {
	const char *name;
	enum json_type type;
} record_types[] = {
	{ "capture", JSON_CAPTURE }, { "packet", JSON_PACKET },
	{ "state", JSON_STATE },     { "flow", JSON_FLOW },
	{ "notice", JSON_NOTICE },   { "summary", JSON_SUMMARY },
};

int option_complain(struct option_parser *parser, const char *what,
		    const char *value)
{
	char shown[VALUE_SHOWN];
	struct text text;

	text_init(&text, shown, sizeof(shown));
	escape_terminal(&text, value, strlen(value));
	snprintf(parser->error, parser->size, "%s%s; try tcpflow --help", what,
		 text_terminate(&text));
	return -1;
}

int value_count(struct option_parser *parser, char *text)
{
	uint64_t *count = &parser->options->count;

	if (number_parse(text, UINT64_MAX, count) && *count > 0)
		return 0;
	return option_complain(parser, "-c: invalid packet count ", text);
}

int value_read_file(struct option_parser *parser, char *text)
{
	struct options *options = parser->options;
	const char **files =
		reallocarray((void *)options->read_files,
			     options->read_count + 1, sizeof(*files));

	if (!files)
		return option_complain(parser, "out of memory", "");
	files[options->read_count++] = text;
	options->read_files = files;
	return 0;
}

int value_snapshot_length(struct option_parser *parser, char *text)
{
	uint64_t length;

	if (!number_parse(text, CAPTURE_SNAPSHOT_MAX, &length))
		return option_complain(
			parser, "-s: a snapshot length is 0 to 262144, not ",
			text);
	/* 0 is what asked for the whole packet when the default was short. */
	parser->options->live.snapshot_length =
		length ? (int)length : CAPTURE_SNAPSHOT_MAX;
	return 0;
}

/* In KiB. */
int value_buffer_size(struct option_parser *parser, char *text)
{
	uint64_t size;

	if (!number_parse(text, INT_MAX / KIBI, &size) || size == 0)
		return option_complain(
			parser, "-B: a buffer has 1 to 2097151 KiB, not ",
			text);
	parser->options->live.buffer_size = (int)size * KIBI;
	return 0;
}

int value_sandbox(struct option_parser *parser, char *text)
{
	static const char *const names[] = {
		[SANDBOX_AUTO] = "auto",
		[SANDBOX_REQUIRE] = "require",
		[SANDBOX_OFF] = "off",
	};

	for (int i = SANDBOX_AUTO; i <= SANDBOX_OFF; i++) {
		if (strcmp(text, names[i]) != 0)
			continue;
		parser->options->sandbox.mode = (enum sandbox_mode)i;
		return 0;
	}
	return option_complain(parser, "--sandbox: auto, require or off, not ",
			       text);
}

int value_direction(struct option_parser *parser, char *text)
{
	static const char *const names[] = {
		[CAPTURE_BOTH] = "inout",
		[CAPTURE_IN] = "in",
		[CAPTURE_OUT] = "out",
	};

	for (int i = CAPTURE_BOTH; i <= CAPTURE_OUT; i++) {
		if (strcasecmp(text, names[i]) != 0)
			continue;
		parser->options->live.direction = (enum capture_direction)i;
		return 0;
	}
	return option_complain(parser, "-Q: in, out or inout, not ", text);
}

int value_link_type(struct option_parser *parser, char *text)
{
	parser->options->live.link_type = text;
	if (capture_knows_link(text))
		return 0;
	return option_complain(parser,
			       "-y: a link type that tcpflow -L lists for the "
			       "interface, not ",
			       text);
}

int value_stamp_type(struct option_parser *parser, char *text)
{
	parser->options->live.stamp_type = text;
	if (capture_knows_stamp(text))
		return 0;
	return option_complain(parser,
			       "-j: a type of time stamps that tcpflow -J "
			       "lists for the interface, not ",
			       text);
}

/* In millions of octets. */
int value_file_size(struct option_parser *parser, char *text)
{
	uint64_t *size = &parser->options->rotation.size;

	if (!number_parse(text, INT64_MAX / MILLION, size) || *size == 0)
		return option_complain(
			parser, "-C: millions of octets, 1 or more, not ",
			text);
	*size *= MILLION;
	return 0;
}

int value_interval(struct option_parser *parser, char *text)
{
	uint64_t seconds;

	if (!number_parse(text, INT_MAX, &seconds) || seconds == 0)
		return option_complain(
			parser, "-G: a number of seconds, 1 or more, not ",
			text);
	parser->options->rotation.interval = (int64_t)seconds;
	return 0;
}

int value_file_count(struct option_parser *parser, char *text)
{
	uint64_t count;

	if (!number_parse(text, INT_MAX, &count) || count == 0)
		return option_complain(parser,
				       "-W: a number of files, 1 or more, not ",
				       text);
	parser->options->rotation.files = (unsigned int)count;
	return 0;
}

int value_max_memory(struct option_parser *parser, char *text)
{
	enum { MEBI = 1 << 20 };
	uint64_t *memory = &parser->options->max_memory;

	/* Below that, few connections would have room beside the table. */
	if (number_parse_size(text, memory) && *memory >= MEBI)
		return 0;
	return option_complain(
		parser,
		"--max-memory: a size of at least 1M, as 64M or 2G, not ",
		text);
}

int value_msl(struct option_parser *parser, char *text)
{
	if (number_parse_seconds(text, &parser->options->msl))
		return 0;
	return option_complain(parser,
			       "--msl: a number of seconds above 0, not ",
			       text);
}

int value_micro(struct option_parser *parser, char *text)
{
	(void)text;
	parser->options->precision = OPTIONS_MICRO;
	return 0;
}

int value_nano(struct option_parser *parser, char *text)
{
	(void)text;
	parser->options->precision = OPTIONS_NANO;
	return 0;
}

int value_precision(struct option_parser *parser, char *text)
{
	if (strcmp(text, "micro") == 0)
		return value_micro(parser, NULL);
	if (strcmp(text, "nano") == 0)
		return value_nano(parser, NULL);
	return option_complain(parser,
			       "--time-stamp-precision: micro or nano, not ",
			       text);
}

int value_colour(struct option_parser *parser, char *text)
{
	if (!text || strcmp(text, "always") == 0)
		parser->options->colour = OPTIONS_COLOUR_ALWAYS;
	else if (strcmp(text, "never") == 0)
		parser->options->colour = OPTIONS_COLOUR_NEVER;
	else if (strcmp(text, "auto") == 0)
		parser->options->colour = OPTIONS_COLOUR_AUTO;
	else
		return option_complain(parser,
				       "--color: auto, always or never, not ",
				       text);
	return 0;
}

/* The type of records with that name, or 0. */
static unsigned int record_type(const char *name, size_t length)
{
	for (size_t i = 0; i < sizeof(record_types) / sizeof(record_types[0]);
	     i++)
		if (strlen(record_types[i].name) == length &&
		    memcmp(record_types[i].name, name, length) == 0)
			return record_types[i].type;
	return 0;
}

int value_json(struct option_parser *parser, char *text)
{
	const char *next;

	if (!text)
		parser->options->json = JSON_ALL;
	for (const char *type = text; type; type = next) {
		size_t length = strcspn(type, ",");
		unsigned int known = record_type(type, length);

		next = type[length] ? type + length + 1 : NULL;
		if (!known)
			return option_complain(
				parser, "--json: no such record: ", type);
		parser->options->json |= known;
	}
	return 0;
}

int value_ladder(struct option_parser *parser, char *text)
{
	static const char *const names[] = {
		[LADDER_ASCII] = "ascii",
		[LADDER_UNICODE] = "unicode",
		[LADDER_MERMAID] = "mermaid",
		[LADDER_SVG] = "svg",
	};

	parser->options->ladder = LADDER_BY_LOCALE;
	if (!text)
		return 0;
	for (int i = LADDER_ASCII; i <= LADDER_SVG; i++) {
		if (strcmp(text, names[i]) != 0)
			continue;
		parser->options->ladder = (enum ladder_kind)i;
		return 0;
	}
	return option_complain(parser,
			       "--ladder: ascii, unicode, mermaid or svg, not ",
			       text);
}

int value_connections(struct option_parser *parser, char *text)
{
	char *next;

	for (char *word = text; word; word = next) {
		uint64_t number;

		next = strchr(word, ',');
		if (next)
			*next++ = '\0';
		if (!number_parse(word, UINT64_MAX, &number) || number == 0)
			return option_complain(
				parser,
				"--conn: numbers of connections, from "
				"1, not ",
				word);
		if (!view_add_connection(&parser->options->view, number))
			return option_complain(parser, "out of memory", "");
	}
	return 0;
}

int value_stuck(struct option_parser *parser, char *text)
{
	struct options *options = parser->options;

	options->stuck = true;
	options->stuck_after = STUCK_AFTER;
	if (!text || number_parse_seconds(text, &options->stuck_after))
		return 0;
	return option_complain(parser,
			       "--stuck: a number of seconds above 0, not ",
			       text);
}

int value_table(struct option_parser *parser, char *text)
{
	parser->options->table = true;
	parser->options->table_all = text && strcmp(text, "all") == 0;
	if (!text || parser->options->table_all || strcmp(text, "open") == 0)
		return 0;
	return option_complain(parser, "--table: open or all, not ", text);
}

int value_table_interval(struct option_parser *parser, char *text)
{
	if (number_parse_seconds(text, &parser->options->table_interval))
		return 0;
	return option_complain(parser,
			       "--interval: a number of seconds above 0, not ",
			       text);
}

int value_sort(struct option_parser *parser, char *text)
{
	parser->options->table_sorted = true;
	if (listing_key_find(text, &parser->options->table_key))
		return 0;
	return option_complain(parser,
			       "--sort: number, client, server, state, age, "
			       "bytes, packets, retransmissions, rtt or "
			       "waiting, not ",
			       text);
}

/* Reads an expression, the value of the option `name`. */
static int read_expression(struct option_parser *parser, const char *name,
			   const char *expression, struct where *where)
{
	bool of_line = strcmp(name, "--where") == 0;
	struct where_error error;
	struct text text;

	if (where_parse(where, expression,
			of_line ? WHERE_OF_LINE : WHERE_OF_CONNECTION, &error))
		return 0;
	text_init(&text, parser->error, parser->size);
	text_string(&text, name);
	text_string(&text, ": ");
	where_error_render(&text, expression, &error);
	text_terminate(&text);
	return -1;
}

int value_where(struct option_parser *parser, char *text)
{
	struct where where;

	if (read_expression(parser, "--where", text, &where) < 0)
		return -1;
	if (!view_add_where(&parser->options->view, &where))
		return option_complain(parser, "out of memory", "");
	return 0;
}

int value_assert(struct option_parser *parser, char *text)
{
	struct where where;

	if (read_expression(parser, "--assert", text, &where) < 0)
		return -1;
	if (!assertions_add(&parser->options->assertions, &where))
		return option_complain(parser, "out of memory", "");
	return 0;
}
