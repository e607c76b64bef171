/*
 * lan: the local networks of before, and Infiniband: FDDI, ARCNET, IPoIB.
 */
#ifndef TCPFLOW_DECODE_LAN_H
#define TCPFLOW_DECODE_LAN_H

#include <stdbool.h>
#include <stdint.h>

#include "decode/layer.h"

struct packet_link;

enum {
	FDDI_LLC = 0x50, /* frame control, upper half: LLC, asynchronous */
	FDDI_HEADER_LENGTH = 13,
	IPOIB_HEADER_LENGTH = 44 /* 40 that say where from and to, and four */
};

/* Protocols of ARCNET (RFC 1051, RFC 1201). */
enum {
	ARCNET_IPV6 = 196,
	ARCNET_IPV4 = 212,
	ARCNET_IPV4_OLD = 240, /* a short header */
	ARCNET_ARP_OLD = 241
};

enum layer_kind lan_fddi_decode(struct packet_link *link, struct bytes *at);

/* `linux_header`: as Linux captures it, with two octets more. */
enum layer_kind lan_arcnet_decode(struct packet_link *link, struct bytes *at,
				  bool linux_header);
enum layer_kind lan_ipoib_decode(struct packet_link *link, struct bytes *at);

#endif
