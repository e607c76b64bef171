/*
 * --assert: what must hold for every connection when it is over, or when the
 * capture ends.
 */
#ifndef TCPFLOW_ASSERTIONS_H
#define TCPFLOW_ASSERTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "where/where.h"

struct line_options;
struct track_event;

struct assertions {
	struct where *list; /* owned */
	size_t count;
	uint64_t checked, failed; /* connections */
};

/* False when there is no memory. */
bool assertions_add(struct assertions *assertions, const struct where *where);
void assertions_free(struct assertions *assertions);

/* A flow: says on standard error, in a line for each, which assertions do not
 * hold, and what was there instead. */
void assertions_check(struct assertions *assertions,
		      const struct line_options *options,
		      const struct track_event *event);

#endif
