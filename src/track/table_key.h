/*
 * table_key: what tells one connection from another: addresses, ports, and the
 * tunnel, with the two endpoints in an order that does not depend on who sent.
 */
#ifndef TCPFLOW_TRACK_TABLE_KEY_H
#define TCPFLOW_TRACK_TABLE_KEY_H

#include <stdbool.h>
#include <stdint.h>

#include "decode/packet.h"

struct table_key {
	struct address address[2];
	uint16_t port[2];
	uint64_t tunnel; /* tunnel_key(): inside which tunnel, or 0 */
};

/* The key of a packet's connection, or of the one that it quotes.  True when
 * the sender (of what is quoted) came second. */
bool table_key_of(struct table_key *key, const struct packet *packet);
bool table_key_of_quote(struct table_key *key, const struct packet *packet);

/* The same without the key: whether the sender comes second. */
bool table_key_swaps(const struct packet *packet);

/* A hash that nobody can foresee who does not know the `secret`. */
uint64_t table_key_hash(const struct table_key *key, const uint64_t secret[2]);

#endif
