/*
 * steps: the difference between what an end's history was and what it is.
 */
#ifndef TCPFLOW_TRACK_STEPS_H
#define TCPFLOW_TRACK_STEPS_H

#include "track/tracker.h"

struct connection;

/* The states the end went through: the one it was in, then what came. */
struct track_steps steps_between(const struct history *before,
				 const struct history *after);

/* An event of the end with that index, whose history was `before`. */
struct track_event steps_event(const struct connection *connection, int index,
			       const struct history *before, int64_t time);

#endif
