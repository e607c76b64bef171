/*
 * Whole lines: the parts in their order.  As tcpdump 4.99.3 prints them.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "decode/packet.h"
#include "render/colour.h"
#include "render/endpoints.h"
#include "render/line.h"
#include "render/names.h"
#include "render/parts.h"
#include "render/put.h"
#include "render/state.h"
#include "render/tcp_line.h"
#include "render/text.h"
#include "segment.h"
#include "track/tracker.h"

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

static const char *host_name(void *context, const struct address *address)
{
	(void)context;
	return address->octets[3] == 1 ? "pukaki" : NULL;
}

static const char *service_name(void *context, uint16_t port)
{
	(void)context;
	return port == 55555 ? "book" : NULL;
}

static const struct render_names names = { .host = host_name,
					   .service = service_name };

#define ENDS "10.61.0.1.60391 > 10.61.0.2.55555: "
#define DATA "Flags [P.], seq 1:4, ack 1, win 512, length 3"
#define ENDS6 "fd00:61::1.60391 > fd00:61::2.55555: "

static const struct {
	const char *name;
	struct line_options options;
	uint64_t number;
	uint8_t version;
	const char *want;
} rows[] = {
	{ "plain", { .numeric = true }, 1, 4, "11:06:40.123456 IP " ENDS DATA },
	{ "nano",
	  { .numeric = true, .nanoseconds = true },
	  1,
	  4,
	  "11:06:40.123456789 IP " ENDS DATA },
	{ "number",
	  { .numeric = true, .number = true },
	  7,
	  4,
	  "    7  11:06:40.123456 IP " ENDS DATA },
	{ "number and no time",
	  { .numeric = true, .number = true, .time = LINE_TIME_NONE },
	  12345,
	  4,
	  "12345  IP " ENDS DATA },
	{ "large number",
	  { .numeric = true, .number = true, .time = LINE_TIME_NONE },
	  1234567,
	  4,
	  "1234567  IP " ENDS DATA },
	{ "unix time",
	  { .numeric = true, .time = LINE_TIME_UNIX },
	  1,
	  4,
	  "40000.123456 IP " ENDS DATA },
	{ "quiet",
	  { .numeric = true, .time = LINE_TIME_NONE, .quiet = 1 },
	  1,
	  4,
	  "IP " ENDS "tcp 3" },
	{ "verbose",
	  { .numeric = true, .time = LINE_TIME_NONE, .verbose = 1 },
	  1,
	  4,
	  "IP (tos 0x0, ttl 64, id 1, offset 0, flags [none], "
	  "proto TCP (6), length 43)\n"
	  "    " ENDS "Flags [P.], cksum 0x0ffd (correct), seq 1:4, ack 1, "
	  "win 512, length 3" },
	{ "classic",
	  { .numeric = true, .time = LINE_TIME_NONE, .classic = true },
	  1,
	  4,
	  "IP " ENDS "P 1:4(3) ack 1 win 512" },
	{ "names",
	  { .names = &names, .time = LINE_TIME_NONE },
	  1,
	  4,
	  "IP pukaki.60391 > 10.61.0.2.book: " DATA },
	{ "ipv6",
	  { .numeric = true, .time = LINE_TIME_NONE },
	  1,
	  6,
	  "IP6 " ENDS6 DATA },
};

Test(line, parts_in_their_order)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct segment segment = { .flags = TCP_PSH | TCP_ACK,
					   .seq = 1,
					   .ack = 1,
					   .window = 512,
					   .data = "616263",
					   .version = rows[i].version };
		struct packet packet = segment_build(&segment);
		struct line_clock clock = { 0 };
		char storage[512];
		struct text text;
		const char *got;

		packet.number = rows[i].number;
		packet.time = (struct packet_time){ 40000, 123456789 };
		text_init(&text, storage, sizeof(storage));
		line_packet(&text, &rows[i].options, &clock, &packet,
			    (struct line_bases){ 0 });
		got = text_terminate(&text);
		cr_expect_str_eq(got, rows[i].want, "%s: got \"%s\"",
				 rows[i].name, got);
		segment_free(&packet);
	}
}

/* A packet whose line ends with the IP header has no TCP part. */
Test(line, later_fragment)
{
	static const struct segment fragment = { .data = "616263",
						 .fragment = 0x0010 };
	static const struct line_options options = { .numeric = true,
						     .time = LINE_TIME_NONE };
	struct packet packet = segment_build(&fragment);
	struct line_clock clock = { 0 };
	char storage[512];
	struct text text;

	cr_expect_eq(packet.kind, PACKET_TCP_FRAGMENT);
	text_init(&text, storage, sizeof(storage));
	line_packet(&text, &options, &clock, &packet, (struct line_bases){ 0 });
	cr_expect_str_eq(text_terminate(&text),
			 "IP 10.61.0.1 > 10.61.0.2: ip-proto-6");
	segment_free(&packet);
}

/* Lines that are usual, and such as nearly are. */
static const struct segment nearly_usual[] = {
	{ .flags = TCP_ACK, .ack = 1, .window = 502 },
	{ .flags = TCP_ACK, .version = 6 },
	{ .flags = TCP_PSH | TCP_ACK, .data = "616263", .version = 6 },
	{ .flags = TCP_ACK, .options = "0101080a0000000300000002" },
	{ .flags = TCP_FIN | TCP_ACK, .options = "0101080affffffffffffffff" },
	{ .flags = TCP_URG | TCP_ACK, .urgent = 9, .data = "61" },
	{ .flags = TCP_RST, .data = "676f6e65" },
	{ .flags = TCP_ACK,
	  .options = "080a000000030000000201010101"
		     "0000" },
	{ .flags = TCP_ACK, .options = "0101050a0000000300000002" },
	{ .flags = TCP_ACK,
	  .options = "0101080a0000000300000002",
	  .captured = 51 },
	{ .flags = TCP_SYN, .options = "020405b4" },
	{ .flags = TCP_ACK, .options = "01010101" },
	{ .flags = TCP_ACK, .words = 4 },
	{ .flags = TCP_ACK, .words = 15 },
	{ .flags = TCP_ACK, .captured = 30 },
	{ .flags = TCP_ACK, .captured = 22 },
	{ .flags = TCP_ACK, .length = 20 },
	{ .flags = TCP_ACK, .length = 60 },
	{ .flags = TCP_ACK, .fragment = 0x2000, .data = "6162636465666768" },
	{ .fragment = 0x0010, .data = "616263" },
	{ .flags = 0 },
	{ .flags = 0x1ff },
};

static const struct line_options usual_options[] = {
	{ .numeric = true },
	{ .numeric = true, .time = LINE_TIME_NONE },
	{ .numeric = true, .time = LINE_TIME_SINCE_FIRST },
	{ .numeric = true, .time = LINE_TIME_DATE, .nanoseconds = true },
	{ .numeric = true, .number = true },
	{ .numeric = true, .link_header = true },
	{ .numeric = true, .classic = true },
	{ .numeric = true, .verbose = 1 },
	{ .numeric = true, .verbose = 2, .no_checksum = true },
	{ .numeric = true, .quiet = 1 },
	{ .numeric = false },
};

enum { LINE_SIZE = 512 };

static const char *line_of(const struct line_options *options,
			   const struct packet *packet, char storage[LINE_SIZE])
{
	struct line_clock clock = { 0 };
	struct text text;

	text_init(&text, storage, LINE_SIZE);
	line_packet(&text, options, &clock, packet,
		    (struct line_bases){ 1, 2, 3 });
	return text_terminate(&text);
}

/* Without a place for addresses no line is a usual one: that is how the same
 * is said part by part. */
static void expect_as_in_parts(const struct line_options *options,
			       const struct packet *packet)
{
	static struct endpoints_cache cache = { .put = put_endpoints };
	struct line_options usual = *options;
	char parts[LINE_SIZE], piece[LINE_SIZE];

	usual.endpoints = &cache;
	cr_expect_str_eq(line_of(&usual, packet, piece),
			 line_of(options, packet, parts));
}

Test(line, usual_ones_are_as_in_parts)
{
	for (size_t i = 0; i < COUNT(nearly_usual); i++) {
		struct packet packet = segment_build(&nearly_usual[i]);

		packet.time = (struct packet_time){ 40000, 123456789 };
		packet.number = 7;
		for (size_t j = 0; j < COUNT(usual_options); j++) {
			packet.link_type = LINK_RAW;
			expect_as_in_parts(&usual_options[j], &packet);
			if (usual_options[j].link_header)
				continue; /* there is none */
			packet.link_type = LINK_ETHERNET;
			expect_as_in_parts(&usual_options[j], &packet);
		}
		segment_free(&packet);
	}
}

/* The time of one line is the reference of the next. */
Test(line, time_since_the_previous_line)
{
	static const struct segment segment = { .flags = TCP_ACK };
	static const struct line_options options = {
		.numeric = true, .time = LINE_TIME_SINCE_PREVIOUS
	};
	static const char *const want[] = { " 00:00:00.000000 IP ",
					    " 00:00:02.000000 IP ",
					    " 00:00:02.000000 IP " };
	struct packet packet = segment_build(&segment);
	struct line_clock clock = { 0 };

	for (int i = 0; i < 3; i++) {
		char storage[512];
		struct text text;

		packet.time.seconds = 100 + 2 * i;
		text_init(&text, storage, sizeof(storage));
		line_packet(&text, &options, &clock, &packet,
			    (struct line_bases){ 0 });
		text_terminate(&text);
		cr_expect_eq(strncmp(storage, want[i], strlen(want[i])), 0,
			     "%s", storage);
	}
	segment_free(&packet);
}

Test(line, names_of_states)
{
	for (int i = STATE_CLOSED; i <= STATE_LAST_ACK; i++) {
		const char *name = state_name((enum tcp_state)i);

		cr_expect_str_eq(state_words[i].characters, name);
		cr_expect_eq(state_words[i].length, strlen(name), "%s", name);
	}
}

static const char *states_of(char *storage, const struct track_result *result,
			     bool colour)
{
	static const struct line_options options = { .numeric = true };
	static const struct packet packet = { .kind = PACKET_TCP };
	struct text text;

	text_init(&text, storage, 512);
	state_render(&text, &options, &packet, result, colour);
	return text_terminate(&text);
}

static void drop_colours(char *string)
{
	size_t left = strlen(string);
	char *to = string;
	enum colour colour;

	while (left > 0) {
		size_t length = colour_read(string, left, &colour);

		if (length == 0) {
			*to++ = *string;
			length = 1;
		}
		string += length;
		left -= length;
	}
	*to = '\0';
}

/* Ends that stay where they are, without colours, are written in another way
 * than all others. */
Test(line, resting_ends_are_as_others)
{
	struct track_result result;
	char plain[512], coloured[512];

	track_result_begin(&result);
	result.connection = UINT64_C(12345678901);
	for (int i = 0; i < 1 << 10; i++) {
		result.ends[0] = (struct track_steps){
			.states = { (uint8_t)((i & 15) %
					      (STATE_LAST_ACK + 1)) },
			.count = 1,
			.assumed = i >> 4 & 1,
		};
		result.ends[1] = (struct track_steps){
			.states = { (uint8_t)((i >> 5 & 15) %
					      (STATE_LAST_ACK + 1)) },
			.count = 1,
			.assumed = i >> 9 & 1,
		};
		states_of(coloured, &result, true);
		drop_colours(coloured);
		cr_expect_str_eq(states_of(plain, &result, false), coloured);
	}
}

/* --- pieces have room for what is longest */

enum { ROOM = TEXT_PIECE_MAX - PUT_BLOCK, STORAGE = 2048 };

/* Whatever room there is, and wherever the output is emptied. */
static void expect_all_of_it(const struct line_options *options,
			     const struct packet *packet,
			     const struct track_result *result)
{
	char whole[STORAGE], storage[STORAGE];
	struct line_clock clock = { 0 };
	struct text text;
	size_t length;

	text_init(&text, whole, sizeof(whole));
	line_packet(&text, options, &clock, packet, (struct line_bases){ 0 });
	state_render(&text, options, packet, result, true);
	length = text_length(&text);
	for (size_t size = 0; size <= length; size++) {
		text_init(&text, storage, size);
		line_packet(&text, options, &clock, packet,
			    (struct line_bases){ 0 });
		state_render(&text, options, packet, result, true);
		cr_expect_eq(text_length(&text), size);
		cr_expect_eq(text.overflowed, size < length, "size %zu", size);
		cr_expect_eq(memcmp(storage, whole, size), 0, "size %zu", size);
	}
}

static struct track_result longest_result(void)
{
	struct track_result result;

	track_result_begin(&result);
	result.connection = UINT64_MAX;
	for (int end = TRACK_CLIENT; end <= TRACK_SERVER; end++) {
		struct track_steps *steps = &result.ends[end];

		steps->count = sizeof(steps->states);
		steps->assumed = 0xff;
		memset(steps->states, STATE_ESTABLISHED, steps->count);
	}
	return result;
}

static struct packet longest_packet(void)
{
	const struct segment segment = {
		.flags = 0x1ff,
		.seq = UINT32_MAX - 16,
		.ack = UINT32_MAX,
		.window = UINT16_MAX,
		.urgent = UINT16_MAX,
		.options = "0101080affffffffffffffff",
		.data = "616263",
		.spoilt = true,
	};

	return segment_build(&segment);
}

Test(line, a_usual_one_has_room)
{
	const struct line_options options = { .numeric = true };
	struct packet packet = longest_packet();
	char storage[STORAGE];
	struct text text;

	text_init(&text, storage, sizeof(storage));
	tcp_line_render(&text, &options, &packet, (struct line_bases){ 0 });
	cr_expect_leq(text_length(&text) - strlen(ENDS), TCP_LINE_USUAL_MAX);
	cr_expect_leq(TIME_SIZE + strlen(" IP6 ") + ENDPOINTS_TEXT_SIZE +
			      TCP_LINE_USUAL_MAX,
		      ROOM);
	segment_free(&packet);
}

Test(line, pieces_have_room)
{
	const struct line_options options = { .numeric = true,
					      .time = LINE_TIME_NONE,
					      .verbose = 2 };
	const struct track_result result = longest_result();
	struct packet packet = longest_packet();
	char storage[STORAGE];
	struct text text;

	text_init(&text, storage, sizeof(storage));
	tcp_line_render(&text, &options, &packet, (struct line_bases){ 0 });
	cr_expect_gt(text_length(&text), 200, "\"%s\"", text_terminate(&text));
	cr_expect_leq(text_length(&text) - strlen(ENDS), ROOM);
	text_init(&text, storage, sizeof(storage));
	state_render(&text, &options, &packet, &result, true);
	cr_expect_gt(text_length(&text), 200, "\"%s\"", text_terminate(&text));
	cr_expect_leq(text_length(&text), ROOM);
	segment_free(&packet);
}

Test(line, whatever_the_room)
{
	const struct line_options options = { .numeric = true, .verbose = 2 };
	const struct track_result result = longest_result();
	struct packet packet = longest_packet();

	expect_all_of_it(&options, &packet, &result);
	segment_free(&packet);
}
