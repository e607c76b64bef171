/* From two histories of one end to the states that a line shows. */
#include "track/steps.h"

#include "track/connection.h"
#include "track/flow.h"

enum { STEPS_MAX = sizeof((struct track_steps *)0)->states };

static void steps_add(struct track_steps *steps, enum tcp_state state,
		      bool assumed)
{
	if (steps->count == STEPS_MAX)
		return;
	if (assumed)
		steps->assumed |= (uint8_t)(1U << steps->count);
	steps->states[steps->count++] = (uint8_t)state;
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
	*steps = (struct track_steps){ 0 };
	shared = history_shared(before, after);
	kept = shared == before.count;
	steps->withdrew = !kept;
	steps_add(steps, history_state(&before),
		  kept ? after.sure < shared : before.sure < before.count);
	if (!kept && shared == after.count)
		shared--; /* went back: show to what */
	for (unsigned int i = shared; i < after.count; i++)
		steps_add(steps, history_at(after, i), i >= after.sure);
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
