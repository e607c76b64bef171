#include <criterion/criterion.h>

#include "decode/decode.h"
#include "tests/build.h"

#define MACS "020000000002 020000000001 "

static const struct {
	const char *name;
	enum link_type link_type;
	const char *header;
	uint8_t version; /* of the IP packet behind it */
	enum packet_kind kind;
	uint16_t protocol;
	uint16_t tags;
} rows[] = {
	{ "Ethernet", LINK_ETHERNET, MACS "0800", 4, PACKET_TCP, 0x0800, 0 },
	{ "Ethernet, IPv6", LINK_ETHERNET, MACS "86dd", 6, PACKET_TCP, 0x86dd,
	  0 },
	{ "ARP", LINK_ETHERNET, MACS "0806", 4, PACKET_OTHER, 0x0806, 0 },
	{ "802.1Q", LINK_ETHERNET, MACS "8100 7005 0800", 4, PACKET_TCP, 0x0800,
	  1 },
	{ "802.1ad and 802.1Q", LINK_ETHERNET, MACS "88a8 0001 8100 0002 86dd",
	  6, PACKET_TCP, 0x86dd, 2 },
	{ "0x9100 and 0x9200", LINK_ETHERNET, MACS "9100 0001 9200 0002 0800",
	  4, PACKET_TCP, 0x0800, 2 },
	{ "nine tags", LINK_ETHERNET,
	  MACS "8100 0001 8100 0001 8100 0001 8100 0001 8100 0001 8100 0001 "
	       "8100 0001 8100 0001 8100 0001 0800",
	  4, PACKET_TCP, 0x0800, PACKET_TAGS_MAX },
	{ "802.1ah, without a frame", LINK_ETHERNET, MACS "88e7 0001 0800", 4,
	  PACKET_OTHER, 0x88e7, 0 },
	{ "802.3, SNAP", LINK_ETHERNET, MACS "0030 aaaa03 000000 0800", 4,
	  PACKET_TCP, 0x0800, 0 },
	{ "802.3, SNAP, Cisco's bridge", LINK_ETHERNET,
	  MACS "0044 aaaa03 0000f8 86dd", 6, PACKET_TCP, 0x86dd, 0 },
	{ "802.3, SNAP of somebody else", LINK_ETHERNET,
	  MACS "0030 aaaa03 00000c 0800", 4, PACKET_OTHER, 0x0800, 0 },
	{ "802.3, IP's access point", LINK_ETHERNET, MACS "002b 060603", 4,
	  PACKET_TCP, 0x0800, 0 },
	{ "802.3, group and response bits", LINK_ETHERNET, MACS "002b 070703",
	  4, PACKET_TCP, 0x0800, 0 },
	{ "802.3, not information", LINK_ETHERNET, MACS "002b 060613", 4,
	  PACKET_OTHER, 0x002b, 0 },
	{ "802.3, spanning tree", LINK_ETHERNET, MACS "002b 424203", 4,
	  PACKET_OTHER, 0x002b, 0 },
	{ "802.3, two access points", LINK_ETHERNET, MACS "002b 06aa03", 4,
	  PACKET_OTHER, 0x002b, 0 },
	{ "802.3 in a tag", LINK_ETHERNET,
	  MACS "8100 0001 0030 aaaa03 000000 0800", 4, PACKET_TCP, 0x0800, 1 },
	{ "jumbo LLC", LINK_ETHERNET, MACS "8870 060603", 4, PACKET_TCP, 0x0800,
	  0 },
	{ "SLL", LINK_LINUX_SLL, "0000 0001 0006 020000000001 0000 0800", 4,
	  PACKET_TCP, 0x0800, 0 },
	{ "SLL, 802.1Q", LINK_LINUX_SLL,
	  "0000 0001 0006 020000000001 0000 8100 0005 86dd", 6, PACKET_TCP,
	  0x86dd, 1 },
	{ "SLL, 802.1ad is not looked into", LINK_LINUX_SLL,
	  "0000 0001 0006 020000000001 0000 88a8 0005 0800", 4, PACKET_OTHER,
	  0x88a8, 0 },
	{ "SLL, LLC", LINK_LINUX_SLL,
	  "0000 0001 0006 020000000001 0000 0004 060603", 4, PACKET_TCP, 0x0800,
	  0 },
	{ "SLL, radiotap", LINK_LINUX_SLL,
	  "0000 0323 0006 020000000001 0000 0800", 4, PACKET_OTHER, 0x0800, 0 },
	{ "SLL2", LINK_LINUX_SLL2,
	  "0800 0000 00000003 0304 04 06 0000000000000000", 4, PACKET_TCP,
	  0x0800, 0 },
	{ "SLL2, IPv6", LINK_LINUX_SLL2,
	  "86dd 0000 00000003 0304 04 06 0000000000000000", 6, PACKET_TCP,
	  0x86dd, 0 },
	{ "NULL, little-endian", LINK_NULL, "02000000", 4, PACKET_TCP, 2, 0 },
	{ "NULL, big-endian", LINK_NULL, "00000002", 4, PACKET_TCP, 2, 0 },
	{ "LOOP", LINK_LOOP, "00000002", 4, PACKET_TCP, 2, 0 },
	{ "NULL, OpenBSD's IPv6", LINK_NULL, "18000000", 6, PACKET_TCP, 24, 0 },
	{ "NULL, FreeBSD's IPv6", LINK_NULL, "1c000000", 6, PACKET_TCP, 28, 0 },
	{ "NULL, Darwin's IPv6", LINK_NULL, "1e000000", 6, PACKET_TCP, 30, 0 },
	{ "LOOP, Darwin's IPv6", LINK_LOOP, "0000001e", 6, PACKET_TCP, 30, 0 },
	{ "NULL, another family", LINK_NULL, "07000000", 4, PACKET_OTHER, 7,
	  0 },
	{ "raw", LINK_RAW, "", 4, PACKET_TCP, 0, 0 },
	{ "raw, IPv6", LINK_RAW, "", 6, PACKET_TCP, 0, 0 },
	{ "raw IPv4", LINK_IPV4, "", 4, PACKET_TCP, 0, 0 },
	{ "raw IPv6", LINK_IPV6, "", 6, PACKET_TCP, 0, 0 },
	{ "PPP", LINK_PPP, "ff03 0021", 4, PACKET_TCP, 0x21, 0 },
	{ "PPP, no address", LINK_PPP, "0057", 6, PACKET_TCP, 0x57, 0 },
	{ "PPP, protocol in one octet", LINK_PPP, "ff03 21", 4, PACKET_TCP,
	  0x21, 0 },
	{ "PPP, one octet in all", LINK_PPP, "21", 4, PACKET_TCP, 0x21, 0 },
	{ "PPP, pppd received", LINK_PPP, "0003 0021", 4, PACKET_TCP, 0x21, 0 },
	{ "PPP, pppd sent", LINK_PPP, "0103 0057", 6, PACKET_TCP, 0x57, 0 },
	{ "PPP, uncompressed by Van Jacobson", LINK_PPP, "002f", 4, PACKET_TCP,
	  0x2f, 0 },
	{ "PPP, LCP", LINK_PPP, "ff03 c021", 4, PACKET_OTHER, 0xc021, 0 },
	{ "PPP in HDLC", LINK_PPP_SERIAL, "ff03 0021", 4, PACKET_TCP, 0x21, 0 },
	{ "Cisco's HDLC in PPP's", LINK_PPP_SERIAL, "0f00 0800", 4, PACKET_TCP,
	  0x0800, 0 },
	{ "HDLC of somebody else", LINK_PPP_SERIAL, "3300 0800", 4,
	  PACKET_OTHER, 0, 0 },
	{ "Cisco's HDLC", LINK_C_HDLC, "0f00 0800", 4, PACKET_TCP, 0x0800, 0 },
	{ "Cisco's HDLC, broadcast", LINK_C_HDLC, "8f00 86dd", 6, PACKET_TCP,
	  0x86dd, 0 },
	{ "Cisco's HDLC, keep-alive", LINK_C_HDLC, "8f00 8035", 4, PACKET_OTHER,
	  0x8035, 0 },
	{ "VN-Tag", LINK_ETHERNET, MACS "8926 80010000 0800", 4, PACKET_TCP,
	  0x0800, 0 },
	{ "802.1BR", LINK_ETHERNET, MACS "893f 000100020003 8100 0005 86dd", 6,
	  PACKET_TCP, 0x86dd, 1 },
	{ "SLL, PPPoE is cut", LINK_LINUX_SLL,
	  "0000 0001 0006 020000000001 0000 8864 1100 0001", 4, PACKET_OTHER,
	  0x8864, 0 },
	{ "PPP, pppd", LINK_PPP_PPPD, "0103 0021", 4, PACKET_TCP, 0x21, 0 },
	{ "PPP, a direction", LINK_PPP_WITH_DIRECTION, "00 ff03 0057", 6,
	  PACKET_TCP, 0x57, 0 },
	{ "PPPoE", LINK_PPPOE, "1100 0001 002a 0021", 4, PACKET_TCP, 0, 0 },
	{ "Frame Relay", LINK_FRAME_RELAY, "1841 03 cc", 4, PACKET_TCP, 0xcc,
	  0 },
	{ "Frame Relay, IPv6, four octets of address", LINK_FRAME_RELAY,
	  "1840 0041 03 8e", 6, PACKET_TCP, 0x8e, 0 },
	{ "Frame Relay, three octets, padding", LINK_FRAME_RELAY,
	  "1840 41 03 00 cc", 4, PACKET_TCP, 0xcc, 0 },
	{ "Frame Relay, SNAP", LINK_FRAME_RELAY, "1841 03 00 80 000000 0800", 4,
	  PACKET_TCP, 0x0800, 0 },
	{ "Frame Relay, Cisco", LINK_FRAME_RELAY, "1841 0800", 4, PACKET_TCP,
	  0x0800, 0 },
	{ "Frame Relay, no address", LINK_FRAME_RELAY, "1941 03 cc", 4,
	  PACKET_OTHER, 0, 0 },
	{ "802.11, from an access point", LINK_WIFI,
	  "0802 0000 020000000002 020000000003 020000000001 0000 "
	  "aaaa03 000000 0800",
	  4, PACKET_TCP, 0x0800, 0 },
	{ "802.11, quality of service, an aggregate", LINK_WIFI,
	  "8801 0000 020000000003 020000000001 020000000002 0000 8000 "
	  "020000000002 020000000001 0044 aaaa03 000000 86dd",
	  6, PACKET_TCP, 0x86dd, 0 },
	{ "802.11, encrypted", LINK_WIFI,
	  "0842 0000 020000000002 020000000003 020000000001 0000 "
	  "aaaa03 000000 0800",
	  4, PACKET_OTHER, 0, 0 },
	{ "802.11, no data", LINK_WIFI,
	  "4802 0000 020000000002 020000000003 020000000001 0000 "
	  "aaaa03 000000 0800",
	  4, PACKET_OTHER, 0, 0 },
	{ "802.11, a beacon", LINK_WIFI,
	  "8000 0000 020000000002 020000000003 020000000001 0000 "
	  "aaaa03 000000 0800",
	  4, PACKET_OTHER, 0, 0 },
	{ "radiotap", LINK_RADIOTAP,
	  "0000 0800 00000000 "
	  "0802 0000 020000000002 020000000003 020000000001 0000 "
	  "aaaa03 000000 0800",
	  4, PACKET_TCP, 0x0800, 0 },
	{ "radiotap, a padded frame", LINK_RADIOTAP,
	  "0000 1c00 03000080 00000000 00000000 0000000000000000 20 000000 "
	  "8801 0000 020000000003 020000000001 020000000002 0000 0000 0000 "
	  "aaaa03 000000 0800",
	  4, PACKET_TCP, 0x0800, 0 },
	{ "PPI", LINK_PPI,
	  "0000 0800 69000000 "
	  "0801 0000 020000000003 020000000001 020000000002 0000 "
	  "aaaa03 000000 0800",
	  4, PACKET_TCP, 0x0800, 0 },
	{ "PPI, Ethernet", LINK_PPI, "0000 0c00 01000000 00000000" MACS "0800",
	  4, PACKET_TCP, 0x0800, 0 },
	{ "PPI in PPI", LINK_PPI,
	  "0000 0800 c0000000 0000 0800 01000000" MACS "0800", 4, PACKET_OTHER,
	  0, 0 },
	{ "FDDI", LINK_FDDI, "50" MACS "aaaa03 000000 0800", 4, PACKET_TCP,
	  0x0800, 0 },
	{ "FDDI, management", LINK_FDDI, "41" MACS "aaaa03 000000 0800", 4,
	  PACKET_OTHER, 0, 0 },
	{ "ARCNET", LINK_ARCNET, "01 02 d4 00 0001", 4, PACKET_TCP, 212, 0 },
	{ "ARCNET, RFC 1051", LINK_ARCNET, "01 02 f0", 4, PACKET_TCP, 240, 0 },
	{ "ARCNET, IPv6, an exception packet", LINK_ARCNET,
	  "01 02 c4 ff 0000 c4 00 0001", 6, PACKET_TCP, 196, 0 },
	{ "ARCNET, a later frame", LINK_ARCNET, "01 02 d4 02 0001", 4,
	  PACKET_OTHER, 212, 0 },
	{ "ARCNET, Linux", LINK_ARCNET_LINUX, "01 02 0000 d4 00 0001", 4,
	  PACKET_TCP, 212, 0 },
	{ "ARCNET, Linux, RFC 1051", LINK_ARCNET_LINUX, "01 02 0000 f0", 4,
	  PACKET_TCP, 240, 0 },
	{ "IPoIB", LINK_IPOIB,
	  "0000000000000000000000000000000000000000 "
	  "0000000000000000000000000000000000000000 86dd 0000",
	  6, PACKET_TCP, 0x86dd, 0 },
	{ "NFLOG, little-endian", LINK_NFLOG,
	  "02 00 002a 0800 0100 08000100 0500 0a00 41000000 2c00 0900", 4,
	  PACKET_TCP, 2, 0 },
	{ "NFLOG, big-endian, IPv6", LINK_NFLOG, "0a 00 002a 0040 0009", 6,
	  PACKET_TCP, 10, 0 },
	{ "NFLOG, no payload", LINK_NFLOG, "02 00 002a 0000 0900", 4,
	  PACKET_OTHER, 2, 0 },
	{ "Juniper, Ethernet, extensions", LINK_JUNIPER_ETHERNET,
	  "4d474380 0004 01020304" MACS "0800", 4, PACKET_TCP, 0x0800, 0 },
	{ "Juniper, no link layer", LINK_JUNIPER_ETHERNET, "4d474303 00000000",
	  4, PACKET_TCP, 0, 0 },
	{ "Juniper, PPP", LINK_JUNIPER_PPP, "4d474300 ff03 0021", 4, PACKET_TCP,
	  0x21, 0 },
	{ "Juniper, Frame Relay", LINK_JUNIPER_FRAME_RELAY,
	  "4d474301 1841 03 8e", 6, PACKET_TCP, 0x8e, 0 },
	{ "Juniper, Cisco's HDLC", LINK_JUNIPER_C_HDLC, "4d474301 0f00 0800", 4,
	  PACKET_TCP, 0x0800, 0 },
	{ "Juniper, no magic", LINK_JUNIPER_ETHERNET, "4d474480" MACS "0800", 4,
	  PACKET_OTHER, 0, 0 },
	{ "a link layer that we do not know", (enum link_type)105, "", 4,
	  PACKET_OTHER, 0, 0 },
};

Test(link, rows)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *name = rows[i].name;
		uint8_t buffer[256];
		struct build build;
		struct packet packet;
		size_t header;

		build_start(&build, buffer, sizeof buffer);
		build_hex(&build, rows[i].header);
		header = build.length;
		build_segment(&build, &(struct build_segment){
					      .version = rows[i].version,
					      .flags = TCP_SYN });
		packet = build_decode(&build, rows[i].link_type);
		cr_expect_eq(packet.kind, rows[i].kind, "%s: kind %d", name,
			     packet.kind);
		cr_expect_eq(packet.link.protocol, rows[i].protocol,
			     "%s: protocol %x", name, packet.link.protocol);
		cr_expect_eq(packet.link.tag_count, rows[i].tags, "%s", name);
		if (rows[i].kind != PACKET_TCP)
			continue;
		if (packet.tunnel_count == 0)
			cr_expect_eq(packet.link.header_length, header, "%s",
				     name);
		cr_expect_eq(packet.ip.version, rows[i].version, "%s", name);
		cr_expect_eq(packet.tcp.source_port, 49152, "%s", name);
		cr_expect_eq(packet.tcp.checksum, CHECKSUM_GOOD, "%s", name);
	}
}

Test(link, knows_what_it_decodes)
{
	for (int type = -1; type < 300; type++) {
		bool known = false;

		for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
			known |= (int)rows[i].link_type == type &&
				 rows[i].kind == PACKET_TCP;
		cr_expect_eq(decode_knows_link(type), known, "%d", type);
	}
}

static struct packet decode_hex(const char *digits, enum link_type link_type,
				uint8_t *buffer, size_t size)
{
	struct build build;

	build_start(&build, buffer, size);
	build_hex(&build, digits);
	build_segment(&build, &(struct build_segment){ .flags = TCP_SYN });
	build_hex(&build, "000000000000");
	return build_decode(&build, link_type);
}

Test(link, addresses_tags_and_interface)
{
	uint8_t buffer[256];
	struct packet packet;

	packet = decode_hex(MACS "8100 7005 0800", LINK_ETHERNET, buffer,
			    sizeof buffer);
	cr_expect_eq(packet.link.destination, buffer);
	cr_expect_eq(packet.link.source, buffer + 6);
	cr_expect_eq(packet.link.tags[0].tpid, 0x8100);
	cr_expect_eq(packet.link.tags[0].tci, 0x7005);

	packet = decode_hex("0800 0000 00000003 0001 04 06 020000000001 0000",
			    LINK_LINUX_SLL2, buffer, sizeof buffer);
	cr_expect_eq(packet.link.interface, 3);
	cr_expect_eq(packet.link.direction, 4);
	cr_expect_eq(packet.link.source, buffer + 12);
	cr_expect_null(packet.link.destination);

	packet = decode_hex("0004 0304 0000 0000000000000000 0800",
			    LINK_LINUX_SLL, buffer, sizeof buffer);
	cr_expect_eq(packet.link.direction, 4);
	cr_expect_null(packet.link.source, "an address of no octets");
}

/* The length of an 802.3 frame cuts its padding, even off a packet that
 * claims to be longer. */
Test(link, length_of_802_3_cuts_padding)
{
	uint8_t buffer[256];
	struct packet packet = decode_hex(MACS "0021 060603", LINK_ETHERNET,
					  buffer, sizeof buffer);

	cr_expect_eq(packet.kind, PACKET_TCP);
	cr_expect_eq(packet.ip.available, 0x21 - 3);
	cr_expect_eq(packet.ip.captured, 0x21 - 3);
	cr_expect_eq(packet.tcp.captured, 10);
	cr_expect_eq(packet.tcp.length, 20);
	cr_expect_eq(packet.tcp.extent, TCP_PORTS);
}

/* A record that says it captured more than there was is not believed. */
Test(link, unsound_records)
{
	uint8_t buffer[256];
	struct packet packet = decode_hex("", LINK_RAW, buffer, sizeof buffer);

	cr_expect_eq(packet.kind, PACKET_TCP);
	packet.length = packet.captured - 1;
	decode_packet(&packet);
	cr_expect_eq(packet.kind, PACKET_OTHER);
	cr_expect_eq(packet.ip.version, 0);
	packet.length = 0;
	packet.captured = 0;
	decode_packet(&packet);
	cr_expect_eq(packet.kind, PACKET_OTHER);
}
