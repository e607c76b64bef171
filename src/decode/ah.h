/*
 * ah: the authentication header (RFC 4302).
 */
#ifndef TCPFLOW_DECODE_AH_H
#define TCPFLOW_DECODE_AH_H

#include <stdbool.h>

#include "decode/layer.h"

struct packet_ip;

/* What one header says.  The authentication data follows in its octets. */
struct ah {
	uint8_t next_header;
	uint8_t words;	 /* the length field */
	uint32_t length; /* octets of the whole header */
	uint32_t spi, sequence;
	struct bytes value; /* the integrity check value */
};

/* Reads one; false if it is broken or cut. */
bool ah_read(struct bytes *at, struct ah *ah);

/* LAYER_AH: goes over one; ip->protocol is what follows.  False as above. */
bool ah_decode(struct packet_ip *ip, struct layer *rest);

#endif
