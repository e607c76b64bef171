/*
 * RFC 5415, 4.3:
 *
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |CAPWAP Preamble|  HLEN   |   RID   | WBID    |T|F|L|W|M|K|Flags|
 *  |          Fragment ID          |     Frag Offset         |Rsvd |
 *  |                       (optional fields)                       |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *
 * HLEN counts words of four octets.  T: a frame of the wireless kind, which
 * WBID says; else of Ethernet.  K: no frame at all.
 */
#include "decode/capwap.h"

#include "decode/tunnel.h"

enum {
	HLEN_SHIFT = 19,
	HLEN_MASK = 0x1f,
	BINDING_SHIFT = 9,
	BINDING_MASK = 0x1f,
	BINDING_WIFI = 1,
	FLAG_NATIVE = 0x100,
	FLAG_FRAGMENT = 0x080,
	FLAG_KEEP_ALIVE = 0x008,
	FIXED_LENGTH = 8,
	OFFSET_MASK = 0xfff8
};

/* The preamble, in the upper octet, is zero: version 0, not encrypted. */
static bool carries_frame(uint32_t first, uint16_t offset)
{
	if (first >> 24 != 0 || (first & FLAG_KEEP_ALIVE))
		return false;
	return !(first & FLAG_FRAGMENT) || (offset & OFFSET_MASK) == 0;
}

enum layer_kind capwap_decode(struct packet *packet, struct layer *rest)
{
	struct bytes *at = &rest->bytes;
	uint32_t first = bytes_u32(at);
	uint32_t length = (first >> HLEN_SHIFT & HLEN_MASK) * 4;
	uint32_t binding = first >> BINDING_SHIFT & BINDING_MASK;
	enum layer_kind inner = LAYER_ETHERNET;
	uint16_t offset;

	bytes_take(at, 2); /* fragment's identification */
	offset = bytes_u16(at);
	if (length < FIXED_LENGTH || !carries_frame(first, offset))
		return LAYER_NONE;
	bytes_take(at, length - FIXED_LENGTH);
	if (at->ran_out)
		return LAYER_NONE;
	if (first & FLAG_NATIVE)
		inner = binding == BINDING_WIFI ? LAYER_WIFI : LAYER_NONE;
	return tunnel_enter(packet, TUNNEL_CAPWAP, inner, rest);
}
