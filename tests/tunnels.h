/*
 * One packet for each kind of tunnel and each way to begin it: what stands in
 * front of a TCP segment of build.h.  For the tests of what decode finds, of
 * what is printed, and of every cut.
 *
 * The outer packets are from 192.168.0.1 to 192.168.0.2 or from 2001:db8:f::1
 * to 2001:db8:f::2.  Those of IPv4 and of UDP have lengths of zero, which
 * stands for all that there is; an empty segment has 40 octets with IPv4's
 * header, 60 with IPv6's.
 */
#ifndef TCPFLOW_TESTS_TUNNELS_H
#define TCPFLOW_TESTS_TUNNELS_H

#include "decode/packet.h"

#define IP4(protocol) "45000000 00010000 40" protocol "0000 c0a80001 c0a80002 "
#define IP6(length, next)                                                      \
	"60000000" length next "40"                                            \
	"20010db8000f00000000000000000001"                                     \
	"20010db8000f00000000000000000002 "
#define UDP(port) IP4("11") "c350" port "0000 0000 "
#define FRAME "020000000002 020000000001 "

struct tunnel_row {
	const char *name;
	enum link_type link_type;
	const char *header;
	uint8_t version; /* of the inner packet */
	const char *via; /* as the note says it */
	bool counts;	 /* in the key of the connection */
};

/* clang-format off */
static const struct tunnel_row tunnel_rows[] = {
	{ "4in4", LINK_RAW, IP4("04"), 4,
	  "via 4in4 192.168.0.1 > 192.168.0.2", false },
	{ "6in4", LINK_RAW, IP4("29"), 6,
	  "via 6in4 192.168.0.1 > 192.168.0.2", false },
	{ "4in6", LINK_RAW, IP6("0028", "04"), 4,
	  "via 4in6 2001:db8:f::1 > 2001:db8:f::2", false },
	{ "6in6", LINK_RAW, IP6("003c", "29"), 6,
	  "via 6in6 2001:db8:f::1 > 2001:db8:f::2", false },
	{ "6in6 behind destination options", LINK_RAW,
	  IP6("0044", "3c") "2900 0104 00000000", 6,
	  "via 6in6 2001:db8:f::1 > 2001:db8:f::2", false },
	{ "AH, tunnel mode", LINK_RAW, IP4("33")
	  "0404 0000 0000abcd 00000001 000102030405060708090a0b", 4,
	  "via ah spi 0xabcd 192.168.0.1 > 192.168.0.2", false },
	{ "AH in IPv6, tunnel mode", LINK_RAW, IP6("0034", "33")
	  "0401 0000 0000abcd 00000001", 4,
	  "via ah spi 0xabcd 2001:db8:f::1 > 2001:db8:f::2", false },
	{ "GRE", LINK_RAW, IP4("2f") "0000 0800", 4,
	  "via gre 192.168.0.1 > 192.168.0.2", false },
	{ "GRE, IPv6", LINK_RAW, IP4("2f") "0000 86dd", 6,
	  "via gre 192.168.0.1 > 192.168.0.2", false },
	{ "GRE, all fields", LINK_RAW, IP4("2f") "b000 0800 1234 0000 "
	  "0000002a 00000001", 4,
	  "via gre key 0x2a 192.168.0.1 > 192.168.0.2", true },
	{ "GRE, routing", LINK_RAW, IP4("2f") "4000 0800 0000 0000 "
	  "0800 00 04 0a000009 0000 00 00", 4,
	  "via gre 192.168.0.1 > 192.168.0.2", false },
	{ "GRE, Ethernet", LINK_RAW, IP4("2f") "0000 6558" FRAME "0800", 4,
	  "via gre 192.168.0.1 > 192.168.0.2", false },
	{ "GRE, Ethernet, a small key", LINK_RAW, IP4("2f")
	  "2000 6558 00000007" FRAME "86dd", 6,
	  "via gre key 0x7 192.168.0.1 > 192.168.0.2", true },
	{ "GRE, MPLS", LINK_RAW, IP4("2f") "0000 8847 00010140", 4,
	  "via gre 192.168.0.1 > 192.168.0.2; via mpls label 16", false },
	{ "NVGRE", LINK_RAW, IP4("2f") "2000 6558 00123499" FRAME "0800", 4,
	  "via nvgre vsid 4660 192.168.0.1 > 192.168.0.2", true },
	{ "PPTP, no payload", LINK_RAW, IP4("2f") "3081 880b 0000002c 00000005 00000004 "
	  "ff03 0021", 4, NULL, false },
	{ "PPTP", LINK_RAW, IP4("2f")
	  "3081 880b 002c0007 00000005 00000004 ff03 0021", 4,
	  "via pptp call 7 192.168.0.1 > 192.168.0.2", false },
	{ "ERSPAN, type I", LINK_RAW, IP4("2f") "0000 88be" FRAME "0800", 4,
	  "via erspan 192.168.0.1 > 192.168.0.2", false },
	{ "ERSPAN, type II", LINK_RAW, IP4("2f")
	  "1000 88be 00000001 1001 0064 00000000" FRAME "0800", 4,
	  "via erspan session 100 192.168.0.1 > 192.168.0.2", false },
	{ "ERSPAN, type III", LINK_RAW, IP4("2f")
	  "1000 22eb 00000001 2001 0064 00000000 0000 0000" FRAME "0800", 4,
	  "via erspan session 100 192.168.0.1 > 192.168.0.2", false },
	{ "ERSPAN, type III, subheader", LINK_RAW, IP4("2f")
	  "1000 22eb 00000001 2001 0064 00000000 0000 0001 0000000000000000"
	  FRAME "0800", 4,
	  "via erspan session 100 192.168.0.1 > 192.168.0.2", false },
	{ "ERSPAN, type III, IP", LINK_RAW, IP4("2f")
	  "1000 22eb 00000001 2001 0064 00000000 0000 0800", 6,
	  "via erspan session 100 192.168.0.1 > 192.168.0.2", false },
	{ "WCCP, version 1", LINK_RAW, IP4("2f") "0000 883e", 4,
	  "via wccp 192.168.0.1 > 192.168.0.2", false },
	{ "WCCP, version 2", LINK_RAW, IP4("2f") "0000 883e 00000000", 4,
	  "via wccp 192.168.0.1 > 192.168.0.2", false },
	{ "EtherIP", LINK_RAW, IP4("61") "3000" FRAME "0800", 4,
	  "via etherip 192.168.0.1 > 192.168.0.2", false },
	{ "VXLAN", LINK_RAW, UDP("12b5") "08000000 00002a00" FRAME "0800", 4,
	  "via vxlan vni 42 192.168.0.1 > 192.168.0.2", true },
	{ "VXLAN, a policy, a tag inside", LINK_RAW, UDP("12b5")
	  "88000001 00002a00" FRAME "8100 0005 86dd", 6,
	  "via vxlan vni 42 192.168.0.1 > 192.168.0.2; via vlan 5", true },
	{ "VXLAN, the old port", LINK_RAW, UDP("2118")
	  "08000000 00002a00" FRAME "0800", 4,
	  "via vxlan vni 42 192.168.0.1 > 192.168.0.2", true },
	{ "VXLAN, from the port", LINK_RAW, IP4("11") "12b5 c350 00000000 "
	  "08000000 00002a00" FRAME "0800", 4,
	  "via vxlan vni 42 192.168.0.1 > 192.168.0.2", true },
	{ "VXLAN without a network", LINK_RAW, UDP("12b5")
	  "00000000 00002a00" FRAME "0800", 4, NULL, false },
	{ "VXLAN, what is reserved", LINK_RAW, UDP("12b5")
	  "08000000 00002a01" FRAME "0800", 4, NULL, false },
	{ "VXLAN-GPE, IPv4", LINK_RAW, UDP("12b6") "0c000001 00002a00", 4,
	  "via vxlan-gpe vni 42 192.168.0.1 > 192.168.0.2", true },
	{ "VXLAN-GPE, IPv6", LINK_RAW, UDP("12b6") "0c000002 00002a00", 6,
	  "via vxlan-gpe vni 42 192.168.0.1 > 192.168.0.2", true },
	{ "VXLAN-GPE, Ethernet", LINK_RAW, UDP("12b6")
	  "0c000003 00002a00" FRAME "0800", 4,
	  "via vxlan-gpe vni 42 192.168.0.1 > 192.168.0.2", true },
	{ "VXLAN-GPE, MPLS", LINK_RAW, UDP("12b6")
	  "0c000005 00002a00 00010140", 4,
	  "via vxlan-gpe vni 42 192.168.0.1 > 192.168.0.2; via mpls label 16",
	  true },
	{ "VXLAN-GPE, no protocol", LINK_RAW, UDP("12b6")
	  "08000000 00002a00" FRAME "0800", 4,
	  "via vxlan-gpe vni 42 192.168.0.1 > 192.168.0.2", true },
	{ "VXLAN-GPE, maintenance", LINK_RAW, UDP("12b6") "0d000001 00002a00",
	  4, NULL, false },
	{ "Geneve", LINK_RAW, UDP("17c1") "0000 6558 00002a00" FRAME "0800", 4,
	  "via geneve vni 42 192.168.0.1 > 192.168.0.2", false },
	{ "Geneve, options, IPv6", LINK_RAW, UDP("17c1")
	  "0200 86dd 00002a00 0102 0301 00000000", 6,
	  "via geneve vni 42 192.168.0.1 > 192.168.0.2", false },
	{ "Geneve, another version", LINK_RAW, UDP("17c1")
	  "4000 0800 00002a00", 4, NULL, false },
	{ "GTP", LINK_RAW, UDP("0868") "30ff 0028 00001234", 4,
	  "via gtp teid 0x1234 192.168.0.1 > 192.168.0.2", false },
	{ "GTP, sequence number", LINK_RAW, UDP("0868")
	  "32ff 002c 00001234 0001 00 00", 4,
	  "via gtp teid 0x1234 192.168.0.1 > 192.168.0.2", false },
	{ "GTP, extensions", LINK_RAW, UDP("0868")
	  "34ff 0048 00001234 0000 00 85 01 1001 c0 01 0000 00", 6,
	  "via gtp teid 0x1234 192.168.0.1 > 192.168.0.2", false },
	{ "GTP, an extension without an end", LINK_RAW, UDP("0868")
	  "34ff 0048 00001234 0000 00 85 00 1001 85 00 0000 00", 6, NULL,
	  false },
	{ "GTP, an echo", LINK_RAW, UDP("0868") "3001 0028 00001234", 4, NULL,
	  false },
	{ "GTP, version 2", LINK_RAW, UDP("0868") "50ff 0028 00001234", 4,
	  NULL, false },
	{ "L2TP", LINK_RAW, UDP("06a5") "0002 0001 0007 ff03 0021", 4,
	  "via l2tp session 7 192.168.0.1 > 192.168.0.2", false },
	{ "L2TP, an impossible length", LINK_RAW, UDP("06a5")
	  "4a02 0003 0001 0007 00010001 0002 0000 ff03 0057", 6, NULL, false },
	{ "L2TP, all fields", LINK_RAW, UDP("06a5")
	  "4a02 0050 0001 0007 00010001 0002 0000 ff03 0057", 6,
	  "via l2tp session 7 192.168.0.1 > 192.168.0.2", false },
	{ "L2TP, control", LINK_RAW, UDP("06a5")
	  "c802 0040 0001 0007 00010001 ff03 0021", 4, NULL, false },
	{ "L2TPv3 in UDP", LINK_RAW, UDP("06a5") "0003 0000 00000007"
	  FRAME "0800", 4,
	  "via l2tpv3 session 0x7 192.168.0.1 > 192.168.0.2", false },
	{ "L2TPv3", LINK_RAW, IP4("73") "00000007" FRAME "0800", 4,
	  "via l2tpv3 session 0x7 192.168.0.1 > 192.168.0.2", false },
	{ "L2TPv3, a cookie and a sublayer", LINK_RAW, IP4("73")
	  "00000007 0011223344556677 40000001" FRAME "8100 0005 86dd", 6,
	  "via l2tpv3 session 0x7 192.168.0.1 > 192.168.0.2; via vlan 5",
	  true },
	{ "L2TPv3, PPP", LINK_RAW, IP4("73") "00000007 ff03 0021", 4,
	  "via l2tpv3 session 0x7 192.168.0.1 > 192.168.0.2", false },
	{ "L2TPv3, control", LINK_RAW, IP4("73") "00000000" FRAME "0800", 4,
	  NULL, false },
	{ "Teredo", LINK_RAW, UDP("0dd8"), 6,
	  "via teredo 192.168.0.1 > 192.168.0.2", false },
	{ "Teredo, indications", LINK_RAW, UDP("0dd8")
	  "0001 02 01 aabb cc 0102030405060708 00 0000 1234 0a000001", 6,
	  "via teredo 192.168.0.1 > 192.168.0.2", false },
	{ "Teredo's port, IPv4", LINK_RAW, UDP("0dd8"), 4, NULL, false },
	{ "AYIYA", LINK_RAW, UDP("13d0") "44 52 11 29 00000000 "
	  "00000000000000000000000000000000 "
	  "0000000000000000000000000000000000000000", 6,
	  "via ayiya 192.168.0.1 > 192.168.0.2", false },
	{ "AYIYA, no packet", LINK_RAW, UDP("13d0") "04 02 10 29 00000000 00",
	  6, NULL, false },
	{ "CAPWAP, Ethernet", LINK_RAW, UDP("147f")
	  "00 100000 0000 0000" FRAME "0800", 4,
	  "via capwap 192.168.0.1 > 192.168.0.2", false },
	{ "CAPWAP, 802.11", LINK_RAW, UDP("147f")
	  "00 180300 0000 0000 00000000 0801 0000 020000000003 020000000001 "
	  "020000000002 0000 aaaa03 000000 0800", 4,
	  "via capwap 192.168.0.1 > 192.168.0.2", false },
	{ "CAPWAP, 802.11, octets exchanged", LINK_RAW, UDP("147f")
	  "00 100300 0000 0000 0188 0000 020000000003 020000000001 "
	  "020000000002 0000 0000 aaaa03 000000 86dd", 6,
	  "via capwap 192.168.0.1 > 192.168.0.2", false },
	{ "CAPWAP, encrypted", LINK_RAW, UDP("147f")
	  "01 100000 0000 0000" FRAME "0800", 4, NULL, false },
	{ "CAPWAP, a later fragment", LINK_RAW, UDP("147f")
	  "00 100080 0001 0008" FRAME "0800", 4, NULL, false },
	{ "CAPWAP, keep-alive", LINK_RAW, UDP("147f")
	  "00 100008 0000 0000" FRAME "0800", 4, NULL, false },
	{ "GRE in UDP", LINK_RAW, UDP("1292") "0000 0800", 4,
	  "via gre 192.168.0.1 > 192.168.0.2", false },
	{ "MPLS in UDP", LINK_RAW, UDP("19eb") "00010140", 4,
	  "via mpls label 16 192.168.0.1 > 192.168.0.2", false },
	{ "UDP of somebody else", LINK_RAW, UDP("0035")
	  "08000000 00002a00" FRAME "0800", 4, NULL, false },
	{ "MPLS", LINK_ETHERNET, FRAME "8847 00010040 00011140", 4,
	  "via mpls label 17", false },
	{ "MPLS, IPv6", LINK_PPP, "ff03 0281 00011140", 6,
	  "via mpls label 17", false },
	{ "MPLS, explicit null", LINK_C_HDLC, "0f00 8847 00002140", 6,
	  "via mpls label 2", false },
	{ "MPLS, a pseudowire", LINK_ETHERNET, FRAME
	  "8847 00011140 00000000" FRAME "0800", 4, "via mpls label 17",
	  false },
	{ "MPLS, a pseudowire without a control word", LINK_ETHERNET, FRAME
	  "8847 00011140" "a20000000002 020000000001 0800", 4,
	  "via mpls label 17", false },
	{ "MPLS, something", LINK_ETHERNET, FRAME "8847 00011140 81000000", 4,
	  NULL, false },
	{ "PPPoE", LINK_ETHERNET, FRAME "8864 1100 002d 002a 0021", 4,
	  "via pppoe session 0x2d", true },
	{ "PPPoE in a VLAN, IPv6", LINK_ETHERNET, FRAME
	  "8100 0005 8864 1100 002d 003e 0057", 6, "via pppoe session 0x2d",
	  true },
	{ "PPPoE without Ethernet", LINK_PPPOE, "1100 002d 002a 0021", 4,
	  "via pppoe session 0x2d", true },
	{ "PPPoE, discovery", LINK_ETHERNET, FRAME "8864 1109 002d 002a 0021",
	  4, NULL, false },
	{ "802.1ah", LINK_ETHERNET, FRAME "88a8 0003 88e7 00012345" FRAME
	  "8100 0005 0800", 4, "via 802.1ah isid 74565; via vlan 5", true },
	{ "eight", LINK_RAW, IP4("04") IP4("04") IP4("04") IP4("04") IP4("04")
	  IP4("04") IP4("2f") "0000 0800" IP4("04"), 4,
	  "via 4in4 192.168.0.1 > 192.168.0.2; "
	  "via 4in4 192.168.0.1 > 192.168.0.2; "
	  "via 4in4 192.168.0.1 > 192.168.0.2; "
	  "via 4in4 192.168.0.1 > 192.168.0.2; "
	  "via 4in4 192.168.0.1 > 192.168.0.2; "
	  "via 4in4 192.168.0.1 > 192.168.0.2; "
	  "via gre 192.168.0.1 > 192.168.0.2; "
	  "via 4in4 192.168.0.1 > 192.168.0.2", false },
	{ "nine", LINK_RAW, IP4("04") IP4("04") IP4("04") IP4("04") IP4("04")
	  IP4("04") IP4("2f") "0000 0800" IP4("04") IP4("04"), 4, NULL,
	  false },
};
/* clang-format on */

enum { TUNNEL_ROWS = sizeof(tunnel_rows) / sizeof(tunnel_rows[0]) };

#endif
