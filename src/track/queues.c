/*
 * Queues in the order of deadlines.
 *
 * Each has one duration, so a new deadline is mostly the last one, or nearly.
 * Not always: TIME_WAIT ends in the order in which the FINs came, and how long
 * a connection is then kept for stray segments is counted from the last ACK.
 * With many connections its place is far from both ends.  So for each tick of a
 * few milliseconds a record is remembered from where the walk may begin.
 */
#include "track/queues.h"

#include <stdlib.h>

#include "decode/seldom.h"

enum {
	WALK_SHORT = 8, /* steps from the end, before others are thought of */
	NEAR_MAX = 1 << 14, /* as many ticks are 69 s */
	NEAR_MIN = 16,
	NEAR_SHARE = 16384 /* octets of memory for each tick */
};

enum { TICK_BITS = 22 }; /* of nanoseconds: 4.2 ms */

bool queues_init(struct queues *queues, size_t memory)
{
	uint32_t size = NEAR_MIN;

	while (size < NEAR_MAX && size * 2 <= memory / NEAR_SHARE)
		size *= 2;
	for (int i = 0; i < QUEUES; i++)
		queues->list[i] = (struct queue){ .first = TABLE_NONE,
						  .last = TABLE_NONE };
	queues->earliest = INT64_MAX;
	queues->near_mask = size - 1;
	for (int i = 0; i < QUEUES; i++) {
		queues->list[i].near = calloc(size, sizeof(uint32_t));
		if (!queues->list[i].near)
			return false;
	}
	return true;
}

void queues_close(struct queues *queues)
{
	for (int i = 0; i < QUEUES; i++)
		free(queues->list[i].near);
}

size_t queues_memory(const struct queues *queues)
{
	return QUEUES * sizeof(uint32_t) * (queues->near_mask + (size_t)1);
}

/* Takes the record out of its queue, if it is in one: its neighbours become
 * each other's. */
static void leave(struct queues *queues, const struct records *records,
		  struct record *record)
{
	struct queue *queue;

	if (record->queue == QUEUES)
		return;
	queue = &queues->list[record->queue];
	if (record->previous == TABLE_NONE)
		queue->first = record->next;
	else
		record_at(records, record->previous)->next = record->next;
	if (record->next == TABLE_NONE)
		queue->last = record->previous;
	else
		record_at(records, record->next)->previous = record->previous;
	queue->count--;
	record->queue = QUEUES;
}

void queues_take(struct queues *queues, const struct records *records,
		 uint32_t number)
{
	leave(queues, records, record_at(records, number));
}

/* Whether deadlines are times at which something happens. */
static bool has_timer(enum table_queue queue)
{
	return queue != QUEUE_OVER && queue != QUEUE_ONE_SIDED &&
	       queue != QUEUE_ESTABLISHED;
}

/* The times begin before 1970: as numbers without a sign they wrap around. */
static uint64_t tick_of(int64_t deadline)
{
	return (uint64_t)deadline >> TICK_BITS;
}

/* A record of that queue whose deadline is in that tick, or TABLE_NONE:
 * the one that is remembered may have left or moved. */
static uint32_t near_of(const struct queues *queues,
			const struct records *records, enum table_queue queue,
			uint64_t tick)
{
	uint32_t near = queues->list[queue].near[tick & queues->near_mask];
	const struct record *record;

	if (near == 0)
		return TABLE_NONE;
	record = record_at(records, near - 1);
	if (!record->used || record->queue != queue ||
	    tick_of(record->deadline) != tick)
		return TABLE_NONE;
	return near - 1;
}

/* A record from which it is not far to those with this deadline, looked for in
 * growing steps to both sides; `otherwise` when none is known. */
static uint32_t begin_near(const struct queues *queues,
			   const struct records *records,
			   enum table_queue queue, int64_t deadline,
			   uint32_t otherwise)
{
	uint64_t tick = tick_of(deadline);
	uint64_t away = 0;

	for (; away <= queues->near_mask; away += 1 + away / 8) {
		uint32_t near = near_of(queues, records, queue, tick - away);

		if (near == TABLE_NONE)
			near = near_of(queues, records, queue, tick + away);
		if (near != TABLE_NONE)
			return near;
	}
	return otherwise;
}

/* The last of those that have no later deadline, from any of the queue on. */
static uint32_t walk(const struct records *records, uint32_t from,
		     int64_t deadline)
{
	while (from != TABLE_NONE &&
	       record_at(records, from)->deadline > deadline)
		from = record_at(records, from)->previous;
	while (from != TABLE_NONE) {
		uint32_t next = record_at(records, from)->next;

		if (next == TABLE_NONE ||
		    record_at(records, next)->deadline > deadline)
			break;
		from = next;
	}
	return from;
}

/* The same, where it is far from `from`, the end. */
SELDOM uint32_t place_far(const struct queues *queues,
			  const struct records *records, enum table_queue queue,
			  int64_t deadline, uint32_t from)
{
	from = begin_near(queues, records, queue, deadline, from);
	return walk(records, from, deadline);
}

static uint32_t place_behind(const struct queues *queues,
			     const struct records *records,
			     enum table_queue queue, int64_t deadline)
{
	uint32_t before = queues->list[queue].last;

	for (int i = 0; i < WALK_SHORT; i++) {
		if (before == TABLE_NONE ||
		    record_at(records, before)->deadline <= deadline)
			return before;
		before = record_at(records, before)->previous;
	}
	return place_far(queues, records, queue, deadline, before);
}

/* Links the record, which has that number, behind `before` or, if that is
 * TABLE_NONE, in front of all. */
static void put_behind(struct queue *queue, const struct records *records,
		       uint32_t number, uint32_t before)
{
	struct record *record = record_at(records, number);
	uint32_t next = queue->first;

	if (before == TABLE_NONE) {
		queue->first = number;
	} else {
		struct record *previous = record_at(records, before);

		next = previous->next;
		previous->next = number & TABLE_NONE;
	}
	if (next == TABLE_NONE)
		queue->last = number;
	else
		record_at(records, next)->previous = number & TABLE_NONE;
	record->previous = before & TABLE_NONE;
	record->next = next & TABLE_NONE;
	queue->count++;
}

void queues_put(struct queues *queues, const struct records *records,
		uint32_t number, enum table_queue queue, int64_t deadline)
{
	struct record *record = record_at(records, number);
	struct queue *list = &queues->list[queue];
	uint32_t before;

	if (record->queue == queue && record->deadline == deadline)
		return; /* it is in its place: no walk */
	if (has_timer(queue) && deadline < queues->earliest)
		queues->earliest = deadline;
	leave(queues, records, record);
	before = place_behind(queues, records, queue, deadline);
	record->deadline = deadline;
	record->queue = queue & 0xfU;
	put_behind(list, records, number, before);
	list->near[tick_of(deadline) & queues->near_mask] = number + 1;
}

uint32_t queues_due(struct queues *queues, const struct records *records,
		    int64_t now)
{
	uint32_t due = TABLE_NONE;
	int64_t earliest = INT64_MAX;

	for (int i = 0; i < QUEUES; i++) {
		uint32_t number = queues->list[i].first;
		const struct record *record;

		if (!has_timer((enum table_queue)i) || number == TABLE_NONE)
			continue;
		record = record_at(records, number);
		if (record->deadline >= earliest)
			continue;
		earliest = record->deadline;
		due = number;
	}
	queues->earliest = earliest;
	return earliest <= now ? due : TABLE_NONE;
}
