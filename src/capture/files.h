/*
 * One file after the other, or many at once (merge.h).
 */
#ifndef TCPFLOW_CAPTURE_FILES_H
#define TCPFLOW_CAPTURE_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/capture.h"
#include "capture/file.h"

struct filter;
struct filter_cache;
struct merge;

struct files {
	struct capture_file_options options; /* `names` is owned */
	size_t next;			     /* the name to be opened next */
	struct file *slots; /* `options.count` to merge them, else 2 */
	struct file *current;
	struct filter_cache *filter; /* or NULL */
	struct merge *merge;	     /* or NULL */
	size_t buffer_size;	     /* of each */
	bool nanoseconds;	     /* one of them has them */
	int snapshot_length;	     /* the longest; octets */
	int link_type;		     /* of the first */
	bool admitted;		     /* there is a first */
	int64_t size;		     /* of all, octets; or -1 */
	int64_t taken;		     /* of those that are closed */
};

/* Looks whether all can be read, then opens the first, or all to merge them.
 * Returns NULL with one line in `error`, of CAPTURE_ERROR_SIZE octets. */
struct files *files_new(const struct capture_file_options *options,
			char *error);
void files_free(struct files *files);

/* The filter is kept for those that are opened later. */
int files_set_filter(struct files *files, const struct filter *filter,
		     char *error);

/* CAPTURE_PACKET: `header` and `bytes` of `current`.  CAPTURE_OPENED: `current`
 * is another file now. */
enum capture_status files_read(struct files *files, char *error);

/* The same of one file, CAPTURE_END being its own. */
enum capture_status files_read_one(struct file *file, char *error);

/* See capture_share(). */
double files_share(const struct files *files);

/* Closes one of the slots, and counts what was read of it. */
void files_close_one(struct files *files, struct file *file);

#endif
