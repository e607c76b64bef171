/*
 * The list of tunnels, the guesses about what is in them, and the key.
 */
#include "decode/tunnel.h"

#include "decode/ethernet.h"
#include "decode/ip.h"

enum { VLAN_MASK = 0xfff };

static enum layer_kind enter(struct packet *packet, struct packet_tunnel tunnel,
			     enum layer_kind inner, const struct layer *rest)
{
	if (inner == LAYER_NONE || packet->tunnel_count == PACKET_TUNNELS_MAX)
		return LAYER_NONE;
	tunnel.source = packet->ip.source;
	tunnel.destination = packet->ip.destination;
	tunnel.ip_header = packet->ip.header;
	tunnel.ip_captured = packet->ip.captured;
	tunnel.ip_available = packet->ip.available;
	tunnel.inner = rest->bytes.at;
	tunnel.inner_captured = (uint32_t)rest->bytes.left;
	tunnel.inner_length = layer_length(rest);
	tunnel.inner_is_ethernet = inner == LAYER_ETHERNET;
	packet->tunnels[packet->tunnel_count++] = tunnel;
	ip_clear(&packet->ip);
	return inner;
}

enum layer_kind tunnel_enter(struct packet *packet, enum tunnel_kind kind,
			     enum layer_kind inner, const struct layer *rest)
{
	return enter(packet, (struct packet_tunnel){ .kind = kind }, inner,
		     rest);
}

enum layer_kind tunnel_enter_id(struct packet *packet, enum tunnel_kind kind,
				uint32_t id, enum layer_kind inner,
				const struct layer *rest)
{
	struct packet_tunnel tunnel = { .kind = kind,
					.has_id = true,
					.id = id };

	return enter(packet, tunnel, inner, rest);
}

enum layer_kind tunnel_enter_shown(struct packet *packet, enum tunnel_kind kind,
				   uint32_t id, const uint8_t *header,
				   enum layer_kind inner,
				   const struct layer *rest)
{
	struct packet_tunnel tunnel = {
		.kind = kind, .has_id = true, .id = id, .header = header
	};

	return enter(packet, tunnel, inner, rest);
}

static bool may_be_ip4(struct bytes at, uint32_t available)
{
	uint32_t header_length = (bytes_u8(&at) & 0xfU) * 4;
	uint32_t length;

	bytes_take(&at, 1); /* type of service */
	length = bytes_u16(&at);
	return !at.ran_out && header_length >= IP_HEADER_LENGTH &&
	       length >= header_length && length <= available;
}

static bool may_be_ip6(struct bytes at, uint32_t available)
{
	uint32_t length;

	bytes_take(&at, 4); /* version, class, flow label */
	length = bytes_u16(&at) + (uint32_t)IP6_HEADER_LENGTH;
	return !at.ran_out && length <= available;
}

enum layer_kind tunnel_guess_ip(const struct layer *rest)
{
	struct bytes ahead = rest->bytes;
	uint32_t available = layer_length(rest);

	switch (bytes_u8(&ahead) >> 4) {
	case 4:
		return may_be_ip4(rest->bytes, available) ? LAYER_IPV4
							  : LAYER_NONE;
	case 6:
		return may_be_ip6(rest->bytes, available) ? LAYER_IPV6
							  : LAYER_NONE;
	default:
		return LAYER_NONE;
	}
}

enum layer_kind tunnel_guess_ethernet(const struct layer *rest)
{
	struct packet_link link = { 0 };
	struct layer inside = *rest;
	enum layer_kind next = ethernet_decode(&link, &inside);

	if (next != LAYER_IPV4 && next != LAYER_IPV6)
		return LAYER_NONE;
	return tunnel_guess_ip(&inside) == next ? LAYER_ETHERNET : LAYER_NONE;
}

/* FNV-1a over octets.  It need not resist anybody: the table hashes the key
 * once more, with a secret. */
static uint64_t mix(uint64_t key, uint32_t value)
{
	if (key == 0)
		key = UINT64_C(0xcbf29ce484222325);
	for (int shift = 24; shift >= 0; shift -= 8)
		key = (key ^ (value >> shift & 0xff)) * UINT64_C(0x100000001b3);
	return key;
}

static bool counts(const struct packet_tunnel *tunnel)
{
	switch (tunnel->kind) {
	case TUNNEL_GRE:
	case TUNNEL_NVGRE:
	case TUNNEL_VXLAN:
	case TUNNEL_VXLAN_GPE:
	case TUNNEL_PPPOE:
	case TUNNEL_PBB:
		return tunnel->has_id;
	case TUNNEL_VLAN:
		return tunnel->id != 0;
	default:
		return false;
	}
}

uint64_t tunnel_key(const struct packet *packet)
{
	const struct packet_link *link = &packet->link;
	uint64_t key = 0;

	for (uint32_t i = 0; i < link->tag_count; i++) {
		uint32_t vlan = link->tags[i].tci & VLAN_MASK;

		if (vlan != 0)
			key = mix(mix(key, TUNNEL_VLAN), vlan);
	}
	for (uint32_t i = 0; i < packet->tunnel_count; i++) {
		const struct packet_tunnel *tunnel = &packet->tunnels[i];

		if (counts(tunnel))
			key = mix(mix(key, tunnel->kind), tunnel->id);
	}
	return key;
}
