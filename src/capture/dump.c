/*
 * Writing packets to a capture file.
 *
 * libpcap writes through stdio and drops the results of its writes, so the
 * stream's error flag is looked at after each packet, on flushing and on
 * closing: a full disk must not pass unnoticed.
 */
#include "capture/dump.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <string.h>

#include "capture/capture.h"
#include "decode/packet.h"

static int write_error(const struct dump *dump, int reason, char *error)
{
	if (reason == EPIPE)
		error[0] = '\0';
	else
		snprintf(error, CAPTURE_ERROR_SIZE, "%s: write error: %s",
			 dump->name, strerror(reason ? reason : EIO));
	return -1;
}

int dump_open(struct dump *dump, const struct capture *capture,
	      const char *name, bool nanoseconds, char *error)
{
	memset(dump, 0, sizeof(*dump));
	dump->name = strcmp(name, "-") ? name : "standard output";
	dump->nanoseconds = nanoseconds;
	dump->format = pcap_open_dead_with_tstamp_precision(
		capture_link_type(capture), capture_snapshot_length(capture),
		nanoseconds ? PCAP_TSTAMP_PRECISION_NANO
			    : PCAP_TSTAMP_PRECISION_MICRO);
	if (!dump->format) {
		snprintf(error, CAPTURE_ERROR_SIZE, "%s: out of memory",
			 dump->name);
		return -1;
	}
	dump->dumper = pcap_dump_open(dump->format, name);
	if (dump->dumper)
		return 0;
	/* libpcap's message names the file. */
	snprintf(error, CAPTURE_ERROR_SIZE, "%s", pcap_geterr(dump->format));
	pcap_close(dump->format);
	dump->format = NULL;
	return -1;
}

int dump_packet(struct dump *dump, const struct packet *packet, char *error)
{
	int64_t fraction = packet->time.nanoseconds;
	struct pcap_pkthdr header = {
		.caplen = packet->captured,
		.len = packet->length,
	};

	header.ts.tv_sec = packet->time.seconds;
	header.ts.tv_usec = dump->nanoseconds ? fraction : fraction / 1000;
	errno = 0;
	pcap_dump((u_char *)dump->dumper, &header, packet->bytes);
	if (ferror(pcap_dump_file(dump->dumper)))
		return write_error(dump, errno, error);
	return 0;
}

int dump_flush(struct dump *dump, char *error)
{
	errno = 0;
	if (pcap_dump_flush(dump->dumper) < 0)
		return write_error(dump, errno, error);
	return 0;
}

int dump_close(struct dump *dump, char *error)
{
	int status;

	if (!dump->dumper)
		return 0;
	status = dump_flush(dump, error);
	pcap_dump_close(dump->dumper);
	pcap_close(dump->format);
	memset(dump, 0, sizeof(*dump));
	return status;
}
