/*
 * The states one endpoint went through: a sure prefix, an assumed rest.
 *
 * A connection closes after at most seven states, so the list is short and
 * fixed.  If a hostile sequence of segments should fill it, the last place is
 * overwritten: the current state stays right, which is what people read.
 */
#include "track/history.h"

#include "decode/seldom.h"

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
	*history = (struct history){
		.states = (uint64_t)state & 0xf,
		.count = 1,
		.sure = sure,
	};
}

/* In each of the places. */
#define PLACES(digit) (HISTORY_STATES / 15 * (digit))

/* The highest bit of each place in which `word` is zero.  In all others it is
 * set itself, or the sum of the three bits below carries into it. */
static uint64_t zeros(uint64_t word)
{
	return ~((word & PLACES(7)) + PLACES(7)) & ~word & PLACES(8);
}

/* The place of the state from `start` on, or `count`: all places are looked at
 * at once, and the first is the highest. */
static unsigned int history_find(const struct history *history,
				 enum tcp_state state, unsigned int start)
{
	unsigned int count = history->count;
	uint64_t places, found;

	if (start >= count)
		return count;
	places = (UINT64_C(1) << 4 * (count - start)) - 1;
	found = zeros(history->states ^ PLACES((uint64_t)state)) & places;
	if (!found)
		return count;
	return count - 1 - (unsigned int)(63 - __builtin_clzll(found)) / 4;
}

bool history_has(const struct history *history, enum tcp_state state)
{
	return history_find(history, state, 0) < history->count;
}

/* With its first state in the highest place. */
static uint64_t from_its_beginning(struct history history)
{
	return history.states << 4 * (HISTORY_MAX - history.count);
}

/* How many states both begin with, where neither goes on with the other. */
SELDOM unsigned int shared_by_others(struct history a, struct history b)
{
	const unsigned int unused = 64 - 4 * HISTORY_MAX;
	uint64_t differs = from_its_beginning(a) ^ from_its_beginning(b);

	return ((unsigned int)__builtin_clzll(differs) - unused) / 4;
}

/* Whether `later` begins with all of `history`, as is mostly so. */
static bool goes_on(struct history history, struct history later)
{
	return history.count <= later.count &&
	       history.states ==
		       later.states >> 4 * (later.count - history.count);
}

unsigned int history_shared(struct history a, struct history b)
{
	if (goes_on(a, b))
		return a.count;
	return goes_on(b, a) ? b.count : shared_by_others(a, b);
}

static void history_cut(struct history *history, unsigned int count)
{
	history->states >>= 4 * (history->count - count);
	history->count = count & 0xf;
}

static void history_push(struct history *history, enum tcp_state state)
{
	uint64_t others = history->states & ~UINT64_C(0xf);

	if (history->count < HISTORY_MAX) {
		others = (uint64_t)history->states << 4;
		history->count++;
	}
	history->states = (others | (uint64_t)state) & HISTORY_STATES;
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
