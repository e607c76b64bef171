/*
 * tcp: the TCP header -> struct packet_tcp.
 */
#ifndef TCPFLOW_DECODE_TCP_H
#define TCPFLOW_DECODE_TCP_H

#include "decode/layer.h"

struct packet_ip;
struct packet_tcp;

enum { TCP_HEADER_LENGTH = 20 }; /* without options */

/* There is no TCP header: all is zero, but for blocks, which are counted. */
void tcp_clear(struct packet_tcp *tcp);

/* Reads the segment that begins at `rest` and fills `tcp`, which is
 * clear, its checksum verified with the addresses of `ip`. */
void tcp_decode(struct packet_tcp *tcp, const struct packet_ip *ip,
		const struct layer *rest);

#endif
