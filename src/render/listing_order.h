/*
 * In which order a listing has its rows.
 */
#ifndef TCPFLOW_RENDER_LISTING_ORDER_H
#define TCPFLOW_RENDER_LISTING_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct track_look;

enum listing_key {
	LISTING_BY_NUMBER,
	LISTING_BY_CLIENT, /* the address, then the port */
	LISTING_BY_SERVER,
	LISTING_BY_STATE,
	LISTING_BY_AGE,
	LISTING_BY_BYTES, /* of both ends, as all that is counted */
	LISTING_BY_PACKETS,
	LISTING_BY_RETRANSMISSIONS,
	LISTING_BY_RTT,
	LISTING_BY_WAITING, /* how long */
	LISTING_KEYS
};

/* Compared part by part, the higher one comes first. */
struct listing_rank {
	uint64_t parts[3];
};

/* Numbers and addresses go up, what is counted or measured goes down, so that
 * what is most stands at the top; or all is the other way round.  Of equal ones
 * the older connection comes first. */
struct listing_rank listing_rank_of(enum listing_key key, bool reversed,
				    const struct track_look *look);

/* Whether `a` comes first. */
bool listing_rank_is_before(const struct listing_rank *a,
			    const struct listing_rank *b);

/* "retransmissions" */
const char *listing_key_name(enum listing_key key);

/* False: there is no key of that name. */
bool listing_key_find(const char *name, enum listing_key *key);

#endif
