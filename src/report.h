/*
 * --report: collects what the page is made of while packets are read.
 *
 * Each connection that is shown has a place in the list, and the first of them
 * have their steps too, as JSON (render/report_step.h).  Of a long connection
 * its first steps are kept and its last: where it opens and where it closes.
 * What is beyond the limits is counted, and the page says so.
 */
#ifndef TCPFLOW_REPORT_H
#define TCPFLOW_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "render/json.h"
#include "render/text.h"

struct packet;
struct tracker;
struct track_event;
struct track_result;

enum {
	REPORT_LISTED = 10000,	/* connections in the list */
	REPORT_DETAILED = 2000, /* of these, with steps */
	REPORT_STEPS = 100000,	/* of all connections */
	REPORT_HEAD = 5000,	/* of one connection, from its beginning */
	REPORT_TAIL = 5000,	/* and up to its end */
	REPORT_SLOTS = 1 << 15, /* more than twice as many as are listed */
	REPORT_PIECE_SIZE = 1 << 15
};

/* For tests, they may be less. */
struct report_limits {
	uint32_t listed, detailed, steps, head, tail;
};

/* Some JSON; owned. */
struct report_piece {
	char *json;
	size_t length;
};

struct report_connection {
	uint64_t number;
	bool detailed;		    /* steps are kept */
	struct report_piece flow;   /* once it is over */
	struct report_piece *steps; /* owned; from `head` on, a ring */
	uint32_t step_count, step_room;
	uint32_t oldest;   /* in the ring, which of them is the first */
	uint64_t left_out; /* steps, between the head and the ring, or all */
	/* What the tracker knew of round-trip times, to tell what is new. */
	uint64_t rtt_samples[2];
	double rtt_sum[2];
};

/* Zero but for the first part. */
struct report {
	struct json_writer writer;     /* its `text` is `piece` */
	const struct tracker *tracker; /* not owned */
	struct report_limits limits;

	struct text piece; /* what is written now */
	char storage[REPORT_PIECE_SIZE];
	struct report_connection *connections; /* owned */
	uint32_t count, room;
	uint32_t slots[REPORT_SLOTS]; /* 1 + place, by number; 0: free */
	uint32_t detailed, steps;     /* that are kept */
	uint64_t unlisted;	      /* connections that are over */
	uint64_t left_out;	      /* steps of those that are not detailed */
};

/* Both `writer` and `tracker` as the pipeline has them. */
void report_init(struct report *report, const struct json_writer *writer,
		 const struct tracker *tracker);
void report_free(struct report *report);

/* The time and number of the packet that is read. */
void report_now(struct report *report, const struct json_writer *writer);

/* That packet; nothing if it belongs to no connection. */
void report_packet(struct report *report, const struct packet *packet,
		   const struct track_result *result);

/* `quote`: the ICMP packet that is the event, or NULL. */
void report_event(struct report *report, const struct track_event *event,
		  const struct packet *quote);

/* A connection is over.  One of which no step was shown comes into the list
 * only if it is `wanted`. */
void report_flow_over(struct report *report, const struct track_event *event,
		      bool wanted);

/* The step with that index, from 0, in the order of time. */
const struct report_piece *
report_step(const struct report *report,
	    const struct report_connection *connection, uint32_t index);

#endif
