/*
 * ip: the header of an IP packet -> struct packet_ip.
 *
 * Serves the packet itself and what an ICMP error quotes.
 */
#ifndef TCPFLOW_DECODE_IP_H
#define TCPFLOW_DECODE_IP_H

#include "decode/layer.h"
#include "decode/packet.h"

/* Protocol numbers, which are IPv6's next headers too. */
enum {
	IP_PROTOCOL_HOP_BY_HOP = 0,
	IP_PROTOCOL_ICMP = 1,
	IP_PROTOCOL_IPV4 = 4, /* IP in IP */
	IP_PROTOCOL_TCP = 6,
	IP_PROTOCOL_UDP = 17,
	IP_PROTOCOL_IPV6 = 41,
	IP_PROTOCOL_ROUTING = 43,
	IP_PROTOCOL_FRAGMENT = 44,
	IP_PROTOCOL_GRE = 47,
	IP_PROTOCOL_AH = 51,
	IP_PROTOCOL_ICMPV6 = 58,
	IP_PROTOCOL_DESTINATION_OPTIONS = 60,
	IP_PROTOCOL_MOBILITY_OLD = 62,
	IP_PROTOCOL_ETHERIP = 97,
	IP_PROTOCOL_L2TPV3 = 115,
	IP_PROTOCOL_MOBILITY = 135
};

/* IPv4 options (the whole type octet). */
enum {
	IP_OPTION_END = 0,
	IP_OPTION_NOP = 1,
	IP_OPTION_RECORD_ROUTE = 7,
	IP_OPTION_TIMESTAMP = 68,
	IP_OPTION_TRACEROUTE = 82,
	IP_OPTION_SECURITY = 130,
	IP_OPTION_LOOSE_ROUTE = 131,
	IP_OPTION_STRICT_ROUTE = 137,
	IP_OPTION_ROUTER_ALERT = 148
};

enum {
	IP_HEADER_LENGTH = 20, /* IPv4, without options */
	IP6_HEADER_LENGTH = 40
};

enum ip_outcome {
	IP_UPPER,    /* ip->protocol begins at `rest` */
	IP_FRAGMENT, /* a later fragment of ip->protocol */
	IP_LOST,     /* cut or broken, and it says TCP or does not say */
	IP_OTHER     /* cut or broken, and it says something else */
};

/* There is no IP header: all is zero, but for what does not count then. */
void ip_clear(struct packet_ip *ip);

/* An IP header of that version begins at `rest`, 0 if of none. */
void ip_begin(struct packet_ip *ip, uint8_t version, const struct layer *rest);

/* Reads into `ip`, which is clear, an IP header of the version that
 * LAYER_IPV4 or LAYER_IPV6 says, or of the version that it says itself
 * (LAYER_IP), with all extension headers; `rest` is left at the payload, and
 * what is no part of the packet cut off. */
enum ip_outcome ip_decode(struct packet_ip *ip, enum layer_kind kind,
			  struct layer *rest);

/* Whether anything stands between the fixed header and what it carries: IPv4
 * options, or IPv6 extension headers. */
static inline bool ip_has_options(const struct packet_ip *ip)
{
	return ip->header_length !=
	       (ip->version == 4 ? IP_HEADER_LENGTH : IP6_HEADER_LENGTH);
}

/* Where the packet goes in the end: the last address of a source route or a
 * routing header, else the destination.  The pseudoheader of the transport
 * checksum is made with it. */
struct address ip_final_destination(const struct packet_ip *ip);

#endif
