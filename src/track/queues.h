/*
 * queues: the records of connections by what they wait for, in the order of
 * their deadlines.
 */
#ifndef TCPFLOW_TRACK_QUEUES_H
#define TCPFLOW_TRACK_QUEUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "track/records.h"

/* In the order in which they give up records for want of memory: the first have
 * least to lose. */
enum table_queue {
	QUEUE_OVER,	   /* reported; only the bases are left; no timer */
	QUEUE_CLOSED,	   /* both ends closed */
	QUEUE_TIME_WAIT,   /* until 2 MSL are over */
	QUEUE_SYN_SENT,	   /* a SYN that nobody answered */
	QUEUE_SYN_RECV,	   /* a handshake that stopped */
	QUEUE_ONE_SIDED,   /* mid-stream, of one end only; no timer */
	QUEUE_FIN_WAIT2,   /* half closed, or an orphan */
	QUEUE_CLOSING,	   /* FIN_WAIT1, CLOSING, LAST_ACK */
	QUEUE_ESTABLISHED, /* no timer */
	QUEUES
};

struct queue {
	uint32_t first, last; /* or TABLE_NONE */
	uint32_t count;
	/* By the deadline's tick, a few milliseconds: a record that was put
	 * here with such a deadline, plus 1, and may have left since. */
	uint32_t *near;
};

struct queues {
	struct queue list[QUEUES];
	int64_t earliest; /* no timer runs out before */
	uint32_t near_mask;
};

/* For a table that may take so much memory, of which it takes 1/400 at most.
 * False when the system has none. */
bool queues_init(struct queues *queues, size_t memory);
void queues_close(struct queues *queues);
size_t queues_memory(const struct queues *queues);

/* Puts the record, which is in no queue or in another or to move inside of its
 * own, behind those that have no later deadline. */
void queues_put(struct queues *queues, const struct records *records,
		uint32_t number, enum table_queue queue, int64_t deadline);

/* Takes it out of its queue, if it is in one. */
void queues_take(struct queues *queues, const struct records *records,
		 uint32_t number);

/* The record whose timer ran out first, not after `now`, or TABLE_NONE. */
uint32_t queues_due(struct queues *queues, const struct records *records,
		    int64_t now);

#endif
