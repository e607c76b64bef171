/*
 * l2tp: data of L2TP version 2, in UDP, and of version 3, in UDP and in IP.
 */
#ifndef TCPFLOW_DECODE_L2TP_H
#define TCPFLOW_DECODE_L2TP_H

#include "decode/layer.h"

struct packet;

/* In UDP: the header says the version. */
enum layer_kind l2tp_decode(struct packet *packet, struct layer *rest);

/* LAYER_L2TPV3: in IP, from the session on. */
enum layer_kind l2tp_session_decode(struct packet *packet, struct layer *rest);

#endif
