#include <criterion/criterion.h>
#include <stdlib.h>

#include "render/names.h"
#include "render/parts.h"
#include "render/text.h"
#include "tests/build.h"

/*
 * The link and IP parts of the line.  The expected texts are those of tcpdump
 * 4.99.3, up to where the TCP part begins.
 */

#define MACS "020000000002 020000000001 "
#define TO "20010db8000000000000000000000009 "

/* clang-format off */
static const struct {
	const char *name;
	const char *options; /* tcpdump's letters; 'c' is --classic */
	enum link_type link_type;
	const char *header;
	struct build_segment segment;
	uint32_t captured; /* 0: all */
	bool goes_on;	   /* the TCP part follows */
	const char *expected;
} rows[] = {
	{ "IPv4", "n", LINK_RAW, "", { .data = "01" }, 0, true, "IP " },
	{ "IPv4 -v", "nv", LINK_RAW, "", { .data = "01" }, 0, true,
	  "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [none], proto TCP "
	  "(6), length 41)\n    " },
	{ "IPv4 -v --classic", "nvc", LINK_RAW, "", { .data = "01" }, 0, true,
	  "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [none], proto TCP "
	  "(6), length 41) " },
	{ "flags", "nv", LINK_RAW, "", { .fragment = 0xe000 }, 0, true,
	  "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [+, DF, rsvd], proto "
	  "TCP (6), length 40)\n    " },
	{ "more missing", "n", LINK_RAW, "", { .ip_length = 99 }, 0, true,
	  "IP truncated-ip - 59 bytes missing! " },
	{ "length below the header", "n", LINK_RAW, "", { .ip_length = 9 }, 0,
	  false, "IP bad-len 9" },
	{ "cut", "n", LINK_RAW, "", { .data = "01" }, 19, false,
	  "IP  [|ip]" },
	{ "cut, -e", "ne", LINK_RAW, "", { .data = "01" }, 19, false,
	  "ip:  [|ip]" },
	{ "nothing of it captured", "n", LINK_ETHERNET, MACS "0800",
	  { .data = "01" }, 14, false, " [|ip]" },
	{ "options", "nv", LINK_RAW, "",
	  { .extra = "8307080a000009 01 94040000 07070407070707 00" }, 0, true,
	  "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [none], proto TCP "
	  "(6), length 60, options (LSRR 10.0.0.9,,NOP,RA,RR 7.7.7.7,EOL))\n"
	  "    " },
	{ "time stamps", "nv", LINK_RAW, "",
	  { .extra = "44140d01 0a000009 00000001 0a000008 00000002" }, 0, true,
	  "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [none], proto TCP "
	  "(6), length 60, options (timestamp TS{TS+ADDR 1@10.0.0.9 ^ "
	  "2@10.0.0.8}))\n    " },
	{ "broken options", "nv", LINK_RAW, "", { .extra = "0700 0101" }, 0,
	  true,
	  "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [none], proto TCP "
	  "(6), length 44, options (RR [bad length 0]))\n    " },
	{ "options cut", "nv", LINK_RAW, "", { .extra = "0707040a 00000900" },
	  25, false,
	  "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [none], proto TCP "
	  "(6), length 48, options (RR [truncated-option]))\n"
	  "    10.0.0.1 > 10.0.0.2:  [|ip]" },
	{ "options cut, not asked for", "n", LINK_RAW, "",
	  { .extra = "0707040a 00000900" }, 25, false,
	  "IP  [remaining caplen(25) < header length(28)] [|ip]" },
	{ "options missing", "nv", LINK_RAW, "", { .extra = "01010101" }, 22,
	  false,
	  "IP (tos 0x0, ttl 64, id 4660, offset 0, flags [none], proto TCP "
	  "(6), length 44, options (NOP,NOP, [|ip]" },
	{ "later fragment", "n", LINK_RAW, "", { .fragment = 7 }, 0, false,
	  "IP 10.0.0.1 > 10.0.0.2: ip-proto-6" },
	{ "later fragment by name", "", LINK_RAW, "", { .fragment = 7 }, 0,
	  false, "IP one > 10.0.0.2: tcp" },
	{ "later fragment -q -q", "nqq", LINK_RAW, "", { .fragment = 7 }, 0,
	  false, "IP " },
	{ "wrong version", "n", LINK_ETHERNET, MACS "0800",
	  { .version = 6, .data = "01" }, 0, false,
	  "IP6, wrong link-layer encapsulation (invalid)" },
	{ "wrong version of IPv6", "n", LINK_ETHERNET, MACS "86dd",
	  { .data = "0102" }, 0, false, "IP6 version error: 4 != 6" },
	{ "IPv6", "n", LINK_RAW, "", { .version = 6 }, 0, true, "IP6 " },
	{ "IPv6 -v", "nv", LINK_RAW, "", { .version = 6 }, 0, true,
	  "IP6 (hlim 64, next-header TCP (6) payload length: 20) " },
	{ "IPv6, more missing", "n", LINK_RAW, "",
	  { .version = 6, .ip_length = 30 }, 0, true,
	  "IP6 truncated-ip6 - 10 bytes missing!" },
	{ "IPv6, cut", "n", LINK_RAW, "", { .version = 6 }, 39, false,
	  " [|ip6]" },
	{ "hop-by-hop", "n", LINK_RAW, "",
	  { .version = 6, .first = 0, .extra = "0600 0502 0000 0100" }, 0, true,
	  "IP6 2001:db8::1 > 2001:db8::2: HBH " },
	{ "hop-by-hop -v", "nv", LINK_RAW, "",
	  { .version = 6, .first = 0, .extra = "0600 0502 0000 0100" }, 0, true,
	  "IP6 (hlim 64, next-header Options (0) payload length: 28) "
	  "2001:db8::1 > 2001:db8::2: HBH (rtalert: 0x0000) (padn) " },
	{ "hop-by-hop, broken", "n", LINK_RAW, "",
	  { .version = 6, .first = 0, .extra = "0600 0503 0000 0000" }, 0,
	  false,
	  "IP6 2001:db8::1 > 2001:db8::2: HBH (rtalert: invalid len 3) "
	  "[|hbhopt]" },
	{ "jumbo payload", "nv", LINK_RAW, "",
	  { .version = 6, .first = 0, .extra = "0600 c204 00010000",
	    .ip_length = BUILD_LENGTH_ZERO }, 0, true,
	  "IP6 (hlim 64, next-header Options (0) payload length: 0) "
	  "2001:db8::1 > 2001:db8::2: HBH (jumbo: 65536)  truncated-ip6 - "
	  "65508 bytes missing!" },
	{ "no jumbo payload", "n", LINK_RAW, "",
	  { .version = 6, .first = 0, .extra = "0600 0104 00000000",
	    .ip_length = BUILD_LENGTH_ZERO }, 0, false,
	  "IP6 2001:db8::1 > 2001:db8::2: HBH [No valid Jumbo Payload "
	  "Hop-by-Hop option found] (invalid)" },
	{ "destination options", "n", LINK_RAW, "",
	  { .version = 6, .first = 60, .extra = "0600 0199 00000000" }, 0, true,
	  "IP6 2001:db8::1 > 2001:db8::2: DSTOPT " },
	{ "destination options -v", "nv", LINK_RAW, "",
	  { .version = 6, .first = 60, .extra = "0600 0199 00000000" }, 0,
	  false,
	  "IP6 (hlim 64, next-header unknown (60) payload length: 28) "
	  "2001:db8::1 > 2001:db8::2: DSTOPT  [|dstopt]" },
	{ "home address", "nv", LINK_RAW, "",
	  { .version = 6, .first = 60,
	    .extra = "0602 c912 " TO "0100 0000" }, 0, true,
	  "IP6 (hlim 64, next-header unknown (60) payload length: 44) "
	  "2001:db8::1 > 2001:db8::2: DSTOPT (homeaddr: 2001:db8::9, "
	  "padn)(pad1)(pad1) " },
	{ "routing", "n", LINK_RAW, "",
	  { .version = 6, .first = 43, .extra = "0602 0001 00000000 " TO }, 0,
	  true,
	  "IP6 2001:db8::1 > 2001:db8::2: RT6 (len=2, type=0 [Deprecated], "
	  "segleft=1, [0]2001:db8::9) " },
	{ "segment routing", "nv", LINK_RAW, "",
	  { .version = 6, .first = 43, .extra = "0602 0401 00000005 " TO }, 0,
	  true,
	  "IP6 (hlim 64, next-header Routing (43) payload length: 44) "
	  "2001:db8::1 > 2001:db8::2: RT6 (len=2, type=4, segleft=1, "
	  "last-entry=0, flags=0x0, tag=5, [0]2001:db8::9) " },
	{ "unknown routing", "n", LINK_RAW, "",
	  { .version = 6, .first = 43, .extra = "0600 0901 00000000" }, 0,
	  false,
	  "IP6 2001:db8::1 > 2001:db8::2: RT6 (len=0, type=9, segleft=1 "
	  "(unknown type) (invalid)" },
	{ "first fragment", "nv", LINK_RAW, "",
	  { .version = 6, .first = 44, .extra = "0600 0001 0000abcd" }, 0, true,
	  "IP6 (hlim 64, next-header Fragment (44) payload length: 28) "
	  "2001:db8::1 > 2001:db8::2: frag (0x0000abcd:0|20) " },
	{ "later fragment of IPv6", "n", LINK_RAW, "",
	  { .version = 6, .first = 44, .extra = "0600 05a8 0000abcd" }, 0,
	  false, "IP6 2001:db8::1 > 2001:db8::2: frag (1448|20)" },
	{ "fragment header cut", "n", LINK_RAW, "",
	  { .version = 6, .first = 44, .extra = "0600 05a8 0000abcd" }, 43,
	  false, "IP6 2001:db8::1 > 2001:db8::2:  [|frag6]" },
	{ "Ethernet, not asked for", "n", LINK_ETHERNET, MACS "0800",
	  { .data = "01" }, 0, true, "IP " },
	{ "Ethernet", "ne", LINK_ETHERNET, MACS "0800", { .data = "01" }, 0,
	  true,
	  "02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype IPv4 (0x0800), "
	  "length 55: " },
	{ "Ethernet -q", "neq", LINK_ETHERNET, MACS "86dd", { .version = 6 }, 0,
	  true, "02:00:00:00:00:01 > 02:00:00:00:00:02, IPv6, length 74: " },
	{ "makers' names", "e", LINK_ETHERNET, "ffffffffffff 00000c000001 0800",
	  { .data = "01" }, 0, true,
	  "00:00:0c:00:00:01 (oui Cisco) > Broadcast, ethertype IPv4 "
	  "(0x0800), length 55: " },
	{ "802.1Q", "ne", LINK_ETHERNET, MACS "8100 7005 0800",
	  { .data = "01" }, 0, true,
	  "02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype 802.1Q (0x8100), "
	  "length 59: vlan 5, p 3, DEI, ethertype IPv4 (0x0800), " },
	{ "two tags -q", "neq", LINK_ETHERNET, MACS "88a8 0001 8100 6005 0800",
	  { .data = "01" }, 0, true,
	  "02:00:00:00:00:01 > 02:00:00:00:00:02, 802.1Q-QinQ, length 63: "
	  "vlan 1, p 0, 802.1Q, vlan 5, p 3, IPv4, " },
	{ "SNAP", "ne", LINK_ETHERNET, MACS "0030 aaaa03 000000 0800",
	  { .data = NULL }, 0, true,
	  "02:00:00:00:00:01 > 02:00:00:00:00:02, 802.3, length 48: LLC, dsap "
	  "SNAP (0xaa) Individual, ssap SNAP (0xaa) Command, ctrl 0x03: oui "
	  "Ethernet (0x000000), ethertype IPv4 (0x0800), length 40: " },
	{ "LLC in a tag", "ne", LINK_ETHERNET, MACS "8100 0005 002b 070703",
	  { .data = NULL }, 0, true,
	  "02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype 802.1Q (0x8100), "
	  "length 61: vlan 5, p 0, 802.3LLC, dsap IP (0x06) Group, ssap IP "
	  "(0x06) Response, ctrl 0x03: " },
	{ "SLL", "ne", LINK_LINUX_SLL,
	  "0000 0001 0006 020000000001 0000 0800", { .data = NULL }, 0, true,
	  " In 02:00:00:00:00:01 ethertype IPv4 (0x0800), length 56: " },
	{ "SLL -q", "neq", LINK_LINUX_SLL,
	  "0004 0304 0000 0000000000000000 0800", { .data = NULL }, 0, true,
	  "Out " },
	{ "SLL, 802.1Q, not asked for", "n", LINK_LINUX_SLL,
	  "0004 0304 0000 0000000000000000 8100 0005 0800", { .data = NULL }, 0,
	  true, "ethertype IPv4, IP " },
	{ "SLL2, not asked for", "n", LINK_LINUX_SLL2,
	  "0800 0000 00000003 0304 00 06 0000000000000000", { .data = NULL }, 0,
	  true, "lo    In  IP " },
	{ "SLL2", "ne", LINK_LINUX_SLL2,
	  "0800 0000 00000004 0304 04 06 0200000000010000", { .data = NULL }, 0,
	  true,
	  "?     Out ifindex 4 02:00:00:00:00:01 ethertype IPv4 (0x0800), "
	  "length 60: " },
	{ "NULL", "ne", LINK_NULL, "1e000000", { .version = 6 }, 0, true,
	  "AF IPv6 (30), length 64: " },
	{ "NULL -q", "neq", LINK_NULL, "02000000", { .data = NULL }, 0, true,
	  "IPv4, length 44: " },
	{ "PPP", "ne", LINK_PPP, "ff03 0021", { .data = NULL }, 0, true,
	  "IP (0x0021), length 44: " },
	{ "pppd", "ne", LINK_PPP, "0103 57", { .version = 6 }, 0, true,
	  "Out IP6 (0x0057), length 63: " },
	{ "HDLC, not asked for", "n", LINK_PPP_SERIAL, "ff03 0021",
	  { .data = NULL }, 0, true, "IP: IP " },
	{ "HDLC", "ne", LINK_PPP_SERIAL, "ff03 0057", { .version = 6 }, 0, true,
	  "ff 03 64 IP6: " },
	{ "Cisco's HDLC", "ne", LINK_C_HDLC, "8f00 0800", { .data = NULL }, 0,
	  true, "bcast, ethertype IPv4 (0x0800), length 44: " },
	{ "raw", "ne", LINK_RAW, "", { .data = NULL }, 0, true, "ip: " },
};
/* clang-format on */

static const char *host_name(void *context, const struct address *address)
{
	(void)context;
	return address->octets[3] == 1 ? "one" : NULL;
}

static const char *service_name(void *context, uint16_t port)
{
	(void)context;
	return port == 80 ? "http" : NULL;
}

static const char *protocol_name(void *context, uint8_t protocol)
{
	(void)context;
	return protocol == 6 ? "tcp" : NULL;
}

static const char *interface_name(void *context, uint32_t index)
{
	(void)context;
	return index == 3 ? "lo" : NULL;
}

static const struct render_names names = { .host = host_name,
					   .service = service_name,
					   .protocol = protocol_name,
					   .interface = interface_name };

static struct line_options options_of(const char *letters)
{
	struct line_options options = { .names = &names };

	for (; *letters; letters++) {
		options.numeric |= *letters == 'n';
		options.link_header |= *letters == 'e';
		options.classic |= *letters == 'c';
		options.no_checksum |= *letters == 'K';
		options.verbose += *letters == 'v';
		options.quiet += *letters == 'q';
	}
	return options;
}

static struct packet decode_row(size_t i, struct build *build, uint8_t **block)
{
	build_hex(build, rows[i].header);
	build_segment(build, &rows[i].segment);
	return build_decode_cut(build, rows[i].link_type,
				rows[i].captured ? rows[i].captured
						 : (uint32_t)build->length,
				block);
}

Test(ip_header, rows)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct line_options options = options_of(rows[i].options);
		uint8_t buffer[256];
		uint8_t *block;
		char storage[512];
		struct build build;
		struct packet packet;
		struct text text;

		build_start(&build, buffer, sizeof buffer);
		packet = decode_row(i, &build, &block);
		text_init(&text, storage, sizeof storage);
		link_header_render(&text, &options, &packet);
		cr_expect_eq(ip_header_render(&text, &options, &packet),
			     rows[i].goes_on, "%s", rows[i].name);
		cr_expect_str_eq(text_terminate(&text), rows[i].expected, "%s",
				 rows[i].name);
		free(block);
	}
}

static void expect_with_bad_checksum(const char *letters, const char *expected)
{
	struct line_options options = options_of(letters);
	uint8_t buffer[256];
	char storage[512];
	struct build build;
	struct packet packet;
	struct text text;

	build_start(&build, buffer, sizeof buffer);
	build_segment(&build, &(struct build_segment){ .flags = TCP_SYN });
	buffer[1] = 0x2; /* was 0 when the checksum was made */
	packet = build_decode(&build, LINK_RAW);
	text_init(&text, storage, sizeof storage);
	cr_expect(ip_header_render(&text, &options, &packet));
	cr_expect_str_eq(text_terminate(&text), expected);
}

Test(ip_header, bad_checksum)
{
	expect_with_bad_checksum(
		"nv", "IP (tos 0x2,ECT(0), ttl 64, id 4660, offset 0, flags "
		      "[none], proto TCP (6), length 40, bad cksum 549a "
		      "(->5498)!)\n    ");
	expect_with_bad_checksum(
		"nvK", "IP (tos 0x2,ECT(0), ttl 64, id 4660, offset 0, flags "
		       "[none], proto TCP (6), length 40)\n    ");
	expect_with_bad_checksum("n", "IP ");
}

/* A name stands in place of an address, but not with -n. */
static const struct {
	const char *octets;
	const char *expected;
} addresses[] = {
	{ "00000000000000000000000000000000", "::" },
	{ "00000000000000000000000000000001", "::1" },
	{ "00000000000000000000000000010000", "::0.1.0.0" },
	{ "0000000000000000000000000a000001", "::10.0.0.1" },
	{ "00000000000000000000ffff0a000001", "::ffff:10.0.0.1" },
	{ "0000000000000000000100010a000001", "::1:1:a00:1" },
	{ "20010db8000000000000000000000001", "2001:db8::1" },
	{ "20010db8000100000000000100000000", "2001:db8:1::1:0:0" },
	{ "20010db8000000010000000000010000", "2001:db8:0:1::1:0" },
	{ "20010db8000000010001000100010001", "2001:db8:0:1:1:1:1:1" },
	{ "fe800000000000000000000000000000", "fe80::" },
	{ "00010002000300040005000600070008", "1:2:3:4:5:6:7:8" },
	{ "00000002000300040005000600070000", "0:2:3:4:5:6:7:0" },
	{ "abcdef01234567890abc0def00ff000f",
	  "abcd:ef01:2345:6789:abc:def:ff:f" },
};

Test(address, of_ip6)
{
	struct line_options options = { .numeric = true };

	for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
		struct address address = { .version = 6 };
		char storage[64];
		struct build build;
		struct text text;

		build_start(&build, address.octets, sizeof address.octets);
		build_hex(&build, addresses[i].octets);
		text_init(&text, storage, sizeof storage);
		address_render(&text, &options, &address);
		cr_expect_str_eq(text_terminate(&text), addresses[i].expected,
				 "%s", addresses[i].octets);
	}
}

Test(address, by_name_or_by_number)
{
	static const struct address one = { 4, { 10, 0, 0, 1 } };
	static const struct address two = { 4, { 192, 168, 255, 2 } };
	struct line_options by_name = { .names = &names };
	struct line_options numeric = { .names = &names, .numeric = true };
	struct line_options nameless = { .names = NULL };
	char storage[128];
	struct text text;

	text_init(&text, storage, sizeof storage);
	address_render(&text, &by_name, &one);
	text_char(&text, ' ');
	address_render(&text, &by_name, &two);
	text_char(&text, ' ');
	address_render(&text, &numeric, &one);
	text_char(&text, ' ');
	address_render(&text, &nameless, &one);
	cr_expect_str_eq(text_terminate(&text),
			 "one 192.168.255.2 10.0.0.1 10.0.0.1");
	text_init(&text, storage, sizeof storage);
	port_render(&text, &by_name, 80);
	text_char(&text, ' ');
	port_render(&text, &by_name, 65535);
	text_char(&text, ' ');
	port_render(&text, &numeric, 80);
	text_char(&text, ' ');
	port_render(&text, &nameless, 80);
	cr_expect_str_eq(text_terminate(&text), "http 65535 80 80");
}
