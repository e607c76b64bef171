/*
 * capwap: frames between an access point and its controller (CAPWAP data).
 */
#ifndef TCPFLOW_DECODE_CAPWAP_H
#define TCPFLOW_DECODE_CAPWAP_H

#include "decode/layer.h"

struct packet;

enum layer_kind capwap_decode(struct packet *packet, struct layer *rest);

#endif
