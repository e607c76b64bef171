/*
 * TCP options, those that tracking needs.
 *
 * An option that was cut off by the capture is no fault of its sender; one
 * whose length cannot be is `malformed`, and what stands behind it cannot be
 * found.  An option of the wrong size for its kind is passed over, as a
 * receiver would.  When an option comes twice, the last one counts, as in
 * Linux.
 */
#include "decode/tcp_options.h"

#include "decode/layer.h"
#include "decode/packet.h"
#include "decode/seldom.h"

enum {
	WINDOW_SCALE_MAX = 14, /* RFC 7323, 2.3 */
	SACK_BLOCK_LENGTH = 8,
	TIMESTAMPS_LENGTH = 8 /* without kind and length */
};

static void decode_sacks(struct tcp_options *options, struct bytes body)
{
	if (body.left == 0 || body.left % SACK_BLOCK_LENGTH != 0)
		return;
	options->sack_count = 0;
	while (body.left > 0 && options->sack_count < PACKET_SACKS_MAX) {
		uint32_t left = bytes_u32(&body);

		options->sacks[options->sack_count++] =
			(struct sack_block){ .left = left,
					     .right = bytes_u32(&body) };
	}
}

static void decode_window_scale(struct tcp_options *options, uint8_t shift)
{
	options->has_window_scale = true;
	options->window_scale =
		shift < WINDOW_SCALE_MAX ? shift : WINDOW_SCALE_MAX;
}

BYTES_HEADER void read_timestamps(struct tcp_options *options,
				  struct bytes body)
{
	options->has_timestamps = true;
	options->ts_value = bytes_u32(&body);
	options->ts_echo = bytes_u32(&body);
}

static void decode_option(struct tcp_options *options, uint8_t kind,
			  struct bytes body)
{
	switch (kind) {
	case TCP_OPTION_MSS:
		if (body.left != 2)
			break;
		options->has_mss = true;
		options->mss = bytes_u16(&body);
		break;
	case TCP_OPTION_WINDOW_SCALE:
		if (body.left == 1)
			decode_window_scale(options, bytes_u8(&body));
		break;
	case TCP_OPTION_SACK_PERMITTED:
		if (body.left == 0)
			options->has_sack_permitted = true;
		break;
	case TCP_OPTION_SACK:
		decode_sacks(options, body);
		break;
	case TCP_OPTION_TIMESTAMPS:
		if (body.left == TIMESTAMPS_LENGTH)
			read_timestamps(options, body);
		break;
	case TCP_OPTION_FAST_OPEN:
		options->has_fast_open = true;
		break;
	case TCP_OPTION_EXPERIMENT_2:
		if (bytes_u16(&body) == TCP_EXPERIMENT_FAST_OPEN)
			options->has_fast_open = true;
		break;
	}
}

BYTES_HEADER bool read_usual(struct tcp_options *options, struct bytes at)
{
	if (bytes_u32(&at) != TCP_OPTIONS_USUAL)
		return false;
	read_timestamps(options, at);
	return true;
}

static bool decode_usual(struct tcp_options *options, struct bytes captured)
{
	return captured.left == TCP_OPTIONS_USUAL_LENGTH &&
	       read_usual(options,
			  bytes_of(captured.at, TCP_OPTIONS_USUAL_LENGTH));
}

SELDOM void decode_each(struct tcp_options *options, const uint8_t *at,
			size_t left, uint32_t length)
{
	struct bytes captured = bytes_of(at, left);

	while (captured.left > 0) {
		uint8_t kind = bytes_u8(&captured);
		uint8_t option_length;

		length--;
		if (kind == TCP_OPTION_END)
			return;
		if (kind == TCP_OPTION_NOP)
			continue;
		option_length = bytes_u8(&captured);
		if (captured.ran_out && length > 0)
			return; /* its length was not captured */
		if (option_length < 2 || option_length - 1u > length) {
			options->malformed = true;
			return;
		}
		if (option_length - 2u > captured.left)
			return;
		length -= option_length - 1u;
		decode_option(options, kind,
			      bytes_split(&captured, option_length - 2u));
	}
}

void tcp_options_decode(struct tcp_options *options, struct bytes captured,
			uint32_t length)
{
	if (captured.left > 0 && !decode_usual(options, captured))
		decode_each(options, captured.at, captured.left, length);
}
