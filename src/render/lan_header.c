/*
 * FDDI, ARCNET and IPoIB, with -e.
 */
#include "decode/lan.h"

#include "decode/ethernet.h"
#include "decode/packet.h"
#include "render/line.h"
#include "render/link_parts.h"
#include "render/text.h"

enum { IPOIB_ADDRESSES = 40 };

void lan_fddi_render(struct text *text, const struct line_options *options,
		     const struct packet *packet)
{
	struct bytes at = bytes_of(packet->bytes, packet->captured);
	uint8_t control = bytes_u8(&at);

	bytes_take(&at, (size_t)MAC_LENGTH * 2);
	if (!options->quiet) {
		text_string(text, "async");
		text_unsigned(text, control & 0xf);
		text_char(text, ' ');
	}
	link_mac_render(text, options, packet->link.source);
	text_string(text, " > ");
	link_mac_render(text, options, packet->link.destination);
	link_length_render(text, packet->length);
	link_llc_render(text, at,
			packet->length - FDDI_HEADER_LENGTH - LINK_LLC_LENGTH);
}

static const struct link_name arcnet_names[] = {
	{ 128, "diag" },
	{ ARCNET_IPV4, "ip" },
	{ 213, "arp" },
	{ 214, "rarp" },
	{ 221, "atalk" },
	{ ARCNET_IPV4_OLD, "oldip" },
	{ ARCNET_ARP_OLD, "oldarp" },
	{ 247, "banyan" },
	{ 0, NULL },
};

/* " seqid 0001 (first of 3 fragments)" */
static void render_split(struct text *text, struct bytes at)
{
	uint8_t flag = bytes_u8(&at);

	if (flag == 0xff) { /* an exception packet: three octets more */
		bytes_take(&at, 3);
		flag = bytes_u8(&at);
	}
	link_hex_render(text, " seqid ", bytes_u16(&at), 4);
	if (flag % 2 == 0)
		return;
	text_string(text, " (first of ");
	text_unsigned(text, flag / 2U + 2);
	text_string(text, " fragments)");
}

/* tcpdump reads the type where it stands without Linux's two octets, too. */
void lan_arcnet_render(struct text *text, const struct line_options *options,
		       const struct packet *packet)
{
	struct bytes at = bytes_of(packet->bytes, packet->captured);
	const char *name;
	uint8_t type;

	link_hex_render(text, "", bytes_u8(&at), 2);
	link_hex_render(text, " ", bytes_u8(&at), 2);
	type = bytes_u8(&at);
	name = link_name_of(arcnet_names, type, NULL);
	text_char(text, ' ');
	if (!options->quiet) {
		if (name)
			text_string(text, name);
		else
			text_hex(text, type, 2);
		if (packet->link_type == LINK_ARCNET && type != ARCNET_IPV4_OLD)
			render_split(text, at);
		text_char(text, ' ');
	}
	text_unsigned(text, packet->length);
	text_string(text, ": ");
}

void lan_ipoib_render(struct text *text, const struct line_options *options,
		      const struct packet *packet)
{
	struct bytes at = bytes_of(packet->bytes, packet->captured);

	bytes_take(&at, IPOIB_ADDRESSES);
	text_string(text, "IPOIB, ");
	if (options->quiet) {
		text_string(text, "ethertype ");
		text_string(text, link_ethertype_name(bytes_u16(&at)));
	} else {
		link_full_ethertype_render(text, bytes_u16(&at));
	}
	link_length_render(text, packet->length);
}
