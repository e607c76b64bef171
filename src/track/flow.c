/* What is left of an incarnation when it is over. */
#include "track/flow.h"

#include "track/connection.h"

static struct track_flow_end flow_end(const struct connection *connection,
				      int index)
{
	const struct endpoint *end =
		&connection->ends[connection->self ? 0 : index];

	return (struct track_flow_end){
		.address = connection->address[index],
		.port = connection->port[index],
		.history = end->history,
		.packets = end->packets,
		.bytes = end->bytes,
	};
}

struct track_event flow_event(const struct connection *connection, int64_t time)
{
	int client = connection->client;
	struct track_event event = {
		.kind = TRACK_EVENT_FLOW,
		.time = time,
		.connection = connection->number,
		.flow = {
			.connection = connection->number,
			.incarnation = connection->incarnation,
			.start = connection->start,
			.end = connection->last,
			.reason = (enum track_reason)connection->reason,
			.partial = connection->partial || !connection->known,
		},
	};

	event.flow.ends[TRACK_CLIENT] = flow_end(connection, client);
	event.flow.ends[TRACK_SERVER] = flow_end(connection, !client);
	return event;
}

static bool handshake_seen(const struct connection *connection)
{
	for (int i = 0; i < (connection->self ? 1 : 2); i++)
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

	for (int i = 0; i < (connection->self ? 1 : 2); i++)
		waiting |= history_state(&connection->ends[i].history) ==
			   STATE_TIME_WAIT;
	counts->time_wait += waiting;
	counts->open += !waiting && !connection_is_dead(connection);
	counts->reset += connection->reason == TRACK_REASON_RESET ||
			 connection->reason == TRACK_REASON_REFUSED;
	counts->incomplete += !handshake_seen(connection);
}
