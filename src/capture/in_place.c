/*
 * Packets of a plain pcap file, taken where they lie.
 *
 * libpcap has the C library copy the header of each packet, then its octets:
 * that was a fifth of all instructions.  Most files are of this host's byte
 * order and of today's version, and of those, nearly all packets lie as a whole
 * in the buffer of the stream, where they need only be looked at.  What runs
 * over the end of the buffer, is longer than the file says, or is cut, is left
 * where it is: libpcap goes on from there, and knows what to do or to say.
 *
 * The C library has no function for that.  But getc_unlocked(3) becomes a part
 * of its callers and takes octets in the same way, so that these two fields
 * mean for good what they mean here.
 */
#include "capture/in_place.h"

#include <string.h>

#include "capture/capture.h"

enum { FIELDS = 4, RECORD_HEADER = 4 * FIELDS };

/* The lengths in the headers of packets are in their order since 2.4. */
static bool is_of_today(pcap_t *handle)
{
	return pcap_major_version(handle) == 2 &&
	       pcap_minor_version(handle) == 4;
}

/* libpcap corrects what is in the packets of some link types. */
static bool is_corrected(pcap_t *handle)
{
	return pcap_datalink(handle) == DLT_USB_LINUX_MMAPPED;
}

void in_place_begin(struct in_place *place, pcap_t *handle)
{
	int longest = pcap_snapshot(handle);

	if (pcap_is_swapped(handle) || !is_of_today(handle) ||
	    is_corrected(handle))
		return;
	if (longest > CAPTURE_SNAPSHOT_MAX)
		longest = CAPTURE_SNAPSHOT_MAX;
	place->longest = (uint32_t)longest;
	place->stream = pcap_file(handle);
}

/* What is in the stream's buffer and was not read yet: how much, and where.
 * Nothing is known of another C library's stream: there libpcap reads all. */
static size_t buffered(FILE *stream, const char **at)
{
#ifdef __GLIBC__
	*at = stream->_IO_read_ptr;
	return (size_t)(stream->_IO_read_end - stream->_IO_read_ptr);
#else
	(void)stream;
	*at = NULL;
	return 0;
#endif
}

static void skip(FILE *stream, size_t length)
{
#ifdef __GLIBC__
	stream->_IO_read_ptr += length;
#else
	(void)stream;
	(void)length;
#endif
}

/* As libpcap does: both parts of a stamp are signed. */
static void fill(struct pcap_pkthdr *header, const uint32_t *fields)
{
	header->ts.tv_sec = (int32_t)fields[0];
	header->ts.tv_usec = (int32_t)fields[1];
	header->caplen = fields[2];
	header->len = fields[3];
}

const unsigned char *in_place_next(struct in_place *place)
{
	FILE *stream = place->stream;
	uint32_t fields[FIELDS];
	const char *at;
	size_t left;

	if (!stream)
		return NULL;
	left = buffered(stream, &at);
	if (left < RECORD_HEADER)
		return NULL;
	memcpy(fields, at, RECORD_HEADER);
	fill(&place->header, fields);
	left -= RECORD_HEADER;
	if (place->header.caplen > left ||
	    place->header.caplen > place->longest)
		return NULL;
	skip(stream, RECORD_HEADER + place->header.caplen);
	return (const unsigned char *)at + RECORD_HEADER;
}
