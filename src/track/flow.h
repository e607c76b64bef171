/*
 * flow: an incarnation that is over, as a record.
 */
#ifndef TCPFLOW_TRACK_FLOW_H
#define TCPFLOW_TRACK_FLOW_H

#include "track/tracker.h"

struct connection;

/* The incarnation as it is.  It is a large struct: it is filled in place. */
void flow_take(struct track_flow *flow, const struct connection *connection);

/* The same as an event; what only TRACK_EVENT_STATE has stays as it was. */
void flow_event(struct track_event *event, const struct connection *connection,
		int64_t time);

/* The same where that is all that is asked of it: of the flow, nothing is set
 * but the connection and the reason. */
void flow_event_brief(struct track_event *event, uint64_t connection,
		      enum track_reason reason, int64_t time);

/* Adds one incarnation to the counts (all but `seen` and `evicted`). */
void flow_count(const struct connection *connection,
		struct tracker_counts *counts);

#endif
