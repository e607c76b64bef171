/*
 * The tracker: what its users see of it, and the events that time brings.
 */
#include "track/tracker.h"

#include <stdlib.h>
#include <string.h>

#include "track/endpoint.h"
#include "track/flow.h"
#include "track/inside.h"
#include "track/steps.h"

enum { MEMORY_DEFAULT = 256 << 20 };

/* From so many connections on, to expect them pays (measured). */
enum { LARGE = 2048 };

_Static_assert((int)TRACKER_EXPECTED_MAX == (int)TABLE_EXPECTED_MAX,
	       "the table expects what the tracker does");

struct tracker *tracker_new(const struct tracker_options *options)
{
	struct tracker *tracker = calloc(1, sizeof *tracker);
	struct table_options table = {
		.memory = options->memory ? options->memory : MEMORY_DEFAULT,
		.awake = options->awake,
		.key = { options->key[0], options->key[1] },
	};

	if (!tracker)
		return NULL;
	tracker->predicts = !options->unpredicted;
	tracker->brief = options->brief;
	tracker->timeouts = timeouts_of(options->msl);
	tracker->table = table_new(&table);
	if (tracker->table)
		return tracker;
	free(tracker);
	return NULL;
}

void tracker_free(struct tracker *tracker)
{
	if (!tracker)
		return;
	table_free(tracker->table);
	free(tracker);
}

/* Neither the difference of two times nor one with a time-out may overflow,
 * however broken the stamps are. */
static int64_t within_bounds(int64_t time)
{
	if (time > TRACKER_TIME_MAX)
		return TRACKER_TIME_MAX;
	return time < -TRACKER_TIME_MAX ? -TRACKER_TIME_MAX : time;
}

void tracker_advance(struct tracker *tracker, int64_t now)
{
	now = within_bounds(now);
	if (!tracker->started || now > tracker->now)
		tracker->now = now;
	tracker->started = true;
}

bool tracker_is_large(const struct tracker *tracker)
{
	return table_open(tracker->table) >= LARGE;
}

/* They are remembered as if they had been heard of, so that they are found
 * without another hash. */
void tracker_expect(struct tracker *tracker, const struct packet *packets,
		    size_t count)
{
	struct table_key keys[TRACKER_EXPECTED_MAX];
	uint32_t hashes[TRACKER_EXPECTED_MAX], numbers[TRACKER_EXPECTED_MAX];
	size_t found = 0;

	for (size_t i = 0; i < count; i++) {
		if (packets[i].kind != PACKET_TCP)
			continue;
		table_key_of(&keys[found], &packets[i]);
		hashes[found++] = recent_hash(&packets[i]);
	}
	if (found == 0)
		return;
	table_expect(tracker->table, keys, numbers, found);
	for (size_t i = 0; i < found; i++)
		if (numbers[i] != TABLE_NONE)
			recent_remember(&tracker->recent, hashes[i],
					numbers[i]);
}

static bool event_pending(struct tracker *tracker, struct track_event *event)
{
	const struct track_event *next =
		&tracker->pending[tracker->pending_first];

	if (!tracker->pending_count)
		return false;
	if (tracker->brief && next->kind == TRACK_EVENT_FLOW)
		flow_event_brief(event, next->connection, next->flow.reason,
				 next->time);
	else
		*event = *next;
	tracker->pending_first = (tracker->pending_first + 1) % PENDING_MAX;
	tracker->pending_count--;
	return true;
}

/* A timer closed it, so long after its last segment that no stray one is to be
 * expected: it is over, and need not wait among those that were reset. */
static void end_if_silent(struct tracker *tracker,
			  struct connection *connection)
{
	if (!connection->over && connection_is_dead(connection) &&
	    connection->last + tracker->timeouts.of[QUEUE_CLOSED] <=
		    tracker->now)
		incarnation_end(tracker, connection);
}

static bool event_of_timer(struct tracker *tracker, struct track_event *event)
{
	while (table_earliest(tracker->table) <= tracker->now) {
		uint32_t number = table_due(tracker->table, tracker->now);
		const struct record *record;
		struct connection *connection;
		enum table_queue queue;
		bool told = true;

		if (number == TABLE_NONE)
			return false;
		connection = table_connection(tracker->table, number);
		if (!connection) {
			table_remove(tracker->table, number);
			continue;
		}
		record = table_record(tracker->table, number);
		queue = (enum table_queue)record->queue;
		if (queue == QUEUE_CLOSED) {
			incarnation_tell(tracker, connection, event);
			connection->over = true;
		} else {
			told = timeout_expire(&tracker->timeouts, connection,
					      queue, record->deadline, event);
		}
		end_if_silent(tracker, connection);
		incarnation_requeue(tracker, number, connection);
		if (told)
			return true;
	}
	return false;
}

/* Nothing will be heard of any connection again: what rests goes on resting. */
static bool event_of_end(struct tracker *tracker, struct track_event *event)
{
	struct connection room;

	while (tracker->walk < table_size(tracker->table)) {
		uint32_t number = tracker->walk++;
		const struct connection *connection;

		if (!table_record(tracker->table, number)->used)
			continue;
		connection = table_peek(tracker->table, number, &room);
		if (connection->over)
			continue;
		incarnation_tell(tracker, connection, event);
		return true;
	}
	return false;
}

bool tracker_has_event(const struct tracker *tracker)
{
	return tracker->pending_count > 0 || tracker->finishing ||
	       table_earliest(tracker->table) <= tracker->now;
}

bool tracker_event(struct tracker *tracker, struct track_event *event)
{
	if (event_pending(tracker, event))
		return true;
	if (tracker->finishing)
		return event_of_end(tracker, event);
	return event_of_timer(tracker, event);
}

/* The connection there, if there is one; see table_peek(). */
static const struct connection *look_at(const struct tracker *tracker,
					uint32_t place, struct connection *room)
{
	if (place >= table_size(tracker->table) ||
	    !table_record(tracker->table, place)->used)
		return NULL;
	return table_peek(tracker->table, place, room);
}

static bool look_pending(const struct tracker *tracker, uint64_t number,
			 struct track_look *look)
{
	for (int i = 0; i < tracker->pending_count; i++) {
		const struct track_event *event =
			&tracker->pending[(tracker->pending_first + i) %
					  PENDING_MAX];

		if (event->kind != TRACK_EVENT_FLOW ||
		    event->connection != number)
			continue;
		look->flow = event->flow;
		return true;
	}
	return false;
}

bool tracker_look(const struct tracker *tracker, uint32_t place,
		  uint64_t connection, struct track_look *look)
{
	struct connection room;
	const struct connection *found = look_at(tracker, place, &room);

	look->now = tracker->now;
	if (!found || found->number != connection)
		return look_pending(tracker, connection, look);
	flow_take(&look->flow, found);
	return true;
}

bool tracker_look_next(const struct tracker *tracker, uint32_t *place,
		       struct track_look *look)
{
	struct connection room;

	look->now = tracker->now;
	while (*place < table_size(tracker->table)) {
		const struct connection *found =
			look_at(tracker, (*place)++, &room);

		if (!found || found->over || !found->known)
			continue;
		flow_take(&look->flow, found);
		return true;
	}
	return false;
}

void tracker_finish(struct tracker *tracker)
{
	tracker->finishing = true;
}

/* Linux gives up a connection attempt when it is told that the SYN cannot be
 * delivered: unreachable (RFC 1122 4.2.3.9), but for "fragmentation needed";
 * time exceeded; parameter problem. */
static bool is_undeliverable(const struct packet_quote *quote)
{
	switch (quote->icmp_type) {
	case 1:
	case 4:
		return quote->source.version == 6;
	case 3:
		return quote->source.version == 6 || quote->icmp_code != 4;
	case 11:
	case 12:
		return quote->source.version == 4;
	default:
		return false;
	}
}

static void apply_quote(struct connection *connection, struct endpoint *from,
			const struct packet_quote *quote)
{
	if (!is_undeliverable(quote) ||
	    history_state(&from->history) != STATE_SYN_SENT)
		return;
	if (quote->has_seq && quote->seq != from->iss)
		return;
	history_assume(&from->history, STATE_CLOSED);
	connection->reason = TRACK_REASON_REFUSED;
}

bool tracker_quote(struct tracker *tracker, const struct packet *packet,
		   struct track_event *event)
{
	struct table_key key;
	bool swapped = table_key_of_quote(&key, packet);
	uint32_t number = table_find(tracker->table, &key);
	struct connection *connection;
	struct endpoint *from;
	struct history before;

	if (number == TABLE_NONE)
		return false;
	connection = table_connection(tracker->table, number);
	if (!connection || connection->over)
		return false;
	from = connection_end(connection, swapped);
	before = from->history;
	apply_quote(connection, from, &packet->quote);
	connection->notes |= UINT64_C(1) << NOTE_ICMP;
	steps_event(event, connection, swapped, before, tracker->now);
	notes_add_values(&event->notes, NOTE_ICMP, packet->quote.icmp_type,
			 packet->quote.icmp_code);
	incarnation_requeue(tracker, number, connection);
	return true;
}

uint64_t tracker_seen(const struct tracker *tracker)
{
	return tracker->counts.seen;
}

/* Those that were told of at the end are counted already. */
void tracker_count(const struct tracker *tracker, struct tracker_counts *counts)
{
	struct connection room;

	*counts = tracker->counts;
	for (uint32_t i = tracker->walk; i < table_size(tracker->table); i++) {
		const struct connection *found = look_at(tracker, i, &room);

		if (found && !found->over)
			flow_count(found, counts);
	}
}
