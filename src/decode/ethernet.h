/*
 * ethernet: Ethernet frames with all their tags, LLC and SNAP.
 */
#ifndef TCPFLOW_DECODE_ETHERNET_H
#define TCPFLOW_DECODE_ETHERNET_H

#include <stdbool.h>
#include <stdint.h>

#include "decode/layer.h"

struct packet_link;

enum { MAC_LENGTH = 6 };

/* Ethertypes that decode and render know. */
enum {
	ETHERTYPE_IPV4 = 0x0800,
	ETHERTYPE_TEB = 0x6558, /* transparent Ethernet bridging: in GRE */
	ETHERTYPE_802_1Q = 0x8100,
	ETHERTYPE_IPV6 = 0x86dd,
	ETHERTYPE_MPLS = 0x8847,
	ETHERTYPE_MPLS_MULTICAST = 0x8848,
	ETHERTYPE_PPPOE = 0x8864, /* a session */
	ETHERTYPE_JUMBO = 0x8870, /* LLC, as for 802.3, but any length */
	ETHERTYPE_802_1AD = 0x88a8,
	ETHERTYPE_802_1AH = 0x88e7,
	ETHERTYPE_802_1BR = 0x893f, /* the E-Tag */
	ETHERTYPE_VN_TAG = 0x8926,
	ETHERTYPE_9100 = 0x9100, /* tags of before 802.1ad */
	ETHERTYPE_9200 = 0x9200,
	ETHERNET_LENGTH_MAX = 1500 /* up to this it is a length, not a type */
};

/* LLC (IEEE 802.2) and SNAP. */
enum {
	LLC_SAP_IP = 0x06,
	LLC_SAP_SNAP = 0xaa,
	LLC_UI = 0x03, /* unnumbered information */
	SNAP_OUI_ETHERNET = 0x000000,
	SNAP_OUI_CISCO_BRIDGED = 0x0000f8,
	SNAP_OUI_BRIDGED = 0x0080c2, /* RFC 2684, RFC 2427 */
	SNAP_BRIDGED_ETHERNET_FCS = 1,
	SNAP_BRIDGED_ETHERNET = 7
};

/* Whether it is the type of a tag with a VLAN. */
bool ethernet_is_vlan(uint16_t ethertype);

/* How many octets a tag of this type has between its type and the next; 0 if
 * it is no tag. */
uint32_t ethernet_tag_length(uint16_t ethertype);

/* What follows an ethertype, or the protocol field of GRE. */
enum layer_kind ethernet_layer(uint16_t ethertype);

/* Reads a frame from its first address on. */
enum layer_kind ethernet_decode(struct packet_link *link, struct layer *rest);

/* Reads a VLAN tag that began with `tpid`; returns the ethertype after it. */
uint16_t ethernet_vlan_decode(struct packet_link *link, struct bytes *at,
			      uint16_t tpid);

/* Reads LLC, and SNAP if it follows.  tcpdump's rules. */
enum layer_kind ethernet_llc_decode(struct packet_link *link, struct bytes *at);

/* Reads the five octets of SNAP. */
enum layer_kind ethernet_snap_decode(struct packet_link *link,
				     struct bytes *at);

#endif
