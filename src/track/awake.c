/* Slots, in a list by their last use. */
#include "track/awake.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "track/connection.h"

bool awake_init(struct awake *awake, uint32_t count)
{
	assert(count >= AWAKE_MIN);
	memset(awake, 0, sizeof *awake);
	/* Connections are not touched before they are used, so those that no
	 * small capture needs take no memory. */
	awake->connections = calloc(count, sizeof *awake->connections);
	awake->slots = calloc(count, sizeof *awake->slots);
	if (!awake->connections || !awake->slots) {
		awake_close(awake);
		return false;
	}
	awake->count = count;
	for (uint32_t i = 0; i < count; i++)
		awake->slots[i] = (struct awake_slot){
			.owner = AWAKE_NONE,
			.newer = i + 1 < count ? i + 1 : AWAKE_NONE,
			.older = i > 0 ? i - 1 : AWAKE_NONE,
		};
	awake->oldest = 0;
	awake->newest = count - 1;
	return true;
}

void awake_close(struct awake *awake)
{
	free(awake->connections);
	free(awake->slots);
	memset(awake, 0, sizeof *awake);
}

size_t awake_slot_size(void)
{
	return sizeof(struct connection) + sizeof(struct awake_slot);
}

uint32_t awake_oldest(const struct awake *awake)
{
	return awake->oldest;
}

static void leave(struct awake *awake, uint32_t number)
{
	const struct awake_slot *slot = &awake->slots[number];

	if (slot->newer == AWAKE_NONE)
		awake->newest = slot->older;
	else
		awake->slots[slot->newer].older = slot->older;
	if (slot->older == AWAKE_NONE)
		awake->oldest = slot->newer;
	else
		awake->slots[slot->older].newer = slot->newer;
}

static void enter_newest(struct awake *awake, uint32_t number)
{
	struct awake_slot *slot = &awake->slots[number];

	slot->newer = AWAKE_NONE;
	slot->older = awake->newest;
	awake->slots[awake->newest].newer = number;
	awake->newest = number;
}

static void enter_oldest(struct awake *awake, uint32_t number)
{
	struct awake_slot *slot = &awake->slots[number];

	slot->older = AWAKE_NONE;
	slot->newer = awake->oldest;
	awake->slots[awake->oldest].older = number;
	awake->oldest = number;
}

struct connection *awake_use(struct awake *awake, uint32_t slot)
{
	if (slot != awake->newest) {
		leave(awake, slot);
		enter_newest(awake, slot);
	}
	return &awake->connections[slot];
}

struct connection *awake_give(struct awake *awake, uint32_t slot,
			      uint32_t owner)
{
	awake->slots[slot].owner = owner;
	return awake_use(awake, slot);
}

void awake_release(struct awake *awake, uint32_t slot)
{
	awake->slots[slot].owner = AWAKE_NONE;
	if (slot == awake->oldest)
		return;
	leave(awake, slot);
	enter_oldest(awake, slot);
}
