/*
 * VXLAN and its relatives: eight octets with the number of a network in the
 * upper three of the last four.
 */
#include "decode/overlay.h"

#include "decode/ethernet.h"
#include "decode/tunnel.h"

enum {
	VXLAN_HAS_NETWORK = 0x08, /* I: must be set */
	VXLAN_POLICY = 0x80,	  /* G: of the group policy extension */
	GPE_VERSION = 0x30,
	GPE_HAS_PROTOCOL = 0x04,
	GPE_OAM = 0x01,
	GENEVE_VERSION = 0xc0,
	GENEVE_OPTIONS = 0x3f /* their length, in units of four octets */
};

/* Next protocols of VXLAN-GPE. */
enum { GPE_IPV4 = 1, GPE_IPV6 = 2, GPE_ETHERNET = 3, GPE_MPLS = 5 };

/* RFC 7348: whatever is reserved is zero. */
enum layer_kind overlay_vxlan_decode(struct packet *packet, struct layer *rest)
{
	struct bytes *at = &rest->bytes;
	uint8_t flags = bytes_u8(at);
	uint32_t network;

	bytes_take(at, 3); /* reserved; group policy */
	network = bytes_u32(at);
	if (at->ran_out || (flags & ~VXLAN_POLICY) != VXLAN_HAS_NETWORK ||
	    (network & 0xff) != 0)
		return LAYER_NONE;
	return tunnel_enter_id(packet, TUNNEL_VXLAN, network >> 8,
			       LAYER_ETHERNET, rest);
}

static enum layer_kind layer_of_gpe(uint8_t protocol)
{
	switch (protocol) {
	case GPE_IPV4:
		return LAYER_IPV4;
	case GPE_IPV6:
		return LAYER_IPV6;
	case GPE_ETHERNET:
		return LAYER_ETHERNET;
	case GPE_MPLS:
		return LAYER_MPLS;
	default:
		return LAYER_NONE;
	}
}

/* draft-ietf-nvo3-vxlan-gpe; without a protocol it is a VXLAN. */
enum layer_kind overlay_vxlan_gpe_decode(struct packet *packet,
					 struct layer *rest)
{
	struct bytes *at = &rest->bytes;
	uint8_t flags = bytes_u8(at);
	uint8_t protocol;
	uint32_t network;

	bytes_take(at, 2); /* reserved */
	protocol = bytes_u8(at);
	network = bytes_u32(at);
	if (at->ran_out || !(flags & VXLAN_HAS_NETWORK) ||
	    (flags & (GPE_VERSION | GPE_OAM)) != 0)
		return LAYER_NONE;
	if (!(flags & GPE_HAS_PROTOCOL))
		protocol = GPE_ETHERNET;
	return tunnel_enter_id(packet, TUNNEL_VXLAN_GPE, network >> 8,
			       layer_of_gpe(protocol), rest);
}

/* RFC 8926. */
enum layer_kind overlay_geneve_decode(struct packet *packet, struct layer *rest)
{
	struct bytes *at = &rest->bytes;
	uint8_t first = bytes_u8(at);
	enum layer_kind inner;
	uint16_t protocol;
	uint32_t network;

	bytes_take(at, 1); /* flags */
	protocol = bytes_u16(at);
	network = bytes_u32(at);
	bytes_take(at, (size_t)(first & GENEVE_OPTIONS) * 4);
	if (at->ran_out || (first & GENEVE_VERSION) != 0)
		return LAYER_NONE;
	inner = protocol == ETHERTYPE_TEB ? LAYER_ETHERNET
					  : ethernet_layer(protocol);
	return tunnel_enter_id(packet, TUNNEL_GENEVE, network >> 8, inner,
			       rest);
}
