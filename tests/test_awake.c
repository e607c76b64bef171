/* Which connections stay awake: those that were heard of. */
#include <criterion/criterion.h>

#include "track/awake.h"

enum { COUNT = 8 };

/* All slots taken, slot i by owner i, none heard of since but the last. */
static void fill(struct awake *awake)
{
	cr_assert(awake_init(awake, COUNT));
	for (uint32_t i = 0; i < COUNT; i++) {
		cr_assert(awake_has_free(awake));
		cr_assert_eq(awake_take(awake, i), i);
	}
	cr_assert_not(awake_has_free(awake));
}

Test(awake, who_was_heard_of_has_a_second_chance)
{
	struct awake awake;

	fill(&awake);
	cr_expect_eq(awake_victim(&awake), 0);
	awake_use(&awake, 0);
	awake_use(&awake, 1);
	awake_use(&awake, 3);
	cr_expect_eq(awake_victim(&awake), 2);
	cr_expect_eq(awake_victim(&awake), 2, "asked again, the same");
	awake_release(&awake, 2);
	cr_expect(awake_has_free(&awake));
	cr_expect_eq(awake_take(&awake, 9), 2, "a free one first");
	cr_expect_eq(awake_victim(&awake), 4, "3 was heard of");
	awake_close(&awake);
}

/* Two at a time are good: the one used last is never given up. */
Test(awake, who_was_used_last_stays)
{
	struct awake awake;

	fill(&awake);
	for (uint32_t i = 0; i < 100; i++) {
		uint32_t used = i * 5 % COUNT;
		uint32_t victim;

		awake_use(&awake, used);
		victim = awake_victim(&awake);
		cr_assert_neq(victim, used, "round %u", i);
		awake_release(&awake, victim);
		cr_assert_eq(awake_take(&awake, i), victim);
	}
	awake_close(&awake);
}

Test(awake, all_heard_of_and_still_one_goes)
{
	struct awake awake;

	fill(&awake);
	for (uint32_t i = 0; i < COUNT; i++)
		awake_use(&awake, i);
	cr_expect_lt(awake_victim(&awake), COUNT);
	cr_expect_neq(awake_victim(&awake), COUNT - 1);
	awake_close(&awake);
}

Test(awake, each_slot_gets_its_turn)
{
	struct awake awake;
	int taken[COUNT] = { 0 };

	fill(&awake);
	for (uint32_t i = 0; i < 10 * COUNT; i++) {
		uint32_t victim = awake_victim(&awake);

		taken[victim]++;
		awake_release(&awake, victim);
		awake_take(&awake, i);
	}
	for (int i = 0; i < COUNT; i++)
		cr_expect_eq(taken[i], 10, "slot %d", i);
	awake_close(&awake);
}

/* Where most are at rest, the hand goes around few slots. */
Test(awake, few_take_turns_in_a_crowd)
{
	enum { MANY = 4096, SOME = 1024 };
	struct awake awake;

	cr_assert(awake_init(&awake, MANY));
	for (uint32_t i = 0; i < MANY; i++)
		awake_take(&awake, i);
	awake_suit(&awake, 2 * MANY + 2);
	for (uint32_t i = 0; i < 2 * MANY; i++) {
		uint32_t victim = awake_victim(&awake);

		cr_assert_lt(victim, SOME, "round %u", i);
		awake_release(&awake, victim);
		awake_take(&awake, i);
	}
	awake_suit(&awake, MANY);
	for (uint32_t i = 0; i < MANY - 1; i++) {
		uint32_t victim = awake_victim(&awake);

		awake_release(&awake, victim);
		awake_take(&awake, i);
	}
	cr_expect_geq(awake_victim(&awake), SOME, "all have turns again");
	awake_close(&awake);
}
