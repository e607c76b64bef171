/*
 * steps: the difference between what an end's history was and what it is.
 */
#ifndef TCPFLOW_TRACK_STEPS_H
#define TCPFLOW_TRACK_STEPS_H

#include "track/tracker.h"

struct connection;
struct endpoint;

/* The end stayed where it is. */
static inline void steps_none(struct track_steps *steps, struct history history)
{
	*steps = (struct track_steps){
		.states = { (uint8_t)history_state(&history) },
		.count = 1,
		.assumed = !history_is_sure(&history),
	};
}

/* The states that the end, whose history was `before`, went through: the one it
 * was in, then what came.  Keeps since when it is in the last. */
void steps_take(struct track_steps *steps, struct endpoint *end,
		struct history before, int64_t now);

/* The same as an event of the end with that index. */
void steps_event(struct track_event *event, struct connection *connection,
		 int index, struct history before, int64_t now);

#endif
