#include <criterion/criterion.h>
#include <string.h>

#include "render/line.h"
#include "render/text.h"
#include "tests/build.h"

/*
 * What stands in front of the addresses, for the link layers whose header has
 * a text of its own: tcpdump 4.99.3 prints the same for the same octets.
 */

#define W3 "020000000003 020000000001 020000000002 "
#define W3_TEXT                                                                \
	"BSSID:02:00:00:00:00:03 SA:02:00:00:00:00:01 DA:"                     \
	"02:00:00:00:00:02 "
#define SNAP "aaaa03 000000 0800 "
#define SNAP_TEXT                                                              \
	"LLC, dsap SNAP (0xaa) Individual, ssap SNAP (0xaa) Command, "         \
	"ctrl 0x03: oui Ethernet (0x000000), ethertype IPv4 (0x0800), "        \
	"length 40: "
#define MACS "020000000002 020000000001 "
#define MACS_TEXT "02:00:00:00:00:01 > 02:00:00:00:00:02, "
#define RADIOTAP(length, present) "0000 " length "00 " present
#define FRAME "0801 0000 " W3 "0000 " SNAP

/* clang-format off */
static const struct {
	const char *name;
	enum link_type link_type;
	const char *header;
	const char *asked; /* with -e */
	const char *quiet; /* with -e -q; NULL: as with -e */
	const char *plain; /* without; NULL: "IP " */
} rows[] = {
	{ "FDDI", LINK_FDDI, "50" MACS SNAP, "async0 "
	  "02:00:00:00:00:01 > 02:00:00:00:00:02, length 61: " SNAP_TEXT,
	  "02:00:00:00:00:01 > 02:00:00:00:00:02, length 61: " SNAP_TEXT,
	  NULL },
	{ "ARCNET", LINK_ARCNET, "0102d4000001", "01 02 ip seqid 0001 46: ",
	  "01 02 46: ", NULL },
	{ "ARCNET, RFC 1051", LINK_ARCNET, "0102f0", "01 02 oldip 43: ",
	  "01 02 43: ", NULL },
	{ "ARCNET, the first of several", LINK_ARCNET, "0102d4070001",
	  "01 02 ip seqid 0001 (first of 5 fragments) 46: ", "01 02 46: ",
	  NULL },
	{ "ARCNET, exception", LINK_ARCNET, "0102d4ff0000d4000001",
	  "01 02 ip seqid 0001 50: ", "01 02 50: ", NULL },
	{ "ARCNET, Linux", LINK_ARCNET_LINUX, "0102d5d5f0", "01 02 arp 45: ",
	  "01 02 45: ", NULL },
	{ "IPoIB", LINK_IPOIB,
	  "0000000000000000000000000000000000000000 "
	  "0000000000000000000000000000000000000000 08000000",
	  "IPOIB, ethertype IPv4 (0x0800), length 84: ",
	  "IPOIB, ethertype IPv4, length 84: ", NULL },
	{ "NFLOG", LINK_NFLOG, "0200002a 2c000900",
	  "version 0, resource ID 42, family IPv4 (2), length 48: ",
	  "version 0, resource ID 42, IPv4, length 48: ", NULL },
	{ "Frame Relay", LINK_FRAME_RELAY, "184103cc",
	  "Q.922, hdr-len 2, DLCI 100, Flags [none], NLPID IPv4 (0xcc), "
	  "length 44: ", "Q.922, DLCI 100, length 44: ", NULL },
	{ "Frame Relay, three octets", LINK_FRAME_RELAY, "1840430300cc",
	  "Q.922, hdr-len 3, DLCI 6416, Flags [sdlcore], NLPID IPv4 (0xcc), "
	  "length 46: ", "Q.922, DLCI 6416, length 46: ", NULL },
	{ "Frame Relay, four octets", LINK_FRAME_RELAY, "1840004103cc",
	  "Q.922, hdr-len 4, DLCI 819216, Flags [none], NLPID IPv4 (0xcc), "
	  "length 46: ", "Q.922, DLCI 819216, length 46: ", NULL },
	{ "Frame Relay, SNAP", LINK_FRAME_RELAY, "1841 03 00 80 000000 0800",
	  "Pad! Q.922, hdr-len 2, DLCI 100, Flags [none], NLPID SNAP (0x80), "
	  "length 50: oui Ethernet (0x000000), ethertype IPv4 (0x0800), "
	  "length 40: ", "Pad! Q.922, DLCI 100, length 50: oui Ethernet "
	  "(0x000000), ethertype IPv4 (0x0800), length 40: ", "Pad! IP " },
	{ "Frame Relay, Cisco", LINK_FRAME_RELAY, "1a4f 0800",
	  "Q.922, hdr-len 2, DLCI 100, Flags [C!, DE, BECN, FECN], "
	  "cisco-ethertype IPv4 (0x0800), length 44: ",
	  "Q.922, DLCI 100, length 44: ", NULL },
	{ "PPP, pppd", LINK_PPP_PPPD, "0103 0021",
	  "Out IP (0x0021), length 44: ", NULL, NULL },
	{ "PPP, a direction", LINK_PPP_WITH_DIRECTION, "00 ff03 0021",
	  "In  IP (0x0021), length 44: ", NULL, NULL },
	{ "PPPoE", LINK_PPPOE, "1100 0001 002a 0021",
	  "PPPoE  [ses 0x1] IP (0x0021), length 42: ", NULL, NULL },
	{ "Juniper, Ethernet", LINK_JUNIPER_ETHERNET,
	  "4d474380 0004 01020304" MACS "0800",
	  "Out hlen 10, proto 0x0000, " MACS_TEXT
	  "ethertype IPv4 (0x0800), length 54: ",
	  "Out hlen 10, proto 0x0000, " MACS_TEXT "IPv4, length 54: ", NULL },
	{ "Juniper, no link layer", LINK_JUNIPER_ETHERNET, "4d474303 00000000",
	  " In no-L2-hdr, ", NULL, NULL },
	{ "Juniper, PPP", LINK_JUNIPER_PPP, "4d474301 ff03 0021",
	  " In hlen 4, proto 0x0000, IP (0x0021), length 44: ", NULL, NULL },
	{ "Juniper, Frame Relay", LINK_JUNIPER_FRAME_RELAY, "4d474301 184103cc",
	  " In hlen 4, proto 0x0000, Q.922, hdr-len 2, DLCI 100, Flags [none], "
	  "NLPID IPv4 (0xcc), length 44: ",
	  " In hlen 4, proto 0x0000, Q.922, DLCI 100, length 44: ", NULL },
	{ "Juniper, Cisco's HDLC", LINK_JUNIPER_C_HDLC, "4d474301 0f000800",
	  " In hlen 4, proto 0x0000, unicast, ethertype IPv4 (0x0800), "
	  "length 44: ", NULL, NULL },
	{ "PPI", LINK_PPI, "00000800 69000000" FRAME,
	  "V.0 DLT IEEE802_11 (105) len 8, length 80: " W3_TEXT SNAP_TEXT,
	  "IEEE802_11, length 80: " W3_TEXT SNAP_TEXT, NULL },
	{ "PPI, Ethernet", LINK_PPI, "00000c00 01000000 00000000" MACS "0800",
	  "V.0 DLT EN10MB (1) len 12, length 66: " MACS_TEXT
	  "ethertype IPv4 (0x0800), length 54: ",
	  "EN10MB, length 66: " MACS_TEXT "IPv4, length 54: ", NULL },
	{ "802.11, to", LINK_WIFI, FRAME, W3_TEXT SNAP_TEXT, NULL, NULL },
	{ "802.11, from", LINK_WIFI, "0802 0000" W3 "0000" SNAP,
	  "DA:02:00:00:00:00:03 BSSID:02:00:00:00:00:01 SA:02:00:00:00:00:02 "
	  SNAP_TEXT, NULL, NULL },
	{ "802.11, neither", LINK_WIFI, "0800 0000" W3 "0000" SNAP,
	  "DA:02:00:00:00:00:03 SA:02:00:00:00:00:01 BSSID:02:00:00:00:00:02 "
	  SNAP_TEXT, NULL, NULL },
	{ "802.11, both", LINK_WIFI, "0803 0000" W3 "0000 020000000005" SNAP,
	  "RA:02:00:00:00:00:03 TA:02:00:00:00:00:01 DA:02:00:00:00:00:02 "
	  "SA:02:00:00:00:00:05 " SNAP_TEXT, NULL, NULL },
	{ "802.11, quality of service", LINK_WIFI, "8801 0000" W3 "0000 0000"
	  SNAP, "CF +QoS " W3_TEXT SNAP_TEXT, NULL, NULL },
	{ "802.11, an acknowledgment and a poll", LINK_WIFI,
	  "b801 0000" W3 "0000 0000" SNAP,
	  "CF Ack/Poll+QoS " W3_TEXT SNAP_TEXT, NULL, NULL },
	{ "radiotap, nothing", LINK_RADIOTAP, RADIOTAP("08", "00000000") FRAME,
	  W3_TEXT SNAP_TEXT, NULL, NULL },
	{ "radiotap", LINK_RADIOTAP, RADIOTAP("1a", "6f180000")
	  "e803000000000000 00 6c 6c09c000 d6a0 01 20" FRAME,
	  "1000us tsft 54.0 Mb/s 2412 MHz 11g -42dBm signal -96dBm noise "
	  "antenna 1 32dB signal " W3_TEXT SNAP_TEXT, NULL,
	  "1000us tsft 54.0 Mb/s 2412 MHz 11g -42dBm signal -96dBm noise "
	  "antenna 1 32dB signal IP " },
	{ "radiotap, flags", LINK_RADIOTAP, RADIOTAP("09", "02000000") "4f"
	  FRAME, "cfp short preamble wep fragmented bad-fcs " W3_TEXT
	  SNAP_TEXT, NULL, "cfp short preamble wep fragmented bad-fcs IP " },
	{ "radiotap, rates", LINK_RADIOTAP, RADIOTAP("09", "04000000") "0b"
	  FRAME, "5.5 Mb/s " W3_TEXT SNAP_TEXT, NULL, "5.5 Mb/s IP " },
	{ "radiotap, MCS", LINK_RADIOTAP, RADIOTAP("0b", "00000800") "3f050f"
	  FRAME, "300.0 Mb/s MCS 15 40 MHz short GI mixed BCC FEC RX-STBC0 "
	  W3_TEXT SNAP_TEXT, NULL,
	  "300.0 Mb/s MCS 15 40 MHz short GI mixed BCC FEC RX-STBC0 IP " },
	{ "radiotap, VHT", LINK_RADIOTAP, RADIOTAP("14", "00002000")
	  "4400 04 0b 92000000 00 00 0000" FRAME,
	  "User 0 MCS 9 BCC FEC 160 MHz short GI " W3_TEXT SNAP_TEXT, NULL,
	  "User 0 MCS 9 BCC FEC 160 MHz short GI IP " },
	{ "radiotap, unknown", LINK_RADIOTAP, RADIOTAP("0c", "00004000")
	  "00000000" FRAME, "[bit 22] " W3_TEXT SNAP_TEXT, NULL,
	  "[bit 22] IP " },
};
/* clang-format on */

/* The line up to the addresses. */
static const char *render(size_t i, const struct line_options *options,
			  char *storage, size_t size)
{
	uint8_t buffer[512];
	struct build build;
	struct packet packet;
	struct line_clock clock = { 0 };
	struct line_bases bases = { 0 };
	struct text text;
	char *end;

	build_start(&build, buffer, sizeof buffer);
	build_hex(&build, rows[i].header);
	build_segment(&build, &(struct build_segment){ .flags = TCP_SYN });
	packet = build_decode(&build, rows[i].link_type);
	cr_assert_eq(packet.kind, PACKET_TCP, "%s", rows[i].name);
	text_init(&text, storage, size);
	line_packet(&text, options, &clock, &packet, bases);
	text_terminate(&text);
	end = strstr(storage, "10.0.0.1.");
	cr_assert_not_null(end, "%s: %s", rows[i].name, storage);
	*end = '\0';
	return storage;
}

Test(link_header, rows)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct line_options options = { .numeric = true,
						.time = LINE_TIME_NONE };
		char storage[1024];

		cr_expect_str_eq(render(i, &options, storage, sizeof storage),
				 rows[i].plain ? rows[i].plain : "IP ",
				 "%s: %s", rows[i].name, storage);
		options.link_header = true;
		cr_expect_str_eq(render(i, &options, storage, sizeof storage),
				 rows[i].asked, "%s: %s", rows[i].name,
				 storage);
		options.quiet = 1;
		cr_expect_str_eq(render(i, &options, storage, sizeof storage),
				 rows[i].quiet ? rows[i].quiet : rows[i].asked,
				 "%s: %s", rows[i].name, storage);
	}
}

/* With -v an 802.11 frame shows its flags and how long it takes. */
Test(link_header, wifi_verbose)
{
	struct line_options options = { .numeric = true,
					.link_header = true,
					.verbose = 1,
					.time = LINE_TIME_NONE };
	uint8_t buffer[512];
	char storage[1024];
	struct build build;
	struct packet packet;
	struct line_clock clock = { 0 };
	struct line_bases bases = { 0 };
	struct text text;

	build_start(&build, buffer, sizeof buffer);
	build_hex(&build, "08bd 2c01 " W3 "0000 " SNAP);
	build_segment(&build, &(struct build_segment){ .flags = TCP_SYN });
	packet = build_decode(&build, LINK_WIFI);
	text_init(&text, storage, sizeof storage);
	line_packet(&text, &options, &clock, &packet, bases);
	text_terminate(&text);
	cr_expect_eq(strncmp(storage,
			     "More Data More Fragments Pwr Mgmt Retry Strictly "
			     "Ordered 300us " W3_TEXT,
			     strlen("More Data More Fragments Pwr Mgmt Retry "
				    "Strictly Ordered 300us ") +
				     strlen(W3_TEXT)),
		     0, "%s", storage);
}
