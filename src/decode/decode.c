/*
 * From octets to struct packet, layer by layer.
 *
 * Each layer names the next one.  A tunnel will be a layer whose next one is
 * LAYER_IP again; until then what is inside of one is not looked at.
 */
#include "decode/decode.h"

#include "decode/icmp.h"
#include "decode/ip.h"
#include "decode/layer.h"
#include "decode/link.h"
#include "decode/packet.h"
#include "decode/tcp.h"

bool decode_knows_link(int link_type)
{
	switch (link_type) {
	case LINK_NULL:
	case LINK_ETHERNET:
	case LINK_PPP:
	case LINK_RAW:
	case LINK_PPP_SERIAL:
	case LINK_C_HDLC:
	case LINK_LOOP:
	case LINK_LINUX_SLL:
	case LINK_IPV4:
	case LINK_IPV6:
	case LINK_LINUX_SLL2:
		return true;
	default:
		return false;
	}
}

static enum layer_kind layer_of_protocol(const struct packet_ip *ip)
{
	switch (ip->protocol) {
	case IP_PROTOCOL_TCP:
		return LAYER_TCP;
	case IP_PROTOCOL_ICMP:
		return ip->version == 4 ? LAYER_ICMP : LAYER_NONE;
	case IP_PROTOCOL_ICMPV6:
		return ip->version == 6 ? LAYER_ICMPV6 : LAYER_NONE;
	default:
		return LAYER_NONE;
	}
}

static enum layer_kind decode_ip_layer(struct packet *packet,
				       enum layer_kind kind, struct layer *rest)
{
	switch (ip_decode(&packet->ip, kind, rest)) {
	case IP_UPPER:
		return layer_of_protocol(&packet->ip);
	case IP_FRAGMENT:
		if (packet->ip.protocol == IP_PROTOCOL_TCP)
			packet->kind = PACKET_TCP_FRAGMENT;
		return LAYER_NONE;
	case IP_LOST:
		packet->kind = PACKET_TCP_LOST;
		return LAYER_NONE;
	case IP_OTHER:
		return LAYER_NONE;
	}
	return LAYER_NONE;
}

static enum layer_kind decode_layer(struct packet *packet, enum layer_kind kind,
				    struct layer *rest)
{
	switch (kind) {
	case LAYER_NONE:
		break;
	case LAYER_IP:
	case LAYER_IPV4:
	case LAYER_IPV6:
		return decode_ip_layer(packet, kind, rest);
	case LAYER_TCP:
		packet->kind = PACKET_TCP;
		tcp_decode(&packet->tcp, &packet->ip, rest);
		break;
	case LAYER_ICMP:
	case LAYER_ICMPV6:
		if (icmp_decode(&packet->quote, &packet->ip, kind, *rest))
			packet->kind = PACKET_ICMP_QUOTE;
		break;
	}
	return LAYER_NONE;
}

/* A record that claims fewer octets on the wire than it has captured, or
 * none, is broken itself: nothing in it can be relied upon. */
static bool is_sound(const struct packet *packet)
{
	return packet->captured > 0 && packet->length >= packet->captured;
}

void decode_packet(struct packet *packet)
{
	struct layer rest = { .bytes = bytes_of(packet->bytes,
						packet->captured) };
	enum layer_kind kind;

	packet->kind = PACKET_OTHER;
	packet->link = (struct packet_link){ 0 };
	packet->ip = (struct packet_ip){ 0 };
	packet->tcp = (struct packet_tcp){ 0 };
	packet->quote = (struct packet_quote){ 0 };
	if (!is_sound(packet))
		return;
	rest.missing = packet->length - packet->captured;
	kind = link_decode(packet, &rest);
	while (kind != LAYER_NONE)
		kind = decode_layer(packet, kind, &rest);
}
