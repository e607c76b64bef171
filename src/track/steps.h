/*
 * steps: the difference between what an end's history was and what it is.
 */
#ifndef TCPFLOW_TRACK_STEPS_H
#define TCPFLOW_TRACK_STEPS_H

#include "track/tracker.h"

struct connection;

/* The end stayed where it is. */
static inline void steps_none(struct track_steps *steps, struct history history)
{
	*steps = (struct track_steps){
		.states = { (uint8_t)history_state(&history) },
		.count = 1,
		.assumed = !history_is_sure(&history),
	};
}

/* The states the end went through: the one it was in, then what came. */
void steps_between(struct track_steps *steps, struct history before,
		   struct history after);

/* An event of the end with that index, whose history was `before`; its time is
 * the caller's to set. */
void steps_event(struct track_event *event, const struct connection *connection,
		 int index, struct history before);

#endif
