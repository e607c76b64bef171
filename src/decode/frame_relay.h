/*
 * frame_relay: Q.922 frames with RFC 2427's or Cisco's encapsulation.
 */
#ifndef TCPFLOW_DECODE_FRAME_RELAY_H
#define TCPFLOW_DECODE_FRAME_RELAY_H

#include "decode/layer.h"

struct packet_link;

/* Network layer protocol identifiers (ISO/IEC TR 9577). */
enum { NLPID_SNAP = 0x80, NLPID_IPV6 = 0x8e, NLPID_IPV4 = 0xcc };

/* Octets of a frame's address, 2 to 4, and its data link connection; 0 if it
 * is no Q.922 address.  Leaves `at` behind it. */
uint32_t frame_relay_address(struct bytes *at, uint32_t *dlci);

enum layer_kind frame_relay_decode(struct packet_link *link, struct bytes *at);

#endif
