/*
 * IPv4, and what it has in common with IPv6.
 *
 * The rules for lengths are tcpdump's, because the line's length must be its
 * length: a total length of zero is taken for segmentation offload (the card
 * had yet to write it), one that is shorter than the frame cuts Ethernet's
 * padding, and one that is longer means that the rest is missing.
 */
#include "decode/ip.h"

#include <stddef.h>
#include <string.h>

#include "decode/checksum.h"
#include "decode/ip6.h"
#include "decode/seldom.h"

enum {
	PROTOCOL_KNOWN_FROM = 10, /* octets needed to see the protocol */
	FLAG_MORE_FRAGMENTS = 0x2000,
	OFFSET_MASK = 0x1fff,
	SOURCE_ROUTE_MIN = 7 /* one address */
};

/* Leaves it as it is if there is less than an address.  Written as a whole, it
 * can be read in words without a wait. */
static void take_address(struct address *address, struct bytes *at)
{
	const uint8_t *octets = bytes_take(at, 4);
	uint8_t whole[sizeof(address->octets)] = { 0 };

	if (!octets)
		return;
	memcpy(whole, octets, 4);
	address->version = 4;
	memcpy(address->octets, whole, sizeof(whole));
}

static void note_fragment(struct packet_ip *ip, uint16_t flags_and_offset)
{
	if (!(flags_and_offset & (FLAG_MORE_FRAGMENTS | OFFSET_MASK)))
		return;
	ip->fragment = true;
	ip->fragment_offset = (uint32_t)(flags_and_offset & OFFSET_MASK) * 8;
	ip->part = (struct ip_part){
		.more = flags_and_offset & FLAG_MORE_FRAGMENTS,
		.id = ip->id,
		.offset = ip->fragment_offset,
		.start = ip->header_length,
	};
}

/*
 * RFC 791, 3.1:
 *
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |Version|  IHL  |Type of Service|          Total Length         |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |         Identification        |Flags|      Fragment Offset    |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |  Time to Live |    Protocol   |         Header Checksum       |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                       Source Address                          |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                    Destination Address                        |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                    Options                    |    Padding    |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *
 * False when it is broken or not wholly there; what could be read is set.
 */
BYTES_HEADER bool read_fixed(struct packet_ip *ip, struct bytes at)
{
	uint8_t version_and_length = bytes_u8(&at);

	if (version_and_length >> 4 != 4)
		return false;
	ip->header_length = (uint32_t)(version_and_length & 0xf) * 4;
	ip->traffic_class = bytes_u8(&at);
	ip->length = bytes_u16(&at);
	ip->id = bytes_u16(&at);
	note_fragment(ip, bytes_u16(&at));
	ip->ttl = bytes_u8(&at);
	ip->protocol = bytes_u8(&at);
	ip->next_header = ip->protocol;
	bytes_take(&at, 2); /* checksum */
	take_address(&ip->source, &at);
	take_address(&ip->destination, &at);
	if (ip->length == 0)
		ip->length = ip->available;
	else if (ip->length < ip->header_length)
		return false;
	return !at.ran_out && ip->header_length >= IP_HEADER_LENGTH;
}

SELDOM bool decode_cut(struct packet_ip *ip)
{
	return read_fixed(ip, bytes_of(ip->header, ip->captured));
}

static bool decode_fixed(struct packet_ip *ip)
{
	if (ip->captured < IP_HEADER_LENGTH)
		return decode_cut(ip);
	return read_fixed(ip, bytes_of(ip->header, IP_HEADER_LENGTH));
}

/* What a header that cannot be read on is worth. */
SELDOM enum ip_outcome give_up(const struct packet_ip *ip)
{
	struct bytes at = bytes_of(ip->header, ip->captured);
	bool is_ip4 = bytes_u8(&at) >> 4 == 4;

	if (!is_ip4 || ip->captured < PROTOCOL_KNOWN_FROM)
		return IP_LOST;
	return ip->protocol == IP_PROTOCOL_TCP ? IP_LOST : IP_OTHER;
}

static uint64_t sum_without_options(const uint8_t *header)
{
	uint64_t sum =
		checksum_plus(bytes_word(header), bytes_word(header + 8));

	return checksum_plus(sum, bytes_half_word(header + 16));
}

static void verify_header(struct packet_ip *ip)
{
	uint64_t sum = ip->header_length == IP_HEADER_LENGTH
			       ? sum_without_options(ip->header)
			       : checksum_add(0, ip->header, ip->header_length);
	bool good = checksum_fold(sum) == 0xffff;

	ip->checksum = good ? CHECKSUM_GOOD : CHECKSUM_BAD;
}

void ip_begin(struct packet_ip *ip, uint8_t version, const struct layer *rest)
{
	ip->version = version;
	ip->header = rest->bytes.at;
	ip->captured = (uint32_t)rest->bytes.left;
	ip->available = layer_length(rest);
}

static enum ip_outcome decode_ip4(struct packet_ip *ip, struct layer *rest)
{
	ip_begin(ip, 4, rest);
	if (!decode_fixed(ip))
		return give_up(ip);
	layer_limit(rest, ip->length);
	ip->captured = (uint32_t)rest->bytes.left;
	if (bytes_skip(&rest->bytes, ip->header_length))
		verify_header(ip);
	if (ip->fragment_offset > 0)
		return IP_FRAGMENT;
	return rest->bytes.ran_out ? give_up(ip) : IP_UPPER;
}

/* By the version that the header says itself. */
SELDOM enum ip_outcome decode_either(struct packet_ip *ip, struct layer *rest)
{
	struct bytes ahead = rest->bytes;

	switch (bytes_u8(&ahead) >> 4) {
	case 4:
		return decode_ip4(ip, rest);
	case 6:
		return ip6_decode(ip, rest);
	default:
		ip_begin(ip, 0, rest);
		return IP_LOST;
	}
}

enum ip_outcome ip_decode(struct packet_ip *ip, enum layer_kind kind,
			  struct layer *rest)
{
	if (kind == LAYER_IPV4)
		return decode_ip4(ip, rest);
	if (kind == LAYER_IPV6)
		return ip6_decode(ip, rest);
	return decode_either(ip, rest);
}

void ip_clear(struct packet_ip *ip)
{
	memset(ip, 0, offsetof(struct packet_ip, source));
	ip->source = ip->destination = (struct address){ 0 };
}

/* The last address of a source route among IPv4 options; `destination` when
 * there is none. */
static struct address last_of_source_route(struct bytes options,
					   struct address destination)
{
	struct address last = { 0 };

	while (options.left > 0) {
		uint8_t type = bytes_u8(&options);
		uint8_t length;
		struct bytes body;

		if (type == IP_OPTION_END)
			break;
		if (type == IP_OPTION_NOP)
			continue;
		length = bytes_u8(&options);
		if (length < 2 || options.left < (size_t)length - 2)
			break;
		body = bytes_split(&options, (size_t)length - 2);
		if (length < SOURCE_ROUTE_MIN)
			continue;
		bytes_take(&body, (size_t)length - 2 - 4);
		if (type != IP_OPTION_LOOSE_ROUTE &&
		    type != IP_OPTION_STRICT_ROUTE)
			continue;
		take_address(&last, &body);
		return last;
	}
	return destination;
}

struct address ip_final_destination(const struct packet_ip *ip)
{
	struct bytes at = bytes_of(ip->header, ip->captured);

	if (ip->version == 6)
		return ip6_final_destination(ip);
	bytes_limit(&at, ip->header_length);
	bytes_take(&at, IP_HEADER_LENGTH);
	return last_of_source_route(at, ip->destination);
}
