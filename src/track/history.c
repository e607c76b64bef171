/*
 * The states one endpoint went through: a sure prefix, an assumed rest.
 *
 * A connection closes after at most seven states, so the list is short and
 * fixed.  If a hostile sequence of segments should fill it, the last place is
 * overwritten: the current state stays right, which is what people read.
 */
#include "track/history.h"

#include <string.h>

const char *state_name(enum tcp_state state)
{
	static const char *const names[] = {
		[STATE_CLOSED] = "CLOSED",
		[STATE_LISTEN] = "LISTEN",
		[STATE_SYN_SENT] = "SYN_SENT",
		[STATE_SYN_RECV] = "SYN_RECV",
		[STATE_ESTABLISHED] = "ESTABLISHED",
		[STATE_FIN_WAIT1] = "FIN_WAIT1",
		[STATE_FIN_WAIT2] = "FIN_WAIT2",
		[STATE_CLOSING] = "CLOSING",
		[STATE_TIME_WAIT] = "TIME_WAIT",
		[STATE_CLOSE_WAIT] = "CLOSE_WAIT",
		[STATE_LAST_ACK] = "LAST_ACK",
	};

	return names[state];
}

static void history_set(struct history *history, unsigned int i,
			enum tcp_state state)
{
	uint64_t others = history->states & ~(UINT64_C(0xf) << 4 * i);

	history->states = (others | (uint64_t)state << 4 * i) & HISTORY_STATES;
}

void history_begin(struct history *history, enum tcp_state state, bool sure)
{
	memset(history, 0, sizeof *history);
	history_set(history, 0, state);
	history->count = 1;
	history->sure = sure;
}

/* The place of the state from `start` on, or `count`. */
static unsigned int history_find(const struct history *history,
				 enum tcp_state state, unsigned int start)
{
	unsigned int i = start;

	while (i < history->count && history_at(*history, i) != state)
		i++;
	return i;
}

bool history_has(const struct history *history, enum tcp_state state)
{
	return history_find(history, state, 0) < history->count;
}

unsigned int history_shared(struct history a, struct history b)
{
	unsigned int shared = 0;

	while (shared < a.count && shared < b.count &&
	       history_at(a, shared) == history_at(b, shared))
		shared++;
	return shared;
}

/* What lies beyond is cleared, so that equal histories are equal words. */
static void history_cut(struct history *history, unsigned int count)
{
	history->states &= HISTORY_STATES >> 4 * (HISTORY_MAX - count);
	history->count = count & 0xf;
}

static void history_push(struct history *history, enum tcp_state state)
{
	if (history->count < HISTORY_MAX)
		history->count++;
	history_set(history, history->count - 1U, state);
}

void history_reach(struct history *history, enum tcp_state state)
{
	if (history_state(history) != state)
		history_push(history, state);
	history->sure = history->count;
}

void history_assume(struct history *history, enum tcp_state state)
{
	if (history_state(history) == state)
		return;
	if (history->count == HISTORY_MAX)
		history->sure = HISTORY_MAX - 1;
	history_push(history, state);
}

void history_confirm_to(struct history *history, enum tcp_state state)
{
	unsigned int i = history_find(history, state, 0);

	if (i == history->count)
		history_reach(history, state);
	else if (history->sure <= i)
		history->sure = (i + 1) & 0xf;
}

void history_withdraw(struct history *history)
{
	history_cut(history, history->sure ? history->sure : 1);
}

void history_withdraw_from(struct history *history, enum tcp_state state)
{
	history_cut(history, history_find(history, state,
					  history->sure ? history->sure : 1));
}

void history_correct_from(struct history *history, enum tcp_state state)
{
	unsigned int i = history_find(history, state, 1);

	history_cut(history, i);
	if (history->sure > i)
		history->sure = i & 0xf;
}
