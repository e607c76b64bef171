/*
 * rest: a connection of which nothing is heard for a while, kept small.
 *
 * Most of what is known of a connection is zero, or follows from the rest of
 * it: what was sent has been acknowledged, what was seen agrees with what must
 * have been.  So a connection is packed into what does not follow, about a
 * third of its size, without loss.
 */
#ifndef TCPFLOW_TRACK_REST_H
#define TCPFLOW_TRACK_REST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct connection;
struct table_key;

/* No connection needs more octets than this. */
enum { REST_MAX = 1024 };

/* Returns how many octets of `packed` were written.  The connection is not
 * changed. */
size_t rest_pack(struct connection *connection, uint8_t packed[REST_MAX]);

void rest_unpack(struct connection *connection, const uint8_t *packed);

/* Whether it is the connection with these addresses and ports. */
bool rest_has_key(const uint8_t *packed, const struct table_key *key);

#endif
