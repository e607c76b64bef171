/*
 * For fuzzers: a pipeline that prints in one of all the ways there are, and
 * whose text is looked at and thrown away.
 */
#include "tests/fuzz_show.h"

#include <stdlib.h>
#include <string.h>

#include "decode/fragments.h"
#include "decode/packet.h"
#include "render/endpoints.h"
#include "render/ladder_svg.h"
#include "render/names.h"
#include "report.h"
#include "tests/fuzz.h"
#include "track/tracker.h"
#include "where/parse.h"

enum { ESCAPE = 27 };

void fuzz_require(bool condition)
{
	if (!condition)
		abort();
}

/* --- names, as long as escaped ones get */

static const char *host(void *context, const struct address *address)
{
	(void)context;
	return address->version == 4 ? "a-host\\x1b.example.net" : NULL;
}

static const char *service(void *context, uint16_t port)
{
	(void)context;
	return port & 1 ? "a-service" : NULL;
}

static const char *protocol(void *context, uint8_t number)
{
	(void)context;
	return number & 1 ? "a-protocol" : NULL;
}

static const char *interface(void *context, uint32_t index)
{
	(void)context;
	return index & 1 ? "an-interface" : NULL;
}

static int32_t utc_offset(void *context, int64_t seconds)
{
	(void)context;
	return seconds & 1 ? 14 * 3600 : -12 * 3600;
}

static const struct render_names names = {
	.host = host,
	.service = service,
	.protocol = protocol,
	.interface = interface,
	.utc_offset = utc_offset,
};

/* --- looking at the text */

static void read_line(const struct fuzz_show *show, char c)
{
	bool plain = (c >= ' ' && c <= '~') || c == '\n' || c == '\t';
	bool drawn = show->pipeline.ladder.kind == LADDER_UNICODE &&
		     (uint8_t)c >= 0x80;

	fuzz_require(plain || drawn || (show->pipeline.colour && c == ESCAPE));
}

/* What stands in a colour's sequence does not come here. */
static void read_width(struct fuzz_show *show, char c)
{
	struct fuzz_reading *reading = &show->reading;

	if (c == '\n')
		reading->columns = 0;
	else if (((uint8_t)c & 0xc0) != 0x80 && c != ESCAPE)
		reading->columns++;
	fuzz_require(reading->columns <= show->pipeline.ladder.width);
}

static void read_svg(struct fuzz_reading *reading, char c)
{
	fuzz_require(c != (reading->in_tag ? '<' : '>'));
	if (c == '<' || c == '>')
		reading->in_tag = c == '<';
}

static void read_ladder(struct fuzz_show *show, char c)
{
	switch (show->pipeline.ladder.kind) {
	case LADDER_ASCII:
	case LADDER_UNICODE:
		read_width(show, c);
		break;
	case LADDER_SVG:
		read_svg(&show->reading, c);
		break;
	default:
		break;
	}
}

/* "ESC [ numbers m" */
static void read_escape(struct fuzz_reading *reading, char c)
{
	fuzz_require(c == '[' || c == ';' || (c >= '0' && c <= '9') ||
		     c == 'm');
	reading->in_escape = c != 'm';
}

static void read_string(struct fuzz_reading *reading, char c)
{
	fuzz_require(c != '\n');
	if (reading->quoted)
		reading->quoted = false;
	else if (c == '\\')
		reading->quoted = true;
	else if (c == '"')
		reading->in_string = false;
}

static void open_bracket(struct fuzz_reading *reading, char end)
{
	fuzz_require(reading->depth < FUZZ_DEPTH_MAX);
	reading->open[reading->depth++] = end;
}

static void read_record(struct fuzz_reading *reading, char c)
{
	if (c == '\n') {
		fuzz_require(reading->depth == 0);
		return;
	}
	fuzz_require(reading->depth > 0 || c == '{');
	if (c == '"')
		reading->in_string = true;
	else if (c == '{')
		open_bracket(reading, '}');
	else if (c == '[')
		open_bracket(reading, ']');
	else if (c == '}' || c == ']')
		fuzz_require(reading->open[--reading->depth] == c);
}

static void read_character(struct fuzz_show *show, char c)
{
	struct fuzz_reading *reading = &show->reading;

	if (reading->in_escape) {
		read_escape(reading, c);
		return;
	}
	read_line(show, c);
	reading->in_escape = c == ESCAPE;
	read_ladder(show, c);
	if (!show->pipeline.records)
		return;
	if (reading->in_string)
		read_string(reading, c);
	else
		read_record(reading, c);
}

static void take_text(struct text *text)
{
	struct fuzz_show *show = text->context;

	for (const char *c = text->start; c < text->at; c++)
		read_character(show, *c);
	text->at = text->start;
}

/* --- the pipeline */

static struct line_options choose_line(uint32_t choice)
{
	bool numeric = choice >> 13 & 1;

	return (struct line_options){
		.time = (enum line_time)((choice & 7) % 6),
		.dump = (enum line_dump)((choice >> 3 & 7) % 7),
		.verbose = choice >> 6 & 3,
		.quiet = choice >> 8 & 1,
		.classic = choice >> 9 & 1,
		.link_header = choice >> 10 & 1,
		.absolute = choice >> 11 & 1,
		.no_checksum = choice >> 12 & 1,
		.numeric = numeric,
		.nanoseconds = choice >> 14 & 1,
		.number = choice >> 15 & 1,
		.names = numeric ? NULL : &names,
	};
}

/* Of lines, or of records.  What is kept is right whatever comes next, so it
 * is kept from one input to the other. */
static void choose_kept(struct pipeline *pipeline)
{
	static struct endpoints_cache lines = { .put = put_endpoints };
	static struct endpoints_cache records = { .put = put_json_endpoints };
	static struct json_second second;

	pipeline->line.endpoints = &lines;
	pipeline->writer.endpoints = &records;
	pipeline->writer.second = &second;
}

static void choose_writer(struct fuzz_show *show)
{
	struct json_writer *writer = &show->pipeline.writer;

	writer->text = &show->text;
	writer->line = show->pipeline.line;
	writer->line.numeric = true;
	writer->line.names = NULL;
	writer->nanoseconds = show->pipeline.line.nanoseconds;
	writer->explain = show->pipeline.explain;
}

/* Kind and width by the bits that choose the dump of a line. */
static void choose_ladder(struct fuzz_show *show, uint32_t choice)
{
	static struct ladder_svg svg;
	struct pipeline *pipeline = &show->pipeline;

	if (!(choice >> 23 & 1) || pipeline->records || pipeline->tables.wanted)
		return;
	if (svg.row_count > 0 || svg.left_out > 0)
		memset(&svg, 0, sizeof(svg));
	pipeline->ladder = (struct ladder){
		.kind = (enum ladder_kind)(LADDER_ASCII + (choice >> 3 & 3)),
		.text = &show->text,
		.options = &pipeline->line,
		.width = choice >> 5 & 1 ? 80 : 60,
		.single = choice >> 22 & 1,
		.colour = pipeline->colour,
		.svg = &svg,
	};
}

/* In place of records, by the bit that has no meaning beside them; so small
 * that everything is left out at times. */
static void choose_report(struct fuzz_show *show, uint32_t choice)
{
	static struct report report;
	struct pipeline *pipeline = &show->pipeline;

	if (!(choice >> 23 & 1) || !pipeline->records)
		return;
	report_init(&report, &pipeline->writer, pipeline->tracker);
	report.limits = (struct report_limits){
		.listed = 6, .detailed = 4, .steps = 40, .head = 4, .tail = 6
	};
	pipeline->records = 0;
	pipeline->report = &report;
}

static void choose_view(struct fuzz_show *show, uint32_t choice)
{
	struct view *view = &show->pipeline.view;

	view->transitions = choice >> 20 & 1;
	view->findings = choice >> 21 & 1;
	if (choice >> 22 & 1) {
		show->connection = 1;
		view->connections = &show->connection;
		view->connection_count = 1;
	}
}

/* Instead of a ladder, where the bits are set that no ladder looks at. */
static void choose_table(struct fuzz_show *show, uint32_t choice)
{
	struct pipeline *pipeline = &show->pipeline;

	if (!(choice >> 23 & 1) || (choice >> 8 & 3) != 3 || pipeline->records)
		return;
	pipeline->tables = (struct tables){
		.wanted = true,
		.live = choice >> 3 & 1,
		.interval = choice >> 4 & 1 ? 1000000 : 0,
		.width = choice >> 5 & 1 ? 80 : 160,
		.roster = {
			.all = choice >> 6 & 1,
			.key = (enum listing_key)((choice >> 10 & 15) %
						  LISTING_KEYS),
			.reversed = choice >> 14 & 1,
			.ranking.limit = choice >> 15 & 1 ? 3 : SIZE_MAX,
		},
	};
}

/* --where, --stuck and --assert; the times are passed by silence. */
static void choose_questions(struct fuzz_show *show, uint32_t choice)
{
	static const char expression[] =
		"not conn=0 and (state~WAIT for >50ms or state=ESTABLISHED for "
		"1s or finding~re or length>0) or client.addr=10.0.0.0/8";
	struct pipeline *pipeline = &show->pipeline;
	struct where_error error;

	/* Beside a ladder there is no place for an answer. */
	if (!(choice >> 22 & 1) || pipeline->ladder.kind != LADDER_NONE)
		return;
	fuzz_require(
		where_parse(&show->where, expression, WHERE_OF_LINE, &error));
	pipeline->view.where = &show->where;
	pipeline->view.where_count = 1;
	pipeline->stuck = (struct stuck){
		.wanted = true,
		.live = choice & 1,
		.after = 20000000,
	};
}

/* Four MiB, which would take longer to clear than most inputs do to show. */
static struct fragments *no_fragments(void)
{
	static struct fragments fragments;

	if (fragments.used > 0)
		memset(&fragments, 0, sizeof(fragments));
	return &fragments;
}

bool fuzz_show_open(struct fuzz_show *show, uint32_t choice)
{
	/* Little memory, so that connections are evicted. */
	const struct tracker_options tracker = { .msl = 30000000000,
						 .memory = FUZZ_MEMORY,
						 .key = { 1, 2 } };
	struct pipeline *pipeline = &show->pipeline;

	memset(show, 0, sizeof(*show));
	pipeline->tracker = tracker_new(&tracker);
	if (!pipeline->tracker)
		return false;
	pipeline->fragments = no_fragments();
	text_init(&show->text, show->storage, sizeof(show->storage));
	show->text.drain = take_text;
	show->text.context = show;
	pipeline->text = &show->text;
	pipeline->line = choose_line(choice);
	pipeline->state = !(choice >> 16 & 1);
	pipeline->explain = choice >> 17 & 1;
	pipeline->records = choice >> 18 & 1 ? JSON_ALL : 0;
	pipeline->colour = choice >> 19 & 1;
	choose_writer(show);
	choose_kept(pipeline);
	choose_view(show, choice);
	choose_table(show, choice);
	choose_ladder(show, choice);
	choose_report(show, choice);
	choose_questions(show, choice);
	return true;
}

/* The record in a connection's ends its line, which means nothing here. */
static void read_piece(struct fuzz_show *show, const struct report_piece *piece)
{
	for (size_t i = 0; i < piece->length; i++)
		if (piece->json[i] != '\n')
			read_character(show, piece->json[i]);
}

/* Each step is an object, and so are the members of a connection, in braces. */
static void read_report(struct fuzz_show *show)
{
	struct report *report = show->pipeline.report;

	show->pipeline.records = JSON_ALL;
	for (uint32_t i = 0; i < report->count; i++) {
		const struct report_connection *connection =
			&report->connections[i];

		for (uint32_t k = 0; k < connection->step_count; k++)
			read_piece(show, report_step(report, connection, k));
		fuzz_require(connection->flow.json);
		read_character(show, '{');
		read_piece(show, &connection->flow);
		read_character(show, '}');
		fuzz_require(show->reading.depth == 0);
	}
	fuzz_require(report->steps <= report->limits.steps);
	fuzz_require(report->count <= report->limits.listed);
	report_free(report);
}

void fuzz_show_close(struct fuzz_show *show)
{
	pipeline_finish(&show->pipeline);
	take_text(&show->text);
	if (show->pipeline.report)
		read_report(show);
	fuzz_require(!show->text.overflowed);
	fuzz_require(show->reading.depth == 0 && !show->reading.in_string &&
		     !show->reading.in_tag);
	pipeline_free(&show->pipeline);
	tracker_free(show->pipeline.tracker);
}
