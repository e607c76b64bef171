/*
 * The connection table.
 *
 * The index holds the numbers of records and 32 bits of their hashes, so that a
 * probe that misses seldom touches a record, and growing touches none.  It
 * doubles when it is three quarters full.  It, the blocks, the slots of those
 * awake and what those at rest are packed into count against the memory limit.
 */
#include "track/table.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "track/awake.h"
#include "track/huge.h"
#include "track/pieces.h"
#include "track/rest.h"

enum { INDEX_SMALLEST = 1024, AWAKE_DEFAULT = 65536 };

/* A record has so many bits of its hash, and so many has the largest index. */
enum { HASH_MASK = (1 << 28) - 1 };

_Static_assert(REST_MAX <= PIECE_UNIT * PIECE_UNITS_MAX,
	       "there are pieces for all that rests");

struct slot {
	uint32_t number; /* plus 1; 0: empty */
	uint32_t hash;
};

struct table {
	uint64_t key[2];
	size_t memory, used_memory; /* used: without the pieces */
	struct slot *index;
	uint32_t index_size; /* a power of two */
	uint32_t count;
	struct records records;
	struct queues queues;
	struct awake awake;
	struct pieces pieces; /* for those at rest */
};

/* A quarter of the memory may be theirs. */
static uint32_t awake_count(const struct table_options *options)
{
	size_t most = options->memory / 4 / awake_slot_size();
	uint32_t count = options->awake ? options->awake : AWAKE_DEFAULT;

	if (most < count)
		count = (uint32_t)most;
	return count < AWAKE_MIN ? AWAKE_MIN : count;
}

/* All empty.  Places are taken in no order, so it is all touched soon. */
static struct slot *index_new(uint32_t size)
{
	struct slot *index = huge_new(size * sizeof *index, 0);

	if (index)
		memset(index, 0, size * sizeof *index);
	return index;
}

struct table *table_new(const struct table_options *options)
{
	struct table *table = calloc(1, sizeof *table);
	uint32_t awake = awake_count(options);

	if (!table)
		return NULL;
	memcpy(table->key, options->key, sizeof table->key);
	table->memory = options->memory;
	records_init(&table->records);
	pieces_init(&table->pieces);
	table->index_size = INDEX_SMALLEST;
	table->index = index_new(table->index_size);
	if (!table->index || !queues_init(&table->queues, table->memory) ||
	    !awake_init(&table->awake, awake)) {
		table_free(table);
		return NULL;
	}
	table->used_memory = table->index_size * sizeof *table->index +
			     queues_memory(&table->queues) +
			     awake * awake_slot_size();
	return table;
}

static size_t used(const struct table *table)
{
	return table->used_memory + table->pieces.octets;
}

const struct record *table_record(const struct table *table, uint32_t number)
{
	return record_at(&table->records, number);
}

static uint8_t *packed_at(const struct table *table,
			  const struct record *record)
{
	return pieces_at(&table->pieces, record->piece);
}

void table_free(struct table *table)
{
	if (!table)
		return;
	records_close(&table->records);
	queues_close(&table->queues);
	free(table->index);
	pieces_close(&table->pieces);
	awake_close(&table->awake);
	free(table);
}

uint32_t table_size(const struct table *table)
{
	return table->records.size;
}

static bool connection_has_key(const struct connection *connection,
			       const struct table_key *key)
{
	return memcmp(connection->port, key->port, sizeof key->port) == 0 &&
	       address_equal(&connection->address[0], &key->address[0]) &&
	       address_equal(&connection->address[1], &key->address[1]) &&
	       connection->tunnel == key->tunnel;
}

/* Where it is at rest or awake; in both cases its key comes first. */
static bool record_has_key(const struct table *table, uint32_t number,
			   const struct table_key *key)
{
	const struct record *record = table_record(table, number);

	if (!record->awake)
		return rest_has_key(packed_at(table, record), key);
	return connection_has_key(awake_at(&table->awake, record->slot), key);
}

static uint32_t index_place(const struct table *table, uint32_t hash)
{
	return hash & (table->index_size - 1);
}

static uint32_t index_after(const struct table *table, uint32_t place)
{
	return (place + 1) & (table->index_size - 1);
}

uint32_t table_find(const struct table *table, const struct table_key *key)
{
	uint32_t hash = (uint32_t)table_key_hash(key, table->key);
	uint32_t place = index_place(table, hash);

	for (; table->index[place].number; place = index_after(table, place)) {
		const struct slot *slot = &table->index[place];

		if (slot->hash == hash &&
		    record_has_key(table, slot->number - 1, key))
			return slot->number - 1;
	}
	return TABLE_NONE;
}

uint32_t table_open(const struct table *table)
{
	const struct queue *list = table->queues.list;

	return table->count - list[QUEUE_OVER].count -
	       list[QUEUE_CLOSED].count - list[QUEUE_TIME_WAIT].count;
}

/* What is most likely its record, or TABLE_NONE. */
static uint32_t index_guess(const struct table *table, uint32_t hash)
{
	uint32_t place = index_place(table, hash);

	for (; table->index[place].number; place = index_after(table, place))
		if (table->index[place].hash == hash)
			return table->index[place].number - 1;
	return TABLE_NONE;
}

static void prefetch_connection(const struct table *table, uint32_t number)
{
	const struct record *record = table_record(table, number);

	if (record->awake)
		awake_prefetch(&table->awake, record->slot);
	else
		pieces_prefetch(&table->pieces, record->piece);
}

/* Each step needs what the one before it brought; so each is taken for all
 * before the next. */
void table_expect(const struct table *table, const struct table_key *keys,
		  uint32_t *numbers, size_t count)
{
	uint32_t hashes[TABLE_EXPECTED_MAX];

	assert(count <= TABLE_EXPECTED_MAX);
	for (size_t i = 0; i < count; i++) {
		hashes[i] = (uint32_t)table_key_hash(&keys[i], table->key);
		__builtin_prefetch(
			&table->index[index_place(table, hashes[i])]);
	}
	for (size_t i = 0; i < count; i++) {
		numbers[i] = index_guess(table, hashes[i]);
		if (numbers[i] != TABLE_NONE)
			__builtin_prefetch(
				record_at(&table->records, numbers[i]));
	}
	for (size_t i = 0; i < count; i++)
		if (numbers[i] != TABLE_NONE)
			prefetch_connection(table, numbers[i]);
}

static void index_put(struct table *table, struct slot slot)
{
	uint32_t place = index_place(table, slot.hash);

	while (table->index[place].number)
		place = index_after(table, place);
	table->index[place] = slot;
}

static bool index_grow(struct table *table)
{
	size_t more = table->index_size * sizeof *table->index;
	struct slot *smaller = table->index, *bigger;
	uint32_t size = table->index_size;

	if (used(table) + 2 * more > table->memory ||
	    table->index_size > HASH_MASK / 2)
		return false;
	bigger = index_new(table->index_size * 2);
	if (!bigger)
		return false;
	table->index = bigger;
	table->index_size *= 2;
	table->used_memory += more;
	for (uint32_t i = 0; i < size; i++)
		if (smaller[i].number)
			index_put(table, smaller[i]);
	free(smaller);
	return true;
}

static uint32_t record_take(struct table *table)
{
	if (records_are_full(&table->records)) {
		if (used(table) + RECORDS_BLOCK_SIZE > table->memory ||
		    !records_grow(&table->records))
			return TABLE_NONE;
		table->used_memory += RECORDS_BLOCK_SIZE;
	}
	return records_take(&table->records);
}

/* The next victim is most often the slot behind this one. */
static void prefetch_victim(const struct table *table, uint32_t slot)
{
	if (++slot == table->awake.round)
		slot = 0;
	awake_prefetch(&table->awake, slot);
	__builtin_prefetch(
		record_at(&table->records, table->awake.owners[slot]), 1);
}

/* Packs a connection that was not heard of for long, if it must, so that a slot
 * is free.  `most`: as pieces_take() has it. */
static bool slot_make_free(struct table *table, size_t most)
{
	uint8_t packed[REST_MAX];
	struct record *record;
	uint32_t slot, piece;
	size_t size;

	if (awake_has_free(&table->awake))
		return true;
	slot = awake_victim(&table->awake);
	prefetch_victim(table, slot);
	size = rest_pack(awake_at(&table->awake, slot), packed);
	piece = pieces_take(&table->pieces, size, most);
	if (piece == PIECE_NONE)
		return false;
	memcpy(pieces_at(&table->pieces, piece), packed, size);
	record = record_at(&table->records, table->awake.owners[slot]);
	record->piece = piece;
	record->awake = false;
	awake_release(&table->awake, slot);
	return true;
}

static struct connection *slot_take(struct table *table, uint32_t number)
{
	struct record *record = record_at(&table->records, number);

	record->slot = awake_take(&table->awake, number);
	record->awake = true;
	return awake_at(&table->awake, record->slot);
}

struct connection *table_connection(struct table *table, uint32_t number)
{
	struct record *record = record_at(&table->records, number);
	struct connection *connection;
	uint32_t piece;

	if (record->awake)
		return awake_use(&table->awake, record->slot);
	if (!slot_make_free(table, SIZE_MAX))
		return NULL;
	piece = record->piece;
	connection = slot_take(table, number);
	rest_unpack(connection, pieces_at(&table->pieces, piece));
	pieces_give_back(&table->pieces, piece);
	return connection;
}

struct connection *table_awake(const struct table *table, uint32_t number,
			       uint32_t *slot)
{
	const struct record *record = table_record(table, number);

	if (!record->used || !record->awake)
		return NULL;
	*slot = record->slot;
	return awake_at(&table->awake, *slot);
}

void table_heard(struct table *table, uint32_t slot)
{
	awake_use(&table->awake, slot);
}

struct connection *table_wake(struct table *table, uint32_t number,
			      const struct table_key *key)
{
	if (!table_record(table, number)->used ||
	    !record_has_key(table, number, key))
		return NULL;
	return table_connection(table, number);
}

const struct connection *table_peek(const struct table *table, uint32_t number,
				    struct connection *room)
{
	const struct record *record = table_record(table, number);

	if (record->awake)
		return awake_at(&table->awake, record->slot);
	rest_unpack(room, packed_at(table, record));
	return room;
}

const uint8_t *table_packed(const struct table *table, uint32_t number)
{
	const struct record *record = table_record(table, number);

	return record->awake ? NULL : packed_at(table, record);
}

/* Pages are not always full: they may take an eighth of the memory more than
 * what is in them. */
static size_t most_of_pages(const struct table *table)
{
	return table->memory + table->memory / 8 - table->used_memory;
}

static bool has_room_at_rest(const struct table *table)
{
	return used(table) + REST_MAX <= table->memory &&
	       table->pieces.page_octets <= most_of_pages(table);
}

/* For one more connection awake, and one more at rest if it must be. */
static bool has_room(const struct table *table)
{
	return awake_has_free(&table->awake) || has_room_at_rest(table);
}

/* A new record for the key, in the index and in no queue; TABLE_NONE when the
 * memory is used up. */
static uint32_t record_add(struct table *table, const struct table_key *key)
{
	struct record *record;
	uint32_t number, hash;

	if (table->count >= table->index_size / 4 * 3 && !index_grow(table))
		return TABLE_NONE;
	number = record_take(table);
	if (number == TABLE_NONE)
		return TABLE_NONE;
	record = record_at(&table->records, number);
	memset(record, 0, sizeof *record);
	hash = (uint32_t)table_key_hash(key, table->key);
	record->hash = hash & HASH_MASK;
	record->queue = QUEUES;
	record->used = true;
	index_put(table, (struct slot){ number + 1, hash });
	table->count++;
	awake_suit(&table->awake, table->count);
	return number;
}

uint32_t table_add(struct table *table, const struct table_key *key)
{
	struct connection *connection;
	uint32_t number;

	if (!has_room(table) || !slot_make_free(table, most_of_pages(table)))
		return TABLE_NONE;
	number = record_add(table, key);
	if (number == TABLE_NONE)
		return TABLE_NONE;
	connection = slot_take(table, number);
	memset(connection, 0, sizeof *connection);
	memcpy(connection->address, key->address, sizeof key->address);
	memcpy(connection->port, key->port, sizeof key->port);
	connection->tunnel = key->tunnel;
	return number;
}

uint32_t table_add_packed(struct table *table, const struct table_key *key,
			  const uint8_t *packed, size_t size)
{
	uint32_t number, piece;

	if (!has_room_at_rest(table))
		return TABLE_NONE;
	piece = pieces_take(&table->pieces, size, most_of_pages(table));
	if (piece == PIECE_NONE)
		return TABLE_NONE;
	number = record_add(table, key);
	if (number == TABLE_NONE) {
		pieces_give_back(&table->pieces, piece);
		return TABLE_NONE;
	}
	memcpy(pieces_at(&table->pieces, piece), packed, size);
	record_at(&table->records, number)->piece = piece;
	return number;
}

/* Closes the gap, so that no probe ends early: each later slot of the run
 * moves up unless it would come before its own place. */
static void index_remove(struct table *table, uint32_t number)
{
	uint32_t mask = table->index_size - 1;
	uint32_t gap = index_place(table, table_record(table, number)->hash);
	uint32_t place;

	while (table->index[gap].number != number + 1)
		gap = index_after(table, gap);
	for (place = index_after(table, gap); table->index[place].number;
	     place = index_after(table, place)) {
		uint32_t home = index_place(table, table->index[place].hash);

		if (((place - home) & mask) < ((place - gap) & mask))
			continue;
		table->index[gap] = table->index[place];
		gap = place;
	}
	table->index[gap].number = 0;
}

/* When memory is used up, the next in the queue is the next to go: its place in
 * the index is on its way into the cache until then. */
static void prefetch_place(const struct table *table, uint32_t number)
{
	uint32_t hash;

	if (number == TABLE_NONE)
		return;
	hash = table_record(table, number)->hash;
	__builtin_prefetch(&table->index[index_place(table, hash)]);
}

void table_remove(struct table *table, uint32_t number)
{
	struct record *record = record_at(&table->records, number);

	prefetch_place(table, record->next);
	queues_take(&table->queues, &table->records, number);
	index_remove(table, number);
	if (record->awake)
		awake_release(&table->awake, record->slot);
	else
		pieces_give_back(&table->pieces, record->piece);
	records_give_back(&table->records, number);
	table->count--;
	awake_suit(&table->awake, table->count);
}

void table_enqueue(struct table *table, uint32_t number, enum table_queue queue,
		   int64_t deadline)
{
	queues_put(&table->queues, &table->records, number, queue, deadline);
}

uint32_t table_first(const struct table *table, enum table_queue queue)
{
	return table->queues.list[queue].first;
}

int64_t table_earliest(const struct table *table)
{
	return table->queues.earliest;
}

uint32_t table_due(struct table *table, int64_t now)
{
	return queues_due(&table->queues, &table->records, now);
}
