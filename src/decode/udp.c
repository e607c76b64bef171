/*
 * UDP, as far as tunnels need it.
 *
 * Nobody owns a port: each of these decoders looks whether the octets can be
 * what the port says, and ordinary traffic that came to have such a port is
 * not taken for a tunnel.
 */
#include "decode/udp.h"

#include "decode/capwap.h"
#include "decode/gre.h"
#include "decode/gtp.h"
#include "decode/l2tp.h"
#include "decode/mpls.h"
#include "decode/overlay.h"
#include "decode/packet.h"
#include "decode/teredo.h"

enum { UDP_HEADER_LENGTH = 8 };

struct service {
	uint16_t port;
	bool from_too; /* as the source port, too */
	enum layer_kind (*decode)(struct packet *packet, struct layer *rest);
};

/* Overlay networks choose the source port by the flow inside: there, only the
 * destination says something.  (tcpdump takes either.) */
static const struct service services[] = {
	{ 1701, true, l2tp_decode },
	{ 2152, true, gtp_decode },
	{ 3544, true, teredo_decode },
	{ 4754, false, gre_decode }, /* RFC 8086 */
	{ 4789, true, overlay_vxlan_decode },
	{ 4790, true, overlay_vxlan_gpe_decode },
	{ 5072, true, teredo_ayiya_decode },
	{ 5247, true, capwap_decode },
	{ 6081, true, overlay_geneve_decode },
	{ 6635, false, mpls_decode },	      /* RFC 7510 */
	{ 8472, true, overlay_vxlan_decode }, /* Linux, before 4789 */
};

static enum layer_kind try_port(struct packet *packet, uint16_t port,
				bool is_source, struct layer *rest)
{
	for (size_t i = 0; i < sizeof services / sizeof *services; i++)
		if (services[i].port == port &&
		    (services[i].from_too || !is_source))
			return services[i].decode(packet, rest);
	return LAYER_NONE;
}

/* A length of zero is a jumbogram's, or segmentation offload's. */
enum layer_kind udp_decode(struct packet *packet, struct layer *rest)
{
	struct bytes *at = &rest->bytes;
	uint16_t source = bytes_u16(at);
	uint16_t destination = bytes_u16(at);
	uint16_t length = bytes_u16(at);
	struct layer inside;
	enum layer_kind next;

	bytes_take(at, 2); /* checksum */
	if (at->ran_out || (length > 0 && length < UDP_HEADER_LENGTH))
		return LAYER_NONE;
	if (length > 0)
		layer_limit(rest, (uint32_t)length - UDP_HEADER_LENGTH);
	inside = *rest;
	next = try_port(packet, destination, false, &inside);
	if (next == LAYER_NONE) {
		inside = *rest;
		next = try_port(packet, source, true, &inside);
	}
	*rest = inside;
	return next;
}
