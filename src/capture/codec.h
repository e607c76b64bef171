/*
 * What a library for compressed data must do for compressed.c.
 *
 * Each is in a file of its own, with what it brings of its own: codec_gzip.c,
 * codec_zstd.c, codec_lz4.c.  One whose library was not there when it was
 * configured is NULL.
 */
#ifndef TCPFLOW_CAPTURE_CODEC_H
#define TCPFLOW_CAPTURE_CODEC_H

#include <stddef.h>

enum codec_status {
	CODEC_INSIDE,	/* more is to come of this part */
	CODEC_BOUNDARY, /* the data may end here, or another part begin */
	CODEC_CORRUPT	/* `reason` says why */
};

struct codec_step {
	const unsigned char *in;
	size_t in_size; /* 0: what is left of what went in before */
	unsigned char *out;
	size_t out_size;
	size_t consumed, produced; /* set by the codec */
	const char *reason;	   /* lives until the next step */
};

struct codec {
	const char *name;
	void *(*create)(void); /* NULL: out of memory */
	void (*destroy)(void *state);
	enum codec_status (*step)(void *state, struct codec_step *step);
	const char *(*version)(void);
};

extern const struct codec *const codec_gzip;
extern const struct codec *const codec_zstd;
extern const struct codec *const codec_lz4;

#endif
