/* What is left of an incarnation when it is over. */
#include "track/flow.h"

#include "track/connection.h"
#include "track/endpoint.h"
#include "track/sequence.h"

/* The window that it offered last: zero is zero, whatever the scale. */
static void take_offer(struct track_flow_end *flow, const struct endpoint *end,
		       const struct endpoint *other)
{
	const struct analysis *analysis = &end->analysis;

	flow->window_closed = end->tally.window_closed;
	flow->window_closed_since = end->tally.window_closed_since;
	if (!analysis->has_ack)
		return;
	flow->has_offer = analysis->window == 0 || analysis->window_is_raw ||
			  (end->syn_seen && other->syn_seen);
	if (flow->has_offer)
		flow->offer = endpoint_last_window(end, other);
}

/* What it waits for is at least as old as the segment that is being timed. */
static void take_unacknowledged(struct track_flow_end *flow,
				const struct endpoint *end,
				const struct endpoint *other)
{
	const struct analysis *analysis = &end->analysis;

	flow->has_progress = analysis->has_next;
	flow->progress = analysis->next_time;
	if (!end->has_sent || !other->has_acked ||
	    !seq_before(other->acked, end->nxt))
		return;
	flow->unacknowledged = end->nxt - other->acked;
	flow->unacknowledged_since = end->tally.timing ? end->tally.timed_since
						       : analysis->next_time;
}

static void take_end(struct track_flow_end *flow,
		     const struct connection *connection, int index)
{
	const struct endpoint *end =
		&connection->ends[connection->self ? 0 : index];
	const struct endpoint *other =
		&connection->ends[connection->self ? 0 : !index];
	const struct tally *tally = &end->tally;

	*flow = (struct track_flow_end){
		.address = connection->address[index],
		.port = connection->port[index],
		.history = end->history,
		.since = end->since,
		.bytes = end->bytes,
		.packets = tally->packets,
		.retransmitted_segments = tally->retransmitted_segments,
		.retransmitted_bytes = tally->retransmitted_bytes,
		.out_of_order = tally->out_of_order,
		.dup_acks = tally->dup_acks,
		.zero_windows = tally->zero_windows,
		.fins = tally->fins,
		.resets = tally->resets,
		.urgent = tally->urgent,
		.syn_seen = end->syn_seen,
		.has_mss = tally->has_mss,
		.mss = tally->mss,
		.has_window_scale = end->has_scale,
		.window_scale = end->window_scale,
		.sack_permitted = tally->sack_permitted,
		.timestamps = tally->timestamps,
		.has_window = tally->has_window,
		.window_min = tally->window_min,
		.window_max = tally->window_max,
		.rtt = tally->rtt,
	};

	take_offer(flow, end, other);
	take_unacknowledged(flow, end, other);
}

void flow_take(struct track_flow *flow, const struct connection *connection)
{
	int client = connection->client;

	flow->connection = connection->number;
	flow->incarnation = connection->incarnation;
	flow->start = connection->start;
	flow->end = connection->last;
	flow->reason = (enum track_reason)connection->reason;
	flow->partial = connection->partial || !connection->known;
	flow->has_rtt_handshake = connection->has_rtt_handshake;
	flow->rtt_handshake = connection->rtt_handshake;
	flow->notes = connection->notes;
	take_end(&flow->ends[TRACK_CLIENT], connection, client);
	take_end(&flow->ends[TRACK_SERVER], connection, !client);
}

void flow_event_brief(struct track_event *event, uint64_t connection,
		      enum track_reason reason, int64_t time)
{
	event->kind = TRACK_EVENT_FLOW;
	event->time = time;
	event->connection = connection;
	event->flow.connection = connection;
	event->flow.reason = reason;
}

void flow_event(struct track_event *event, const struct connection *connection,
		int64_t time)
{
	flow_event_brief(event, connection->number,
			 (enum track_reason)connection->reason, time);
	flow_take(&event->flow, connection);
}

static bool handshake_seen(const struct connection *connection)
{
	for (int i = 0; i < connection_end_count(connection); i++)
		if (!connection->ends[i].syn_seen ||
		    !history_has(&connection->ends[i].history,
				 STATE_ESTABLISHED))
			return false;
	return true;
}

void flow_count(const struct connection *connection,
		struct tracker_counts *counts)
{
	bool waiting = false;

	for (int i = 0; i < connection_end_count(connection); i++)
		counts->ranges_forgotten +=
			connection->ends[i].tally.ranges_forgotten;
	counts->incomplete += !handshake_seen(connection);
	if (connection->reason == TRACK_REASON_EVICTED)
		return; /* what became of it is not known */
	for (int i = 0; i < connection_end_count(connection); i++)
		waiting |= history_state(&connection->ends[i].history) ==
			   STATE_TIME_WAIT;
	counts->time_wait += waiting;
	counts->open += !waiting && !connection_is_dead(connection);
	counts->reset += connection->reason == TRACK_REASON_RESET ||
			 connection->reason == TRACK_REASON_REFUSED;
}
