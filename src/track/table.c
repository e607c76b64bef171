/*
 * The connection table.
 *
 * The index holds record numbers and 16 bits of their hashes, so that a probe
 * that misses seldom touches the record.  It doubles when it is three
 * quarters full; both it and the blocks count against the memory limit.
 */
#include "track/table.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "decode/tunnel.h"
#include "track/siphash.h"

enum { BLOCK_RECORDS = 256, INDEX_SMALLEST = 1024 };

struct slot {
	uint32_t number; /* plus 1; 0: empty */
	uint16_t tag;
};

struct queue {
	uint32_t first, last;
};

struct table {
	uint64_t key[2];
	size_t memory, used_memory;
	struct slot *index;
	uint32_t index_size; /* a power of two */
	uint32_t count;
	struct record **blocks;
	uint32_t block_count, block_room;
	uint32_t next_number, free_number;
	struct queue queues[QUEUES];
	int64_t earliest; /* no deadline is before this */
};

static uint64_t word_of(const uint8_t *octets)
{
	uint64_t word;

	memcpy(&word, octets, sizeof word);
	return word;
}

static uint64_t key_hash(const struct table *table, const struct table_key *key)
{
	uint64_t words[6] = {
		(uint64_t)key->port[0] << 32 | (uint64_t)key->port[1] << 8 |
			key->address[0].version,
		word_of(key->address[0].octets),
		word_of(key->address[1].octets),
	};

	if (key->address[0].version == 4 && !key->tunnel)
		return siphash(table->key, words, 3);
	words[3] = word_of(key->address[0].octets + 8);
	words[4] = word_of(key->address[1].octets + 8);
	words[5] = key->tunnel;
	return siphash(table->key, words, 6);
}

/* One side of a connection, as a packet or a quote has it. */
struct side {
	const struct address *address;
	uint16_t port;
};

static bool key_in_order(struct table_key *key, struct side a, struct side b)
{
	int order = memcmp(a.address->octets, b.address->octets,
			   sizeof a.address->octets);
	bool swapped = order > 0 || (order == 0 && a.port > b.port);

	key->address[swapped] = *a.address;
	key->address[!swapped] = *b.address;
	key->port[swapped] = a.port;
	key->port[!swapped] = b.port;
	return swapped;
}

bool table_key_of(struct table_key *key, const struct packet *packet)
{
	key->tunnel = tunnel_key(packet);
	return key_in_order(key,
			    (struct side){ &packet->ip.source,
					   packet->tcp.source_port },
			    (struct side){ &packet->ip.destination,
					   packet->tcp.destination_port });
}

bool table_key_of_quote(struct table_key *key, const struct packet *packet)
{
	const struct packet_quote *quote = &packet->quote;

	key->tunnel = tunnel_key(packet);
	return key_in_order(
		key, (struct side){ &quote->source, quote->source_port },
		(struct side){ &quote->destination, quote->destination_port });
}

struct table *table_new(size_t memory, const uint64_t key[2])
{
	struct table *table = calloc(1, sizeof *table);

	if (!table)
		return NULL;
	memcpy(table->key, key, sizeof table->key);
	table->memory = memory;
	table->free_number = TABLE_NONE;
	table->earliest = INT64_MAX;
	for (int i = 0; i < QUEUES; i++)
		table->queues[i] = (struct queue){ TABLE_NONE, TABLE_NONE };
	table->index_size = INDEX_SMALLEST;
	table->index = calloc(table->index_size, sizeof *table->index);
	if (!table->index) {
		free(table);
		return NULL;
	}
	table->used_memory = table->index_size * sizeof *table->index;
	return table;
}

void table_free(struct table *table)
{
	if (!table)
		return;
	for (uint32_t i = 0; i < table->block_count; i++)
		free(table->blocks[i]);
	free(table->blocks);
	free(table->index);
	free(table);
}

struct record *table_record(const struct table *table, uint32_t number)
{
	assert(number < table->next_number);
	return &table->blocks[number / BLOCK_RECORDS][number % BLOCK_RECORDS];
}

uint32_t table_size(const struct table *table)
{
	return table->next_number;
}

static bool record_has_key(const struct record *record,
			   const struct table_key *key)
{
	const struct connection *connection = &record->connection;

	return connection->tunnel == key->tunnel &&
	       connection->port[0] == key->port[0] &&
	       connection->port[1] == key->port[1] &&
	       memcmp(connection->address, key->address, sizeof key->address) ==
		       0;
}

static uint32_t index_place(const struct table *table, uint64_t hash)
{
	return (uint32_t)hash & (table->index_size - 1);
}

static uint32_t index_after(const struct table *table, uint32_t place)
{
	return (place + 1) & (table->index_size - 1);
}

uint32_t table_find(const struct table *table, const struct table_key *key)
{
	uint64_t hash = key_hash(table, key);
	uint16_t tag = (uint16_t)(hash >> 48);
	uint32_t place = index_place(table, hash);

	for (; table->index[place].number; place = index_after(table, place)) {
		const struct slot *slot = &table->index[place];

		if (slot->tag == tag &&
		    record_has_key(table_record(table, slot->number - 1), key))
			return slot->number - 1;
	}
	return TABLE_NONE;
}

static void index_put(struct table *table, uint32_t number)
{
	uint64_t hash = table_record(table, number)->hash;
	uint32_t place = index_place(table, hash);

	while (table->index[place].number)
		place = index_after(table, place);
	table->index[place] = (struct slot){ .number = number + 1,
					     .tag = (uint16_t)(hash >> 48) };
}

static bool index_grow(struct table *table)
{
	size_t more = table->index_size * sizeof *table->index;
	struct slot *bigger;

	if (table->used_memory + 2 * more > table->memory)
		return false;
	bigger = calloc(table->index_size * (size_t)2, sizeof *bigger);
	if (!bigger)
		return false;
	free(table->index);
	table->index = bigger;
	table->index_size *= 2;
	table->used_memory += more;
	for (uint32_t i = 0; i < table->next_number; i++)
		if (table_record(table, i)->used)
			index_put(table, i);
	return true;
}

static bool block_add(struct table *table)
{
	size_t size = BLOCK_RECORDS * sizeof(struct record);
	struct record *block;

	if (table->used_memory + size > table->memory)
		return false;
	if (table->block_count == table->block_room) {
		uint32_t room = table->block_room ? table->block_room * 2 : 64;
		struct record **blocks =
			realloc(table->blocks, room * sizeof *blocks);

		if (!blocks)
			return false;
		table->blocks = blocks;
		table->block_room = room;
	}
	block = calloc(BLOCK_RECORDS, sizeof *block);
	if (!block)
		return false;
	table->blocks[table->block_count++] = block;
	table->used_memory += size;
	return true;
}

static uint32_t record_take(struct table *table)
{
	uint32_t number = table->free_number;

	if (number != TABLE_NONE) {
		table->free_number = table_record(table, number)->next;
		return number;
	}
	if (table->next_number == table->block_count * BLOCK_RECORDS &&
	    !block_add(table))
		return TABLE_NONE;
	return table->next_number++;
}

uint32_t table_add(struct table *table, const struct table_key *key)
{
	struct record *record;
	uint32_t number;

	if (table->count >= table->index_size / 4 * 3 && !index_grow(table))
		return TABLE_NONE;
	number = record_take(table);
	if (number == TABLE_NONE)
		return TABLE_NONE;
	record = table_record(table, number);
	memset(record, 0, sizeof *record);
	memcpy(record->connection.address, key->address, sizeof key->address);
	memcpy(record->connection.port, key->port, sizeof key->port);
	record->connection.tunnel = key->tunnel;
	record->hash = key_hash(table, key);
	record->queue = QUEUES;
	record->used = true;
	index_put(table, number);
	table->count++;
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
		const struct record *record =
			table_record(table, table->index[place].number - 1);
		uint32_t home = index_place(table, record->hash);

		if (((place - home) & mask) < ((place - gap) & mask))
			continue;
		table->index[gap] = table->index[place];
		gap = place;
	}
	table->index[gap].number = 0;
}

static void queue_leave(struct table *table, struct record *record)
{
	struct queue *queue;

	if (record->queue == QUEUES)
		return;
	queue = &table->queues[record->queue];
	if (record->previous == TABLE_NONE)
		queue->first = record->next;
	else
		table_record(table, record->previous)->next = record->next;
	if (record->next == TABLE_NONE)
		queue->last = record->previous;
	else
		table_record(table, record->next)->previous = record->previous;
	record->queue = QUEUES;
}

void table_remove(struct table *table, uint32_t number)
{
	struct record *record = table_record(table, number);

	queue_leave(table, record);
	index_remove(table, number);
	record->used = false;
	record->next = table->free_number;
	table->free_number = number;
	table->count--;
}

/* Whether deadlines are times at which something happens. */
static bool has_timer(enum table_queue queue)
{
	return queue != QUEUE_OVER && queue != QUEUE_ESTABLISHED;
}

/* Each queue has one duration, so a new deadline is almost always the last:
 * the walk from the end is short. */
void table_enqueue(struct table *table, uint32_t number,
		   enum table_queue queue_number, int64_t deadline)
{
	struct record *record = table_record(table, number);
	struct queue *queue = &table->queues[queue_number];
	uint32_t before;

	if (record->queue == queue_number && record->deadline == deadline)
		return; /* it is in its place: no walk */
	if (has_timer(queue_number) && deadline < table->earliest)
		table->earliest = deadline;
	queue_leave(table, record);
	before = queue->last;
	while (before != TABLE_NONE &&
	       table_record(table, before)->deadline > deadline)
		before = table_record(table, before)->previous;
	record->deadline = deadline;
	record->queue = (uint8_t)queue_number;
	record->previous = before;
	if (before == TABLE_NONE) {
		record->next = queue->first;
		queue->first = number;
	} else {
		record->next = table_record(table, before)->next;
		table_record(table, before)->next = number;
	}
	if (record->next == TABLE_NONE)
		queue->last = number;
	else
		table_record(table, record->next)->previous = number;
}

uint32_t table_first(const struct table *table, enum table_queue queue)
{
	return table->queues[queue].first;
}

int64_t table_earliest(const struct table *table)
{
	return table->earliest;
}

uint32_t table_due(struct table *table, int64_t now)
{
	uint32_t due = TABLE_NONE;
	int64_t earliest = INT64_MAX;

	for (int i = 0; i < QUEUES; i++) {
		uint32_t number = table->queues[i].first;
		const struct record *record;

		if (!has_timer((enum table_queue)i) || number == TABLE_NONE)
			continue;
		record = table_record(table, number);
		if (record->deadline >= earliest)
			continue;
		earliest = record->deadline;
		due = number;
	}
	table->earliest = earliest;
	return earliest <= now ? due : TABLE_NONE;
}
