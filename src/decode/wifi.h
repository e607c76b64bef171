/*
 * wifi: 802.11 data frames, and the two headers that capturing puts in front
 * of them, radiotap and PPI.
 */
#ifndef TCPFLOW_DECODE_WIFI_H
#define TCPFLOW_DECODE_WIFI_H

#include <stdbool.h>

#include "decode/layer.h"

struct packet_link;

/* How a frame's header stands there. */
enum wifi_form {
	WIFI_PLAIN,
	WIFI_PADDED, /* to a multiple of four octets */
	WIFI_SWAPPED /* the first two octets are exchanged */
};

/* Bits of a frame's first two octets. */
enum {
	WIFI_VERSION = 0x03,
	WIFI_TYPE = 0x0c,
	WIFI_TYPE_DATA = 0x08,
	WIFI_ACK = 0x10, /* subtypes of data */
	WIFI_POLL = 0x20,
	WIFI_NO_DATA = 0x40, /* there is no body */
	WIFI_QOS = 0x80,
	WIFI_TO_DS = 0x01,
	WIFI_FROM_DS = 0x02,
	WIFI_MORE_FRAGMENTS = 0x04,
	WIFI_RETRY = 0x08,
	WIFI_POWER = 0x10,
	WIFI_MORE_DATA = 0x20,
	WIFI_PROTECTED = 0x40,
	WIFI_ORDERED = 0x80
};

enum { WIFI_FCS_LENGTH = 4 };

/* Octets of radiotap's header, and what it says of the frame. */
struct wifi_radiotap {
	uint32_t length;  /* 0: it cannot be read */
	bool padded;	  /* the frame's header is padded to 4 octets */
	bool ends_in_fcs; /* the frame ends in a check sequence */
};
struct wifi_radiotap wifi_radiotap(struct bytes at);

enum layer_kind wifi_decode(struct packet_link *link, struct layer *rest,
			    enum wifi_form form);

/* Reads the header of a data frame, and leaves `at` at what it carries; false
 * if it is none that can be read. */
bool wifi_header_decode(struct packet_link *link, struct bytes *at,
			enum wifi_form form);

enum layer_kind wifi_radiotap_decode(struct packet_link *link,
				     struct layer *rest);

/* PPI: octets of its header and the DLT_ of what follows, from the start. */
struct wifi_ppi {
	uint32_t length; /* 0: it cannot be read */
	uint32_t link_type;
};
struct wifi_ppi wifi_ppi(struct bytes at);

#endif
