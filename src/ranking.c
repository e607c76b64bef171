/* The first connections of a listing, in a heap of bounded size. */
#include "ranking.h"

#include <stdlib.h>

enum { SIZE_MIN = 64 };

void ranking_free(struct ranking *ranking)
{
	free(ranking->entries);
	ranking->entries = NULL;
	ranking->count = ranking->size = 0;
}

void ranking_begin(struct ranking *ranking)
{
	ranking->count = 0;
	ranking->offered = 0;
}

static bool is_before(const struct ranking_entry *a,
		      const struct ranking_entry *b)
{
	return listing_rank_is_before(&a->rank, &b->rank);
}

static bool make_room(struct ranking *ranking)
{
	size_t size = ranking->size ? 2 * ranking->size : SIZE_MIN;
	struct ranking_entry *entries;

	if (ranking->count < ranking->size)
		return true;
	entries = realloc(ranking->entries, size * sizeof(*entries));
	if (!entries)
		return false;
	ranking->entries = entries;
	ranking->size = size;
	return true;
}

static void rise(struct ranking *ranking, const struct ranking_entry *entry)
{
	struct ranking_entry *entries = ranking->entries;
	size_t at = ranking->count++;

	for (; at > 0; at = (at - 1) / 2) {
		const struct ranking_entry *parent = &entries[(at - 1) / 2];

		if (!is_before(parent, entry))
			break;
		entries[at] = *parent;
	}
	entries[at] = *entry;
}

/* It takes the place of the last one in the listing. */
static void sink(struct ranking *ranking, const struct ranking_entry *entry)
{
	struct ranking_entry *entries = ranking->entries;
	size_t at = 0;

	for (;;) {
		size_t child = 2 * at + 1;

		if (child >= ranking->count)
			break;
		if (child + 1 < ranking->count &&
		    is_before(&entries[child], &entries[child + 1]))
			child++;
		if (!is_before(entry, &entries[child]))
			break;
		entries[at] = entries[child];
		at = child;
	}
	entries[at] = *entry;
}

void ranking_add(struct ranking *ranking, const struct ranking_entry *entry)
{
	ranking->offered++;
	if (ranking->count < ranking->limit) {
		if (make_room(ranking))
			rise(ranking, entry);
	} else if (ranking->count > 0 &&
		   is_before(entry, &ranking->entries[0])) {
		sink(ranking, entry);
	}
}

static int compare(const void *a, const void *b)
{
	const struct ranking_entry *one = a, *other = b;

	return is_before(other, one) - is_before(one, other);
}

void ranking_sort(struct ranking *ranking)
{
	if (ranking->count > 0)
		qsort(ranking->entries, ranking->count,
		      sizeof(*ranking->entries), compare);
}
