#include <criterion/criterion.h>
#include <stdlib.h>

#include "decode/decode.h"
#include "render/parts.h"
#include "render/text.h"
#include "tests/build.h"
#include "tests/same_packet.h"
#include "tests/tunnels.h"

/*
 * Every kind of packet, cut at every length, in a block of exactly that size:
 * AddressSanitizer sees a read outside of it, and what decode says of the
 * lengths must fit together wherever the cut is.
 */

#define MACS "020000000002 020000000001 "
#define DATA "00010203040506070809"
#define OPTIONS "020405b4 0402080a 00000001 00000002 01030307"

/* clang-format off */
static const struct {
	const char *name;
	enum link_type link_type;
	const char *header; /* up to the IP packet, or all of it */
	struct build_segment segment;
	bool no_segment; /* `header` is all */
} rows[] = {
	{ "Ethernet", LINK_ETHERNET, MACS "0800", { .data = DATA,
	  .options = OPTIONS }, false },
	{ "tags", LINK_ETHERNET, MACS "88a8 0001 8100 0002 86dd",
	  { .version = 6, .data = DATA, .options = OPTIONS }, false },
	{ "ten tags", LINK_ETHERNET, MACS
	  "8100 0001 8100 0001 8100 0001 8100 0001 8100 0001 8100 0001 "
	  "8100 0001 8100 0001 8100 0001 8100 0001 0800", { .data = DATA },
	  false },
	{ "SNAP", LINK_ETHERNET, MACS "003a aaaa03 000000 0800",
	  { .data = DATA }, false },
	{ "LLC", LINK_ETHERNET, MACS "0035 060603", { .data = DATA }, false },
	{ "LLC, shorter than its header", LINK_ETHERNET, MACS "0001 060603",
	  { .data = DATA }, false },
	{ "SLL", LINK_LINUX_SLL,
	  "0000 0001 0006 020000000001 0000 8100 0005 0800", { .data = DATA },
	  false },
	{ "SLL2", LINK_LINUX_SLL2,
	  "86dd 0000 00000003 0304 04 06 0200000000010000", { .version = 6,
	  .data = DATA }, false },
	{ "SLL2, LLC", LINK_LINUX_SLL2,
	  "0004 0000 00000003 0001 04 06 0200000000010000 aaaa03 000000 0800",
	  { .data = DATA }, false },
	{ "NULL", LINK_NULL, "02000000", { .data = DATA }, false },
	{ "LOOP", LINK_LOOP, "0000001e", { .version = 6, .data = DATA },
	  false },
	{ "PPP", LINK_PPP, "ff03 0021", { .data = DATA }, false },
	{ "PPP, compressed", LINK_PPP, "57", { .version = 6, .data = DATA },
	  false },
	{ "PPP in HDLC", LINK_PPP_SERIAL, "ff03 0021", { .data = DATA },
	  false },
	{ "Cisco's HDLC in PPP's", LINK_PPP_SERIAL, "0f00 0800",
	  { .data = DATA }, false },
	{ "Cisco's HDLC", LINK_C_HDLC, "8f00 86dd", { .version = 6,
	  .data = DATA }, false },
	{ "raw", LINK_RAW, "", { .data = DATA, .options = OPTIONS }, false },
	{ "VN-Tag and 802.1BR", LINK_ETHERNET,
	  MACS "8926 80010000 893f 000100020003 0800", { .data = DATA },
	  false },
	{ "SNAP, a bridged frame", LINK_ETHERNET,
	  MACS "004f aaaa03 0080c2 0007 0000" MACS "0800", { .data = DATA },
	  false },
	{ "AH, transport mode", LINK_IPV6, "", { .version = 6, .first = 51,
	  .extra = "0604 0000 0000abcd 00000001 000102030405060708090a0b",
	  .data = DATA }, false },
	{ "802.11", LINK_WIFI, "0802 0000 020000000002 020000000003 "
	  "020000000001 0000 aaaa03 000000 0800", { .data = DATA }, false },
	{ "802.11, four addresses, quality of service", LINK_WIFI,
	  "8803 0000 020000000003 020000000004 020000000002 0000 020000000001 "
	  "0000 aaaa03 000000 86dd", { .version = 6, .data = DATA }, false },
	{ "radiotap, padded", LINK_RADIOTAP, "0000 1c00 03000080 00000000 "
	  "00000000 0000000000000000 20 000000 8801 0000 020000000003 "
	  "020000000001 020000000002 0000 0000 0000 aaaa03 000000 0800",
	  { .data = DATA }, false },
	{ "PPI", LINK_PPI, "0000 0800 69000000 0801 0000 020000000003 "
	  "020000000001 020000000002 0000 aaaa03 000000 0800",
	  { .data = DATA }, false },
	{ "FDDI", LINK_FDDI, "50" MACS "aaaa03 000000 0800", { .data = DATA },
	  false },
	{ "ARCNET", LINK_ARCNET, "01 02 d4 00 0001", { .data = DATA }, false },
	{ "ARCNET, exception", LINK_ARCNET, "01 02 d4 ff 000000 00 0001",
	  { .data = DATA }, false },
	{ "ARCNET, Linux", LINK_ARCNET_LINUX, "01 02 0000 f0",
	  { .data = DATA }, false },
	{ "IPoIB", LINK_IPOIB,
	  "00000000000000000000000000000000000000000000000000000000000000000000"
	  "000000000000 0800 0000", { .data = DATA }, false },
	{ "NFLOG", LINK_NFLOG, "02 00 002a 0800 0100 08000100 "
	  "0500 0a00 41000000 3600 0900", { .data = DATA }, false },
	{ "Frame Relay", LINK_FRAME_RELAY, "1841 03 cc", { .data = DATA },
	  false },
	{ "Frame Relay, SNAP", LINK_FRAME_RELAY,
	  "1841 03 00 80 000000 86dd", { .version = 6, .data = DATA }, false },
	{ "Juniper", LINK_JUNIPER_ETHERNET, "4d474380 0004 01020304"
	  MACS "0800", { .data = DATA }, false },
	{ "Juniper without a link layer", LINK_JUNIPER_PPP,
	  "4d474303 00000000", { .data = DATA }, false },
	{ "IPv4 options", LINK_IPV4, "",
	  { .extra = "830b0c0a000008 0a000009 01 440c0d00 00000001 00000002 "
	  "9404 0001 0707 04 0a000007 01", .data = DATA }, false },
	{ "time stamps with addresses", LINK_IPV4, "",
	  { .extra = "440d0511 0a000007 00000001 00 010101", .data = DATA },
	  false },
	{ "IPv4, length zero", LINK_IPV4, "",
	  { .ip_length = BUILD_LENGTH_ZERO, .data = DATA }, false },
	{ "IPv4, length too large", LINK_IPV4, "", { .ip_length = 1500,
	  .data = DATA }, false },
	{ "IPv4, length too small", LINK_IPV4, "", { .ip_length = 30,
	  .data = DATA }, false },
	{ "later fragment", LINK_IPV4, "", { .fragment = 7, .data = DATA },
	  false },
	{ "a bad checksum", LINK_IPV4, "", { .checksum = BUILD_BAD,
	  .data = DATA }, false },
	{ "every extension header", LINK_IPV6, "", { .version = 6, .first = 0,
	  .extra = "2b00 0502 0000 0100 2b02 0001 00000000 "
	  "20010db8000000000000000000000009 2c02 0401 00000005 "
	  "20010db8000000000000000000000009 3c00 0001 00000007 "
	  "0602 c912 20010db8000000000000000000000009 0100 0000",
	  .data = DATA }, false },
	{ "extension headers, later fragment", LINK_IPV6, "", { .version = 6,
	  .first = 60, .extra = "2c00 c204 00010000 0600 0009 00000007",
	  .data = DATA }, false },
	{ "jumbo payload", LINK_IPV6, "", { .version = 6, .first = 0,
	  .extra = "0600 c204 00010000", .ip_length = BUILD_LENGTH_ZERO,
	  .data = DATA }, false },
	{ "a broken option", LINK_IPV6, "", { .version = 6, .first = 0,
	  .extra = "0600 05ff 00010000", .data = DATA }, false },
	{ "ICMP", LINK_IPV4,
	  "4500003c000100004001 0000 0a0000fe 0a000001 0303 0000 00000000 "
	  "4600002c0007000040060000 0a000001 0a000002 01010101 c000 0050 "
	  "000003e8", { .version = 0 }, true },
	{ "ICMPv6", LINK_IPV6,
	  "6000000000403a40 20010db80000000000000000000000fe "
	  "20010db8000000000000000000000001 0104 0000 00000000 "
	  "60000000001c3c40 20010db8000000000000000000000001 "
	  "20010db8000000000000000000000002 0600 010400000000 c000 0050 "
	  "000003e8", { .version = 0 }, true },
};
/* clang-format on */

enum { ROWS = sizeof rows / sizeof *rows, ALL_ROWS = ROWS + TUNNEL_ROWS };

static const char *name_of(size_t i)
{
	return i < ROWS ? rows[i].name : tunnel_rows[i - ROWS].name;
}

static enum link_type link_type_of(size_t i)
{
	return i < ROWS ? rows[i].link_type : tunnel_rows[i - ROWS].link_type;
}

static void build_row(struct build *build, size_t i)
{
	if (i >= ROWS) {
		build_hex(build, tunnel_rows[i - ROWS].header);
		build_segment(build,
			      &(struct build_segment){
				      .version = tunnel_rows[i - ROWS].version,
				      .options = OPTIONS });
		return;
	}
	build_hex(build, rows[i].header);
	if (!rows[i].no_segment)
		build_segment(build, &rows[i].segment);
}

/* That `count` octets from `start` on are the packet's. */
static bool is_inside(const struct packet *packet, const uint8_t *start,
		      uint32_t count)
{
	if (!start)
		return count == 0;
	return start >= packet->bytes &&
	       count <= packet->captured - (size_t)(start - packet->bytes);
}

static void expect_tunnels_inside(const struct packet *packet, const char *name)
{
	uint32_t cut = packet->captured;

	cr_expect_leq(packet->tunnel_count, PACKET_TUNNELS_MAX, "%s", name);
	for (uint32_t i = 0; i < packet->tunnel_count; i++) {
		const struct packet_tunnel *tunnel = &packet->tunnels[i];

		cr_expect(is_inside(packet, tunnel->ip_header,
				    tunnel->ip_captured),
			  "%s, %u", name, cut);
		cr_expect(is_inside(packet, tunnel->inner,
				    tunnel->inner_captured),
			  "%s, %u", name, cut);
		cr_expect_leq(tunnel->ip_captured, tunnel->ip_available,
			      "%s, %u", name, cut);
		cr_expect_leq(tunnel->inner_captured, tunnel->inner_length,
			      "%s, %u", name, cut);
	}
}

static void expect_consistent(const struct packet *packet, const char *name)
{
	const struct packet_ip *ip = &packet->ip;
	const struct packet_tcp *tcp = &packet->tcp;
	uint32_t cut = packet->captured;

	cr_expect_leq(packet->link.header_length, cut, "%s, %u", name, cut);
	cr_expect(is_inside(packet, ip->header, ip->captured), "%s, %u", name,
		  cut);
	cr_expect_leq(ip->captured, ip->available, "%s, %u", name, cut);
	cr_expect(is_inside(packet, tcp->header, tcp->captured), "%s, %u", name,
		  cut);
	expect_tunnels_inside(packet, name);
	if (packet->kind != PACKET_TCP)
		return;
	cr_expect_eq(ip->length,
		     ip->header_length + ip->ah_length + tcp->length, "%s, %u",
		     name, cut);
	cr_expect_eq(ip->captured,
		     ip->header_length + ip->ah_length + tcp->captured,
		     "%s, %u", name, cut);
	cr_expect_leq(tcp->captured, tcp->length, "%s, %u", name, cut);
	cr_expect_leq(tcp->payload, tcp->length, "%s, %u", name, cut);
	if (tcp->extent >= TCP_OPTIONS_CUT)
		cr_expect_eq(tcp->payload + tcp->header_length, tcp->length,
			     "%s, %u", name, cut);
	if (tcp->extent == TCP_WHOLE_HEADER)
		cr_expect_leq(tcp->header_length, tcp->captured, "%s, %u", name,
			      cut);
	if (tcp->captured < tcp->length)
		cr_expect_eq(tcp->checksum, CHECKSUM_UNVERIFIED, "%s, %u", name,
			     cut);
}

/* What the packet before left in the struct says nothing of this one. */
static void expect_nothing_left(const struct packet *packet, const char *name)
{
	static const int octets[] = { 0x00, 0x5a, 0xff };

	for (size_t i = 0; i < sizeof octets / sizeof *octets; i++) {
		struct packet again;

		same_packet_spoiled(&again, packet, octets[i]);
		decode_packet(&again);
		cr_expect(same_packet(packet, &again), "%s, %u, %x", name,
			  packet->captured, (unsigned int)octets[i]);
	}
}

static void render_in_every_way(const struct packet *packet)
{
	for (int i = 0; i < 32; i++) {
		struct line_options options = { .link_header = i & 1,
						.verbose = i >> 1 & 1,
						.quiet = i >> 2 & 1,
						.classic = i >> 3 & 1,
						.numeric = i >> 4 & 1 };
		char storage[4096];
		struct text text;

		text_init(&text, storage, sizeof storage);
		link_header_render(&text, &options, packet);
		tunnel_headers_render(&text, &options, packet);
		if (ip_header_render(&text, &options, packet))
			cr_expect_eq(packet->kind, PACKET_TCP);
		cr_expect_not(text.overflowed);
	}
}

static bool is_shown(const struct packet *packet)
{
	return packet->kind == PACKET_TCP ||
	       packet->kind == PACKET_TCP_FRAGMENT ||
	       packet->kind == PACKET_TCP_LOST;
}

Test(cuts, everywhere)
{
	for (size_t i = 0; i < ALL_ROWS; i++) {
		uint8_t buffer[512];
		struct build build;

		build_start(&build, buffer, sizeof buffer);
		build_row(&build, i);
		for (uint32_t cut = 0; cut <= build.length; cut++) {
			uint8_t *block;
			struct packet packet =
				build_decode_cut(&build, link_type_of(i), cut,
						 &block);

			expect_consistent(&packet, name_of(i));
			expect_nothing_left(&packet, name_of(i));
			if (is_shown(&packet))
				render_in_every_way(&packet);
			free(block);
		}
	}
}

/* The same with each octet spoiled in turn, whole and cut behind it. */
Test(cuts, with_an_octet_spoiled)
{
	static const uint8_t values[] = { 0x00, 0x01, 0x7f, 0x80, 0xff };

	for (size_t i = 0; i < ALL_ROWS; i++) {
		uint8_t buffer[512];
		struct build build;

		build_start(&build, buffer, sizeof buffer);
		build_row(&build, i);
		for (uint32_t at = 0; at < build.length; at++) {
			uint8_t right = buffer[at];

			for (size_t v = 0; v < sizeof values; v++) {
				uint8_t *block;
				struct packet packet;
				uint32_t cut =
					v % 2 ? at + 1 : (uint32_t)build.length;

				buffer[at] = values[v];
				packet = build_decode_cut(&build,
							  link_type_of(i), cut,
							  &block);
				expect_consistent(&packet, name_of(i));
				expect_nothing_left(&packet, name_of(i));
				expect_nothing_left(&packet, name_of(i));
				if (is_shown(&packet))
					render_in_every_way(&packet);
				free(block);
			}
			buffer[at] = right;
		}
	}
}

/* A whole packet of each row is what it is meant to be. */
Test(cuts, whole)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		uint8_t buffer[512];
		struct build build;
		struct packet packet;

		build_start(&build, buffer, sizeof buffer);
		build_row(&build, i);
		packet = build_decode(&build, rows[i].link_type);
		if (rows[i].no_segment)
			cr_expect_eq(packet.kind, PACKET_ICMP_QUOTE, "%s",
				     rows[i].name);
		else
			cr_expect(is_shown(&packet) ||
					  packet.link.protocol == 1,
				  "%s", rows[i].name);
	}
}
