/*
 * Which packets and events are shown: --conn, --transitions, --findings,
 * --where.
 *
 * What is not shown is tracked all the same.
 */
#ifndef TCPFLOW_VIEW_H
#define TCPFLOW_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "where/eval.h"

struct track_event;
struct track_look;
struct track_result;

/* All that is asked for must hold. */
struct view {
	uint64_t *connections; /* NULL: all; in ascending order; owned */
	size_t connection_count;
	bool transitions;    /* only what changes a state, and events */
	bool findings;	     /* only what has a finding (render/finding.h) */
	struct where *where; /* only that for which these hold; owned */
	size_t where_count;
};

/* Asks for this one too.  False when there is no memory. */
bool view_add_connection(struct view *view, uint64_t connection);
bool view_add_where(struct view *view, const struct where *where);
void view_free(struct view *view);

bool view_has_connection(const struct view *view, uint64_t connection);

/* Whether --conn, --transitions and --findings let all through. */
static inline bool view_has_all(const struct view *view)
{
	return !view->connections && !view->transitions && !view->findings;
}

bool view_has_result(const struct view *view,
		     const struct track_result *result);

/* Whether --where lets it through: the other functions do not ask. */
bool view_matches(const struct view *view, const struct where_subject *subject);

/* A connection as it is, whatever is going on. */
bool view_has_look(const struct view *view, const struct track_look *look);

/* An event that is no flow. */
bool view_has_event(const struct view *view, const struct track_event *event);

#endif
