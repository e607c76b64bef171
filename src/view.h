/*
 * Which packets and events are shown: --conn, --transitions, --findings.
 *
 * What is not shown is tracked all the same.
 */
#ifndef TCPFLOW_VIEW_H
#define TCPFLOW_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct track_event;
struct track_result;

/* All that is asked for must hold. */
struct view {
	uint64_t *connections; /* NULL: all; in ascending order; owned */
	size_t connection_count;
	bool transitions; /* only what changes a state, and events */
	bool findings;	  /* only what has a finding (render/finding.h) */
};

/* Asks for this one too.  False when there is no memory. */
bool view_add_connection(struct view *view, uint64_t connection);
void view_free(struct view *view);

bool view_has_connection(const struct view *view, uint64_t connection);

bool view_has_result(const struct view *view,
		     const struct track_result *result);

/* An event that is no flow. */
bool view_has_event(const struct view *view, const struct track_event *event);

#endif
