/*
 * tunnel: the tunnels that a packet has passed, and what they mean for the
 * identity of the connection inside.
 */
#ifndef TCPFLOW_DECODE_TUNNEL_H
#define TCPFLOW_DECODE_TUNNEL_H

#include <stdint.h>

#include "decode/layer.h"
#include "decode/packet.h"

/* Goes into a tunnel: packet->ip becomes the tunnel's outer header, and what
 * is at `rest`, a layer of kind `inner`, is what it carries.  Returns `inner`;
 * LAYER_NONE when it carries nothing that we read, or when there are
 * PACKET_TUNNELS_MAX tunnels already. */
enum layer_kind tunnel_enter(struct packet *packet, enum tunnel_kind kind,
			     enum layer_kind inner, const struct layer *rest);

/* The same, for one that has an identifier. */
enum layer_kind tunnel_enter_id(struct packet *packet, enum tunnel_kind kind,
				uint32_t id, enum layer_kind inner,
				const struct layer *rest);

/* The same, for one whose header, from `header` on, is shown as it is. */
enum layer_kind tunnel_enter_shown(struct packet *packet, enum tunnel_kind kind,
				   uint32_t id, const uint8_t *header,
				   enum layer_kind inner,
				   const struct layer *rest);

/* LAYER_IPV4 or LAYER_IPV6 when an IP packet can be at `rest`: its version,
 * header length and total length are possible.  Else LAYER_NONE.  For what is
 * known by a port alone, which may carry anything. */
enum layer_kind tunnel_guess_ip(const struct layer *rest);

/* The same for an Ethernet frame: LAYER_ETHERNET when IP can be in it. */
enum layer_kind tunnel_guess_ethernet(const struct layer *rest);

/* What tells a connection from another with the same addresses and ports that
 * is inside another tunnel, to be hashed and compared with the addresses; 0
 * when there is nothing of the kind.  Only what is the same in both directions
 * of a connection counts:
 *
 *	the VLANs of the frame, and of frames inside of tunnels (0 does not
 *	count: it is a priority, no VLAN); the network of VXLAN; the key of
 *	GRE; the subnet of NVGRE; the session of PPPoE; the service of 802.1ah.
 *
 * What each end chooses for itself does not: MPLS labels, the networks of
 * Geneve (switches and load balancers give each direction its own), the
 * endpoints of GTP, sessions of L2TP, calls of PPTP, indexes of AH.  Neither do
 * outer addresses (a reply may come by another relay), the fact of a tunnel (a
 * load balancer tunnels one direction only), or sessions of ERSPAN, which
 * name the mirror and not what is seen in it. */
uint64_t tunnel_key(const struct packet *packet);

#endif
