/*
 * ranges: a few disjoint ranges of sequence numbers, the highest kept.
 */
#ifndef TCPFLOW_TRACK_RANGES_H
#define TCPFLOW_TRACK_RANGES_H

#include <stdbool.h>
#include <stdint.h>

#include "track/sequence.h"

enum { RANGES_MAX = 4 };

struct ranges {
	uint8_t count;
	struct {
		uint32_t left, right; /* right: one past the last */
	} list[RANGES_MAX];	      /* in no order; none touches another */
};

/* Adds one; ranges that touch become one.  False when there were too many, and
 * the lowest is forgotten. */
bool ranges_add(struct ranges *ranges, uint32_t left, uint32_t right);

/* Whether all of it is there. */
bool ranges_cover(const struct ranges *ranges, uint32_t left, uint32_t right);

/* Whether anything there lies beyond `edge`. */
bool ranges_reach_beyond(const struct ranges *ranges, uint32_t edge);

/* Forgets what lies below. */
void ranges_remove_below(struct ranges *ranges, uint32_t edge);

/* ranges_add(), quicker where there is nothing but what goes on to `left`. */
static inline bool ranges_append(struct ranges *ranges, uint32_t left,
				 uint32_t right)
{
	if (ranges->count == 0) {
		ranges->count = 1;
		ranges->list[0].left = left;
		ranges->list[0].right = right;
		return true;
	}
	if (ranges->count != 1 || ranges->list[0].right != left ||
	    !seq_after(right, ranges->list[0].left) || !seq_after(right, left))
		return ranges_add(ranges, left, right);
	ranges->list[0].right = right;
	return true;
}

/* ranges_remove_below(), quicker where there is one or none. */
static inline void ranges_acknowledge(struct ranges *ranges, uint32_t edge)
{
	if (ranges->count > 1)
		ranges_remove_below(ranges, edge);
	else if (ranges->count == 0)
		return;
	else if (seq_at_most(ranges->list[0].right, edge))
		ranges->count = 0;
	else if (seq_before(ranges->list[0].left, edge))
		ranges->list[0].left = edge;
}

#endif
