/*
 * lz4 (its frames), by liblz4.
 *
 * It gives out nothing of a call that fails.  So it gets at a time no more than
 * it asks for, one block: then all before a corrupt one has come out.
 */
#include "capture/codec.h"

#ifdef HAVE_LZ4

#include <lz4.h>
#include <lz4frame.h>
#include <stdlib.h>
#include <string.h>

struct lz4 {
	LZ4F_dctx *context;
	size_t wanted; /* octets that it asks for */
};

static void *create(void)
{
	struct lz4 *lz4 = calloc(1, sizeof(*lz4));

	if (!lz4)
		return NULL;
	lz4->wanted = LZ4F_HEADER_SIZE_MIN;
	if (LZ4F_isError(LZ4F_createDecompressionContext(&lz4->context,
							 LZ4F_VERSION))) {
		free(lz4);
		return NULL;
	}
	return lz4;
}

static void destroy(void *state)
{
	struct lz4 *lz4 = state;

	LZ4F_freeDecompressionContext(lz4->context);
	free(lz4);
}

/* "ERROR_frameType_unknown" */
static const char *reason_of(size_t status)
{
	static const char prefix[] = "ERROR_";
	const char *name = LZ4F_getErrorName(status);

	return strncmp(name, prefix, sizeof(prefix) - 1)
		       ? name
		       : name + sizeof(prefix) - 1;
}

static enum codec_status step_lz4(void *state, struct codec_step *step)
{
	struct lz4 *lz4 = state;
	size_t status;

	step->consumed =
		step->in_size < lz4->wanted ? step->in_size : lz4->wanted;
	step->produced = step->out_size;
	status = LZ4F_decompress(lz4->context, step->out, &step->produced,
				 step->in, &step->consumed, NULL);
	if (LZ4F_isError(status)) {
		step->reason = reason_of(status);
		step->consumed = 0;
		step->produced = 0;
		return CODEC_CORRUPT;
	}
	lz4->wanted = status ? status : LZ4F_HEADER_SIZE_MIN;
	return status == 0 ? CODEC_BOUNDARY : CODEC_INSIDE;
}

static const char *version(void)
{
	return LZ4_versionString();
}

static const struct codec codec = { "lz4", create, destroy, step_lz4, version };
const struct codec *const codec_lz4 = &codec;

#else

const struct codec *const codec_lz4 = NULL;

#endif
