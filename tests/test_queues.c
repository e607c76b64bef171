/* Queues of records: held against a walk over all of them. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "tests/random.h"
#include "track/queues.h"

enum { RECORDS = 4000, ROUNDS = 40000 };

#define SECOND INT64_C(1000000000)

struct fixture {
	struct records records;
	struct queues queues;
	uint64_t put_at[RECORDS]; /* which put was its last */
	uint64_t puts;
	uint32_t random;
};

static void set_up(struct fixture *fixture, size_t memory)
{
	*fixture = (struct fixture){ .random = 2463534242U };
	records_init(&fixture->records);
	cr_assert(queues_init(&fixture->queues, memory));
	for (int i = 0; i < RECORDS; i++) {
		struct record *record;

		if (records_are_full(&fixture->records))
			cr_assert(records_grow(&fixture->records));
		record = record_at(&fixture->records,
				   records_take(&fixture->records));
		*record = (struct record){ .queue = QUEUES, .used = true };
	}
}

static void tear_down(struct fixture *fixture)
{
	queues_close(&fixture->queues);
	records_close(&fixture->records);
}

static uint64_t below(struct fixture *fixture, uint64_t bound)
{
	uint64_t high = next_random(&fixture->random);

	return (high << 32 | next_random(&fixture->random)) % bound;
}

static void put(struct fixture *fixture, uint32_t number,
		enum table_queue queue, int64_t deadline)
{
	const struct record *record = record_at(&fixture->records, number);

	if (record->queue != queue || record->deadline != deadline)
		fixture->put_at[number] = ++fixture->puts;
	queues_put(&fixture->queues, &fixture->records, number, queue,
		   deadline);
}

/* Those with the same deadline are in the order in which they came. */
static bool is_behind(const struct fixture *fixture, uint32_t one,
		      uint32_t other)
{
	int64_t a = record_at(&fixture->records, one)->deadline;
	int64_t b = record_at(&fixture->records, other)->deadline;

	return a != b ? a > b : fixture->put_at[one] > fixture->put_at[other];
}

/* Both ways through each queue, all are there, and in order. */
static void check(const struct fixture *fixture)
{
	uint32_t found = 0, queued = 0;

	for (uint32_t i = 0; i < RECORDS; i++)
		queued += record_at(&fixture->records, i)->queue != QUEUES;
	for (int i = 0; i < QUEUES; i++) {
		uint32_t previous = TABLE_NONE;
		uint32_t at = fixture->queues.list[i].first;
		uint32_t length = 0;

		for (; at != TABLE_NONE;
		     at = record_at(&fixture->records, at)->next) {
			const struct record *record =
				record_at(&fixture->records, at);

			cr_assert(record->queue == (unsigned int)i);
			cr_assert(record->previous == previous);
			cr_assert(previous == TABLE_NONE ||
				  is_behind(fixture, at, previous));
			previous = at;
			length++;
		}
		cr_assert(fixture->queues.list[i].last == previous);
		cr_assert(fixture->queues.list[i].count == length);
		found += length;
	}
	cr_assert(found == queued, "%u of %u", found, queued);
}

/* Deadlines within `spread` of a time that goes on by `step`. */
static void talk(size_t memory, int64_t begin, int64_t step, int64_t spread)
{
	static struct fixture fixture;
	int64_t now = begin;

	set_up(&fixture, memory);
	for (int i = 0; i < ROUNDS; i++) {
		uint32_t number = (uint32_t)below(&fixture, RECORDS);
		enum table_queue queue =
			(enum table_queue)below(&fixture, QUEUES);

		now += step;
		if (below(&fixture, 8) == 0)
			queues_take(&fixture.queues, &fixture.records, number);
		else
			put(&fixture, number, queue,
			    now + (int64_t)below(&fixture, (uint64_t)spread));
		if (i % 1000 == 999)
			check(&fixture);
	}
	tear_down(&fixture);
}

Test(queues, are_in_order)
{
	talk((size_t)256 << 20, 1700000000 * SECOND, 1000000, 60 * SECOND);
}

Test(queues, are_in_order_with_little_memory)
{
	talk(1 << 16, 1700000000 * SECOND, 1000000, 60 * SECOND);
}

Test(queues, are_in_order_when_all_comes_at_once)
{
	talk((size_t)256 << 20, 1700000000 * SECOND, 0, 100);
}

Test(queues, are_in_order_before_1970)
{
	talk((size_t)256 << 20, -20 * SECOND, 1000000, 60 * SECOND);
}

Test(queues, are_in_order_over_years)
{
	talk((size_t)256 << 20, 0, SECOND, 10000000 * SECOND);
}

/* The walk is short wherever the place is: half a million of these took
 * minutes when it began at the end. */
Test(queues, find_a_place_in_the_middle_quickly, .timeout = 20)
{
	static struct fixture fixture;
	enum { MANY = 400000 };

	set_up(&fixture, (size_t)256 << 20);
	for (uint32_t i = RECORDS; i < MANY; i++) {
		struct record *record;

		if (records_are_full(&fixture.records))
			cr_assert(records_grow(&fixture.records));
		record = record_at(&fixture.records,
				   records_take(&fixture.records));
		*record = (struct record){ .queue = QUEUES, .used = true };
	}
	for (uint32_t i = 0; i < MANY; i++)
		queues_put(&fixture.queues, &fixture.records, i, QUEUE_CLOSED,
			   (int64_t)below(&fixture, 60 * SECOND));
	tear_down(&fixture);
}

Test(queues, tell_who_is_due)
{
	static struct fixture fixture;

	set_up(&fixture, 1 << 20);
	put(&fixture, 1, QUEUE_TIME_WAIT, 5 * SECOND);
	put(&fixture, 2, QUEUE_SYN_SENT, 3 * SECOND);
	put(&fixture, 3, QUEUE_ESTABLISHED, SECOND); /* no timer */
	cr_assert(fixture.queues.earliest == 3 * SECOND);
	cr_assert(queues_due(&fixture.queues, &fixture.records, 2 * SECOND) ==
		  TABLE_NONE);
	cr_assert(queues_due(&fixture.queues, &fixture.records, 3 * SECOND) ==
		  2);
	queues_take(&fixture.queues, &fixture.records, 2);
	cr_assert(queues_due(&fixture.queues, &fixture.records, 9 * SECOND) ==
		  1);
	tear_down(&fixture);
}
