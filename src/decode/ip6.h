/*
 * ip6: the IPv6 header and its extension headers -> struct packet_ip.
 */
#ifndef TCPFLOW_DECODE_IP6_H
#define TCPFLOW_DECODE_IP6_H

#include "decode/ip.h"

/* Options of the hop-by-hop and destination options headers. */
enum {
	IP6_OPTION_PAD1 = 0x00,
	IP6_OPTION_PADN = 0x01,
	IP6_OPTION_ROUTER_ALERT = 0x05,
	IP6_OPTION_JUMBO = 0xc2,
	IP6_OPTION_HOME_ADDRESS = 0xc9
};

/* The lengths that these options have or need, type and length included. */
enum {
	IP6_ROUTER_ALERT_LENGTH = 4,
	IP6_JUMBO_LENGTH = 6,
	IP6_HOME_ADDRESS_LENGTH = 18
};

enum { IP6_JUMBO_PAYLOAD_MIN = 65536 }; /* RFC 2675 */

/* Types of the routing header that carry addresses. */
enum {
	IP6_ROUTING_SOURCE = 0, /* RFC 5095: deprecated */
	IP6_ROUTING_MOBILE = 2,
	IP6_ROUTING_SEGMENTS = 4 /* RFC 8754 */
};

/* Whether a next header is an extension header that is read here. */
bool ip6_is_extension(uint8_t next_header);

/* As ip_decode(), for IPv6. */
enum ip_outcome ip6_decode(struct packet_ip *ip, struct layer *rest);

/* As ip_final_destination(), for IPv6. */
struct address ip6_final_destination(const struct packet_ip *ip);

#endif
