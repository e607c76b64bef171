/*
 * The octets that a compressed file stands for.
 *
 * Memory is bounded, whatever the file says: a little for gzip, 8 MiB for lz4,
 * 128 MiB for zstd.  So a small file that becomes a huge one only costs time.
 */
#ifndef TCPFLOW_CAPTURE_COMPRESSED_H
#define TCPFLOW_CAPTURE_COMPRESSED_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "capture/format.h"

enum { COMPRESSED_FAULT_SIZE = 256 };

struct codec;
struct octets;

struct compressed {
	const struct codec *codec;
	struct octets *octets; /* not owned */
	void *state;
	unsigned char *in;
	size_t in_size;
	size_t have, at; /* of `in` */
	bool over;	 /* no more comes into `in` */
	bool full;	 /* the codec may hold back what had no room */
	bool boundary;	 /* the data may end here */
	char fault[COMPRESSED_FAULT_SIZE]; /* why reading failed; or empty */
};

/* Whether this program was built with what it needs. */
bool compressed_is_built_in(enum format_kind kind);

/* `octets` must stay; `in_size` is how many are read at a time.  Returns -1
 * when there is no memory; to be closed then too. */
int compressed_init(struct compressed *compressed, enum format_kind kind,
		    struct octets *octets, size_t in_size);

/* As read(2).  What is cut off or corrupt fails with EIO and a `fault`, after
 * all before it has been given out. */
ssize_t compressed_read(struct compressed *compressed, void *to, size_t size);

/* Also of one that is zero. */
void compressed_close(struct compressed *compressed);

/* "gzip (zlib 1.2.13), zstd 1.5.4", or "none": what is built in. */
const char *compressed_versions(char *text, size_t size);

#endif
