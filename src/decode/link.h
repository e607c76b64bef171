/*
 * link: the link layer's header -> struct packet_link, and what follows it.
 *
 * Layers that need more than a few octets have files of their own: ethernet,
 * ppp, frame_relay, wifi, lan, juniper, nflog.
 */
#ifndef TCPFLOW_DECODE_LINK_H
#define TCPFLOW_DECODE_LINK_H

#include <stdint.h>

#include "decode/layer.h"

struct packet;
struct packet_link;

/* The protocol field of Linux's cooked headers where it is no ethertype. */
enum { SLL_PROTOCOL_802_2 = 0x0004 };

/* Whether the link layer with this DLT_ number can be read. */
bool link_is_known(int link_type);

/* There is no link header: all is zero, but for tags, which are counted. */
void link_clear(struct packet_link *link);

/* Reads the link header of `packet` from `rest`, which begins at the packet's
 * first octet, into packet->link, which is clear; leaves `rest` at what
 * follows. */
enum layer_kind link_decode(struct packet *packet, struct layer *rest);

#endif
