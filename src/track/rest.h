/*
 * rest: a connection of which nothing is heard for a while, kept small.
 *
 * Most of what is known of a connection is zero, or follows from the rest of
 * it: what was sent has been acknowledged, what was seen agrees with what must
 * have been.  So a connection is packed into what does not follow, about a
 * quarter of its size, without loss.
 */
#ifndef TCPFLOW_TRACK_REST_H
#define TCPFLOW_TRACK_REST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct connection;
struct half_open;
struct table_key;

/* No connection needs more octets than this, and none that is half open more
 * than that. */
enum { REST_MAX = 1024, REST_HALF_OPEN_MAX = 80 };

/* Returns how many octets of `packed` were written.  The connection is not
 * changed. */
size_t rest_pack(struct connection *connection, uint8_t packed[REST_MAX]);

/* The same of a connection of which `syn` is all that is known. */
size_t rest_pack_half_open(const struct table_key *key,
			   const struct half_open *syn,
			   uint8_t packed[REST_HALF_OPEN_MAX]);

void rest_unpack(struct connection *connection, const uint8_t *packed);

/* Whether it is half open; if so, the connection's number. */
bool rest_is_half_open(const uint8_t *packed, uint64_t *number);

/* Whether it is the connection with these addresses and ports. */
bool rest_has_key(const uint8_t *packed, const struct table_key *key);

#endif
