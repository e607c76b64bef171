/*
 * decode: the octets of a packet -> struct packet.
 *
 * Pure: no allocation, no failure, no globals.  Hostile octets are data.
 */
#ifndef TCPFLOW_DECODE_DECODE_H
#define TCPFLOW_DECODE_DECODE_H

#include <stdbool.h>
#include <stdint.h>

struct bytes;
struct packet;

/* Whether decode_packet() knows this link layer (a DLT_ number). */
bool decode_knows_link(int link_type);

/* Fills everything in `packet` after what the capture filled.  Octets past
 * `captured` are never read. */
void decode_packet(struct packet *packet);

/* Decodes an IP packet that was put together from fragments, of which `last`
 * came last: `whole` has the same link, tunnels, number and time.  `octets`:
 * what was captured of it, from its header on; after that `missing` more were
 * on the wire.  They must live as long as `whole`. */
void decode_whole(struct packet *whole, const struct packet *last,
		  struct bytes octets, uint32_t missing);

#endif
