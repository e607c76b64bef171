/*
 * Link layers: how many octets of header there are, and whether IP follows.
 *
 * What is taken for IP, and what is not, follows tcpdump: a packet of which it
 * prints an IP line must not be missed here, and none may be made up.
 */
#include "decode/link.h"

#include "decode/packet.h"

enum {
	SLL_HATYPE_RADIOTAP = 803, /* ARPHRD_IEEE80211_RADIOTAP */
	MAC_LENGTH = 6
};

/* Address families of the BSDs and Darwin: IPv6 has a number in each. */
enum {
	FAMILY_INET = 2,
	FAMILY_INET6_BSD = 24,
	FAMILY_INET6_FREEBSD = 28,
	FAMILY_INET6_DARWIN = 30
};

bool link_is_tag(uint16_t ethertype)
{
	return ethertype == ETHERTYPE_802_1Q ||
	       ethertype == ETHERTYPE_802_1AD || ethertype == ETHERTYPE_9100 ||
	       ethertype == ETHERTYPE_9200;
}

static enum layer_kind layer_of_ethertype(uint16_t ethertype)
{
	switch (ethertype) {
	case ETHERTYPE_IPV4:
		return LAYER_IPV4;
	case ETHERTYPE_IPV6:
		return LAYER_IPV6;
	default:
		return LAYER_NONE;
	}
}

static enum layer_kind decode_snap(struct packet_link *link, struct bytes *at)
{
	uint32_t oui = (uint32_t)bytes_u16(at) << 8;

	oui |= bytes_u8(at);
	link->protocol = bytes_u16(at);
	if (at->ran_out)
		return LAYER_NONE;
	if (oui != SNAP_OUI_ETHERNET && oui != SNAP_OUI_CISCO_BRIDGED)
		return LAYER_NONE;
	return layer_of_ethertype(link->protocol);
}

/* The lowest bit of a service access point is not part of its number: it
 * says group, or response. */
static enum layer_kind decode_llc(struct packet_link *link, struct bytes *at)
{
	uint8_t destination = bytes_u8(at) & 0xfe;
	uint8_t source = bytes_u8(at) & 0xfe;
	uint8_t control = bytes_u8(at);

	if (at->ran_out || control != LLC_UI || source != destination)
		return LAYER_NONE;
	if (source == LLC_SAP_SNAP)
		return decode_snap(link, at);
	if (source != LLC_SAP_IP)
		return LAYER_NONE;
	link->protocol = ETHERTYPE_IPV4;
	return LAYER_IPV4;
}

/* Reads a tag that began with `tpid`, and the ethertype after it. */
static uint16_t decode_tag(struct packet_link *link, struct bytes *at,
			   uint16_t tpid)
{
	uint16_t tci = bytes_u16(at);

	if (link->tag_count < PACKET_TAGS_MAX)
		link->tags[link->tag_count++] =
			(struct link_tag){ .tpid = tpid, .tci = tci };
	return bytes_u16(at);
}

static enum layer_kind decode_ethernet(struct packet_link *link,
				       struct layer *rest)
{
	struct bytes *at = &rest->bytes;

	link->destination = bytes_take(at, MAC_LENGTH);
	link->source = bytes_take(at, MAC_LENGTH);
	link->protocol = bytes_u16(at);
	while (!at->ran_out && link_is_tag(link->protocol))
		link->protocol = decode_tag(link, at, link->protocol);
	if (at->ran_out)
		return LAYER_NONE;
	if (link->protocol <= ETHERNET_LENGTH_MAX) {
		layer_limit(rest, link->protocol);
		return decode_llc(link, at);
	}
	if (link->protocol == ETHERTYPE_JUMBO)
		return decode_llc(link, at);
	return layer_of_ethertype(link->protocol);
}

/* What both versions of Linux's cooked header have in common: one tag may
 * follow another, and after a tag a length means LLC. */
static enum layer_kind decode_cooked_payload(struct packet_link *link,
					     struct bytes *at)
{
	while (!at->ran_out && link->protocol == ETHERTYPE_802_1Q) {
		link->protocol = decode_tag(link, at, link->protocol);
		if (link->protocol <= ETHERNET_LENGTH_MAX)
			link->protocol = SLL_PROTOCOL_802_2;
	}
	if (at->ran_out)
		return LAYER_NONE;
	if (link->protocol == SLL_PROTOCOL_802_2)
		return decode_llc(link, at);
	return layer_of_ethertype(link->protocol);
}

static enum layer_kind decode_sll(struct packet_link *link, struct bytes *at)
{
	uint16_t hardware, address_length;
	const uint8_t *address;

	link->direction = (uint8_t)bytes_u16(at);
	hardware = bytes_u16(at);
	address_length = bytes_u16(at);
	address = bytes_take(at, 8);
	link->protocol = bytes_u16(at);
	if (at->ran_out || hardware == SLL_HATYPE_RADIOTAP)
		return LAYER_NONE;
	if (address_length == MAC_LENGTH)
		link->source = address;
	return decode_cooked_payload(link, at);
}

static enum layer_kind decode_sll2(struct packet_link *link, struct bytes *at)
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
	address = bytes_take(at, 8);
	if (at->ran_out || hardware == SLL_HATYPE_RADIOTAP)
		return LAYER_NONE;
	if (address_length == MAC_LENGTH)
		link->source = address;
	return decode_cooked_payload(link, at);
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

static enum layer_kind layer_of_ppp(uint16_t protocol)
{
	switch (protocol) {
	case PPP_IPV4:
	case PPP_VJ_UNCOMPRESSED:
		return LAYER_IPV4;
	case PPP_IPV6:
		return LAYER_IPV6;
	default: /* some put an ethertype there */
		return layer_of_ethertype(protocol);
	}
}

/* Address and control may have been negotiated away, and the protocol's upper
 * octet too when it is zero: then its lower one is odd.  pppd puts 0 or 1 in
 * the address's place: received, sent. */
static enum layer_kind decode_ppp(struct packet_link *link, struct bytes *at)
{
	struct bytes ahead = *at;
	uint8_t address = bytes_u8(&ahead);
	uint8_t control = bytes_u8(&ahead);

	if (at->left < 4)
		return LAYER_NONE;
	if (control == PPP_CONTROL_UI &&
	    (address <= 1 || address == PPP_ADDRESS_ALL))
		*at = ahead;
	link->protocol = bytes_u8(at);
	if (link->protocol % 2 == 0)
		link->protocol = (uint16_t)(link->protocol << 8 | bytes_u8(at));
	return at->ran_out ? LAYER_NONE : layer_of_ppp(link->protocol);
}

static enum layer_kind decode_chdlc(struct packet_link *link, struct bytes *at)
{
	bytes_take(at, 2); /* address, control */
	link->protocol = bytes_u16(at);
	return at->ran_out ? LAYER_NONE : layer_of_ethertype(link->protocol);
}

/* HDLC framing: the address tells PPP from Cisco's. */
static enum layer_kind decode_ppp_serial(struct packet_link *link,
					 struct bytes *at)
{
	struct bytes ahead = *at;

	switch (bytes_u8(&ahead)) {
	case PPP_ADDRESS_ALL:
		bytes_take(at, 2); /* address, control */
		link->protocol = bytes_u16(at);
		return at->ran_out ? LAYER_NONE : layer_of_ppp(link->protocol);
	case CHDLC_UNICAST:
	case CHDLC_BROADCAST:
		return decode_chdlc(link, at);
	default:
		return LAYER_NONE;
	}
}

static enum layer_kind decode_header(struct packet *packet, struct layer *rest)
{
	struct packet_link *link = &packet->link;

	switch (packet->link_type) {
	case LINK_ETHERNET:
		return decode_ethernet(link, rest);
	case LINK_LINUX_SLL:
		return decode_sll(link, &rest->bytes);
	case LINK_LINUX_SLL2:
		return decode_sll2(link, &rest->bytes);
	case LINK_NULL:
	case LINK_LOOP:
		return decode_null(link, &rest->bytes);
	case LINK_PPP:
		return decode_ppp(link, &rest->bytes);
	case LINK_PPP_SERIAL:
		return decode_ppp_serial(link, &rest->bytes);
	case LINK_C_HDLC:
		return decode_chdlc(link, &rest->bytes);
	case LINK_RAW:
	case LINK_IPV4:
	case LINK_IPV6:
		return LAYER_IP;
	}
	return LAYER_NONE;
}

enum layer_kind link_decode(struct packet *packet, struct layer *rest)
{
	const uint8_t *start = rest->bytes.at;
	enum layer_kind next = decode_header(packet, rest);

	packet->link.header_length = (uint32_t)(rest->bytes.at - start);
	return next;
}
