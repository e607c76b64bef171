/*
 * GRE: RFC 2784, 2890 (key, sequence number), 1701 (routing); version 1 is
 * PPTP's (RFC 2637).
 *
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |C|R|K|S|s|Recur|A|Flags|Version|         Protocol Type         |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |      Checksum (C or R)        |       Offset (C or R)         |
 *  |                         Key (K)                               |
 *  |                    Sequence Number (S)                        |
 *  |            Routing (R), or acknowledgment (A, version 1)      |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 */
#include "decode/gre.h"

#include "decode/ethernet.h"
#include "decode/tunnel.h"

enum {
	FLAG_CHECKSUM = 0x8000,
	FLAG_ROUTING = 0x4000,
	FLAG_KEY = 0x2000,
	FLAG_SEQUENCE = 0x1000,
	FLAG_ACK = 0x0080, /* version 1 */
	VERSION_MASK = 0x0007
};

/* Protocols that are no ethertypes, or mean something of their own here. */
enum {
	PROTOCOL_WCCP = 0x883e,
	PROTOCOL_PPP = 0x880b,
	PROTOCOL_ERSPAN = 0x88be, /* types I and II */
	PROTOCOL_ERSPAN_3 = 0x22eb
};

enum {
	/* NVGRE's subnets begin at 0x1000 (RFC 7637); behind them are eight
	 * bits that differ from flow to flow. */
	NVGRE_KEY_MIN = 0x100000,
	ERSPAN_SESSION_MASK = 0x3ff,
	ERSPAN_3_SUBHEADER = 0x0001,
	ERSPAN_3_TYPE_SHIFT = 10,
	ERSPAN_3_TYPE_MASK = 0x1f,
	ERSPAN_3_IP = 2,
	IP_FIRST_OCTET_MIN = 0x40
};

struct gre {
	uint16_t flags;
	uint16_t protocol;
	uint32_t key;
};

/* Source route entries, each with its length, until one without. */
static void skip_routing(struct bytes *at)
{
	uint16_t family;
	uint8_t length;

	do {
		family = bytes_u16(at);
		bytes_take(at, 1); /* offset */
		length = bytes_u8(at);
		bytes_take(at, length);
	} while (!at->ran_out && (family != 0 || length != 0));
}

static enum layer_kind enter_ethernet(struct packet *packet,
				      const struct gre *gre,
				      const struct layer *rest)
{
	if ((gre->flags & FLAG_KEY) && gre->key >= NVGRE_KEY_MIN)
		return tunnel_enter_id(packet, TUNNEL_NVGRE, gre->key >> 8,
				       LAYER_ETHERNET, rest);
	if (gre->flags & FLAG_KEY)
		return tunnel_enter_id(packet, TUNNEL_GRE, gre->key,
				       LAYER_ETHERNET, rest);
	return tunnel_enter(packet, TUNNEL_GRE, LAYER_ETHERNET, rest);
}

static enum layer_kind enter_plain(struct packet *packet, const struct gre *gre,
				   const struct layer *rest)
{
	enum layer_kind inner = ethernet_layer(gre->protocol);

	if (gre->flags & FLAG_KEY)
		return tunnel_enter_id(packet, TUNNEL_GRE, gre->key, inner,
				       rest);
	return tunnel_enter(packet, TUNNEL_GRE, inner, rest);
}

/* Type I has no header, and its GRE no sequence number; type II has eight
 * octets, the session in the second two. */
static enum layer_kind enter_erspan(struct packet *packet,
				    const struct gre *gre, struct layer *rest)
{
	uint16_t session;

	if (!(gre->flags & FLAG_SEQUENCE))
		return tunnel_enter(packet, TUNNEL_ERSPAN, LAYER_ETHERNET,
				    rest);
	bytes_take(&rest->bytes, 2); /* version, VLAN */
	session = bytes_u16(&rest->bytes) & ERSPAN_SESSION_MASK;
	bytes_take(&rest->bytes, 4); /* index */
	if (rest->bytes.ran_out)
		return LAYER_NONE;
	return tunnel_enter_id(packet, TUNNEL_ERSPAN, session, LAYER_ETHERNET,
			       rest);
}

/* Type III has twelve octets and may have eight more. */
static enum layer_kind enter_erspan_3(struct packet *packet, struct layer *rest)
{
	struct bytes *at = &rest->bytes;
	enum layer_kind inner = LAYER_NONE;
	uint16_t session, last, type;

	bytes_take(at, 2); /* version, VLAN */
	session = bytes_u16(at) & ERSPAN_SESSION_MASK;
	bytes_take(at, 6); /* time stamp, security group */
	last = bytes_u16(at);
	if (last & ERSPAN_3_SUBHEADER)
		bytes_take(at, 8);
	if (at->ran_out)
		return LAYER_NONE;
	type = last >> ERSPAN_3_TYPE_SHIFT & ERSPAN_3_TYPE_MASK;
	if (type == 0)
		inner = LAYER_ETHERNET;
	else if (type == ERSPAN_3_IP)
		inner = LAYER_IP;
	return tunnel_enter_id(packet, TUNNEL_ERSPAN, session, inner, rest);
}

/* Version 2 of WCCP has a header of four octets, version 1 none: IP begins
 * with 4 or 6. */
static enum layer_kind enter_wccp(struct packet *packet, struct layer *rest)
{
	struct bytes ahead = rest->bytes;

	if (bytes_u8(&ahead) < IP_FIRST_OCTET_MIN)
		bytes_take(&rest->bytes, 4);
	return tunnel_enter(packet, TUNNEL_WCCP, tunnel_guess_ip(rest), rest);
}

static enum layer_kind decode_version_0(struct packet *packet, struct gre *gre,
					struct layer *rest)
{
	struct bytes *at = &rest->bytes;

	if (gre->flags & (FLAG_CHECKSUM | FLAG_ROUTING))
		bytes_take(at, 4); /* checksum, offset */
	if (gre->flags & FLAG_KEY)
		gre->key = bytes_u32(at);
	if (gre->flags & FLAG_SEQUENCE)
		bytes_take(at, 4);
	if (gre->flags & FLAG_ROUTING)
		skip_routing(at);
	if (at->ran_out)
		return LAYER_NONE;
	switch (gre->protocol) {
	case ETHERTYPE_TEB:
		return enter_ethernet(packet, gre, rest);
	case PROTOCOL_ERSPAN:
		return enter_erspan(packet, gre, rest);
	case PROTOCOL_ERSPAN_3:
		return enter_erspan_3(packet, rest);
	case PROTOCOL_WCCP:
		return enter_wccp(packet, rest);
	default:
		return enter_plain(packet, gre, rest);
	}
}

/* The key is a length and a call; without a sequence number there is no
 * payload, but an acknowledgment. */
static enum layer_kind decode_version_1(struct packet *packet,
					const struct gre *gre,
					struct layer *rest)
{
	struct bytes *at = &rest->bytes;
	uint16_t length, call;

	if (gre->protocol != PROTOCOL_PPP || !(gre->flags & FLAG_KEY) ||
	    !(gre->flags & FLAG_SEQUENCE))
		return LAYER_NONE;
	length = bytes_u16(at);
	call = bytes_u16(at);
	bytes_take(at, 4); /* sequence number */
	if (gre->flags & FLAG_ACK)
		bytes_take(at, 4);
	if (at->ran_out)
		return LAYER_NONE;
	layer_limit(rest, length);
	return tunnel_enter_id(packet, TUNNEL_PPTP, call, LAYER_PPP, rest);
}

enum layer_kind gre_decode(struct packet *packet, struct layer *rest)
{
	struct gre gre = { 0 };

	gre.flags = bytes_u16(&rest->bytes);
	gre.protocol = bytes_u16(&rest->bytes);
	switch (gre.flags & VERSION_MASK) {
	case 0:
		return decode_version_0(packet, &gre, rest);
	case 1:
		return decode_version_1(packet, &gre, rest);
	default:
		return LAYER_NONE;
	}
}
