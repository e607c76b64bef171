/*
 * ICMP and ICMPv6 errors.
 *
 * An error quotes the packet that caused it: its IP header and at least eight
 * octets more (RFC 792), or as much as fits (RFC 4443), which names the
 * connection it is about.
 */
#include "decode/icmp.h"

#include "decode/ip.h"
#include "decode/packet.h"

/* ICMP types that quote (RFC 792). */
enum {
	ICMP_UNREACHABLE = 3,
	ICMP_SOURCE_QUENCH = 4,
	ICMP_REDIRECT = 5,
	ICMP_TIME_EXCEEDED = 11,
	ICMP_PARAMETER_PROBLEM = 12
};

/* And ICMPv6's (RFC 4443): unreachable, too big, time exceeded, parameter
 * problem; the rest of the errors' range is not assigned. */
enum { ICMPV6_ERROR_FIRST = 1, ICMPV6_ERROR_LAST = 4 };

enum { ICMP_REST_OF_HEADER = 6 }; /* checksum, and four by the type */

static bool is_error(enum layer_kind kind, uint8_t type)
{
	if (kind == LAYER_ICMPV6)
		return type >= ICMPV6_ERROR_FIRST && type <= ICMPV6_ERROR_LAST;
	return type == ICMP_UNREACHABLE || type == ICMP_SOURCE_QUENCH ||
	       type == ICMP_REDIRECT || type == ICMP_TIME_EXCEEDED ||
	       type == ICMP_PARAMETER_PROBLEM;
}

static bool decode_quoted(struct packet_quote *quote, enum layer_kind kind,
			  struct layer *rest)
{
	struct packet_ip ip = { 0 };
	struct bytes *at = &rest->bytes;

	if (ip_decode(&ip, kind, rest) != IP_UPPER)
		return false;
	if (ip.protocol != IP_PROTOCOL_TCP)
		return false;
	quote->source = ip.source;
	quote->destination = ip.destination;
	quote->source_port = bytes_u16(at);
	quote->destination_port = bytes_u16(at);
	if (at->ran_out)
		return false;
	quote->seq = bytes_u32(at);
	quote->has_seq = !at->ran_out;
	return true;
}

bool icmp_decode(struct packet_quote *quote, const struct packet_ip *ip,
		 enum layer_kind kind, struct layer rest)
{
	struct packet_quote found = { .reporter = ip->source };
	enum layer_kind quoted = kind == LAYER_ICMPV6 ? LAYER_IPV6 : LAYER_IPV4;

	found.icmp_type = bytes_u8(&rest.bytes);
	found.icmp_code = bytes_u8(&rest.bytes);
	bytes_take(&rest.bytes, ICMP_REST_OF_HEADER);
	if (rest.bytes.ran_out || !is_error(kind, found.icmp_type))
		return false;
	if (!decode_quoted(&found, quoted, &rest))
		return false;
	*quote = found;
	return true;
}
