/* The connection table: finding, forgetting, queues, its limit. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "track/table.h"

static struct table *table_with(size_t memory)
{
	return table_new(
		&(struct table_options){ .memory = memory, .key = { 1, 2 } });
}

static struct table_key key_of(uint32_t n)
{
	struct packet packet = {
		.ip.source = { .version = 4,
			       .octets = { 10, (uint8_t)(n >> 16),
					   (uint8_t)(n >> 8), (uint8_t)n } },
		.ip.destination = { .version = 4, .octets = { 10, 255, 0, 1 } },
		.tcp.source_port = (uint16_t)(1024 + n % 50000),
		.tcp.destination_port = 80,
	};
	struct table_key at;

	table_key_of(&at, &packet);
	return at;
}

static uint32_t add(struct table *table, uint32_t n)
{
	struct table_key at = key_of(n);

	return table_add(table, &at);
}

static uint32_t find(const struct table *table, uint32_t n)
{
	struct table_key at = key_of(n);

	return table_find(table, &at);
}

Test(table, both_directions_have_one_key)
{
	struct packet there = {
		.ip.source = { 4, { 10, 0, 0, 2 } },
		.ip.destination = { 4, { 10, 0, 0, 1 } },
		.tcp.source_port = 5,
		.tcp.destination_port = 6,
	};
	struct packet back = {
		.ip.source = there.ip.destination,
		.ip.destination = there.ip.source,
		.tcp.source_port = 6,
		.tcp.destination_port = 5,
	};
	struct table_key a, b;

	cr_expect(table_key_of(&a, &there));
	cr_expect_not(table_key_of(&b, &back));
	cr_expect_arr_eq(&a.address, &b.address, sizeof a.address);
	cr_expect_arr_eq(a.port, b.port, sizeof a.port);
}

Test(table, finds_what_was_added_and_not_what_was_removed)
{
	enum { COUNT = 20000 };
	struct table *table = table_with(SIZE_MAX);
	static uint32_t numbers[COUNT];

	for (uint32_t i = 0; i < COUNT; i++)
		numbers[i] = add(table, i);
	for (uint32_t i = 0; i < COUNT; i += 3)
		table_remove(table, numbers[i]);
	for (uint32_t i = 0; i < COUNT; i++)
		cr_assert_eq(find(table, i), i % 3 ? numbers[i] : TABLE_NONE,
			     "record %u", i);
	for (uint32_t i = 0; i < COUNT; i += 3)
		cr_assert_neq(add(table, i), TABLE_NONE);
	cr_expect_eq(table_size(table), COUNT, "places are used again");
	table_free(table);
}

Test(table, says_when_the_memory_is_used_up)
{
	enum { MEMORY = 1 << 20 };
	struct table *table = table_with(MEMORY);
	uint32_t count = 0;

	while (add(table, count) != TABLE_NONE)
		count++;
	cr_expect_gt(count, 500);
	cr_expect_lt(count * sizeof(struct record), MEMORY);
	table_remove(table, find(table, 7));
	cr_expect_neq(add(table, 7), TABLE_NONE, "one went, one may come");
	table_free(table);
}

Test(table, a_queue_is_in_the_order_of_deadlines)
{
	static const int64_t deadlines[] = { 50, 70, 60, 60, 10, 90, 20 };
	enum { COUNT = sizeof deadlines / sizeof *deadlines };
	struct table *table = table_with(SIZE_MAX);
	int64_t last = 0;

	for (uint32_t i = 0; i < COUNT; i++)
		table_enqueue(table, add(table, i), QUEUE_SYN_SENT,
			      deadlines[i]);
	table_enqueue(table, find(table, 5), QUEUE_CLOSED, 1);
	cr_expect_eq(table_first(table, QUEUE_CLOSED), find(table, 5));
	for (uint32_t i = 0; i < COUNT - 1; i++) {
		uint32_t first = table_first(table, QUEUE_SYN_SENT);

		cr_assert_neq(first, TABLE_NONE);
		cr_expect_geq(table_record(table, first)->deadline, last);
		last = table_record(table, first)->deadline;
		table_remove(table, first);
	}
	cr_expect_eq(table_first(table, QUEUE_SYN_SENT), TABLE_NONE);
	table_free(table);
}
