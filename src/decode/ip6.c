/*
 * IPv6: the fixed header, and the chain of extension headers behind it.
 *
 * The chain is walked once, each header takes at least eight octets, and
 * nothing is revisited: the time is linear in what was captured.
 *
 * A payload length of zero is right only with a jumbo payload option (RFC
 * 2675), which BIG TCP uses too; without one there is no payload.
 */
#include "decode/ip6.h"

#include <string.h>

#include "decode/seldom.h"

enum {
	NEXT_HEADER_AT = 6,
	NEXT_HEADER_KNOWN_FROM = 7, /* octets needed to see the next header */
	ADDRESS_LENGTH = 16,
	FRAGMENT_OFFSET_MASK = 0xfff8,
	FRAGMENT_MORE = 1
};

/* A chain of extension headers while it is walked. */
struct chain {
	struct packet_ip *ip; /* ip->protocol: what is next */
	struct bytes at;
	uint32_t payload_length; /* as the header says, or the jumbo option */
	uint32_t named_at;	 /* where ip->protocol stands; octets from the
				  * IP header */
	bool extended;		 /* there was an extension header */
};

enum step { STEP_NEXT, STEP_UPPER, STEP_FRAGMENT, STEP_BROKEN };

/* Leaves it as it is if there is less than an address. */
static void take_address(struct address *address, struct bytes *at)
{
	const uint8_t *octets = bytes_take(at, ADDRESS_LENGTH);

	if (!octets)
		return;
	address->version = 6;
	memcpy(address->octets, octets, ADDRESS_LENGTH);
}

bool ip6_is_extension(uint8_t next_header)
{
	return next_header == IP_PROTOCOL_HOP_BY_HOP ||
	       next_header == IP_PROTOCOL_DESTINATION_OPTIONS ||
	       next_header == IP_PROTOCOL_ROUTING ||
	       next_header == IP_PROTOCOL_FRAGMENT;
}

/* Whether TCP may be behind a header of this kind that cannot be read. */
static bool may_hold_tcp(uint8_t next_header)
{
	return next_header == IP_PROTOCOL_TCP || ip6_is_extension(next_header);
}

static void note_jumbo(struct chain *chain, uint32_t length)
{
	if (chain->payload_length == 0 && length >= IP6_JUMBO_PAYLOAD_MIN)
		chain->payload_length = length;
}

/* The body of one option of a hop-by-hop header; false if it cannot be. */
static bool decode_option(struct chain *chain, uint8_t type, struct bytes body,
			  bool first_jumbo)
{
	size_t length = body.left + 2;

	switch (type) {
	case IP6_OPTION_ROUTER_ALERT:
		return length == IP6_ROUTER_ALERT_LENGTH;
	case IP6_OPTION_HOME_ADDRESS:
		return length >= IP6_HOME_ADDRESS_LENGTH;
	case IP6_OPTION_JUMBO:
		if (length != IP6_JUMBO_LENGTH)
			return false;
		if (first_jumbo)
			note_jumbo(chain, bytes_u32(&body));
		return true;
	default:
		return true;
	}
}

static bool decode_options(struct chain *chain, struct bytes options)
{
	bool first_jumbo = true;

	while (options.left > 0) {
		uint8_t type = bytes_u8(&options);
		uint8_t length;
		struct bytes body;

		if (type == IP6_OPTION_PAD1)
			continue;
		length = bytes_u8(&options);
		if (options.ran_out || length > options.left)
			return false;
		body = bytes_split(&options, length);
		if (!decode_option(chain, type, body, first_jumbo))
			return false;
		if (type == IP6_OPTION_JUMBO)
			first_jumbo = false;
	}
	return true;
}

/* Splits off a header that says its length in units of eight octets, the
 * first not counted, and notes the next one; the cursor that is returned is
 * behind these two octets. */
static struct bytes take_extension(struct chain *chain)
{
	struct bytes ahead = chain->at;
	uint8_t next_header = bytes_u8(&ahead);
	size_t length = ((size_t)bytes_u8(&ahead) + 1) * 8;
	struct bytes header;

	if (chain->at.left > 0)
		chain->ip->protocol = next_header;
	if (ahead.ran_out || chain->at.left < length) {
		chain->at.ran_out = true;
		return ahead;
	}
	header = bytes_split(&chain->at, length);
	bytes_take(&header, 2);
	return header;
}

/* tcpdump reads these options to their end before it goes on, so a broken
 * one ends the line; those of a destination options header it does not. */
static enum step step_hop_by_hop(struct chain *chain)
{
	bool first = !chain->extended;
	struct bytes options = take_extension(chain);

	if (!first || chain->at.ran_out)
		return STEP_BROKEN;
	if (!decode_options(chain, options))
		return STEP_BROKEN;
	return chain->payload_length == 0 ? STEP_BROKEN : STEP_NEXT;
}

static enum step step_destination_options(struct chain *chain)
{
	take_extension(chain);
	return chain->at.ran_out ? STEP_BROKEN : STEP_NEXT;
}

/* Whole addresses only: `length` is in units of eight octets. */
static bool routing_is_readable(uint8_t type, uint8_t length)
{
	return (type == IP6_ROUTING_SOURCE || type == IP6_ROUTING_MOBILE ||
		type == IP6_ROUTING_SEGMENTS) &&
	       length % 2 == 0;
}

static enum step step_routing(struct chain *chain)
{
	struct bytes header = take_extension(chain);
	uint8_t length = (uint8_t)((header.left + 2) / 8 - 1);

	if (chain->at.ran_out)
		return STEP_BROKEN;
	if (!routing_is_readable(bytes_u8(&header), length))
		return STEP_BROKEN;
	return STEP_NEXT;
}

/* A second fragment header is a part of what the first one is about. */
static void note_part(struct chain *chain, uint16_t offset, uint32_t id)
{
	struct packet_ip *ip = chain->ip;
	bool more = offset & FRAGMENT_MORE;

	ip->fragment_header = true;
	ip->fragment_offset = offset & FRAGMENT_OFFSET_MASK;
	if (ip->fragment || (!more && ip->fragment_offset == 0))
		return;
	ip->fragment = true;
	ip->part = (struct ip_part){
		.more = more,
		.named_at = chain->named_at,
		.id = id,
		.offset = ip->fragment_offset,
		.start = (uint32_t)(chain->at.at - ip->header),
	};
}

static enum step step_fragment(struct chain *chain)
{
	struct packet_ip *ip = chain->ip;
	uint8_t next_header = bytes_u8(&chain->at);
	uint16_t offset;
	uint32_t id;

	if (!chain->at.ran_out)
		ip->protocol = next_header;
	bytes_take(&chain->at, 1); /* reserved */
	offset = bytes_u16(&chain->at);
	id = bytes_u32(&chain->at);
	if (chain->at.ran_out)
		return STEP_BROKEN;
	note_part(chain, offset, id);
	if (ip->fragment_offset > 0)
		return STEP_FRAGMENT;
	return chain->at.left > 0 ? STEP_NEXT : STEP_BROKEN;
}

static enum step take_step(struct chain *chain)
{
	switch (chain->ip->protocol) {
	case IP_PROTOCOL_HOP_BY_HOP:
		return step_hop_by_hop(chain);
	case IP_PROTOCOL_DESTINATION_OPTIONS:
		return step_destination_options(chain);
	case IP_PROTOCOL_ROUTING:
		return step_routing(chain);
	case IP_PROTOCOL_FRAGMENT:
		return step_fragment(chain);
	default:
		return STEP_UPPER;
	}
}

static enum step walk(struct chain *chain)
{
	for (;;) {
		uint32_t start = (uint32_t)(chain->at.at - chain->ip->header);
		enum step step = take_step(chain);

		if (step != STEP_NEXT)
			return step;
		chain->extended = true;
		chain->named_at = start; /* its first octet names the next */
	}
}

static void limit(struct packet_ip *ip, struct layer *rest, uint32_t length)
{
	ip->length = length;
	layer_limit(rest, length);
	ip->captured = (uint32_t)rest->bytes.left;
}

/* Fixes the packet's length when the end of the chain is reached; false when
 * it cannot be. */
static bool settle_length(struct chain *chain, struct layer *rest)
{
	struct packet_ip *ip = chain->ip;
	uint64_t length = (uint64_t)chain->payload_length + IP6_HEADER_LENGTH;

	if (chain->payload_length == 0)
		return false;
	if (length > UINT32_MAX || length < ip->header_length)
		return false;
	limit(ip, rest, (uint32_t)length);
	return true;
}

/*
 * RFC 8200, 3:
 *
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |Version| Traffic Class |           Flow Label                  |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |         Payload Length        |  Next Header  |   Hop Limit   |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                         Source Address                        |
 *  +                        (four such rows)                       +
 *  |                      Destination Address                      |
 *  +                        (four such rows)                       +
 *
 * False when it is broken or not wholly there.  `payload_length` is set.
 */
BYTES_HEADER bool read_fixed(struct packet_ip *ip, struct bytes at,
			     uint32_t *payload_length)
{
	uint32_t first = bytes_u32(&at);

	ip->traffic_class = (uint8_t)(first >> 20);
	*payload_length = bytes_u16(&at);
	ip->next_header = bytes_u8(&at);
	ip->protocol = ip->next_header;
	ip->ttl = bytes_u8(&at);
	take_address(&ip->source, &at);
	take_address(&ip->destination, &at);
	ip->length = *payload_length ? *payload_length + IP6_HEADER_LENGTH
				     : ip->available;
	ip->header_length = IP6_HEADER_LENGTH;
	return !at.ran_out && first >> 28 == 6;
}

SELDOM bool decode_cut(struct packet_ip *ip, uint32_t *payload_length)
{
	return read_fixed(ip, bytes_of(ip->header, ip->captured),
			  payload_length);
}

static bool decode_fixed(struct packet_ip *ip, uint32_t *payload_length)
{
	if (ip->captured < IP6_HEADER_LENGTH)
		return decode_cut(ip, payload_length);
	return read_fixed(ip, bytes_of(ip->header, IP6_HEADER_LENGTH),
			  payload_length);
}

SELDOM enum ip_outcome give_up(const struct packet_ip *ip)
{
	struct bytes at = bytes_of(ip->header, ip->captured);
	bool is_ip6 = bytes_u8(&at) >> 4 == 6;

	if (!is_ip6 || ip->captured < NEXT_HEADER_KNOWN_FROM)
		return IP_LOST;
	return may_hold_tcp(ip->protocol) ? IP_LOST : IP_OTHER;
}

/* With extension headers, which the length that is there has room for, if the
 * header does not say one. */
SELDOM enum ip_outcome decode_chain(struct packet_ip *ip, struct layer *rest,
				    uint32_t payload_length)
{
	struct chain chain = { .ip = ip,
			       .payload_length = payload_length,
			       .named_at = NEXT_HEADER_AT };
	enum step step;

	limit(ip, rest, ip->length);
	chain.at = rest->bytes;
	bytes_take(&chain.at, IP6_HEADER_LENGTH);
	step = walk(&chain);
	ip->header_length = (uint32_t)(chain.at.at - ip->header);
	if (step == STEP_FRAGMENT)
		return IP_FRAGMENT;
	if (step == STEP_BROKEN || !settle_length(&chain, rest))
		return give_up(ip);
	bytes_take(&rest->bytes, ip->header_length);
	return IP_UPPER;
}

enum ip_outcome ip6_decode(struct packet_ip *ip, struct layer *rest)
{
	uint32_t payload_length;

	ip_begin(ip, 6, rest);
	if (!decode_fixed(ip, &payload_length))
		return give_up(ip);
	if (ip6_is_extension(ip->protocol))
		return decode_chain(ip, rest, payload_length);
	limit(ip, rest, payload_length + IP6_HEADER_LENGTH);
	bytes_take(&rest->bytes, IP6_HEADER_LENGTH);
	return IP_UPPER;
}

/* The final destination that a routing header names, its first two octets
 * read already; `destination` if it names none. */
static struct address last_of_routing(struct bytes header,
				      struct address destination)
{
	uint8_t length = (uint8_t)((header.left + 2) / 8 - 1);
	uint8_t type = bytes_u8(&header);
	uint32_t addresses = length / 2;
	struct address last = { 0 };

	if (!routing_is_readable(type, length) || addresses == 0)
		return destination;
	bytes_take(&header, 5); /* segments left, and four of the type's own */
	if (type != IP6_ROUTING_SEGMENTS) /* those are in reverse order */
		bytes_take(&header, (size_t)(addresses - 1) * ADDRESS_LENGTH);
	take_address(&last, &header);
	return last;
}

struct address ip6_final_destination(const struct packet_ip *ip)
{
	struct packet_ip scratch = { .header = ip->header,
				     .protocol = ip->next_header };
	struct chain chain = { .ip = &scratch,
			       .at = bytes_of(ip->header, ip->captured) };
	struct bytes header;

	bytes_take(&chain.at, IP6_HEADER_LENGTH);
	while (scratch.protocol != IP_PROTOCOL_ROUTING) {
		if (!ip6_is_extension(scratch.protocol))
			return ip->destination;
		if (scratch.protocol == IP_PROTOCOL_FRAGMENT)
			step_fragment(&chain);
		else
			take_extension(&chain);
		if (chain.at.ran_out)
			return ip->destination;
	}
	header = take_extension(&chain);
	if (chain.at.ran_out)
		return ip->destination;
	return last_of_routing(header, ip->destination);
}
