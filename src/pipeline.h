/*
 * The way of a packet: decode -> track -> render.
 */
#ifndef TCPFLOW_PIPELINE_H
#define TCPFLOW_PIPELINE_H

#include <stdbool.h>
#include <stdint.h>

#include "assertions.h"
#include "decode/fragments.h"
#include "render/json.h"
#include "render/ladder.h"
#include "render/line.h"
#include "stuck.h"
#include "tables.h"
#include "view.h"
#include "watch.h"

struct packet;
struct report;
struct text;
struct tracker;

/* The connection table is full: said when it begins, and when it is over. */
struct pipeline_pressure {
	bool told;
	int64_t last;	  /* when a connection was forgotten, nanoseconds */
	uint64_t evicted; /* connections that were, until now */
};

/* What is shown of segments; most runs ask for the same of each. */
enum pipeline_segments {
	PIPELINE_SOME,	 /* it depends, or it is something else than a line */
	PIPELINE_LINES,	 /* of each its line */
	PIPELINE_NOTHING /* of none anything: what is shown are flows */
};

struct pipeline {
	struct tracker *tracker;
	struct fragments *fragments; /* those of segments; not owned */
	struct text *text;	     /* where lines and records go */
	struct line_options line;    /* its `names` must stay */
	struct line_clock clock;
	bool state;		   /* show what we add to tcpdump's line */
	bool explain;		   /* and why */
	bool silent;		   /* no lines of packets and events */
	unsigned int records;	   /* enum json_type, or'ed; 0: lines */
	struct ladder ladder;	   /* of a kind: a ladder instead of lines */
	struct report *report;	   /* or NULL; instead of lines; not owned */
	struct json_writer writer; /* of records; its time is the packet's */
	struct json_second second; /* of that time */
	struct view view;	   /* its numbers are the options' */
	bool colour;
	bool started;			 /* there was a packet */
	enum pipeline_segments segments; /* as the first packet found it */
	int64_t first;	    /* the time of the first packet, nanoseconds */
	int64_t latest;	    /* the latest time of a packet */
	int64_t told_back;  /* `latest` when time was last said to go back */
	uint64_t hidden;    /* packets that were not shown: not TCP */
	uint64_t backwards; /* packets stamped earlier than one before */
	struct pipeline_pressure pressure;
	struct watch watch;	      /* for --where; owned */
	struct stuck stuck;	      /* --stuck; owned */
	struct tables tables;	      /* --table; owned */
	struct assertions assertions; /* its list is the options' */
};

/* Decodes a packet that the capture has filled. */
void pipeline_decode(const struct pipeline *pipeline, struct packet *packet);

/* The same of several, at most PIPELINE_EXPECTED_MAX; then what is known of
 * their connections is looked for, of all at the same time
 * (tracker_expect()). */
enum { PIPELINE_EXPECTED_MAX = 32 };
void pipeline_expect(const struct pipeline *pipeline, struct packet *packets,
		     size_t count);

/* Tracks and shows a packet that is decoded. */
void pipeline_packet(struct pipeline *pipeline, const struct packet *packet);

/* Releases what it owns: neither the tracker nor what comes from options. */
void pipeline_free(struct pipeline *pipeline);

/* Nanoseconds since 1970. */
int64_t pipeline_time(const struct packet *packet);

/* Tells the time, in nanoseconds since 1970, when no packet does. */
void pipeline_advance(struct pipeline *pipeline, int64_t now);

/* Of this, what timers do until then: for what is to be told at that time. */
void pipeline_pass_time(struct pipeline *pipeline, int64_t now);

/* Writes a record, if notices were asked for. */
void pipeline_notice(struct pipeline *pipeline,
		     const struct json_notice *notice);

/* The input is over. */
void pipeline_finish(struct pipeline *pipeline);

#endif
