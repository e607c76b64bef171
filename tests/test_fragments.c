/*
 * Fragments: a segment is cut into pieces, which come in every way that they
 * may come in; rows say after which of them it is whole.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "build.h"
#include "decode/decode.h"
#include "decode/fragments.h"
#include "decode/tcp.h"

#define SECOND INT64_C(1000000000)

enum {
	OCTETS_MAX = 70000,
	HEADERS_MAX = 1200,
	PAYLOAD = 44,
	LENGTH = TCP_HEADER_LENGTH + PAYLOAD,
	IP4_MAX = 65535 - 20,
	IP6_MAX = 65535
};

/* What stands around the segment, in hexadecimal digits. */
struct layout {
	uint8_t version;
	const char *link;   /* in front of the IP header: Ethernet; or NULL */
	const char *prefix; /* IPv4 options, or extension headers that every
			     * fragment has */
	uint8_t prefix_is;  /* IPv6: what the prefix begins with */
	const char *inner;  /* what is cut into pieces with the segment */
	uint8_t inner_is;
	const char *final; /* the final destination, if not the header's */
	uint8_t traffic_class;
};

static const struct layout ip4 = { .version = 4 };
static const struct layout ip6 = { .version = 6 };

/* One piece of it. */
struct piece {
	uint32_t start, end;
	bool more;
	bool spoilt; /* its octets are others than they should be */
	uint32_t id;
	uint32_t missing; /* octets at its end that were not captured */
};

static struct fragments *fragments;
static uint8_t content[OCTETS_MAX]; /* what is cut */
static uint32_t content_length;
static struct packet known;
static int64_t now;

static void set_up(void)
{
	fragments = calloc(1, sizeof(*fragments));
	cr_assert_not_null(fragments);
	fragments->key[0] = 1;
	now = 0;
}

static void clean_up(void)
{
	free(fragments);
}

TestSuite(fragments, .init = set_up, .fini = clean_up, .timeout = 60);

static const char *address(uint8_t version, bool to)
{
	if (version == 4)
		return to ? "0a000002" : "0a000001";
	return to ? "20010db8000000000000000000000002"
		  : "20010db8000000000000000000000001";
}

static void put16(uint8_t *at, uint32_t value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

/* A segment of `length` octets with a right checksum, and what stands in front
 * of it inside of the datagram. */
static void make_content(const struct layout *layout, uint32_t length)
{
	struct build build;
	uint32_t sum = 6 + (length & 0xffff) + (length >> 16);
	uint8_t *tcp;

	memset(content, 0, sizeof content);
	build_start(&build, content, sizeof content);
	if (layout->inner)
		build_hex(&build, layout->inner);
	tcp = content + build.length;
	build_hex(&build, "c000 0050 000003e8 000007d0 5018 0200 0000 0000");
	for (uint32_t i = TCP_HEADER_LENGTH; i < length; i++)
		tcp[i] = (uint8_t)(i * 7 + i / 256);
	sum = build_add_hex(sum, address(layout->version, false));
	sum = build_add_hex(sum, layout->final
					 ? layout->final
					 : address(layout->version, true));
	put16(tcp + 16, ~build_add(sum, tcp, length) & 0xffff);
	content_length = (uint32_t)(tcp - content) + length;
}

static void build_ip4(struct build *build, const struct layout *layout,
		      const struct piece *piece)
{
	uint8_t *start = build->octets + build->length;
	size_t before = build->length;

	build_hex(build, "4500 0000 0000 0000 4006 0000");
	build_hex(build, address(4, false));
	build_hex(build, address(4, true));
	if (layout->prefix)
		build_hex(build, layout->prefix);
	start[0] = (uint8_t)(0x40 | (build->length - before) / 4);
	start[1] = layout->traffic_class;
	put16(start + 2,
	      (uint32_t)(build->length - before) + piece->end - piece->start);
	put16(start + 4, piece->id);
	put16(start + 6, (piece->more ? 0x2000U : 0) | piece->start / 8);
	if (layout->inner_is)
		start[9] = layout->inner_is;
}

static void build_ip6(struct build *build, const struct layout *layout,
		      const struct piece *piece)
{
	uint8_t *start = build->octets + build->length;
	size_t before = build->length;
	uint8_t *fragment;

	build_hex(build, "6000 0000 0000 2c40");
	build_hex(build, address(6, false));
	build_hex(build, address(6, true));
	start[0] |= (uint8_t)(layout->traffic_class >> 4);
	start[1] = (uint8_t)(layout->traffic_class << 4);
	if (layout->prefix) {
		start[6] = layout->prefix_is;
		build_hex(build, layout->prefix);
	}
	fragment = build->octets + build->length;
	build_hex(build, "0600 0000 0000 0000");
	if (layout->inner_is)
		fragment[0] = layout->inner_is;
	put16(fragment + 2, piece->start | (piece->more ? 1 : 0));
	put16(fragment + 4, piece->id >> 16);
	put16(fragment + 6, piece->id & 0xffff);
	put16(start + 4, (uint32_t)(build->length - before) - 40 + piece->end -
				 piece->start);
}

static void build_octets(struct build *build, const struct piece *piece)
{
	uint32_t length = piece->end - piece->start;

	cr_assert_leq(build->length + length, build->size);
	for (uint32_t i = 0; i < length; i++) {
		uint32_t at = piece->start + i;
		uint8_t octet = at < content_length ? content[at] : 0;

		build->octets[build->length++] =
			piece->spoilt ? (uint8_t)~octet : octet;
	}
}

/* The piece comes, in a block of exactly its size.  True when with it the
 * segment is whole, `known`. */
static bool give(const struct layout *layout, struct piece piece)
{
	static uint8_t octets[OCTETS_MAX + HEADERS_MAX];
	struct build build;
	struct packet packet;
	uint8_t *block;
	bool whole;

	build_start(&build, octets, sizeof octets);
	if (layout->link)
		build_hex(&build, layout->link);
	if (layout->version == 4)
		build_ip4(&build, layout, &piece);
	else
		build_ip6(&build, layout, &piece);
	build_octets(&build, &piece);
	if (piece.missing > build.length)
		piece.missing = (uint32_t)build.length;
	packet = build_decode_cut(&build,
				  layout->link ? LINK_ETHERNET : LINK_RAW,
				  (uint32_t)build.length - piece.missing,
				  &block);
	whole = fragments_add(fragments, &packet, now, &known);
	free(block);
	return whole;
}

/* `start-end`, `+` if more follow, `!` if spoilt. */
static struct piece piece_of(const char *text)
{
	struct piece piece = { 0 };
	int length;

	cr_assert_eq(sscanf(text, "%u-%u%n", &piece.start, &piece.end, &length),
		     2, "%s", text);
	for (text += length; *text && *text != ' '; text++) {
		piece.more = piece.more || *text == '+';
		piece.spoilt = piece.spoilt || *text == '!';
	}
	return piece;
}

/* Gives all of them; `story` gets a W for each that made it whole, and a dot
 * for each other. */
static void give_all(const struct layout *layout, const char *pieces,
		     char *story)
{
	while (pieces) {
		*story++ = give(layout, piece_of(pieces)) ? 'W' : '.';
		pieces = strchr(pieces, ' ');
		if (pieces)
			pieces++;
	}
	*story = '\0';
}

struct row {
	const char *name;
	const char *pieces;
	const char *ip4, *ip6; /* the story; NULL: not for this version */
	uint64_t never_whole4, never_whole6;
};

static const struct row rows[] = {
	{ "in order", "0-24+ 24-48+ 48-64", "..W", "..W", 0, 0 },
	{ "in reverse order", "48-64 24-48+ 0-24+", "..W", "..W", 0, 0 },
	{ "the middle comes last", "48-64 0-24+ 24-48+", "..W", "..W", 0, 0 },
	{ "two", "0-48+ 48-64", ".W", ".W", 0, 0 },
	{ "an odd end", "0-48+ 48-63", ".W", ".W", 0, 0 },
	{ "duplicates", "0-24+ 0-24+ 24-48+ 24-48+ 48-64", "....W", "....W", 0,
	  0 },
	{ "a duplicate with other octets: the first stays",
	  "0-24+ 0-24+! 24-64", "..W", "..W", 0, 0 },
	{ "a duplicate of a part", "0-48+ 8-16+! 48-64", "..W", "..W", 0, 0 },
	{ "a duplicate of two that make one run", "0-24+ 24-48+ 8-40+! 48-64",
	  "...W", "...W", 0, 0 },
	{ "a duplicate of the last", "48-64 48-64! 0-48+", "..W", "..W", 0, 0 },
	{ "a duplicate of all that came in two runs",
	  "24-48+ 0-24+ 8-40+ 48-64", "....", "....", 1, 1 },
	{ "an overlap at the end", "0-24+ 16-48+ 48-64", "...", "...", 1, 1 },
	{ "an overlap at the beginning", "24-48+ 0-32+ 48-64", "...", "...", 1,
	  1 },
	{ "an overlap of all", "8-16+ 0-24+ 24-64", "...", "...", 1, 1 },
	{ "an overlap of all, and more behind it", "0-24+ 0-32+ 32-64", "...",
	  "...", 1, 1 },
	{ "an overlap with the last", "48-64 40-56+ 0-40+", "...", "...", 1,
	  1 },
	{ "after an overlap it may come again",
	  "0-24+ 16-48+ 0-24+ 24-48+ 48-64", "....W", "....W", 1, 1 },
	{ "the last again, shorter", "48-64 48-56 0-48+", "...", "...", 1, 1 },
	{ "the last again, longer", "48-64 48-72 0-48+", "...", "...", 1, 1 },
	{ "another last behind it", "24-48 48-72 0-24+", "...", "...", 1, 1 },
	{ "a last that ends before another", "0-24+ 48-72+ 24-48", "...", "...",
	  1, 1 },
	{ "one behind the last", "48-64 64-72+ 0-48+", "...", "...", 1, 1 },
	{ "more follow behind the last", "0-48+ 48-64 64-72", ".W.", ".W.", 0,
	  0 },
	{ "one without octets", "0-0+ 0-64", "..", "..", 1, 0 },
	{ "the last without octets", "0-64+ 64-64", "..", "..", 1, 1 },
	{ "not whole units: IPv4 cuts them off, IPv6 drops the fragment",
	  "0-51+ 48-64 0-48+", ".W.", "..W", 0, 0 },
	{ "less than a unit", "0-48+ 48-52+ 48-64", "...", "..W", 1, 0 },
	{ "the first is missing", "24-48+ 48-64", "..", "..", 1, 1 },
	{ "the last is missing", "0-24+ 24-48+", "..", "..", 1, 1 },
	{ "one in the midst is missing", "0-24+ 48-64", "..", "..", 1, 1 },
	{ "the ports alone in the first", "0-8+ 8-24+ 24-64", "..W", NULL, 0,
	  0 },
	{ "IPv6 drops a first one without a whole header", "0-16+ 0-24+ 24-64",
	  NULL, "..W", 0, 0 },
	{ "copies after it was whole", "0-24+ 0-24+ 24-64 24-64", "..W.",
	  "..W.", 0, 0 },
	{ "it came twice", "0-24+ 24-64 0-24+ 24-64", ".W.W", ".W.W", 0, 0 },
};

static void play(const struct row *row, const struct layout *layout)
{
	bool is_ip4 = layout->version == 4;
	const char *want = is_ip4 ? row->ip4 : row->ip6;
	uint64_t never_whole = is_ip4 ? row->never_whole4 : row->never_whole6;
	struct fragments_counts counts;
	char story[16];

	if (!want)
		return;
	clean_up();
	set_up();
	make_content(layout, strstr(row->pieces, "-63") ? LENGTH - 1 : LENGTH);
	give_all(layout, row->pieces, story);
	counts = fragments_count(fragments);
	cr_expect_str_eq(story, want, "%s, IPv%d: %s", row->name,
			 layout->version, story);
	cr_expect_eq(counts.never_whole, never_whole, "%s, IPv%d: %d",
		     row->name, layout->version, (int)counts.never_whole);
	cr_expect_eq(counts.evicted, 0, "%s", row->name);
	if (story[strlen(story) - 1] != 'W')
		return;
	cr_expect_eq(known.tcp.checksum, CHECKSUM_GOOD, "%s, IPv%d", row->name,
		     layout->version);
	cr_expect_eq(known.tcp.payload, content_length - TCP_HEADER_LENGTH);
}

Test(fragments, ways_to_come)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		play(&rows[i], &ip4);
		play(&rows[i], &ip6);
	}
}

/* The whole is a packet like any other. */
static void expect_whole(const char *name, uint32_t count)
{
	cr_expect_eq(known.kind, PACKET_TCP, "%s", name);
	cr_expect_not(known.ip.fragment, "%s", name);
	cr_expect_not(known.ip.fragment_header, "%s", name);
	cr_expect_eq(known.ip.fragment_count, count, "%s", name);
	cr_expect_eq(known.ip.protocol, 6, "%s", name);
	cr_expect_eq(known.tcp.extent, TCP_WHOLE_HEADER, "%s", name);
	cr_expect_eq(known.tcp.checksum, CHECKSUM_GOOD, "%s", name);
	cr_expect_eq(known.tcp.payload, PAYLOAD, "%s", name);
	cr_expect_eq(known.tcp.source_port, 49152, "%s", name);
	cr_expect_eq(known.tcp.seq, 1000, "%s", name);
	cr_expect_eq(known.ip.length,
		     known.ip.header_length + known.ip.ah_length + LENGTH, "%s",
		     name);
	cr_expect_eq(memcmp(known.tcp.header + TCP_HEADER_LENGTH,
			    content + content_length - PAYLOAD, PAYLOAD),
		     0, "%s", name);
}

#define HOP_BY_HOP(next) next "00 0502 0000 0100"
#define PADDING(next) next "00 0104 00000000"
#define AH(next) next "04 0000 00000001 00000001 000000000000000000000000"

static const struct {
	const char *name;
	struct layout layout;
} layouts[] = {
	{ "IPv4", { .version = 4 } },
	{ "IPv4, options", { .version = 4, .prefix = "01010101 01010101" } },
	{ "IPv4, source route",
	  { .version = 4,
	    .prefix = "8307 04 0a0000 63 00",
	    .final = "0a000063" } },
	{ "IPv4, AH", { .version = 4, .inner = AH("06"), .inner_is = 51 } },
	{ "IPv4, two tags",
	  { .version = 4,
	    .link = "020000000002 020000000001 88a8 0007 8100 0008 0800" } },
	{ "IPv6", { .version = 6 } },
	{ "IPv6, hop-by-hop options",
	  { .version = 6, .prefix = HOP_BY_HOP("2c"), .prefix_is = 0 } },
	{ "IPv6, two extension headers",
	  { .version = 6,
	    .prefix = HOP_BY_HOP("3c") PADDING("2c"),
	    .prefix_is = 0 } },
	{ "IPv6, an atomic fragment header in front",
	  { .version = 6, .prefix = "2c00 0000 00000009", .prefix_is = 44 } },
	{ "IPv6, destination options inside",
	  { .version = 6, .inner = PADDING("06"), .inner_is = 60 } },
	{ "IPv6, routing header",
	  { .version = 6,
	    .prefix = "2c02 0001 00000000 20010db8000000000000000000000063",
	    .prefix_is = 43,
	    .final = "20010db8000000000000000000000063" } },
	{ "IPv6, AH", { .version = 6, .inner = AH("06"), .inner_is = 51 } },
};

Test(fragments, layouts)
{
	for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
		const struct layout *layout = &layouts[i].layout;
		const char *name = layouts[i].name;
		bool atomic = layout->prefix_is == 44;

		make_content(layout, LENGTH);
		cr_expect_not(give(layout,
				   (struct piece){ .end = 48, .more = true }),
			      "%s", name);
		cr_expect(give(layout, (struct piece){ .start = 48,
						       .end = content_length }),
			  "%s", name);
		/* This header stays, so tcpdump's rule for it holds. */
		if (atomic) {
			cr_expect(known.ip.fragment_header);
			cr_expect_eq(known.tcp.checksum, CHECKSUM_UNVERIFIED);
			continue;
		}
		expect_whole(name, 2);
		cr_expect_eq(known.ip.source.version, layout->version);
		cr_expect_eq(known.link.tag_count, layout->link ? 2 : 0);
		if (layout->version == 4)
			cr_expect_eq(known.ip.checksum, CHECKSUM_GOOD, "%s",
				     name);
	}
}

/* A part of a fragment is not taken apart once more. */
Test(fragments, of_fragments)
{
	static const struct layout twice = { .version = 6,
					     .inner = "0600 0001 00000009",
					     .inner_is = 44 };

	make_content(&twice, LENGTH);
	cr_expect_not(give(&twice, (struct piece){ .end = 48, .more = true }));
	cr_expect_not(give(&twice, (struct piece){ .start = 48,
						   .end = content_length }));
	cr_expect_eq(fragments_count(fragments).whole, 0);
}

/* The ports come with the first fragment, and are known from then on. */
Test(fragments, ports)
{
	make_content(&ip4, LENGTH);
	give(&ip4, (struct piece){ .start = 24, .end = 48, .more = true });
	cr_expect_eq(known.kind, PACKET_TCP_FRAGMENT);
	cr_expect_eq(known.tcp.extent, TCP_NOTHING);
	give(&ip4, (struct piece){ .end = 24, .more = true });
	cr_expect_eq(known.kind, PACKET_TCP);
	cr_expect_eq(known.tcp.extent, TCP_WHOLE_HEADER);
	cr_expect(known.ip.fragment);
	give(&ip4, (struct piece){ .start = 24, .end = 48, .more = true });
	cr_expect_eq(known.kind, PACKET_TCP_FRAGMENT);
	cr_expect_eq(known.tcp.extent, TCP_PORTS);
	cr_expect_eq(known.tcp.source_port, 49152);
	cr_expect_eq(known.tcp.destination_port, 80);
}

/* Two pieces that are like one, but for one thing, are none. */
Test(fragments, what_tells_datagrams_apart)
{
	static const struct layout tag = {
		.version = 4, .link = "020000000002 020000000001 8100 0007 0800"
	};
	static const struct layout other_tag = {
		.version = 4, .link = "020000000002 020000000001 8100 0008 0800"
	};
	static const struct layout ah = { .version = 4, .inner_is = 51 };
	struct piece first = { .end = 48, .more = true };
	struct piece last = { .start = 48, .end = 64 };

	make_content(&ip4, LENGTH);
	give(&ip4, first);
	give(&tag, first);
	last.id = 1;
	cr_expect_not(give(&ip4, last));
	last.id = 0;
	cr_expect_not(give(&ip6, last));
	cr_expect_not(give(&ah, last));
	cr_expect_not(give(&other_tag, last));
	cr_expect(give(&tag, last));
	cr_expect(give(&ip4, last));
	first.id = 0x10000;
	last.id = 0x20000;
	make_content(&ip6, LENGTH);
	give(&ip6, first);
	cr_expect_not(give(&ip6, last));
	last.id = 0x10000;
	cr_expect(give(&ip6, last));
}

/* Nor when they are in one bucket, as some of so many are. */
Test(fragments, buckets_are_shared)
{
	static const struct layout ah = { .version = 4, .inner_is = 51 };
	static const struct layout tag = {
		.version = 4, .link = "020000000002 020000000001 8100 0007 0800"
	};
	struct piece first = { .end = 48, .more = true };
	struct piece last = { .start = 48, .end = 64 };

	make_content(&ip4, LENGTH);
	for (; first.id < 50000; first.id = ++last.id) {
		cr_assert_not(give(&ip4, first));
		cr_assert_not(give(&ah, last));
		cr_assert_not(give(&tag, last));
	}
}

static const struct {
	const char *name;
	uint8_t version;
	uint32_t length; /* of the datagram */
	bool ignored;	 /* only the last fragment, not the datagram */
	bool whole;
} length_rows[] = {
	{ "the longest of IPv4", 4, IP4_MAX, false, true },
	{ "too long for IPv4", 4, IP4_MAX + 1, false, false },
	{ "far too long for IPv4", 4, 65528 + 8, false, false },
	{ "as long as offsets can say", 4, 65528 + 3000, false, false },
	{ "the longest of IPv6", 6, IP6_MAX, false, true },
	{ "too long for IPv6", 6, IP6_MAX + 1, true, false },
};

Test(fragments, lengths)
{
	for (size_t i = 0; i < sizeof length_rows / sizeof *length_rows; i++) {
		const char *name = length_rows[i].name;
		bool is_ip4 = length_rows[i].version == 4;
		const struct layout *layout = is_ip4 ? &ip4 : &ip6;
		struct piece piece = { .more = true };

		clean_up();
		set_up();
		make_content(layout, length_rows[i].length);
		for (; piece.end < 65504; piece.start = piece.end) {
			piece.end = piece.start + 32752;
			cr_expect_not(give(layout, piece), "%s", name);
		}
		piece.more = false;
		piece.end = content_length;
		cr_expect_eq(give(layout, piece), length_rows[i].whole, "%s",
			     name);
		if (length_rows[i].whole) {
			cr_expect_eq(known.tcp.checksum, CHECKSUM_GOOD, "%s",
				     name);
			cr_expect_eq(known.tcp.length, content_length, "%s",
				     name);
		}
		/* What is ignored does no harm. */
		piece.end = IP4_MAX;
		if (length_rows[i].ignored)
			cr_expect(give(layout, piece), "%s", name);
	}
}

/* With an IP header that is longer than the least, the limit is lower. */
Test(fragments, too_long_with_options)
{
	static const struct layout options = { .version = 4,
					       .prefix = "01010101" };
	struct piece first = { .end = 32752, .more = true };
	struct piece last = { .start = 32752, .end = IP4_MAX };

	make_content(&options, IP4_MAX);
	give(&options, first);
	cr_expect_not(give(&ip4, last));
	cr_expect_eq(fragments_count(fragments).never_whole, 1);
	last.end = first.id = last.id = IP4_MAX - 4;
	make_content(&options, IP4_MAX - 4);
	give(&options, first);
	cr_expect(give(&options, last));
	cr_expect_eq(known.ip.length, 65535);
}

Test(fragments, time_out)
{
	struct piece first = { .end = 48, .more = true };
	struct piece last = { .start = 48, .end = 64 };

	make_content(&ip4, LENGTH);
	now = 5 * SECOND;
	give(&ip4, first);
	now += FRAGMENTS_TIMEOUT;
	cr_expect(give(&ip4, last));
	first.id = last.id = 1;
	give(&ip4, first);
	now += FRAGMENTS_TIMEOUT + 1;
	cr_expect_not(give(&ip4, last));
	cr_expect_eq(fragments_count(fragments).whole, 1);
	cr_expect_eq(fragments_count(fragments).never_whole, 2);
	cr_expect_eq(fragments_count(fragments).evicted, 0);
	cr_expect_not(give(&ip4, first) && known.ip.fragment_count != 2);
}

/* Fragments of one datagram are alike in whether they are ECN-capable. */
Test(fragments, ecn)
{
	static const struct {
		uint8_t first, last;
		bool whole;
	} marks[] = { { 0, 0, true },  { 2, 2, true },	{ 2, 3, true },
		      { 1, 2, true },  { 3, 3, true },	{ 0, 3, false },
		      { 2, 0, false }, { 0, 1, false }, { 0x1c, 0x20, true } };

	make_content(&ip4, LENGTH);
	for (uint32_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		struct layout first = { .version = 4,
					.traffic_class = marks[i].first };
		struct layout last = { .version = 4,
				       .traffic_class = marks[i].last };

		give(&first, (struct piece){ 0, 48, true, false, i, 0 });
		cr_expect_eq(give(&last,
				  (struct piece){ 48, 64, false, false, i, 0 }),
			     marks[i].whole, "%u and %u", marks[i].first,
			     marks[i].last);
	}
}

/* However much of each piece was captured: lengths are right, and nothing is
 * believed that was not. */
static void expect_cut(const struct layout *layout, uint32_t end,
		       uint32_t captured)
{
	bool cut = captured < LENGTH;

	cr_expect_eq(known.tcp.length, LENGTH);
	cr_expect_eq(known.tcp.captured, captured, "IPv%d: %u, not %u",
		     layout->version, known.tcp.captured, captured);
	cr_expect_eq(known.tcp.checksum,
		     cut ? CHECKSUM_UNVERIFIED : CHECKSUM_GOOD);
	if (captured >= TCP_HEADER_LENGTH) {
		cr_expect_eq(known.tcp.extent, TCP_WHOLE_HEADER);
		cr_expect_eq(known.tcp.payload, PAYLOAD);
	} else {
		cr_expect_lt(known.tcp.extent, TCP_HEADER_SHORT, "%u, %u", end,
			     captured);
	}
}

Test(fragments, cut)
{
	static const struct layout *const versions[] = { &ip4, &ip6 };
	static const struct piece pieces[] = { { 0, 24, true, false, 0, 0 },
					       { 24, 48, true, false, 0, 0 },
					       { 48, 64, false, false, 0, 0 } };

	for (int v = 0; v < 2; v++) {
		make_content(versions[v], LENGTH);
		for (uint32_t spoilt = 0; spoilt < 3; spoilt++) {
			uint32_t start = pieces[spoilt].start;
			uint32_t length = pieces[spoilt].end - start;
			/* IPv6: without an octet behind the fragment header,
			 * tcpdump sees no fragment, and neither do we. */
			uint32_t most =
				v == 1 && spoilt == 0 ? length - 1 : length;

			for (uint32_t missing = 0; missing <= most; missing++) {
				bool whole = false;

				for (uint32_t i = 0; i < 3; i++) {
					/* In reverse order. */
					struct piece piece = pieces[2 - i];

					piece.id = missing + 100 * spoilt;
					if (2 - i == spoilt)
						piece.missing = missing;
					whole = give(versions[v], piece);
				}
				cr_assert(whole, "IPv%d, %u, %u",
					  versions[v]->version, spoilt,
					  missing);
				expect_cut(versions[v], pieces[spoilt].end,
					   missing ? pieces[spoilt].end -
							     missing
						   : LENGTH);
			}
		}
	}
}

/* Headers that are cut make no fragment; nothing is read behind their end. */
Test(fragments, cut_headers)
{
	for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++) {
		const struct layout *layout = &layouts[i].layout;

		make_content(layout, LENGTH);
		for (uint32_t missing = 0; missing < content_length + 40;
		     missing++) {
			struct piece first = { .end = 24,
					       .more = true,
					       .id = missing,
					       .missing = missing };
			struct piece last = { .start = 24,
					      .end = content_length,
					      .id = missing,
					      .missing = missing };

			if (missing < 24 + 40)
				give(layout, first);
			if (give(layout, last))
				cr_expect_leq(known.tcp.captured,
					      known.tcp.length, "%s, %u",
					      layouts[i].name, missing);
		}
	}
}

/* More datagrams than there is room for: the oldest are dropped. */
Test(fragments, a_flood_of_datagrams)
{
	struct piece first = { .end = 24, .more = true };
	struct piece last = { .start = 24, .end = 64 };
	uint64_t too_many = 1000;

	make_content(&ip6, LENGTH);
	for (; first.id < FRAGMENTS_DATAGRAMS + too_many; first.id++)
		cr_assert_not(give(&ip6, first));
	cr_expect_eq(fragments_count(fragments).evicted, too_many);
	cr_expect_eq(fragments_count(fragments).never_whole,
		     FRAGMENTS_DATAGRAMS + too_many);
	last.id = (uint32_t)too_many;
	cr_expect(give(&ip6, last));
	last.id = (uint32_t)too_many - 1;
	cr_expect_not(give(&ip6, last));
	cr_expect_eq(fragments_count(fragments).whole, 1);
}

/* More octets than there is room for. */
Test(fragments, a_flood_of_octets)
{
	enum {
		EACH = 60000,
		HELD = FRAGMENT_PAGES / (EACH / FRAGMENT_PAGE_SIZE + 2)
	};
	struct piece first = { .end = EACH, .more = true };
	struct piece last = { .start = EACH, .end = EACH + 8 };
	uint64_t evicted;

	make_content(&ip4, EACH + 8);
	for (; first.id < 200; first.id++)
		cr_assert_not(give(&ip4, first));
	evicted = fragments_count(fragments).evicted;
	cr_expect_geq(evicted, 200 - HELD - 3);
	cr_expect_leq(evicted, 200 - HELD);
	last.id = (uint32_t)evicted;
	cr_expect(give(&ip4, last));
	cr_expect_eq(known.tcp.checksum, CHECKSUM_GOOD);
	last.id = (uint32_t)evicted - 1;
	cr_expect_not(give(&ip4, last));
}

/* The oldest one may need room itself. */
Test(fragments, the_oldest_grows)
{
	enum { EACH = 60000 };
	struct piece oldest = { .end = 24, .more = true };
	struct piece other = { .end = EACH, .more = true };

	make_content(&ip4, EACH + 8);
	give(&ip4, oldest);
	while (fragment_pages_left(&fragments->pages) >
	       EACH / FRAGMENT_PAGE_SIZE + 3) {
		other.id++;
		give(&ip4, other);
	}
	cr_expect_eq(fragments_count(fragments).evicted, 0);
	oldest = (struct piece){ .start = 24, .end = EACH + 8 };
	cr_expect(give(&ip4, oldest));
	cr_expect_eq(known.tcp.checksum, CHECKSUM_GOOD);
	cr_expect_eq(fragments_count(fragments).evicted, 1);
}

/* What was put together makes room before anything else does. */
Test(fragments, those_that_are_done_go_first)
{
	struct piece waiting = { .end = 24, .more = true };
	struct piece rest = { .start = 24, .end = 64 };
	struct piece first = waiting, last = rest;

	make_content(&ip4, LENGTH);
	give(&ip4, waiting);
	for (uint32_t id = 1; id < 3 * FRAGMENTS_DATAGRAMS; id++) {
		first.id = last.id = id;
		give(&ip4, first);
		cr_assert(give(&ip4, last));
	}
	cr_expect(give(&ip4, rest));
	cr_expect_eq(fragments_count(fragments).never_whole, 0);
}

/* As many fragments as a datagram can have, in the order that is worst for
 * whoever walks through them. */
Test(fragments, a_flood_of_tiny_fragments)
{
	enum { WHOLE = IP4_MAX / 8 * 8 };

	make_content(&ip4, WHOLE);
	for (uint32_t id = 0; id < 20; id++) {
		struct piece piece = { .start = WHOLE - 8,
				       .end = WHOLE,
				       .id = id };

		while (piece.start > 0) {
			cr_assert_not(give(&ip4, piece));
			piece.more = true;
			piece.end = piece.start;
			piece.start -= 8;
		}
		cr_assert(give(&ip4, piece));
		cr_assert_eq(known.ip.fragment_count, WHOLE / 8);
		cr_assert_eq(known.tcp.checksum, CHECKSUM_GOOD);
	}
}

/* All the pages come back. */
Test(fragments, nothing_is_lost)
{
	uint64_t random = 1;

	make_content(&ip4, IP4_MAX);
	for (int i = 0; i < 100000; i++) {
		struct piece piece = { .more = true };

		random = random * 6364136223846793005U + 1442695040888963407U;
		piece.start = (uint32_t)(random >> 33) % 1000 * 8;
		piece.end =
			piece.start + 8 * (1 + (uint32_t)(random >> 50) % 100);
		piece.id = (uint32_t)(random >> 60);
		piece.more = (random >> 20) % 16;
		give(&ip4, piece);
		now += SECOND / 10;
	}
	now += 3 * FRAGMENTS_TIMEOUT;
	give(&ip4, (struct piece){ 0, 8, true, false, 99, 0 });
	cr_expect_eq(fragments->pages.taken, 2); /* one, and its header's */
	cr_expect_eq(fragments->first[FRAGMENTS_WAITING],
		     fragments->last[FRAGMENTS_WAITING]);
	cr_expect_eq(fragments->first[FRAGMENTS_DONE], 0);
}

/* Anything that is no fragment of TCP is left as it is. */
Test(fragments, not_tcp)
{
	static const struct layout udp = { .version = 4, .inner_is = 17 };

	make_content(&udp, LENGTH);
	cr_expect_not(give(&udp, (struct piece){ .end = 24, .more = true }));
	cr_expect_not(give(&udp, (struct piece){ .start = 24, .end = 64 }));
	cr_expect_eq(fragments_count(fragments).never_whole, 0);
	cr_expect_eq(fragments->used, 0);
}
