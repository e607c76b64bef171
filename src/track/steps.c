/* From two histories of one end to the states that a line shows. */
#include "track/steps.h"

#include "track/connection.h"

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

static uint8_t shared_length(const struct history *a, const struct history *b)
{
	uint8_t shared = 0;

	while (shared < a->count && shared < b->count &&
	       a->states[shared] == b->states[shared])
		shared++;
	return shared;
}

struct track_steps steps_between(const struct history *before,
				 const struct history *after)
{
	struct track_steps steps = { 0 };
	uint8_t shared = shared_length(before, after);
	bool kept = shared == before->count;

	steps_add(&steps, history_state(before),
		  kept ? after->sure < shared : before->sure < before->count);
	if (!kept && shared == after->count)
		shared--; /* went back: show to what */
	steps.withdrew = !kept;
	for (uint8_t i = shared; i < after->count; i++)
		steps_add(&steps, (enum tcp_state)after->states[i],
			  i >= after->sure);
	return steps;
}

struct track_event steps_event(const struct connection *connection, int index,
			       const struct history *before, int64_t time)
{
	return (struct track_event){
		.kind = TRACK_EVENT_STATE,
		.time = time,
		.connection = connection->number,
		.end = index == connection->client ? TRACK_CLIENT
						   : TRACK_SERVER,
		.steps =
			steps_between(before, &connection->ends[index].history),
	};
}
