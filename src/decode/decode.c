/*
 * From octets to struct packet, layer by layer.
 *
 * Each layer names the next one.  A tunnel is a layer whose next one is a
 * frame or IP again; tunnel_enter() notes it and says when it is enough.  Any
 * layer takes octets away, so there is an end to it.
 */
#include "decode/decode.h"

#include "decode/ah.h"
#include "decode/ethernet.h"
#include "decode/gre.h"
#include "decode/icmp.h"
#include "decode/ip.h"
#include "decode/l2tp.h"
#include "decode/layer.h"
#include "decode/link.h"
#include "decode/mpls.h"
#include "decode/packet.h"
#include "decode/ppp.h"
#include "decode/seldom.h"
#include "decode/tcp.h"
#include "decode/tunnel.h"
#include "decode/udp.h"
#include "decode/wifi.h"

bool decode_knows_link(int link_type)
{
	return link_is_known(link_type);
}

static bool is_ip(enum layer_kind kind)
{
	return kind == LAYER_IP || kind == LAYER_IPV4 || kind == LAYER_IPV6;
}

SELDOM enum layer_kind layer_of_other(const struct packet_ip *ip)
{
	switch (ip->protocol) {
	case IP_PROTOCOL_ICMP:
		return ip->version == 4 ? LAYER_ICMP : LAYER_NONE;
	case IP_PROTOCOL_ICMPV6:
		return ip->version == 6 ? LAYER_ICMPV6 : LAYER_NONE;
	case IP_PROTOCOL_UDP:
		return LAYER_UDP;
	case IP_PROTOCOL_AH:
		return LAYER_AH;
	case IP_PROTOCOL_IPV4:
		return LAYER_INNER_IPV4;
	case IP_PROTOCOL_IPV6:
		return LAYER_INNER_IPV6;
	case IP_PROTOCOL_GRE:
		return LAYER_GRE;
	case IP_PROTOCOL_ETHERIP:
		return LAYER_ETHERIP;
	case IP_PROTOCOL_L2TPV3:
		return LAYER_L2TPV3;
	default:
		return LAYER_NONE;
	}
}

static enum layer_kind layer_of_protocol(const struct packet_ip *ip)
{
	return ip->protocol == IP_PROTOCOL_TCP ? LAYER_TCP : layer_of_other(ip);
}

static enum layer_kind decode_ip_layer(struct packet *packet,
				       enum layer_kind kind, struct layer *rest)
{
	struct packet_ip *ip = &packet->ip;
	enum ip_outcome outcome = ip_decode(ip, kind, rest);

	if (outcome == IP_UPPER)
		return layer_of_protocol(ip);
	if (outcome == IP_FRAGMENT && ip->protocol == IP_PROTOCOL_TCP)
		packet->kind = PACKET_TCP_FRAGMENT;
	if (outcome == IP_LOST)
		packet->kind = PACKET_TCP_LOST;
	return LAYER_NONE;
}

/* IP in IP, or AH in tunnel mode. */
static enum layer_kind enter_ip(struct packet *packet, enum layer_kind inner,
				const struct layer *rest)
{
	const struct packet_ip *ip = &packet->ip;
	enum tunnel_kind kind;

	if (ip->ah_length > 0)
		return tunnel_enter_id(packet, TUNNEL_AH, ip->ah_spi, inner,
				       rest);
	if (inner == LAYER_IPV4)
		kind = ip->version == 4 ? TUNNEL_4IN4 : TUNNEL_4IN6;
	else
		kind = ip->version == 4 ? TUNNEL_6IN4 : TUNNEL_6IN6;
	return tunnel_enter(packet, kind, inner, rest);
}

/* RFC 3378: two octets, the version in the first four bits. */
static enum layer_kind enter_etherip(struct packet *packet, struct layer *rest)
{
	uint16_t header = bytes_u16(&rest->bytes);

	if (rest->bytes.ran_out || header >> 12 != 3)
		return LAYER_NONE;
	return tunnel_enter(packet, TUNNEL_ETHERIP, LAYER_ETHERNET, rest);
}

/* 802.1ah: four octets, the service in the lower three, then the frame of a
 * customer. */
static enum layer_kind enter_pbb(struct packet *packet, struct layer *rest)
{
	uint32_t tag = bytes_u32(&rest->bytes);

	if (rest->bytes.ran_out)
		return LAYER_NONE;
	return tunnel_enter_id(packet, TUNNEL_PBB, tag & 0xffffff,
			       LAYER_ETHERNET, rest);
}

/* The tags of a frame inside of a tunnel are tunnels of their own. */
static enum layer_kind enter_frame(struct packet *packet, struct layer *rest)
{
	struct packet_link link = { 0 };
	enum layer_kind next = ethernet_decode(&link, rest);

	for (uint16_t i = 0; i < link.tag_count; i++)
		next = tunnel_enter_id(packet, TUNNEL_VLAN,
				       link.tags[i].tci & 0xfff, next, rest);
	return next;
}

/* Some access points exchange the first two octets.  The first has the
 * version, which is always zero, and the second a direction, which is not. */
static enum layer_kind enter_wifi(struct layer *rest)
{
	struct packet_link link = { 0 };
	struct bytes ahead = rest->bytes;
	bool swapped = bytes_u8(&ahead) & WIFI_VERSION;

	return wifi_decode(&link, rest, swapped ? WIFI_SWAPPED : WIFI_PLAIN);
}

static enum layer_kind enter_ppp(struct layer *rest)
{
	struct packet_link link = { 0 };

	return ppp_decode(&link, &rest->bytes);
}

/* Frames, and what stands between one and an IP packet. */
static enum layer_kind decode_frame(struct packet *packet, enum layer_kind kind,
				    struct layer *rest)
{
	switch (kind) {
	case LAYER_ETHERNET:
		return enter_frame(packet, rest);
	case LAYER_WIFI:
		return enter_wifi(rest);
	case LAYER_PPP:
		return enter_ppp(rest);
	case LAYER_PPPOE:
		return pppoe_decode(packet, rest);
	case LAYER_MPLS:
		return mpls_decode(packet, rest);
	case LAYER_PBB:
		return enter_pbb(packet, rest);
	default:
		return LAYER_NONE;
	}
}

/* What an IP packet carries, but for what is in the end looked for. */
SELDOM enum layer_kind decode_carried(struct packet *packet,
				      enum layer_kind kind, struct layer *rest)
{
	switch (kind) {
	case LAYER_ICMP:
	case LAYER_ICMPV6:
		if (icmp_decode(&packet->quote, &packet->ip, kind, *rest))
			packet->kind = PACKET_ICMP_QUOTE;
		return LAYER_NONE;
	case LAYER_UDP:
		return udp_decode(packet, rest);
	case LAYER_AH:
		return ah_decode(&packet->ip, rest)
			       ? layer_of_protocol(&packet->ip)
			       : LAYER_NONE;
	case LAYER_INNER_IPV4:
		return enter_ip(packet, LAYER_IPV4, rest);
	case LAYER_INNER_IPV6:
		return enter_ip(packet, LAYER_IPV6, rest);
	case LAYER_ETHERIP:
		return enter_etherip(packet, rest);
	case LAYER_GRE:
		return gre_decode(packet, rest);
	case LAYER_L2TPV3:
		return l2tp_session_decode(packet, rest);
	default:
		return decode_frame(packet, kind, rest);
	}
}

/* A record that claims fewer octets on the wire than it has captured, or
 * none, is broken itself: nothing in it can be relied upon. */
static bool is_sound(const struct packet *packet)
{
	return packet->captured > 0 && packet->length >= packet->captured;
}

/* Most packets are IP and TCP, so that this is only one step or two. */
static void decode_layers(struct packet *packet, enum layer_kind kind,
			  struct layer *rest)
{
	while (kind != LAYER_NONE && kind != LAYER_TCP)
		kind = is_ip(kind) ? decode_ip_layer(packet, kind, rest)
				   : decode_carried(packet, kind, rest);
	if (kind == LAYER_NONE)
		return;
	packet->kind = PACKET_TCP;
	tcp_decode(&packet->tcp, &packet->ip, rest);
}

/* What is above the link layer. */
static void forget(struct packet *packet)
{
	packet->kind = PACKET_OTHER;
	ip_clear(&packet->ip);
	tcp_clear(&packet->tcp);
}

/* A compiler that sees the whole program would make it a part of main(), which
 * it takes for a function that runs once, and makes short rather than fast. All
 * that it calls becomes a part of it, but for what is SELDOM: so the way
 * through the layers saves registers once. */
__attribute__((noinline, flatten)) void decode_packet(struct packet *packet)
{
	struct layer rest = { .bytes = bytes_of(packet->bytes,
						packet->captured) };

	forget(packet);
	link_clear(&packet->link);
	packet->tunnel_count = 0;
	if (!is_sound(packet))
		return;
	rest.missing = packet->length - packet->captured;
	decode_layers(packet, link_decode(packet, &rest), &rest);
}

void decode_whole(struct packet *whole, const struct packet *last,
		  struct bytes octets, uint32_t missing)
{
	struct layer rest = { .bytes = octets, .missing = missing };

	*whole = *last;
	forget(whole);
	decode_layers(whole, LAYER_IP, &rest);
}
