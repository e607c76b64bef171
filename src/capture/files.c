/*
 * One file after the other.
 *
 * All of them are opened once before the first is read, for as long as it takes
 * to read their headers: a name that is wrong shows at once and not after
 * hours, and one that has nanoseconds decides how times are written from the
 * beginning.  Pipes are left out, as what was read from them is gone.
 */
#include "capture/files.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "capture/filter.h"
#include "capture/filter_cache.h"
#include "capture/merge.h"
#include "capture/opened.h"

enum {
	BUFFER_MAX = 1 << 18,
	BUFFER_MIN = 1 << 13,
	BUFFERS_SIZE = 64 << 20, /* of all together, if BUFFER_MIN permits */
	SURVEY_BUFFER = 1 << 12,
	LINK_TEXT_SIZE = 128,
	RETRY_MILLISECONDS = 100,
	MORE_DESCRIPTORS = 32 /* see opened_fit() */
};

static int fail(const char *name, const char *reason, char *error)
{
	snprintf(error, CAPTURE_ERROR_SIZE, "%s: %s", name, reason);
	return -1;
}

/* --- what is told of a file before it is read */

static int check_link(const struct files *files, const struct file *file,
		      char *error)
{
	char here[LINK_TEXT_SIZE], before[LINK_TEXT_SIZE];
	int link_type = pcap_datalink(file->handle);

	if (files->options.knows_link &&
	    !files->options.knows_link(link_type)) {
		capture_refuse_link(file->name, link_type, error);
		return -1;
	}
	if (!files->options.one_link_type || !files->admitted ||
	    link_type == files->link_type)
		return 0;
	snprintf(error, CAPTURE_ERROR_SIZE,
		 "%.300s: link-type %s, and %s before it; -w writes files of "
		 "one link-type: write them one by one",
		 file->name, capture_link_name(link_type, here, sizeof(here)),
		 capture_link_name(files->link_type, before, sizeof(before)));
	return -1;
}

static int admit(struct files *files, const struct file *file, char *error)
{
	int snapshot_length = pcap_snapshot(file->handle);

	if (check_link(files, file, error) < 0)
		return -1;
	if (!files->admitted)
		files->link_type = pcap_datalink(file->handle);
	files->admitted = true;
	files->nanoseconds = files->nanoseconds || file->nanoseconds;
	if (snapshot_length > files->snapshot_length)
		files->snapshot_length = snapshot_length;
	return 0;
}

/* Of a file that will be opened once more. */
static struct octets_source lend(const struct files *files, size_t index)
{
	const struct opened *opened = files->options.opened;

	return (struct octets_source){
		.name = files->options.names[index],
		.descriptor = opened ? opened->descriptors[index] : -1,
		.lent = opened != NULL,
	};
}

static struct octets_source give(const struct files *files, size_t index)
{
	struct opened *opened = files->options.opened;

	return (struct octets_source){
		.name = files->options.names[index],
		.descriptor = opened ? opened_take(opened, index) : -1,
	};
}

static bool is_followed(const struct files *files, size_t index)
{
	return files->options.follow && index + 1 == files->options.count;
}

/* Where there are several, the file is to blame as well as the filter. */
static int filter_one(struct files *files, struct file *file, char *error)
{
	char reason[CAPTURE_ERROR_SIZE];

	file->filter =
		filter_cache_program(files->filter, file->handle, reason);
	if (file->filter)
		return 0;
	if (files->options.count == 1)
		snprintf(error, CAPTURE_ERROR_SIZE, "%s", reason);
	else
		snprintf(error, CAPTURE_ERROR_SIZE, "%.300s: %.700s",
			 file->name, reason);
	return -1;
}

static int survey_one(struct files *files, size_t index, char *error)
{
	const struct file_options options = {
		.source = lend(files, index),
		.buffer_size = SURVEY_BUFFER,
		.follow = is_followed(files, index),
	};
	struct file file;
	int status;

	switch (file_open(&file, &options, error)) {
	case FILE_NOT_YET:
		return 0;
	case FILE_FAILED:
		return -1;
	default:
		break;
	}
	status = admit(files, &file, error);
	/* Later, when it is read, there may be no asking for names any more. */
	if (status == 0 && files->filter)
		status = filter_one(files, &file, error);
	file_close(&file);
	return status;
}

/* Adds the size of a file, which may be unknown (-1), to that of all. */
static void add_size(struct files *files, int64_t size)
{
	files->size = size < 0 || files->size < 0 ? -1 : files->size + size;
}

/* Looks at the file with that name, if it is none that cannot be wound back;
 * one that is not there shall say so. */
static int survey_name(struct files *files, size_t index, const char *name,
		       char *error)
{
	const struct opened *opened = files->options.opened;
	struct stat status;
	bool there = (opened ? fstat(opened->descriptors[index], &status)
			     : stat(name, &status)) == 0;

	add_size(files, there && S_ISREG(status.st_mode) ? status.st_size : -1);
	if (files->options.count == 1 || files->options.merge)
		return 0; /* they are opened at once */
	if (there && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode))
		return 0;
	return survey_one(files, index, error);
}

static int survey(struct files *files, const char *const *names, char *error)
{
	bool standard_input = false;

	for (size_t i = 0; i < files->options.count; i++) {
		if (strcmp(names[i], "-")) {
			if (survey_name(files, i, names[i], error) < 0)
				return -1;
			continue;
		}
		if (standard_input)
			return fail("-", "standard input is there only once",
				    error);
		standard_input = true;
		add_size(files, -1);
	}
	return 0;
}

/* --- opening */

/* `file` becomes the current one.  One that is followed may have no header yet,
 * and is tried again. */
static enum file_status open_next(struct files *files, struct file *file,
				  char *error)
{
	size_t index = files->next;
	bool follow = is_followed(files, index);
	const struct file_options options = {
		.source = follow ? lend(files, index) : give(files, index),
		.buffer_size = files->buffer_size,
		.follow = follow,
	};
	enum file_status status = file_open(file, &options, error);

	if (status != FILE_OPENED)
		return status;
	if (admit(files, file, error) < 0 ||
	    (files->filter && filter_one(files, file, error) < 0)) {
		file_close(file);
		return FILE_FAILED;
	}
	files->next++;
	files->current = file;
	return FILE_OPENED;
}

/* One that is followed may have no header yet. */
static int open_first(struct files *files, char *error)
{
	for (;;) {
		enum file_status status =
			open_next(files, &files->slots[0], error);

		if (status != FILE_NOT_YET)
			return status == FILE_OPENED ? 0 : -1;
		if (poll(NULL, 0, RETRY_MILLISECONDS) < 0)
			return fail(files->options.names[0],
				    "the file has no header yet", error);
	}
}

static enum capture_status open_another(struct files *files, char *error)
{
	struct file *before = files->current;
	struct file *file = &files->slots[files->next % 2];

	switch (open_next(files, file, error)) {
	case FILE_OPENED:
		files_close_one(files, before);
		return CAPTURE_OPENED;
	case FILE_NOT_YET:
		return CAPTURE_IDLE;
	default:
		return CAPTURE_FAILED;
	}
}

/* To merge them, all must be open. */
static int raise_limit(size_t count, char *error)
{
	rlim_t allowed;

	if (opened_fit(count, &allowed) == 0)
		return 0;
	snprintf(error, CAPTURE_ERROR_SIZE,
		 "--merge of %zu files needs as many open files, and only %llu "
		 "are allowed; merge some beforehand, or raise the limit (as "
		 "root: ulimit -n %zu)",
		 count, (unsigned long long)allowed, count + MORE_DESCRIPTORS);
	return -1;
}

static int open_all(struct files *files, char *error)
{
	size_t count = files->options.count;

	if (raise_limit(count, error) < 0)
		return -1;
	while (files->next < count)
		if (open_next(files, &files->slots[files->next], error) !=
		    FILE_OPENED)
			return -1;
	files->current = &files->slots[0];
	files->merge = merge_new(files);
	return files->merge ? 0 : fail("--merge", strerror(ENOMEM), error);
}

static const char **copy_names(const char *const *names, size_t count)
{
	const char **copy = calloc(count, sizeof(*copy));

	for (size_t i = 0; copy && i < count; i++) {
		copy[i] = strdup(names[i]);
		if (copy[i])
			continue;
		while (i > 0)
			free((char *)copy[--i]);
		free(copy);
		return NULL;
	}
	return copy;
}

static size_t buffer_size(const struct capture_file_options *options)
{
	size_t size =
		options->merge ? BUFFERS_SIZE / options->count : BUFFER_MAX;

	if (size < BUFFER_MIN)
		return BUFFER_MIN;
	return size < BUFFER_MAX ? size : BUFFER_MAX;
}

static struct files *allocate(const struct capture_file_options *options)
{
	struct files *files = calloc(1, sizeof(*files));

	if (!files)
		return NULL;
	files->options = *options;
	files->options.merge = options->merge && options->count > 1;
	files->buffer_size = buffer_size(&files->options);
	files->options.names = copy_names(options->names, options->count);
	files->slots = calloc(files->options.merge ? options->count : 2,
			      sizeof(*files->slots));
	if (files->options.names && files->slots)
		return files;
	files_free(files);
	return NULL;
}

/* The first one alone, and those that are merged, have it set when they have
 * been announced. */
static int prepare_filter(struct files *files, char *error)
{
	const struct filter *filter = files->options.filter;

	if (!filter || !filter->text || files->options.merge ||
	    files->options.count == 1)
		return 0;
	files->filter = filter_cache_new(filter);
	return files->filter ? 0 : fail("filter", strerror(ENOMEM), error);
}

struct files *files_new(const struct capture_file_options *options, char *error)
{
	struct files *files = allocate(options);
	int status;

	if (!files) {
		fail(options->names[0], strerror(ENOMEM), error);
		return NULL;
	}
	status = prepare_filter(files, error);
	if (status == 0)
		status = survey(files, options->names, error);
	if (status == 0)
		status = files->options.merge ? open_all(files, error)
					      : open_first(files, error);
	if (status == 0)
		return files;
	files_free(files);
	return NULL;
}

void files_close_one(struct files *files, struct file *file)
{
	files->taken += file_taken(file);
	file->octets.taken = 0;
	file_close(file);
}

void files_free(struct files *files)
{
	size_t slots = files->options.merge ? files->options.count : 2;

	for (size_t i = 0; files->slots && i < slots; i++)
		if (files->slots[i].handle)
			file_close(&files->slots[i]);
	for (size_t i = 0; files->options.names && i < files->options.count;
	     i++)
		free((char *)files->options.names[i]);
	free((void *)files->options.names);
	free(files->slots);
	filter_cache_free(files->filter);
	merge_free(files->merge);
	free(files);
}

static void forget_filter(struct files *files, size_t slots)
{
	for (size_t i = 0; i < slots; i++)
		files->slots[i].filter = NULL;
	filter_cache_free(files->filter);
}

int files_set_filter(struct files *files, const struct filter *filter,
		     char *error)
{
	size_t slots = files->options.merge ? files->options.count : 2;

	if (!files->filter || filter != files->options.filter) {
		forget_filter(files, slots);
		files->filter = filter_cache_new(filter);
	}
	if (!files->filter)
		return fail("filter", strerror(ENOMEM), error);
	for (size_t i = 0; i < slots; i++)
		if (files->slots[i].handle &&
		    filter_one(files, &files->slots[i], error) < 0)
			return -1;
	return 0;
}

/* --- reading */

static enum capture_status read_any(struct file *file, char *error)
{
	file->bytes = in_place_next(&file->in_place);
	if (file->bytes) {
		file->header = &file->in_place.header;
		return CAPTURE_PACKET;
	}
	switch (pcap_next_ex(file->handle, &file->header, &file->bytes)) {
	case 1:
		return CAPTURE_PACKET;
	case PCAP_ERROR_BREAK:
		return CAPTURE_END;
	default:
		if (errno == EINTR && ferror(pcap_file(file->handle)))
			return CAPTURE_INTERRUPTED;
		fail(file->name, file_fault(file), error);
		return CAPTURE_FAILED;
	}
}

/* libpcap would ask the same, but only of packets that it reads itself. */
static bool is_wanted(const struct file *file)
{
	return !file->filter ||
	       pcap_offline_filter(file->filter, file->header, file->bytes);
}

enum capture_status files_read_one(struct file *file, char *error)
{
	enum capture_status status;

	do
		status = read_any(file, error);
	while (status == CAPTURE_PACKET && !is_wanted(file));
	return status;
}

/* There is no more in a file that somebody may still be writing. */
static enum capture_status follow_on(struct file *file, char *error)
{
	if (file->follow.fault) {
		fail(file->name, file->follow.fault, error);
		return CAPTURE_FAILED;
	}
	file_resume(file);
	return CAPTURE_IDLE;
}

enum capture_status files_read(struct files *files, char *error)
{
	enum capture_status status;

	if (files->merge)
		return merge_read(files, error);
	status = files_read_one(files->current, error);
	if (status != CAPTURE_END)
		return status;
	if (files->current->follows)
		return follow_on(files->current, error);
	return files->next < files->options.count ? open_another(files, error)
						  : CAPTURE_END;
}

double files_share(const struct files *files)
{
	size_t slots = files->options.merge ? files->options.count : 2;
	int64_t taken = files->taken;

	if (files->size <= 0 || files->options.follow)
		return -1;
	for (size_t i = 0; i < slots; i++)
		taken += file_taken(&files->slots[i]);
	return taken < files->size ? (double)taken / (double)files->size : 1;
}
