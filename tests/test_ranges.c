/* Ranges of sequence numbers: joining, covering, forgetting. */
#include <criterion/criterion.h>

#include "random.h"
#include "track/ranges.h"

Test(ranges, what_touches_becomes_one)
{
	struct ranges ranges = { 0 };

	ranges_add(&ranges, 100, 200);
	ranges_add(&ranges, 300, 400);
	cr_expect_eq(ranges.count, 2);
	ranges_add(&ranges, 200, 300);
	cr_expect_eq(ranges.count, 1);
	cr_expect(ranges_cover(&ranges, 100, 400));
	cr_expect_not(ranges_cover(&ranges, 99, 400));
	cr_expect_not(ranges_cover(&ranges, 100, 401));
}

Test(ranges, what_spans_several_becomes_one)
{
	struct ranges ranges = { 0 };

	for (uint32_t i = 0; i < 3; i++)
		ranges_add(&ranges, i * 100, i * 100 + 10);
	ranges_add(&ranges, 5, 205);
	cr_expect_eq(ranges.count, 1);
	cr_expect(ranges_cover(&ranges, 0, 210));
}

Test(ranges, the_lowest_is_forgotten_when_there_are_too_many)
{
	struct ranges ranges = { 0 };

	for (uint32_t i = 0; i < RANGES_MAX; i++)
		cr_expect(ranges_add(&ranges, i * 100, i * 100 + 10));
	cr_expect(ranges_add(&ranges, 105, 150), "it joins another");
	cr_expect_not(
		ranges_add(&ranges, RANGES_MAX * 100, RANGES_MAX * 100 + 10));
	cr_expect_eq(ranges.count, RANGES_MAX);
	cr_expect_not(ranges_cover(&ranges, 0, 10));
	cr_expect(ranges_cover(&ranges, 100, 110));
}

Test(ranges, wrap_around)
{
	struct ranges ranges = { 0 };

	ranges_add(&ranges, UINT32_MAX - 9, 0);
	ranges_add(&ranges, 0, 10);
	cr_expect_eq(ranges.count, 1);
	cr_expect(ranges_cover(&ranges, UINT32_MAX - 9, 10));
	cr_expect(ranges_reach_beyond(&ranges, 5));
	cr_expect_not(ranges_reach_beyond(&ranges, 10));
}

Test(ranges, what_lies_below_is_removed)
{
	struct ranges ranges = { 0 };

	ranges_add(&ranges, 100, 200);
	ranges_add(&ranges, 300, 400);
	ranges_remove_below(&ranges, 350);
	cr_expect_eq(ranges.count, 1);
	cr_expect(ranges_cover(&ranges, 350, 400));
	cr_expect_not(ranges_cover(&ranges, 349, 400));
}

static void expect_same(const struct ranges *one, const struct ranges *two)
{
	cr_assert_eq(one->count, two->count);
	for (int i = 0; i < one->count; i++) {
		cr_assert_eq(one->list[i].left, two->list[i].left);
		cr_assert_eq(one->list[i].right, two->list[i].right);
	}
}

/* Data that go on, or do not, and ACKs of a part, of all, or of more: near the
 * end of the sequence space, and half of it away. */
Test(ranges, the_quick_ways_do_the_same)
{
	struct ranges general = { 0 }, quick = { 0 };
	uint32_t state = 2463534242U, next = UINT32_MAX - 1000;
	int one = 0;

	for (int i = 0; i < 100000; i++) {
		uint32_t r = next_random(&state);
		uint32_t left = r % 8 ? next : next + (r >> 8 & 0xff) - 128;
		uint32_t right = left + 1 + (r >> 16 & 0x3f);
		uint32_t edge = next - (r >> 4 & 0x7f);

		if (r % 1000 == 0)
			right = left + (UINT32_C(1) << 31) + (r >> 31);
		cr_assert_eq(ranges_add(&general, left, right),
			     ranges_append(&quick, left, right));
		expect_same(&general, &quick);
		if (r >> 30 == 0) {
			ranges_remove_below(&general, edge);
			ranges_acknowledge(&quick, edge);
			expect_same(&general, &quick);
		}
		next = right;
		one += quick.count == 1;
	}
	cr_expect_gt(one, 10000);
	cr_expect_lt(one, 90000);
}
