/*
 * The octets that a compressed file stands for.
 */
#include "capture/compressed.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture/codec.h"
#include "capture/octets.h"

static const struct codec *codec_of(enum format_kind kind)
{
	switch (kind) {
	case FORMAT_GZIP:
		return codec_gzip;
	case FORMAT_ZSTD:
		return codec_zstd;
	case FORMAT_LZ4:
		return codec_lz4;
	default:
		return NULL;
	}
}

bool compressed_is_built_in(enum format_kind kind)
{
	return codec_of(kind) != NULL;
}

int compressed_init(struct compressed *compressed, enum format_kind kind,
		    struct octets *octets, size_t in_size)
{
	memset(compressed, 0, sizeof(*compressed));
	compressed->codec = codec_of(kind);
	compressed->octets = octets;
	compressed->boundary = true;
	compressed->in_size = in_size;
	compressed->in = malloc(in_size);
	compressed->state = compressed->codec->create();
	return compressed->in && compressed->state ? 0 : -1;
}

static int refill(struct compressed *compressed)
{
	ssize_t count = octets_read(compressed->octets, compressed->in,
				    compressed->in_size);

	if (count < 0)
		return -1;
	compressed->over = count == 0;
	compressed->at = 0;
	compressed->have = (size_t)count;
	return 0;
}

static ssize_t fail(struct compressed *compressed, const char *what,
		    const char *reason)
{
	snprintf(compressed->fault, sizeof(compressed->fault),
		 "the %s data is %s%s%s%s", compressed->codec->name, what,
		 reason ? " (" : "", reason ? reason : "", reason ? ")" : "");
	errno = EIO;
	return -1;
}

/* Returns how many octets came out, or -1. */
static ssize_t advance(struct compressed *compressed, void *to, size_t size)
{
	struct codec_step step = {
		.in = compressed->in + compressed->at,
		.in_size = compressed->have - compressed->at,
		.out = to,
		.out_size = size,
	};
	enum codec_status status =
		compressed->codec->step(compressed->state, &step);

	compressed->at += step.consumed;
	compressed->full = step.produced == size;
	if (status == CODEC_CORRUPT && step.produced == 0)
		return fail(compressed, "corrupt", step.reason);
	/* Where nothing happened, nothing changed either. */
	if (step.consumed > 0 || step.produced > 0)
		compressed->boundary = status == CODEC_BOUNDARY;
	return (ssize_t)step.produced;
}

ssize_t compressed_read(struct compressed *compressed, void *to, size_t size)
{
	while (!compressed->fault[0]) {
		ssize_t count;

		if (compressed->at == compressed->have && !compressed->full &&
		    !compressed->over && refill(compressed) < 0)
			return -1;
		if (compressed->over && !compressed->full)
			return compressed->boundary
				       ? 0
				       : fail(compressed, "cut off", NULL);
		count = advance(compressed, to, size);
		if (count != 0)
			return count;
	}
	errno = EIO;
	return -1;
}

void compressed_close(struct compressed *compressed)
{
	if (compressed->state)
		compressed->codec->destroy(compressed->state);
	free(compressed->in);
	compressed->state = NULL;
	compressed->in = NULL;
}

static void add_version(char *text, size_t size, const char *words,
			const struct codec *codec)
{
	size_t length = strlen(text);

	if (codec)
		snprintf(text + length, size - length, "%s%s %s%s",
			 length ? ", " : "", words, codec->version(),
			 strchr(words, '(') ? ")" : "");
}

const char *compressed_versions(char *text, size_t size)
{
	text[0] = '\0';
	add_version(text, size, "gzip (zlib", codec_gzip);
	add_version(text, size, "zstd", codec_zstd);
	add_version(text, size, "lz4", codec_lz4);
	return text[0] ? text : "none";
}
