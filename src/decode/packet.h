/*
 * struct packet: what is known of one packet, in the order of its layers.
 *
 * The capture fills the first part, decode_packet() the rest.  Pointers point
 * into the captured bytes and live as long as those do; nothing is allocated.
 * Numbers are in host byte order; addresses are in network byte order.
 * Whatever the bytes say, decoding ends with a struct packet: what was not
 * there is zero, and each layer says how much of it there was.
 *
 * Each part begins with what most packets need, and ends with what few do:
 * tags, blocks, the place of a fragment, the quote, tunnels.  That is not
 * cleared for each packet, and says nothing unless the field that is named
 * beside it says that it is there.
 */
#ifndef TCPFLOW_DECODE_PACKET_H
#define TCPFLOW_DECODE_PACKET_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* An IP address in network byte order; an IPv4 address is the first four. */
struct address {
	uint8_t version; /* 4 or 6; 0: there is none */
	uint8_t octets[16];
};

/* The octets that do not count are zero.  In words: memcmp() is a call. */
static inline bool address_equal(const struct address *a,
				 const struct address *b)
{
	uint64_t one[2], two[2];

	memcpy(one, a->octets, sizeof one);
	memcpy(two, b->octets, sizeof two);
	return a->version == b->version && one[0] == two[0] && one[1] == two[1];
}

/* A time stamp as the capture has it: a broken file may have a fraction of
 * more than a second, and the line shows it as it is. */
struct packet_time {
	int64_t seconds; /* since 1970-01-01 00:00 UTC */
	int64_t nanoseconds;
};

enum packet_kind {
	PACKET_OTHER,	     /* nothing of TCP: counted, not shown */
	PACKET_TCP,	     /* a TCP segment, or, with `ip.fragment`, the first
			      * fragment of one */
	PACKET_TCP_FRAGMENT, /* a later fragment of a TCP segment */
	PACKET_TCP_LOST,     /* an IP header cut or broken before what it holds
			      * is known, or while it says TCP: tcpdump shows a
			      * line for it, so we do */
	PACKET_ICMP_QUOTE    /* an ICMP error that quotes a TCP segment */
};

enum checksum {
	CHECKSUM_UNVERIFIED, /* cut, fragmented, or no header */
	CHECKSUM_GOOD,
	CHECKSUM_OFFLOAD, /* holds the folded pseudoheader sum, uncomplemented:
			   * the sender left it to its network card */
	CHECKSUM_BAD
};

/* Link layers by libpcap's DLT_ numbers (as they are on Linux). */
enum link_type {
	LINK_NULL = 0,
	LINK_ETHERNET = 1,
	LINK_ARCNET = 7,
	LINK_PPP = 9,
	LINK_FDDI = 10,
	LINK_RAW = 12,
	LINK_PPP_SERIAL = 50,
	LINK_PPPOE = 51,
	LINK_C_HDLC = 104,
	LINK_WIFI = 105,
	LINK_FRAME_RELAY = 107,
	LINK_LOOP = 108,
	LINK_LINUX_SLL = 113,
	LINK_RADIOTAP = 127,
	LINK_ARCNET_LINUX = 129,
	LINK_PPP_PPPD = 166,
	LINK_JUNIPER_ETHERNET = 178,
	LINK_JUNIPER_PPP = 179,
	LINK_JUNIPER_FRAME_RELAY = 180,
	LINK_JUNIPER_C_HDLC = 181,
	LINK_PPI = 192,
	LINK_PPP_WITH_DIRECTION = 204,
	LINK_IPV4 = 228,
	LINK_IPV6 = 229,
	LINK_NFLOG = 239,
	LINK_IPOIB = 242,
	LINK_LINUX_SLL2 = 276
};

/* One 802.1Q or 802.1ad tag: its ethertype and its tag control information. */
struct link_tag {
	uint16_t tpid;
	uint16_t tci;
};

enum { PACKET_TAGS_MAX = 8 };

struct packet_link {
	const uint8_t *source;	    /* six octets, or NULL */
	const uint8_t *destination; /* six octets, or NULL */
	uint32_t header_length;	    /* octets before the IP header */
	uint32_t interface;	    /* SLL2: index of the interface */
	uint16_t protocol;  /* ethertype, address family or PPP protocol */
	uint16_t tag_count; /* those in `tags`; more than that: ignored */
	uint8_t direction;  /* SLL, SLL2: the packet type, 4 is outgoing */
	struct link_tag tags[PACKET_TAGS_MAX];
};

/* XinY: IP version X inside of version Y. */
enum tunnel_kind {
	TUNNEL_4IN4,
	TUNNEL_6IN4,
	TUNNEL_4IN6,
	TUNNEL_6IN6,
	TUNNEL_AH,	  /* tunnel mode; the security parameters index */
	TUNNEL_GRE,	  /* the key */
	TUNNEL_NVGRE,	  /* the virtual subnet */
	TUNNEL_PPTP,	  /* GRE version 1; the call */
	TUNNEL_ERSPAN,	  /* the session */
	TUNNEL_WCCP,	  /* a redirected packet */
	TUNNEL_ETHERIP,	  /* RFC 3378 */
	TUNNEL_VXLAN,	  /* the network */
	TUNNEL_VXLAN_GPE, /* the network */
	TUNNEL_GENEVE,	  /* the network */
	TUNNEL_GTP,	  /* the tunnel endpoint */
	TUNNEL_L2TP,	  /* version 2; the session */
	TUNNEL_L2TPV3,	  /* the session */
	TUNNEL_TEREDO,
	TUNNEL_AYIYA,
	TUNNEL_CAPWAP,
	TUNNEL_MPLS,  /* the label at the bottom of the stack */
	TUNNEL_PPPOE, /* the session */
	TUNNEL_PBB,   /* 802.1ah; the service */
	TUNNEL_VLAN   /* a tag of an inner frame; its VLAN */
};

/* A tunnel that was passed on the way to the packet's IP header. */
struct packet_tunnel {
	enum tunnel_kind kind;
	bool has_id;	       /* a GRE header need not have a key */
	uint32_t id;	       /* as said at `kind` */
	const uint8_t *header; /* its own (MPLS, PPPoE), or NULL */
	/* The IP packet that carries it; none (NULL, version 0) right behind
	 * the link layer, or behind another tunnel's header. */
	struct address source, destination;
	const uint8_t *ip_header;
	uint32_t ip_captured;  /* octets from there on */
	uint32_t ip_available; /* the same, on the wire */
	/* What is carried, from its first octet. */
	const uint8_t *inner;
	uint32_t inner_captured;
	uint32_t inner_length; /* on the wire */
	bool inner_is_ethernet;
};

enum { PACKET_TUNNELS_MAX = 8 };

/* Which part of a datagram a fragment is.  IPv6: by the first fragment header
 * that says that there are more. */
struct ip_part {
	bool more;	   /* this is not the last one */
	uint32_t named_at; /* IPv6: where the header in front of the fragment
			    * header names it; octets from the IP header */
	uint32_t id;
	uint32_t offset; /* octets */
	uint32_t start; /* octets that stand in front of it and are not counted:
			 * the header; IPv6: up to the fragment header's end */
};

struct packet_ip {
	const uint8_t *header; /* its first octet */
	uint32_t captured;     /* octets from there on that were captured and
				* belong to the IP packet */
	uint32_t available; /* octets from there on in the frame on the wire */
	uint32_t length;    /* header and payload, as the header says; with
			     * segmentation offload, as the frame says */
	uint32_t header_length; /* IPv6: with its extension headers */
	uint8_t version;	/* 4 or 6; 0: no IP header was found */
	uint8_t protocol;	/* what follows the header (and extensions) */
	uint8_t next_header;	/* the header's own field (IPv6: before any
				 * extension header) */
	uint8_t traffic_class;	/* IPv4: type of service */
	uint8_t ttl;		/* hop limit */
	uint16_t id;
	/* These two are asked together: in a word with what has just been
	 * written, they would be waited for. */
	bool fragment;		  /* has a non-zero offset, or more follow */
	bool fragment_header;	  /* IPv6: there is one, even if `fragment` is
				   * false (an atomic fragment, RFC 6946) */
	enum checksum checksum;	  /* IPv4 */
	uint32_t fragment_offset; /* octets */
	uint32_t fragment_count;  /* it was put together from so many fragments
				   * (decode/fragments.h); 0: it came whole */
	uint32_t ah_length;	  /* octets of authentication headers (RFC 4302)
				   * between the header and what it carries */
	struct address source, destination;
	uint32_t ah_spi;     /* `ah_length`: of the last of them */
	struct ip_part part; /* `fragment`: which one it is */
};

/* Control bits, as they stand in the 13th and 14th octet of the header. */
enum {
	TCP_FIN = 0x001,
	TCP_SYN = 0x002,
	TCP_RST = 0x004,
	TCP_PSH = 0x008,
	TCP_ACK = 0x010,
	TCP_URG = 0x020,
	TCP_ECE = 0x040,
	TCP_CWR = 0x080,
	TCP_AE = 0x100
};

enum tcp_extent {
	TCP_NOTHING,	  /* the ports were not captured */
	TCP_PORTS,	  /* the ports, not the whole fixed header */
	TCP_HEADER_SHORT, /* data offset below 5 */
	TCP_HEADER_LONG,  /* data offset past the end of the segment */
	TCP_OPTIONS_CUT,  /* fixed header good; options not wholly captured */
	TCP_WHOLE_HEADER
};

struct sack_block {
	uint32_t left, right;
};

enum { PACKET_SACKS_MAX = 4 };

/* The options that tracking needs.  The line is rendered from the octets. */
struct tcp_options {
	bool has_mss, has_window_scale, has_sack_permitted, has_timestamps;
	bool has_fast_open;   /* RFC 7413, kind 34 or experimental 254/0xf989 */
	bool malformed;	      /* an option's length is impossible */
	uint8_t window_scale; /* at most 14: more counts as 14 (RFC 7323) */
	uint8_t sack_count;
	uint16_t mss;
	uint32_t ts_value, ts_echo;
	struct sack_block sacks[PACKET_SACKS_MAX]; /* `sack_count` of them */
};

struct packet_tcp {
	const uint8_t *header; /* its first octet */
	uint32_t captured;     /* octets from there on that were captured */
	uint32_t length;  /* header and payload in this packet, as IP says */
	uint32_t payload; /* octets of data, as IP says; 0 if unknown */
	uint32_t header_length;
	uint32_t seq, ack;
	uint16_t source_port, destination_port;
	enum tcp_extent extent;
	uint16_t flags; /* TCP_FIN and so on */
	uint16_t window;
	uint16_t urgent;
	uint16_t checksum_field;
	enum checksum checksum;
	uint16_t checksum_expected; /* what it should be; see `checksum` */
	struct tcp_options options;
};

/* What an ICMP error quotes.  `seq` is meaningful when `has_seq`. */
struct packet_quote {
	uint8_t icmp_type, icmp_code;
	struct address reporter;	    /* who sent the error */
	struct address source, destination; /* of the quoted segment */
	uint16_t source_port, destination_port;
	bool has_seq;
	uint32_t seq;
};

struct packet {
	/* From the capture. */
	uint64_t number;	 /* place in the input, from 1 */
	struct packet_time time; /* as the capture has it */
	enum link_type link_type;
	const uint8_t *bytes;
	uint32_t captured; /* octets at `bytes` */
	uint32_t length;   /* octets on the wire */

	/* From decode_packet(). */
	enum packet_kind kind;
	uint32_t tunnel_count;	   /* those passed, the outermost first */
	struct packet_ip ip;	   /* the innermost, and what it carries */
	struct packet_tcp tcp;	   /* PACKET_TCP */
	struct packet_link link;   /* of the outermost frame */
	struct packet_quote quote; /* PACKET_ICMP_QUOTE */
	struct packet_tunnel tunnels[PACKET_TUNNELS_MAX];
};

#endif
