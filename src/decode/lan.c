/*
 * FDDI, ARCNET and IP over Infiniband: a few fixed octets each.
 */
#include "decode/lan.h"

#include "decode/ethernet.h"
#include "decode/packet.h"

enum {
	ARCNET_EXCEPTION = 0xff, /* a flag: three octets more */
	IPOIB_ADDRESSES = 40
};

enum layer_kind lan_fddi_decode(struct packet_link *link, struct bytes *at)
{
	uint8_t control = bytes_u8(at);

	link->destination = bytes_take(at, MAC_LENGTH);
	link->source = bytes_take(at, MAC_LENGTH);
	if (at->ran_out || (control & 0xf0) != FDDI_LLC)
		return LAYER_NONE;
	return ethernet_llc_decode(link, at);
}

static enum layer_kind layer_of_arcnet(uint16_t type)
{
	switch (type) {
	case ARCNET_IPV4:
	case ARCNET_IPV4_OLD:
		return LAYER_IPV4;
	case ARCNET_IPV6:
		return LAYER_IPV6;
	default:
		return LAYER_NONE;
	}
}

/* A packet may be in several frames: then a flag says so, which is zero in a
 * packet of one frame, and odd in the first of several (RFC 1201).  Linux puts
 * them together. */
static enum layer_kind decode_split(struct packet_link *link, struct bytes *at,
				    bool linux_header)
{
	uint8_t flag = bytes_u8(at);

	if (flag == ARCNET_EXCEPTION && !linux_header) {
		bytes_take(at, 3); /* a sequence number, the type again */
		flag = bytes_u8(at);
	}
	bytes_take(at, 2); /* sequence number */
	if (at->ran_out)
		return LAYER_NONE;
	if (!linux_header && flag != 0 && flag % 2 == 0)
		return LAYER_NONE;
	return layer_of_arcnet(link->protocol);
}

enum layer_kind lan_arcnet_decode(struct packet_link *link, struct bytes *at,
				  bool linux_header)
{
	bytes_take(at, linux_header ? 4 : 2); /* addresses (and an offset) */
	link->protocol = bytes_u8(at);
	if (at->ran_out)
		return LAYER_NONE;
	if (link->protocol == ARCNET_IPV4_OLD ||
	    link->protocol == ARCNET_ARP_OLD)
		return layer_of_arcnet(link->protocol);
	return decode_split(link, at, linux_header);
}

enum layer_kind lan_ipoib_decode(struct packet_link *link, struct bytes *at)
{
	bytes_take(at, IPOIB_ADDRESSES);
	link->protocol = bytes_u16(at);
	bytes_take(at, 2); /* reserved */
	return at->ran_out ? LAYER_NONE : ethernet_layer(link->protocol);
}
