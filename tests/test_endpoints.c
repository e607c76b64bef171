/*
 * Addresses and ports that are kept as text: what is kept for one connection
 * and direction never stands in a line of another.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "decode/packet.h"
#include "render/endpoints.h"
#include "render/json.h"
#include "render/line.h"
#include "render/names.h"
#include "render/put.h"
#include "render/text.h"
#include "segment.h"
#include "track/tracker.h"

enum { TEXT_SIZE = 1024, CHANGES = 6, MEETING = 3 };

static struct endpoints_cache *cache_new(void)
{
	struct endpoints_cache *cache =
		aligned_alloc(_Alignof(struct endpoints_cache), sizeof(*cache));

	cr_assert(cache);
	memset(cache, 0, sizeof(*cache));
	cache->put = put_endpoints;
	return cache;
}

static struct packet packet_of(uint8_t version)
{
	struct packet packet = { .kind = PACKET_TCP };

	packet.ip.version = version;
	packet.ip.source = (struct address){ version, { 10, 61, 0, 1 } };
	packet.ip.destination = (struct address){ version, { 10, 61, 0, 2 } };
	packet.tcp.source_port = 60391;
	packet.tcp.destination_port = 55555;
	return packet;
}

static int times_written;

static char *put_count(char *at, const struct packet *packet)
{
	(void)packet;
	times_written++;
	return put_char(at, 'x');
}

Test(endpoints, are_written_once)
{
	struct endpoints_cache *cache = cache_new();
	struct packet packet = packet_of(4);

	cache->put = put_count;
	times_written = 0;
	for (int i = 0; i < 3; i++) {
		const struct endpoints_text *kept =
			endpoints_find(cache, &packet);

		cr_expect_eq(kept->length, 1);
		cr_expect_eq(kept->text[0], 'x');
	}
	cr_expect_eq(times_written, 1);
	free(cache);
}

/* The packet with another value of 16 bits of its addresses or ports. */
static struct packet with_change(struct packet packet, int where, unsigned by)
{
	int last = packet.ip.version == 4 ? 2 : 14;
	uint8_t *octets[] = { packet.ip.source.octets,
			      packet.ip.source.octets + last,
			      packet.ip.destination.octets,
			      packet.ip.destination.octets + last };

	if (where == CHANGES - 2) {
		packet.tcp.source_port ^= (uint16_t)by;
	} else if (where == CHANGES - 1) {
		packet.tcp.destination_port ^= (uint16_t)by;
	} else {
		octets[where][0] ^= (uint8_t)(by >> 8);
		octets[where][1] ^= (uint8_t)by;
	}
	return packet;
}

/* Which pair of places the packet comes to. */
static size_t pair_of(struct endpoints_cache *cache,
		      const struct packet *packet)
{
	return (size_t)(endpoints_find(cache, packet) - cache->pairs[0]) / 2;
}

static void expect_written(struct endpoints_cache *cache,
			   const struct packet *packet, int times)
{
	times_written = 0;
	endpoints_find(cache, packet);
	cr_expect_eq(times_written, times);
}

/* Each change is tried with all its values, some of which come to the same
 * pair. */
static void expect_told_apart(struct endpoints_cache *cache,
			      struct packet first, int where)
{
	size_t pair = pair_of(cache, &first);
	int met = 0;

	for (unsigned by = 1; by <= UINT16_MAX; by++) {
		struct packet other = with_change(first, where, by);

		times_written = 0;
		if (pair_of(cache, &other) != pair)
			continue;
		met++;
		cr_expect_eq(times_written, 1, "change %d by %u", where, by);
		endpoints_find(cache, &first);
		expect_written(cache, &other, 0);
		expect_written(cache, &first, 0);
	}
	cr_expect_gt(met, 0, "change %d", where);
}

Test(endpoints, are_told_apart)
{
	struct endpoints_cache *cache = cache_new();

	cache->put = put_count;
	for (int where = 0; where < CHANGES; where++) {
		expect_told_apart(cache, packet_of(4), where);
		expect_told_apart(cache, packet_of(6), where);
	}
	free(cache);
}

Test(endpoints, of_both_versions_are_told_apart)
{
	struct packet packet = packet_of(4);
	struct endpoints_cache *cache = cache_new();

	cache->put = put_count;
	times_written = 0;
	endpoints_find(cache, &packet);
	packet.ip.version = 6;
	endpoints_find(cache, &packet);
	cr_expect_eq(times_written, 2);
	free(cache);
}

static void exchange_halves(struct address *address)
{
	uint8_t half[8];

	memcpy(half, address->octets, 8);
	memcpy(address->octets, address->octets + 8, 8);
	memcpy(address->octets + 8, half, 8);
}

/* Where only the order of an address's halves tells them apart, all that is
 * folded is the same. */
Test(endpoints, that_fold_to_the_same_are_told_apart)
{
	struct endpoints_cache *cache = cache_new();
	struct packet first = packet_of(6);

	cache->put = put_count;
	for (int i = 0; i < 2; i++) {
		struct packet other = first;

		exchange_halves(i ? &other.ip.source : &other.ip.destination);
		expect_written(cache, &first, 1);
		expect_written(cache, &other, 1);
		cr_expect_eq(pair_of(cache, &other), pair_of(cache, &first));
		first.tcp.source_port++;
	}
	free(cache);
}

/* What is expected only comes sooner. */
Test(endpoints, are_found_whatever_is_expected)
{
	struct endpoints_cache *cache = cache_new();
	struct packet first = packet_of(4), second = packet_of(6);

	second.tcp.source_port++;
	cache->put = put_count;
	endpoints_expect(cache, &first);
	expect_written(cache, &first, 1);
	expect_written(cache, &second, 1);
	for (int i = 0; i < 4; i++) {
		endpoints_expect(cache, i & 1 ? &first : &second);
		expect_written(cache, i & 2 ? &first : &second, 0);
	}
	cr_expect_neq(pair_of(cache, &first), pair_of(cache, &second));
	free(cache);
}

static struct packet segment_from(uint16_t port, uint8_t version)
{
	const struct segment segment = { .flags = TCP_ACK,
					 .window = 512,
					 .version = version };
	struct packet packet = segment_build(&segment);

	packet.tcp.source_port = port;
	return packet;
}

/* A segment that comes to the same pair as `first`, from a later port. */
static struct packet next_that_meets(const struct packet *first)
{
	struct endpoints_cache *cache = cache_new();
	size_t pair = pair_of(cache, first);
	struct packet packet =
		segment_from(first->tcp.source_port, first->ip.version);

	do {
		packet.tcp.source_port++;
		cr_assert_neq(packet.tcp.source_port, first->tcp.source_port,
			      "none meets");
	} while (pair_of(cache, &packet) != pair);
	free(cache);
	return packet;
}

static const char *line_of(char *storage, const struct packet *packet,
			   struct endpoints_cache *cache)
{
	const struct line_options options = { .numeric = true,
					      .time = LINE_TIME_NONE,
					      .endpoints = cache };
	struct line_clock clock = { 0 };
	struct text text;

	text_init(&text, storage, TEXT_SIZE);
	line_packet(&text, &options, &clock, packet, (struct line_bases){ 0 });
	return text_terminate(&text);
}

static const char *record_of(char *storage, const struct packet *packet,
			     struct endpoints_cache *cache)
{
	struct text text;
	const struct json_writer writer = { .text = &text, .endpoints = cache };
	struct track_result result;

	track_result_begin(&result);
	text_init(&text, storage, TEXT_SIZE);
	json_packet(&writer, packet, &result);
	return text_terminate(&text);
}

typedef const char *(*shown)(char *storage, const struct packet *packet,
			     struct endpoints_cache *cache);

static void expect_same(shown show, struct endpoints_cache *cache,
			const struct packet *packet)
{
	char with[TEXT_SIZE], without[TEXT_SIZE];

	cr_expect_str_eq(show(with, packet, cache),
			 show(without, packet, NULL));
}

/* Two connections have a pair; a third takes a place in it. */
static void expect_no_mixing(shown show, struct endpoints_cache *cache,
			     uint8_t version)
{
	struct packet packets[MEETING];

	packets[0] = segment_from(60391, version);
	for (int i = 1; i < MEETING; i++) {
		packets[i] = next_that_meets(&packets[i - 1]);
		cr_expect_eq(pair_of(cache, &packets[0]),
			     pair_of(cache, &packets[i]));
	}
	for (int i = 0; i < 6; i++)
		expect_same(show, cache, &packets[i % 2]);
	endpoints_expect(cache, &packets[0]);
	for (int i = 0; i < 9; i++)
		expect_same(show, cache, &packets[i % MEETING]);
	for (int i = 0; i < 9; i++)
		expect_same(show, cache, &packets[i / MEETING]);
	for (int i = 0; i < MEETING; i++)
		segment_free(&packets[i]);
}

/* Of three that meet, the one that was written first gives way. */
Test(endpoints, give_way_by_age)
{
	struct endpoints_cache *cache = cache_new();
	struct packet first = segment_from(60391, 4);
	struct packet second = next_that_meets(&first);
	struct packet third = next_that_meets(&second);

	cache->put = put_count;
	expect_written(cache, &first, 1);
	expect_written(cache, &second, 1);
	expect_written(cache, &first, 0);
	expect_written(cache, &third, 1);
	expect_written(cache, &second, 0);
	expect_written(cache, &first, 1);
	segment_free(&first);
	segment_free(&second);
	segment_free(&third);
	free(cache);
}

Test(endpoints, that_meet_do_not_mix)
{
	struct endpoints_cache *lines = cache_new();
	struct endpoints_cache *records = cache_new();

	records->put = put_json_endpoints;
	for (uint8_t version = 4; version <= 6; version += 2) {
		expect_no_mixing(line_of, lines, version);
		expect_no_mixing(record_of, records, version);
	}
	free(lines);
	free(records);
}

/* The longest of all: they have room where they are kept. */
Test(endpoints, have_room)
{
	char paper[2 * ENDPOINTS_TEXT_SIZE];
	struct packet packet = { .kind = PACKET_TCP,
				 .tcp.extent = TCP_WHOLE_HEADER,
				 .tcp.source_port = 65535,
				 .tcp.destination_port = 65535 };

	packet.ip.source.version = packet.ip.destination.version = 6;
	memset(packet.ip.source.octets, 0xff, 16);
	memset(packet.ip.destination.octets, 0xff, 16);
	cr_expect_eq(put_endpoints(paper, &packet) - paper, 95);
	cr_expect_leq(put_json_endpoints(paper, &packet) - paper,
		      ENDPOINTS_TEXT_SIZE);
}

static const char *host_name(void *context, const struct address *address)
{
	const char *const *name = context;

	(void)address;
	return *name;
}

/* A name that is learned stands in the next line. */
Test(endpoints, with_names_are_not_kept)
{
	const char *name = NULL;
	const struct render_names names = { .host = host_name,
					    .context = &name };
	struct endpoints_cache *cache = cache_new();
	const struct line_options options = { .names = &names,
					      .time = LINE_TIME_NONE,
					      .endpoints = cache };
	struct packet packet = segment_from(60391, 4);
	struct line_clock clock = { 0 };
	char storage[TEXT_SIZE];
	struct text text;

	for (int i = 0; i < 2; i++) {
		text_init(&text, storage, sizeof(storage));
		line_packet(&text, &options, &clock, &packet,
			    (struct line_bases){ 0 });
		cr_expect_eq(strstr(text_terminate(&text), "pukaki") != NULL,
			     name != NULL);
		name = "pukaki";
	}
	segment_free(&packet);
	free(cache);
}
