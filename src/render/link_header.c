/*
 * The link layer's part of the line.
 *
 * Only packets that hold IP are shown, so of the many names that ethertypes,
 * service access points and PPP protocols have, only those that lead there
 * are needed.  What struct packet_link does not keep (lengths, LLC, SNAP) is
 * read again from the packet.
 */
#include "decode/link.h"

#include <string.h>

#include "render/names.h"
#include "render/parts.h"
#include "render/text.h"

enum { MAC_LENGTH = 6, LLC_LENGTH = 3, SNAP_LENGTH = 5 };

struct name {
	uint32_t value;
	const char *name;
};

static const struct name ethertype_names[] = {
	{ ETHERTYPE_IPV4, "IPv4" },
	{ ETHERTYPE_IPV6, "IPv6" },
	{ ETHERTYPE_802_1Q, "802.1Q" },
	{ ETHERTYPE_9100, "802.1Q-9100" },
	{ ETHERTYPE_802_1AD, "802.1Q-QinQ" },
	{ ETHERTYPE_9200, "802.1Q-9200" },
	{ 0, NULL },
};

/* The prefixes of Ethernet addresses that tcpdump has names for. */
static const struct name oui_names[] = {
	{ 0x000000, "Ethernet" },
	{ 0x00000c, "Cisco" },
	{ 0x00005e, "IANA" },
	{ 0x000081, "Nortel Networks SONMP" },
	{ 0x0000f8, "Cisco bridged" },
	{ 0x0080c2, "Ethernet bridged" },
	{ 0x00a03e, "ATM Forum" },
	{ 0x00e02f, "DOCSIS Spanning Tree" },
	{ 0x080007, "Appletalk" },
	{ 0x009069, "Juniper" },
	{ 0x080009, "Hewlett-Packard" },
	{ 0x00120f, "IEEE 802.3 Private" },
	{ 0x0012bb, "ANSI/TIA" },
	{ 0x001b21, "DCBX" },
	{ 0x002320, "Nicira Networks" },
	{ 0x5c16c7, "Big Switch Networks" },
	{ 0xb0d2f5, "Vello Systems" },
	{ 0x002481, "HP" },
	{ 0x0004ea, "HP-Labs" },
	{ 0x748771, "Infoblox Inc" },
	{ 0xa42305, "Open Networking Lab" },
	{ 0x00049f, "Freescale" },
	{ 0x0015ad, "Netronome" },
	{ 0x001018, "Broadcom" },
	{ 0x00e004, "PMC-Sierra" },
	{ 0xd0f0db, "Ericsson" },
	{ 0, NULL },
};

static const struct name ppp_names[] = {
	{ PPP_IPV4, "IP" },
	{ PPP_VJ_UNCOMPRESSED, "VJNC IP" },
	{ PPP_IPV6, "IP6" },
	{ 0, NULL },
};

static const struct name sap_names[] = {
	{ LLC_SAP_SNAP, "SNAP" },
	{ LLC_SAP_IP, "IP" },
	{ 0, NULL },
};

static const char *name_of(const struct name *names, uint32_t value,
			   const char *otherwise)
{
	for (; names->name; names++)
		if (names->value == value)
			return names->name;
	return otherwise;
}

static void render_hex(struct text *text, const char *before, uint64_t value,
		       int width)
{
	text_string(text, before);
	text_hex(text, value, width);
}

static void render_length(struct text *text, uint32_t length)
{
	text_string(text, ", length ");
	text_unsigned(text, length);
	text_string(text, ": ");
}

/* With names, tcpdump says who makes the card. */
static void render_mac(struct text *text, const struct line_options *options,
		       const uint8_t *octets)
{
	static const uint8_t broadcast[MAC_LENGTH] = { 0xff, 0xff, 0xff,
						       0xff, 0xff, 0xff };
	uint32_t oui = (uint32_t)octets[0] << 16 | (uint32_t)octets[1] << 8 |
		       octets[2];

	if (!options->numeric && memcmp(octets, broadcast, MAC_LENGTH) == 0) {
		text_string(text, "Broadcast");
		return;
	}
	for (int i = 0; i < MAC_LENGTH; i++)
		render_hex(text, i > 0 ? ":" : "", octets[i], 2);
	if (options->numeric)
		return;
	text_string(text, " (oui ");
	text_string(text, name_of(oui_names, oui, "Unknown"));
	text_char(text, ')');
}

/* "ethertype IPv4 (0x0800)" */
static void render_full_ethertype(struct text *text, uint16_t ethertype)
{
	text_string(text, "ethertype ");
	text_string(text, name_of(ethertype_names, ethertype, "Unknown"));
	render_hex(text, " (0x", ethertype, 4);
	text_char(text, ')');
}

static void render_ethertype(struct text *text,
			     const struct line_options *options,
			     uint16_t ethertype)
{
	if (options->quiet)
		text_string(text,
			    name_of(ethertype_names, ethertype, "Unknown"));
	else
		render_full_ethertype(text, ethertype);
}

static void render_tag(struct text *text, uint16_t tci)
{
	text_string(text, "vlan ");
	text_unsigned(text, tci & 0xfff);
	text_string(text, ", p ");
	text_unsigned(text, tci >> 13);
	if (tci & 0x1000)
		text_string(text, ", DEI");
	text_string(text, ", ");
}

static void render_sap(struct text *text, const char *before, uint8_t sap,
		       const char *flag)
{
	text_string(text, before);
	text_string(text, name_of(sap_names, sap & 0xfe, "Unknown"));
	render_hex(text, " (0x", sap & 0xfe, 2);
	text_string(text, ") ");
	text_string(text, flag);
}

/* `length`: of what follows the SNAP header. */
static void render_snap(struct text *text, struct bytes at, uint32_t length)
{
	uint32_t oui = (uint32_t)bytes_u16(&at) << 8 | bytes_u8(&at);
	uint16_t ethertype = bytes_u16(&at);

	text_string(text, "oui ");
	text_string(text, name_of(oui_names, oui, "Unknown"));
	render_hex(text, " (0x", oui, 6);
	text_string(text,
		    oui == SNAP_OUI_ETHERNET ? "), ethertype " : "), pid ");
	text_string(text, name_of(ethertype_names, ethertype, "Unknown"));
	render_hex(text, " (0x", ethertype, 4);
	text_char(text, ')');
	render_length(text, length);
}

/* `length`: of what follows the LLC header. */
static void render_llc(struct text *text, struct bytes at, uint32_t length)
{
	uint8_t destination = bytes_u8(&at);
	uint8_t source = bytes_u8(&at);
	uint8_t control = bytes_u8(&at);

	render_sap(text, "LLC, dsap ", destination,
		   destination & 1 ? "Group" : "Individual");
	render_sap(text, ", ssap ", source,
		   source & 1 ? "Response" : "Command");
	render_hex(text, ", ctrl 0x", control, 2);
	text_string(text, ": ");
	if ((source & 0xfe) == LLC_SAP_SNAP)
		render_snap(text, at, length - SNAP_LENGTH);
}

/* The length behind the tags is the frame's only if there was no tag to
 * print it; an 802.3 frame says its own. */
static void render_ethernet_type(struct text *text,
				 const struct line_options *options,
				 const struct packet *packet, struct bytes at,
				 uint16_t type)
{
	const struct packet_link *link = &packet->link;
	uint32_t length = packet->length - (uint32_t)(at.at - packet->bytes);

	if (type == ETHERTYPE_JUMBO) {
		render_llc(text, at, length - LLC_LENGTH);
		return;
	}
	if (type > ETHERNET_LENGTH_MAX) {
		render_ethertype(text, options, type);
		if (link->tag_count > 0)
			text_string(text, ", ");
		else
			render_length(text, packet->length);
		return;
	}
	if (length > type)
		length = type;
	text_string(text, "802.3");
	if (link->tag_count == 0)
		render_length(text, length);
	render_llc(text, at, length - LLC_LENGTH);
}

static void render_ethernet(struct text *text,
			    const struct line_options *options,
			    const struct packet *packet)
{
	struct bytes at = bytes_of(packet->bytes, packet->captured);
	uint16_t type;
	bool first = true;

	bytes_take(&at, MAC_LENGTH * 2);
	render_mac(text, options, packet->link.source);
	text_string(text, " > ");
	render_mac(text, options, packet->link.destination);
	text_string(text, ", ");
	type = bytes_u16(&at);
	while (!at.ran_out && link_is_tag(type)) {
		render_ethertype(text, options, type);
		if (first)
			render_length(text, packet->length);
		else
			text_string(text, ", ");
		first = false;
		render_tag(text, bytes_u16(&at));
		type = bytes_u16(&at);
	}
	render_ethernet_type(text, options, packet, at, type);
}

static const char *direction_name(uint8_t direction)
{
	static const char *const names[] = { "In", "B", "M", "P", "Out" };

	return direction < sizeof names / sizeof *names ? names[direction]
							: "?";
}

static void render_padding(struct text *text, const char *string, size_t width)
{
	for (size_t length = strlen(string); length < width; length++)
		text_char(text, ' ');
}

/* What both cooked headers say of the sender and the protocol. */
static void render_cooked_type(struct text *text,
			       const struct line_options *options,
			       const struct packet *packet, uint16_t protocol)
{
	if (packet->link.source) {
		render_mac(text, options, packet->link.source);
		text_char(text, ' ');
	}
	if (options->quiet)
		return;
	if (protocol == SLL_PROTOCOL_802_2)
		text_string(text, "802.2");
	else
		render_full_ethertype(text, protocol);
	render_length(text, packet->length);
}

/* Tags behind a cooked header; their ethertype is said even without -e. */
static void render_cooked_rest(struct text *text,
			       const struct line_options *options,
			       const struct packet *packet, struct bytes at,
			       uint16_t protocol)
{
	while (!at.ran_out && protocol == ETHERTYPE_802_1Q) {
		uint16_t tci = bytes_u16(&at);

		if (options->link_header)
			render_tag(text, tci);
		protocol = bytes_u16(&at);
		if (protocol <= ETHERNET_LENGTH_MAX)
			protocol = SLL_PROTOCOL_802_2;
		if (options->quiet)
			continue;
		text_string(text, "ethertype ");
		text_string(text,
			    name_of(ethertype_names, protocol, "Unknown"));
		text_string(text, ", ");
	}
	if (protocol == SLL_PROTOCOL_802_2 && options->link_header)
		render_llc(text, at,
			   packet->length - (uint32_t)(at.at - packet->bytes) -
				   LLC_LENGTH);
}

static void render_sll(struct text *text, const struct line_options *options,
		       const struct packet *packet)
{
	struct bytes at = bytes_of(packet->bytes, packet->captured);
	const char *direction;
	uint16_t packet_type = bytes_u16(&at);
	uint16_t protocol;

	bytes_take(&at, 12); /* hardware type, address length, address */
	protocol = bytes_u16(&at);
	if (options->link_header) {
		direction = packet_type < 256
				    ? direction_name((uint8_t)packet_type)
				    : "?";
		render_padding(text, direction, 3);
		text_string(text, direction);
		text_char(text, ' ');
		render_cooked_type(text, options, packet, protocol);
	}
	render_cooked_rest(text, options, packet, at, protocol);
}

static void render_interface(struct text *text,
			     const struct line_options *options, uint32_t index)
{
	const struct render_names *names = options->names;
	const char *name = NULL;

	if (names && names->interface)
		name = names->interface(names->context, index);
	if (!name)
		name = "?";
	text_string(text, name);
	render_padding(text, name, 5);
	text_char(text, ' ');
}

static void render_sll2(struct text *text, const struct line_options *options,
			const struct packet *packet)
{
	struct bytes at = bytes_of(packet->bytes, packet->captured);
	const char *direction = direction_name(packet->link.direction);
	uint16_t protocol = bytes_u16(&at);

	bytes_take(&at, 18); /* all the rest of the header */
	render_interface(text, options, packet->link.interface);
	text_string(text, direction);
	render_padding(text, direction, 3);
	text_char(text, ' ');
	if (options->link_header) {
		text_string(text, "ifindex ");
		text_unsigned(text, packet->link.interface);
		text_char(text, ' ');
		render_cooked_type(text, options, packet, protocol);
	}
	render_cooked_rest(text, options, packet, at, protocol);
}

static void render_null(struct text *text, const struct line_options *options,
			const struct packet *packet)
{
	const char *name = packet->ip.version == 6 ? "IPv6" : "IPv4";

	if (!options->quiet)
		text_string(text, "AF ");
	text_string(text, name);
	if (!options->quiet) {
		text_string(text, " (");
		text_unsigned(text, packet->link.protocol);
		text_char(text, ')');
	}
	render_length(text, packet->length);
}

static void render_ppp(struct text *text, const struct packet *packet)
{
	struct bytes at = bytes_of(packet->bytes, packet->captured);
	uint8_t address = bytes_u8(&at);

	if (bytes_u8(&at) == PPP_CONTROL_UI && address <= 1)
		text_string(text, address == 0 ? "In  " : "Out ");
	text_string(text, name_of(ppp_names, packet->link.protocol, "unknown"));
	render_hex(text, " (0x", packet->link.protocol, 4);
	text_char(text, ')');
	render_length(text, packet->length);
}

static void render_chdlc(struct text *text, const struct packet *packet)
{
	struct bytes at = bytes_of(packet->bytes, packet->captured);
	uint8_t address = bytes_u8(&at);

	if (address == CHDLC_UNICAST)
		text_string(text, "unicast");
	else if (address == CHDLC_BROADCAST)
		text_string(text, "bcast");
	else
		render_hex(text, "0x", address, 2);
	text_string(text, ", ");
	render_full_ethertype(text, packet->link.protocol);
	render_length(text, packet->length);
}

/* In HDLC framing the protocol is said even without -e. */
static void render_ppp_serial(struct text *text,
			      const struct line_options *options,
			      const struct packet *packet)
{
	struct bytes at = bytes_of(packet->bytes, packet->captured);
	uint8_t address = bytes_u8(&at);
	const char *name = name_of(ppp_names, packet->link.protocol, NULL);

	if (address != PPP_ADDRESS_ALL) {
		if (options->link_header)
			render_chdlc(text, packet);
		return;
	}
	if (options->link_header) {
		text_hex(text, address, 2);
		render_hex(text, " ", bytes_u8(&at), 2);
		text_char(text, ' ');
		text_unsigned(text, packet->length);
		text_char(text, ' ');
	}
	if (name) {
		text_string(text, name);
	} else {
		render_hex(text, "unknown PPP protocol (0x",
			   packet->link.protocol, 4);
		text_char(text, ')');
	}
	text_string(text, ": ");
}

/* What is printed only with -e. */
static void render_if_asked(struct text *text,
			    const struct line_options *options,
			    const struct packet *packet)
{
	switch (packet->link_type) {
	case LINK_ETHERNET:
		render_ethernet(text, options, packet);
		break;
	case LINK_NULL:
	case LINK_LOOP:
		render_null(text, options, packet);
		break;
	case LINK_PPP:
		render_ppp(text, packet);
		break;
	case LINK_C_HDLC:
		render_chdlc(text, packet);
		break;
	case LINK_RAW:
	case LINK_IPV4:
	case LINK_IPV6:
		text_string(text, "ip: ");
		break;
	default:
		break;
	}
}

void link_header_render(struct text *text, const struct line_options *options,
			const struct packet *packet)
{
	switch (packet->link_type) {
	case LINK_LINUX_SLL:
		render_sll(text, options, packet);
		break;
	case LINK_LINUX_SLL2:
		render_sll2(text, options, packet);
		break;
	case LINK_PPP_SERIAL:
		render_ppp_serial(text, options, packet);
		break;
	default:
		if (options->link_header)
			render_if_asked(text, options, packet);
		break;
	}
}
