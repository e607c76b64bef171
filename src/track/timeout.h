/*
 * timeout: what silence means, in the capture's time.
 *
 * TIME_WAIT lasts two MSL (RFC 9293 3.6.1).  The others are Linux's: nobody
 * sees a time-out on the wire, so what they lead to is assumed.
 */
#ifndef TCPFLOW_TRACK_TIMEOUT_H
#define TCPFLOW_TRACK_TIMEOUT_H

#include <stdbool.h>
#include <stdint.h>

#include "track/table.h"

/* By queue: how long its timer runs, in nanoseconds.  QUEUE_TIME_WAIT: 2 MSL;
 * QUEUE_CLOSED: how long stray segments still belong to it. */
struct timeouts {
	int64_t of[QUEUES];
};

struct timeouts timeouts_of(int64_t msl);

/* The queue in which the connection belongs, and when its timer runs out; in
 * a queue that has none, when it was heard of. */
enum table_queue timeout_queue(const struct timeouts *timeouts,
			       const struct connection *connection,
			       int64_t *deadline);

/* The timer of `queue` ran out at `deadline`: moves one end, and tells it as
 * `event`.  False when there is no end to move. */
bool timeout_expire(const struct timeouts *timeouts,
		    struct connection *connection, enum table_queue queue,
		    int64_t deadline, struct track_event *event);

#endif
