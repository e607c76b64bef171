/*
 * --stuck.
 *
 * A connection that is stuck sends nothing that would show it: time has to be
 * looked at.  Once a second is often enough for people, and cheap beside the
 * packets of that second.
 */
#include "stuck.h"

#include <stdlib.h>
#include <string.h>

#include "pipeline.h"
#include "render/state.h"
#include "render/text.h"
#include "render/waiting_text.h"
#include "track/tracker.h"
#include "where/describe.h"

#define SECOND INT64_C(1000000000)

enum { WORDS_SIZE = 512 };

void stuck_free(struct stuck *stuck)
{
	free(stuck->told);
	stuck->told = NULL;
	stuck->places = 0;
}

/* A state that stays as it is, as an event. */
static struct track_event event_of(const struct track_look *look,
				   enum track_end end)
{
	const struct history *history = &look->flow.ends[end].history;

	return (struct track_event){
		.kind = TRACK_EVENT_STATE,
		.time = look->now,
		.connection = look->flow.connection,
		.end = end,
		.steps = { .states = { (uint8_t)history_state(history) },
			   .count = 1,
			   .assumed = !history_is_sure(history) },
	};
}

static void notice(struct pipeline *pipeline, const struct track_event *event,
		   const char *words)
{
	const struct json_notice notice = {
		.has_time = true,
		.time = event->time,
		.kind = "stuck",
		.words = words,
		.number = pipeline->writer.number,
		.connection = event->connection,
	};

	pipeline_notice(pipeline, &notice);
}

static void state_and_words(struct text *text, const struct track_event *event,
			    const char *words)
{
	text_string(text, event->end == TRACK_CLIENT ? "client " : "server ");
	text_string(text, state_name((enum tcp_state)event->steps.states[0]));
	text_string(text, ": ");
	text_string(text, words);
}

/* As the line of an event, with the words as its note; or as a record. */
static void tell(struct pipeline *pipeline, const struct track_event *event,
		 const char *words)
{
	char storage[WORDS_SIZE];
	struct text text;

	if (pipeline->records) {
		text_init(&text, storage, sizeof(storage));
		state_and_words(&text, event, words);
		notice(pipeline, event, text_terminate(&text));
		return;
	}
	event_render(pipeline->text, &pipeline->line, &pipeline->clock, event,
		     NULL, pipeline->colour);
	text_string(pipeline->text, event->notes.count ? "; " : " | ");
	text_string(pipeline->text, words);
	text_char(pipeline->text, '\n');
}

/* Records have no names. */
static const struct line_options *options_of(const struct pipeline *pipeline)
{
	return pipeline->records ? &pipeline->writer.line : &pipeline->line;
}

static void tell_waiting(struct pipeline *pipeline,
			 const struct track_look *look,
			 const struct waiting *waiting)
{
	const struct track_event event = event_of(look, waiting->end);
	char storage[WORDS_SIZE];
	struct text text;

	text_init(&text, storage, sizeof(storage));
	text_string(&text, "stuck for ");
	where_time(&text, (uint64_t)(look->now - waiting->since));
	text_string(&text, ": ");
	waiting_render(&text, waiting->what, &look->flow.ends[waiting->end]);
	text_string(&text, " (");
	peers_render(&text, options_of(pipeline), &look->flow);
	text_char(&text, ')');
	tell(pipeline, &event, text_terminate(&text));
}

/* Room to remember what is at that place; false when there is no memory. */
static bool make_room(struct stuck *stuck, size_t place)
{
	size_t places = stuck->places ? stuck->places : 64;
	uint64_t *told;

	while (places <= place)
		places *= 2;
	if (places == stuck->places)
		return true;
	told = realloc(stuck->told, places * sizeof(*told));
	if (!told)
		return false;
	memset(told + stuck->places, 0,
	       (places - stuck->places) * sizeof(*told));
	stuck->told = told;
	stuck->places = places;
	return true;
}

/* Told once, until it goes on.  (Without memory, only at the end.) */
static void look_live(struct pipeline *pipeline, size_t place,
		      const struct track_look *look)
{
	struct stuck *stuck = &pipeline->stuck;
	const struct waiting waiting = waiting_find(look, stuck->after);
	uint64_t connection = look->flow.connection;

	if (!make_room(stuck, place))
		return;
	if (waiting.what == WAITING_NOTHING ||
	    !view_has_look(&pipeline->view, look)) {
		stuck->told[place] = 0;
		return;
	}
	if (stuck->told[place] == connection)
		return;
	stuck->told[place] = connection;
	tell_waiting(pipeline, look, &waiting);
}

void stuck_advance(struct pipeline *pipeline, int64_t now)
{
	struct stuck *stuck = &pipeline->stuck;
	struct track_look look;
	uint32_t place = 0;

	if (!stuck->wanted || !stuck->live ||
	    (now >= stuck->walked && now - stuck->walked < SECOND))
		return;
	stuck->walked = now;
	while (tracker_look_next(pipeline->tracker, &place, &look))
		look_live(pipeline, place - 1, &look);
}

void stuck_event(struct pipeline *pipeline, const struct track_event *event)
{
	struct track_look look = { .now = event->time };
	char storage[WORDS_SIZE];
	struct text text;

	if (!pipeline->stuck.wanted ||
	    !notes_have(&event->notes, NOTE_TIMED_OUT))
		return;
	look.flow = event->flow;
	if (!view_has_look(&pipeline->view, &look))
		return;
	text_init(&text, storage, sizeof(storage));
	waiting_render(&text,
		       waiting_of_state((enum tcp_state)event->steps.states[0]),
		       &event->flow.ends[event->end]);
	text_string(&text, " (");
	peers_render(&text, options_of(pipeline), &event->flow);
	text_char(&text, ')');
	tell(pipeline, event, text_terminate(&text));
}

void stuck_finish(struct pipeline *pipeline)
{
	struct track_look look;
	uint32_t place = 0;

	if (!pipeline->stuck.wanted)
		return;
	while (tracker_look_next(pipeline->tracker, &place, &look)) {
		const struct waiting waiting =
			waiting_find(&look, pipeline->stuck.after);

		if (waiting.what != WAITING_NOTHING &&
		    view_has_look(&pipeline->view, &look))
			tell_waiting(pipeline, &look, &waiting);
	}
}
