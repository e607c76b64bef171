/*
 * juniper: the header that Juniper's routers put in front of what they
 * capture.
 */
#ifndef TCPFLOW_DECODE_JUNIPER_H
#define TCPFLOW_DECODE_JUNIPER_H

#include <stdbool.h>
#include <stdint.h>

#include "decode/layer.h"

struct juniper_header {
	bool readable;
	bool in;	 /* received; else sent */
	bool no_link;	 /* no link header follows, but IP */
	uint32_t length; /* octets of the header */
};

/* Reads the header, and leaves `at` behind it. */
struct juniper_header juniper_decode(struct bytes *at);

#endif
