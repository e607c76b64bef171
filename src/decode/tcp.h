/*
 * tcp: the TCP header -> struct packet_tcp.
 */
#ifndef TCPFLOW_DECODE_TCP_H
#define TCPFLOW_DECODE_TCP_H

#include "decode/layer.h"

struct packet_ip;
struct packet_tcp;

enum { TCP_HEADER_LENGTH = 20 }; /* without options */

/* Reads the segment that begins at `rest` and fills `tcp`, its checksum
 * verified with the addresses of `ip`. */
void tcp_decode(struct packet_tcp *tcp, const struct packet_ip *ip,
		struct layer *rest);

#endif
