/*
 * The link layer's part of the line.
 *
 * Of the many names that PPP's protocols have, only those that lead to IP are
 * needed.  What struct packet_link does not keep (lengths, LLC, SNAP) is
 * read again from the packet.
 */
#include "decode/ethernet.h"
#include "decode/juniper.h"
#include "decode/link.h"
#include "decode/ppp.h"
#include "decode/wifi.h"

#include <string.h>

#include "render/link_parts.h"
#include "render/names.h"
#include "render/parts.h"
#include "render/text.h"

/* An Ethernet frame while it is written. */
struct frame {
	const uint8_t *octets;
	uint32_t captured;
	uint32_t length; /* on the wire */
	bool tagged;	 /* a tag has been written, with the length */
};

/* Link layers that may be behind a PPI header, as libpcap calls them. */
static const struct link_name type_names[] = {
	{ LINK_NULL, "NULL" },
	{ LINK_ETHERNET, "EN10MB" },
	{ LINK_ARCNET, "ARCNET" },
	{ LINK_PPP, "PPP" },
	{ LINK_FDDI, "FDDI" },
	{ LINK_RAW, "RAW" },
	{ LINK_PPP_SERIAL, "PPP_SERIAL" },
	{ LINK_PPPOE, "PPP_ETHER" },
	{ LINK_C_HDLC, "C_HDLC" },
	{ LINK_WIFI, "IEEE802_11" },
	{ LINK_FRAME_RELAY, "FRELAY" },
	{ LINK_LOOP, "LOOP" },
	{ LINK_LINUX_SLL, "LINUX_SLL" },
	{ LINK_RADIOTAP, "IEEE802_11_RADIO" },
	{ LINK_ARCNET_LINUX, "ARCNET_LINUX" },
	{ LINK_IPV4, "IPV4" },
	{ LINK_IPV6, "IPV6" },
	{ LINK_NFLOG, "NFLOG" },
	{ LINK_IPOIB, "IPOIB" },
	{ LINK_LINUX_SLL2, "LINUX_SLL2" },
	{ 0, NULL },
};

static const struct link_name ppp_names[] = {
	{ PPP_IPV4, "IP" },
	{ PPP_VJ_UNCOMPRESSED, "VJNC IP" },
	{ PPP_IPV6, "IP6" },
	{ PPP_MPLS, "MPLS" },
	{ PPP_MPLS_MULTICAST, "MPLS" },
	{ 0, NULL },
};

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

/* The length behind the tags is the frame's only if there was no tag to
 * print it; an 802.3 frame says its own. */
static void render_ethernet_type(struct text *text,
				 const struct line_options *options,
				 const struct frame *frame, struct bytes at,
				 uint16_t type)
{
	uint32_t length = frame->length - (uint32_t)(at.at - frame->octets);

	if (type == ETHERTYPE_JUMBO) {
		link_llc_render(text, at, length - LINK_LLC_LENGTH);
		return;
	}
	if (type > ETHERNET_LENGTH_MAX) {
		link_ethertype_render(text, options, type);
		if (frame->tagged)
			text_string(text, ", ");
		else
			link_length_render(text, frame->length);
		return;
	}
	if (length > type)
		length = type;
	text_string(text, "802.3");
	if (!frame->tagged)
		link_length_render(text, length);
	link_llc_render(text, at, length - LINK_LLC_LENGTH);
}

/* tcpdump does not know VN-Tag and 802.1BR's tag: we name them. */
static void render_any_tag(struct text *text, struct bytes *at, uint16_t type)
{
	if (ethernet_is_vlan(type))
		render_tag(text, bytes_u16(at));
	else
		bytes_take(at, ethernet_tag_length(type));
}

static void render_ethernet(struct text *text,
			    const struct line_options *options,
			    struct frame frame)
{
	struct bytes at = bytes_of(frame.octets, frame.captured);
	const uint8_t *destination = bytes_take(&at, MAC_LENGTH);
	const uint8_t *source = bytes_take(&at, MAC_LENGTH);
	uint16_t type = bytes_u16(&at);

	if (at.ran_out)
		return;
	link_mac_render(text, options, source);
	text_string(text, " > ");
	link_mac_render(text, options, destination);
	text_string(text, ", ");
	while (!at.ran_out && ethernet_tag_length(type) > 0) {
		link_ethertype_render(text, options, type);
		if (!frame.tagged)
			link_length_render(text, frame.length);
		else
			text_string(text, ", ");
		frame.tagged = true;
		render_any_tag(text, &at, type);
		type = bytes_u16(&at);
	}
	render_ethernet_type(text, options, &frame, at, type);
}

void inner_frame_render(struct text *text, const struct line_options *options,
			const struct packet_tunnel *tunnel)
{
	render_ethernet(text, options,
			(struct frame){ .octets = tunnel->inner,
					.captured = tunnel->inner_captured,
					.length = tunnel->inner_length });
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
		link_mac_render(text, options, packet->link.source);
		text_char(text, ' ');
	}
	if (options->quiet)
		return;
	if (protocol == SLL_PROTOCOL_802_2)
		text_string(text, "802.2");
	else
		link_full_ethertype_render(text, protocol);
	link_length_render(text, packet->length);
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
		text_string(text, link_ethertype_name(protocol));
		text_string(text, ", ");
	}
	if (protocol == SLL_PROTOCOL_802_2 && options->link_header)
		link_llc_render(text, at,
				packet->length -
					(uint32_t)(at.at - packet->bytes) -
					LINK_LLC_LENGTH);
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
	link_length_render(text, packet->length);
}

void ppp_header_render(struct text *text, struct bytes at, uint32_t length)
{
	struct packet_link link = { 0 };
	struct bytes ahead = at;
	uint8_t address = bytes_u8(&ahead);

	if (bytes_u8(&ahead) == PPP_CONTROL_UI && address <= 1)
		text_string(text, address == 0 ? "In  " : "Out ");
	ppp_decode(&link, &at);
	text_string(text, link_name_of(ppp_names, link.protocol, "unknown"));
	link_hex_render(text, " (0x", link.protocol, 4);
	text_char(text, ')');
	link_length_render(text, length);
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
		link_hex_render(text, "0x", address, 2);
	text_string(text, ", ");
	link_full_ethertype_render(text, packet->link.protocol);
	link_length_render(text, packet->length);
}

/* In HDLC framing the protocol is said even without -e. */
static void render_ppp_serial(struct text *text,
			      const struct line_options *options,
			      const struct packet *packet)
{
	struct bytes at = bytes_of(packet->bytes, packet->captured);
	uint8_t address = bytes_u8(&at);
	const char *name = link_name_of(ppp_names, packet->link.protocol, NULL);

	if (address != PPP_ADDRESS_ALL) {
		if (options->link_header)
			render_chdlc(text, packet);
		return;
	}
	if (options->link_header) {
		text_hex(text, address, 2);
		link_hex_render(text, " ", bytes_u8(&at), 2);
		text_char(text, ' ');
		text_unsigned(text, packet->length);
		text_char(text, ' ');
	}
	if (name) {
		text_string(text, name);
	} else {
		link_hex_render(text, "unknown PPP protocol (0x",
				packet->link.protocol, 4);
		text_char(text, ')');
	}
	text_string(text, ": ");
}

/* The same packet behind `length` octets of a header in front of another link
 * layer's. */
static struct packet behind(const struct packet *packet, uint32_t length,
			    enum link_type link_type)
{
	struct packet inner = *packet;

	inner.bytes += length;
	inner.captured -= length;
	inner.length -= length;
	inner.link_type = link_type;
	return inner;
}

static void render_nflog(struct text *text, const struct line_options *options,
			 const struct packet *packet)
{
	struct bytes at = bytes_of(packet->bytes, packet->captured);
	const char *name = packet->ip.version == 6 ? "IPv6" : "IPv4";

	bytes_take(&at, 1); /* family */
	text_string(text, "version ");
	text_unsigned(text, bytes_u8(&at));
	text_string(text, ", resource ID ");
	text_unsigned(text, bytes_u16(&at));
	text_string(text, options->quiet ? ", " : ", family ");
	text_string(text, name);
	if (!options->quiet) {
		text_string(text, " (");
		text_unsigned(text, packet->link.protocol);
		text_char(text, ')');
	}
	link_length_render(text, packet->length);
}

static void render_ppi(struct text *text, const struct line_options *options,
		       const struct packet *packet)
{
	struct bytes at = bytes_of(packet->bytes, packet->captured);
	struct wifi_ppi ppi = wifi_ppi(at);
	struct packet inner =
		behind(packet, ppi.length, (enum link_type)ppi.link_type);
	const char *name = link_name_of(type_names, ppi.link_type, "unknown");

	if (options->link_header && options->quiet) {
		text_string(text, name);
		link_length_render(text, packet->length);
	} else if (options->link_header) {
		text_string(text, "V.");
		text_unsigned(text, bytes_u8(&at));
		text_string(text, " DLT ");
		text_string(text, name);
		text_string(text, " (");
		text_unsigned(text, ppi.link_type);
		text_string(text, ") len ");
		text_unsigned(text, ppi.length);
		link_length_render(text, packet->length);
	}
	link_header_render(text, options, &inner);
}

static enum link_type link_type_behind_juniper(enum link_type link_type)
{
	switch (link_type) {
	case LINK_JUNIPER_ETHERNET:
		return LINK_ETHERNET;
	case LINK_JUNIPER_PPP:
		return LINK_PPP;
	case LINK_JUNIPER_FRAME_RELAY:
		return LINK_FRAME_RELAY;
	default:
		return LINK_C_HDLC;
	}
}

static void render_juniper(struct text *text,
			   const struct line_options *options,
			   const struct packet *packet)
{
	struct bytes at = bytes_of(packet->bytes, packet->captured);
	struct juniper_header header = juniper_decode(&at);
	struct packet inner =
		behind(packet, header.length,
		       link_type_behind_juniper(packet->link_type));

	if (options->link_header) {
		text_string(text, header.in ? " In " : "Out ");
		if (header.no_link) {
			text_string(text, "no-L2-hdr, ");
			return;
		}
		text_string(text, "hlen ");
		text_unsigned(text, header.length);
		text_string(text, ", proto 0x0000, ");
	}
	if (!header.no_link)
		link_header_render(text, options, &inner);
}

static void render_radiotap(struct text *text,
			    const struct line_options *options,
			    const struct packet *packet)
{
	struct bytes at = bytes_of(packet->bytes, packet->captured);
	struct wifi_radiotap radiotap = wifi_radiotap(at);
	struct packet inner = behind(packet, radiotap.length, LINK_WIFI);

	radiotap_render(text, at);
	if (radiotap.ends_in_fcs)
		inner.length -= WIFI_FCS_LENGTH;
	if (options->link_header)
		wifi_frame_render(text, options, &inner,
				  radiotap.padded ? WIFI_PADDED : WIFI_PLAIN);
}

static void render_frame(struct text *text, const struct line_options *options,
			 const struct packet *packet)
{
	render_ethernet(text, options,
			(struct frame){ .octets = packet->bytes,
					.captured = packet->captured,
					.length = packet->length });
}

static void render_direction(struct text *text, const struct packet *packet)
{
	struct packet inner = behind(packet, 1, LINK_PPP);
	struct bytes at = bytes_of(packet->bytes, packet->captured);

	text_string(text, bytes_u8(&at) == 0 ? "In  " : "Out ");
	ppp_header_render(text, bytes_of(inner.bytes, inner.captured),
			  inner.length);
}

/* What is printed only with -e. */
static void render_if_asked(struct text *text,
			    const struct line_options *options,
			    const struct packet *packet)
{
	switch (packet->link_type) {
	case LINK_ETHERNET:
		render_frame(text, options, packet);
		break;
	case LINK_NULL:
	case LINK_LOOP:
		render_null(text, options, packet);
		break;
	case LINK_PPP:
	case LINK_PPP_PPPD:
		ppp_header_render(text,
				  bytes_of(packet->bytes, packet->captured),
				  packet->length);
		break;
	case LINK_PPP_WITH_DIRECTION:
		render_direction(text, packet);
		break;
	case LINK_C_HDLC:
		render_chdlc(text, packet);
		break;
	case LINK_WIFI:
		wifi_frame_render(text, options, packet, WIFI_PLAIN);
		break;
	case LINK_FDDI:
		lan_fddi_render(text, options, packet);
		break;
	case LINK_ARCNET:
	case LINK_ARCNET_LINUX:
		lan_arcnet_render(text, options, packet);
		break;
	case LINK_IPOIB:
		lan_ipoib_render(text, options, packet);
		break;
	case LINK_NFLOG:
		render_nflog(text, options, packet);
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
	case LINK_FRAME_RELAY:
		frame_relay_render(text, options, packet);
		break;
	case LINK_RADIOTAP:
		render_radiotap(text, options, packet);
		break;
	case LINK_PPI:
		render_ppi(text, options, packet);
		break;
	case LINK_JUNIPER_ETHERNET:
	case LINK_JUNIPER_PPP:
	case LINK_JUNIPER_FRAME_RELAY:
	case LINK_JUNIPER_C_HDLC:
		render_juniper(text, options, packet);
		break;
	default:
		if (options->link_header)
			render_if_asked(text, options, packet);
		break;
	}
}
