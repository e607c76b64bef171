/* What is always there of a connection. */
#include "track/records.h"

#include <stdlib.h>

void records_init(struct records *records)
{
	*records = (struct records){ .free_number = TABLE_NONE };
	arena_init(&records->arena);
}

void records_close(struct records *records)
{
	free(records->blocks);
	arena_close(&records->arena);
}

bool records_are_full(const struct records *records)
{
	return records->free_number == TABLE_NONE &&
	       records->size == records->block_count * RECORDS_BLOCK;
}

static bool has_room(struct records *records)
{
	uint32_t room = records->block_room ? records->block_room * 2 : 64;
	struct record **blocks;

	if (records->block_count < records->block_room)
		return true;
	blocks = realloc(records->blocks, room * sizeof *blocks);
	if (!blocks)
		return false;
	records->blocks = blocks;
	records->block_room = room;
	return true;
}

bool records_grow(struct records *records)
{
	struct record *block;

	if (!has_room(records))
		return false;
	block = arena_take(&records->arena, RECORDS_BLOCK_SIZE);
	if (!block)
		return false;
	records->blocks[records->block_count++] = block;
	return true;
}

uint32_t records_take(struct records *records)
{
	uint32_t number = records->free_number;

	if (number == TABLE_NONE)
		return records->size++;
	records->free_number = record_at(records, number)->next;
	return number;
}

void records_give_back(struct records *records, uint32_t number)
{
	struct record *record = record_at(records, number);

	record->used = false;
	record->next = records->free_number & TABLE_NONE;
	records->free_number = number;
}
