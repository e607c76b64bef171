/*
 * The octets of a file or of standard input, as they are.
 */
#include "capture/octets.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capture/capture.h"

static const char *advice(int reason)
{
	switch (reason) {
	case EACCES:
		return "; you may not read this file";
	case EISDIR:
		return "; give a capture file";
	case EMFILE:
		return "; ulimit -n says how many a process may have";
	default:
		return "";
	}
}

int octets_refuse(const char *name, int reason, char *error)
{
	snprintf(error, CAPTURE_ERROR_SIZE, "%s: %s%s", name, strerror(reason),
		 advice(reason));
	return -1;
}

static int refuse(struct octets *octets, const char *name, int reason,
		  char *error)
{
	octets_close(octets);
	return octets_refuse(name, reason, error);
}

static bool is_standard_input(const struct octets_source *source)
{
	return strcmp(source->name, "-") == 0;
}

int octets_standard_input(void)
{
	return fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
}

/* Of one that is open already: it may have been read before, to look at its
 * header, and a pipe may have nobody yet who writes. */
static int begin_anew(const struct octets *octets, const struct stat *status)
{
	struct pollfd written = { .fd = octets->descriptor, .events = POLLIN };

	if (octets->regular)
		return lseek(octets->descriptor, 0, SEEK_SET) < 0 ? -1 : 0;
	if (S_ISFIFO(status->st_mode))
		return poll(&written, 1, -1) < 0 ? -1 : 0;
	return 0;
}

static int open_source(const struct octets_source *source)
{
	if (source->descriptor >= 0)
		return source->descriptor;
	if (is_standard_input(source))
		return octets_standard_input();
	return open(source->name, O_RDONLY | O_CLOEXEC);
}

int octets_open(struct octets *octets, const struct octets_source *source,
		char *error)
{
	bool before = source->descriptor >= 0 && !is_standard_input(source);
	struct stat status;

	memset(octets, 0, sizeof(*octets));
	octets->owned = !source->lent;
	octets->descriptor = open_source(source);
	if (octets->descriptor < 0 || fstat(octets->descriptor, &status) < 0)
		return refuse(octets, source->name, errno, error);
	if (S_ISDIR(status.st_mode))
		return refuse(octets, source->name, EISDIR, error);
	octets->regular = S_ISREG(status.st_mode);
	octets->size = octets->regular ? status.st_size : -1;
	if (!before || begin_anew(octets, &status) == 0)
		return 0;
	return refuse(octets, source->name, errno, error);
}

int octets_peek(struct octets *octets)
{
	while (octets->head_length < OCTETS_HEAD) {
		ssize_t count = read(octets->descriptor,
				     octets->head + octets->head_length,
				     OCTETS_HEAD - octets->head_length);

		if (count < 0)
			return -1;
		if (count == 0)
			return 0;
		octets->head_length += (size_t)count;
	}
	return 0;
}

static size_t take_head(struct octets *octets, void *to, size_t size)
{
	size_t left = octets->head_length - octets->head_taken;

	if (size > left)
		size = left;
	memcpy(to, octets->head + octets->head_taken, size);
	octets->head_taken += size;
	return size;
}

ssize_t octets_read(struct octets *octets, void *to, size_t size)
{
	ssize_t count = octets->head_taken < octets->head_length
				? (ssize_t)take_head(octets, to, size)
				: read(octets->descriptor, to, size);

	if (count > 0)
		octets->taken += count;
	return count;
}

void octets_close(struct octets *octets)
{
	if (octets->owned && octets->descriptor >= 0)
		close(octets->descriptor);
	octets->owned = false;
	octets->descriptor = -1;
}
