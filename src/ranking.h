/*
 * ranking: of many connections, those that come first in a listing.
 *
 * A binary heap of bounded size has the one that comes last at its top, so that
 * each connection costs a comparison, and one that is among the first a few
 * more, however many there are.
 */
#ifndef TCPFLOW_RANKING_H
#define TCPFLOW_RANKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "render/listing_order.h"

struct ranking_entry {
	struct listing_rank rank;
	uint64_t connection;
	uint32_t place; /* whoever adds it knows where it is by this */
	bool over;	/* and by this */
};

/* Zero but for its limit. */
struct ranking {
	size_t limit; /* how many there are room for, at most */
	struct ranking_entry *entries; /* owned */
	size_t count, size;
	uint64_t offered; /* how many there were */
};

void ranking_free(struct ranking *ranking);

/* Forgets what is in it. */
void ranking_begin(struct ranking *ranking);

/* One that comes after all the others is forgotten when there is no room; so
 * is any when there is no memory. */
void ranking_add(struct ranking *ranking, const struct ranking_entry *entry);

/* The first one first.  Nothing can be added then until it begins anew. */
void ranking_sort(struct ranking *ranking);

#endif
