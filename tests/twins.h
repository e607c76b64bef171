/*
 * twins: two trackers that are told the same segments and must say the same,
 * in every detail, and know the same: one works in another way than the other,
 * which is to make no difference.
 */
#ifndef TCPFLOW_TESTS_TWINS_H
#define TCPFLOW_TESTS_TWINS_H

#include <stdint.h>

struct packet;
struct tracker;

struct twins {
	struct tracker *one, *two;
};

/* Tells both the time: what timers do is the same. */
void twins_advance(struct twins *twins, int64_t now);

/* Tells both of the segment: the result is the same, the connection that it
 * leaves, and what it ended. */
void twins_segment(struct twins *twins, const struct packet *packet);

/* The capture is over: what is left is the same.  Frees both. */
void twins_finish(struct twins *twins);

#endif
