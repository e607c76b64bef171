/*
 * The views (--conn, --transitions, --findings) in every kind of output, and
 * the notices that the way of a packet gives rise to.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decode/fragments.h"
#include "decode/packet.h"
#include "pipeline.h"
#include "render/finding.h"
#include "render/note_text.h"
#include "render/text.h"
#include "track/tracker.h"

#define SECOND INT64_C(1000000000)

enum { STORAGE_SIZE = 1 << 22, FRAME_MAX = 64, LINE_TO = 160 };

static char *storage;
static struct text text;
static struct pipeline pipeline;
static uint64_t number;
static bool verify; /* the checksums, which in the frames are none */

static void set_up_with(size_t memory)
{
	struct tracker_options options = { .msl = SECOND,
					   .memory = memory,
					   .key = { 1, 2 } };

	storage = malloc(STORAGE_SIZE);
	cr_assert_not_null(storage);
	text_init(&text, storage, STORAGE_SIZE);
	number = 0;
	verify = false;
	pipeline = (struct pipeline){
		.tracker = tracker_new(&options),
		.fragments = calloc(1, sizeof(struct fragments)),
		.text = &text,
		.line = { .numeric = true, .time = LINE_TIME_NONE },
		.state = true,
		.writer = { .text = &text, .line = { .numeric = true } },
	};
	cr_assert_not_null(pipeline.tracker);
	cr_assert_not_null(pipeline.fragments);
}

static void set_up(void)
{
	set_up_with(0);
}

static void clean_up(void)
{
	view_free(&pipeline.view);
	tracker_free(pipeline.tracker);
	free(pipeline.fragments);
	free(storage);
}

TestSuite(pipeline, .init = set_up, .fini = clean_up);

struct frame {
	uint8_t octets[FRAME_MAX];
};

static void put(uint8_t *at, uint32_t value, int octets)
{
	for (int i = octets - 1; i >= 0; i--, value >>= 8)
		at[i] = (uint8_t)value;
}

/* A TCP segment without options or data, as a raw IPv4 packet, between
 * 10.x.y.z port 4000 and 192.0.2.1 port 80. */
static struct frame segment(uint32_t host, bool answer, uint16_t flags,
			    uint32_t seq, uint32_t ack)
{
	struct frame frame = { { 0x45 } };
	uint8_t *at = frame.octets;

	put(at + 2, 40, 2);
	at[8] = 64;
	at[9] = 6;
	put(at + (answer ? 16 : 12), 10U << 24 | host, 4);
	put(at + (answer ? 12 : 16), 0xc0000201, 4);
	put(at + (answer ? 22 : 20), 4000, 2);
	put(at + (answer ? 20 : 22), 80, 2);
	put(at + 24, seq, 4);
	put(at + 28, ack, 4);
	put(at + 32, 5U << 12 | flags, 2);
	put(at + 34, 1000, 2);
	return frame;
}

/* `milliseconds` since 1970; of the frame, so many octets. */
static void give(int64_t milliseconds, struct frame frame, uint32_t octets)
{
	struct packet packet = {
		.number = ++number,
		.time = { milliseconds / 1000, milliseconds % 1000 * 1000000 },
		.link_type = LINK_RAW,
		.bytes = frame.octets,
		.captured = octets,
		.length = octets,
	};

	pipeline.line.no_checksum = !verify; /* -K */
	pipeline_decode(&pipeline, &packet);
	pipeline_packet(&pipeline, &packet);
}

static const char *said(void)
{
	cr_assert_not(text.overflowed);
	return text_terminate(&text);
}

static int occurrences(const char *word)
{
	int count = 0;

	for (const char *at = said(); (at = strstr(at, word)); at++)
		count++;
	return count;
}

/* An ICMP error of port 80 that quotes the SYN of `host`. */
static void refuse(int64_t milliseconds, uint32_t host)
{
	struct frame syn = segment(host, false, TCP_SYN, 500, 0);
	struct frame frame = { { 0x45 } };
	uint8_t *at = frame.octets;

	put(at + 2, 20 + 8 + 28, 2);
	at[8] = 64;
	at[9] = 1;
	put(at + 12, 0xc0000201, 4);
	put(at + 16, 10U << 24 | host, 4);
	at[20] = 3;
	at[21] = 3;
	memcpy(at + 28, syn.octets, 28);
	give(milliseconds, frame, 20 + 8 + 28);
}

/* Of three connections: 1 opens, sends an odd segment, is reset; 2 opens;
 * 3 is told that there is no such port.  Then everything times out. */
static void tell(void)
{
	give(1000, segment(1, false, TCP_SYN, 100, 0), 40);
	give(1001, segment(2, false, TCP_SYN, 300, 0), 40);
	give(1002, segment(1, true, TCP_SYN | TCP_ACK, 200, 101), 40);
	give(1003, segment(1, false, TCP_ACK, 101, 201), 40);
	give(1004, segment(1, false, TCP_SYN | TCP_FIN, 101, 201), 40);
	give(1005, segment(3, false, TCP_SYN, 500, 0), 40);
	refuse(1006, 3);
	give(1007, segment(1, true, TCP_RST | TCP_ACK, 201, 101), 40);
	/* A header that is cut belongs to nobody. */
	give(1008, segment(1, false, TCP_ACK, 101, 201), 22);
	pipeline_advance(&pipeline, 200 * SECOND);
	pipeline_finish(&pipeline);
}

static void want_connections(uint64_t one, uint64_t other)
{
	cr_assert(view_add_connection(&pipeline.view, one));
	if (other)
		cr_assert(view_add_connection(&pipeline.view, other));
}

Test(pipeline, all_lines)
{
	tell();
	cr_expect_eq(occurrences("\n"), 10, "%s", storage);
	cr_expect_eq(occurrences("-- #"), 2, "%s", storage);
	cr_expect_eq(pipeline.hidden, 0);
}

Test(pipeline, lines_of_some_connections)
{
	want_connections(99, 2);
	tell();
	cr_expect_str_eq(
		said(),
		"IP 10.0.0.2.4000 > 192.0.2.1.80: Flags [S], seq 300, "
		"win 1000, length 0 | #2 client CLOSED->SYN_SENT, server "
		"LISTEN? | handshake 1/3\n"
		"-- #2 client SYN_SENT->CLOSED? | timed out\n");
}

Test(pipeline, lines_of_transitions)
{
	pipeline.view.transitions = true;
	tell();
	/* Not the one with bad flags, nor the header that is cut. */
	cr_expect_eq(occurrences("IP "), 6, "%s", storage);
	cr_expect_eq(occurrences("bad flags"), 0);
	cr_expect_eq(occurrences("-- #"), 2);
}

Test(pipeline, lines_of_findings)
{
	pipeline.view.findings = true;
	tell();
	cr_expect_eq(occurrences("IP "), 2, "%s", storage);
	cr_expect_eq(occurrences("bad flags"), 1);
	cr_expect_eq(occurrences("reset by server"), 1);
	cr_expect_eq(occurrences("ICMP port unreachable"), 1);
	cr_expect_eq(occurrences("timed out"), 1);
}

Test(pipeline, views_combine)
{
	pipeline.view.findings = true;
	pipeline.view.transitions = true;
	want_connections(3, 1);
	tell();
	cr_expect_eq(occurrences("\n"), 2, "%s", storage);
	cr_expect_eq(occurrences("reset by server"), 1);
	cr_expect_eq(occurrences("ICMP port unreachable"), 1);
}

Test(pipeline, classic_lines_too)
{
	pipeline.line.classic = true;
	pipeline.view.findings = true;
	want_connections(1, 0);
	tell();
	cr_expect_eq(occurrences("\n"), 2, "%s", storage);
	cr_expect_eq(occurrences(": R 1:1(0) ack 1 win"), 1);
}

Test(pipeline, explanations_go_with_their_lines)
{
	pipeline.explain = true;
	pipeline.view.findings = true;
	want_connections(3, 0);
	tell();
	/* The ICMP error, and below it why the client is closed. */
	cr_expect(!strncmp(said(), "-- #3 client SYN_SENT->CLOSED? | ICMP", 37),
		  "%s", storage);
	cr_expect_eq(occurrences("\n        "), 1);
	cr_expect_eq(occurrences("SYN_SENT (RFC"), 0);
}

struct record_row {
	const char *name;
	unsigned int records;
	bool transitions, findings;
	uint64_t connection; /* 0: all */
	int packets, states, flows, notices;
};

static const struct record_row record_rows[] = {
	{ "all", JSON_ALL, false, false, 0, 8, 10, 3, 1 },
	{ "packets", JSON_PACKET, false, false, 0, 8, 0, 0, 0 },
	{ "states", JSON_STATE, false, false, 0, 0, 10, 0, 0 },
	{ "flows", JSON_FLOW, false, false, 0, 0, 0, 3, 0 },
	{ "notices", JSON_NOTICE, false, false, 0, 0, 0, 0, 1 },
	{ "one connection", JSON_ALL, false, false, 2, 1, 2, 1, 0 },
	{ "a refused one", JSON_ALL, false, false, 3, 1, 2, 1, 1 },
	{ "none", JSON_ALL, false, false, 9, 0, 0, 0, 0 },
	{ "transitions", JSON_ALL, true, false, 0, 6, 10, 3, 1 },
	{ "findings", JSON_ALL, false, true, 0, 2, 4, 3, 1 },
	{ "findings of one", JSON_ALL, true, true, 1, 1, 2, 1, 0 },
};

Test(pipeline, records)
{
	for (size_t i = 0; i < sizeof(record_rows) / sizeof(*record_rows);
	     i++) {
		const struct record_row *row = &record_rows[i];

		clean_up();
		set_up();
		pipeline.records = row->records;
		pipeline.view.transitions = row->transitions;
		pipeline.view.findings = row->findings;
		if (row->connection)
			want_connections(row->connection, 0);
		tell();
		cr_expect_eq(occurrences("{\"type\":\"packet\""), row->packets,
			     "%s:\n%s", row->name, storage);
		cr_expect_eq(occurrences("{\"type\":\"state\""), row->states,
			     "%s:\n%s", row->name, storage);
		cr_expect_eq(occurrences("{\"type\":\"flow\""), row->flows,
			     "%s:\n%s", row->name, storage);
		cr_expect_eq(occurrences("{\"type\":\"notice\""), row->notices,
			     "%s:\n%s", row->name, storage);
		cr_expect_eq(pipeline.hidden, 0);
	}
}

/* Events have no packet record that could carry them.  (That the sentences are
 * those of the lines, run_records sees.) */
Test(pipeline, explanations_in_records)
{
	pipeline.records = JSON_ALL;
	pipeline.writer.explain = true;
	tell();
	cr_expect_eq(occurrences("\"explain\":["), 8 + 2, "%s", storage);
	cr_expect_eq(occurrences("\"number\":7,\"explain\":[\""), 1, "%s",
		     storage);
	cr_expect_eq(occurrences("\"number\":null,\"explain\":[\""), 1, "%s",
		     storage);
	/* What belongs to nobody has no reason. */
	cr_expect_eq(occurrences("\"notes\":[],\"explain\":[]}\n"), 1, "%s",
		     storage);
	cr_expect_eq(occurrences("\"explain\":[\"  "), 0);
}

/* With --no-state, lines are tcpdump's; records are what they are. */
Test(pipeline, records_without_state)
{
	pipeline.state = false;
	pipeline.records = JSON_ALL;
	tell();
	cr_expect_eq(occurrences("{\"type\":\"state\""), 10);
	cr_expect_eq(occurrences("\"kind\":\"icmp\""), 1);
}

Test(pipeline, an_icmp_error_is_a_notice)
{
	pipeline.records = JSON_NOTICE;
	tell();
	cr_expect_str_eq(said(),
			 "{\"type\":\"notice\","
			 "\"ts\":\"1970-01-01T00:00:01.006000Z\","
			 "\"kind\":\"icmp\",\"text\":\"ICMP port unreachable "
			 "from 192.0.2.1\",\"number\":7,\"conn\":3,"
			 "\"count\":null}\n");
}

Test(pipeline, time_that_goes_back_is_a_notice)
{
	static const struct {
		int64_t milliseconds;
		int notices; /* until then */
	} rows[] = {
		{ 10000, 0 }, { 9999, 1 },  { 10001, 1 }, { 10000, 1 },
		{ 10999, 1 }, { 10500, 1 }, { 11000, 1 }, { 5000, 2 },
		{ 5001, 2 },  { 5002, 2 },  { 13000, 2 }, { 12999, 3 },
	};

	pipeline.records = JSON_NOTICE;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		give(rows[i].milliseconds, segment(1, false, TCP_ACK, 1, 1),
		     40);
		cr_expect_eq(occurrences("\"kind\":\"time\""), rows[i].notices,
			     "row %zu: %s", i, storage);
	}
	cr_expect_eq(pipeline.backwards, 7);
	cr_expect_eq(occurrences("\"number\":12,\"conn\":null,\"count\":7}"),
		     1);
}

/* A time before 1970 is not earlier than one before it. */
Test(pipeline, time_may_begin_anywhere)
{
	pipeline.records = JSON_NOTICE;
	give(-5000, segment(1, false, TCP_ACK, 1, 1), 40);
	give(-4000, segment(1, false, TCP_ACK, 1, 1), 40);
	cr_expect_eq(pipeline.backwards, 0);
	cr_expect_str_eq(said(), "");
}

static void flood(uint32_t from, uint32_t count, int64_t milliseconds)
{
	for (uint32_t i = 0; i < count; i++)
		give(milliseconds, segment(from + i, false, TCP_SYN, 100, 0),
		     40);
}

Test(pipeline, a_table_that_is_full_is_a_notice)
{
	clean_up();
	set_up_with(1 << 20);
	pipeline.records = JSON_NOTICE;
	flood(1, 100, 1000);
	cr_expect_str_eq(said(), "");
	flood(1000, 30000, 2000);
	cr_expect_eq(occurrences("\"kind\":\"memory\""), 1, "%s", storage);
	cr_expect_eq(occurrences("is used up"), 1);
	cr_expect_eq(occurrences("\"conn\":null,\"count\":1}"), 1);
	pipeline_advance(&pipeline, 11 * SECOND);
	cr_expect_eq(occurrences("is enough again"), 0);
	pipeline_advance(&pipeline, 12 * SECOND);
	cr_expect_eq(occurrences("is enough again"), 1, "%s", storage);
	cr_expect_gt(pipeline.pressure.evicted, 10000);
	pipeline_advance(&pipeline, 30 * SECOND);
	cr_expect_eq(occurrences("\"kind\":\"memory\""), 2);
	flood(100000, 20000, 31000);
	cr_expect_eq(occurrences("is used up"), 2);
}

/* --- fragments */

/* The segment's octets from `from` to `to`, counted from the TCP header. */
static void give_part(struct frame whole, uint32_t id, uint32_t from,
		      uint32_t to)
{
	struct frame frame = whole;
	uint32_t length = (uint32_t)(whole.octets[2] << 8 | whole.octets[3]);
	bool more = to + 20 < length;

	memset(frame.octets + 20, 0, FRAME_MAX - 20);
	memcpy(frame.octets + 20, whole.octets + 20 + from, to - from);
	put(frame.octets + 2, 20 + to - from, 2);
	put(frame.octets + 4, id, 2);
	put(frame.octets + 6, (more ? 0x2000U : 0) | from / 8, 2);
	give(1000, frame, 20 + to - from);
}

/* The same, with 20 octets of data. */
static struct frame data_segment(uint32_t seq, uint16_t flags)
{
	struct frame frame = segment(1, false, flags, seq, 201);

	put(frame.octets + 2, 60, 2);
	return frame;
}

static void open_connection(void)
{
	give(1000, segment(1, false, TCP_SYN, 100, 0), 40);
	give(1000, segment(1, true, TCP_SYN | TCP_ACK, 200, 101), 40);
	give(1000, segment(1, false, TCP_ACK, 101, 201), 40);
	text_init(&text, storage, STORAGE_SIZE);
}

#define FROM "IP 10.0.0.1.4000 > 192.0.2.1.80: "
#define LATER "IP 10.0.0.1 > 192.0.2.1: ip-proto-6"
#define OPEN "#1 client ESTABLISHED, server ESTABLISHED?"

/* A FIN takes effect when the segment is whole, and not before. */
Test(pipeline, fragments_in_order)
{
	open_connection();
	give_part(data_segment(101, TCP_FIN | TCP_ACK), 7, 0, 24);
	give_part(data_segment(101, TCP_FIN | TCP_ACK), 7, 24, 32);
	give_part(data_segment(101, TCP_FIN | TCP_ACK), 7, 32, 40);
	give(1000, segment(1, true, TCP_ACK, 201, 122), 40);
	cr_expect_str_eq(
		said(),
		FROM "Flags [F.], seq 1:5, ack 1, win 1000, length 4 | " OPEN
		     " | fragment\n" LATER " | " OPEN " | fragment\n" LATER
		     " | #1 client ESTABLISHED->FIN_WAIT1, server "
		     "ESTABLISHED?->CLOSE_WAIT? | active close by client; "
		     "reassembled from 3 fragments\n"
		     "IP 192.0.2.1.80 > 10.0.0.1.4000: Flags [.], ack 22, win "
		     "1000, length 0 | #1 client FIN_WAIT1->FIN_WAIT2?, "
		     "server CLOSE_WAIT\n");
	cr_expect_eq(pipeline.hidden, 0);
}

/* Whose the later ones are shows when the first comes. */
Test(pipeline, fragments_in_reverse_order)
{
	open_connection();
	give_part(data_segment(101, TCP_ACK), 7, 24, 40);
	give_part(data_segment(101, TCP_ACK), 7, 0, 24);
	cr_expect_str_eq(said(),
			 LATER "\n" FROM
			       "Flags [.], seq 1:5, ack 1, win 1000, length 4 "
			       "| " OPEN " | reassembled from 2 fragments\n");
}

/* Where lines are all that is asked for, less is asked of a packet; to name all
 * connections, and what belongs to none, is to ask for the same. */
Test(pipeline, lines_that_are_asked_for_or_not)
{
	char *expected = NULL;

	for (int asked = 0; asked < 2; asked++) {
		if (asked) {
			want_connections(0, 1);
			want_connections(2, 3);
			want_connections(4, 0);
		}
		give_part(data_segment(101, TCP_ACK), 7, 0, 24);
		give_part(data_segment(101, TCP_ACK), 7, 24, 40);
		tell();
		cr_expect_eq(pipeline.segments,
			     asked ? PIPELINE_SOME : PIPELINE_LINES);
		if (asked)
			break;
		expected = strdup(said());
		clean_up();
		set_up();
	}
	cr_expect_eq(occurrences("\n"), 12, "%s", storage);
	cr_expect_str_eq(said(), expected);
	free(expected);
}

/* Where nothing of segments is shown, each may as well be asked what is. */
Test(pipeline, segments_of_which_nothing_is_shown)
{
	static const struct {
		bool silent;
		unsigned int records;
		enum pipeline_segments expected;
	} rows[] = {
		{ true, 0, PIPELINE_NOTHING },
		{ false, JSON_FLOW, PIPELINE_NOTHING },
		{ false, JSON_ALL & ~(JSON_PACKET | JSON_STATE),
		  PIPELINE_NOTHING },
		{ false, JSON_STATE, PIPELINE_SOME },
		{ false, JSON_PACKET, PIPELINE_SOME },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *expected = NULL;

		for (int asked = 0; asked < 2; asked++) {
			clean_up();
			set_up();
			pipeline.silent = rows[i].silent;
			pipeline.records = rows[i].records;
			give(999, segment(4, false, TCP_SYN, 700, 0), 40);
			cr_expect_eq(pipeline.segments, rows[i].expected, "%zu",
				     i);
			if (asked)
				pipeline.segments = PIPELINE_SOME;
			tell();
			if (!asked)
				expected = strdup(said());
		}
		cr_expect_str_eq(said(), expected, "%zu", i);
		free(expected);
	}
}

/* The same first fragment again has another identification, and is whole: what
 * was never whole was not received. */
Test(pipeline, a_fragment_is_lost)
{
	open_connection();
	give_part(data_segment(101, TCP_ACK), 7, 0, 24);
	give_part(data_segment(101, TCP_ACK), 8, 0, 24);
	give_part(data_segment(101, TCP_ACK), 8, 24, 40);
	cr_expect_eq(occurrences("| " OPEN " | fragment\n"), 2, "%s", storage);
	cr_expect_eq(occurrences("| reassembled from 2 fragments\n"), 1);
	cr_expect_eq(occurrences("retransmission"), 0);
	cr_expect_eq(fragments_count(pipeline.fragments).never_whole, 1);
}

/* Of a connection that nothing else is known of, there is no state; but
 * numbers are counted as tcpdump does, from the first that was seen. */
Test(pipeline, fragments_begin_a_connection)
{
	give_part(data_segment(101, TCP_ACK), 7, 0, 24);
	give_part(data_segment(121, TCP_ACK), 8, 0, 24);
	give_part(data_segment(121, TCP_ACK), 8, 24, 40);
	cr_expect_str_eq(
		said(), FROM
		"Flags [.], seq 101:105, ack 201, win 1000, length 4\n" FROM
		"Flags [.], seq 20:24, ack 1, win 1000, length 4\n" LATER
		" | #1 client ESTABLISHED?, server ESTABLISHED? | "
		"mid-stream; reassembled from 2 fragments\n");
}

Test(pipeline, fragments_in_records)
{
	pipeline.records = JSON_PACKET | JSON_STATE;
	open_connection();
	give_part(data_segment(101, TCP_FIN | TCP_ACK), 7, 0, 24);
	give_part(data_segment(101, TCP_FIN | TCP_ACK), 7, 24, 32);
	cr_expect_eq(occurrences("\"conn\":1,\"from\":\"client\""), 2, "%s",
		     storage);
	cr_expect_eq(occurrences("\"sport\":4000"), 2);
	cr_expect_eq(occurrences("\"seq_rel\":1,"), 1);
	cr_expect_eq(occurrences("\"length\":null"), 2);
	cr_expect_eq(occurrences("\"notes\":[\"fragment\"]"), 2);
	cr_expect_eq(occurrences("\"type\":\"state\""), 0);
	text_init(&text, storage, STORAGE_SIZE);
	give_part(data_segment(101, TCP_FIN | TCP_ACK), 7, 32, 40);
	cr_expect_eq(occurrences("\"flags\":\"F.\",\"seq\":101,"), 1, "%s",
		     storage);
	cr_expect_eq(occurrences("\"length\":20,"), 1);
	cr_expect_eq(occurrences("\"reassembled from 3 fragments\"]"), 1);
	cr_expect_eq(occurrences("\"to\":\"FIN_WAIT1\""), 1);
}

/* Its checksum is the whole one's; -K believes that too. */
Test(pipeline, the_checksum_of_a_whole)
{
	struct frame whole = data_segment(101, TCP_ACK);

	open_connection();
	verify = true;
	give_part(whole, 7, 0, 24);
	give_part(whole, 7, 24, 40);
	cr_expect_eq(occurrences("cksum bad (0x0000, should be 0x"), 1, "%s",
		     storage);
	whole = data_segment(121, TCP_ACK);
	verify = false;
	give_part(whole, 8, 0, 24);
	give_part(whole, 8, 24, 40);
	cr_expect_eq(occurrences("cksum bad"), 1, "%s", storage);
}

/* Destination options inside: only the whole shows that it is TCP. */
static void give_ip6_part(const uint8_t *octets, uint32_t from, uint32_t to,
			  bool more)
{
	struct packet packet = { .number = ++number, .link_type = LINK_RAW };
	uint8_t frame[128] = { 0x60 };

	put(frame + 4, 8 + to - from, 2);
	frame[6] = 44;
	frame[23] = 1;
	frame[39] = 2;
	frame[40] = 60;
	put(frame + 42, from | more, 2);
	memcpy(frame + 48, octets + from, to - from);
	packet.bytes = frame;
	packet.captured = packet.length = 48 + to - from;
	pipeline_decode(&pipeline, &packet);
	pipeline_packet(&pipeline, &packet);
}

Test(pipeline, tcp_behind_headers_in_fragments)
{
	const struct frame syn = segment(1, false, TCP_SYN, 100, 0);
	uint8_t octets[48] = { 6, 0, 1, 4 };

	memcpy(octets + 8, syn.octets + 20, 20);
	pipeline.line.no_checksum = true;
	give_ip6_part(octets, 40, 48, false);
	cr_expect_eq(pipeline.hidden, 1);
	cr_expect_str_eq(said(), "");
	give_ip6_part(octets, 0, 32, true);
	give_ip6_part(octets, 32, 40, true);
	cr_expect_eq(pipeline.hidden, 1);
	cr_expect_str_eq(said(),
			 "IP6 ::1 > ::2: frag (0|32) DSTOPT 4000 > 80: Flags "
			 "[S], seq 100:104, win 1000, length 4\n"
			 "IP6 ::1 > ::2: frag (32|8) | #1 client "
			 "CLOSED->SYN_SENT, server LISTEN? | handshake 1/3; "
			 "fast open; reassembled from 3 fragments\n");
}

/* --- the set of findings */

/* What is red is worth finding; that a handshake goes as it should is not. */
Test(findings, what_they_are)
{
	static const enum note none[] = {
		NOTE_HANDSHAKE,
		NOTE_SIMULTANEOUS_OPEN,
		NOTE_FAST_OPEN,
		NOTE_ACTIVE_CLOSE,
		NOTE_HALF_CLOSE,
		NOTE_SIMULTANEOUS_CLOSE,
		NOTE_CLOSED,
		NOTE_TIME_WAIT_UNTIL,
		NOTE_TIME_WAIT_RESTARTED,
		NOTE_MID_STREAM,
		NOTE_URGENT_DATA,
		NOTE_CHECKSUM_OFFLOAD,
		NOTE_FRAGMENT,
		NOTE_REASSEMBLED,
		NOTE_2MSL_ELAPSED,
		NOTE_LASTED,
	};
	int count = 0;

	for (int i = 0; i <= NOTE_ICMP; i++) {
		const struct track_note note = { .note = (uint8_t)i };

		count += note_is_finding(&note);
		cr_expect(note_is_finding(&note) || !note_is_trouble(&note),
			  "%d", i);
	}
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++) {
		const struct track_note note = { .note = (uint8_t)none[i] };

		cr_expect_not(note_is_finding(&note), "%d", none[i]);
	}
	cr_expect_eq((size_t)count,
		     NOTE_ICMP + 1 - sizeof(none) / sizeof(*none));
}

Test(findings, numbers_of_connections)
{
	static const uint64_t given[] = { 5, 1, 9, 5, UINT64_MAX, 2 };
	struct view view = { 0 };

	cr_expect(view_has_connection(&view, 0));
	cr_expect(view_has_connection(&view, 7));
	for (size_t i = 0; i < sizeof(given) / sizeof(*given); i++)
		cr_assert(view_add_connection(&view, given[i]));
	for (size_t i = 0; i < sizeof(given) / sizeof(*given); i++)
		cr_expect(view_has_connection(&view, given[i]));
	cr_expect_not(view_has_connection(&view, 0));
	cr_expect_not(view_has_connection(&view, 3));
	cr_expect_not(view_has_connection(&view, 10));
	view_free(&view);
}
