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

static const char *cause(const struct change *change, int step)
{
	if (change->timer)
		return "timer";
	if (step == 0 && change->steps->withdrew)
		return "withdrawn";
	return change->steps->assumed >> (step + 1) & 1 ? "inferred"
							: "segment";
}

/* From the state with that index to the next one. */
static void begin(const struct json_writer *writer, const struct change *change,
		  int step)
{
	const struct track_steps *steps = change->steps;
	struct text *text = writer->text;

	json_literal(text, "{\"type\":\"state\",\"ts\":");
	json_time(text, change->time, writer->nanoseconds);
	json_literal(text, ",\"conn\":");
	text_unsigned(text, change->connection);
	json_literal(text, ",\"end\":");
	json_end_name(text, change->end);
	json_literal(text, ",\"from\":");
	json_state_name(text, (enum tcp_state)steps->states[step]);
	json_literal(text, ",\"to\":");
	json_state_name(text, (enum tcp_state)steps->states[step + 1]);
	json_literal(text, ",\"sure\":");
	json_bool(text, !(steps->assumed >> (step + 1) & 1));
	json_literal(text, ",\"cause\":\"");
	text_string(text, cause(change, step));
	json_literal(text, "\",\"number\":");
	json_maybe(text, !change->timer, writer->number);
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
