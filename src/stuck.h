/*
 * --stuck: which connections wait too long, and for what.
 *
 * Of a file that is told at its end, live also when it begins.  A connection
 * that was given up after a time-out is told when that is.
 */
#ifndef TCPFLOW_STUCK_H
#define TCPFLOW_STUCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pipeline;
struct track_event;

struct stuck {
	bool wanted;
	bool live;
	int64_t after;	/* how long is too long, nanoseconds */
	int64_t walked; /* when all were looked at last */
	/* By place: the connection of which it was told that it is stuck, or
	 * 0; owned.  It grows with the tracker's table, which is limited. */
	uint64_t *told;
	size_t places;
};

void stuck_free(struct stuck *stuck);

/* The time, nanoseconds since 1970: live, looks once a second. */
void stuck_advance(struct pipeline *pipeline, int64_t now);

/* An event that is no flow: whether it is a time-out. */
void stuck_event(struct pipeline *pipeline, const struct track_event *event);

/* The input is over; the tracker does not know it yet. */
void stuck_finish(struct pipeline *pipeline);

#endif
