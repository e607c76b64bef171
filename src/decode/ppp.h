/*
 * ppp: PPP in its framings, Cisco's HDLC, and PPP over Ethernet.
 */
#ifndef TCPFLOW_DECODE_PPP_H
#define TCPFLOW_DECODE_PPP_H

#include "decode/layer.h"

struct packet;
struct packet_link;

/* PPP (RFC 1661, 1662) and Cisco's HDLC. */
enum {
	PPP_IPV4 = 0x0021,
	PPP_VJ_UNCOMPRESSED = 0x002f, /* RFC 1144: an IP header, nearly */
	PPP_IPV6 = 0x0057,
	PPP_MPLS = 0x0281,
	PPP_MPLS_MULTICAST = 0x0283,
	PPP_ADDRESS_ALL = 0xff,
	PPP_CONTROL_UI = 0x03,
	CHDLC_UNICAST = 0x0f,
	CHDLC_BROADCAST = 0x8f
};

enum { PPPOE_HEADER_LENGTH = 6 };

/* PPP, with or without address and control. */
enum layer_kind ppp_decode(struct packet_link *link, struct bytes *at);

/* HDLC framing: the address tells PPP from Cisco's. */
enum layer_kind ppp_serial_decode(struct packet_link *link, struct bytes *at);

/* Cisco's HDLC. */
enum layer_kind ppp_chdlc_decode(struct packet_link *link, struct bytes *at);

/* LAYER_PPPOE: the header of a session (RFC 2516). */
enum layer_kind pppoe_decode(struct packet *packet, struct layer *rest);

#endif
