/*
 * What is left of a packet while it is decoded layer by layer.
 *
 * A layer reads its header from the cursor, cuts off what does not belong to
 * it (padding), and names the layer that comes next; decode_packet() goes
 * from one to the next until there is none.  A tunnel is one more layer.
 *
 * `missing` counts the octets that were on the wire behind those captured.
 * Kept this way, reading a header through the cursor keeps the length right.
 */
#ifndef TCPFLOW_DECODE_LAYER_H
#define TCPFLOW_DECODE_LAYER_H

#include <stdint.h>

#include "decode/bytes.h"

enum layer_kind {
	LAYER_NONE, /* nothing follows, or nothing that we read */
	LAYER_IP,   /* IPv4 or IPv6: the version's four bits tell */
	LAYER_IPV4,
	LAYER_IPV6,
	LAYER_TCP,
	LAYER_ICMP,
	LAYER_ICMPV6,
	LAYER_UDP,
	LAYER_AH,
	/* IP in IP, in an Ethernet frame (EtherIP), in GRE, in L2TPv3. */
	LAYER_INNER_IPV4,
	LAYER_INNER_IPV6,
	LAYER_ETHERIP,
	LAYER_GRE,
	LAYER_L2TPV3,
	/* Frames, and what stands between a frame and IP. */
	LAYER_ETHERNET,
	LAYER_WIFI,
	LAYER_PPP,
	LAYER_PPPOE,
	LAYER_MPLS,
	LAYER_PBB
};

struct layer {
	struct bytes bytes; /* what was captured */
	uint32_t missing;   /* octets on the wire after those */
};

/* How many octets were on the wire, captured or not. */
static inline uint32_t layer_length(const struct layer *layer)
{
	return (uint32_t)layer->bytes.left + layer->missing;
}

/* Forgets what lies more than `length` octets ahead. */
static inline void layer_limit(struct layer *layer, uint32_t length)
{
	uint32_t left = (uint32_t)layer->bytes.left;

	if (length <= left) {
		bytes_limit(&layer->bytes, length);
		layer->missing = 0;
	} else if (layer->missing > length - left) {
		layer->missing = length - left;
	}
}

#endif
