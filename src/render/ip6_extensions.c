/*
 * IPv6 extension headers (RFC 8200 4).
 *
 * The walk is decode's, with words, and with the faults that tcpdump finds
 * only while it writes: with -v it also reads destination options, and ends
 * the line where those are broken.
 */
#include "render/ip6_extensions.h"

#include <string.h>

#include "decode/ip6.h"
#include "render/line.h"
#include "render/parts.h"
#include "render/text.h"

enum { FRAGMENT_HEADER_LENGTH = 8, FRAGMENT_OFFSET_MASK = 0xfff8 };

/* A chain of headers while it is written. */
struct chain {
	struct text *text;
	const struct line_options *options;
	const struct packet_ip *ip;
	struct bytes at;
	uint8_t next;		 /* the header at `at` */
	uint32_t payload_length; /* as the header says, or the jumbo option */
	bool jumbo;
	bool extended;	 /* there was an extension header */
	bool hop_by_hop; /* there was that one */
};

/* The options of one header while they are written. */
struct option {
	uint8_t type;
	uint8_t length;	    /* as it says: of the body */
	struct bytes body;  /* all of it is there */
	size_t remaining;   /* from its type to the end of the header */
	bool in_hop_by_hop; /* or in destination options */
	bool first_jumbo;   /* no jumbo option before this one */
};

static void say(const struct chain *chain, const char *string)
{
	text_string(chain->text, string);
}

static void say_number(const struct chain *chain, const char *before,
		       uint64_t value, const char *after)
{
	text_string(chain->text, before);
	text_unsigned(chain->text, value);
	text_string(chain->text, after);
}

static void say_hex(const struct chain *chain, const char *before,
		    uint64_t value, int width)
{
	text_string(chain->text, before);
	text_hex(chain->text, value, width);
}

static void say_address(const struct chain *chain, const uint8_t *octets)
{
	struct address address = { .version = 6 };

	memcpy(address.octets, octets, sizeof address.octets);
	address_render(chain->text, chain->options, &address);
}

/* What ends the line: always false. */
static bool end(const struct chain *chain, const char *why)
{
	say(chain, why);
	return false;
}

/* The options within the home address option; false if they are broken. */
static bool render_suboptions(const struct chain *chain, struct bytes at)
{
	while (at.left > 0) {
		uint8_t type = bytes_u8(&at);
		uint8_t length;

		if (type == IP6_OPTION_PAD1) {
			say(chain, ", pad1");
			continue;
		}
		length = bytes_u8(&at);
		if (at.ran_out || length > at.left)
			return false;
		bytes_take(&at, length);
		if (type == IP6_OPTION_PADN) {
			say(chain, ", padn");
			continue;
		}
		say_hex(chain, ", sopt_type 0x", type, 2);
		say_number(chain, ": len=", length, "");
	}
	return true;
}

static bool render_home_address(const struct chain *chain, struct option option)
{
	const uint8_t *address;

	if (option.remaining < IP6_HOME_ADDRESS_LENGTH)
		return end(chain, "(homeaddr: trunc)");
	if (option.length < IP6_HOME_ADDRESS_LENGTH - 2) {
		say_number(chain, "(homeaddr: invalid len ", option.length,
			   ")");
		return false;
	}
	if (!chain->options->verbose)
		return true;
	address = bytes_take(&option.body, 16);
	say(chain, "(homeaddr: ");
	say_address(chain, address);
	if (!render_suboptions(chain, option.body))
		return false;
	say(chain, ")");
	return true;
}

static bool render_router_alert(const struct chain *chain, struct option option)
{
	if (option.remaining < IP6_ROUTER_ALERT_LENGTH)
		return end(chain, "(rtalert: trunc)");
	if (option.length != IP6_ROUTER_ALERT_LENGTH - 2) {
		say_number(chain, "(rtalert: invalid len ", option.length, ")");
		return false;
	}
	if (!chain->options->verbose)
		return true;
	say_hex(chain, "(rtalert: 0x", bytes_u16(&option.body), 4);
	say(chain, ") ");
	return true;
}

/* Why a jumbo payload option does not count; "" if it does. */
static const char *jumbo_fault(const struct chain *chain, struct option option,
			       uint32_t length)
{
	if (!option.first_jumbo)
		return " - already seen";
	if (!option.in_hop_by_hop)
		return " - not a hop-by-hop option";
	if (chain->payload_length != 0)
		return " - payload len != 0";
	if (length < IP6_JUMBO_PAYLOAD_MIN)
		return " - < 65536";
	return "";
}

static bool render_jumbo(struct chain *chain, struct option option)
{
	const char *fault;
	uint32_t length;

	if (option.remaining < IP6_JUMBO_LENGTH)
		return end(chain, "(jumbo: trunc)");
	if (option.length != IP6_JUMBO_LENGTH - 2) {
		say_number(chain, "(jumbo: invalid len ", option.length, ")");
		return false;
	}
	length = bytes_u32(&option.body);
	fault = jumbo_fault(chain, option, length);
	if (*fault == '\0') {
		chain->jumbo = true;
		chain->payload_length = length;
	}
	if (chain->options->verbose) {
		say_number(chain, "(jumbo: ", length, fault);
		say(chain, ") ");
	}
	return true;
}

static bool render_option(struct chain *chain, struct option option)
{
	switch (option.type) {
	case IP6_OPTION_ROUTER_ALERT:
		return render_router_alert(chain, option);
	case IP6_OPTION_JUMBO:
		return render_jumbo(chain, option);
	case IP6_OPTION_HOME_ADDRESS:
		return render_home_address(chain, option);
	}
	if (!chain->options->verbose)
		return true;
	if (option.type == IP6_OPTION_PADN) {
		say(chain, "(padn)");
		return true;
	}
	say_hex(chain, "(opt_type 0x", option.type, 2);
	say_number(chain, ": len=", option.length, ")");
	return true;
}

/* The options of a header; false if one is broken. */
static bool render_options(struct chain *chain, struct bytes at,
			   bool in_hop_by_hop)
{
	struct option option = { .in_hop_by_hop = in_hop_by_hop,
				 .first_jumbo = true };

	while (at.left > 0) {
		option.remaining = at.left;
		option.type = bytes_u8(&at);
		if (option.type == IP6_OPTION_PAD1) {
			if (chain->options->verbose)
				say(chain, "(pad1)");
			continue;
		}
		option.length = bytes_u8(&at);
		if (at.ran_out || option.length > at.left)
			return false;
		option.body = bytes_split(&at, option.length);
		if (!render_option(chain, option))
			return false;
		if (option.type == IP6_OPTION_JUMBO)
			option.first_jumbo = false;
	}
	if (chain->options->verbose)
		say(chain, " ");
	return true;
}

/* Whether a header that says its length in units of eight octets is all
 * there; it is split off and its next header noted then. */
static bool take_header(struct chain *chain, struct bytes *header)
{
	struct bytes ahead = chain->at;
	uint8_t next = bytes_u8(&ahead);
	size_t length = ((size_t)bytes_u8(&ahead) + 1) * 8;

	if (ahead.ran_out || chain->at.left < length)
		return false;
	*header = bytes_split(&chain->at, length);
	bytes_take(header, 2);
	chain->next = next;
	return true;
}

static bool render_hop_by_hop(struct chain *chain)
{
	struct bytes header;
	bool length_is_there = chain->at.left >= 2;
	bool good = false;

	if (chain->hop_by_hop)
		return end(chain, "[The Hop-by-Hop Options header was already "
				  "found] (invalid)");
	if (chain->extended)
		return end(chain, "[The Hop-by-Hop Options header don't follow "
				  "the IPv6 header] (invalid)");
	if (!length_is_there)
		return end(chain, " [|hbhopt]");
	if (take_header(chain, &header)) {
		say(chain, "HBH ");
		good = render_options(chain, header, true);
	}
	if (!good)
		say(chain, " [|hbhopt]");
	if (chain->payload_length == 0)
		return end(chain, "[No valid Jumbo Payload Hop-by-Hop option "
				  "found] (invalid)");
	chain->hop_by_hop = true;
	return good;
}

static bool render_destination_options(struct chain *chain)
{
	struct bytes header;

	if (!take_header(chain, &header))
		return end(chain, " [|dstopt]");
	say(chain, "DSTOPT ");
	if (!chain->options->verbose)
		return true;
	return render_options(chain, header, false) || end(chain, " [|dstopt]");
}

/* The list of addresses that ends a routing header, and the header. */
static bool render_segments(const struct chain *chain, struct bytes at,
			    uint8_t length)
{
	if (length % 2 != 0) {
		say_number(chain, " (invalid length ", length, ")");
		return end(chain, " (invalid)");
	}
	for (unsigned i = 0; i < length / 2u; i++) {
		const uint8_t *address = bytes_take(&at, 16);

		if (!address)
			return end(chain, " [|rt6]");
		say_number(chain, ", [", i, "]");
		say_address(chain, address);
	}
	say(chain, ") ");
	return true;
}

/* Types 0 and 2: a reserved word, then the addresses. */
static bool render_source_route(const struct chain *chain, struct bytes at,
				uint8_t length)
{
	uint32_t reserved = bytes_u32(&at);

	if (at.ran_out)
		return end(chain, " [|rt6]");
	if (reserved != 0 || chain->options->verbose)
		say_hex(chain, ", rsv=0x", reserved, 0);
	return render_segments(chain, at, length);
}

static bool render_segment_routing(const struct chain *chain, struct bytes at,
				   uint8_t length)
{
	uint8_t last_entry = bytes_u8(&at);
	uint8_t flags;
	uint16_t tag;

	if (at.ran_out)
		return end(chain, " [|rt6]");
	say_number(chain, ", last-entry=", last_entry, "");
	flags = bytes_u8(&at);
	if (at.ran_out)
		return end(chain, " [|rt6]");
	if (flags != 0 || chain->options->verbose)
		say_hex(chain, ", flags=0x", flags, 0);
	tag = bytes_u16(&at);
	if (at.ran_out)
		return end(chain, " [|rt6]");
	say_hex(chain, ", tag=", tag, 0);
	return render_segments(chain, at, length);
}

/* "RT6 (len=2, type=0": false when the line ends there. */
static bool render_routing_start(const struct chain *chain, struct bytes *at,
				 uint8_t *length, uint8_t *type)
{
	uint8_t segments_left;

	bytes_take(at, 1); /* next header */
	*length = bytes_u8(at);
	say(chain, "RT6");
	if (at->ran_out)
		return end(chain, " [|rt6]");
	say_number(chain, " (len=", *length, "");
	*type = bytes_u8(at);
	if (at->ran_out)
		return end(chain, " [|rt6]");
	say_number(chain, ", type=", *type, "");
	if (*type == IP6_ROUTING_SOURCE)
		say(chain, " [Deprecated]");
	segments_left = bytes_u8(at);
	if (at->ran_out)
		return end(chain, " [|rt6]");
	say_number(chain, ", segleft=", segments_left, "");
	return true;
}

static bool render_routing(struct chain *chain)
{
	struct bytes at = chain->at, header;
	uint8_t length, type;
	bool good;

	if (at.left == 0)
		return end(chain, " [|ip6]");
	if (!render_routing_start(chain, &at, &length, &type))
		return false;
	if (type == IP6_ROUTING_SOURCE || type == IP6_ROUTING_MOBILE)
		good = render_source_route(chain, at, length);
	else if (type == IP6_ROUTING_SEGMENTS)
		good = render_segment_routing(chain, at, length);
	else
		good = end(chain, " (unknown type) (invalid)");
	return good && take_header(chain, &header);
}

/* "frag (0x0000abcd:0|1448) ": the octets are those behind this header, by
 * the payload length that the packet's first header says; when that is too
 * short, tcpdump prints what the subtraction gives, and so do we.  The
 * identification is missed only where it is shown. */
static bool render_fragment(struct chain *chain)
{
	struct bytes length_field =
		bytes_of(chain->ip->header, chain->ip->captured);
	uint64_t before = (uint64_t)(chain->at.at - chain->ip->header);
	uint64_t octets;
	uint8_t next = bytes_u8(&chain->at);
	uint16_t offset;
	uint32_t id;
	bool is_cut;

	bytes_take(&chain->at, 1); /* reserved */
	offset = bytes_u16(&chain->at) & FRAGMENT_OFFSET_MASK;
	is_cut = chain->at.ran_out;
	id = bytes_u32(&chain->at);
	if (is_cut || (chain->options->verbose && chain->at.ran_out))
		return end(chain, " [|frag6]");
	chain->next = next;
	bytes_take(&length_field, 4); /* version, class, flow label */
	octets = (uint64_t)IP6_HEADER_LENGTH + bytes_u16(&length_field) -
		 before - FRAGMENT_HEADER_LENGTH;
	say(chain, "frag (");
	if (chain->options->verbose) {
		say_hex(chain, "0x", id, 8);
		say(chain, ":");
	}
	say_number(chain, "", offset, "|");
	say_number(chain, "", octets, ")");
	if (offset != 0)
		return false;
	say(chain, " ");
	return chain->at.left > 0;
}

static bool render_header(struct chain *chain)
{
	switch (chain->next) {
	case IP_PROTOCOL_HOP_BY_HOP:
		return render_hop_by_hop(chain);
	case IP_PROTOCOL_DESTINATION_OPTIONS:
		return render_destination_options(chain);
	case IP_PROTOCOL_ROUTING:
		return render_routing(chain);
	default:
		return render_fragment(chain);
	}
}

/* The end of the chain is where a jumbo payload's length counts. */
static bool render_end(struct chain *chain)
{
	uint64_t length = (uint64_t)chain->payload_length + IP6_HEADER_LENGTH;

	if (chain->payload_length == 0 && chain->extended)
		return end(chain, " [|ip6]");
	if (length > UINT32_MAX)
		return end(chain, " [|ip6]");
	if (chain->jumbo && length > chain->ip->available)
		say_number(chain, "truncated-ip6 - ",
			   length - chain->ip->available, " bytes missing!");
	return true;
}

bool ip6_extensions_render(struct text *text,
			   const struct line_options *options,
			   const struct packet_ip *ip)
{
	struct bytes fixed = bytes_of(ip->header, ip->captured);
	struct chain chain = { .text = text, .options = options, .ip = ip };

	chain.next = ip->next_header;
	bytes_take(&fixed, 4); /* version, class, flow label */
	chain.payload_length = bytes_u16(&fixed);
	bytes_take(&fixed, IP6_HEADER_LENGTH - 6);
	chain.at = fixed;
	while (ip6_is_extension(chain.next)) {
		if (!render_header(&chain))
			return false;
		chain.extended = true;
	}
	return render_end(&chain);
}
