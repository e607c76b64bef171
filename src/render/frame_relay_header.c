/*
 * Frame Relay.  `Pad! ` is tcpdump's remark on a padding octet behind an
 * address that needs none; it makes it without -e, too.
 */
#include "decode/frame_relay.h"

#include "decode/ethernet.h"
#include "decode/packet.h"
#include "render/line.h"
#include "render/link_parts.h"
#include "render/text.h"

static const struct link_name nlpid_names[] = {
	{ NLPID_SNAP, "SNAP" },
	{ NLPID_IPV6, "IPv6" },
	{ NLPID_IPV4, "IPv4" },
	{ 0, NULL },
};

struct flag {
	uint8_t octet, bit;
	const char *name;
};

/* In the order in which they are shown. */
static const struct flag flag_names[] = {
	{ 0, 0x02, "C!" },   { 1, 0x02, "DE" },	     { 1, 0x04, "BECN" },
	{ 1, 0x08, "FECN" }, { 3, 0x02, "sdlcore" },
};

static void render_flags(struct text *text, struct bytes at, uint32_t length)
{
	uint8_t octets[4] = { 0 };
	const char *separator = "";

	for (uint32_t i = 0; i < length; i++)
		octets[i] = bytes_u8(&at);
	if (length == 3)
		octets[3] = octets[2];
	text_string(text, ", Flags [");
	for (size_t i = 0; i < sizeof flag_names / sizeof *flag_names; i++) {
		if (!(octets[flag_names[i].octet] & flag_names[i].bit))
			continue;
		text_string(text, separator);
		text_string(text, flag_names[i].name);
		separator = ", ";
	}
	text_string(text, *separator ? "]" : "none]");
}

static void render_start(struct text *text, const struct line_options *options,
			 const struct packet *packet)
{
	struct bytes start = bytes_of(packet->bytes, packet->captured);
	struct bytes at = start;
	uint32_t dlci;
	uint32_t length = frame_relay_address(&at, &dlci);

	text_string(text, "Q.922, ");
	if (!options->quiet) {
		text_string(text, "hdr-len ");
		text_unsigned(text, length);
		text_string(text, ", ");
	}
	text_string(text, "DLCI ");
	text_unsigned(text, dlci);
	if (!options->quiet)
		render_flags(text, start, length);
}

static void render_type(struct text *text, const struct line_options *options,
			const char *what, const char *name, uint16_t value,
			int width)
{
	if (options->quiet)
		return;
	text_string(text, what);
	text_string(text, name);
	link_hex_render(text, " (0x", value, width);
	text_char(text, ')');
}

static void render_cisco(struct text *text, const struct line_options *options,
			 const struct packet *packet, struct bytes at)
{
	uint16_t ethertype = bytes_u16(&at);

	if (!options->link_header)
		return;
	render_start(text, options, packet);
	render_type(text, options, ", cisco-ethertype ",
		    link_ethertype_name(ethertype), ethertype, 4);
	link_length_render(text, packet->length);
}

void frame_relay_render(struct text *text, const struct line_options *options,
			const struct packet *packet)
{
	struct bytes at = bytes_of(packet->bytes, packet->captured);
	struct bytes cisco;
	uint32_t dlci;
	uint32_t length = frame_relay_address(&at, &dlci);
	uint8_t nlpid;

	cisco = at;
	if (bytes_u8(&at) != LLC_UI && dlci != 0) {
		render_cisco(text, options, packet, cisco);
		return;
	}
	nlpid = bytes_u8(&at);
	if (nlpid == 0) {
		nlpid = bytes_u8(&at);
		if (length != 3)
			text_string(text, "Pad! ");
	}
	if (!options->link_header)
		return;
	render_start(text, options, packet);
	render_type(text, options, ", NLPID ",
		    link_name_of(nlpid_names, nlpid, "unknown"), nlpid, 2);
	link_length_render(text, packet->length);
	if (nlpid == NLPID_SNAP)
		link_snap_render(text, at,
				 packet->length -
					 (uint32_t)(at.at - packet->bytes) - 5);
}
