/*
 * history: the states one endpoint went through, and how sure each is.
 *
 * What an endpoint sends shows its state for certain; what is sent to it only
 * lets us assume one.  So a history is a list of which a prefix is sure and
 * the rest is assumed.  A sure state is never taken back; an assumed one is
 * confirmed by what the endpoint sends later, or withdrawn.
 */
#ifndef TCPFLOW_TRACK_HISTORY_H
#define TCPFLOW_TRACK_HISTORY_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* RFC 9293 3.3.2, by their names in Linux and in the book. */
enum tcp_state {
	STATE_CLOSED,
	STATE_LISTEN,
	STATE_SYN_SENT,
	STATE_SYN_RECV,
	STATE_ESTABLISHED,
	STATE_FIN_WAIT1,
	STATE_FIN_WAIT2,
	STATE_CLOSING,
	STATE_TIME_WAIT,
	STATE_CLOSE_WAIT,
	STATE_LAST_ACK
};

enum { HISTORY_MAX = 9 };

/* The bits of struct history's `states` that are used. */
#define HISTORY_STATES ((UINT64_C(1) << 4 * HISTORY_MAX) - 1)

/* In one word, as it is copied and compared for each segment. */
struct history {
	uint64_t states : 48; /* four bits each, the last one lowest, as it is
			       * asked for most; above them all is zero */
	uint64_t count : 8;   /* at least 1 */
	uint64_t sure : 8;    /* the first so many are certain */
};

_Static_assert(sizeof(struct history) == sizeof(uint64_t),
	       "a history is one word");

/* "SYN_SENT" and so on. */
const char *state_name(enum tcp_state state);

/* Comes before all else: a history is never empty. */
void history_begin(struct history *history, enum tcp_state state, bool sure);

/* The state at that place, from 0: where it began, CLOSED or LISTEN, or
 * ESTABLISHED mid-stream.  The place is one of `count`. */
static inline enum tcp_state history_at(struct history history, unsigned int i)
{
	return (enum tcp_state)(history.states >> 4 * (history.count - 1U - i) &
				0xf);
}

/* Where it is now; CLOSED if it has not begun. */
static inline enum tcp_state history_state(const struct history *history)
{
	return (enum tcp_state)(history->states & 0xf);
}

static inline bool history_is_sure(const struct history *history)
{
	return history->sure == history->count;
}

/* Nothing happened between the two. */
static inline bool history_equal(struct history a, struct history b)
{
	return memcmp(&a, &b, sizeof a) == 0;
}

/* The state of which we are certain; the beginning if of none. */
static inline enum tcp_state history_sure_state(const struct history *history)
{
	unsigned int sure = history->sure ? history->sure : 1U;

	return history->count ? history_at(*history, sure - 1) : STATE_CLOSED;
}

bool history_has(const struct history *history, enum tcp_state state);

/* How many states both begin with. */
unsigned int history_shared(struct history a, struct history b);

/* It is now in `state`, for certain, and so went through all before it. */
void history_reach(struct history *history, enum tcp_state state);
/* It is now in `state` if what was sent to it arrived. */
void history_assume(struct history *history, enum tcp_state state);
/* What was assumed up to `state` is proved, what came after stays assumed.
 * If it was not even assumed, it is reached. */
void history_confirm_to(struct history *history, enum tcp_state state);
/* All that was assumed is disproved. */
void history_withdraw(struct history *history);
/* The assumed `state` and all that came after it are disproved; sure ones
 * stay. */
void history_withdraw_from(struct history *history, enum tcp_state state);
/* The same where even a sure `state` was a mistake: segments that were seen
 * in another order than they were sent. */
void history_correct_from(struct history *history, enum tcp_state state);

#endif
