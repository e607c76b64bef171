/*
 * roster: the connections that --table shows, and in which order.
 *
 * To look at a million of them takes longer than packets may wait, so it is
 * done piece by piece between the packets, and there are rows when all were
 * looked at.  Those that are over the tracker forgets; a roster that shows them
 * too keeps them.
 */
#ifndef TCPFLOW_ROSTER_H
#define TCPFLOW_ROSTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ranking.h"
#include "track/tracker.h"

/* Of those that are over, the last so many are kept: 32 MiB. */
enum { ROSTER_OVER_MAX = 65536 };

/* Zero but for the first part, which may change between two rounds. */
struct roster {
	bool all; /* those that are over, too */
	enum listing_key key;
	bool reversed;
	/* Which ones; NULL: every one. */
	bool (*shows)(const void *context, const struct track_look *look);
	const void *context;
	struct ranking ranking; /* its limit is the number of rows, at most */

	uint32_t place; /* the next one to be looked at */
	bool walking;
	uint64_t closed;	 /* in this round: over, but not told yet */
	uint64_t ended;		 /* told to be over, until now */
	struct track_look *over; /* owned; a ring */
	size_t over_count, over_size, over_next;
};

void roster_free(struct roster *roster);

/* The event is a flow: keeps it, if it is of one that ended. */
void roster_flow(struct roster *roster, const struct track_event *event);

/* Begins to look at all of them. */
void roster_begin(struct roster *roster);

/* Goes on with so many.  True when all were looked at and the ranking is
 * sorted. */
bool roster_step(struct roster *roster, const struct tracker *tracker,
		 uint32_t count);

/* The connection of the row.  False if it was forgotten since. */
bool roster_look(const struct roster *roster, const struct tracker *tracker,
		 size_t row, struct track_look *look);

#endif
