/*
 * predict: the segment that was to be expected.
 */
#ifndef TCPFLOW_TRACK_PREDICT_H
#define TCPFLOW_TRACK_PREDICT_H

#include <stdbool.h>
#include <stdint.h>

struct connection;
struct packet;
struct track_result;

/* A segment that has just come. */
struct arrival {
	const struct packet *packet;
	int64_t time;  /* nanoseconds */
	int from;      /* the index of the end that sent it */
	uint32_t hash; /* recent_hash() */
};

/* True if the segment certainly moves no state, has nothing odd about it and
 * belongs to no other incarnation: then the connection has learned from it
 * whatever all the rules and findings would, and `result` says so, but for
 * its place.  Otherwise neither is changed. */
bool predict_segment(struct connection *connection,
		     const struct arrival *arrival,
		     struct track_result *result);

#endif
