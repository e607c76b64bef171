/*
 * Link layers: how many octets of header there are, and whether IP follows.
 *
 * What is taken for IP, and what is not, follows tcpdump: a packet of which it
 * prints an IP line must not be missed here, and none may be made up.
 */
#include "decode/link.h"

#include <stddef.h>
#include <string.h>

#include "decode/ethernet.h"
#include "decode/frame_relay.h"
#include "decode/juniper.h"
#include "decode/lan.h"
#include "decode/nflog.h"
#include "decode/packet.h"
#include "decode/ppp.h"
#include "decode/seldom.h"
#include "decode/tunnel.h"
#include "decode/wifi.h"

enum { SLL_HATYPE_RADIOTAP = 803 }; /* ARPHRD_IEEE80211_RADIOTAP */
enum { SLL_LENGTH = 16, SLL2_LENGTH = 20, SLL_ADDRESS_LENGTH = 8 };

/* Address families of the BSDs and Darwin: IPv6 has a number in each. */
enum {
	FAMILY_INET = 2,
	FAMILY_INET6_BSD = 24,
	FAMILY_INET6_FREEBSD = 28,
	FAMILY_INET6_DARWIN = 30
};

static enum layer_kind decode_header(enum link_type link_type,
				     struct packet_link *link,
				     struct layer *rest);

bool link_is_known(int link_type)
{
	switch (link_type) {
	case LINK_NULL:
	case LINK_ETHERNET:
	case LINK_ARCNET:
	case LINK_PPP:
	case LINK_FDDI:
	case LINK_RAW:
	case LINK_PPP_SERIAL:
	case LINK_PPPOE:
	case LINK_C_HDLC:
	case LINK_WIFI:
	case LINK_FRAME_RELAY:
	case LINK_LOOP:
	case LINK_LINUX_SLL:
	case LINK_RADIOTAP:
	case LINK_ARCNET_LINUX:
	case LINK_PPP_PPPD:
	case LINK_JUNIPER_ETHERNET:
	case LINK_JUNIPER_PPP:
	case LINK_JUNIPER_FRAME_RELAY:
	case LINK_JUNIPER_C_HDLC:
	case LINK_PPI:
	case LINK_PPP_WITH_DIRECTION:
	case LINK_IPV4:
	case LINK_IPV6:
	case LINK_NFLOG:
	case LINK_IPOIB:
	case LINK_LINUX_SLL2:
		return true;
	default:
		return false;
	}
}

/* What both versions of Linux's cooked header have in common: one tag may
 * follow another, and after a tag a length means LLC. */
static enum layer_kind decode_cooked_payload(struct packet_link *link,
					     struct bytes *at)
{
	while (!at->ran_out && link->protocol == ETHERTYPE_802_1Q) {
		link->protocol = ethernet_vlan_decode(link, at, link->protocol);
		if (link->protocol <= ETHERNET_LENGTH_MAX)
			link->protocol = SLL_PROTOCOL_802_2;
	}
	if (at->ran_out)
		return LAYER_NONE;
	if (link->protocol == SLL_PROTOCOL_802_2)
		return ethernet_llc_decode(link, at);
	return ethernet_layer(link->protocol);
}

/* The header without what follows; false when that cannot be read. */
BYTES_HEADER bool read_sll(struct packet_link *link, struct bytes *at)
{
	uint16_t hardware, address_length;
	const uint8_t *address;

	link->direction = (uint8_t)bytes_u16(at);
	hardware = bytes_u16(at);
	address_length = bytes_u16(at);
	address = bytes_take(at, SLL_ADDRESS_LENGTH);
	link->protocol = bytes_u16(at);
	if (at->ran_out || hardware == SLL_HATYPE_RADIOTAP)
		return false;
	if (address_length == MAC_LENGTH)
		link->source = address;
	return true;
}

BYTES_HEADER bool read_sll2(struct packet_link *link, struct bytes *at)
{
	uint16_t hardware;
	uint8_t address_length;
	const uint8_t *address;

	link->protocol = bytes_u16(at);
	bytes_take(at, 2); /* reserved */
	link->interface = bytes_u32(at);
	hardware = bytes_u16(at);
	link->direction = bytes_u8(at);
	address_length = bytes_u8(at);
	address = bytes_take(at, SLL_ADDRESS_LENGTH);
	if (at->ran_out || hardware == SLL_HATYPE_RADIOTAP)
		return false;
	if (address_length == MAC_LENGTH)
		link->source = address;
	return true;
}

static enum layer_kind decode_sll(struct packet_link *link, struct bytes *at)
{
	struct bytes header;

	if (at->left < SLL_LENGTH) {
		read_sll(link, at);
		return LAYER_NONE;
	}
	header = bytes_split(at, SLL_LENGTH);
	return read_sll(link, &header) ? decode_cooked_payload(link, at)
				       : LAYER_NONE;
}

static enum layer_kind decode_sll2(struct packet_link *link, struct bytes *at)
{
	struct bytes header;

	if (at->left < SLL2_LENGTH) {
		read_sll2(link, at);
		return LAYER_NONE;
	}
	header = bytes_split(at, SLL2_LENGTH);
	return read_sll2(link, &header) ? decode_cooked_payload(link, at)
					: LAYER_NONE;
}

static uint32_t swap_octets(uint32_t value)
{
	return value << 24 | (value & 0xff00) << 8 | (value >> 8 & 0xff00) |
	       value >> 24;
}

/* The family stands in the byte order of the host that captured (NULL) or in
 * network byte order (LOOP).  No family needs more than 16 bits, so the order
 * in which the upper half is zero is the right one. */
static enum layer_kind decode_null(struct packet_link *link, struct bytes *at)
{
	uint32_t big = bytes_u32(at);
	uint32_t family = swap_octets(big);

	if (family & 0xffff0000)
		family = big;
	if (at->ran_out)
		return LAYER_NONE;
	link->protocol = (uint16_t)family;
	switch (family) {
	case FAMILY_INET:
		return LAYER_IPV4;
	case FAMILY_INET6_BSD:
	case FAMILY_INET6_FREEBSD:
	case FAMILY_INET6_DARWIN:
		return LAYER_IPV6;
	default:
		return LAYER_NONE;
	}
}

static enum layer_kind decode_with_direction(struct packet_link *link,
					     struct bytes *at)
{
	bytes_take(at, 1); /* 0: received, else sent */
	return ppp_decode(link, at);
}

/* A PPI header says what link layer is behind it.  One behind another is not
 * looked at. */
static enum layer_kind decode_ppi(struct packet_link *link, struct layer *rest)
{
	struct wifi_ppi ppi = wifi_ppi(rest->bytes);

	if (ppi.length == 0 || !bytes_take(&rest->bytes, ppi.length))
		return LAYER_NONE;
	if (ppi.link_type == LINK_PPI || ppi.link_type > INT32_MAX)
		return LAYER_NONE;
	return decode_header((enum link_type)ppi.link_type, link, rest);
}

static enum layer_kind decode_juniper(enum link_type link_type,
				      struct packet_link *link,
				      struct layer *rest)
{
	struct juniper_header header = juniper_decode(&rest->bytes);

	if (!header.readable)
		return LAYER_NONE;
	if (header.no_link) {
		bytes_take(&rest->bytes, 4);
		return tunnel_guess_ip(rest);
	}
	switch (link_type) {
	case LINK_JUNIPER_ETHERNET:
		return ethernet_decode(link, rest);
	case LINK_JUNIPER_PPP:
		return ppp_decode(link, &rest->bytes);
	case LINK_JUNIPER_FRAME_RELAY:
		return frame_relay_decode(link, &rest->bytes);
	default:
		return ppp_chdlc_decode(link, &rest->bytes);
	}
}

SELDOM enum layer_kind decode_header(enum link_type link_type,
				     struct packet_link *link,
				     struct layer *rest)
{
	switch (link_type) {
	case LINK_ETHERNET:
		return ethernet_decode(link, rest);
	case LINK_LINUX_SLL:
		return decode_sll(link, &rest->bytes);
	case LINK_LINUX_SLL2:
		return decode_sll2(link, &rest->bytes);
	case LINK_NULL:
	case LINK_LOOP:
		return decode_null(link, &rest->bytes);
	case LINK_PPP:
	case LINK_PPP_PPPD:
		return ppp_decode(link, &rest->bytes);
	case LINK_PPP_WITH_DIRECTION:
		return decode_with_direction(link, &rest->bytes);
	case LINK_PPP_SERIAL:
		return ppp_serial_decode(link, &rest->bytes);
	case LINK_PPPOE:
		return LAYER_PPPOE;
	case LINK_C_HDLC:
		return ppp_chdlc_decode(link, &rest->bytes);
	case LINK_FRAME_RELAY:
		return frame_relay_decode(link, &rest->bytes);
	case LINK_WIFI:
		return wifi_decode(link, rest, WIFI_PLAIN);
	case LINK_RADIOTAP:
		return wifi_radiotap_decode(link, rest);
	case LINK_PPI:
		return decode_ppi(link, rest);
	case LINK_FDDI:
		return lan_fddi_decode(link, &rest->bytes);
	case LINK_ARCNET:
		return lan_arcnet_decode(link, &rest->bytes, false);
	case LINK_ARCNET_LINUX:
		return lan_arcnet_decode(link, &rest->bytes, true);
	case LINK_IPOIB:
		return lan_ipoib_decode(link, &rest->bytes);
	case LINK_NFLOG:
		return nflog_decode(link, rest);
	case LINK_JUNIPER_ETHERNET:
	case LINK_JUNIPER_PPP:
	case LINK_JUNIPER_FRAME_RELAY:
	case LINK_JUNIPER_C_HDLC:
		return decode_juniper(link_type, link, rest);
	case LINK_RAW:
	case LINK_IPV4:
	case LINK_IPV6:
		return LAYER_IP;
	}
	return LAYER_NONE;
}

void link_clear(struct packet_link *link)
{
	memset(link, 0, offsetof(struct packet_link, tags));
}

enum layer_kind link_decode(struct packet *packet, struct layer *rest)
{
	const uint8_t *start = rest->bytes.at;
	struct packet_link *link = &packet->link;
	enum layer_kind next;

	if (packet->link_type == LINK_ETHERNET) /* as most: no need to search */
		next = ethernet_decode(link, rest);
	else
		next = decode_header(packet->link_type, link, rest);
	link->header_length = (uint32_t)(rest->bytes.at - start);
	return next;
}
