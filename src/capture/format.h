/*
 * What kind of file it is, by its first octets; and for what we cannot read,
 * the words that say what it is and which program makes a capture file of it.
 */
#ifndef TCPFLOW_CAPTURE_FORMAT_H
#define TCPFLOW_CAPTURE_FORMAT_H

#include <stddef.h>

enum format_kind {
	FORMAT_EMPTY,
	FORMAT_PCAP, /* microseconds */
	FORMAT_PCAP_NANOSECONDS,
	FORMAT_PCAPNG,
	FORMAT_GZIP,
	FORMAT_ZSTD,
	FORMAT_LZ4,
	FORMAT_OTHER_COMPRESSED, /* by a program that we cannot do without */
	FORMAT_OTHER_CAPTURE,	 /* libpcap does not read it */
	FORMAT_TEXT,
	FORMAT_UNKNOWN /* for libpcap to judge */
};

/* `head`: the first octets, 16 if there are so many. */
enum format_kind format_of(const unsigned char *head, size_t length);

/* Writes into `error`, which has CAPTURE_ERROR_SIZE octets, why the file
 * `name` is not read: it is compressed in a way that is not built in, or one
 * of the last kinds but FORMAT_UNKNOWN. */
void format_refuse(const unsigned char *head, size_t length, const char *name,
		   char *error);

#endif
