/* Which packets and events are shown. */
#include "view.h"

#include <stdlib.h>
#include <string.h>

#include "render/finding.h"
#include "track/tracker.h"

static int compare(const void *a, const void *b)
{
	const uint64_t *one = a, *other = b;

	return (*one > *other) - (*one < *other);
}

bool view_add_connection(struct view *view, uint64_t connection)
{
	size_t count = view->connection_count;
	uint64_t *list =
		realloc(view->connections, (count + 1) * sizeof(*list));
	size_t at = count;

	if (!list)
		return false;
	while (at > 0 && list[at - 1] > connection)
		at--;
	memmove(list + at + 1, list + at, (count - at) * sizeof(*list));
	list[at] = connection;
	view->connections = list;
	view->connection_count = count + 1;
	return true;
}

bool view_add_where(struct view *view, const struct where *where)
{
	struct where *list =
		realloc(view->where, (view->where_count + 1) * sizeof(*list));

	if (!list)
		return false;
	view->where = list;
	list[view->where_count++] = *where;
	return true;
}

void view_free(struct view *view)
{
	free(view->where);
	view->where = NULL;
	view->where_count = 0;
	free(view->connections);
	view->connections = NULL;
	view->connection_count = 0;
}

bool view_has_connection(const struct view *view, uint64_t connection)
{
	return !view->connections ||
	       bsearch(&connection, view->connections, view->connection_count,
		       sizeof(connection), compare);
}

static bool has_transition(const struct track_result *result)
{
	return result->ends[TRACK_CLIENT].count > 1 ||
	       result->ends[TRACK_SERVER].count > 1;
}

bool view_has_result(const struct view *view, const struct track_result *result)
{
	if (!view_has_connection(view, result->connection))
		return false;
	if (view->transitions && !has_transition(result))
		return false;
	return !view->findings || notes_have_finding(&result->notes);
}

bool view_matches(const struct view *view, const struct where_subject *subject)
{
	for (size_t i = 0; i < view->where_count; i++)
		if (!where_matches(&view->where[i], subject))
			return false;
	return true;
}

bool view_has_look(const struct view *view, const struct track_look *look)
{
	const struct where_subject subject = { .look = look,
					       .notes = look->flow.notes };

	return view_has_connection(view, look->flow.connection) &&
	       view_matches(view, &subject);
}

bool view_has_event(const struct view *view, const struct track_event *event)
{
	return view_has_connection(view, event->connection) &&
	       (!view->findings || notes_have_finding(&event->notes));
}
