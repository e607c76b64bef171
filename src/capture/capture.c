/*
 * What is the same for interfaces and files: the filter, the next packet, the
 * counters.  Opening is in live.c and file.c.
 */
#include "capture/capture.h"

#include <errno.h>
#include <net/if.h>
#include <pcap/pcap.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "capture/filter.h"
#include "decode/packet.h"

void capture_close(struct capture *capture)
{
	if (capture->handle)
		pcap_close(capture->handle);
	/* The stream must be closed before its buffer goes; libpcap has closed
	 * every file but this one. */
	if (capture->standard_input)
		fclose(stdin);
	free(capture->buffer);
	free(capture->name);
	memset(capture, 0, sizeof(*capture));
}

int capture_open_dead(struct capture *capture, const char *link_type,
		      int snapshot_length, char *error)
{
	int link =
		link_type ? pcap_datalink_name_to_val(link_type) : DLT_EN10MB;

	memset(capture, 0, sizeof(*capture));
	capture->handle = pcap_open_dead(link, snapshot_length);
	if (capture->handle)
		return 0;
	snprintf(error, CAPTURE_ERROR_SIZE, "out of memory");
	return -1;
}

bool capture_knows_link(const char *name)
{
	return pcap_datalink_name_to_val(name) >= 0;
}

bool capture_knows_stamp(const char *name)
{
	return pcap_tstamp_type_name_to_val(name) >= 0;
}

int capture_set_filter(struct capture *capture, const char *filter, char *error)
{
	struct bpf_program program;
	int status;

	if (filter_compile(capture, filter, &program, error) < 0)
		return -1;
	status = pcap_setfilter(capture->handle, &program);
	pcap_freecode(&program);
	if (status == 0)
		return 0;
	snprintf(error, CAPTURE_ERROR_SIZE, "%s: the filter cannot be set: %s",
		 capture->name, pcap_geterr(capture->handle));
	return -1;
}

static void fill(struct capture *capture, struct packet *packet,
		 const struct pcap_pkthdr *header, const u_char *bytes)
{
	int64_t fraction = header->ts.tv_usec;

	packet->number = ++capture->number;
	packet->time.seconds = header->ts.tv_sec;
	packet->time.nanoseconds =
		capture->in_nanoseconds ? fraction : fraction * 1000;
	packet->link_type = (enum link_type)pcap_datalink(capture->handle);
	packet->bytes = bytes;
	packet->captured = header->caplen;
	packet->length = header->len;
}

static enum capture_status failed(struct capture *capture, int reason,
				  char *error)
{
	const char *message = pcap_geterr(capture->handle);

	if (reason == EINTR)
		return CAPTURE_INTERRUPTED;
	snprintf(error, CAPTURE_ERROR_SIZE, "%s: %s", capture->name, message);
	return CAPTURE_FAILED;
}

enum capture_status capture_next(struct capture *capture, struct packet *packet,
				 char *error)
{
	struct pcap_pkthdr *header;
	const u_char *bytes;

	errno = 0;
	switch (pcap_next_ex(capture->handle, &header, &bytes)) {
	case 1:
		fill(capture, packet, header, bytes);
		return CAPTURE_PACKET;
	case 0:
		return CAPTURE_IDLE;
	case PCAP_ERROR_BREAK:
		return CAPTURE_END;
	default:
		return failed(capture, errno, error);
	}
}

void capture_wait(const struct capture *capture, int milliseconds)
{
	/* Where there is no descriptor to wait for (-1), this only sleeps. */
	struct pollfd ready = {
		.fd = pcap_get_selectable_fd(capture->handle),
		.events = POLLIN,
	};

	poll(&ready, 1, milliseconds);
}

/* `now` is what libpcap counts in 32 bits. */
static void count(uint64_t *total, uint64_t *last, unsigned int now)
{
	*total += (uint32_t)(now - (uint32_t)*last);
	*last = now;
}

int capture_sample(struct capture *capture, char *error)
{
	struct pcap_stat now = { 0 };

	if (pcap_stats(capture->handle, &now) < 0) {
		snprintf(error, CAPTURE_ERROR_SIZE, "%s: %s", capture->name,
			 pcap_geterr(capture->handle));
		return -1;
	}
	count(&capture->counts.received, &capture->last.received, now.ps_recv);
	count(&capture->counts.dropped, &capture->last.dropped, now.ps_drop);
	count(&capture->counts.interface_dropped,
	      &capture->last.interface_dropped, now.ps_ifdrop);
	return 0;
}

bool capture_is_up(const struct capture *capture)
{
	struct ifreq request = { 0 };

	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s",
		 capture->name);
	/* "any" and the pseudo-interfaces have no flags. */
	if (ioctl(pcap_fileno(capture->handle), SIOCGIFFLAGS, &request) < 0)
		return true;
	return request.ifr_flags & IFF_UP;
}

int capture_link_type(const struct capture *capture)
{
	return pcap_datalink(capture->handle);
}

int capture_snapshot_length(const struct capture *capture)
{
	return pcap_snapshot(capture->handle);
}

const char *capture_link_text(const struct capture *capture, char *text,
			      size_t size)
{
	int link = pcap_datalink(capture->handle);
	const char *name = pcap_datalink_val_to_name(link);

	if (name)
		snprintf(text, size, "%s (%s)", name,
			 pcap_datalink_val_to_description(link));
	else
		snprintf(text, size, "%d", link);
	return text;
}

const char *capture_library_version(void)
{
	return pcap_lib_version();
}
