/*
 * Connections at rest: packing them must make no difference.
 *
 * Two trackers are told the same segments, of many connections at once, with
 * everything in them that leaves a trace.  One may keep four connections awake,
 * so that nearly each segment wakes one; the other keeps all.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "random.h"
#include "tests/twins.h"
#include "track/inside.h"
#include "track/rest.h"
#include "track/table_key.h"

#define SECOND INT64_C(1000000000)

enum { HOSTS = 40, SEGMENTS = 60000 };

static struct address address_of(uint32_t host, bool six)
{
	struct address address = { .version = six ? 6 : 4 };

	address.octets[0] = 10;
	address.octets[3] = (uint8_t)host;
	if (six)
		address.octets[15] = (uint8_t)host;
	return address;
}

static struct tcp_options random_options(uint32_t *state, bool syn)
{
	uint32_t r = next_random(state);
	struct tcp_options options = {
		.has_mss = syn && r & 1,
		.mss = 1460,
		.has_window_scale = syn && r & 2,
		.window_scale = r >> 8 & 7,
		.has_sack_permitted = syn && r & 4,
		.has_timestamps = r & 8,
		.ts_value = 1000 + (r >> 12 & 0xff),
		.ts_echo = 1000 + (r >> 20 & 0xff),
		.sack_count = r & 0x30 ? 0 : r >> 6 & 3,
	};

	for (int i = 0; i < options.sack_count; i++) {
		uint32_t left = next_random(state) & 0xfff;

		options.sacks[i] = (struct sack_block){ left, left + 100 };
	}
	return options;
}

/* Numbers are small, so that segments often follow from one another. */
static struct packet random_packet(uint32_t *state)
{
	static const uint16_t flags[] = {
		TCP_SYN,	   TCP_SYN | TCP_ACK, TCP_ACK,
		TCP_ACK,	   TCP_ACK,	      TCP_ACK | TCP_PSH,
		TCP_ACK | TCP_PSH, TCP_ACK | TCP_FIN, TCP_ACK | TCP_URG,
		TCP_RST,	   TCP_RST | TCP_ACK, TCP_ACK,
	};
	uint32_t r = next_random(state), s = next_random(state);
	uint32_t host = 2 + r % HOSTS;
	bool answer = r >> 8 & 1, six = host % 3 == 0;
	uint16_t chosen = flags[(r >> 9) % 12];
	struct packet packet = {
		.kind = PACKET_TCP,
		.ip.source = address_of(answer ? 1 : host, six),
		.ip.destination = address_of(answer ? host : 1, six),
		.ip.id = r >> 16 & 3,
		.tcp = { .extent = TCP_WHOLE_HEADER,
			 .source_port = answer ? 80 : 4000,
			 .destination_port = answer ? 4000 : 80,
			 .flags = chosen,
			 .seq = s & 0x7ff,
			 .ack = s >> 11 & 0x7ff,
			 .payload = s >> 22 & 1 ? s >> 23 & 0x7f : 0,
			 .window = s >> 30 ? 8192 : 0,
			 .options = random_options(state, chosen & TCP_SYN) },
	};

	if (host % 5 == 0) {
		packet.link.tag_count = 1;
		packet.link.tags[0] = (struct link_tag){ 0x8100, 7 };
	}
	return packet;
}

static struct tracker *tracker_with(uint32_t awake)
{
	return tracker_new(&(struct tracker_options){
		.msl = 30 * SECOND, .awake = awake, .key = { 5, 6 } });
}

Test(rest, makes_no_difference)
{
	struct twins twins = { tracker_with(4), tracker_with(0) };
	uint32_t state = 2463534242U;
	int64_t now = 1700000000 * SECOND;

	for (int i = 0; i < SEGMENTS; i++) {
		struct packet packet = random_packet(&state);

		/* Now and then nothing is heard for longer than any timer. */
		now += next_random(&state) % 2000 ? 300000 : 200 * SECOND;
		twins_advance(&twins, now);
		twins_segment(&twins, &packet);
	}
	twins_finish(&twins);
}

/* A SYN alone: but for what is said otherwise, as Linux sends it. */
static struct packet syn_packet(bool six)
{
	return (struct packet){
		.kind = PACKET_TCP,
		.ip.source = address_of(2, six),
		.ip.destination = address_of(1, six),
		.ip.id = 77,
		.tcp = { .extent = TCP_WHOLE_HEADER,
			 .source_port = 4000,
			 .destination_port = 80,
			 .flags = TCP_SYN,
			 .seq = 1000,
			 .window = 64240,
			 .options = { .has_mss = true,
				      .mss = 1460,
				      .has_window_scale = true,
				      .window_scale = 7,
				      .has_sack_permitted = true,
				      .has_timestamps = true,
				      .ts_value = 5 } },
	};
}

/* How much is kept of a connection that had these segments. */
static size_t packed_length(const struct packet *packets, int count)
{
	struct tracker *tracker = tracker_with(0);
	struct connection room, connection, again;
	struct track_result result;
	uint8_t packed[REST_MAX], packed_again[REST_MAX];
	size_t length;

	for (int i = 0; i < count; i++) {
		tracker_advance(tracker, 1700000000 * SECOND + i);
		tracker_segment(tracker, &packets[i], &result);
	}
	connection = *table_peek(tracker->table, result.place, &room);
	length = rest_pack(&connection, packed);
	rest_unpack(&again, packed);
	cr_expect_eq(rest_pack(&again, packed_again), length);
	cr_expect_arr_eq(packed, packed_again, length);
	tracker_free(tracker);
	return length;
}

Test(rest, keeps_little_of_a_lone_syn)
{
	enum { SMALL = 40, SMALL_SIX = 64 };
	struct packet packets[2] = { syn_packet(false), syn_packet(false) };
	struct packet six = syn_packet(true), bare = syn_packet(false);
	struct packet data = syn_packet(false), closed = syn_packet(false);
	struct packet explicit_congestion = syn_packet(false);

	bare.tcp.options = (struct tcp_options){ 0 };
	explicit_congestion.tcp.flags |= TCP_ECE | TCP_CWR;
	data.tcp.payload = 5;
	closed.tcp.window = 0;
	cr_expect_eq(packed_length(packets, 1), SMALL);
	cr_expect_eq(packed_length(&bare, 1), SMALL);
	cr_expect_eq(packed_length(&explicit_congestion, 1), SMALL);
	cr_expect_eq(packed_length(&six, 1), SMALL_SIX);
	cr_expect_gt(packed_length(packets, 2), SMALL, "it came again");
	cr_expect_gt(packed_length(&data, 1), SMALL, "it has data");
	cr_expect_gt(packed_length(&closed, 1), SMALL, "it is worth a note");
}

Test(rest, knows_its_key)
{
	static const struct table_key keys[] = {
		{ { { 4, { 1 } }, { 4, { 2 } } }, { 5, 6 }, 0 },
		{ { { 4, { 1 } }, { 4, { 2 } } }, { 5, 7 }, 0 },
		{ { { 4, { 1 } }, { 4, { 3 } } }, { 5, 6 }, 0 },
		{ { { 6, { 1 } }, { 6, { 2 } } }, { 5, 6 }, 0 },
		{ { { 4, { 1 } }, { 4, { 2 } } }, { 5, 6 }, 9 },
		{ { { 4, { 1 } }, { 4, { 2 } } }, { 5, 6 }, 8 },
		{ { { 4, { 3 } }, { 4, { 2 } } }, { 5, 6 }, 0 },
		{ { { 6, { 1 } }, { 6, { 2, [15] = 1 } } }, { 5, 6 }, 0 },
		{ { { 6, { 1, [15] = 1 } }, { 6, { 2 } } }, { 5, 6 }, 0 },
		{ { { 6, { 1 } }, { 6, { 2 } } }, { 5, 6 }, 9 },
	};
	enum { KEYS = sizeof keys / sizeof *keys };

	for (int i = 0; i < KEYS; i++) {
		struct connection connection = { .tunnel = keys[i].tunnel };
		uint8_t packed[REST_MAX];

		memcpy(connection.address, keys[i].address,
		       sizeof connection.address);
		memcpy(connection.port, keys[i].port, sizeof connection.port);
		rest_pack(&connection, packed);
		for (int k = 0; k < KEYS; k++)
			cr_expect_eq(rest_has_key(packed, &keys[k]), i == k,
				     "%d, %d", i, k);
	}
}
