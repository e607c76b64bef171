/* A few ranges of sequence numbers. */
#include "track/ranges.h"

#include "track/sequence.h"

static void remove_at(struct ranges *ranges, int i)
{
	ranges->list[i] = ranges->list[--ranges->count];
}

static int lowest(const struct ranges *ranges)
{
	int low = 0;

	for (int i = 1; i < ranges->count; i++)
		if (seq_before(ranges->list[i].left, ranges->list[low].left))
			low = i;
	return low;
}

bool ranges_add(struct ranges *ranges, uint32_t left, uint32_t right)
{
	bool full;

	for (int i = 0; i < ranges->count; i++) {
		uint32_t other_left = ranges->list[i].left;
		uint32_t other_right = ranges->list[i].right;

		if (seq_after(other_left, right) ||
		    seq_before(other_right, left))
			continue;
		if (seq_before(other_left, left))
			left = other_left;
		right = seq_max(right, other_right);
		remove_at(ranges, i);
		i = -1; /* it may touch one that was passed */
	}
	full = ranges->count == RANGES_MAX;
	if (full)
		remove_at(ranges, lowest(ranges));
	ranges->list[ranges->count].left = left;
	ranges->list[ranges->count].right = right;
	ranges->count++;
	return !full;
}

bool ranges_cover(const struct ranges *ranges, uint32_t left, uint32_t right)
{
	for (int i = 0; i < ranges->count; i++)
		if (seq_at_most(ranges->list[i].left, left) &&
		    seq_at_least(ranges->list[i].right, right))
			return true;
	return false;
}

bool ranges_reach_beyond(const struct ranges *ranges, uint32_t edge)
{
	for (int i = 0; i < ranges->count; i++)
		if (seq_after(ranges->list[i].right, edge))
			return true;
	return false;
}

void ranges_remove_below(struct ranges *ranges, uint32_t edge)
{
	for (int i = ranges->count - 1; i >= 0; i--) {
		if (seq_at_most(ranges->list[i].right, edge))
			remove_at(ranges, i);
		else if (seq_before(ranges->list[i].left, edge))
			ranges->list[i].left = edge;
	}
}
