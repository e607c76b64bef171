/* Memory from parts: none overlaps another, and small and large ones hold. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "track/huge.h"

enum { THINGS = 3000, SIZE = 4096 };

/* More than the small parts hold, so that huge ones follow. */
Test(huge, nothing_in_an_arena_overlaps)
{
	static uint8_t *things[THINGS];
	struct arena arena;

	arena_init(&arena);
	for (int i = 0; i < THINGS; i++) {
		size_t size = i % 3 ? SIZE : SIZE / 2;

		things[i] = arena_take(&arena, size);
		cr_assert_not_null(things[i]);
		memset(things[i], i, size);
	}
	for (int i = 0; i < THINGS; i++)
		for (int at = 0; at < (i % 3 ? SIZE : SIZE / 2); at += 16)
			cr_assert_eq(things[i][at], (uint8_t)i, "thing %d", i);
	cr_expect_gt(arena.count, HUGE_PAGE / (128 << 10), "huge parts too");
	arena_close(&arena);
	cr_expect_eq(arena.count, 0);
}

Test(huge, little_is_taken_by_who_needs_little)
{
	struct arena arena;

	arena_init(&arena);
	cr_assert_not_null(arena_take(&arena, ARENA_MAX));
	cr_assert_not_null(arena_take(&arena, 16));
	cr_expect_eq(arena.count, 1);
	cr_expect_lt(arena.left, HUGE_PAGE / 8);
	arena_close(&arena);
}

Test(huge, memory_of_any_size_begins_where_it_should)
{
	static const struct {
		size_t size, plain, unit;
	} rows[] = {
		{ 1, 0, HUGE_LINE },
		{ 1000, 4096, HUGE_LINE },
		{ HUGE_PAGE, 0, HUGE_PAGE },
		{ HUGE_PAGE + 1, HUGE_PAGE, HUGE_PAGE },
		{ (size_t)3 * HUGE_PAGE, 1, HUGE_PAGE },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		uint8_t *memory = huge_new(rows[i].size, rows[i].plain);

		cr_assert_not_null(memory, "row %zu", i);
		cr_expect_eq((uintptr_t)memory % rows[i].unit, 0, "row %zu", i);
		memset(memory, 1, rows[i].size);
		free(memory);
	}
	cr_expect_null(huge_new(SIZE_MAX, 0));
}
