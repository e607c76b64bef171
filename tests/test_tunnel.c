#include <criterion/criterion.h>

#include "decode/decode.h"
#include "decode/tunnel.h"
#include "render/line.h"
#include "render/text.h"
#include "render/tunnel_text.h"
#include "tests/build.h"
#include "tests/tunnels.h"

static struct packet decode_with(const char *header, enum link_type link_type,
				 uint8_t version, uint8_t *buffer, size_t size)
{
	struct build build;

	build_start(&build, buffer, size);
	build_hex(&build, header);
	build_segment(&build, &(struct build_segment){ .version = version,
						       .flags = TCP_SYN });
	return build_decode(&build, link_type);
}

Test(tunnel, rows)
{
	for (size_t i = 0; i < TUNNEL_ROWS; i++) {
		const struct tunnel_row *row = &tunnel_rows[i];
		const struct line_options options = { .numeric = true };
		uint8_t buffer[512];
		char storage[512];
		struct packet packet;
		struct text text;

		packet = decode_with(row->header, row->link_type, row->version,
				     buffer, sizeof buffer);
		if (!row->via) {
			cr_expect_neq(packet.kind, PACKET_TCP, "%s", row->name);
			continue;
		}
		cr_expect_eq(packet.kind, PACKET_TCP, "%s", row->name);
		cr_expect_eq(packet.ip.version, row->version, "%s", row->name);
		cr_expect_eq(packet.tcp.source_port, 49152, "%s", row->name);
		cr_expect_eq(packet.tcp.payload, 0, "%s", row->name);
		cr_expect_eq(packet.tcp.checksum, CHECKSUM_GOOD, "%s",
			     row->name);
		cr_expect_eq(tunnel_key(&packet) != 0, row->counts, "%s",
			     row->name);
		text_init(&text, storage, sizeof storage);
		tunnel_render(&text, &options, &packet);
		cr_expect_str_eq(text_terminate(&text), row->via, "%s: %s",
				 row->name, storage);
	}
}

/* Beyond the limit, and where a tunnel carries nothing, a packet is another
 * one: it is not taken for the outer packet's. */
Test(tunnel, what_is_not_followed_is_other)
{
	uint8_t buffer[512];
	struct packet packet;

	for (size_t i = 0; i < TUNNEL_ROWS; i++) {
		if (tunnel_rows[i].via)
			continue;
		packet = decode_with(tunnel_rows[i].header,
				     tunnel_rows[i].link_type,
				     tunnel_rows[i].version, buffer,
				     sizeof buffer);
		cr_expect_eq(packet.kind, PACKET_OTHER, "%s",
			     tunnel_rows[i].name);
	}
}

static uint64_t key_of(const char *header, enum link_type link_type)
{
	uint8_t buffer[512];
	struct packet packet =
		decode_with(header, link_type, 4, buffer, sizeof buffer);

	cr_expect_eq(packet.kind, PACKET_TCP, "%s", header);
	return tunnel_key(&packet);
}

#define VXLAN(network) UDP("12b5") "08000000 00" network "00" FRAME "0800"

Test(tunnel, keys_tell_networks_apart)
{
	uint64_t plain = key_of("", LINK_RAW);
	uint64_t vxlan = key_of(VXLAN("0001"), LINK_RAW);

	cr_expect_eq(plain, 0);
	cr_expect_neq(vxlan, plain);
	cr_expect_neq(vxlan, key_of(VXLAN("0002"), LINK_RAW));
	cr_expect_neq(vxlan, key_of(UDP("17c1") "0000 0800 00000100", LINK_RAW),
		      "the same number, another kind");
	cr_expect_eq(vxlan,
		     key_of("45000000 00010000 40110000 c0a80002 c0a80001 "
			    "c351 12b5 0000 0000 08000000 00000100" FRAME
			    "0800",
			    LINK_RAW),
		     "the other direction");
	cr_expect_neq(key_of(IP4("2f") "2000 0800 00000001", LINK_RAW),
		      key_of(IP4("2f") "2000 0800 00000002", LINK_RAW));
	cr_expect_eq(
		key_of(IP4("2f") "2000 6558 00123401" FRAME "0800", LINK_RAW),
		key_of(IP4("2f") "2000 6558 00123402" FRAME "0800", LINK_RAW),
		"NVGRE's flows are no networks");
}

Test(tunnel, keys_do_not_hold_what_each_end_chooses)
{
	cr_expect_eq(key_of(UDP("0868") "30ff 0028 00000001", LINK_RAW), 0);
	cr_expect_eq(key_of(FRAME "8847 00011140", LINK_ETHERNET), 0);
	cr_expect_eq(key_of(IP4("04"), LINK_RAW), 0);
}

Test(tunnel, vlans_count)
{
	uint64_t five = key_of(FRAME "8100 0005 0800", LINK_ETHERNET);

	cr_expect_neq(five, 0);
	cr_expect_neq(five, key_of(FRAME "8100 0006 0800", LINK_ETHERNET));
	cr_expect_eq(five, key_of(FRAME "8100 e005 0800", LINK_ETHERNET),
		     "whatever the priority");
	cr_expect_eq(key_of(FRAME "8100 6000 0800", LINK_ETHERNET), 0,
		     "VLAN 0 is none");
	cr_expect_neq(key_of(FRAME "88a8 0005 8100 0006 0800", LINK_ETHERNET),
		      key_of(FRAME "88a8 0006 8100 0005 0800", LINK_ETHERNET));
}

/* AH in transport mode is no tunnel, and no part of the segment. */
Test(tunnel, authentication_header)
{
	uint8_t buffer[256];
	struct packet packet;

	packet = decode_with("4500 0040 00010000 4033 0000 0a000001 0a000002 "
			     "0604 0000 0000abcd 00000001 "
			     "000102030405060708090a0b",
			     LINK_RAW, 4, buffer, sizeof buffer);
	/* What was built is one more IP header: not TCP's. */
	cr_expect_eq(packet.kind, PACKET_TCP);
	cr_expect_eq(packet.tunnel_count, 0);
	cr_expect_eq(packet.ip.ah_length, 24);
	cr_expect_eq(packet.ip.ah_spi, 0xabcd);
	cr_expect_eq(packet.tcp.length, 0x40 - 20 - 24);
	cr_expect_eq(packet.tcp.source_port, 0x4500);

	packet = decode_with(IP4("33") "0600 0000 0000abcd", LINK_RAW, 4,
			     buffer, sizeof buffer);
	cr_expect_eq(packet.kind, PACKET_OTHER, "shorter than its fields");
}

static void expect_line(const char *header, enum link_type link_type,
			const struct line_options *options, const char *want)
{
	uint8_t buffer[512];
	char storage[1024];
	struct packet packet =
		decode_with(header, link_type, 4, buffer, sizeof buffer);
	struct line_bases bases = { 0 };
	struct line_clock clock = { 0 };
	struct text text;

	text_init(&text, storage, sizeof storage);
	line_packet(&text, options, &clock, &packet, bases);
	cr_expect_str_eq(text_terminate(&text), want, "%s", storage);
}

#define INNER                                                                  \
	"10.0.0.1.49152 > 10.0.0.2.80: Flags [S], seq 1000, win 512, "         \
	"length 0"

Test(tunnel, lines)
{
	struct line_options options = { .numeric = true,
					.time = LINE_TIME_NONE };

	expect_line(VXLAN("0001"), LINK_RAW, &options, "IP " INNER);
	options.link_header = true;
	expect_line(VXLAN("0001"), LINK_RAW, &options,
		    "ip: 192.168.0.1 > 192.168.0.2: vxlan vni 1: "
		    "02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype IPv4 "
		    "(0x0800), length 54: " INNER);
	expect_line(FRAME "8847 00010040 00011140", LINK_ETHERNET, &options,
		    "02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype MPLS "
		    "unicast (0x8847), length 62: MPLS (label 16, tc 0, ttl "
		    "64) (label 17, tc 0, [S], ttl 64) " INNER);
	expect_line(FRAME "8864 1100 002d 002a 0021", LINK_ETHERNET, &options,
		    "02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype PPPoE S "
		    "(0x8864), length 62: PPPoE  [ses 0x2d] IP (0x0021), "
		    "length 42: " INNER);
	expect_line(FRAME "8926 80010000 0800", LINK_ETHERNET, &options,
		    "02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype VN-Tag "
		    "(0x8926), length 60: ethertype IPv4 (0x0800), " INNER);
	options.link_header = false;
	options.verbose = 1;
	expect_line(IP4("2f") "2000 0800 0000002a", LINK_RAW, &options,
		    "IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], proto "
		    "GRE (47), length 0, bad cksum 0 (->f97a)!) 192.168.0.1 > "
		    "192.168.0.2: gre key 0x2a: IP (tos 0x0, ttl 64, id 4660, "
		    "offset 0, flags [none], proto TCP (6), length 40)\n    "
		    "10.0.0.1.49152 > 10.0.0.2.80: Flags [S], cksum 0xcdd0 "
		    "(correct), seq 1000, win 512, length 0");
	expect_line(FRAME "8864 1100 002d 002a 0021", LINK_ETHERNET, &options,
		    "PPPoE  [ses 0x2d] IP (tos 0x0, ttl 64, id 4660, offset "
		    "0, flags [none], proto TCP (6), length 40)\n    "
		    "10.0.0.1.49152 > 10.0.0.2.80: Flags [S], cksum 0xcdd0 "
		    "(correct), seq 1000, win 512, length 0");
}
