/*
 * recent: the connections heard of lately, found by a quick look.
 *
 * The table hashes with a secret, so that nobody can choose collisions; that
 * costs more than all else it does.  But most segments are of a connection that
 * was heard of shortly before.  Some are remembered here by a hash that anybody
 * can foresee.  Whoever has two collide gains nothing: each takes the place of
 * the other, and is looked for in the table.
 *
 * What is remembered may be out of date, and nothing depends on it: the
 * connection is asked whether it is the one.
 */
#ifndef TCPFLOW_TRACK_RECENT_H
#define TCPFLOW_TRACK_RECENT_H

#include <stdbool.h>
#include <stdint.h>

struct arrival;
struct connection;
struct packet;
struct table;

/* Twice as many would drive other things out of the processor's cache. */
enum { RECENT_PLACES = 1024 };

/* All zero: nothing is remembered. */
struct recent {
	struct recent_place {
		uint32_t hash;
		uint32_t number; /* of the record, plus 1; 0: none */
	} places[RECENT_PLACES];
};

/* The same for both directions. */
uint32_t recent_hash(const struct packet *packet);

/* The connection of the segment, if it is remembered, and awake now; else NULL.
 * `number` becomes that of its record. */
struct connection *recent_find(const struct recent *recent, struct table *table,
			       const struct arrival *arrival, uint32_t *number);

/* The connection of the packets with that hash is in that record. */
void recent_remember(struct recent *recent, uint32_t hash, uint32_t number);

#endif
