/*
 * Capture files that are opened before they are read.
 */
#include "capture/opened.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capture/capture.h"
#include "capture/octets.h"

/* That a process has besides. */
enum { OTHER_DESCRIPTORS = 32 };

int opened_fit(size_t count, rlim_t *allowed)
{
	rlim_t wanted = (rlim_t)count + OTHER_DESCRIPTORS;
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur >= wanted)
		return 0;
	*allowed = limit.rlim_max;
	if (limit.rlim_max < wanted)
		return -1;
	limit.rlim_cur = limit.rlim_max;
	return setrlimit(RLIMIT_NOFILE, &limit);
}

/* A pipe that nobody writes yet is opened all the same, and from then on read
 * as any other. */
static int open_one(const char *name)
{
	int descriptor, flags;

	if (strcmp(name, "-") == 0)
		return octets_standard_input();
	descriptor = open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	flags = descriptor < 0 ? -1 : fcntl(descriptor, F_GETFL);
	if (flags >= 0)
		fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK);
	return descriptor;
}

int opened_all(struct opened *opened, const char *const *names, size_t count,
	       char *error)
{
	opened->count = 0;
	opened->descriptors = calloc(count, sizeof(*opened->descriptors));
	if (!opened->descriptors) {
		snprintf(error, CAPTURE_ERROR_SIZE, "out of memory");
		return -1;
	}
	for (size_t i = 0; i < count; i++) {
		int descriptor = open_one(names[i]);

		if (descriptor < 0)
			return octets_refuse(names[i], errno, error);
		opened->descriptors[opened->count++] = descriptor;
	}
	return 0;
}

int opened_take(struct opened *opened, size_t index)
{
	int descriptor = opened->descriptors[index];

	opened->descriptors[index] = -1;
	return descriptor;
}

void opened_close(struct opened *opened)
{
	for (size_t i = 0; i < opened->count; i++)
		if (opened->descriptors[i] >= 0)
			close(opened->descriptors[i]);
	free(opened->descriptors);
	memset(opened, 0, sizeof(*opened));
}
