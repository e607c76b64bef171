/*
 * What the program was started with is not its business: a socket of its
 * parent's, say, which it would lend to whoever takes it over.
 */
#include "system/descriptors.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { FIRST = 3 };

/* Reading from standard input fails, and so does writing to the others. */
static void fill_standard(void)
{
	int descriptor;

	do
		descriptor = open("/dev/null", O_RDONLY);
	while (descriptor >= 0 && descriptor < FIRST - 1);
	if (descriptor >= FIRST)
		close(descriptor);
}

/* What is above the limit is not ours: Valgrind keeps its own there. */
static int limit(void)
{
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files) < 0 ||
	    files.rlim_cur > (rlim_t)1 << 30)
		return 1 << 30;
	return (int)files.rlim_cur;
}

static void add(struct descriptors *descriptors, int descriptor)
{
	int *list = realloc(descriptors->list,
			    (descriptors->count + 1) * sizeof(*list));

	if (!list)
		return;
	descriptors->list = list;
	list[descriptors->count++] = descriptor;
}

void descriptors_note(struct descriptors *descriptors)
{
	const struct dirent *entry;
	int below = limit();
	DIR *folder;

	memset(descriptors, 0, sizeof(*descriptors));
	fill_standard();
	folder = opendir("/proc/self/fd");
	while (folder && (entry = readdir(folder)) != NULL) {
		/* "." and ".." are 0. */
		int descriptor = (int)strtol(entry->d_name, NULL, 10);

		if (descriptor >= FIRST && descriptor < below &&
		    descriptor != dirfd(folder))
			add(descriptors, descriptor);
	}
	if (folder)
		closedir(folder);
}

void descriptors_close(struct descriptors *descriptors)
{
	for (size_t i = 0; i < descriptors->count; i++)
		close(descriptors->list[i]);
	free(descriptors->list);
	memset(descriptors, 0, sizeof(*descriptors));
}
