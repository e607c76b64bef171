/*
 * A capture file that somebody is still writing.
 *
 * Only the lengths of records are read here.  A length that cannot be is left
 * to libpcap, which gets all that there is, and says what is wrong.
 */
#include "capture/follow.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capture/capture.h"
#include "capture/format.h"
#include "capture/octets.h"

enum {
	FILE_HEADER = 24,
	RECORD_HEADER = 16,
	BLOCK_HEADER = 12, /* with the mark of the order of octets */
	BLOCK_MAX = 16 << 20,
	BLOCK_SECTION = 0x0a0d0d0a,
	BLOCK_INTERFACE = 1,
	BLOCK_OLD_PACKET = 2,
	BLOCK_SIMPLE_PACKET = 3,
	BLOCK_PACKET = 6,
	SECTION_MARK = 0x1a2b3c4d,
	IMPOSSIBLE = -1,
	AHEAD = 1 << 20 /* so far is looked at one time */
};

/* A broken stamp must not overflow: 2^63 nanoseconds are 292 years. */
#define SECONDS_MAX INT64_C(9000000000)
#define SECOND INT64_C(1000000000)

static uint32_t get_u32(const struct follow *follow, const unsigned char *at)
{
	if (follow->big_endian)
		return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 |
		       (uint32_t)at[2] << 8 | at[3];
	return (uint32_t)at[3] << 24 | (uint32_t)at[2] << 16 |
	       (uint32_t)at[1] << 8 | at[0];
}

/* These three return the length of what begins at `whole`; 0 if that is not
 * there yet, IMPOSSIBLE if it cannot be. */
static int64_t block_length(struct follow *follow, uint32_t *type)
{
	unsigned char header[BLOCK_HEADER];
	uint32_t length;

	if (pread(follow->descriptor, header, BLOCK_HEADER, follow->whole) !=
	    BLOCK_HEADER)
		return 0;
	*type = get_u32(follow, header);
	if (*type == BLOCK_SECTION) {
		follow->big_endian = true;
		follow->big_endian =
			get_u32(follow, header + 8) == SECTION_MARK;
	}
	length = get_u32(follow, header + 4);
	return length < BLOCK_HEADER || length > BLOCK_MAX ? IMPOSSIBLE
							   : (int64_t)length;
}

static int64_t record_length(const struct follow *follow)
{
	unsigned char header[RECORD_HEADER];
	uint32_t length;

	if (follow->whole == 0)
		return FILE_HEADER;
	if (pread(follow->descriptor, header, RECORD_HEADER, follow->whole) !=
	    RECORD_HEADER)
		return 0;
	length = get_u32(follow, header + 8);
	return length > CAPTURE_SNAPSHOT_MAX ? IMPOSSIBLE
					     : RECORD_HEADER + (int64_t)length;
}

static int64_t next_length(struct follow *follow)
{
	uint32_t type;

	return follow->pcapng ? block_length(follow, &type)
			      : record_length(follow);
}

/* Moves `whole` past the records that are there, `size` being the file's. */
static void find_whole(struct follow *follow, int64_t size)
{
	while (follow->whole < follow->given + AHEAD) {
		int64_t left = size - follow->whole;
		int64_t length = next_length(follow);

		if (length == IMPOSSIBLE)
			length = left;
		if (length == 0 || length > left)
			return;
		follow->whole += length;
	}
}

static const char *fault_of(const struct follow *follow,
			    const struct stat *status)
{
	if (status->st_size < follow->given)
		return "the file became shorter while it was followed";
	if (status->st_nlink == 0 && follow->given == follow->whole)
		return "the file was removed while it was followed";
	return NULL;
}

ssize_t follow_read(struct follow *follow, void *to, size_t size)
{
	struct stat status;
	ssize_t count;

	if (fstat(follow->descriptor, &status) < 0)
		return -1;
	if (follow->given == follow->whole)
		find_whole(follow, status.st_size);
	follow->fault = fault_of(follow, &status);
	if (follow->fault)
		return 0;
	if ((int64_t)size > follow->whole - follow->given)
		size = (size_t)(follow->whole - follow->given);
	count = pread(follow->descriptor, to, size, follow->given);
	if (count > 0)
		follow->given += count;
	return count;
}

/* libpcap wants to see the first interface when it opens a pcapng file; what
 * should not stand before it is for libpcap to refuse. */
static bool has_interface(struct follow *follow, int64_t size)
{
	bool found = false;

	while (!found) {
		uint32_t type = 0;
		int64_t length = block_length(follow, &type);

		if (length == 0 || length > size - follow->whole)
			break;
		follow->whole += length;
		found = length == IMPOSSIBLE || type == BLOCK_INTERFACE ||
			type == BLOCK_OLD_PACKET ||
			type == BLOCK_SIMPLE_PACKET || type == BLOCK_PACKET;
	}
	follow->whole = 0;
	return found;
}

static enum follow_status refuse(const char *name, const char *reason,
				 char *error)
{
	snprintf(error, CAPTURE_ERROR_SIZE, "%s: %s", name, reason);
	return FOLLOW_REFUSED;
}

enum follow_status follow_init(struct follow *follow, struct octets *octets,
			       const char *name, char *error)
{
	enum format_kind kind;

	memset(follow, 0, sizeof(*follow));
	follow->descriptor = octets->descriptor;
	if (!octets->regular)
		return refuse(name,
			      "this is no file that grows, and waits by "
			      "itself; leave out --follow-file",
			      error);
	if (octets_peek(octets) < 0)
		return refuse(name, strerror(errno), error);
	if (octets->head_length < OCTETS_HEAD)
		return FOLLOW_NOT_YET;
	kind = format_of(octets->head, octets->head_length);
	follow->pcapng = kind == FORMAT_PCAPNG;
	follow->big_endian = octets->head[0] == 0xa1;
	switch (kind) {
	case FORMAT_PCAP:
	case FORMAT_PCAP_NANOSECONDS:
		return octets->size >= FILE_HEADER ? FOLLOW_READY
						   : FOLLOW_NOT_YET;
	case FORMAT_PCAPNG:
		return has_interface(follow, octets->size) ? FOLLOW_READY
							   : FOLLOW_NOT_YET;
	default:
		return refuse(name,
			      "only a pcap or pcapng file, not compressed, can "
			      "be followed",
			      error);
	}
}

int64_t follow_written(const struct follow *follow)
{
	struct stat status;

	if (fstat(follow->descriptor, &status) < 0 ||
	    status.st_mtim.tv_sec < 0 || status.st_mtim.tv_sec > SECONDS_MAX)
		return -1;
	return (int64_t)status.st_mtim.tv_sec * SECOND + status.st_mtim.tv_nsec;
}
