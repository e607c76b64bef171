/*
 * gzip, by zlib.
 *
 * A file may have several members, one after the other, and zeros behind one,
 * as tapes have; anything else there is not gzip.
 */
#include "capture/codec.h"

#ifdef HAVE_ZLIB

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <zlib.h>

/* zlib's way to ask for gzip, and for any window that it may have. */
enum { GZIP_WINDOW = 15 + 16 };

struct gzip {
	z_stream stream;
	bool between; /* the last member is over */
};

static void *create(void)
{
	struct gzip *gzip = calloc(1, sizeof(*gzip));

	if (!gzip || inflateInit2(&gzip->stream, GZIP_WINDOW) == Z_OK)
		return gzip;
	free(gzip);
	return NULL;
}

static void destroy(void *state)
{
	struct gzip *gzip = state;

	inflateEnd(&gzip->stream);
	free(gzip);
}

/* Whether another member follows. */
static bool begins_anew(struct gzip *gzip, struct codec_step *step)
{
	while (step->consumed < step->in_size && !step->in[step->consumed])
		step->consumed++;
	if (step->consumed == step->in_size)
		return false;
	gzip->between = false;
	inflateReset(&gzip->stream);
	return true;
}

static enum codec_status inflate_some(struct gzip *gzip,
				      struct codec_step *step)
{
	z_stream *stream = &gzip->stream;
	/* zlib counts with int. */
	size_t left = step->in_size - step->consumed;
	uInt in = left < INT_MAX ? (uInt)left : INT_MAX;
	uInt out = step->out_size < INT_MAX ? (uInt)step->out_size : INT_MAX;
	int status;

	stream->next_in = (z_const Bytef *)(step->in + step->consumed);
	stream->avail_in = in;
	stream->next_out = step->out;
	stream->avail_out = out;
	status = inflate(stream, Z_NO_FLUSH);
	step->consumed += in - stream->avail_in;
	step->produced = out - stream->avail_out;
	if (status == Z_STREAM_END) {
		gzip->between = true;
		return CODEC_BOUNDARY;
	}
	/* Z_BUF_ERROR: there was nothing to do. */
	if (status == Z_OK || status == Z_BUF_ERROR)
		return CODEC_INSIDE;
	step->reason = stream->msg ? stream->msg : zError(status);
	return CODEC_CORRUPT;
}

static enum codec_status step_gzip(void *state, struct codec_step *step)
{
	struct gzip *gzip = state;

	step->consumed = 0;
	step->produced = 0;
	if (gzip->between && !begins_anew(gzip, step))
		return CODEC_BOUNDARY;
	return inflate_some(gzip, step);
}

static const char *version(void)
{
	return zlibVersion();
}

static const struct codec codec = { "gzip", create, destroy, step_gzip,
				    version };
const struct codec *const codec_gzip = &codec;

#else

const struct codec *const codec_gzip = NULL;

#endif
