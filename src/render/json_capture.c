/*
 * The records of the capture itself: what it is, what its reader must know,
 * what it came to.
 */
#include <string.h>

#include "render/json.h"
#include "render/json_text.h"
#include "track/tracker.h"

static void maybe_time(const struct json_writer *writer, bool known,
		       int64_t time)
{
	if (known)
		json_time(writer->text, time, writer->nanoseconds);
	else
		json_literal(writer->text, "null");
}

static void maybe_string(struct text *text, const char *string)
{
	if (string)
		json_string(text, string, strlen(string));
	else
		json_literal(text, "null");
}

void json_capture(const struct json_writer *writer,
		  const struct json_source *source)
{
	struct text *text = writer->text;

	json_literal(text, "{\"type\":\"capture\",\"ts\":");
	maybe_time(writer, source->has_time, source->time);
	json_literal(text, ",\"schema\":");
	text_unsigned(text, JSON_SCHEMA);
	json_literal(text, ",\"version\":");
	maybe_string(text, source->version);
	json_literal(text, ",\"source\":");
	maybe_string(text, source->name);
	json_literal(text, ",\"live\":");
	json_bool(text, source->live);
	json_literal(text, ",\"linktype\":");
	json_string(text, source->link_type, strcspn(source->link_type, " "));
	json_literal(text, ",\"snaplen\":");
	text_unsigned(text, (uint64_t)source->snapshot_length);
	json_literal(text, ",\"precision\":");
	text_string(text, writer->nanoseconds ? "\"nano\"" : "\"micro\"");
	json_literal(text, ",\"filter\":");
	maybe_string(text, source->filter);
	json_literal(text, "}\n");
}

void json_notice(const struct json_writer *writer,
		 const struct json_notice *notice)
{
	struct text *text = writer->text;

	json_literal(text, "{\"type\":\"notice\",\"ts\":");
	maybe_time(writer, notice->has_time, notice->time);
	json_literal(text, ",\"kind\":");
	maybe_string(text, notice->kind);
	json_literal(text, ",\"text\":");
	maybe_string(text, notice->words);
	json_literal(text, ",\"number\":");
	json_maybe(text, notice->number > 0, notice->number);
	json_literal(text, ",\"conn\":");
	json_maybe(text, notice->connection > 0, notice->connection);
	json_literal(text, ",\"count\":");
	json_maybe(text, notice->has_count, notice->count);
	json_literal(text, "}\n");
}

static void connections(struct text *text, const struct tracker_counts *counts)
{
	json_literal(text, ",\"connections\":{\"seen\":");
	text_unsigned(text, counts->seen);
	json_literal(text, ",\"open\":");
	text_unsigned(text, counts->open);
	json_literal(text, ",\"time_wait\":");
	text_unsigned(text, counts->time_wait);
	json_literal(text, ",\"reset\":");
	text_unsigned(text, counts->reset);
	json_literal(text, ",\"incomplete\":");
	text_unsigned(text, counts->incomplete);
	json_literal(text, ",\"evicted\":");
	text_unsigned(text, counts->evicted);
	text_char(text, '}');
}

static void fragments(struct text *text, const struct json_summary *summary)
{
	json_literal(text, ",\"fragments\":{\"reassembled\":");
	text_unsigned(text, summary->reassembled);
	json_literal(text, ",\"never_whole\":");
	text_unsigned(text, summary->never_whole);
	json_literal(text, ",\"evicted\":");
	text_unsigned(text, summary->fragments_evicted);
	text_char(text, '}');
}

static void times(const struct json_writer *writer,
		  const struct json_summary *summary)
{
	struct text *text = writer->text;

	json_literal(text, ",\"start\":");
	maybe_time(writer, summary->has_times, summary->start);
	json_literal(text, ",\"end\":");
	maybe_time(writer, summary->has_times, summary->end);
	json_literal(text, ",\"duration\":");
	if (summary->has_times)
		json_seconds(text, summary->end - summary->start,
			     writer->nanoseconds);
	else
		json_literal(text, "null");
}

void json_summary(const struct json_writer *writer,
		  const struct json_summary *summary,
		  const struct tracker_counts *counts)
{
	struct text *text = writer->text;

	json_literal(text, "{\"type\":\"summary\",\"ts\":");
	maybe_time(writer, summary->has_times, summary->end);
	json_literal(text, ",\"packets\":{\"captured\":");
	text_unsigned(text, summary->captured);
	json_literal(text, ",\"received\":");
	json_maybe(text, summary->live, summary->received);
	json_literal(text, ",\"dropped\":");
	json_maybe(text, summary->live, summary->dropped);
	json_literal(text, "},\"not_tcp\":");
	text_unsigned(text, summary->not_tcp);
	json_literal(text, ",\"backwards\":");
	text_unsigned(text, summary->backwards);
	fragments(text, summary);
	connections(text, counts);
	json_literal(text, ",\"ranges_forgotten\":");
	text_unsigned(text, counts->ranges_forgotten);
	times(writer, summary);
	json_literal(text, "}\n");
}
