/*
 * The way of a packet: decode -> track -> render.
 */
#ifndef TCPFLOW_PIPELINE_H
#define TCPFLOW_PIPELINE_H

#include <stdbool.h>
#include <stdint.h>

#include "render/line.h"

struct packet;
struct text;
struct tracker;

struct pipeline {
	struct tracker *tracker;
	struct text *text;	  /* where lines and records go */
	struct line_options line; /* its `names` must stay */
	struct line_clock clock;
	bool state;	  /* show what we add to tcpdump's line */
	bool records;	  /* flow records instead of lines */
	bool nanoseconds; /* in records */
	bool colour;
	int64_t latest;	    /* the latest time of a packet, nanoseconds */
	uint64_t hidden;    /* packets that were not shown: not TCP */
	uint64_t backwards; /* packets stamped earlier than one before */
};

/* A packet that the capture has filled. */
void pipeline_packet(struct pipeline *pipeline, struct packet *packet);

/* Tells the time, in nanoseconds since 1970, when no packet does. */
void pipeline_advance(struct pipeline *pipeline, int64_t now);

/* The input is over. */
void pipeline_finish(struct pipeline *pipeline);

#endif
