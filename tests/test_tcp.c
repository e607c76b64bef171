#include <criterion/criterion.h>
#include <string.h>

#include "decode/decode.h"
#include "tests/build.h"

enum { IP4 = 20, HEADER = 20 };

static struct packet decode(const struct build_segment *segment,
			    uint8_t *buffer, size_t size)
{
	struct build build;

	build_start(&build, buffer, size);
	build_segment(&build, segment);
	return build_decode(&build, LINK_RAW);
}

Test(tcp, fields)
{
	uint8_t buffer[256];
	struct packet packet =
		decode(&(struct build_segment){ .flags = TCP_ACK | TCP_PSH,
						.data = "48656c6c6f" },
		       buffer, sizeof buffer);
	const struct packet_tcp *tcp = &packet.tcp;

	cr_expect_eq(packet.kind, PACKET_TCP);
	cr_expect_eq(tcp->extent, TCP_WHOLE_HEADER);
	cr_expect_eq(tcp->header, buffer + IP4);
	cr_expect_eq(tcp->captured, 25);
	cr_expect_eq(tcp->length, 25);
	cr_expect_eq(tcp->payload, 5);
	cr_expect_eq(tcp->header_length, 20);
	cr_expect_eq(tcp->source_port, 49152);
	cr_expect_eq(tcp->destination_port, 80);
	cr_expect_eq(tcp->seq, 1000);
	cr_expect_eq(tcp->ack, 2000);
	cr_expect_eq(tcp->flags, TCP_ACK | TCP_PSH);
	cr_expect_eq(tcp->window, 512);
	cr_expect_eq(tcp->urgent, 7);
	cr_expect_eq(tcp->checksum, CHECKSUM_GOOD);
	cr_expect_eq(tcp->checksum_field, tcp->checksum_expected);
}

/* All twelve bits are sent; nine have a meaning. */
Test(tcp, flags)
{
	for (unsigned flags = 0; flags < 0x1000; flags++) {
		uint8_t buffer[256];
		struct packet packet = decode(
			&(struct build_segment){ .flags = (uint16_t)flags },
			buffer, sizeof buffer);

		cr_expect_eq(packet.tcp.flags, flags & 0x1ff, "%x", flags);
		cr_expect_eq(packet.tcp.checksum, CHECKSUM_GOOD, "%x", flags);
	}
}

/* A segment with twelve octets of options and four of data. */
static const struct {
	const char *name;
	uint8_t words;	   /* the header's length, as it says */
	uint32_t captured; /* octets of the segment */
	enum tcp_extent extent;
	uint32_t payload;
	uint32_t seq;
	bool has_timestamps;
} extents[] = {
	{ "whole", 8, 36, TCP_WHOLE_HEADER, 4, 1000, true },
	{ "data cut", 8, 34, TCP_WHOLE_HEADER, 4, 1000, true },
	{ "only the header", 8, 32, TCP_WHOLE_HEADER, 4, 1000, true },
	{ "options cut", 8, 31, TCP_OPTIONS_CUT, 4, 1000, false },
	{ "no options", 8, 20, TCP_OPTIONS_CUT, 4, 1000, false },
	{ "fixed header cut", 8, 19, TCP_PORTS, 0, 1000, false },
	{ "ports and sequence number", 8, 8, TCP_PORTS, 0, 1000, false },
	{ "ports", 8, 4, TCP_PORTS, 0, 0, false },
	{ "ports cut", 8, 3, TCP_NOTHING, 0, 0, false },
	{ "nothing", 8, 0, TCP_NOTHING, 0, 0, false },
	{ "too short", 4, 36, TCP_HEADER_SHORT, 0, 1000, false },
	{ "none", 0, 36, TCP_HEADER_SHORT, 0, 1000, false },
	{ "too long", 10, 36, TCP_HEADER_LONG, 0, 1000, false },
	{ "all of it is header", 9, 36, TCP_WHOLE_HEADER, 0, 1000, true },
	{ "shortest", 5, 36, TCP_WHOLE_HEADER, 16, 1000, false },
	{ "too long, and cut", 15, 24, TCP_HEADER_LONG, 0, 1000, false },
};

Test(tcp, extents)
{
	for (size_t i = 0; i < sizeof extents / sizeof *extents; i++) {
		const char *name = extents[i].name;
		uint8_t buffer[256];
		struct packet packet = decode(
			&(struct build_segment){
				.options = "0101080a 00000001 00000002",
				.data = "01010101" },
			buffer, sizeof buffer);

		buffer[IP4 + 12] = (uint8_t)(extents[i].words << 4);
		packet.captured = IP4 + extents[i].captured;
		decode_packet(&packet);
		cr_expect_eq(packet.kind, PACKET_TCP, "%s", name);
		cr_expect_eq(packet.tcp.extent, extents[i].extent,
			     "%s: extent %d", name, packet.tcp.extent);
		cr_expect_eq(packet.tcp.length, 36, "%s", name);
		cr_expect_eq(packet.tcp.captured, extents[i].captured, "%s",
			     name);
		cr_expect_eq(packet.tcp.payload, extents[i].payload, "%s",
			     name);
		cr_expect_eq(packet.tcp.seq, extents[i].seq, "%s", name);
		cr_expect_eq(packet.tcp.options.has_timestamps,
			     extents[i].has_timestamps, "%s", name);
	}
}

/* clang-format off */
static const struct {
	const char *name;
	struct build_segment segment;
	uint32_t captured; /* 0: all */
	enum checksum checksum;
} checksums[] = {
	{ "good", { .data = "0102" }, 0, CHECKSUM_GOOD },
	{ "an odd length", { .data = "010203" }, 0, CHECKSUM_GOOD },
	{ "bad", { .data = "0102", .checksum = BUILD_BAD }, 0, CHECKSUM_BAD },
	{ "left to the card", { .data = "0102", .checksum = BUILD_OFFLOAD },
	  0, CHECKSUM_OFFLOAD },
	{ "left to the card, no length", { .data = "0102",
	  .checksum = BUILD_OFFLOAD_NO_LENGTH }, 0, CHECKSUM_OFFLOAD },
	{ "nearly left to the card", { .data = "0102",
	  .checksum = BUILD_OFFLOAD_ELSEWHERE }, 0, CHECKSUM_BAD },
	{ "IPv6, good", { .version = 6, .data = "010203" }, 0,
	  CHECKSUM_GOOD },
	{ "IPv6, bad", { .version = 6, .data = "0102",
	  .checksum = BUILD_BAD }, 0, CHECKSUM_BAD },
	{ "IPv6, left to the card", { .version = 6, .data = "0102",
	  .checksum = BUILD_OFFLOAD }, 0, CHECKSUM_OFFLOAD },
	{ "IPv6, left to the card, no length", { .version = 6, .data = "0102",
	  .checksum = BUILD_OFFLOAD_NO_LENGTH }, 0, CHECKSUM_OFFLOAD },
	{ "left to the card, segmentation too", { .data = "0102",
	  .checksum = BUILD_OFFLOAD, .ip_length = BUILD_LENGTH_ZERO }, 0,
	  CHECKSUM_OFFLOAD },
	{ "cut", { .data = "0102" }, 41, CHECKSUM_UNVERIFIED },
	{ "first fragment", { .data = "0102", .fragment = 0x2000 }, 0,
	  CHECKSUM_UNVERIFIED },
	{ "IPv6, atomic fragment", { .version = 6, .first = 44,
	  .extra = "0600000000000007" }, 0, CHECKSUM_UNVERIFIED },
	{ "more claimed than there is", { .data = "0102", .ip_length = 99 },
	  0, CHECKSUM_UNVERIFIED },
	{ "header too short", { .data = "0102", .words = 4 }, 0,
	  CHECKSUM_UNVERIFIED },
	{ "header too long", { .data = "0102", .words = 6 }, 0,
	  CHECKSUM_UNVERIFIED },
};
/* clang-format on */

Test(tcp, checksums)
{
	for (size_t i = 0; i < sizeof checksums / sizeof *checksums; i++) {
		const char *name = checksums[i].name;
		struct build_segment good = checksums[i].segment;
		uint8_t buffer[256], buffer_good[256];
		struct packet packet =
			decode(&checksums[i].segment, buffer, sizeof buffer);
		struct packet expected;

		good.checksum = BUILD_GOOD;
		expected = decode(&good, buffer_good, sizeof buffer_good);
		if (checksums[i].captured) {
			packet.captured = checksums[i].captured;
			decode_packet(&packet);
		}
		cr_expect_eq(packet.tcp.checksum, checksums[i].checksum,
			     "%s: %d", name, packet.tcp.checksum);
		if (packet.tcp.checksum == CHECKSUM_UNVERIFIED)
			continue;
		cr_expect_eq(packet.tcp.checksum_expected,
			     expected.tcp.checksum_field, "%s: %04x", name,
			     packet.tcp.checksum_expected);
	}
}

/* clang-format off */
static const struct {
	const char *name;
	const char *octets; /* whole words */
	struct tcp_options options;
} option_rows[] = {
	{ "none", NULL, { .mss = 0 } },
	{ "of a SYN", "020405b4 0402 080a 00000001 00000002 01 030307",
	  { .has_mss = true, .mss = 1460, .has_sack_permitted = true,
	  .has_timestamps = true, .ts_value = 1, .ts_echo = 2,
	  .has_window_scale = true, .window_scale = 7 } },
	{ "a shift of 14", "03030e00", { .has_window_scale = true,
	  .window_scale = 14 } },
	{ "a shift of 15 counts as 14", "03030f00",
	  { .has_window_scale = true, .window_scale = 14 } },
	{ "a shift of 255 counts as 14", "0303ff00",
	  { .has_window_scale = true, .window_scale = 14 } },
	{ "one block", "0101050a 00000001 00000002", { .sack_count = 1, .sacks
	  = { { 1, 2 } } } },
	{ "four blocks",
	  "0101 0522 00000001 00000002 00000003 00000004 00000005 00000006 "
	  "00000007 00000008", { .sack_count = 4, .sacks = { { 1, 2 }, { 3,
	  4 }, { 5, 6 }, { 7, 8 } } } },
	{ "no block", "01010502", { .mss = 0 } },
	{ "half a block", "01010506 00000001", { .mss = 0 } },
	{ "behind the end", "00020405 b4000000", { .mss = 0 } },
	{ "fast open", "22020101", { .has_fast_open = true } },
	{ "fast open with a cookie", "220a0102 03040506 07080101",
	  { .has_fast_open = true } },
	{ "fast open, the experiment", "fe04f989",
	  { .has_fast_open = true } },
	{ "another experiment", "fe04e2d4", { .mss = 0 } },
	{ "an experiment without a name", "fe020101", { .mss = 0 } },
	{ "unknown, passed over", "fd040000 020405b4", { .has_mss = true,
	  .mss = 1460 } },
	{ "wrong lengths, passed over", "02030004 03000304 00000101",
	  { .mss = 0 } },
	{ "MSS of five octets, passed over", "02050000 00020405 b4010101",
	  { .has_mss = true, .mss = 1460 } },
	{ "timestamps of nine octets", "08090000 00000000 00010101",
	  { .mss = 0 } },
	{ "twice: the last counts", "02040001 02040002", { .has_mss = true,
	  .mss = 2 } },
	{ "length zero", "020405b4 fd000101", { .has_mss = true, .mss = 1460,
	  .malformed = true } },
	{ "length one", "fd010101", { .malformed = true } },
	{ "past the end by one", "01010101 01030400", { .malformed = true } },
	{ "past the end by far", "08ff0000", { .malformed = true } },
	{ "no room for the length", "01010102", { .malformed = true } },
	{ "to the last octet", "020405b4", { .has_mss = true, .mss = 1460 } },
};
/* clang-format on */

static void expect_options(const char *name, const struct tcp_options *got,
			   const struct tcp_options *expected)
{
	cr_expect_eq(got->has_mss, expected->has_mss, "%s: mss", name);
	cr_expect_eq(got->mss, expected->mss, "%s: mss %u", name, got->mss);
	cr_expect_eq(got->has_window_scale, expected->has_window_scale,
		     "%s: wscale", name);
	cr_expect_eq(got->window_scale, expected->window_scale, "%s: wscale %u",
		     name, got->window_scale);
	cr_expect_eq(got->has_sack_permitted, expected->has_sack_permitted,
		     "%s: sackOK", name);
	cr_expect_eq(got->has_timestamps, expected->has_timestamps,
		     "%s: timestamps", name);
	cr_expect_eq(got->ts_value, expected->ts_value, "%s", name);
	cr_expect_eq(got->ts_echo, expected->ts_echo, "%s", name);
	cr_expect_eq(got->has_fast_open, expected->has_fast_open,
		     "%s: fast open", name);
	cr_expect_eq(got->malformed, expected->malformed, "%s: malformed",
		     name);
	cr_expect_eq(got->sack_count, expected->sack_count, "%s: sacks %u",
		     name, got->sack_count);
	cr_expect_eq(memcmp(got->sacks, expected->sacks, sizeof got->sacks), 0,
		     "%s: sacks", name);
}

Test(tcp, options)
{
	for (size_t i = 0; i < sizeof option_rows / sizeof *option_rows; i++) {
		uint8_t buffer[256];
		struct packet packet = decode(
			&(struct build_segment){
				.options = option_rows[i].octets },
			buffer, sizeof buffer);

		cr_expect_eq(packet.tcp.extent, TCP_WHOLE_HEADER, "%s",
			     option_rows[i].name);
		expect_options(option_rows[i].name, &packet.tcp.options,
			       &option_rows[i].options);
	}
}

/* What the capture cut off is not its sender's fault. */
Test(tcp, options_cut_by_the_capture_are_not_malformed)
{
	uint8_t buffer[256];
	struct packet packet = decode(
		&(struct build_segment){ .options =
						 "020405b4 0101080a 00000001 "
						 "00000002 03030701" },
		buffer, sizeof buffer);
	uint32_t whole = packet.captured;

	for (uint32_t cut = IP4 + HEADER; cut < whole; cut++) {
		packet.captured = cut;
		decode_packet(&packet);
		cr_expect_eq(packet.tcp.extent, TCP_OPTIONS_CUT, "%u", cut);
		cr_expect_not(packet.tcp.options.malformed, "%u", cut);
		cr_expect_eq(packet.tcp.options.has_mss,
			     cut >= IP4 + HEADER + 4, "%u", cut);
		cr_expect_eq(packet.tcp.options.has_timestamps,
			     cut >= IP4 + HEADER + 16, "%u", cut);
	}
}
