/*
 * decode: the octets of a packet -> struct packet.
 *
 * Pure: no allocation, no failure, no globals.  Hostile octets are data.
 */
#ifndef TCPFLOW_DECODE_DECODE_H
#define TCPFLOW_DECODE_DECODE_H

#include <stdbool.h>

struct packet;

/* Whether decode_packet() knows this link layer (a DLT_ number). */
bool decode_knows_link(int link_type);

/* Fills everything in `packet` after what the capture filled.  Octets past
 * `captured` are never read. */
void decode_packet(struct packet *packet);

#endif
