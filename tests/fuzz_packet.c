/*
 * Fuzzer: one packet with a link type, decoded and printed in every way.
 *
 * Beside what the sanitizers see, this must hold whatever the octets are:
 * decoding stays inside them and says the same whatever stood in the struct
 * before, and the line holds nothing but printable ASCII.
 */
#include <stdlib.h>
#include <string.h>

#include "decode/decode.h"
#include "decode/tunnel.h"
#include "render/line.h"
#include "render/text.h"
#include "render/tunnel_text.h"
#include "tests/fuzz.h"
#include "tests/same_packet.h"

enum { HEADER = 3 };

static void require(bool condition)
{
	if (!condition)
		abort();
}

/* The octets from `start` on, `count` of them, are the packet's. */
static void require_inside(const struct packet *packet, const uint8_t *start,
			   uint32_t count)
{
	const uint8_t *end = packet->bytes + packet->captured;

	if (!start) {
		require(count == 0);
		return;
	}
	require(start >= packet->bytes && start <= end);
	require(count <= (size_t)(end - start));
}

static void require_tunnels_inside(const struct packet *packet)
{
	require(packet->tunnel_count <= PACKET_TUNNELS_MAX);
	for (uint32_t i = 0; i < packet->tunnel_count; i++) {
		const struct packet_tunnel *tunnel = &packet->tunnels[i];

		require_inside(packet, tunnel->ip_header, tunnel->ip_captured);
		require_inside(packet, tunnel->inner, tunnel->inner_captured);
	}
}

static void require_sound(const struct packet *packet)
{
	const struct packet_tcp *tcp = &packet->tcp;

	require(packet->kind <= PACKET_ICMP_QUOTE);
	require_tunnels_inside(packet);
	if (packet->kind == PACKET_OTHER)
		return;
	require_inside(packet, packet->ip.header, packet->ip.captured);
	if (packet->kind != PACKET_TCP)
		return;
	require_inside(packet, tcp->header, tcp->captured);
	require(tcp->payload <= tcp->length);
	require(tcp->options.sack_count <= PACKET_SACKS_MAX);
	if (tcp->extent == TCP_WHOLE_HEADER)
		require(tcp->header_length >= 20 &&
			tcp->header_length <= tcp->captured);
}

static void require_printable(const struct text *text)
{
	const char *c;

	require(!text->overflowed);
	for (c = text->start; c < text->at; c++)
		require((*c >= ' ' && *c <= '~') || *c == '\n' || *c == '\t');
}

static void print(const struct packet *packet, uint8_t choice)
{
	static char storage[1 << 20];
	const struct line_options options = {
		.classic = choice & 1,
		.link_header = choice & 2,
		.absolute = choice & 4,
		.verbose = choice >> 3 & 3,
		.quiet = choice >> 5 & 1,
		.numeric = true,
		.number = true,
		.time = (enum line_time)(choice % 6),
		.dump = (enum line_dump)(choice % 7),
	};
	struct line_bases bases = { 1000, 2000, 3000 };
	struct line_clock clock = { 0 };
	struct text text;

	text_init(&text, storage, sizeof(storage));
	line_packet(&text, &options, &clock, packet, bases);
	tunnel_render(&text, &options, packet);
	line_dump(&text, &options, packet);
	require_printable(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct packet packet = { .number = 1, .time = { 1, 2000 } };
	struct packet again;
	uint8_t *octets;

	if (size < HEADER || size > 70000)
		return 0;
	size -= HEADER;
	/* A block of its own, so that a read in front of it is seen too. */
	octets = malloc(size + (size == 0));
	if (!octets)
		return 0;
	memcpy(octets, data + HEADER, size);
	packet.link_type = fuzz_links[data[0] % FUZZ_LINKS];
	packet.bytes = octets;
	packet.captured = (uint32_t)size;
	packet.length = (uint32_t)size + data[2];
	same_packet_spoiled(&again, &packet, data[1]);
	decode_packet(&packet);
	decode_packet(&again);
	require_sound(&packet);
	require(same_packet(&packet, &again));
	require(tunnel_key(&packet) == tunnel_key(&again));
	if (packet.kind == PACKET_TCP || packet.kind == PACKET_TCP_FRAGMENT ||
	    packet.kind == PACKET_TCP_LOST)
		print(&packet, data[1]);
	free(octets);
	return 0;
}
