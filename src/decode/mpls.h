/*
 * mpls: a stack of labels (RFC 3032), and what is guessed to be behind it.
 */
#ifndef TCPFLOW_DECODE_MPLS_H
#define TCPFLOW_DECODE_MPLS_H

#include "decode/layer.h"

struct packet;

/* An entry of the stack. */
enum {
	MPLS_LABEL_SHIFT = 12,
	MPLS_CLASS_SHIFT = 9, /* three bits */
	MPLS_BOTTOM = 0x100,
	MPLS_TTL_MASK = 0xff,
	MPLS_LABEL_IPV4 = 0, /* explicit null */
	MPLS_LABEL_IPV6 = 2
};

enum layer_kind mpls_decode(struct packet *packet, struct layer *rest);

#endif
