/*
 * From two histories of one end to the states that a line shows, and to since
 * when it is in the last of them.
 */
#include "track/steps.h"

#include "track/connection.h"
#include "track/flow.h"

enum { STEPS_MAX = sizeof((struct track_steps *)0)->states };

/* Appends the states of the history from that place on, as far as there is
 * room. */
static void steps_add(struct track_steps *steps, struct history history,
		      unsigned int place)
{
	unsigned int count = steps->count;

	for (; place < history.count && count < STEPS_MAX; place++, count++) {
		unsigned int assumed = place >= history.sure;

		steps->states[count] = (uint8_t)history_at(history, place);
		steps->assumed |= (uint8_t)(assumed << count);
	}
	steps->count = (uint8_t)count;
}

static void between(struct track_steps *steps, struct history before,
		    struct history after, unsigned int shared)
{
	bool kept = shared == before.count;

	*steps = (struct track_steps){
		.states = { (uint8_t)history_state(&before) },
		.count = 1,
		.assumed =
			kept ? after.sure < shared : before.sure < before.count,
		.withdrew = !kept,
	};
	if (!kept && shared == after.count)
		shared--; /* went back: show to what */
	steps_add(steps, after, shared);
}

static unsigned int sure_place(struct history history)
{
	return history.sure ? history.sure - 1U : 0;
}

/* It may have been in the state for which it is made sure for longer than is
 * known: what was assumed has one time, of the last. */
static void date(struct endpoint *end, struct history before,
		 unsigned int shared, int64_t now)
{
	struct history after = end->history;

	if (shared < after.count)
		end->since = now;
	else if (after.count < before.count) /* it went back */
		end->since = sure_place(before) == after.count - 1U
				     ? end->sure_since
				     : now;
	if (history_is_sure(&after))
		end->sure_since = end->since;
	else if (sure_place(after) != sure_place(before) ||
		 shared <= sure_place(after))
		end->sure_since = now;
}

void steps_take(struct track_steps *steps, struct endpoint *end,
		struct history before, int64_t now)
{
	unsigned int shared;

	if (history_equal(before, end->history)) {
		steps_none(steps, before);
		return;
	}
	shared = history_shared(before, end->history);
	between(steps, before, end->history, shared);
	date(end, before, shared, now);
}

void steps_event(struct track_event *event, struct connection *connection,
		 int index, struct history before, int64_t now)
{
	*event = (struct track_event){
		.kind = TRACK_EVENT_STATE,
		.time = now,
		.connection = connection->number,
		.end = index == connection->client ? TRACK_CLIENT
						   : TRACK_SERVER,
	};
	steps_take(&event->steps, connection_end(connection, index), before,
		   now);
	flow_take(&event->flow, connection);
}
