/*
 * L2TP.
 *
 * Version 2 (RFC 2661) carries PPP behind a header that says all of its
 * length.  Version 3 (RFC 3931) has only the session in common with everybody:
 * whether a cookie of four or eight octets and a sublayer of four follow, and
 * what kind of frame, was agreed when the session was set up.  So each of the
 * possible places is tried for an Ethernet frame, then for PPP, with an IP
 * packet in it that can be one.
 */
#include "decode/l2tp.h"

#include "decode/packet.h"
#include "decode/ppp.h"
#include "decode/tunnel.h"

enum {
	FLAG_CONTROL = 0x8000,
	FLAG_LENGTH = 0x4000,
	FLAG_SEQUENCE = 0x0800,
	FLAG_OFFSET = 0x0200,
	VERSION_MASK = 0x000f,
	UNKNOWN_MAX = 12 /* a cookie and a sublayer */
};

static enum layer_kind decode_version_2(struct packet *packet, uint16_t flags,
					struct layer *rest)
{
	struct bytes *at = &rest->bytes;
	uint32_t before = 2;
	uint16_t length, session;

	if (flags & FLAG_LENGTH) {
		length = bytes_u16(at);
		before += 2;
		if (length < before)
			return LAYER_NONE;
		layer_limit(rest, length - before);
	}
	bytes_take(at, 2); /* tunnel */
	session = bytes_u16(at);
	if (flags & FLAG_SEQUENCE)
		bytes_take(at, 4);
	if (flags & FLAG_OFFSET)
		bytes_take(at, bytes_u16(at));
	if (at->ran_out)
		return LAYER_NONE;
	return tunnel_enter_id(packet, TUNNEL_L2TP, session, LAYER_PPP, rest);
}

static enum layer_kind guess_ppp(const struct layer *rest)
{
	struct packet_link link = { 0 };
	struct layer inside = *rest;
	enum layer_kind next = ppp_decode(&link, &inside.bytes);

	if (next != LAYER_IPV4 && next != LAYER_IPV6)
		return LAYER_NONE;
	return tunnel_guess_ip(&inside) == next ? LAYER_PPP : LAYER_NONE;
}

enum layer_kind l2tp_session_decode(struct packet *packet, struct layer *rest)
{
	uint32_t session = bytes_u32(&rest->bytes);
	enum layer_kind inner = LAYER_NONE;

	if (rest->bytes.ran_out || session == 0) /* zero: control */
		return LAYER_NONE;
	for (int offset = 0; offset <= UNKNOWN_MAX; offset += 4) {
		inner = tunnel_guess_ethernet(rest);
		if (inner == LAYER_NONE)
			inner = guess_ppp(rest);
		if (inner != LAYER_NONE)
			break;
		bytes_take(&rest->bytes, 4);
	}
	return tunnel_enter_id(packet, TUNNEL_L2TPV3, session, inner, rest);
}

enum layer_kind l2tp_decode(struct packet *packet, struct layer *rest)
{
	uint16_t flags = bytes_u16(&rest->bytes);

	if (flags & FLAG_CONTROL)
		return LAYER_NONE;
	switch (flags & VERSION_MASK) {
	case 2:
		return decode_version_2(packet, flags, rest);
	case 3:
		bytes_take(&rest->bytes, 2); /* reserved */
		return l2tp_session_decode(packet, rest);
	default:
		return LAYER_NONE;
	}
}
