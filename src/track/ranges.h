/*
 * ranges: a few disjoint ranges of sequence numbers, the highest kept.
 */
#ifndef TCPFLOW_TRACK_RANGES_H
#define TCPFLOW_TRACK_RANGES_H

#include <stdbool.h>
#include <stdint.h>

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

#endif
