/*
 * first_syn: a SYN with addresses and ports of which nothing is known.
 *
 * A connection of which one SYN is known is kept as that SYN (half_open.h).  So
 * where the first segment of a connection is a SYN with nothing odd about it,
 * no connection is built: the SYN is kept, and what is said of it is always the
 * same.  The connection is built when something else comes; in a flood, that is
 * never.  Any other segment takes the general way, through the rules, and
 * tests/test_first_syn.c holds the two against each other.
 */
#ifndef TCPFLOW_TRACK_FIRST_SYN_H
#define TCPFLOW_TRACK_FIRST_SYN_H

#include <stdbool.h>

#include "track/tracker.h"

struct table_key;

/* True if the packet was such a SYN: then it is tracked, and `result` is set,
 * whatever was in it.
 * `from`: the index of the end that sent it. */
bool first_syn(struct tracker *tracker, const struct table_key *key, int from,
	       const struct packet *packet, struct track_result *result);

#endif
