/*
 * What link layers have in common: addresses, ethertypes, LLC, SNAP.
 *
 * Only packets that hold IP are shown, so of the many names that ethertypes
 * and service access points have, only those that lead there are needed.
 */
#include "render/link_parts.h"

#include <string.h>

#include "decode/ethernet.h"
#include "render/line.h"
#include "render/text.h"

enum { SNAP_LENGTH = 5 };

static const struct link_name ethertype_names[] = {
	{ ETHERTYPE_IPV4, "IPv4" },
	{ ETHERTYPE_IPV6, "IPv6" },
	{ ETHERTYPE_802_1Q, "802.1Q" },
	{ ETHERTYPE_9100, "802.1Q-9100" },
	{ ETHERTYPE_802_1AD, "802.1Q-QinQ" },
	{ ETHERTYPE_9200, "802.1Q-9200" },
	{ ETHERTYPE_MPLS, "MPLS unicast" },
	{ ETHERTYPE_MPLS_MULTICAST, "MPLS multicast" },
	{ ETHERTYPE_PPPOE, "PPPoE S" },
	{ ETHERTYPE_802_1AH, "802.1ah" },
	{ ETHERTYPE_802_1BR, "802.1BR" },
	{ ETHERTYPE_VN_TAG, "VN-Tag" },
	{ 0, NULL },
};

/* The prefixes of Ethernet addresses that tcpdump has names for. */
static const struct link_name oui_names[] = {
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

static const struct link_name sap_names[] = {
	{ LLC_SAP_SNAP, "SNAP" },
	{ LLC_SAP_IP, "IP" },
	{ 0, NULL },
};

const char *link_name_of(const struct link_name *names, uint32_t value,
			 const char *otherwise)
{
	for (; names->name; names++)
		if (names->value == value)
			return names->name;
	return otherwise;
}

void link_hex_render(struct text *text, const char *before, uint64_t value,
		     int width)
{
	text_string(text, before);
	text_hex(text, value, width);
}

void link_length_render(struct text *text, uint32_t length)
{
	text_string(text, ", length ");
	text_unsigned(text, length);
	text_string(text, ": ");
}

/* With names, tcpdump says who makes the card. */
void link_mac_render(struct text *text, const struct line_options *options,
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
		link_hex_render(text, i > 0 ? ":" : "", octets[i], 2);
	if (options->numeric)
		return;
	text_string(text, " (oui ");
	text_string(text, link_name_of(oui_names, oui, "Unknown"));
	text_char(text, ')');
}

/* "ethertype IPv4 (0x0800)" */
void link_full_ethertype_render(struct text *text, uint16_t ethertype)
{
	text_string(text, "ethertype ");
	text_string(text, link_name_of(ethertype_names, ethertype, "Unknown"));
	link_hex_render(text, " (0x", ethertype, 4);
	text_char(text, ')');
}

void link_ethertype_render(struct text *text,
			   const struct line_options *options,
			   uint16_t ethertype)
{
	if (options->quiet)
		text_string(text, link_name_of(ethertype_names, ethertype,
					       "Unknown"));
	else
		link_full_ethertype_render(text, ethertype);
}

static void render_sap(struct text *text, const char *before, uint8_t sap,
		       const char *flag)
{
	text_string(text, before);
	text_string(text, link_name_of(sap_names, sap & 0xfe, "Unknown"));
	link_hex_render(text, " (0x", sap & 0xfe, 2);
	text_string(text, ") ");
	text_string(text, flag);
}

/* `length`: of what follows the SNAP header. */
void link_snap_render(struct text *text, struct bytes at, uint32_t length)
{
	uint32_t oui = (uint32_t)bytes_u16(&at) << 8 | bytes_u8(&at);
	uint16_t ethertype = bytes_u16(&at);

	text_string(text, "oui ");
	text_string(text, link_name_of(oui_names, oui, "Unknown"));
	link_hex_render(text, " (0x", oui, 6);
	text_string(text,
		    oui == SNAP_OUI_ETHERNET ? "), ethertype " : "), pid ");
	text_string(text, link_name_of(ethertype_names, ethertype, "Unknown"));
	link_hex_render(text, " (0x", ethertype, 4);
	text_char(text, ')');
	link_length_render(text, length);
}

/* `length`: of what follows the LLC header. */
void link_llc_render(struct text *text, struct bytes at, uint32_t length)
{
	uint8_t destination = bytes_u8(&at);
	uint8_t source = bytes_u8(&at);
	uint8_t control = bytes_u8(&at);

	render_sap(text, "LLC, dsap ", destination,
		   destination & 1 ? "Group" : "Individual");
	render_sap(text, ", ssap ", source,
		   source & 1 ? "Response" : "Command");
	link_hex_render(text, ", ctrl 0x", control, 2);
	text_string(text, ": ");
	if ((source & 0xfe) == LLC_SAP_SNAP)
		link_snap_render(text, at, length - SNAP_LENGTH);
}

const char *link_ethertype_name(uint16_t ethertype)
{
	return link_name_of(ethertype_names, ethertype, "Unknown");
}
