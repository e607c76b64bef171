/*
 * in_place: packets of a plain pcap file, taken where they lie in the stream's
 * buffer.
 *
 * A special case of pcap_next_ex(3), for records that it would give as they
 * are.  All others are left to it.
 */
#ifndef TCPFLOW_CAPTURE_IN_PLACE_H
#define TCPFLOW_CAPTURE_IN_PLACE_H

#include <pcap/pcap.h>
#include <stdint.h>
#include <stdio.h>

struct in_place {
	FILE *stream;	  /* libpcap's; NULL: it alone reads the file */
	uint32_t longest; /* octets that a packet may have */
	struct pcap_pkthdr header; /* of the packet that was taken last */
};

/* The file was opened, and its header read, in the precision that it has;
 * libpcap has no filter for it. */
void in_place_begin(struct in_place *place, pcap_t *handle);

/* The octets of the next packet, until the stream is read again; `header` says
 * how many.  NULL: pcap_next_ex() is to be asked. */
const unsigned char *in_place_next(struct in_place *place);

#endif
