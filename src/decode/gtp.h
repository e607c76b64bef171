/*
 * gtp: what users of mobile networks send (GTP-U).
 */
#ifndef TCPFLOW_DECODE_GTP_H
#define TCPFLOW_DECODE_GTP_H

#include "decode/layer.h"

struct packet;

enum layer_kind gtp_decode(struct packet *packet, struct layer *rest);

#endif
