/* From two histories of one end to the states that a line shows. */
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

void steps_between(struct track_steps *steps, struct history before,
		   struct history after)
{
	unsigned int shared;
	bool kept;

	if (history_equal(before, after)) { /* most segments */
		steps_none(steps, after);
		return;
	}
	shared = history_shared(before, after);
	kept = shared == before.count;
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

void steps_event(struct track_event *event, const struct connection *connection,
		 int index, struct history before)
{
	*event = (struct track_event){
		.kind = TRACK_EVENT_STATE,
		.connection = connection->number,
		.end = index == connection->client ? TRACK_CLIENT
						   : TRACK_SERVER,
	};
	flow_take(&event->flow, connection);
	steps_between(&event->steps, before, connection->ends[index].history);
}
