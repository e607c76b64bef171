/*
 * The moments, in a binary heap.
 *
 * An end that goes back to a state has its moment twice: equal ones come one
 * after the other, and are taken once.
 */
#include "watch.h"

#include <stdlib.h>

void watch_free(struct watch *watch)
{
	free(watch->heap);
	watch->heap = NULL;
	watch->count = watch->size = 0;
}

static bool asks_for_time(const struct where_step *step)
{
	return step->kind == WHERE_TEST && step->test.has_time &&
	       step->test.time_sign >= WHERE_MORE;
}

bool watch_wants(const struct where *where)
{
	for (int i = 0; i < where->count; i++)
		if (asks_for_time(&where->steps[i]))
			return true;
	return false;
}

static bool is_same(const struct watch_moment *a, const struct watch_moment *b)
{
	return a->due == b->due && a->connection == b->connection &&
	       a->end == b->end && a->since == b->since;
}

static bool is_before(const struct watch_moment *a,
		      const struct watch_moment *b)
{
	if (a->due != b->due)
		return a->due < b->due;
	if (a->connection != b->connection)
		return a->connection < b->connection;
	return a->end < b->end;
}

static bool make_room(struct watch *watch)
{
	size_t size = watch->size ? 2 * watch->size : 64;
	struct watch_moment *heap;

	if (watch->count < watch->size)
		return true;
	if (watch->size == WATCH_MAX)
		return false;
	heap = realloc(watch->heap, size * sizeof(*heap));
	if (!heap)
		return false;
	watch->heap = heap;
	watch->size = size;
	return true;
}

static void add(struct watch *watch, struct watch_moment moment)
{
	size_t at = watch->count;

	if (!make_room(watch)) {
		watch->left_out++;
		return;
	}
	watch->count++;
	for (; at > 0; at = (at - 1) / 2) {
		const struct watch_moment *parent = &watch->heap[(at - 1) / 2];

		if (!is_before(&moment, parent))
			break;
		watch->heap[at] = *parent;
	}
	watch->heap[at] = moment;
}

/* The last takes the place of the first, and sinks. */
static void remove_first(struct watch *watch)
{
	struct watch_moment moment = watch->heap[--watch->count];
	size_t at = 0;

	for (;;) {
		size_t child = 2 * at + 1;

		if (child >= watch->count)
			break;
		if (child + 1 < watch->count &&
		    is_before(&watch->heap[child + 1], &watch->heap[child]))
			child++;
		if (!is_before(&watch->heap[child], &moment))
			break;
		watch->heap[at] = watch->heap[child];
		at = child;
	}
	watch->heap[at] = moment;
}

/* More than a time is a nanosecond more. */
static void add_test(struct watch *watch, const struct where_test *test,
		     struct watch_moment moment, const struct track_look *look)
{
	int64_t limit = INT64_MAX - TRACKER_TIME_MAX;
	const struct history *history = &look->flow.ends[moment.end].history;

	if (!(test->number >> history_state(history) & 1) ||
	    (test->side != WHERE_BOTH_SIDES && (int)test->side != moment.end) ||
	    test->time >= (uint64_t)limit)
		return;
	moment.due = moment.since + (int64_t)test->time +
		     (test->time_sign == WHERE_MORE);
	if (moment.due > look->now)
		add(watch, moment);
}

void watch_result(struct watch *watch, const struct where *where,
		  const struct track_result *result,
		  const struct track_look *look)
{
	for (int end = TRACK_CLIENT; end <= TRACK_SERVER; end++) {
		const struct watch_moment moment = {
			.since = look->flow.ends[end].since,
			.connection = result->connection,
			.place = result->place,
			.end = (uint8_t)end,
		};

		if (result->ends[end].count < 2 && moment.since != look->now)
			continue;
		for (int i = 0; i < where->count; i++)
			if (asks_for_time(&where->steps[i]))
				add_test(watch, &where->steps[i].test, moment,
					 look);
	}
}

bool watch_due(struct watch *watch, int64_t now, struct watch_moment *moment)
{
	while (watch->count > 0 && watch->heap[0].due <= now) {
		*moment = watch->heap[0];
		remove_first(watch);
		if (is_same(moment, &watch->last))
			continue;
		watch->last = *moment;
		return true;
	}
	return false;
}
