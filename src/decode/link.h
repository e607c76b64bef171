/*
 * link: the link layer's header -> struct packet_link, and what follows it.
 */
#ifndef TCPFLOW_DECODE_LINK_H
#define TCPFLOW_DECODE_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include "decode/layer.h"

struct packet;

/* Ethertypes that decode and render know. */
enum {
	ETHERTYPE_IPV4 = 0x0800,
	ETHERTYPE_IPV6 = 0x86dd,
	ETHERTYPE_802_1Q = 0x8100,
	ETHERTYPE_802_1AD = 0x88a8,
	ETHERTYPE_JUMBO = 0x8870, /* LLC, as for 802.3, but any length */
	ETHERTYPE_9100 = 0x9100,  /* tags of before 802.1ad */
	ETHERTYPE_9200 = 0x9200,
	ETHERNET_LENGTH_MAX = 1500 /* up to this it is a length, not a type */
};

/* LLC (IEEE 802.2) and SNAP. */
enum {
	LLC_SAP_IP = 0x06,
	LLC_SAP_SNAP = 0xaa,
	LLC_UI = 0x03, /* unnumbered information */
	SNAP_OUI_ETHERNET = 0x000000,
	SNAP_OUI_CISCO_BRIDGED = 0x0000f8
};

/* The protocol field of Linux's cooked headers where it is no ethertype. */
enum { SLL_PROTOCOL_802_2 = 0x0004 };

/* PPP (RFC 1661, 1662) and Cisco's HDLC. */
enum {
	PPP_IPV4 = 0x0021,
	PPP_VJ_UNCOMPRESSED = 0x002f, /* RFC 1144: an IP header, nearly */
	PPP_IPV6 = 0x0057,
	PPP_ADDRESS_ALL = 0xff,
	PPP_CONTROL_UI = 0x03,
	CHDLC_UNICAST = 0x0f,
	CHDLC_BROADCAST = 0x8f
};

bool link_is_tag(uint16_t ethertype);

/* Reads the link header of `packet` from `rest`, which begins at the packet's
 * first octet, into packet->link; leaves `rest` at what follows. */
enum layer_kind link_decode(struct packet *packet, struct layer *rest);

#endif
