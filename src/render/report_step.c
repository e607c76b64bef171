/*
 * A step of a report.  Its words are those of the ladder's row, its sentences
 * those of the records.
 */
#include "render/report_step.h"

#include <string.h>

#include "decode/packet.h"
#include "render/finding.h"
#include "render/json.h"
#include "render/json_explain.h"
#include "render/json_text.h"
#include "render/ladder_row.h"
#include "render/note_text.h"
#include "track/tracker.h"

/* "ESTABLISHED?" */
static void state(struct text *text, enum tcp_state state, bool sure)
{
	text_char(text, '"');
	text_string(text, state_name(state));
	if (!sure)
		text_char(text, '?');
	text_char(text, '"');
}

/* All that the end went through: the first is where it came from. */
static void states(struct text *text, const struct track_steps *steps)
{
	for (int i = 0; i < steps->count; i++) {
		if (i > 0)
			text_char(text, ',');
		state(text, (enum tcp_state)steps->states[i],
		      !(steps->assumed >> i & 1));
	}
}

/* Each line of the row is a note; bit i of `trouble`: the one with that index
 * is. */
static void notes(struct text *text, const struct ladder_row *row)
{
	const char *at = row->notes;

	json_literal(text, ",\"notes\":[");
	while (*at) {
		size_t length = strcspn(at, "\n");

		if (at > row->notes)
			text_char(text, ',');
		json_string(text, at, length);
		at += length + (at[length] == '\n');
	}
	text_char(text, ']');
	json_literal(text, ",\"trouble\":");
	text_unsigned(text, row->trouble);
}

static void sacks(struct text *text, const struct tcp_options *options,
		  uint32_t zero)
{
	json_literal(text, ",\"sack\":[");
	for (int i = 0; i < options->sack_count; i++) {
		if (i > 0)
			text_char(text, ',');
		text_char(text, '[');
		text_unsigned(text, options->sacks[i].left - zero);
		text_char(text, ',');
		text_unsigned(text, options->sacks[i].right - zero);
		text_char(text, ']');
	}
	text_char(text, ']');
}

/* How much of the sequence space the segment takes. */
static uint32_t space(const struct packet_tcp *tcp)
{
	return tcp->payload + ((tcp->flags & TCP_SYN) != 0) +
	       ((tcp->flags & TCP_FIN) != 0);
}

static bool was_sent_before(const struct track_notes *notes)
{
	return notes_have(notes, NOTE_RETRANSMISSION) ||
	       notes_have(notes, NOTE_FAST_RETRANSMISSION) ||
	       notes_have(notes, NOTE_SPURIOUS_RETRANSMISSION);
}

/* What the time-sequence graph draws; of a fragment nothing, the whole will
 * have it. */
static void numbers(struct text *text, const struct packet *packet,
		    const struct track_result *result)
{
	const struct packet_tcp *tcp = &packet->tcp;

	if (tcp->extent < TCP_OPTIONS_CUT || packet->ip.fragment)
		return;
	if (result->has_seq_zero) {
		json_literal(text, ",\"seq\":");
		text_unsigned(text, tcp->seq - result->seq_zero);
		json_literal(text, ",\"space\":");
		text_unsigned(text, space(tcp));
	}
	if (was_sent_before(&result->notes))
		json_literal(text, ",\"again\":true");
	if (!(tcp->flags & TCP_ACK) || !result->has_ack_zero)
		return;
	json_literal(text, ",\"ack\":");
	text_unsigned(text, tcp->ack - result->ack_zero);
	json_literal(text, ",\"window\":");
	json_maybe(text, result->has_window, result->window);
	if (tcp->options.sack_count > 0)
		sacks(text, &tcp->options, result->ack_zero);
}

static void round_trip(struct text *text, const struct report_figures *figures,
		       enum track_end end)
{
	if (figures->has_rtt[end])
		json_seconds(text, figures->rtt[end], true);
	else
		json_literal(text, "null");
}

static void both_figures(struct text *text,
			 const struct report_figures *figures)
{
	json_literal(text, ",\"flight\":[");
	text_unsigned(text, figures->flight[TRACK_CLIENT]);
	text_char(text, ',');
	text_unsigned(text, figures->flight[TRACK_SERVER]);
	text_char(text, ']');
	if (!figures->has_rtt[TRACK_CLIENT] && !figures->has_rtt[TRACK_SERVER])
		return;
	json_literal(text, ",\"rtt\":[");
	round_trip(text, figures, TRACK_CLIENT);
	text_char(text, ',');
	round_trip(text, figures, TRACK_SERVER);
	text_char(text, ']');
}

void report_step_packet(const struct json_writer *writer,
			const struct packet *packet,
			const struct track_result *result,
			const struct report_figures *figures)
{
	struct text *text = writer->text;
	struct ladder_row row = { 0 };

	ladder_row_packet(&row, &writer->line, packet, result);
	json_literal(text, "{\"ts\":");
	json_time(text, writer->time, writer->nanoseconds);
	json_literal(text, ",\"number\":");
	text_unsigned(text, writer->number);
	json_literal(text, ",\"from\":");
	json_end_name(text, (int)result->from);
	json_literal(text, ",\"label\":");
	json_string(text, row.label, strlen(row.label));
	json_literal(text, ",\"client\":[");
	states(text, &result->ends[TRACK_CLIENT]);
	json_literal(text, "],\"server\":[");
	states(text, &result->ends[TRACK_SERVER]);
	text_char(text, ']');
	numbers(text, packet, result);
	both_figures(text, figures);
	notes(text, &row);
	json_explain_result(writer, result);
	text_char(text, '}');
}

/* The other end of an event is where it was. */
static void event_states(struct text *text, const struct track_event *event,
			 enum track_end end)
{
	const struct history *history = &event->flow.ends[end].history;

	json_literal(text, ",\"");
	text_string(text, end == TRACK_CLIENT ? "client" : "server");
	json_literal(text, "\":[");
	if (end == event->end)
		states(text, &event->steps);
	else
		state(text, history_state(history), history_is_sure(history));
	text_char(text, ']');
}

void report_step_event(const struct json_writer *writer,
		       const struct track_event *event,
		       const struct packet *quote)
{
	struct text *text = writer->text;
	struct ladder_row row = { 0 };

	ladder_row_event(&row, &writer->line, event, quote);
	json_literal(text, "{\"ts\":");
	json_time(text, event->time, writer->nanoseconds);
	json_literal(text, ",\"number\":");
	json_maybe(text, quote != NULL, writer->number);
	json_literal(text, ",\"event\":");
	json_end_name(text, (int)event->end);
	event_states(text, event, TRACK_CLIENT);
	event_states(text, event, TRACK_SERVER);
	notes(text, &row);
	json_explain_event(writer, event, quote);
	text_char(text, '}');
}

/* --- a connection */

/* Its words without what a value would follow: "dup ack", "reset". */
static void finding(struct text *text, enum note note)
{
	static const char by[] = " by ";
	const char *words = note_words(note);
	size_t length = strcspn(words, "(#"), tail = sizeof(by) - 1;

	if (length > tail && memcmp(words + length - tail, by, tail) == 0)
		length -= tail;
	while (length > 0 && words[length - 1] == ' ')
		length--;
	json_string(text, words, length);
}

/* Whether there was trouble among them. */
static bool findings(struct text *text, uint64_t set)
{
	const char *separator = "";
	bool trouble = false;

	json_literal(text, ",\"findings\":[");
	for (int i = 0; i <= NOTE_ICMP; i++) {
		const struct track_note note = { .note = (uint8_t)i };

		if (!(set >> i & 1) || !note_is_finding(&note))
			continue;
		text_string(text, separator);
		separator = ",";
		finding(text, (enum note)i);
		trouble = trouble || note_is_trouble(&note);
	}
	text_char(text, ']');
	return trouble;
}

void report_flow(const struct json_writer *writer,
		 const struct track_flow *flow)
{
	struct text *text = writer->text;
	bool trouble;

	json_literal(text, "\"flow\":");
	json_flow(text, flow, writer->nanoseconds);
	trouble = findings(text, flow->notes);
	json_literal(text, ",\"trouble\":");
	json_bool(text, trouble);
}
