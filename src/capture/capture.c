/*
 * What is the same for interfaces and files: the filter, the next packet, the
 * counters.  Opening is in live.c and files.c.
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

#include "capture/compressed.h"
#include "capture/files.h"
#include "capture/filter.h"
#include "decode/packet.h"

/* What is known of the file that is read now is asked of it once, and not for
 * each packet. */
static void turn_to(struct capture *capture, const struct file *file)
{
	capture->handle = file->handle;
	capture->link_type = pcap_datalink(file->handle);
	capture->in_nanoseconds = file->in_nanoseconds;
}

/* The file that is read now. */
static int adopt(struct capture *capture, char *error)
{
	const struct file *file = capture->files->current;
	char *name = strdup(file->name);

	if (!name) {
		snprintf(error, CAPTURE_ERROR_SIZE, "%s: out of memory",
			 file->name);
		return -1;
	}
	free(capture->name);
	capture->name = name;
	turn_to(capture, file);
	return 0;
}

int capture_open_files(struct capture *capture,
		       const struct capture_file_options *options, char *error)
{
	memset(capture, 0, sizeof(*capture));
	capture->files = files_new(options, error);
	if (!capture->files)
		return -1;
	capture->nanoseconds = capture->files->nanoseconds;
	if (adopt(capture, error) == 0)
		return 0;
	capture_close(capture);
	return -1;
}

int capture_open_file(struct capture *capture, const char *name, char *error)
{
	const struct capture_file_options options = {
		.names = &name,
		.count = 1,
	};

	return capture_open_files(capture, &options, error);
}

void capture_close(struct capture *capture)
{
	if (capture->files)
		files_free(capture->files);
	else if (capture->handle)
		pcap_close(capture->handle);
	free(capture->name);
	memset(capture, 0, sizeof(*capture));
}

int capture_open_dead(struct capture *capture, const char *link_type,
		      int snapshot_length, char *error)
{
	memset(capture, 0, sizeof(*capture));
	capture->link_type =
		link_type ? pcap_datalink_name_to_val(link_type) : DLT_EN10MB;
	capture->handle = pcap_open_dead(capture->link_type, snapshot_length);
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

int capture_set_filter(struct capture *capture, const struct filter *filter,
		       char *error)
{
	if (capture->files)
		return files_set_filter(capture->files, filter, error);
	return filter_set(filter, capture->handle, error);
}

static void fill(struct capture *capture, struct packet *packet,
		 const struct pcap_pkthdr *header, const u_char *bytes)
{
	int64_t fraction = header->ts.tv_usec;

	packet->number = ++capture->number;
	packet->time.seconds = header->ts.tv_sec;
	packet->time.nanoseconds =
		capture->in_nanoseconds ? fraction : fraction * 1000;
	packet->link_type = (enum link_type)capture->link_type;
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

/* Merging, each packet may be of another file. */
static enum capture_status next_of_files(struct capture *capture,
					 struct packet *packet, char *error)
{
	struct files *files = capture->files;
	enum capture_status status = files_read(files, error);

	if (status == CAPTURE_PACKET) {
		if (capture->handle != files->current->handle)
			turn_to(capture, files->current);
		fill(capture, packet, files->current->header,
		     files->current->bytes);
	} else if (status == CAPTURE_OPENED && adopt(capture, error) < 0) {
		return CAPTURE_FAILED;
	}
	return status;
}

enum capture_status capture_next(struct capture *capture, struct packet *packet,
				 char *error)
{
	struct pcap_pkthdr *header;
	const u_char *bytes;

	if (capture->files)
		return next_of_files(capture, packet, error);
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
		.fd = capture->live ? pcap_get_selectable_fd(capture->handle)
				    : -1,
		.events = POLLIN,
	};

	poll(&ready, 1, milliseconds);
}

void capture_count(uint64_t *total, uint64_t *last, uint32_t now)
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
	capture_count(&capture->counts.received, &capture->last.received,
		      now.ps_recv);
	capture_count(&capture->counts.dropped, &capture->last.dropped,
		      now.ps_drop);
	capture_count(&capture->counts.interface_dropped,
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

int64_t capture_written(const struct capture *capture)
{
	const struct file *file =
		capture->files ? capture->files->current : NULL;

	return file && file->follows ? follow_written(&file->follow) : -1;
}

int capture_descriptor(const struct capture *capture)
{
	return pcap_fileno(capture->handle);
}

int capture_link_type(const struct capture *capture)
{
	return capture->link_type;
}

int capture_file_snapshot_length(const struct capture *capture)
{
	return pcap_snapshot(capture->handle);
}

int capture_snapshot_length(const struct capture *capture)
{
	return capture->files ? capture->files->snapshot_length
			      : pcap_snapshot(capture->handle);
}

double capture_share(const struct capture *capture)
{
	return capture->files ? files_share(capture->files) : -1;
}

const char *capture_link_name(int link_type, char *text, size_t size)
{
	const char *name = pcap_datalink_val_to_name(link_type);

	if (name)
		snprintf(text, size, "%s (%s)", name,
			 pcap_datalink_val_to_description(link_type));
	else
		snprintf(text, size, "%d", link_type);
	return text;
}

const char *capture_link_text(const struct capture *capture, char *text,
			      size_t size)
{
	return capture_link_name(capture->link_type, text, size);
}

void capture_refuse_link(const char *name, int link_type, char *error)
{
	char link[CAPTURE_ERROR_SIZE / 2];

	snprintf(error, CAPTURE_ERROR_SIZE,
		 "%.400s: link-type %s is not one that tcpflow knows; tcpdump "
		 "may",
		 name, capture_link_name(link_type, link, sizeof(link)));
}

const char *capture_source(const struct capture *capture, char *text,
			   size_t size)
{
	const struct files *files = capture->files;

	if (files && files->options.count > 1)
		snprintf(text, size, "%s and %zu more", files->options.names[0],
			 files->options.count - 1);
	else
		snprintf(text, size, "%s", capture->name);
	return text;
}

const char *capture_library_version(void)
{
	return pcap_lib_version();
}

const char *capture_compressions(char *text, size_t size)
{
	return compressed_versions(text, size);
}
