/*
 * gre: GRE, and what has no life of its own outside of it: NVGRE, ERSPAN, PPTP,
 * WCCP.
 */
#ifndef TCPFLOW_DECODE_GRE_H
#define TCPFLOW_DECODE_GRE_H

#include "decode/layer.h"

struct packet;

enum layer_kind gre_decode(struct packet *packet, struct layer *rest);

#endif
