/*
 * PPP and what looks like it: two octets of HDLC, which may be left out, and
 * the number of a protocol.
 */
#include "decode/ppp.h"

#include "decode/ethernet.h"
#include "decode/packet.h"
#include "decode/tunnel.h"

static enum layer_kind layer_of(uint16_t protocol)
{
	switch (protocol) {
	case PPP_IPV4:
	case PPP_VJ_UNCOMPRESSED:
		return LAYER_IPV4;
	case PPP_IPV6:
		return LAYER_IPV6;
	case PPP_MPLS:
	case PPP_MPLS_MULTICAST:
		return LAYER_MPLS;
	default: /* some put an ethertype there */
		return ethernet_layer(protocol);
	}
}

/* Address and control may have been negotiated away, and the protocol's upper
 * octet too when it is zero: then its lower one is odd.  pppd puts 0 or 1 in
 * the address's place: received, sent. */
enum layer_kind ppp_decode(struct packet_link *link, struct bytes *at)
{
	struct bytes ahead = *at;
	uint8_t address = bytes_u8(&ahead);
	uint8_t control = bytes_u8(&ahead);

	if (at->left < 4)
		return LAYER_NONE;
	if (control == PPP_CONTROL_UI &&
	    (address <= 1 || address == PPP_ADDRESS_ALL))
		*at = ahead;
	link->protocol = bytes_u8(at);
	if (link->protocol % 2 == 0)
		link->protocol = (uint16_t)(link->protocol << 8 | bytes_u8(at));
	return at->ran_out ? LAYER_NONE : layer_of(link->protocol);
}

enum layer_kind ppp_chdlc_decode(struct packet_link *link, struct bytes *at)
{
	bytes_take(at, 2); /* address, control */
	link->protocol = bytes_u16(at);
	return at->ran_out ? LAYER_NONE : ethernet_layer(link->protocol);
}

enum layer_kind ppp_serial_decode(struct packet_link *link, struct bytes *at)
{
	struct bytes ahead = *at;

	switch (bytes_u8(&ahead)) {
	case PPP_ADDRESS_ALL:
		bytes_take(at, 2); /* address, control */
		link->protocol = bytes_u16(at);
		return at->ran_out ? LAYER_NONE : layer_of(link->protocol);
	case CHDLC_UNICAST:
	case CHDLC_BROADCAST:
		return ppp_chdlc_decode(link, at);
	default:
		return LAYER_NONE;
	}
}

/*
 * RFC 2516, 4:
 *
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |  VER  | TYPE  |      CODE     |          SESSION_ID           |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |            LENGTH             |           payload             ~
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *
 * A code other than zero is discovery.
 */
enum layer_kind pppoe_decode(struct packet *packet, struct layer *rest)
{
	struct bytes *at = &rest->bytes;
	const uint8_t *start = at->at;
	uint8_t code;
	uint16_t session, length;

	bytes_take(at, 1); /* version, type */
	code = bytes_u8(at);
	session = bytes_u16(at);
	length = bytes_u16(at);
	if (at->ran_out || code != 0)
		return LAYER_NONE;
	layer_limit(rest, length);
	return tunnel_enter_shown(packet, TUNNEL_PPPOE, session, start,
				  LAYER_PPP, rest);
}
