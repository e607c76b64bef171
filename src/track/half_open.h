/*
 * half_open: a connection of which one SYN is known, and nothing else: kept
 * very small, as a flood brings millions.
 *
 * What a lone SYN leaves of itself is always the same but for a few numbers.
 * They are kept; the rest is built anew from them.  Only a connection that is
 * built as it was, to the last bit, is packed so: if the rules come to leave
 * something else, that costs memory and nothing more.
 */
#ifndef TCPFLOW_TRACK_HALF_OPEN_H
#define TCPFLOW_TRACK_HALF_OPEN_H

#include <stddef.h>
#include <stdint.h>

struct connection;

/* Returns how many octets of `packed` were written; 0 if it is not such a
 * connection.  Its key (addresses, ports, tunnel) is not packed. */
size_t half_open_pack(const struct connection *connection, uint8_t *packed);

/* The connection has its key, and all else is zero. */
void half_open_unpack(struct connection *connection, const uint8_t *packed);

#endif
