/*
 * Many files as one, in the order of their packets' times.
 *
 * One packet of each file is read ahead; a heap has on top the file whose
 * packet is next.  The packet stays where libpcap has it, until its file is
 * read on, which happens only when the next one is asked for.
 */
#include "capture/merge.h"

#include <pcap/pcap.h>
#include <stdlib.h>

#include "capture/files.h"

/* A broken stamp must not overflow: 2^63 nanoseconds are 292 years. */
#define SECONDS_MAX INT64_C(9000000000)
#define SECOND INT64_C(1000000000)

struct entry {
	int64_t time;	   /* of its packet; nanoseconds since 1970 */
	struct file *file; /* slots stand in the order given */
};

struct merge {
	size_t announced; /* slots that were told */
	size_t primed;	  /* slots whose first packet is read */
	bool given;	  /* that of the top has been given out */
	size_t length;	  /* of the heap */
	struct entry heap[];
};

struct merge *merge_new(const struct files *files)
{
	struct merge *merge =
		calloc(1, sizeof(*merge) +
				  files->options.count * sizeof(struct entry));

	if (merge)
		merge->announced = 1;
	return merge;
}

void merge_free(struct merge *merge)
{
	free(merge);
}

static int64_t time_of(const struct file *file)
{
	int64_t seconds = file->header->ts.tv_sec;
	int64_t fraction = file->header->ts.tv_usec;

	if (seconds > SECONDS_MAX)
		return SECONDS_MAX * SECOND;
	if (seconds < -SECONDS_MAX)
		return -SECONDS_MAX * SECOND;
	return seconds * SECOND +
	       (file->in_nanoseconds ? fraction : fraction * 1000);
}

static bool is_before(const struct entry *a, const struct entry *b)
{
	return a->time != b->time ? a->time < b->time : a->file < b->file;
}

static void exchange(struct entry *a, struct entry *b)
{
	struct entry kept = *a;

	*a = *b;
	*b = kept;
}

static void sift_up(struct merge *merge, size_t at)
{
	while (at > 0) {
		size_t parent = (at - 1) / 2;

		if (!is_before(&merge->heap[at], &merge->heap[parent]))
			return;
		exchange(&merge->heap[at], &merge->heap[parent]);
		at = parent;
	}
}

static void sift_down(struct merge *merge)
{
	size_t at = 0;

	for (;;) {
		size_t child = 2 * at + 1;

		if (child >= merge->length)
			return;
		if (child + 1 < merge->length &&
		    is_before(&merge->heap[child + 1], &merge->heap[child]))
			child++;
		if (!is_before(&merge->heap[child], &merge->heap[at]))
			return;
		exchange(&merge->heap[at], &merge->heap[child]);
		at = child;
	}
}

/* The first packet of each file.  What stops it half-way can go on. */
static enum capture_status prime(struct files *files, char *error)
{
	struct merge *merge = files->merge;

	while (merge->primed < files->options.count) {
		struct file *file = &files->slots[merge->primed];
		enum capture_status status = files_read_one(file, error);

		if (status == CAPTURE_PACKET) {
			merge->heap[merge->length].time = time_of(file);
			merge->heap[merge->length].file = file;
			sift_up(merge, merge->length++);
		} else if (status != CAPTURE_END) {
			files->current = file;
			return status;
		}
		merge->primed++;
	}
	return CAPTURE_PACKET;
}

/* The file on top has ended.  What it took is of use to others; but one stays
 * open, for who asks for its link type. */
static void drop_top(struct files *files)
{
	struct merge *merge = files->merge;
	struct file *file = merge->heap[0].file;

	merge->heap[0] = merge->heap[--merge->length];
	if (merge->length == 0)
		return;
	sift_down(merge);
	files->current = merge->heap[0].file;
	files_close_one(files, file);
}

/* Reads the file on top on. */
static enum capture_status advance(struct files *files, char *error)
{
	struct merge *merge = files->merge;
	enum capture_status status = files_read_one(merge->heap[0].file, error);

	if (status == CAPTURE_PACKET) {
		merge->heap[0].time = time_of(merge->heap[0].file);
		sift_down(merge);
	} else if (status == CAPTURE_END) {
		drop_top(files);
		status = CAPTURE_PACKET;
	}
	return status;
}

enum capture_status merge_read(struct files *files, char *error)
{
	struct merge *merge = files->merge;
	enum capture_status status = CAPTURE_PACKET;

	if (merge->announced < files->options.count) {
		files->current = &files->slots[merge->announced++];
		return CAPTURE_OPENED;
	}
	if (merge->primed < files->options.count)
		status = prime(files, error);
	else if (merge->given && merge->length > 0)
		status = advance(files, error);
	merge->given = status == CAPTURE_PACKET;
	if (status != CAPTURE_PACKET)
		return status;
	if (merge->length == 0)
		return CAPTURE_END;
	files->current = merge->heap[0].file;
	return CAPTURE_PACKET;
}
