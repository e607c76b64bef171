/*
 * icmp: an ICMP error that quotes a TCP segment -> struct packet_quote.
 */
#ifndef TCPFLOW_DECODE_ICMP_H
#define TCPFLOW_DECODE_ICMP_H

#include <stdbool.h>

#include "decode/layer.h"

struct packet_ip;
struct packet_quote;

/* Reads the ICMP message (`kind`: LAYER_ICMP or LAYER_ICMPV6) at `rest`, that
 * came in `ip`.  True when it is an error that quotes a TCP segment with at
 * least its ports; `quote` is filled then, else untouched. */
bool icmp_decode(struct packet_quote *quote, const struct packet_ip *ip,
		 enum layer_kind kind, struct layer rest);

#endif
