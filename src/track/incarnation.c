/*
 * Incarnations: how one begins, ends, makes room for the next.
 */
#include <string.h>

#include "track/candidate.h"
#include "track/endpoint.h"
#include "track/flow.h"
#include "track/inside.h"
#include "track/rest.h"
#include "track/steps.h"

/* Whoever does not ask for events gets the first ones and the last. */
static struct track_event *pending_add(struct tracker *tracker)
{
	int place;

	if (tracker->pending_count == PENDING_MAX)
		tracker->pending_count--;
	place = tracker->pending_first + tracker->pending_count++;
	return &tracker->pending[place % PENDING_MAX];
}

void incarnation_tell(struct tracker *tracker,
		      const struct connection *connection,
		      struct track_event *event)
{
	if (tracker->brief)
		flow_event_brief(event, connection->number,
				 (enum track_reason)connection->reason,
				 tracker->now);
	else
		flow_event(event, connection, tracker->now);
	flow_count(connection, &tracker->counts);
}

void incarnation_end(struct tracker *tracker, struct connection *connection)
{
	incarnation_tell(tracker, connection, pending_add(tracker));
	connection->over = true;
}

static void end_incarnation(struct tracker *tracker,
			    struct connection *connection,
			    enum track_reason reason)
{
	if (connection->over)
		return;
	if (connection->reason == TRACK_REASON_OPEN)
		connection->reason = (uint8_t)reason;
	incarnation_end(tracker, connection);
}

/* Whether a connection stays where it is in that queue when it is heard of:
 * moving it costs what most segments do not need otherwise. */
static bool keeps_its_place(enum table_queue queue)
{
	return queue == QUEUE_ESTABLISHED || queue == QUEUE_ONE_SIDED;
}

/* Whether it was heard of since it took its place in the queue: then it gets
 * another place, at the end. */
static bool is_second_chance(struct tracker *tracker, uint32_t number)
{
	const struct record *record = table_record(tracker->table, number);
	enum table_queue queue = (enum table_queue)record->queue;
	struct connection room;

	if (!keeps_its_place(queue) ||
	    table_peek(tracker->table, number, &room)->last <= record->deadline)
		return false;
	table_enqueue(tracker->table, number, queue, tracker->now);
	return true;
}

/* The first of the queue that has least to lose, or TABLE_NONE. */
static uint32_t find_victim(struct tracker *tracker)
{
	uint32_t number = TABLE_NONE;

	for (int queue = 0; queue < QUEUES && number == TABLE_NONE; queue++)
		number = table_first(tracker->table, (enum table_queue)queue);
	return number;
}

/* One of which a SYN is known, and of which little is to be told: it need not
 * be built for that. */
static bool tell_evicted_syn(struct tracker *tracker, uint32_t number)
{
	const uint8_t *packed = table_packed(tracker->table, number);
	uint64_t connection;

	if (!tracker->brief || !packed ||
	    !rest_is_half_open(packed, &connection))
		return false;
	flow_event_brief(pending_add(tracker), connection, TRACK_REASON_EVICTED,
			 tracker->now);
	tracker->counts.incomplete++;
	tracker->counts.evicted++;
	return true;
}

static void tell_evicted(struct tracker *tracker, uint32_t number)
{
	struct connection connection;
	const struct connection *found;

	if (tell_evicted_syn(tracker, number))
		return;
	found = table_peek(tracker->table, number, &connection);
	if (found->over)
		return;
	if (found != &connection)
		connection = *found;
	connection.reason = TRACK_REASON_EVICTED;
	tracker->counts.evicted++;
	incarnation_end(tracker, &connection);
}

/* Makes room. */
static bool evict(struct tracker *tracker)
{
	uint32_t number = find_victim(tracker);

	while (number != TABLE_NONE && is_second_chance(tracker, number))
		number = find_victim(tracker);
	if (number == TABLE_NONE)
		return false;
	tell_evicted(tracker, number);
	table_remove(tracker->table, number);
	return true;
}

bool incarnation_is_self(const struct table_key *key)
{
	return key->port[0] == key->port[1] &&
	       address_equal(&key->address[0], &key->address[1]);
}

static void begin(struct tracker *tracker, struct connection *connection,
		  int64_t time)
{
	connection_begin(connection, time);
	connection->number = ++tracker->last_number;
	tracker->counts.seen++;
}

/* A connection in the form in which it is added. */
struct packed {
	size_t size; /* 0: not packed */
	const uint8_t *octets;
};

static uint32_t try_to_add(struct tracker *tracker, const struct table_key *key,
			   struct packed packed)
{
	if (packed.size == 0)
		return table_add(tracker->table, key);
	return table_add_packed(tracker->table, key, packed.octets,
				packed.size);
}

static uint32_t add(struct tracker *tracker, const struct table_key *key,
		    struct packed packed)
{
	uint32_t number = try_to_add(tracker, key, packed);

	for (int i = 0; number == TABLE_NONE && i < EVICTED_MAX; i++) {
		if (!evict(tracker))
			break;
		number = try_to_add(tracker, key, packed);
	}
	return number;
}

uint32_t incarnation_find(struct tracker *tracker, const struct table_key *key,
			  int64_t time)
{
	uint32_t number = table_find(tracker->table, key);
	struct connection *connection;

	if (number != TABLE_NONE)
		return number;
	number = add(tracker, key, (struct packed){ 0, NULL });
	if (number == TABLE_NONE)
		return number;
	connection = table_connection(tracker->table, number);
	connection->self = incarnation_is_self(key);
	begin(tracker, connection, time);
	return number;
}

uint32_t incarnation_add_half_open(struct tracker *tracker,
				   const struct table_key *key,
				   struct half_open *syn)
{
	uint8_t octets[REST_HALF_OPEN_MAX];
	struct packed packed = { .octets = octets };
	uint32_t number;

	syn->number = (uint32_t)(tracker->last_number + 1);
	packed.size = rest_pack_half_open(key, syn, octets);
	number = add(tracker, key, packed);
	if (number == TABLE_NONE)
		return number;
	tracker->last_number++;
	tracker->counts.seen++;
	table_enqueue(tracker->table, number, QUEUE_SYN_SENT,
		      syn->time + tracker->timeouts.of[QUEUE_SYN_SENT]);
	return number;
}

void turn_begin(struct turn *turn, const struct tracker *tracker, int from)
{
	struct connection *connection = turn->connection;
	bool client = from == connection->client;

	turn->from = connection_end(connection, from);
	turn->to = connection_end(connection, !from);
	turn->from_end = client ? TRACK_CLIENT : TRACK_SERVER;
	turn->to_end = client ? TRACK_SERVER : TRACK_CLIENT;
	turn->two_msl = tracker->timeouts.of[QUEUE_TIME_WAIT];
	turn->offer = endpoint_window(turn->from, turn->to, turn->segment);
}

void incarnation_promote(struct tracker *tracker, struct connection *connection)
{
	struct candidate candidate = connection->candidate;
	struct track_result unused = { 0 };
	struct tcp_options options;
	struct segment syn = candidate_syn(&candidate, &options);
	struct history *history =
		&connection_end(connection, candidate.from)->history;
	struct turn turn = { .connection = connection,
			     .segment = &syn,
			     .notes = &unused.notes,
			     .whys = &unused.whys };

	/* It gave up unanswered, for all that is known. */
	if (history_sure_state(history) == STATE_SYN_SENT)
		history_withdraw(history);
	end_incarnation(tracker, connection, TRACK_REASON_REUSED);
	begin(tracker, connection, candidate.time);
	connection_open(connection, candidate.from, &syn, &unused.notes);
	turn_begin(&turn, tracker, candidate.from);
	connection_update(&turn);
}

/* An old end that is still in TIME_WAIT gives way. */
static void leave_time_wait(struct tracker *tracker,
			    struct connection *connection, int64_t time)
{
	for (int i = 0; i < connection_end_count(connection); i++) {
		int index = connection_index_in_turn(connection, i);
		struct endpoint *end = &connection->ends[index];
		struct history before = end->history;
		struct track_event *event;

		if (history_state(&before) != STATE_TIME_WAIT)
			continue;
		history_assume(&end->history, STATE_CLOSED);
		connection->notes |= UINT64_C(1) << NOTE_PORT_REUSED;
		event = pending_add(tracker);
		steps_event(event, connection, index, before, time);
		notes_add(&event->notes, NOTE_PORT_REUSED);
	}
}

static void begin_anew(struct tracker *tracker, struct connection *connection,
		       int from, const struct segment *segment,
		       struct track_result *result)
{
	if (!connection->over)
		leave_time_wait(tracker, connection, segment->time);
	end_incarnation(tracker, connection, TRACK_REASON_REUSED);
	begin(tracker, connection, segment->time);
	connection_open(connection, from, segment, &result->notes);
	if (!(segment->flags & TCP_SYN))
		return;
	notes_add(&result->notes, NOTE_PORT_REUSED);
	why_add(&result->whys, WHY_REUSED,
		segment->flags & TCP_ACK ? TRACK_SERVER : TRACK_CLIENT,
		segment->seq, 0);
}

void incarnation_relate(struct tracker *tracker, struct connection *connection,
			int from, const struct segment *segment,
			struct track_result *result)
{
	if (!connection->known) {
		connection_open(connection, from, segment, &result->notes);
		return;
	}
	switch (connection_relate(connection, from, segment)) {
	case CONNECTION_BELONGS:
		break;
	case CONNECTION_IS_CANDIDATE:
		candidate_remember(&connection->candidate, from, segment);
		why_add(&result->whys, WHY_SYN_CANDIDATE,
			from == connection->client ? TRACK_CLIENT
						   : TRACK_SERVER,
			segment->seq, connection_end(connection, from)->iss);
		break;
	case CONNECTION_PROVES_CANDIDATE:
		incarnation_promote(tracker, connection);
		notes_add(&result->notes, NOTE_PORT_REUSED);
		why_add(&result->whys, WHY_REUSED, TRACK_CLIENT,
			connection_end(connection, connection->client)->iss, 0);
		break;
	case CONNECTION_BEGINS_ANEW:
		begin_anew(tracker, connection, from, segment, result);
		break;
	}
}

/* evict() makes up for those that keep their place. */
void incarnation_requeue(struct tracker *tracker, uint32_t number,
			 const struct connection *connection)
{
	const struct record *record = table_record(tracker->table, number);
	int64_t deadline;
	enum table_queue queue =
		timeout_queue(&tracker->timeouts, connection, &deadline);

	if (keeps_its_place(queue) && record->queue == queue)
		return;
	table_enqueue(tracker->table, number, queue, deadline);
}
