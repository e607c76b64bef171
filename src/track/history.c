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

void history_begin(struct history *history, enum tcp_state state, bool sure)
{
	memset(history, 0, sizeof *history);
	history->states[0] = (uint8_t)state;
	history->count = 1;
	history->sure = sure;
}

enum tcp_state history_state(const struct history *history)
{
	return (enum tcp_state)history->states[history->count - 1];
}

bool history_is_sure(const struct history *history)
{
	return history->sure == history->count;
}

enum tcp_state history_sure_state(const struct history *history)
{
	return (enum tcp_state)
		history->states[history->sure ? history->sure - 1 : 0];
}

bool history_has(const struct history *history, enum tcp_state state)
{
	return memchr(history->states, (int)state, history->count) != NULL;
}

static void history_push(struct history *history, enum tcp_state state)
{
	if (history->count < HISTORY_MAX)
		history->count++;
	history->states[history->count - 1] = (uint8_t)state;
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
	for (uint8_t i = 0; i < history->count; i++) {
		if (history->states[i] != state)
			continue;
		if (history->sure <= i)
			history->sure = (uint8_t)(i + 1);
		return;
	}
	history_reach(history, state);
}

void history_withdraw(struct history *history)
{
	history->count = history->sure ? history->sure : 1;
}

void history_withdraw_from(struct history *history, enum tcp_state state)
{
	for (uint8_t i = history->sure ? history->sure : 1; i < history->count;
	     i++) {
		if (history->states[i] == state) {
			history->count = i;
			return;
		}
	}
}

void history_correct_from(struct history *history, enum tcp_state state)
{
	for (uint8_t i = 1; i < history->count; i++) {
		if (history->states[i] != state)
			continue;
		history->count = i;
		if (history->sure > i)
			history->sure = i;
		return;
	}
}
