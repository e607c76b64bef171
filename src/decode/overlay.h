/*
 * overlay: the networks of data centres: VXLAN, VXLAN-GPE, Geneve.
 */
#ifndef TCPFLOW_DECODE_OVERLAY_H
#define TCPFLOW_DECODE_OVERLAY_H

#include "decode/layer.h"

struct packet;

enum layer_kind overlay_vxlan_decode(struct packet *packet, struct layer *rest);
enum layer_kind overlay_vxlan_gpe_decode(struct packet *packet,
					 struct layer *rest);
enum layer_kind overlay_geneve_decode(struct packet *packet,
				      struct layer *rest);

#endif
