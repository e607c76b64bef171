/*
 * awake: the connections that were heard of last, as they are; all others are
 * at rest (rest.h).
 *
 * A fixed number of slots.  Few connections speak at any one time, so that
 * packing costs little.  Which slot is given up is found by a hand that goes
 * around: it passes over those that were heard of since it passed them last
 * (a second chance, or CLOCK).  So to hear of a connection is to set one mark,
 * and touches no other's memory, as a list by last use would.
 */
#ifndef TCPFLOW_TRACK_AWAKE_H
#define TCPFLOW_TRACK_AWAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct awake_slot;
struct connection;

enum { AWAKE_MIN = 4, AWAKE_NONE = UINT32_MAX };

struct awake {
	struct awake_slot *slots; /* owned */
	uint32_t *owners; /* by slot; of a free one: the next free; owned */
	uint8_t *heard;	  /* by slot: since the hand passed it; owned */
	uint32_t count;
	uint32_t fresh;	 /* from here on, slots were never used */
	uint32_t free;	 /* one that was used, or AWAKE_NONE */
	uint32_t hand;	 /* the next to be looked at */
	uint32_t round;	 /* so many does it pass on its way around */
	uint32_t latest; /* used last: it is not given up yet; AWAKE_NONE */
};

/* `count` slots, at least AWAKE_MIN.  False when there is no memory. */
bool awake_init(struct awake *awake, uint32_t count);
void awake_close(struct awake *awake);

/* Octets that one slot takes. */
size_t awake_slot_size(void);

struct connection *awake_at(const struct awake *awake, uint32_t slot);

/* Its memory is about to be needed. */
void awake_prefetch(const struct awake *awake, uint32_t slot);

bool awake_has_free(const struct awake *awake);

/* Where there are so many connections that most are at rest, one that is heard
 * of was most likely at rest, and will be again before it is heard of next.
 * Then the hand goes around few slots, which stay in the processor's cache; the
 * others stay as they are.  To be called when the number of connections has
 * changed. */
void awake_suit(struct awake *awake, uint32_t connections);

/* Where none is free: the slot to be given up next, whose connection was not
 * heard of for some time.  The same again, until it is released or used. */
uint32_t awake_victim(struct awake *awake);

/* A free slot, which is the owner's now; there must be one. */
uint32_t awake_take(struct awake *awake, uint32_t owner);

/* The connection in the slot, which was heard of. */
struct connection *awake_use(struct awake *awake, uint32_t slot);

/* The slot is free. */
void awake_release(struct awake *awake, uint32_t slot);

#endif
