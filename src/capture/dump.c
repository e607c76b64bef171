/*
 * Writing packets to capture files.
 *
 * libpcap writes through stdio and drops the results of its writes, so the
 * stream's error flag is looked at after each packet, on flushing and on
 * closing: a full disk must not pass unnoticed.
 */
#include "capture/dump.h"

#include <errno.h>
#include <fcntl.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "capture/capture.h"
#include "decode/packet.h"

#define SECOND INT64_C(1000000000)
#define SECONDS_MAX INT64_C(4000000000)

enum { FILE_HEADER = 24, RECORD_HEADER = 16, MILLISECOND = 1000000 };

static int64_t clock_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * SECOND + now.tv_nsec;
}

static int write_error(const struct dump *dump, int reason, char *error)
{
	if (reason == EPIPE)
		error[0] = '\0';
	else
		snprintf(error, CAPTURE_ERROR_SIZE, "%.900s: write error: %s",
			 dump->name, strerror(reason ? reason : EIO));
	return -1;
}

static int open_error(const struct dump *dump, const char *why, char *error)
{
	snprintf(error, CAPTURE_ERROR_SIZE, "%.900s: %s", dump->name, why);
	return -1;
}

void dump_open_folder(struct dump_place *place, const char *name)
{
	char folder[PATH_MAX] = ".";
	size_t length = rotation_folder(name);

	place->opened = true;
	place->descriptor = -1;
	place->reason = ENAMETOOLONG;
	if (length >= sizeof(folder))
		return;
	if (length > 0) {
		memcpy(folder, name, length);
		folder[length] = '\0';
	}
	place->descriptor = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	place->reason = place->descriptor < 0 ? errno : 0;
}

/* The file's name, seen from the folder. */
static int open_below(const struct dump *dump, int flags)
{
	const struct dump_place *place = &dump->place;

	if (!place->opened)
		return open(dump->name, flags, 0666);
	if (place->reason) {
		errno = place->reason;
		return -1;
	}
	return openat(place->descriptor,
		      dump->name + rotation_folder(dump->rotation.name), flags,
		      0666);
}

/* What is at a name that others may foresee must be ours to overwrite.  Not to
 * block is for a pipe that nobody reads (ENXIO); it means nothing to a file. */
static int open_descriptor(const struct dump *dump, char *error)
{
	int descriptor =
		open_below(dump, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC |
					 O_NONBLOCK | O_NOCTTY);
	struct stat status;

	if (descriptor < 0 && errno != ELOOP && errno != ENXIO)
		return open_error(dump, strerror(errno), error);
	if (descriptor >= 0 && fstat(descriptor, &status) == 0 &&
	    S_ISREG(status.st_mode) && status.st_nlink == 1 &&
	    ftruncate(descriptor, 0) == 0)
		return descriptor;
	if (descriptor >= 0)
		close(descriptor);
	return open_error(dump,
			  "there is a link, a pipe or a device, which is not "
			  "written to when files rotate; remove it",
			  error);
}

/* Takes the descriptor over. */
static int open_stream(struct dump *dump, int descriptor, char *error)
{
	FILE *file = fdopen(descriptor, "wb");

	if (!file) {
		close(descriptor);
		return open_error(dump, strerror(errno), error);
	}
	/* On failure libpcap closes it. */
	dump->dumper = pcap_dump_fopen(dump->format, file);
	if (dump->dumper)
		return 0;
	return open_error(dump, pcap_geterr(dump->format), error);
}

static int open_safely(struct dump *dump, char *error)
{
	int descriptor = open_descriptor(dump, error);

	return descriptor < 0 ? -1 : open_stream(dump, descriptor, error);
}

/* What is no ordinary file cannot be cut off. */
static int open_place(struct dump *dump, char *error)
{
	struct dump_place *place = &dump->place;
	int descriptor = place->descriptor;
	struct stat status;

	if (place->reason)
		return open_error(dump, strerror(place->reason), error);
	place->descriptor = -1;
	if (fstat(descriptor, &status) < 0 ||
	    (S_ISREG(status.st_mode) && ftruncate(descriptor, 0) < 0)) {
		close(descriptor);
		return open_error(dump, strerror(errno), error);
	}
	return open_stream(dump, descriptor, error);
}

/* libpcap's message names the file. */
static int open_plainly(struct dump *dump, char *error)
{
	if (dump->place.opened)
		return open_place(dump, error);
	dump->dumper = pcap_dump_open(dump->format, dump->rotation.name);
	if (dump->dumper)
		return 0;
	snprintf(error, CAPTURE_ERROR_SIZE, "%s", pcap_geterr(dump->format));
	return -1;
}

/* Opens the file that has the turn. */
static int open_file(struct dump *dump, char *error)
{
	const struct rotation *rotation = &dump->rotation;

	if (rotation_name(rotation, dump->name, sizeof(dump->name)) < 0) {
		snprintf(error, CAPTURE_ERROR_SIZE,
			 "-w %.800s: this does not make a name for a file",
			 rotation->name);
		return -1;
	}
	if ((rotation_is_on(&rotation->options)
		     ? open_safely(dump, error)
		     : open_plainly(dump, error)) < 0)
		return -1;
	if (strcmp(dump->name, "-") == 0)
		strcpy(dump->name, "standard output");
	dump->octets = FILE_HEADER;
	/* Who waits for packets at the other end wants the header now. */
	return dump->flush ? dump_flush(dump, error) : 0;
}

static int begin(struct dump *dump, int64_t now, char *error)
{
	dump->waits = false;
	rotation_begin(&dump->rotation, now);
	return open_file(dump, error);
}

static int close_file(struct dump *dump, char *error)
{
	int status = 0;

	if (dump->dumper) {
		status = dump_flush(dump, error);
		pcap_dump_close(dump->dumper);
	}
	dump->dumper = NULL;
	return status;
}

static int step(struct dump *dump, enum rotation_step step, char *error)
{
	if (step == ROTATION_STAY)
		return 0;
	if (close_file(dump, error) < 0)
		return -1;
	dump->over = step == ROTATION_OVER;
	return dump->over ? 0 : open_file(dump, error);
}

static void close_place(struct dump_place *place)
{
	if (place->opened && place->descriptor >= 0)
		close(place->descriptor);
	place->opened = false;
}

int dump_open(struct dump *dump, const struct capture *capture,
	      const struct dump_options *options, char *error)
{
	memset(dump, 0, sizeof(*dump));
	dump->nanoseconds = options->nanoseconds;
	dump->flush = options->flush;
	dump->place = options->place;
	dump->rotation.options = options->rotation;
	dump->rotation.name = options->name;
	dump->rotation.by_packets = !capture->live;
	dump->format = pcap_open_dead_with_tstamp_precision(
		capture_link_type(capture), capture_snapshot_length(capture),
		options->nanoseconds ? PCAP_TSTAMP_PRECISION_NANO
				     : PCAP_TSTAMP_PRECISION_MICRO);
	if (!dump->format) {
		snprintf(error, CAPTURE_ERROR_SIZE, "%s: out of memory",
			 options->name);
		return -1;
	}
	dump->waits = options->rotation.interval > 0 && !capture->live;
	if (dump->waits)
		return 0;
	if (begin(dump, clock_now(), error) == 0)
		return 0;
	pcap_close(dump->format);
	close_place(&dump->place);
	dump->format = NULL;
	return -1;
}

/* A broken stamp may be further away than 64 bits reach. */
static int64_t time_of(const struct packet *packet)
{
	int64_t seconds = packet->time.seconds;

	if (seconds > SECONDS_MAX)
		seconds = SECONDS_MAX;
	if (seconds < -SECONDS_MAX)
		seconds = -SECONDS_MAX;
	return seconds * SECOND + packet->time.nanoseconds;
}

/* The file for a packet of that time. */
static int turn_to(struct dump *dump, const struct packet *packet, char *error)
{
	struct rotation *rotation = &dump->rotation;
	int64_t now;

	if (!rotation_is_on(&rotation->options))
		return 0;
	now = rotation->by_packets ? time_of(packet) : clock_now();
	if (dump->waits)
		return begin(dump, now, error);
	if (step(dump, rotation_at(rotation, now), error) < 0)
		return -1;
	if (dump->over)
		return 0;
	return step(dump, rotation_after(rotation, dump->octets), error);
}

static void write_packet(struct dump *dump, const struct packet *packet)
{
	int64_t fraction = packet->time.nanoseconds;
	struct pcap_pkthdr header = {
		.caplen = packet->captured,
		.len = packet->length,
	};

	header.ts.tv_sec = packet->time.seconds;
	header.ts.tv_usec = dump->nanoseconds ? fraction : fraction / 1000;
	pcap_dump((u_char *)dump->dumper, &header, packet->bytes);
	dump->octets += RECORD_HEADER + (uint64_t)packet->captured;
}

int dump_packet(struct dump *dump, const struct packet *packet, char *error)
{
	if (turn_to(dump, packet, error) < 0)
		return -1;
	if (dump->over)
		return 0;
	errno = 0;
	write_packet(dump, packet);
	if (ferror(pcap_dump_file(dump->dumper)))
		return write_error(dump, errno, error);
	return dump->flush ? dump_flush(dump, error) : 0;
}

static bool turns_by_clock(const struct dump *dump)
{
	return dump->dumper && dump->rotation.options.interval > 0 &&
	       !dump->rotation.by_packets;
}

int dump_turn(struct dump *dump, char *error)
{
	if (!turns_by_clock(dump))
		return 0;
	return step(dump, rotation_at(&dump->rotation, clock_now()), error);
}

int dump_wait(const struct dump *dump, int limit)
{
	int64_t left;

	if (!turns_by_clock(dump))
		return limit;
	left = rotation_left(&dump->rotation, clock_now());
	if (left >= (int64_t)limit * MILLISECOND)
		return limit;
	/* Not before it is due. */
	return (int)((left + MILLISECOND - 1) / MILLISECOND);
}

int dump_flush(struct dump *dump, char *error)
{
	errno = 0;
	if (dump->dumper && pcap_dump_flush(dump->dumper) < 0)
		return write_error(dump, errno, error);
	return 0;
}

int dump_close(struct dump *dump, char *error)
{
	int status = 0;

	if (!dump->format)
		return 0;
	/* No packet came, but there is to be a file. */
	if (dump->waits)
		status = begin(dump, clock_now(), error);
	if (close_file(dump, error) < 0)
		status = -1;
	pcap_close(dump->format);
	close_place(&dump->place);
	memset(dump, 0, sizeof(*dump));
	return status;
}
