/* Ranges of sequence numbers: joining, covering, forgetting. */
#include <criterion/criterion.h>

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
