/*
 * Fuzzer: options and a sequence of packets with their times, through the
 * pipeline: lines of both kinds, states, explanations, records, dumps, with
 * every option of theirs.
 *
 * What must hold of the text stands in fuzz_show.h.
 */
#include <stdlib.h>
#include <string.h>

#include "decode/bytes.h"
#include "pipeline.h"
#include "tests/fuzz.h"
#include "tests/fuzz_show.h"

/* In a block of its own, so that a read beyond its ends is seen. */
static void take_packet(struct pipeline *pipeline, struct packet *packet,
			struct bytes octets)
{
	uint8_t *copy = malloc(octets.left + (octets.left == 0));

	if (!copy)
		return;
	if (octets.left > 0)
		memcpy(copy, octets.at, octets.left);
	packet->bytes = copy;
	packet->captured = (uint32_t)octets.left;
	packet->length = packet->captured;
	pipeline_decode(pipeline, packet);
	pipeline_packet(pipeline, packet);
	free(copy);
}

static void take_sequence(struct pipeline *pipeline, struct bytes octets,
			  enum link_type link)
{
	int64_t now = 1000000000000;
	uint64_t number = 0;

	while (octets.left > 4) {
		struct packet packet = { .link_type = link };
		struct bytes part;

		now += FUZZ_GAP_UNIT * bytes_u16(&octets);
		part = bytes_split(&octets, bytes_u16(&octets));
		packet.number = ++number;
		packet.time.seconds = now / 1000000000;
		packet.time.nanoseconds = now % 1000000000;
		take_packet(pipeline, &packet, part);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct fuzz_show show;
	struct bytes octets = bytes_of(data, size);
	uint32_t choice = (uint32_t)bytes_u8(&octets) << 16;
	enum link_type link;

	choice |= bytes_u16(&octets);
	link = fuzz_links[bytes_u8(&octets) % FUZZ_LINKS];
	if (!fuzz_show_open(&show, choice))
		return 0;
	take_sequence(&show.pipeline, octets, link);
	fuzz_show_close(&show);
	return 0;
}
