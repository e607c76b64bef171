/*
 * The TCP header, and its checksum.
 *
 * How much of the header is there decides what may be said of the segment:
 * the extent tells, and everything that could not be read is zero.
 */
#include "decode/tcp.h"

#include <arpa/inet.h>
#include <stddef.h>
#include <string.h>

#include "decode/checksum.h"
#include "decode/ip.h"
#include "decode/packet.h"
#include "decode/seldom.h"
#include "decode/tcp_options.h"

enum {
	PORTS_LENGTH = 4,
	FLAGS_MASK = 0x1ff /* the control bits and AE; not the reserved */
};

/*
 * RFC 9293, 3.1:
 *
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |          Source Port          |       Destination Port        |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                        Sequence Number                        |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                    Acknowledgment Number                      |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |  Data |       |C|E|U|A|P|R|S|F|                               |
 *  | Offset| Rsrvd |W|C|R|C|S|S|Y|I|            Window             |
 *  |       |       |R|E|G|K|H|T|N|N|                               |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |           Checksum            |         Urgent Pointer        |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                           [Options]                           |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                             Data                              :
 *
 * The last of the reserved bits is AE (RFC 9768).
 */
BYTES_HEADER void read_fixed(struct packet_tcp *tcp, struct bytes at)
{
	uint16_t offset_and_flags;

	tcp->source_port = bytes_u16(&at);
	tcp->destination_port = bytes_u16(&at);
	tcp->seq = bytes_u32(&at);
	tcp->ack = bytes_u32(&at);
	offset_and_flags = bytes_u16(&at);
	tcp->header_length = (uint32_t)(offset_and_flags >> 12) * 4;
	tcp->flags = offset_and_flags & FLAGS_MASK;
	tcp->window = bytes_u16(&at);
	tcp->checksum_field = bytes_u16(&at);
	tcp->urgent = bytes_u16(&at);
}

/* What there is of a header that is cut. */
SELDOM void decode_cut(struct packet_tcp *tcp)
{
	read_fixed(tcp, bytes_of(tcp->header, tcp->captured));
	tcp->extent = tcp->captured < PORTS_LENGTH ? TCP_NOTHING : TCP_PORTS;
}

/* The fixed header is there. */
static enum tcp_extent extent_of(const struct packet_tcp *tcp)
{
	if (tcp->header_length < TCP_HEADER_LENGTH)
		return TCP_HEADER_SHORT;
	if (tcp->header_length > tcp->length)
		return TCP_HEADER_LONG;
	if (tcp->header_length > tcp->captured)
		return TCP_OPTIONS_CUT;
	return TCP_WHOLE_HEADER;
}

/* Both addresses, of which the last may be another than the header's own. */
SELDOM uint64_t sum_routed(const struct packet_ip *ip)
{
	struct address last = ip_final_destination(ip);
	uint64_t sum = checksum_add(0, last.octets, sizeof(last.octets));

	return checksum_add(sum, ip->source.octets, sizeof(ip->source.octets));
}

static uint64_t sum_four_words(const uint8_t *at)
{
	uint64_t first = checksum_plus(bytes_word(at), bytes_word(at + 8));
	uint64_t last = checksum_plus(bytes_word(at + 16), bytes_word(at + 24));

	return checksum_plus(first, last);
}

/* The sum of the addresses, as the pseudoheader has them (RFC 9293 3.1, RFC
 * 8200 8.1).  They are the end of a header that has no options. */
static uint64_t sum_addresses(const struct packet_ip *ip)
{
	const uint8_t *end = ip->header + ip->header_length;

	if (ip_has_options(ip))
		return sum_routed(ip);
	return ip->version == 4 ? bytes_word(end - 8)
				: sum_four_words(end - 32);
}

/* What else the pseudoheader has. */
static uint64_t protocol_and_length(uint32_t length)
{
	return (uint64_t)htons(IP_PROTOCOL_TCP) + htonl(length);
}

/* A stack that leaves the checksum to its card stores the sum of the
 * pseudoheader, not complemented.  With segmentation offload the length of
 * each segment is not known yet, and some stacks leave it out of that sum. */
static bool is_left_to_card(uint16_t field, uint64_t addresses, uint32_t length)
{
	uint64_t whole = checksum_plus(addresses, protocol_and_length(length));
	uint64_t without = checksum_plus(addresses, protocol_and_length(0));

	return field == ntohs(checksum_fold(whole)) ||
	       field == ntohs(checksum_fold(without));
}

/* Over what TCP says, if all of it is here. */
static void verify(struct packet_tcp *tcp, const struct packet_ip *ip)
{
	uint64_t addresses, all;
	uint32_t length = tcp->length;
	uint16_t sum;

	if (tcp->extent != TCP_WHOLE_HEADER || tcp->captured < length)
		return;
	if (ip->fragment || ip->fragment_header)
		return;
	if (ip->version == 4)
		length &= 0xffff; /* it is 16 bits wide there */
	addresses = sum_addresses(ip);
	all = checksum_plus(addresses, protocol_and_length(length));
	all = checksum_add(all, tcp->header, tcp->length);
	sum = ntohs(checksum_fold(all));
	if (sum == 0xffff) {
		tcp->checksum_expected = tcp->checksum_field;
		tcp->checksum = CHECKSUM_GOOD;
		return;
	}
	tcp->checksum_expected = checksum_expected(tcp->checksum_field, sum);
	if (is_left_to_card(tcp->checksum_field, addresses, length))
		tcp->checksum = CHECKSUM_OFFLOAD;
	else
		tcp->checksum = CHECKSUM_BAD;
}

static void decode_options(struct packet_tcp *tcp)
{
	struct bytes at = bytes_of(tcp->header, tcp->captured);
	uint32_t length = tcp->header_length - TCP_HEADER_LENGTH;

	bytes_skip(&at, TCP_HEADER_LENGTH);
	bytes_limit(&at, length);
	tcp_options_decode(&tcp->options, at, length);
}

void tcp_decode(struct packet_tcp *tcp, const struct packet_ip *ip,
		const struct layer *rest)
{
	tcp->header = rest->bytes.at;
	tcp->captured = (uint32_t)rest->bytes.left;
	tcp->length = ip->length - ip->header_length - ip->ah_length;
	if (tcp->captured < TCP_HEADER_LENGTH) {
		decode_cut(tcp);
		return;
	}
	read_fixed(tcp, bytes_of(tcp->header, TCP_HEADER_LENGTH));
	tcp->extent = extent_of(tcp);
	if (tcp->extent < TCP_OPTIONS_CUT)
		return;
	tcp->payload = tcp->length - tcp->header_length;
	decode_options(tcp);
	verify(tcp, ip);
}

void tcp_clear(struct packet_tcp *tcp)
{
	memset(tcp, 0, offsetof(struct packet_tcp, options.sacks));
}
