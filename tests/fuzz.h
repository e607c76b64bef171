/*
 * What the fuzzers of packets and of sequences, and the program that makes
 * their seeds from recordings, agree on.
 *
 *	packet   = link, options, missing, octets of the packet
 *	sequence = link, *( gap(2), count(2), octets of a packet )
 *	render   = choice(3), sequence
 *
 * `link` is a place in fuzz_links (modulo their number); `options` is taken
 * apart in fuzz_packet.c, `choice` in fuzz_show.c; `missing` says how many
 * octets of the packet the capture did not keep; `gap` is the time since the
 * packet before, in FUZZ_GAP_UNIT nanoseconds.  Numbers are in network byte
 * order.
 */
#ifndef TCPFLOW_TESTS_FUZZ_H
#define TCPFLOW_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "decode/packet.h"

/* 16 bits of this reach beyond 2MSL. */
#define FUZZ_GAP_UNIT 5000000LL

/* Octets for connections: enough for one block of the table, which holds 256,
 * and not for a second one. */
enum { FUZZ_MEMORY = 1 << 18 };

static const enum link_type fuzz_links[] = {
	LINK_ETHERNET,
	LINK_NULL,
	LINK_PPP,
	LINK_RAW,
	LINK_PPP_SERIAL,
	LINK_C_HDLC,
	LINK_LOOP,
	LINK_LINUX_SLL,
	LINK_IPV4,
	LINK_LINUX_SLL2,
	LINK_IPV6,
	LINK_ARCNET,
	LINK_FDDI,
	LINK_PPPOE,
	LINK_WIFI,
	LINK_FRAME_RELAY,
	LINK_RADIOTAP,
	LINK_ARCNET_LINUX,
	LINK_PPP_PPPD,
	LINK_JUNIPER_ETHERNET,
	LINK_JUNIPER_PPP,
	LINK_JUNIPER_FRAME_RELAY,
	LINK_JUNIPER_C_HDLC,
	LINK_PPI,
	LINK_PPP_WITH_DIRECTION,
	LINK_NFLOG,
	LINK_IPOIB,
};

enum { FUZZ_LINKS = sizeof(fuzz_links) / sizeof(fuzz_links[0]) };

/* What libFuzzer calls; its headers do not declare it for C. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
