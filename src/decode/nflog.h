/*
 * nflog: what Linux's packet filter logs (NFLOG).
 */
#ifndef TCPFLOW_DECODE_NFLOG_H
#define TCPFLOW_DECODE_NFLOG_H

#include "decode/layer.h"

struct packet_link;

enum { NFLOG_FAMILY_INET = 2, NFLOG_FAMILY_INET6 = 10 };

/* link->protocol is the address family. */
enum layer_kind nflog_decode(struct packet_link *link, struct layer *rest);

#endif
