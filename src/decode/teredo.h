/*
 * teredo: IPv6 for hosts behind a translator: Teredo and AYIYA.
 */
#ifndef TCPFLOW_DECODE_TEREDO_H
#define TCPFLOW_DECODE_TEREDO_H

#include "decode/layer.h"

struct packet;

enum layer_kind teredo_decode(struct packet *packet, struct layer *rest);
enum layer_kind teredo_ayiya_decode(struct packet *packet, struct layer *rest);

#endif
