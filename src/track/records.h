/*
 * records: what is always there of a connection, by its number.
 *
 * They live in blocks that never move; a number that was given back is the next
 * to be given out.  Asking for memory within the limit is the caller's
 * business.
 */
#ifndef TCPFLOW_TRACK_RECORDS_H
#define TCPFLOW_TRACK_RECORDS_H

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>

#include "track/huge.h"

enum { TABLE_NONE = UINT32_MAX >> 1 }; /* no record */

/* As small as can be, since there may be millions. */
struct record {
	int64_t deadline;
	union {
		uint32_t piece; /* at rest: where it is packed */
		uint32_t slot;	/* awake */
	};
	uint32_t previous : 31; /* in its queue */
	uint32_t used : 1;
	uint32_t next : 31;
	uint32_t awake : 1;
	uint32_t hash : 28; /* its lower bits */
	uint32_t queue : 4; /* enum table_queue */
};

_Static_assert(sizeof(struct record) == 24, "a record has no gaps");

enum {
	RECORDS_BLOCK = 1024, /* records in one */
	RECORDS_BLOCK_SIZE = RECORDS_BLOCK * (int)sizeof(struct record)
};

struct records {
	struct record **blocks; /* in the arena */
	uint32_t block_count, block_room;
	struct arena arena;
	uint32_t size; /* numbers that were ever given out */
	uint32_t free_number;
};

void records_init(struct records *records);
void records_close(struct records *records);

static inline struct record *record_at(const struct records *records,
				       uint32_t number)
{
	assert(number < records->size);
	return &records->blocks[number / RECORDS_BLOCK][number % RECORDS_BLOCK];
}

/* Whether the next one needs another block. */
bool records_are_full(const struct records *records);

/* Adds a block.  False when the system has no memory. */
bool records_grow(struct records *records);

/* A number whose record may hold anything.  They must not be full. */
uint32_t records_take(struct records *records);

void records_give_back(struct records *records, uint32_t number);

#endif
