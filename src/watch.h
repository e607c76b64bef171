/*
 * watch: when an end will have been in its state for as long as an expression
 * asks: `server=CLOSE_WAIT for >30s`.  No segment need come then.
 *
 * Each time an end comes to a state that is asked for, the moment is kept that
 * would be told.  When it is there, whoever asks looks whether the end is
 * still in that state.
 */
#ifndef TCPFLOW_WATCH_H
#define TCPFLOW_WATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "track/tracker.h"
#include "where/where.h"

/* 40 MiB of moments; more are left out, and counted. */
enum { WATCH_MAX = 1 << 20 };

/* Of one end, which came to its state at `since`. */
struct watch_moment {
	int64_t due;
	int64_t since;
	uint64_t connection;
	uint32_t place; /* for tracker_look() */
	uint8_t end;	/* enum track_end */
};

struct watch {
	struct watch_moment *heap; /* the first is due first; owned */
	size_t count, size;
	uint64_t left_out;
	struct watch_moment last; /* the one that was taken last */
};

/* Whether an expression asks for times in a state. */
bool watch_wants(const struct where *where);

void watch_free(struct watch *watch);

/* After a segment: keeps the moments at which `where` asks for ends of the
 * connection that came to their states by it. */
void watch_result(struct watch *watch, const struct where *where,
		  const struct track_result *result,
		  const struct track_look *look);

/* Takes the first moment that is not after `now`; false if there is none. */
bool watch_due(struct watch *watch, int64_t now, struct watch_moment *moment);

#endif
