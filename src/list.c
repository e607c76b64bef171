/*
 * The list of the files to read (-V).
 *
 * A name is all between two ends of lines, blanks too.
 */
#include "list.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"

/* Octets: a list that is longer is none, but perhaps a capture file. */
enum { LIST_MAX = 64 << 20, LIST_CHUNK = 1 << 16 };

static int fail(const struct options *options, const char *reason, char *error,
		size_t size)
{
	snprintf(error, size, "-V %s: %s", options->list_file, reason);
	return -1;
}

/* Returns the number of octets, or -1 with errno. */
static ssize_t read_all(FILE *stream, char **octets)
{
	size_t room = 0, length = 0;

	do {
		char *more;

		room += room + LIST_CHUNK;
		more = room <= LIST_MAX ? realloc(*octets, room + 1) : NULL;
		if (!more) {
			errno = room <= LIST_MAX ? ENOMEM : EFBIG;
			return -1;
		}
		*octets = more;
		length += fread(more + length, 1, room - length, stream);
	} while (length == room);
	(*octets)[length] = '\0';
	return ferror(stream) ? -1 : (ssize_t)length;
}

static int load(struct options *options, char *error, size_t size)
{
	FILE *stream = strcmp(options->list_file, "-")
			       ? fopen(options->list_file, "re")
			       : stdin;
	ssize_t length;

	if (!stream)
		return fail(options, strerror(errno), error, size);
	length = read_all(stream, &options->list_names);
	if (length < 0)
		fail(options, strerror(errno), error, size);
	else if (memchr(options->list_names, '\0', (size_t)length)) {
		length = fail(options,
			      "no list of names, one a line; to read a capture "
			      "file: -r",
			      error, size);
	}
	if (stream != stdin)
		fclose(stream);
	return length < 0 ? -1 : 0;
}

static size_t count_lines(const char *at)
{
	size_t lines = 1;

	for (; *at; at++)
		lines += *at == '\n';
	return lines;
}

/* What standard input is among the names. */
struct dashes {
	bool any;
	bool last;
};

static struct dashes split(struct options *options)
{
	struct dashes dashes = { false, false };
	char *next = options->list_names;

	while (next) {
		char *name = strsep(&next, "\n");
		size_t length = strlen(name);

		/* As other systems end lines. */
		if (length > 0 && name[length - 1] == '\r')
			name[length - 1] = '\0';
		if (!name[0])
			continue;
		options->read_files[options->read_count++] = name;
		dashes.last = strcmp(name, "-") == 0;
		dashes.any = dashes.any || dashes.last;
	}
	return dashes;
}

int list_read(struct options *options, char *error, size_t size)
{
	struct dashes dashes;

	if (load(options, error, size) < 0)
		return -1;
	options->read_files = calloc(count_lines(options->list_names),
				     sizeof(*options->read_files));
	if (!options->read_files)
		return fail(options, strerror(ENOMEM), error, size);
	dashes = split(options);
	if (options->read_count == 0)
		return fail(options, "no name is in it", error, size);
	if (dashes.any && strcmp(options->list_file, "-") == 0)
		return fail(options,
			    "standard input cannot be both the list and a file",
			    error, size);
	if (dashes.last && options->follow_file)
		return fail(options,
			    "--follow-file is for files; standard input waits "
			    "by itself",
			    error, size);
	return 0;
}
