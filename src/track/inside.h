/*
 * What the files of the tracker share and nobody else sees.
 */
#ifndef TCPFLOW_TRACK_INSIDE_H
#define TCPFLOW_TRACK_INSIDE_H

#include "track/half_open.h"
#include "track/recent.h"
#include "track/rules.h"
#include "track/table.h"
#include "track/timeout.h"
#include "track/tracker.h"

/* Events that a segment causes: it ends one incarnation of a connection, one
 * or two ends of that may have been in TIME_WAIT, and others are evicted: many
 * small ones may have to go for one that is large. */
enum { EVICTED_MAX = 60, PENDING_MAX = EVICTED_MAX + 4 };

struct tracker {
	struct table *table;
	struct recent recent; /* of what is in the table */
	struct timeouts timeouts;
	int64_t now;
	bool predicts;	/* see predict.h, first_syn.h, recent.h */
	bool brief;	/* of flows, little is told: tracker.h */
	bool started;	/* `now` was told */
	bool finishing; /* the capture is over */
	uint32_t walk;	/* finishing: the next record to tell of; else 0 */
	uint64_t last_number;
	struct tracker_counts counts; /* of incarnations that are over */
	/* Those that are not told yet, in their order: a ring. */
	struct track_event pending[PENDING_MAX];
	int pending_first, pending_count;
};

/* incarnation.c */

/* The record for these addresses and ports; evicts others if it must.
 * TABLE_NONE when even that does not help. */
uint32_t incarnation_find(struct tracker *tracker, const struct table_key *key,
			  int64_t time);

/* Makes a record for these addresses and ports, which have none: of a
 * connection that `syn` begins, at rest.  Evicts others if it must. */
uint32_t incarnation_add_half_open(struct tracker *tracker,
				   const struct table_key *key,
				   struct half_open *syn);

/* Whether a connection with these addresses and ports is one of a socket to
 * itself. */
bool incarnation_is_self(const struct table_key *key);

/* Prepares the connection for the segment of the end `from`: what it is to it
 * may be the beginning of a new incarnation. */
void incarnation_relate(struct tracker *tracker, struct connection *connection,
			int from, const struct segment *segment,
			struct track_result *result);

/* The candidate was the beginning of a new incarnation: ends the old one. */
void incarnation_promote(struct tracker *tracker,
			 struct connection *connection);

/* Puts the record in the queue whose timer is running for it. */
void incarnation_requeue(struct tracker *tracker, uint32_t number,
			 const struct connection *connection);

/* The flow of an incarnation that is over, or forgotten after this. */
void incarnation_tell(struct tracker *tracker,
		      const struct connection *connection,
		      struct track_event *event);

/* The same, told after the event that is being told; only its bases are
 * kept. */
void incarnation_end(struct tracker *tracker, struct connection *connection);

/* All of a turn but the connection, the segment, its packet's number, and where
 * to say what happened: those are set before. */
void turn_begin(struct turn *turn, const struct tracker *tracker, int from);

#endif
