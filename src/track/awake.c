/* Slots, and the hand that goes around. */
#include "track/awake.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "track/connection.h"
#include "track/huge.h"

enum { ROUND_SHORT = 512 }; /* half a megabyte */

/* It begins with a line of the cache, so that it is in no more than it must. */
struct awake_slot {
	_Alignas(HUGE_LINE) struct connection connection;
};

bool awake_init(struct awake *awake, uint32_t count)
{
	assert(count >= AWAKE_MIN);
	memset(awake, 0, sizeof *awake);
	/* Slots are not touched before they are used, so those that no small
	 * capture needs take no memory; nor does it need a huge page. */
	awake->slots = huge_new(count * sizeof *awake->slots, HUGE_PAGE);
	awake->owners = calloc(count, sizeof *awake->owners);
	awake->heard = calloc(count, sizeof *awake->heard);
	if (!awake->slots || !awake->owners || !awake->heard) {
		awake_close(awake);
		return false;
	}
	awake->count = awake->round = count;
	awake->free = AWAKE_NONE;
	awake->latest = AWAKE_NONE;
	return true;
}

void awake_close(struct awake *awake)
{
	free(awake->slots);
	free(awake->owners);
	free(awake->heard);
	memset(awake, 0, sizeof *awake);
}

size_t awake_slot_size(void)
{
	return sizeof(struct awake_slot) + sizeof(uint32_t) + sizeof(uint8_t);
}

struct connection *awake_at(const struct awake *awake, uint32_t slot)
{
	return &awake->slots[slot].connection;
}

void awake_prefetch(const struct awake *awake, uint32_t slot)
{
	const uint8_t *octets = (const uint8_t *)awake_at(awake, slot);

	for (size_t i = 0; i < sizeof(struct connection); i += HUGE_LINE)
		__builtin_prefetch(octets + i, 1);
}

bool awake_has_free(const struct awake *awake)
{
	return awake->free != AWAKE_NONE || awake->fresh < awake->count;
}

void awake_suit(struct awake *awake, uint32_t connections)
{
	bool crowded = connections > awake->count + awake->count / 2;

	awake->round = crowded && awake->count > ROUND_SHORT ? ROUND_SHORT
							     : awake->count;
}

static void hand_on(struct awake *awake)
{
	awake->heard[awake->hand] = false;
	awake->hand = awake->hand + 1 < awake->round ? awake->hand + 1 : 0;
}

/* In the second round, at the latest, one is found: no slot is marked, and only
 * one is the latest. */
uint32_t awake_victim(struct awake *awake)
{
	assert(!awake_has_free(awake));
	while (awake->heard[awake->hand] || awake->hand == awake->latest)
		hand_on(awake);
	return awake->hand;
}

uint32_t awake_take(struct awake *awake, uint32_t owner)
{
	uint32_t slot = awake->free;

	assert(awake_has_free(awake));
	if (slot == AWAKE_NONE)
		slot = awake->fresh++;
	else
		awake->free = awake->owners[slot];
	awake->owners[slot] = owner;
	awake->latest = slot;
	return slot;
}

/* What one segment asks for again and again is heard of once. */
struct connection *awake_use(struct awake *awake, uint32_t slot)
{
	if (slot != awake->latest) {
		awake->latest = slot;
		if (!awake->heard[slot])
			awake->heard[slot] = true;
	}
	return awake_at(awake, slot);
}

void awake_release(struct awake *awake, uint32_t slot)
{
	awake->owners[slot] = awake->free;
	awake->free = slot;
	awake->heard[slot] = false;
	if (slot == awake->hand)
		hand_on(awake);
	if (slot == awake->latest)
		awake->latest = AWAKE_NONE;
}
