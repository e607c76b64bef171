/*
 * --table: what is open, as ss(8) would show it if it stood on the wire.
 *
 * A table is printed at the end, or one each interval, too.  Of a file, the
 * interval is one of the time in which it was captured.
 */
#ifndef TCPFLOW_TABLES_H
#define TCPFLOW_TABLES_H

#include <stdbool.h>
#include <stdint.h>

#include "roster.h"

struct pipeline;
struct track_event;

enum {
	/* Rows of a table of a live capture: more would hold up the packets. */
	TABLES_LIVE_ROWS = 10000,
	/* Connections that are looked at between two packets, and while none
	 * comes. */
	TABLES_LIVE_STEP = 256,
	TABLES_IDLE_STEP = 65536
};

struct tables {
	bool wanted; /* instead of lines */
	bool silent; /* somebody else shows the rows: screen.h */
	bool live;
	int64_t interval;     /* nanoseconds; 0: only at the end */
	int width;	      /* of a line, in columns */
	struct roster roster; /* what is in it is owned */
	int64_t now, due;     /* the time; that of the next table */
	bool printed;	      /* there was one */
	/* The connection whose segments and events go to the pipeline's ladder
	 * meanwhile; 0: none. */
	uint64_t followed;
	bool followed_is_over;
	struct track_look followed_end; /* if it is: how it ended */
};

void tables_free(struct tables *tables);

/* Before the tracker knows that time: nanoseconds since 1970. */
void tables_advance(struct pipeline *pipeline, int64_t now);

/* No packet is waiting: goes on with a table that is being made. */
void tables_idle(struct pipeline *pipeline);

/* An event that is a flow. */
void tables_flow(struct pipeline *pipeline, const struct track_event *event);

/* The input is over; the tracker does not know it yet. */
void tables_finish(struct pipeline *pipeline);

#endif
