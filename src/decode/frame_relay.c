/*
 * Frame Relay.
 *
 * RFC 2427 has unnumbered information and an NLPID behind the address, with a
 * padding octet where the address has an odd number of octets; Cisco has an
 * ethertype there.
 */
#include "decode/frame_relay.h"

#include "decode/ethernet.h"
#include "decode/packet.h"

enum { ADDRESS_LAST = 0x01 };

uint32_t frame_relay_address(struct bytes *at, uint32_t *dlci)
{
	uint8_t first = bytes_u8(at);
	uint8_t octet = bytes_u8(at);

	*dlci = (first & 0xfcU) << 2 | octet >> 4;
	if (at->ran_out || (first & ADDRESS_LAST))
		return 0;
	if (octet & ADDRESS_LAST)
		return 2;
	octet = bytes_u8(at);
	if (octet & ADDRESS_LAST) {
		*dlci = *dlci << 6 | octet >> 2;
		return at->ran_out ? 0 : 3;
	}
	*dlci = *dlci << 7 | octet >> 1;
	octet = bytes_u8(at);
	*dlci = *dlci << 6 | octet >> 2;
	return at->ran_out || !(octet & ADDRESS_LAST) ? 0 : 4;
}

static enum layer_kind decode_cisco(struct packet_link *link, struct bytes *at)
{
	link->protocol = bytes_u16(at);
	return at->ran_out ? LAYER_NONE : ethernet_layer(link->protocol);
}

enum layer_kind frame_relay_decode(struct packet_link *link, struct bytes *at)
{
	uint32_t dlci;
	struct bytes ahead;

	if (frame_relay_address(at, &dlci) == 0)
		return LAYER_NONE;
	ahead = *at;
	if (bytes_u8(&ahead) != LLC_UI && dlci != 0)
		return decode_cisco(link, at);
	*at = ahead;
	link->protocol = bytes_u8(at);
	if (link->protocol == 0)
		link->protocol = bytes_u8(at);
	if (at->ran_out)
		return LAYER_NONE;
	switch (link->protocol) {
	case NLPID_IPV4:
		return LAYER_IPV4;
	case NLPID_IPV6:
		return LAYER_IPV6;
	case NLPID_SNAP:
		return ethernet_snap_decode(link, at);
	default:
		return LAYER_NONE;
	}
}
