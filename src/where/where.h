/*
 * where: an expression about a connection, ready to be evaluated.
 *
 * It is kept as steps in the order in which they are worked off: a test yields
 * a truth, `not`, `and` and `or` take one or two and yield one.  So neither
 * reading nor evaluating allocates, and neither recurses deeper than
 * WHERE_DEPTH_MAX.
 */
#ifndef TCPFLOW_WHERE_WHERE_H
#define TCPFLOW_WHERE_WHERE_H

#include <stdbool.h>
#include <stdint.h>

#include "decode/packet.h"

enum {
	WHERE_LENGTH_MAX = 1024, /* characters of an expression */
	WHERE_STEPS_MAX = 64,	 /* its tests and what joins them */
	WHERE_DEPTH_MAX = 16	 /* parentheses and `not` in one another */
};

enum where_operator {
	WHERE_EQUAL,
	WHERE_NOT_EQUAL,
	WHERE_LESS,
	WHERE_AT_MOST,
	WHERE_MORE,
	WHERE_AT_LEAST,
	WHERE_LIKE /* ~ */
};

/* What a test asks for.  Those up to WHERE_RTT_MAX are of one end. */
enum where_field {
	WHERE_STATE,
	WHERE_ADDRESS,
	WHERE_PORT,
	WHERE_BYTES,
	WHERE_PACKETS,
	WHERE_RETRANSMISSIONS,
	WHERE_WINDOW,
	WHERE_RTT_MIN,
	WHERE_RTT_AVERAGE,
	WHERE_RTT_MAX,
	WHERE_CONNECTION,
	WHERE_RTT,
	WHERE_AGE,
	WHERE_IDLE,
	WHERE_DURATION,
	WHERE_REASON,
	WHERE_NOTE,
	WHERE_FROM, /* this and the following are of one segment */
	WHERE_FLAGS,
	WHERE_LENGTH
};

/* Of which end. */
enum where_side {
	WHERE_CLIENT_SIDE,
	WHERE_SERVER_SIDE,
	WHERE_BOTH_SIDES, /* what is counted is added, all else may be of
			   * either */
	WHERE_SENDER_SIDE,
	WHERE_RECEIVER_SIDE
};

struct where_test {
	enum where_field field;
	enum where_side side;
	enum where_operator sign;
	uint64_t number;	/* a number; nanoseconds; TCP flags; or, of
				 * words, bit by enum: those that are meant */
	struct address address; /* WHERE_ADDRESS: */
	uint8_t prefix;		/* so many bits of it */
	/* WHERE_STATE: how long the end has been in it. */
	bool has_time;
	enum where_operator time_sign;
	uint64_t time; /* nanoseconds */
};

enum where_kind { WHERE_TEST, WHERE_NOT, WHERE_AND, WHERE_OR };

struct where_step {
	enum where_kind kind;
	struct where_test test; /* WHERE_TEST */
};

struct where {
	const char *text; /* what was read; not owned */
	uint8_t count;
	struct where_step steps[WHERE_STEPS_MAX];
};

#endif
