/*
 * Teredo (RFC 4380) puts IPv6 into UDP, perhaps behind an authentication and
 * an origin indication.  AYIYA (draft-massar-v6ops-ayiya) signs what it
 * carries: the lengths of identity and signature stand in front.
 */
#include "decode/teredo.h"

#include "decode/ip.h"
#include "decode/tunnel.h"

enum {
	TEREDO_ORIGIN = 0x0000,
	TEREDO_AUTHENTICATION = 0x0001,
	AYIYA_FORWARD = 1 /* the operation that carries a packet */
};

/* Passes over an indication of this kind, if there is one. */
static void skip_indication(struct bytes *at, uint16_t kind)
{
	struct bytes ahead = *at;
	uint8_t client, value;

	if (bytes_u16(&ahead) != kind)
		return;
	if (kind == TEREDO_ORIGIN) {
		bytes_take(&ahead, 6); /* port, address */
	} else {
		client = bytes_u8(&ahead);
		value = bytes_u8(&ahead);
		bytes_take(&ahead, (size_t)client + value + 9);
	}
	*at = ahead;
}

enum layer_kind teredo_decode(struct packet *packet, struct layer *rest)
{
	enum layer_kind inner;

	skip_indication(&rest->bytes, TEREDO_AUTHENTICATION);
	skip_indication(&rest->bytes, TEREDO_ORIGIN);
	inner = tunnel_guess_ip(rest);
	if (inner != LAYER_IPV6)
		return LAYER_NONE;
	return tunnel_enter(packet, TUNNEL_TEREDO, inner, rest);
}

enum layer_kind teredo_ayiya_decode(struct packet *packet, struct layer *rest)
{
	struct bytes *at = &rest->bytes;
	uint8_t identity = bytes_u8(at) >> 4; /* two to the power of it */
	uint8_t signature = bytes_u8(at) >> 4;
	uint8_t operation = bytes_u8(at) & 0x0f;
	uint8_t protocol = bytes_u8(at);
	enum layer_kind inner;

	bytes_take(at, 4); /* time */
	bytes_take(at, (size_t)1 << identity);
	bytes_take(at, (size_t)signature * 4);
	if (at->ran_out || operation != AYIYA_FORWARD)
		return LAYER_NONE;
	inner = tunnel_guess_ip(rest);
	if (!(inner == LAYER_IPV6 && protocol == IP_PROTOCOL_IPV6) &&
	    !(inner == LAYER_IPV4 && protocol == IP_PROTOCOL_IPV4))
		return LAYER_NONE;
	return tunnel_enter(packet, TUNNEL_AYIYA, inner, rest);
}
