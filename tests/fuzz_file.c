/*
 * Fuzzer: octets as a capture file, read, decoded, tracked and printed in one
 * of all the ways there are, which a sum over the octets chooses.
 *
 * Beside what the sanitizers see and what fuzz_show.h says of the text, this
 * must hold: a file that cannot be read is told in one line, and the share that
 * has been read only grows.
 */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "capture/capture.h"
#include "decode/decode.h"
#include "decode/packet.h"
#include "tests/fuzz.h"
#include "tests/fuzz_show.h"

enum { FILE_MAX = 1 << 18, NAME_SIZE = 64 };

static uint32_t choice_of(const uint8_t *data, size_t size)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < size; i++)
		sum = sum * 31 + data[i];
	return sum >> 4 & 0xffffff;
}

static void require_one_line(const char *error)
{
	fuzz_require(error[0] && !strchr(error, '\n'));
}

static void notice_end(struct pipeline *pipeline, const char *error)
{
	const struct json_notice notice = { .kind = "truncated",
					    .words = error };

	require_one_line(error);
	pipeline_notice(pipeline, &notice);
}

static void take_packets(struct capture *capture, struct pipeline *pipeline)
{
	char error[CAPTURE_ERROR_SIZE] = "";
	enum capture_status status;
	double share = 0;
	struct packet packet;

	while ((status = capture_next(capture, &packet, error)) ==
	       CAPTURE_PACKET) {
		double now = capture_share(capture);

		fuzz_require(now >= share && now <= 1);
		share = now;
		pipeline_decode(pipeline, &packet);
		pipeline_packet(pipeline, &packet);
	}
	fuzz_require(status == CAPTURE_END || status == CAPTURE_FAILED);
	if (status == CAPTURE_FAILED)
		notice_end(pipeline, error);
}

static void take_file(struct capture *capture, uint32_t choice)
{
	static struct fuzz_show show;

	if (!decode_knows_link(capture_link_type(capture)) ||
	    !fuzz_show_open(&show, choice))
		return;
	take_packets(capture, &show.pipeline);
	fuzz_show_close(&show);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char error[CAPTURE_ERROR_SIZE] = "";
	char name[NAME_SIZE];
	struct capture capture;
	int file;

	if (size > FILE_MAX)
		return 0;
	file = memfd_create("capture", MFD_CLOEXEC);
	if (file < 0)
		return 0;
	if (write(file, data, size) == (ssize_t)size) {
		snprintf(name, sizeof(name), "/proc/self/fd/%d", file);
		if (capture_open_file(&capture, name, error) == 0) {
			take_file(&capture, choice_of(data, size));
			capture_close(&capture);
		} else {
			require_one_line(error);
		}
	}
	close(file);
	return 0;
}
