/*
 * Ethernet: addresses, tags, and an ethertype, or a length and LLC.
 *
 * Tags come in three lengths: those with a VLAN, VN-Tag (two octets more) and
 * 802.1BR's E-Tag (four more).  The latter two say by which virtual port of a
 * switch the frame goes; that differs by direction, so they are read over.
 */
#include "decode/ethernet.h"

#include "decode/packet.h"
#include "decode/seldom.h"

enum { HEADER_LENGTH = 2 * MAC_LENGTH + 2 };

enum { VLAN_LENGTH = 2, VN_TAG_LENGTH = 4, E_TAG_LENGTH = 6 };

bool ethernet_is_vlan(uint16_t ethertype)
{
	return ethertype == ETHERTYPE_802_1Q ||
	       ethertype == ETHERTYPE_802_1AD || ethertype == ETHERTYPE_9100 ||
	       ethertype == ETHERTYPE_9200;
}

uint32_t ethernet_tag_length(uint16_t ethertype)
{
	if (ethernet_is_vlan(ethertype))
		return VLAN_LENGTH;
	if (ethertype == ETHERTYPE_VN_TAG)
		return VN_TAG_LENGTH;
	return ethertype == ETHERTYPE_802_1BR ? E_TAG_LENGTH : 0;
}

enum layer_kind ethernet_layer(uint16_t ethertype)
{
	switch (ethertype) {
	case ETHERTYPE_IPV4:
		return LAYER_IPV4;
	case ETHERTYPE_IPV6:
		return LAYER_IPV6;
	case ETHERTYPE_MPLS:
	case ETHERTYPE_MPLS_MULTICAST:
		return LAYER_MPLS;
	case ETHERTYPE_PPPOE:
		return LAYER_PPPOE;
	case ETHERTYPE_802_1AH:
		return LAYER_PBB;
	default:
		return LAYER_NONE;
	}
}

enum layer_kind ethernet_snap_decode(struct packet_link *link, struct bytes *at)
{
	uint32_t oui = (uint32_t)bytes_u16(at) << 8;

	oui |= bytes_u8(at);
	link->protocol = bytes_u16(at);
	if (at->ran_out)
		return LAYER_NONE;
	if (oui == SNAP_OUI_ETHERNET || oui == SNAP_OUI_CISCO_BRIDGED)
		return ethernet_layer(link->protocol);
	if (oui != SNAP_OUI_BRIDGED ||
	    (link->protocol != SNAP_BRIDGED_ETHERNET &&
	     link->protocol != SNAP_BRIDGED_ETHERNET_FCS))
		return LAYER_NONE;
	bytes_take(at, 2); /* padding */
	return at->ran_out ? LAYER_NONE : LAYER_ETHERNET;
}

/* The lowest bit of a service access point is not part of its number: it
 * says group, or response. */
enum layer_kind ethernet_llc_decode(struct packet_link *link, struct bytes *at)
{
	uint8_t destination = bytes_u8(at) & 0xfe;
	uint8_t source = bytes_u8(at) & 0xfe;
	uint8_t control = bytes_u8(at);

	if (at->ran_out || control != LLC_UI || source != destination)
		return LAYER_NONE;
	if (source == LLC_SAP_SNAP)
		return ethernet_snap_decode(link, at);
	if (source != LLC_SAP_IP)
		return LAYER_NONE;
	link->protocol = ETHERTYPE_IPV4;
	return LAYER_IPV4;
}

uint16_t ethernet_vlan_decode(struct packet_link *link, struct bytes *at,
			      uint16_t tpid)
{
	uint16_t tci = bytes_u16(at);

	if (link->tag_count < PACKET_TAGS_MAX)
		link->tags[link->tag_count++] =
			(struct link_tag){ .tpid = tpid, .tci = tci };
	return bytes_u16(at);
}

/* Any tag; see above. */
static uint16_t decode_tag(struct packet_link *link, struct bytes *at,
			   uint16_t tpid)
{
	if (ethernet_is_vlan(tpid))
		return ethernet_vlan_decode(link, at, tpid);
	bytes_take(at, ethernet_tag_length(tpid));
	return bytes_u16(at);
}

BYTES_HEADER void read_fixed(struct packet_link *link, struct bytes *at)
{
	link->destination = bytes_take(at, MAC_LENGTH);
	link->source = bytes_take(at, MAC_LENGTH);
	link->protocol = bytes_u16(at);
}

static void decode_fixed(struct packet_link *link, struct bytes *at)
{
	struct bytes header;

	if (at->left < HEADER_LENGTH) {
		read_fixed(link, at);
		return;
	}
	header = bytes_split(at, HEADER_LENGTH);
	read_fixed(link, &header);
}

/* What is not just an ethertype. */
SELDOM enum layer_kind decode_rest(struct packet_link *link, struct layer *rest)
{
	struct bytes *at = &rest->bytes;

	while (!at->ran_out && ethernet_tag_length(link->protocol) > 0)
		link->protocol = decode_tag(link, at, link->protocol);
	if (at->ran_out)
		return LAYER_NONE;
	if (link->protocol <= ETHERNET_LENGTH_MAX) {
		layer_limit(rest, link->protocol);
		return ethernet_llc_decode(link, at);
	}
	if (link->protocol == ETHERTYPE_JUMBO)
		return ethernet_llc_decode(link, at);
	return ethernet_layer(link->protocol);
}

enum layer_kind ethernet_decode(struct packet_link *link, struct layer *rest)
{
	decode_fixed(link, &rest->bytes);
	if (link->protocol == ETHERTYPE_IPV4)
		return LAYER_IPV4; /* as most are: no tags to look for */
	if (link->protocol == ETHERTYPE_IPV6)
		return LAYER_IPV6;
	return decode_rest(link, rest);
}
