/*
 * The record "state": one transition of one end.
 */
#include "render/json.h"
#include "render/json_explain.h"
#include "render/json_text.h"
#include "track/tracker.h"

/* Whose transitions, when, and what brought them about. */
struct change {
	int64_t time;
	uint64_t connection;
	int end;
	const struct track_steps *steps;
	bool timer;
};

static char *put_cause(char *at, const struct change *change, int step)
{
	if (change->timer)
		return put_string(at, "timer");
	if (step == 0 && change->steps->withdrew)
		return put_string(at, "withdrawn");
	if (change->steps->assumed >> (step + 1) & 1)
		return put_string(at, "inferred");
	return put_string(at, "segment");
}

/* From the state with that index to the next one. */
static void begin(const struct json_writer *writer, const struct change *change,
		  int step)
{
	const struct track_steps *steps = change->steps;
	bool sure = !(steps->assumed >> (step + 1) & 1);
	char *from = text_piece(writer->text);
	char *at = put_string(from, "{\"type\":\"state\",\"ts\":");

	at = put_writer_time(at, writer, change->time);
	at = put_string(at, ",\"conn\":");
	at = put_unsigned(at, change->connection);
	at = put_string(at, ",\"end\":");
	at = put_string(at, change->end == TRACK_CLIENT ? "\"client\""
							: "\"server\"");
	at = put_string(at, ",\"from\":");
	at = put_json_state(at, (enum tcp_state)steps->states[step]);
	at = put_string(at, ",\"to\":");
	at = put_json_state(at, (enum tcp_state)steps->states[step + 1]);
	at = put_string(at, ",\"sure\":");
	at = put_string(at, sure ? "true" : "false");
	at = put_string(at, ",\"cause\":\"");
	at = put_cause(at, change, step);
	at = put_string(at, "\",\"number\":");
	at = put_maybe(at, !change->timer, writer->number);
	text_piece_end(writer->text, from, at);
}

void json_transitions(const struct json_writer *writer,
		      const struct track_result *result)
{
	for (int end = TRACK_CLIENT; end <= TRACK_SERVER; end++) {
		const struct change change = {
			.time = writer->time,
			.connection = result->connection,
			.end = end,
			.steps = &result->ends[end],
		};

		for (int i = 0; i + 1 < change.steps->count; i++) {
			begin(writer, &change, i);
			json_literal(writer->text, "}\n");
		}
	}
}

void json_event(const struct json_writer *writer,
		const struct track_event *event, const struct packet *quote)
{
	const struct change change = {
		.time = event->time,
		.connection = event->connection,
		.end = (int)event->end,
		.steps = &event->steps,
		.timer = notes_have(&event->notes, NOTE_2MSL_ELAPSED) ||
			 notes_have(&event->notes, NOTE_TIMED_OUT),
	};

	for (int i = 0; i + 1 < event->steps.count; i++) {
		begin(writer, &change, i);
		json_explain_event(writer, event, quote);
		json_literal(writer->text, "}\n");
	}
}
