/* Histories: what is sure, what is assumed, what is taken back. */
#include <criterion/criterion.h>

#include "track/history.h"

static struct history opened(void)
{
	struct history history;

	history_begin(&history, STATE_CLOSED, true);
	history_reach(&history, STATE_SYN_SENT);
	history_assume(&history, STATE_ESTABLISHED);
	return history;
}

Test(history, an_assumption_is_not_sure)
{
	struct history history = opened();

	cr_expect_eq(history_state(&history), STATE_ESTABLISHED);
	cr_expect_not(history_is_sure(&history));
	cr_expect_eq(history_sure_state(&history), STATE_SYN_SENT);
}

Test(history, proof_makes_all_before_it_sure)
{
	struct history history = opened();

	history_reach(&history, STATE_FIN_WAIT1);
	cr_expect(history_is_sure(&history));
	cr_expect(history_has(&history, STATE_ESTABLISHED));
	cr_expect_eq(history.count, 4);
}

Test(history, proof_of_a_part_leaves_the_rest_assumed)
{
	struct history history = opened();

	history_assume(&history, STATE_CLOSE_WAIT);
	history_confirm_to(&history, STATE_ESTABLISHED);
	cr_expect_eq(history_sure_state(&history), STATE_ESTABLISHED);
	cr_expect_eq(history_state(&history), STATE_CLOSE_WAIT);
	cr_expect_not(history_is_sure(&history));
}

Test(history, disproof_takes_back_what_was_assumed_and_no_more)
{
	struct history history = opened();

	history_withdraw(&history);
	cr_expect_eq(history_state(&history), STATE_SYN_SENT);
	cr_expect(history_is_sure(&history));
	history_withdraw(&history);
	cr_expect_eq(history_state(&history), STATE_SYN_SENT);
	history_withdraw_from(&history, STATE_SYN_SENT);
	cr_expect_eq(history_state(&history), STATE_SYN_SENT);
}

Test(history, disproof_from_a_state_on)
{
	struct history history = opened();

	history_assume(&history, STATE_CLOSE_WAIT);
	history_withdraw_from(&history, STATE_CLOSE_WAIT);
	cr_expect_eq(history_state(&history), STATE_ESTABLISHED);
	history_withdraw_from(&history, STATE_TIME_WAIT);
	cr_expect_eq(history_state(&history), STATE_ESTABLISHED);
}

Test(history, a_mistake_is_corrected)
{
	struct history history = opened();

	history_reach(&history, STATE_CLOSE_WAIT);
	history_correct_from(&history, STATE_CLOSE_WAIT);
	history_reach(&history, STATE_FIN_WAIT1);
	cr_expect_eq(history.count, 4);
	cr_expect_not(history_has(&history, STATE_CLOSE_WAIT));
}

Test(history, a_state_is_not_entered_twice_in_a_row)
{
	struct history history = opened();
	uint8_t count = history.count;

	history_assume(&history, STATE_ESTABLISHED);
	history_reach(&history, STATE_ESTABLISHED);
	cr_expect_eq(history.count, count);
}

Test(history, is_bounded)
{
	struct history history;

	history_begin(&history, STATE_LISTEN, false);
	for (int i = 0; i < 3 * HISTORY_MAX; i++) {
		history_reach(&history, STATE_SYN_SENT);
		history_assume(&history, STATE_SYN_RECV);
		history_assume(&history, STATE_CLOSED);
		cr_assert_leq(history.count, HISTORY_MAX);
		cr_assert_leq(history.sure, history.count);
	}
	cr_expect_eq(history_state(&history), STATE_CLOSED);
}
