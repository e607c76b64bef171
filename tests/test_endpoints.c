/*
 * Addresses and ports that are kept as text: what is kept for one connection
 * and direction never stands in a line of another.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "decode/packet.h"
#include "render/endpoints.h"
#include "render/line.h"
#include "render/names.h"
#include "render/text.h"
#include "segment.h"

enum { LINE_SIZE = 512 };

static struct endpoints_cache *cache_new(void)
{
	struct endpoints_cache *cache = calloc(1, sizeof(*cache));

	cr_assert(cache);
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

static void turn_around(struct packet *packet)
{
	struct address source = packet->ip.source;
	uint16_t port = packet->tcp.source_port;

	packet->ip.source = packet->ip.destination;
	packet->ip.destination = source;
	packet->tcp.source_port = packet->tcp.destination_port;
	packet->tcp.destination_port = port;
}

Test(endpoints, are_kept)
{
	struct endpoints_cache *cache = cache_new();
	struct packet packet = packet_of(4);
	struct endpoints_text *kept = endpoints_find(cache, &packet);

	cr_expect_eq(kept->length, 0);
	kept->length = 1;
	cr_expect_eq(endpoints_find(cache, &packet), kept);
	cr_expect_eq(kept->length, 1);
	free(cache);
}

/* Each differs from the first packet in one thing. */
Test(endpoints, are_told_apart)
{
	struct packet first = packet_of(4), others[7];
	const size_t count = sizeof(others) / sizeof(*others);

	for (size_t i = 0; i < count; i++)
		others[i] = first;
	others[0].ip.source.octets[3]++;
	others[1].ip.destination.octets[3]++;
	others[2].tcp.source_port++;
	others[3].tcp.destination_port++;
	others[4] = packet_of(6);
	turn_around(&others[5]);
	others[6].ip.source.octets[15]++;
	for (size_t i = 0; i < count; i++) {
		struct endpoints_cache *cache = cache_new();

		endpoints_find(cache, &first)->length = 1;
		cr_expect_eq(endpoints_find(cache, &others[i])->length, 0,
			     "packet %zu", i);
		free(cache);
	}
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

/* A segment that comes to the same place as `first`. */
static struct packet one_that_meets(const struct packet *first)
{
	struct endpoints_cache *cache = cache_new();
	struct packet packet =
		segment_from(first->tcp.source_port, first->ip.version);

	do {
		packet.tcp.source_port++;
		cr_assert_neq(packet.tcp.source_port, first->tcp.source_port,
			      "none meets");
	} while (endpoints_find(cache, &packet) !=
		 endpoints_find(cache, first));
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

	text_init(&text, storage, LINE_SIZE);
	line_packet(&text, &options, &clock, packet, (struct line_bases){ 0 });
	return text_terminate(&text);
}

static void expect_same_line(struct endpoints_cache *cache,
			     const struct packet *packet)
{
	char with[LINE_SIZE], without[LINE_SIZE];

	cr_expect_str_eq(line_of(with, packet, cache),
			 line_of(without, packet, NULL));
}

/* Two connections take the place from each other, line by line. */
static void expect_no_mixing(uint8_t version)
{
	struct packet one = segment_from(60391, version);
	struct packet packets[] = { one, one_that_meets(&one) };
	struct endpoints_cache *cache = cache_new();

	cr_expect_eq(endpoints_find(cache, &packets[0]),
		     endpoints_find(cache, &packets[1]));
	for (int i = 0; i < 6; i++)
		expect_same_line(cache, &packets[i % 2]);
	for (int i = 0; i < 6; i++)
		expect_same_line(cache, &packets[i / 3]);
	segment_free(&packets[0]);
	segment_free(&packets[1]);
	free(cache);
}

Test(endpoints, that_meet_do_not_mix)
{
	expect_no_mixing(4);
	expect_no_mixing(6);
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
	char storage[LINE_SIZE];
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
