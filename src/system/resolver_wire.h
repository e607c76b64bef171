/*
 * What goes over the socket between the resolver and its helper: a question
 * is an address, an answer the address and the octets of its name (none: it
 * has no name).  Each is one packet of a SOCK_SEQPACKET socket.
 */
#ifndef TCPFLOW_SYSTEM_RESOLVER_WIRE_H
#define TCPFLOW_SYSTEM_RESOLVER_WIRE_H

#include "decode/packet.h"
#include "system/resolver.h"

struct resolver_answer {
	struct address address;
	char name[RESOLVER_NAME_SIZE];
};

#endif
