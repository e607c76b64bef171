/* Histories: what is sure, what is assumed, what is taken back. */
#include <criterion/criterion.h>

#include "random.h"
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

/* The same, kept as a plain list and looked through one by one. */
struct list {
	enum tcp_state states[HISTORY_MAX];
	unsigned int count, sure;
};

static unsigned int list_find(const struct list *list, enum tcp_state state,
			      unsigned int start)
{
	while (start < list->count && list->states[start] != state)
		start++;
	return start;
}

static void list_assume(struct list *list, enum tcp_state state)
{
	if (list->states[list->count - 1] == state)
		return;
	if (list->count < HISTORY_MAX)
		list->count++;
	else
		list->sure = HISTORY_MAX - 1;
	list->states[list->count - 1] = state;
}

static void list_withdraw_from(struct list *list, enum tcp_state state)
{
	list->count = list_find(list, state, list->sure ? list->sure : 1);
}

static void change_both(struct history *history, struct list *list,
			enum tcp_state state, uint32_t how)
{
	switch (how % 5) {
	case 0:
		history_reach(history, state);
		list_assume(list, state);
		list->sure = list->count;
		break;
	case 1:
		history_confirm_to(history, state);
		if (list_find(list, state, 0) == list->count) {
			list_assume(list, state);
			list->sure = list->count;
		} else if (list->sure <= list_find(list, state, 0)) {
			list->sure = list_find(list, state, 0) + 1;
		}
		break;
	case 2:
		history_withdraw_from(history, state);
		list_withdraw_from(list, state);
		break;
	case 3:
		history_correct_from(history, state);
		list->count = list_find(list, state, 1);
		if (list->sure > list->count)
			list->sure = list->count;
		break;
	default:
		history_assume(history, state);
		list_assume(list, state);
		break;
	}
}

static void expect_same(const struct history *history, const struct list *list)
{
	cr_assert_eq(history->count, list->count);
	cr_assert_eq(history->sure, list->sure);
	for (unsigned int i = 0; i < list->count; i++)
		cr_assert_eq(history_at(*history, i), list->states[i]);
	cr_assert_eq(history_state(history), list->states[list->count - 1]);
	cr_assert_eq(history_sure_state(history),
		     list->states[list->sure ? list->sure - 1 : 0]);
	for (int state = STATE_CLOSED; state <= STATE_LAST_ACK; state++)
		cr_assert_eq(history_has(history, (enum tcp_state)state),
			     list_find(list, (enum tcp_state)state, 0) <
				     list->count);
}

static unsigned int list_shared(const struct list *a, const struct list *b)
{
	unsigned int shared = 0;

	while (shared < a->count && shared < b->count &&
	       a->states[shared] == b->states[shared])
		shared++;
	return shared;
}

Test(history, is_a_list)
{
	uint32_t random = 2463534242U;
	struct history history, before;
	struct list list = { .states = { STATE_LISTEN }, .count = 1 };
	struct list list_before;

	history_begin(&history, STATE_LISTEN, false);
	for (int i = 0; i < 100000; i++) {
		uint32_t r = next_random(&random);

		before = history;
		list_before = list;
		for (uint32_t n = r >> 16 & 3; n > 0; n--)
			change_both(&history, &list,
				    (enum tcp_state)(r % (STATE_LAST_ACK + 1)),
				    r >> 8);
		expect_same(&history, &list);
		cr_assert_eq(history_shared(before, history),
			     list_shared(&list_before, &list));
		cr_assert_eq(history_shared(history, before),
			     list_shared(&list_before, &list));
	}
}
