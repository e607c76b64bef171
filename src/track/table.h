/*
 * table: where the connections are, by their addresses and ports.
 *
 * Each has a record, whose number (32 bits) is its name (records.h).  An index
 * of open addressing, keyed with SipHash so that nobody can choose collisions,
 * finds them; queues hold them in the order in which their timers run out
 * (queues.h).  The connections heard of last are awake, the
 * others packed (awake.h, rest.h).  Memory has a limit; making room is the
 * caller's business.
 */
#ifndef TCPFLOW_TRACK_TABLE_H
#define TCPFLOW_TRACK_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "track/connection.h"
#include "track/queues.h"
#include "track/records.h"
#include "track/table_key.h"

struct table;

struct table_options {
	size_t memory;	 /* octets, of all that grows with connections */
	uint32_t awake;	 /* connections kept unpacked, at most; 0: as many as is
			  * good */
	uint64_t key[2]; /* secret and random */
};

struct table *table_new(const struct table_options *options);
void table_free(struct table *table);

/* The record, or TABLE_NONE. */
uint32_t table_find(const struct table *table, const struct table_key *key);

/* These are looked up next, in about this order, TABLE_EXPECTED_MAX at most:
 * what is known of them is on its way into the cache, all at the same time.
 * `numbers` become what are most likely their records, or TABLE_NONE: nothing
 * may depend on it. */
enum { TABLE_EXPECTED_MAX = 32 };
void table_expect(const struct table *table, const struct table_key *keys,
		  uint32_t *numbers, size_t count);

/* How many records there are of connections of which more is to be expected:
 * they are neither closed nor in TIME_WAIT. */
uint32_t table_open(const struct table *table);

/* A new connection with addresses and ports set and all else zero, in no queue
 * yet; TABLE_NONE when the memory is used up. */
uint32_t table_add(struct table *table, const struct table_key *key);
/* The same, at rest: packed already, in `size` octets, with its key. */
uint32_t table_add_packed(struct table *table, const struct table_key *key,
			  const uint8_t *packed, size_t size);
void table_remove(struct table *table, uint32_t number);

/* Its connection, awake: the pointer is good until two others were asked for.
 * NULL when the system has no memory to put another to rest. */
struct connection *table_connection(struct table *table, uint32_t number);

/* The connection of that record, if there is one and it is awake; else NULL.
 * To look whose it is: if it is the right one, table_heard() is to be told
 * `slot`, and it is good for as long. */
struct connection *table_awake(const struct table *table, uint32_t number,
			       uint32_t *slot);
void table_heard(struct table *table, uint32_t slot);

/* The same as table_connection(), if the record is in use and has that key;
 * else NULL. */
struct connection *table_wake(struct table *table, uint32_t number,
			      const struct table_key *key);

/* Its connection as it is; if it rests, it goes on resting, and `room` is what
 * it is unpacked into.  Good until a connection is added or asked for. */
const struct connection *table_peek(const struct table *table, uint32_t number,
				    struct connection *room);

/* If it rests, what it is packed into (rest.h), else NULL. */
const uint8_t *table_packed(const struct table *table, uint32_t number);

const struct record *table_record(const struct table *table, uint32_t number);

/* How many numbers were ever given out: for walking over all records. */
uint32_t table_size(const struct table *table);

/* Puts the record into `queue` by its deadline, last of those that have the
 * same; it leaves the one it is in.  Where no timer runs the deadline is when
 * it took its place. */
void table_enqueue(struct table *table, uint32_t number, enum table_queue queue,
		   int64_t deadline);
/* The record of the queue whose deadline is first, or TABLE_NONE. */
uint32_t table_first(const struct table *table, enum table_queue queue);

/* Before this time no timer runs out.  It may be too early: to be asked for
 * each packet, and table_due() only when it has come. */
int64_t table_earliest(const struct table *table);

/* The record whose timer ran out first, not after `now`, or TABLE_NONE. */
uint32_t table_due(struct table *table, int64_t now);

#endif
