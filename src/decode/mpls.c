/*
 * MPLS.
 *
 * Nothing says what is behind the last label but the label itself, and only
 * the routers know that.  So the first four bits are taken for the version of
 * IP; if they are zero, for a pseudowire's control word (RFC 4385) with an
 * Ethernet frame behind it, if there can be one.
 *
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                Label                  | TC  |S|       TTL     |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 */
#include "decode/mpls.h"

#include "decode/tunnel.h"

static enum layer_kind guess(uint32_t label, struct layer *rest)
{
	struct bytes ahead = rest->bytes;
	uint8_t first = bytes_u8(&ahead);

	if (ahead.ran_out)
		return LAYER_NONE;
	if (label == MPLS_LABEL_IPV4)
		return LAYER_IPV4;
	if (label == MPLS_LABEL_IPV6)
		return LAYER_IPV6;
	if (first >= 0x45 && first <= 0x4f)
		return LAYER_IPV4;
	if (first >= 0x60 && first <= 0x6f)
		return LAYER_IPV6;
	if (first >> 4 != 0)
		return tunnel_guess_ethernet(rest);
	bytes_take(&rest->bytes, 4); /* the control word */
	return tunnel_guess_ethernet(rest);
}

enum layer_kind mpls_decode(struct packet *packet, struct layer *rest)
{
	const uint8_t *stack = rest->bytes.at;
	uint32_t entry = bytes_u32(&rest->bytes);
	uint32_t label;
	enum layer_kind inner;

	while (!rest->bytes.ran_out && !(entry & MPLS_BOTTOM))
		entry = bytes_u32(&rest->bytes);
	if (rest->bytes.ran_out)
		return LAYER_NONE;
	label = entry >> MPLS_LABEL_SHIFT;
	inner = guess(label, rest);
	return tunnel_enter_shown(packet, TUNNEL_MPLS, label, stack, inner,
				  rest);
}
