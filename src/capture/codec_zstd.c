/*
 * zstd, by libzstd.
 *
 * How far back a frame refers is what it costs in memory: at most
 * 128 MiB, zstd's own limit.  What was compressed with more (zstd --long=31)
 * is refused with the way to read it all the same.
 *
 * libzstd gives out nothing of a call that fails.  So it gets at a time no more
 * than it asks for, one block: then all before a corrupt one has come out.
 */
#include "capture/codec.h"

#ifdef HAVE_ZSTD

#include <stdlib.h>
#include <zstd.h>
#include <zstd_errors.h>

/* Of a frame, its magic and what says how long its header is. */
enum { WINDOW_LOG_MAX = 27, FRAME_BEGIN = 5 };

struct zstd {
	ZSTD_DCtx *context;
	size_t wanted; /* octets that it asks for */
};

static void *create(void)
{
	struct zstd *zstd = calloc(1, sizeof(*zstd));

	if (!zstd)
		return NULL;
	zstd->context = ZSTD_createDCtx();
	if (!zstd->context) {
		free(zstd);
		return NULL;
	}
	ZSTD_DCtx_setParameter(zstd->context, ZSTD_d_windowLogMax,
			       WINDOW_LOG_MAX);
	zstd->wanted = FRAME_BEGIN;
	return zstd;
}

static void destroy(void *state)
{
	struct zstd *zstd = state;

	ZSTD_freeDCtx(zstd->context);
	free(zstd);
}

static const char *reason_of(size_t status)
{
	if (ZSTD_getErrorCode(status) ==
	    ZSTD_error_frameParameter_windowTooLarge)
		return "it needs more than 128 MiB of memory; use zstd -dc "
		       "--long=31";
	return ZSTD_getErrorName(status);
}

static enum codec_status step_zstd(void *state, struct codec_step *step)
{
	struct zstd *zstd = state;
	size_t size =
		step->in_size < zstd->wanted ? step->in_size : zstd->wanted;
	ZSTD_inBuffer in = { step->in, size, 0 };
	ZSTD_outBuffer out = { step->out, step->out_size, 0 };
	size_t status = ZSTD_decompressStream(zstd->context, &out, &in);

	step->consumed = in.pos;
	step->produced = out.pos;
	if (ZSTD_isError(status)) {
		step->reason = reason_of(status);
		return CODEC_CORRUPT;
	}
	zstd->wanted = status ? status : FRAME_BEGIN;
	return status == 0 ? CODEC_BOUNDARY : CODEC_INSIDE;
}

static const char *version(void)
{
	return ZSTD_versionString();
}

static const struct codec codec = { "zstd", create, destroy, step_zstd,
				    version };
const struct codec *const codec_zstd = &codec;

#else

const struct codec *const codec_zstd = NULL;

#endif
