/* The rounds of --table. */
#include "roster.h"

#include <stdlib.h>

enum { SIZE_MIN = 64 };

void roster_free(struct roster *roster)
{
	ranking_free(&roster->ranking);
	free(roster->over);
	roster->over = NULL;
	roster->over_count = roster->over_size = roster->over_next = 0;
}

/* --- those that are over */

/* The ring grows until it is as large as it may be. */
static bool make_room(struct roster *roster)
{
	size_t size = roster->over_size ? 2 * roster->over_size : SIZE_MIN;
	struct track_look *over;

	if (roster->over_count < roster->over_size ||
	    roster->over_size == ROSTER_OVER_MAX)
		return true;
	over = realloc(roster->over, size * sizeof(*over));
	if (!over)
		return roster->over_size > 0;
	roster->over = over;
	roster->over_next = roster->over_size;
	roster->over_size = size;
	return true;
}

static void keep(struct roster *roster, const struct track_event *event)
{
	if (roster->over_next == roster->over_size)
		roster->over_next = 0;
	if (!make_room(roster))
		return;
	roster->over[roster->over_next++] = (struct track_look){
		.now = event->flow.end,
		.flow = event->flow,
	};
	if (roster->over_count < roster->over_size)
		roster->over_count++;
}

void roster_flow(struct roster *roster, const struct track_event *event)
{
	if (event->flow.reason == TRACK_REASON_OPEN)
		return;
	roster->ended++;
	if (roster->all)
		keep(roster, event);
}

/* --- a round */

static bool is_shown(const struct roster *roster, const struct track_look *look)
{
	return !roster->shows || roster->shows(roster->context, look);
}

static void offer(struct roster *roster, const struct track_look *look,
		  uint32_t place, bool over)
{
	const struct ranking_entry entry = {
		.rank = listing_rank_of(roster->key, roster->reversed, look),
		.connection = look->flow.connection,
		.place = place,
		.over = over,
	};

	if (is_shown(roster, look))
		ranking_add(&roster->ranking, &entry);
}

/* Neither end has anything left to do: the tracker only waits for stray
 * segments before it says so.  A server that was never reached listens on. */
static bool is_closed(const struct track_look *look)
{
	for (int end = TRACK_CLIENT; end <= TRACK_SERVER; end++) {
		enum tcp_state state =
			history_state(&look->flow.ends[end].history);

		if (state != STATE_CLOSED && state != STATE_LISTEN)
			return false;
	}
	return true;
}

static void take(struct roster *roster, const struct track_look *look,
		 uint32_t place)
{
	bool closed = is_closed(look);

	if (closed)
		roster->closed++;
	if (!closed || roster->all)
		offer(roster, look, place, false);
}

static void finish(struct roster *roster)
{
	roster->walking = false;
	if (roster->all)
		for (size_t i = 0; i < roster->over_count; i++)
			offer(roster, &roster->over[i], (uint32_t)i, true);
	ranking_sort(&roster->ranking);
}

void roster_begin(struct roster *roster)
{
	ranking_begin(&roster->ranking);
	roster->place = 0;
	roster->closed = 0;
	roster->walking = true;
}

bool roster_step(struct roster *roster, const struct tracker *tracker,
		 uint32_t count)
{
	struct track_look look;

	for (; count > 0; count--) {
		if (!tracker_look_next(tracker, &roster->place, &look)) {
			finish(roster);
			return true;
		}
		take(roster, &look, roster->place - 1);
	}
	return false;
}

bool roster_look(const struct roster *roster, const struct tracker *tracker,
		 size_t row, struct track_look *look)
{
	const struct ranking_entry *entry = &roster->ranking.entries[row];

	if (!entry->over)
		return tracker_look(tracker, entry->place, entry->connection,
				    look);
	*look = roster->over[entry->place];
	return look->flow.connection == entry->connection;
}
