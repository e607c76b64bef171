/*
 * tcp_options: the options of a TCP header -> struct tcp_options.
 */
#ifndef TCPFLOW_DECODE_TCP_OPTIONS_H
#define TCPFLOW_DECODE_TCP_OPTIONS_H

#include <stdint.h>

#include "decode/bytes.h"

struct tcp_options;

/* Kinds (IANA, TCP Parameters). */
enum {
	TCP_OPTION_END = 0,
	TCP_OPTION_NOP = 1,
	TCP_OPTION_MSS = 2,
	TCP_OPTION_WINDOW_SCALE = 3,
	TCP_OPTION_SACK_PERMITTED = 4,
	TCP_OPTION_SACK = 5,
	TCP_OPTION_TIMESTAMPS = 8,
	TCP_OPTION_FAST_OPEN = 34,
	TCP_OPTION_EXPERIMENT_2 = 254 /* RFC 6994 */
};

enum { TCP_EXPERIMENT_FAST_OPEN = 0xf989 };

/* The usual options of a segment: two NOPs and a time stamp (RFC 7323, appendix
 * A).  How they begin, as a number, and how long they are. */
enum {
	TCP_OPTIONS_USUAL = TCP_OPTION_NOP << 24 | TCP_OPTION_NOP << 16 |
			    TCP_OPTION_TIMESTAMPS << 8 | 10,
	TCP_OPTIONS_USUAL_LENGTH = 12
};

/* Reads the options of which `captured` were captured and `length` octets
 * should be there. */
void tcp_options_decode(struct tcp_options *options, struct bytes captured,
			uint32_t length);

#endif
