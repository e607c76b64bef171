#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "decode/decode.h"
#include "decode/ip.h"
#include "tests/build.h"

/* Ten octets of data: IPv4 packets of 50 octets, IPv6 packets of 70. */
#define DATA "00010203040506070809"
#define HOP_BY_HOP "0600 0104 00000000 "
#define JUMBO(length) "0600 c204 " length " "
#define ROUTE "0602 0001 00000000 20010db8000000000000000000000009 "
#define FRAGMENT_FIRST "0600 0001 00000007 "
#define FRAGMENT_LATER "0600 0011 00000007 "
#define FRAGMENT_ATOMIC "0600 0000 00000007 "

/* An octet to spoil; none if both are zero. */
struct spoil {
	size_t at;
	uint8_t octet;
};

/* clang-format off */
static const struct {
	const char *name;
	struct build_segment segment;
	struct spoil spoil;
	uint32_t captured; /* 0: all */
	uint32_t padding;  /* octets behind the packet */
	enum packet_kind kind;
	uint32_t length, header_length, payload;
} rows[] = {
	{ "IPv4", { .data = DATA }, { 0, 0 }, 0, 0, PACKET_TCP, 50, 20, 10 },
	{ "padding", { .data = DATA }, { 0, 0 }, 0, 6, PACKET_TCP, 50, 20,
	  10 },
	{ "options", { .data = DATA, .extra = "01010101" }, { 0, 0 }, 0, 0,
	  PACKET_TCP, 54, 24, 10 },
	{ "not captured", { .data = DATA }, { 0, 0 }, 40, 0, PACKET_TCP, 50,
	  20, 10 },
	{ "claims more than there is", { .data = DATA, .ip_length = 1500 },
	  { 0, 0 }, 0, 0, PACKET_TCP, 1500, 20, 1460 },
	{ "length zero: the frame's", { .data = DATA,
	  .ip_length = BUILD_LENGTH_ZERO }, { 0, 0 }, 0, 0, PACKET_TCP, 50,
	  20, 10 },
	{ "length zero: the frame's, not what was captured", { .data = DATA,
	  .ip_length = BUILD_LENGTH_ZERO }, { 0, 0 }, 42, 0, PACKET_TCP, 50,
	  20, 10 },
	{ "length below the header", { .data = DATA, .ip_length = 9 },
	  { 0, 0 }, 0, 0, PACKET_TCP_LOST, 9, 20, 0 },
	{ "length below the header, UDP", { .data = DATA, .ip_length = 9,
	  .protocol = 17 }, { 0, 0 }, 0, 0, PACKET_OTHER, 9, 20, 0 },
	{ "header below 20", { .data = DATA }, { 0, 0x44 }, 0, 0,
	  PACKET_TCP_LOST, 50, 16, 0 },
	{ "another version", { .data = DATA }, { 0, 0x55 }, 0, 0,
	  PACKET_TCP_LOST, 0, 0, 0 },
	{ "UDP", { .data = DATA, .protocol = 17 }, { 0, 0 }, 0, 0,
	  PACKET_OTHER, 50, 20, 0 },
	{ "first fragment", { .data = DATA, .fragment = 0x2000 }, { 0, 0 }, 0,
	  0, PACKET_TCP, 50, 20, 10 },
	{ "later fragment", { .data = DATA, .fragment = 0x2001 }, { 0, 0 }, 0,
	  0, PACKET_TCP_FRAGMENT, 50, 20, 0 },
	{ "last fragment", { .data = DATA, .fragment = 0x1fff }, { 0, 0 }, 0,
	  0, PACKET_TCP_FRAGMENT, 50, 20, 0 },
	{ "later fragment of UDP", { .data = DATA, .fragment = 0x2001,
	  .protocol = 17 }, { 0, 0 }, 0, 0, PACKET_OTHER, 50, 20, 0 },
	{ "do not fragment", { .data = DATA, .fragment = 0x4000 }, { 0, 0 },
	  0, 0, PACKET_TCP, 50, 20, 10 },
	{ "cut before the protocol", { .data = DATA }, { 0, 0 }, 9, 0,
	  PACKET_TCP_LOST, 50, 20, 0 },
	{ "cut before the protocol, UDP", { .data = DATA, .protocol = 17 },
	  { 0, 0 }, 9, 0, PACKET_TCP_LOST, 50, 20, 0 },
	{ "cut behind the protocol", { .data = DATA }, { 0, 0 }, 10, 0,
	  PACKET_TCP_LOST, 50, 20, 0 },
	{ "cut behind the protocol, UDP", { .data = DATA, .protocol = 17 },
	  { 0, 0 }, 10, 0, PACKET_OTHER, 50, 20, 0 },
	{ "options cut", { .data = DATA, .extra = "01010101" }, { 0, 0 }, 22,
	  0, PACKET_TCP_LOST, 54, 24, 0 },
	{ "later fragment, options cut", { .data = DATA, .extra = "01010101",
	  .fragment = 1 }, { 0, 0 }, 22, 0, PACKET_TCP_FRAGMENT, 54, 24, 0 },
	{ "IPv6", { .version = 6, .data = DATA }, { 0, 0 }, 0, 0, PACKET_TCP,
	  70, 40, 10 },
	{ "IPv6, padding", { .version = 6, .data = DATA }, { 0, 0 }, 0, 6,
	  PACKET_TCP, 70, 40, 10 },
	{ "IPv6, claims more", { .version = 6, .data = DATA,
	  .ip_length = 99 }, { 0, 0 }, 0, 0, PACKET_TCP, 139, 40, 79 },
	{ "IPv6, length zero: no payload", { .version = 6, .data = DATA,
	  .ip_length = BUILD_LENGTH_ZERO }, { 0, 0 }, 0, 0, PACKET_TCP, 40,
	  40, 0 },
	{ "IPv6, hop-by-hop", { .version = 6, .data = DATA,
	  .extra = HOP_BY_HOP, .first = 0 }, { 0, 0 }, 0, 0, PACKET_TCP, 78,
	  48, 10 },
	{ "IPv6, jumbo payload", { .version = 6, .data = DATA, .extra = JUMBO(
	  "00010000" ), .first = 0, .ip_length = BUILD_LENGTH_ZERO },
	  { 0, 0 }, 0, 0, PACKET_TCP, 65576, 48, 65508 },
	{ "IPv6, jumbo payload too small", { .version = 6, .data = DATA,
	  .extra = JUMBO( "0000ffff" ), .first = 0,
	  .ip_length = BUILD_LENGTH_ZERO }, { 0, 0 }, 0, 0, PACKET_TCP_LOST,
	  78, 48, 0 },
	{ "IPv6, jumbo payload that wraps", { .version = 6, .data = DATA,
	  .extra = JUMBO( "ffffffff" ), .first = 0,
	  .ip_length = BUILD_LENGTH_ZERO }, { 0, 0 }, 0, 0, PACKET_TCP_LOST,
	  78, 48, 0 },
	{ "IPv6, jumbo payload and a length", { .version = 6, .data = DATA,
	  .extra = JUMBO( "00010000" ), .first = 0 }, { 0, 0 }, 0, 0,
	  PACKET_TCP, 78, 48, 10 },
	{ "IPv6, length zero with destination options", { .version = 6,
	  .data = DATA, .extra = HOP_BY_HOP, .first = 60,
	  .ip_length = BUILD_LENGTH_ZERO }, { 0, 0 }, 0, 0, PACKET_TCP_LOST,
	  78, 48, 0 },
	{ "IPv6, hop-by-hop not first", { .version = 6, .data = DATA,
	  .first = 60, .extra = "0000 010400000000 " HOP_BY_HOP }, { 0, 0 },
	  0, 0, PACKET_TCP_LOST, 86, 56, 0 },
	{ "IPv6, hop-by-hop with a broken option", { .version = 6,
	  .data = DATA, .extra = "0600 0109 00000000", .first = 0 }, { 0, 0 },
	  0, 0, PACKET_TCP_LOST, 78, 48, 0 },
	{ "IPv6, destination options with a broken option", { .version = 6,
	  .data = DATA, .extra = "0600 0109 00000000", .first = 60 },
	  { 0, 0 }, 0, 0, PACKET_TCP, 78, 48, 10 },
	{ "IPv6, routing", { .version = 6, .data = DATA, .extra = ROUTE,
	  .first = 43, .final = "20010db8000000000000000000000009" },
	  { 0, 0 }, 0, 0, PACKET_TCP, 94, 64, 10 },
	{ "IPv6, routing of an unknown type", { .version = 6, .data = DATA,
	  .extra = "0600 0900 00000000", .first = 43 }, { 0, 0 }, 0, 0,
	  PACKET_TCP_LOST, 78, 48, 0 },
	{ "IPv6, routing of half an address", { .version = 6, .data = DATA,
	  .first = 43, .extra = "0601 0000 00000000 0000000000000000" },
	  { 0, 0 }, 0, 0, PACKET_TCP_LOST, 86, 56, 0 },
	{ "IPv6, first fragment", { .version = 6, .data = DATA,
	  .extra = FRAGMENT_FIRST, .first = 44 }, { 0, 0 }, 0, 0, PACKET_TCP,
	  78, 48, 10 },
	{ "IPv6, atomic fragment", { .version = 6, .data = DATA,
	  .extra = FRAGMENT_ATOMIC, .first = 44 }, { 0, 0 }, 0, 0, PACKET_TCP,
	  78, 48, 10 },
	{ "IPv6, later fragment", { .version = 6, .data = DATA,
	  .extra = FRAGMENT_LATER, .first = 44 }, { 0, 0 }, 0, 0,
	  PACKET_TCP_FRAGMENT, 78, 48, 0 },
	{ "IPv6, later fragment of UDP", { .version = 6, .data = DATA,
	  .extra = "1100 0011 00000007", .first = 44 }, { 0, 0 }, 0, 0,
	  PACKET_OTHER, 78, 48, 0 },
	{ "IPv6, a fragment of nothing", { .version = 6, .data = DATA,
	  .extra = FRAGMENT_FIRST, .first = 44 }, { 0, 0 }, 48, 0,
	  PACKET_TCP_LOST, 78, 48, 0 },
	{ "IPv6, hop-by-hop, routing, fragment, destination options",
	  { .version = 6, .data = DATA, .first = 0,
	  .extra = "2b00 010400000000 2c02 0001 00000000 "
	  "20010db8000000000000000000000009 3c00 0001 00000007 "
	  "0600 010400000000", .final = "20010db8000000000000000000000009" },
	  { 0, 0 }, 0, 0, PACKET_TCP, 118, 88, 10 },
	{ "IPv6, mobility is where it ends", { .version = 6, .data = DATA,
	  .extra = "0600 000000000000", .first = 135 }, { 0, 0 }, 0, 0,
	  PACKET_OTHER, 78, 40, 0 },
	{ "IPv6, no next header", { .version = 6, .data = DATA, .extra = "00",
	  .first = 59 }, { 0, 0 }, 0, 0, PACKET_OTHER, 71, 40, 0 },
	{ "IPv6, cut before the next header", { .version = 6, .data = DATA },
	  { 0, 0 }, 6, 0, PACKET_TCP_LOST, 70, 40, 0 },
	{ "IPv6, cut behind it", { .version = 6, .data = DATA }, { 0, 0 }, 7,
	  0, PACKET_TCP_LOST, 70, 40, 0 },
	{ "IPv6, cut behind it, UDP", { .version = 6, .data = DATA },
	  { 6, 17 }, 7, 0, PACKET_OTHER, 70, 40, 0 },
	{ "IPv6, an extension header cut", { .version = 6, .data = DATA,
	  .extra = HOP_BY_HOP, .first = 0 }, { 0, 0 }, 44, 0, PACKET_TCP_LOST,
	  78, 40, 0 },
	{ "IPv6, an extension header of UDP cut", { .version = 6,
	  .data = DATA, .extra = "1100 0104 00000000", .first = 0 }, { 0, 0 },
	  44, 0, PACKET_OTHER, 78, 40, 0 },
};
/* clang-format on */

static struct packet decode_row(size_t i, uint8_t *buffer, size_t size)
{
	struct build build;
	struct packet packet;

	build_start(&build, buffer, size);
	build_segment(&build, &rows[i].segment);
	if (rows[i].spoil.octet)
		buffer[rows[i].spoil.at] = rows[i].spoil.octet;
	for (uint32_t pad = 0; pad < rows[i].padding; pad++)
		build_hex(&build, "00");
	/* As Ethernet: it knows IPv4 from IPv6 without looking into it. */
	memmove(buffer + 14, buffer, build.length);
	memcpy(buffer, "\2\0\0\0\0\2\2\0\0\0\0\1", 12);
	memcpy(buffer + 12,
	       rows[i].segment.version == 6 ? "\x86\xdd" : "\x08\x00", 2);
	build.length += 14;
	packet = build_decode(&build, LINK_ETHERNET);
	if (rows[i].captured) {
		packet.captured = rows[i].captured + 14;
		decode_packet(&packet);
	}
	return packet;
}

Test(ip, rows)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *name = rows[i].name;
		uint8_t buffer[256];
		struct packet packet = decode_row(i, buffer, sizeof buffer);
		uint32_t there = packet.captured - 14;

		cr_expect_eq(packet.kind, rows[i].kind, "%s: kind %d", name,
			     packet.kind);
		cr_expect_eq(packet.ip.header, buffer + 14, "%s", name);
		cr_expect_eq(packet.ip.length, rows[i].length, "%s: length %u",
			     name, packet.ip.length);
		cr_expect_eq(packet.ip.header_length, rows[i].header_length,
			     "%s: header %u", name, packet.ip.header_length);
		cr_expect_eq(packet.tcp.payload, rows[i].payload,
			     "%s: payload %u", name, packet.tcp.payload);
		cr_expect_leq(packet.ip.captured, there, "%s", name);
	}
}

static struct packet decode_raw(const struct build_segment *segment,
				uint8_t *buffer, size_t size)
{
	struct build build;

	build_start(&build, buffer, size);
	build_segment(&build, segment);
	return build_decode(&build, LINK_RAW);
}

Test(ip, fields)
{
	static const uint8_t from[4] = { 10, 0, 0, 1 }, to[4] = { 10, 0, 0, 2 };
	uint8_t buffer[256];
	struct packet packet = decode_raw(
		&(struct build_segment){ .data = DATA, .fragment = 0x2000 },
		buffer, sizeof buffer);

	cr_expect_eq(packet.ip.version, 4);
	cr_expect_eq(packet.ip.protocol, 6);
	cr_expect_eq(packet.ip.next_header, 6);
	cr_expect_eq(packet.ip.ttl, 64);
	cr_expect_eq(packet.ip.id, 0x1234);
	cr_expect(packet.ip.fragment);
	cr_expect_eq(packet.ip.fragment_offset, 0);
	cr_expect_eq(packet.ip.checksum, CHECKSUM_GOOD);
	cr_expect_eq(packet.ip.source.version, 4);
	cr_expect_eq(memcmp(packet.ip.source.octets, from, 4), 0);
	cr_expect_eq(memcmp(packet.ip.destination.octets, to, 4), 0);
	buffer[8] = 63;
	decode_packet(&packet);
	cr_expect_eq(packet.ip.checksum, CHECKSUM_BAD);
	packet.captured = 19;
	decode_packet(&packet);
	cr_expect_eq(packet.ip.checksum, CHECKSUM_UNVERIFIED);
}

Test(ip, fields_of_ip6)
{
	uint8_t buffer[256];
	struct packet packet =
		decode_raw(&(struct build_segment){ .version = 6,
						    .extra = FRAGMENT_ATOMIC,
						    .first = 44,
						    .data = DATA },
			   buffer, sizeof buffer);

	cr_expect_eq(packet.ip.version, 6);
	cr_expect_eq(packet.ip.next_header, 44);
	cr_expect_eq(packet.ip.protocol, 6);
	cr_expect_eq(packet.ip.ttl, 64);
	cr_expect_not(packet.ip.fragment);
	cr_expect(packet.ip.fragment_header);
	cr_expect_eq(packet.ip.source.version, 6);
	cr_expect_eq(packet.ip.source.octets[15], 1);
	cr_expect_eq(packet.ip.destination.octets[15], 2);
	cr_expect_eq(packet.tcp.checksum, CHECKSUM_UNVERIFIED);
	buffer[0] = 0x6f;
	buffer[1] = 0xf0;
	decode_packet(&packet);
	cr_expect_eq(packet.ip.traffic_class, 0xff);
}

/* Source routes: where the transport's checksum says the packet goes. */
/* clang-format off */
static const struct {
	const char *name;
	struct build_segment segment;
} routes[] = {
	{ "no route", { .extra = "01010101" } },
	{ "loose", { .extra = "83070c0a000009 01", .final = "0a000009" } },
	{ "strict", { .extra = "89070c0a000009 01", .final = "0a000009" } },
	{ "two addresses", { .extra = "830b0c0a000008 0a000009 01",
	  .final = "0a000009" } },
	{ "behind others", { .extra = "0101 0704 0000 83070c 0a000009 000000",
	  .final = "0a000009" } },
	{ "no address in it", { .extra = "83030c 01" } },
	{ "only recorded", { .extra = "07070c0a000009 01" } },
	{ "behind the end", { .extra = "00 83070c0a000009" } },
	{ "past the header", { .extra = "83ff0c0a000009 01" } },
	{ "IPv6, type 0", { .version = 6, .first = 43, .extra = ROUTE,
	  .final = "20010db8000000000000000000000009" } },
	{ "IPv6, two addresses", { .version = 6, .first = 43,
	  .extra = "0604 0202 00000000 20010db8000000000000000000000008 "
	  "20010db8000000000000000000000009",
	  .final = "20010db8000000000000000000000009" } },
	{ "IPv6, segments are in reverse order", { .version = 6, .first = 43,
	  .extra = "0604 0401 01000000 20010db8000000000000000000000009 "
	  "20010db8000000000000000000000008",
	  .final = "20010db8000000000000000000000009" } },
	{ "IPv6, no address", { .version = 6, .first = 43,
	  .extra = "0600 0000 00000000" } },
	{ "IPv6, behind destination options", { .version = 6, .first = 60,
	  .extra = "2b00 010400000000 " ROUTE,
	  .final = "20010db8000000000000000000000009" } },
};
/* clang-format on */

Test(ip, final_destination)
{
	for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
		uint8_t buffer[256];
		struct packet packet =
			decode_raw(&routes[i].segment, buffer, sizeof buffer);
		struct address final = ip_final_destination(&packet.ip);
		uint8_t last = routes[i].segment.final ? 9 : 2;

		cr_expect_eq(packet.tcp.checksum, CHECKSUM_GOOD, "%s",
			     routes[i].name);
		cr_expect_eq(final.octets[final.version == 6 ? 15 : 3], last,
			     "%s", routes[i].name);
	}
}

/* ICMP errors. */
#define IP4 "4500003c000100004001 0000 0a0000fe 0a000001 "
#define QUOTED4 "450000280007000040060000 0a000001 0a000002 "
#define FE "20010db80000000000000000000000fe"
#define A1 "20010db8000000000000000000000001"
#define A2 "20010db8000000000000000000000002"

/* clang-format off */
static const struct {
	const char *name;
	const char *packet;
	enum packet_kind kind;
	uint8_t type, code;
	bool has_seq;
} quotes[] = {
	{ "port unreachable", IP4 "0303 0000 00000000 " QUOTED4
	  "c000 0050 000003e8", PACKET_ICMP_QUOTE, 3, 3, true },
	{ "time exceeded", IP4 "0b00 0000 00000000 " QUOTED4
	  "c000 0050 000003e8", PACKET_ICMP_QUOTE, 11, 0, true },
	{ "source quench", IP4 "0400 0000 00000000 " QUOTED4
	  "c000 0050 000003e8", PACKET_ICMP_QUOTE, 4, 0, true },
	{ "redirect", IP4 "0501 0000 0a000009 " QUOTED4 "c000 0050 000003e8",
	  PACKET_ICMP_QUOTE, 5, 1, true },
	{ "parameter problem", IP4 "0c00 0000 14000000 " QUOTED4
	  "c000 0050 000003e8", PACKET_ICMP_QUOTE, 12, 0, true },
	{ "quoted options", IP4
	  "0303 0000 00000000 4600002c0007000040060000 0a000001 0a000002 "
	  "01010101 c000 0050 000003e8", PACKET_ICMP_QUOTE, 3, 3, true },
	{ "only the ports", IP4 "0303 0000 00000000 " QUOTED4
	  "c000 0050 0000", PACKET_ICMP_QUOTE, 3, 3, false },
	{ "not even the ports", IP4 "0303 0000 00000000 " QUOTED4 "c000 00",
	  PACKET_OTHER, 0, 0, false },
	{ "a later fragment", IP4
	  "0303 0000 00000000 450000280007000140060000 0a000001 0a000002 "
	  "c000 0050 000003e8", PACKET_OTHER, 0, 0, false },
	{ "UDP", IP4
	  "0303 0000 00000000 450000280007000040110000 0a000001 0a000002 "
	  "c000 0050 000003e8", PACKET_OTHER, 0, 0, false },
	{ "an echo request", IP4 "0800 0000 00000000 " QUOTED4
	  "c000 0050 000003e8", PACKET_OTHER, 0, 0, false },
	{ "ICMPv6, too big", "6000000000383a40" FE A1
	  "0200 0000 00000500 6000000000140640" A1 A2 "c000 0050 000003e8",
	  PACKET_ICMP_QUOTE, 2, 0, true },
	{ "ICMPv6, quoted extension header", "6000000000403a40" FE A1
	  "0104 0000 00000000 60000000001c3c40" A1 A2
	  "0600 010400000000 c000 0050 000003e8", PACKET_ICMP_QUOTE, 1, 4,
	  true },
	{ "ICMPv6, an echo request", "6000000000383a40" FE A1
	  "8000 0000 00000000 6000000000140640" A1 A2 "c000 0050 000003e8",
	  PACKET_OTHER, 0, 0, false },
	{ "ICMP in IPv6", "6000000000380140" FE A1
	  "0303 0000 00000000 6000000000140640" A1 A2 "c000 0050 000003e8",
	  PACKET_OTHER, 0, 0, false },
};
/* clang-format on */

Test(ip, icmp_errors)
{
	for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++) {
		const char *name = quotes[i].name;
		uint8_t buffer[256];
		struct build build;
		struct packet packet;
		int last;

		build_start(&build, buffer, sizeof buffer);
		build_hex(&build, quotes[i].packet);
		packet = build_decode(&build, LINK_RAW);
		cr_expect_eq(packet.kind, quotes[i].kind, "%s: kind %d", name,
			     packet.kind);
		cr_expect_eq(packet.quote.icmp_type, quotes[i].type, "%s",
			     name);
		cr_expect_eq(packet.quote.icmp_code, quotes[i].code, "%s",
			     name);
		cr_expect_eq(packet.quote.has_seq, quotes[i].has_seq, "%s",
			     name);
		if (quotes[i].kind != PACKET_ICMP_QUOTE)
			continue;
		last = packet.quote.reporter.version == 6 ? 15 : 3;
		cr_expect_eq(packet.quote.reporter.octets[last], 0xfe, "%s",
			     name);
		cr_expect_eq(packet.quote.source.octets[last], 1, "%s", name);
		cr_expect_eq(packet.quote.destination.octets[last], 2, "%s",
			     name);
		cr_expect_eq(packet.quote.source_port, 49152, "%s", name);
		cr_expect_eq(packet.quote.destination_port, 80, "%s", name);
		cr_expect_eq(packet.quote.seq, quotes[i].has_seq ? 1000 : 0,
			     "%s", name);
	}
}
