/*
 * Packets for tests, built into the caller's buffer: headers from hexadecimal
 * digits, and an IP packet with a TCP segment from what matters of it.
 *
 * Lengths and checksums are right unless something else is asked for; the
 * checksums are computed here in the plainest way, not by what is tested.
 * Addresses are 10.0.0.1 > 10.0.0.2 or 2001:db8::1 > 2001:db8::2, ports 49152
 * > 80.
 */
#ifndef TCPFLOW_TESTS_BUILD_H
#define TCPFLOW_TESTS_BUILD_H

#include <stddef.h>
#include <stdint.h>

#include "decode/packet.h"

/* Octets that grow; more than `size` of them are an assertion failure. */
struct build {
	uint8_t *octets; /* not owned */
	size_t size;
	size_t length;
};

enum build_checksum {
	BUILD_GOOD,
	BUILD_BAD,
	BUILD_OFFLOAD,		 /* the pseudoheader's sum */
	BUILD_OFFLOAD_NO_LENGTH, /* the same, the length left out */
	BUILD_OFFLOAD_ELSEWHERE	 /* the same, of another length */
};

enum { BUILD_LENGTH_ZERO = 0x10000 };

struct build_segment {
	uint8_t version;     /* 6: IPv6; else IPv4 */
	const char *extra;   /* IPv4 options, IPv6 extension headers; or NULL */
	uint8_t first;	     /* IPv6: the header that `extra` begins with */
	uint8_t protocol;    /* IPv4: 0 is TCP */
	uint32_t ip_length;  /* the field; 0: right; BUILD_LENGTH_ZERO: zero */
	uint16_t fragment;   /* IPv4: flags and offset */
	const char *final;   /* the final destination, if not the header's */
	uint16_t flags;	     /* TCP_SYN and so on */
	uint8_t words;	     /* TCP's header length in words; 0: right */
	const char *options; /* of TCP: whole words; or NULL */
	const char *data;    /* or NULL */
	enum build_checksum checksum;
};

/* The folded sum of 16-bit words, continued: of octets, or of those that the
 * hexadecimal digits say, 16 at most. */
uint32_t build_add(uint32_t sum, const uint8_t *octets, size_t length);
uint32_t build_add_hex(uint32_t sum, const char *digits);

void build_start(struct build *build, uint8_t *buffer, size_t size);

/* Appends octets from hexadecimal digits; spaces are passed over. */
void build_hex(struct build *build, const char *digits);

/* Appends an IP packet. */
void build_segment(struct build *build, const struct build_segment *segment);

/* A packet of what was built, wholly captured, decoded. */
struct packet build_decode(const struct build *build, enum link_type link_type);

/* The same, in a block of exactly `captured` octets from malloc(), which the
 * caller frees. */
struct packet build_decode_cut(const struct build *build,
			       enum link_type link_type, uint32_t captured,
			       uint8_t **block);

#endif
