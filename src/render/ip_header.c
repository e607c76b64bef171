/*
 * The IP part of the line, in tcpdump's order.
 *
 * The order in which tcpdump looks at a broken header decides which of
 * several faults it names, so the conditions here stand in that order too.
 * What struct packet_ip does not keep is read again from the header.
 */
#include "decode/ah.h"
#include "decode/checksum.h"
#include "decode/ip6.h"
#include "decode/seldom.h"
#include "render/ip6_extensions.h"
#include "render/ip_options.h"
#include "render/names.h"
#include "render/parts.h"
#include "render/put.h"
#include "render/text.h"

/* The flags of IPv4, as they stand in the 16 bits with the offset. */
enum {
	FLAG_RESERVED = 0x8000,
	FLAG_DO_NOT_FRAGMENT = 0x4000,
	FLAG_MORE_FRAGMENTS = 0x2000
};

/* Fields that only a line shows. */
struct fixed4 {
	uint16_t total_length;
	uint16_t flags;
	uint16_t checksum;
};

static struct fixed4 read_fixed4(const struct packet_ip *ip)
{
	struct bytes at = bytes_of(ip->header, ip->captured);
	struct fixed4 fixed;

	bytes_take(&at, 2); /* version, header length, type of service */
	fixed.total_length = bytes_u16(&at);
	bytes_take(&at, 2); /* identification */
	fixed.flags = bytes_u16(&at);
	bytes_take(&at, 2); /* time to live, protocol */
	fixed.checksum = bytes_u16(&at);
	return fixed;
}

static void render_number(struct text *text, const char *before, uint64_t value,
			  const char *after)
{
	text_string(text, before);
	text_unsigned(text, value);
	text_string(text, after);
}

static uint8_t version_of(const struct packet_ip *ip)
{
	struct bytes at = bytes_of(ip->header, ip->captured);

	return bytes_u8(&at) >> 4;
}

static void render_addresses(struct text *text,
			     const struct line_options *options,
			     const struct packet_ip *ip)
{
	address_render(text, options, &ip->source);
	text_string(text, " > ");
	address_render(text, options, &ip->destination);
	text_char(text, ':');
}

/* What a packet that holds TCP, in a tunnel or not, can have behind an IP
 * header. */
static const char *protocol_name(uint8_t protocol)
{
	switch (protocol) {
	case IP_PROTOCOL_HOP_BY_HOP:
		return "Options";
	case IP_PROTOCOL_IPV4:
		return "IPIP";
	case IP_PROTOCOL_TCP:
		return "TCP";
	case IP_PROTOCOL_UDP:
		return "UDP";
	case IP_PROTOCOL_IPV6:
		return "IPv6";
	case IP_PROTOCOL_ROUTING:
		return "Routing";
	case IP_PROTOCOL_FRAGMENT:
		return "Fragment";
	case IP_PROTOCOL_GRE:
		return "GRE";
	case IP_PROTOCOL_AH:
		return "AH";
	default:
		return "unknown";
	}
}

static void render_ecn(struct text *text, uint8_t traffic_class)
{
	static const char *const names[] = { "", ",ECT(1)", ",ECT(0)", ",CE" };

	text_string(text, names[traffic_class & 3]);
}

static void render_flags(struct text *text, uint16_t flags)
{
	static const struct {
		uint16_t bit;
		const char *name;
	} names[] = { { FLAG_MORE_FRAGMENTS, "+" },
		      { FLAG_DO_NOT_FRAGMENT, "DF" },
		      { FLAG_RESERVED, "rsvd" } };
	const char *separator = "";

	text_string(text, ", flags [");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (!(flags & names[i].bit))
			continue;
		text_string(text, separator);
		text_string(text, names[i].name);
		separator = ", ";
	}
	text_string(text, *separator ? "]" : "none]");
}

static void render_checksum(struct text *text,
			    const struct line_options *options,
			    const struct packet_ip *ip, uint16_t field)
{
	uint16_t sum;

	if (options->no_checksum || ip->checksum != CHECKSUM_BAD)
		return;
	sum = checksum_sum(ip->header, ip->header_length);
	text_string(text, ", bad cksum ");
	text_hex(text, field, 0);
	text_string(text, " (->");
	text_hex(text, checksum_expected(field, sum), 0);
	text_string(text, ")!");
}

/* From "(tos" to the options, which follow with their own faults. */
static void render_fields4(struct text *text, const struct packet_ip *ip,
			   struct fixed4 fixed)
{
	text_string(text, "(tos 0x");
	text_hex(text, ip->traffic_class, 0);
	render_ecn(text, ip->traffic_class);
	if (ip->ttl > 0)
		render_number(text, ", ttl ", ip->ttl, "");
	render_number(text, ", id ", ip->id, "");
	render_number(text, ", offset ", ip->fragment_offset, "");
	render_flags(text, fixed.flags);
	text_string(text, ", proto ");
	text_string(text, protocol_name(ip->next_header));
	render_number(text, " (", ip->next_header, ")");
	render_number(text, ", length ", fixed.total_length, "");
}

/* The parenthesis of -v; false when the line ends there. */
static bool render_parenthesis4(struct text *text,
				const struct line_options *options,
				const struct packet_ip *ip, struct fixed4 fixed)
{
	enum ip_options_end options_end = IP_OPTIONS_DONE;

	render_fields4(text, ip, fixed);
	if (ip->header_length > IP_HEADER_LENGTH) {
		text_string(text, ", options (");
		options_end = ip_options_render(text, options, ip);
		if (options_end == IP_OPTIONS_MISSING) {
			text_string(text, " [|ip]");
			return false;
		}
		if (options_end == IP_OPTIONS_CUT)
			text_string(text, " [truncated-option]");
		text_char(text, ')');
	}
	render_checksum(text, options, ip, fixed.checksum);
	text_string(text, options->classic ? ") " : ")\n    ");
	if (options_end == IP_OPTIONS_DONE)
		return true;
	render_addresses(text, options, ip);
	text_string(text, "  [|ip]");
	return false;
}

/* The whole text of a later fragment. */
static void render_later_fragment(struct text *text,
				  const struct line_options *options,
				  const struct packet_ip *ip)
{
	const struct render_names *names = options->names;
	const char *name = NULL;

	if (options->quiet > 1)
		return;
	render_addresses(text, options, ip);
	if (!options->numeric && names && names->protocol)
		name = names->protocol(names->context, ip->protocol);
	if (name) {
		text_char(text, ' ');
		text_string(text, name);
		return;
	}
	render_number(text, " ip-proto-", ip->protocol, "");
}

static void render_wrong_version4(struct text *text, uint8_t version)
{
	if (version == 6)
		text_string(text, "IP6, wrong link-layer encapsulation");
	else
		render_number(text, "IP", version, "");
	text_string(text, " (invalid)");
}

/* Names the fault that makes the fixed header unreadable; false if there is
 * one. */
static bool render_lengths4(struct text *text, const struct packet_ip *ip,
			    struct fixed4 fixed)
{
	if (ip->destination.version == 0) {
		text_string(text, " [|ip]");
		return false;
	}
	if (ip->header_length < IP_HEADER_LENGTH) {
		render_number(text, "bad-hlen ", ip->header_length, "");
		return false;
	}
	if (ip->available < fixed.total_length)
		render_number(text, "truncated-ip - ",
			      fixed.total_length - ip->available,
			      " bytes missing! ");
	if (fixed.total_length > 0 && fixed.total_length < ip->header_length) {
		render_number(text, "bad-len ", fixed.total_length, "");
		return false;
	}
	return true;
}

/* "AH(spi=0x00000001,seq=0x1,icv=0x0123): " for each that there is. */
static void render_ah(struct text *text, const struct line_options *options,
		      const struct packet_ip *ip)
{
	struct bytes at = bytes_of(ip->header, ip->captured);
	struct ah ah;

	bytes_take(&at, ip->header_length);
	bytes_limit(&at, ip->ah_length);
	while (at.left > 0 && ah_read(&at, &ah)) {
		text_string(text, "AH(");
		if (options->verbose) {
			render_number(text, "length=", ah.words, "(");
			render_number(text, "", ah.length, "-bytes),");
		}
		text_string(text, "spi=0x");
		text_hex(text, ah.spi, 8);
		text_string(text, ",seq=0x");
		text_hex(text, ah.sequence, 0);
		text_string(text, ",icv=0x");
		while (ah.value.left > 0)
			text_hex(text, bytes_u8(&ah.value), 2);
		text_string(text, "): ");
	}
}

static bool render_ip4(struct text *text, const struct line_options *options,
		       const struct packet_ip *ip)
{
	struct fixed4 fixed = read_fixed4(ip);

	if (ip->captured == 0) {
		text_string(text, " [|ip]");
		return false;
	}
	if (version_of(ip) != 4) {
		render_wrong_version4(text, version_of(ip));
		return false;
	}
	if (!options->link_header)
		text_string(text, "IP ");
	if (!render_lengths4(text, ip, fixed))
		return false;
	if (options->verbose && !render_parenthesis4(text, options, ip, fixed))
		return false;
	if (ip->fragment_offset > 0) {
		render_later_fragment(text, options, ip);
		return false;
	}
	if (ip->captured >= ip->header_length) {
		if (ip->ah_length > 0) {
			render_addresses(text, options, ip);
			text_char(text, ' ');
			render_ah(text, options, ip);
		}
		return true;
	}
	render_number(text, " [remaining caplen(", ip->captured, "");
	render_number(text, ") < header length(", ip->header_length, ")]");
	text_string(text, " [|ip]");
	return false;
}

static void render_parenthesis6(struct text *text, const struct packet_ip *ip,
				uint32_t flow_label, uint16_t payload_length)
{
	text_char(text, '(');
	if (ip->traffic_class) {
		text_string(text, "class 0x");
		text_hex(text, ip->traffic_class, 2);
		text_string(text, ", ");
	}
	if (flow_label) {
		text_string(text, "flowlabel 0x");
		text_hex(text, flow_label, 5);
		text_string(text, ", ");
	}
	render_number(text, "hlim ", ip->ttl, ", next-header ");
	text_string(text, protocol_name(ip->next_header));
	render_number(text, " (", ip->next_header, ") ");
	render_number(text, "payload length: ", payload_length, ") ");
}

static bool render_ip6(struct text *text, const struct line_options *options,
		       const struct packet_ip *ip)
{
	struct bytes at = bytes_of(ip->header, ip->captured);
	uint32_t first = bytes_u32(&at);
	uint16_t payload_length = bytes_u16(&at);
	uint32_t length = payload_length + (uint32_t)IP6_HEADER_LENGTH;

	if (ip->destination.version == 0) {
		text_string(text, " [|ip6]");
		return false;
	}
	if (!options->link_header)
		text_string(text, "IP6 ");
	if (first >> 28 != 6) {
		render_number(text, "version error: ", first >> 28, " != 6");
		return false;
	}
	if (payload_length > 0 && ip->available < length)
		render_number(text, "truncated-ip6 - ", length - ip->available,
			      " bytes missing!");
	if (options->verbose)
		render_parenthesis6(text, ip, first & 0xfffff, payload_length);
	if (ip->next_header != IP_PROTOCOL_TCP) {
		render_addresses(text, options, ip);
		text_char(text, ' ');
	}
	if (!ip6_extensions_render(text, options, ip))
		return false;
	render_ah(text, options, ip);
	return true;
}

SELDOM bool render_header(struct text *text, const struct line_options *options,
			  const struct packet_ip *ip)
{
	switch (ip->version) {
	case 4:
		return render_ip4(text, options, ip);
	case 6:
		return render_ip6(text, options, ip);
	default: /* neither, where the version alone could tell */
		render_number(text, "unknown ip ", version_of(ip), "");
		return false;
	}
}

bool ip_header_is_plain(const struct packet *packet)
{
	const struct packet_ip *ip = &packet->ip;

	return packet->kind == PACKET_TCP &&
	       ip->next_header == IP_PROTOCOL_TCP &&
	       ip->length <= ip->available;
}

static void render_name(struct text *text, uint8_t version)
{
	char *from = text_piece(text);

	text_piece_end(text, from, put_ip_name(from, version));
}

bool ip_header_render(struct text *text, const struct line_options *options,
		      const struct packet *packet)
{
	const struct packet_ip *ip = &packet->ip;

	if (ip_header_is_plain(packet) && !options->verbose) {
		if (!options->link_header)
			render_name(text, ip->version);
		return true;
	}
	return render_header(text, options, ip);
}

/* The header of a tunnel was read once already, and is whole. */
static struct packet_ip read_outer(const struct packet_tunnel *tunnel)
{
	struct packet_ip ip = { 0 };
	struct layer rest = {
		.bytes = bytes_of(tunnel->ip_header, tunnel->ip_captured),
		.missing = tunnel->ip_available - tunnel->ip_captured,
	};

	ip_decode(&ip, LAYER_IP, &rest);
	while (ip.protocol == IP_PROTOCOL_AH && ah_decode(&ip, &rest))
		;
	return ip;
}

static void render_outer4(struct text *text, const struct line_options *options,
			  const struct packet_ip *ip)
{
	struct fixed4 fixed = read_fixed4(ip);

	if (!options->verbose)
		return;
	render_fields4(text, ip, fixed);
	if (ip->header_length > IP_HEADER_LENGTH) {
		text_string(text, ", options (");
		ip_options_render(text, options, ip);
		text_char(text, ')');
	}
	render_checksum(text, options, ip, fixed.checksum);
	text_string(text, ") ");
}

static void render_outer6(struct text *text, const struct line_options *options,
			  const struct packet_ip *ip)
{
	struct bytes at = bytes_of(ip->header, ip->captured);
	uint32_t first = bytes_u32(&at);

	if (options->verbose)
		render_parenthesis6(text, ip, first & 0xfffff, bytes_u16(&at));
}

void ip_outer_render(struct text *text, const struct line_options *options,
		     const struct packet_tunnel *tunnel)
{
	struct packet_ip ip = read_outer(tunnel);

	if (!options->link_header)
		render_name(text, ip.version);
	if (ip.version == 6)
		render_outer6(text, options, &ip);
	else
		render_outer4(text, options, &ip);
	render_addresses(text, options, &ip);
	text_char(text, ' ');
	if (ip.version == 6 && ip6_is_extension(ip.next_header))
		ip6_extensions_render(text, options, &ip);
	render_ah(text, options, &ip);
}
