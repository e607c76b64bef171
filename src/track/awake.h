/*
 * awake: the connections that were heard of last, as they are; all others are
 * at rest (rest.h).
 *
 * A fixed number of slots, in the order of their last use.  Few connections
 * speak at any one time, so that packing costs little; and their slots stay in
 * the processor's cache.
 */
#ifndef TCPFLOW_TRACK_AWAKE_H
#define TCPFLOW_TRACK_AWAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct connection;

enum { AWAKE_MIN = 4, AWAKE_NONE = UINT32_MAX };

struct awake_slot {
	uint32_t owner; /* whose connection it holds, or AWAKE_NONE */
	uint32_t newer, older;
};

struct awake {
	struct connection *connections; /* by slot; owned */
	struct awake_slot *slots;	/* owned */
	uint32_t count;
	uint32_t newest, oldest;
};

/* `count` slots, at least AWAKE_MIN.  False when there is no memory. */
bool awake_init(struct awake *awake, uint32_t count);
void awake_close(struct awake *awake);

/* Octets that one slot takes. */
size_t awake_slot_size(void);

/* The slot that is to be given up next: a free one if there is any. */
uint32_t awake_oldest(const struct awake *awake);

/* Makes the slot `owner`'s, and the newest. */
struct connection *awake_give(struct awake *awake, uint32_t slot,
			      uint32_t owner);

/* The connection in the slot, which is the newest now. */
struct connection *awake_use(struct awake *awake, uint32_t slot);

/* The slot is free, and the oldest now. */
void awake_release(struct awake *awake, uint32_t slot);

#endif
