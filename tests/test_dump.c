/*
 * Dumps: as tcpdump 4.99.3 prints them.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "decode/decode.h"
#include "decode/packet.h"
#include "render/line.h"
#include "render/text.h"
#include "segment.h"

/* An Ethernet header, and of an IP packet only as much as a test needs: a
 * dump shows octets, whatever they are. */
#define LINK                                                                   \
	"020000000001020000000002"                                             \
	"0800"

struct row {
	const char *name;
	enum line_dump dump;
	const char *octets;
	uint32_t header_length;
	const char *want;
};

static const struct row rows[] = {
	{ "none", LINE_DUMP_NONE, LINK "4500", 14, "" },
	{ "hex", LINE_DUMP_HEX, LINK "4500003c", 14, "\n\t0x0000:  4500 003c" },
	{ "hex, odd", LINE_DUMP_HEX, LINK "450000", 14,
	  "\n\t0x0000:  4500 00" },
	{ "hex, one octet", LINE_DUMP_HEX, LINK "45", 14, "\n\t0x0000:  45" },
	{ "hex, a whole row", LINE_DUMP_HEX,
	  LINK "000102030405060708090a0b0c0d0e0f", 14,
	  "\n\t0x0000:  0001 0203 0405 0607 0809 0a0b 0c0d 0e0f" },
	{ "hex, a row and an octet", LINE_DUMP_HEX,
	  LINK "000102030405060708090a0b0c0d0e0f10", 14,
	  "\n\t0x0000:  0001 0203 0405 0607 0809 0a0b 0c0d 0e0f"
	  "\n\t0x0010:  10" },
	{ "hex, nothing behind the link header", LINE_DUMP_HEX, LINK, 14, "" },
	{ "hex, link header longer than the packet", LINE_DUMP_HEX, "0011", 14,
	  "" },
	{ "hex with link header", LINE_DUMP_HEX_LINK, LINK "45", 14,
	  "\n\t0x0000:  0200 0000 0001 0200 0000 0002 0800 45" },
	{ "hex and ascii", LINE_DUMP_HEX_ASCII, LINK "4500417e", 14,
	  "\n\t0x0000:  4500 417e                                E.A~" },
	{ "hex and ascii, odd", LINE_DUMP_HEX_ASCII, LINK "450041", 14,
	  "\n\t0x0000:  4500 41                                  E.A" },
	{ "hex and ascii, a row and an octet", LINE_DUMP_HEX_ASCII,
	  LINK "00207f80ff21414243440a0d096162637a", 14,
	  "\n\t0x0000:  0020 7f80 ff21 4142 4344 0a0d 0961 6263"
	  "  .....!ABCD...abc"
	  "\n\t0x0010:  7a                                       z" },
	{ "hex and ascii with link header", LINE_DUMP_HEX_ASCII_LINK, LINK "45",
	  14,
	  "\n\t0x0000:  0200 0000 0001 0200 0000 0002 0800 45    "
	  "..............E" },
	{ "ascii", LINE_DUMP_ASCII, LINK "4500417e7f", 14, "\nE.A~." },
	{ "ascii, white space", LINE_DUMP_ASCII, LINK "41204209430a440b45", 14,
	  "\nA B\tC\nD.E" },
	{ "ascii, carriage returns", LINE_DUMP_ASCII,
	  LINK "410d0a420d430d0d0a44", 14, "\nA\nB.C.\nD" },
	{ "ascii, last carriage return", LINE_DUMP_ASCII, LINK "41420d", 14,
	  "\nAB" },
	{ "ascii, last carriage return but one", LINE_DUMP_ASCII,
	  LINK "41420d43", 14, "\nABC" },
	{ "ascii, nothing behind the link header", LINE_DUMP_ASCII, LINK, 14,
	  "" },
	{ "ascii with link header", LINE_DUMP_ASCII_LINK, "41424344", 2,
	  "\nABCD" },
	{ "no link header", LINE_DUMP_HEX, "45000028", 0,
	  "\n\t0x0000:  4500 0028" },
};

Test(dump, as_tcpdump_prints_it)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct row *row = &rows[i];
		struct line_options options = { .dump = row->dump };
		uint8_t octets[64];
		struct packet packet = { .link_type = LINK_ETHERNET,
					 .bytes = octets };
		char storage[512];
		struct text text;
		const char *got;

		packet.captured = segment_hex(row->octets, octets);
		packet.link.header_length = row->header_length;
		text_init(&text, storage, sizeof(storage));
		line_dump(&text, &options, &packet);
		got = text_terminate(&text);
		cr_expect_str_eq(got, row->want, "%s: got \"%s\"", row->name,
				 got);
	}
}

/* The offset has four digits, or more. */
Test(dump, large_packet)
{
	static const struct line_options options = { .dump = LINE_DUMP_HEX };
	static uint8_t octets[65537];
	static char storage[300000];
	struct packet packet = { .bytes = octets, .captured = sizeof(octets) };
	struct text text;

	text_init(&text, storage, sizeof(storage));
	line_dump(&text, &options, &packet);
	cr_expect(!text.overflowed);
	text_terminate(&text);
	cr_expect(strstr(storage, "\n\t0xfff0:  0000 "));
	cr_expect(strstr(storage, "\n\t0x10000:  00"));
	cr_expect_eq(text_length(&text), 4096 * 50 + 14);
}

/* Where a kind of option was not captured tcpdump forgets the link header;
 * where a value was not, it does not. */
Test(dump, of_what_was_cut)
{
	static const struct {
		const char *name;
		uint32_t captured;
		bool classic;
		const char *want;
	} cuts[] = {
		{ "kind", 14 + 40, false, "\n\t0x0000:  0200 0000 0001" },
		{ "value", 14 + 42, false, "\n\t0x0000:  4500" },
		{ "nothing", 14 + 44, false, "\n\t0x0000:  4500" },
		{ "ip", 14, false, "\n\t0x0000:  0200 0000 0001" },
		{ "octet of ip", 14 + 1, false, "\n\t0x0000:  45" },
		{ "end of ip", 14 + 19, false, "\n\t0x0000:  4500" },
		{ "ports", 14 + 20, false, "\n\t0x0000:  4500" },
		{ "ip, classic", 14, true, "" },
		{ "kind, classic", 14 + 40, true, "\n\t0x0000:  4500" },
	};

	for (size_t i = 0; i < sizeof(cuts) / sizeof(*cuts); i++) {
		struct line_options options = { .classic = cuts[i].classic,
						.dump = LINE_DUMP_HEX };
		static const struct segment syn = { .flags = TCP_SYN,
						    .options = "020405b4" };
		struct packet ip = segment_build(&syn);
		uint8_t octets[64];
		char storage[512];
		struct packet packet = { .link_type = LINK_ETHERNET,
					 .bytes = octets,
					 .length = 14 + ip.length,
					 .captured = cuts[i].captured };
		struct text text;

		segment_hex(LINK, octets);
		memcpy(octets + 14, ip.bytes, ip.captured);
		segment_free(&ip);
		decode_packet(&packet);
		text_init(&text, storage, sizeof(storage));
		line_dump(&text, &options, &packet);
		text_terminate(&text);
		cr_expect(strncmp(storage, cuts[i].want,
				  strlen(cuts[i].want)) == 0 &&
				  !cuts[i].want[0] == !storage[0],
			  "%s: got \"%s\"", cuts[i].name, storage);
	}
}

/* PPP with a compressed header: four octets are left out all the same. */
Test(dump, ppp)
{
	static const struct line_options options = { .dump = LINE_DUMP_HEX };
	static const uint8_t octets[] = { 0x21, 0x45, 0x00, 0x00, 0x28, 0x01 };
	struct packet packet = { .link_type = LINK_PPP,
				 .bytes = octets,
				 .captured = sizeof(octets),
				 .link = { .header_length = 1 } };
	char storage[64];
	struct text text;

	text_init(&text, storage, sizeof(storage));
	line_dump(&text, &options, &packet);
	cr_expect_str_eq(text_terminate(&text), "\n\t0x0000:  2801");
}

/* IPv4 options that were cut: the same. */
Test(dump, of_cut_ip_options)
{
	static const struct line_options options = { .dump = LINE_DUMP_HEX };
	uint8_t octets[64] = { 0 };
	struct packet packet = { .link_type = LINK_ETHERNET,
				 .bytes = octets,
				 .length = 14 + 44,
				 .captured = 14 + 22 };
	char storage[256];
	struct text text;

	segment_hex(LINK "4600002c00010000400600000a3d00010a3d0002"
			 "01010101",
		    octets);
	decode_packet(&packet);
	text_init(&text, storage, sizeof(storage));
	line_dump(&text, &options, &packet);
	cr_expect(strstr(text_terminate(&text), "0x0000:  0200 0000"), "%s",
		  storage);
}
