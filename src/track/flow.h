/*
 * flow: an incarnation that is over, as a record.
 */
#ifndef TCPFLOW_TRACK_FLOW_H
#define TCPFLOW_TRACK_FLOW_H

#include "track/tracker.h"

struct connection;

/* The incarnation as it is. */
struct track_flow flow_of(const struct connection *connection);

struct track_event flow_event(const struct connection *connection,
			      int64_t time);

/* Adds one incarnation to the counts (all but `seen` and `evicted`). */
void flow_count(const struct connection *connection,
		struct tracker_counts *counts);

#endif
