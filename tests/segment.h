/*
 * One TCP segment for a test of the line, written as what matters of it.
 *
 * It goes from 10.61.0.1 port 60391 to 10.61.0.2 port 55555, or back, as a
 * raw IPv4 packet, in a heap block of exactly the captured size.
 */
#ifndef TCPFLOW_TESTS_SEGMENT_H
#define TCPFLOW_TESTS_SEGMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "decode/packet.h"

struct segment {
	bool from_server;
	uint16_t flags; /* TCP_SYN and so on */
	uint32_t seq, ack;
	uint16_t window, urgent;
	const char *options; /* in hexadecimal; whole words; or NULL */
	const char *data;    /* in hexadecimal; or NULL */
	uint8_t words;	     /* the header's length in words; 0: as it is */
	uint16_t length;     /* IP's length; 0: as it is */
	uint16_t captured;   /* octets, from IP's first; 0: all */
	bool spoilt;	     /* the checksum is wrong, by one */
	uint16_t fragment;   /* IP's field: flags and offset */
	uint8_t version;     /* 6: IPv6, fd00:61::1 and ::2; else IPv4 */
};

/* Builds and decodes it.  The packet's octets are freed by segment_free(). */
struct packet segment_build(const struct segment *segment);
void segment_free(struct packet *packet);

/* Octets from hexadecimal digits; returns how many. */
uint16_t segment_hex(const char *digits, uint8_t *octets);

#endif
