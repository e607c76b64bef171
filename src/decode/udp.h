/*
 * udp: the tunnels that are carried in UDP, found by their ports.
 */
#ifndef TCPFLOW_DECODE_UDP_H
#define TCPFLOW_DECODE_UDP_H

#include "decode/layer.h"

struct packet;

enum layer_kind udp_decode(struct packet *packet, struct layer *rest);

#endif
