/*
 * Records: each type to the letter, and the escaper against what others may
 * have put into names, filters and packets.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "render/json.h"
#include "render/json_text.h"
#include "render/note_text.h"
#include "segment.h"
#include "track/tracker.h"

#define SECOND INT64_C(1000000000)
/* 2026-11-21 12:00:00 */
#define NOON (INT64_C(1795262400) * SECOND)
#define TS "\"ts\":\"2026-11-21T12:00:00.000000Z\""

enum { SIZE = 4096 };

struct paper {
	char storage[SIZE];
	struct text text;
	struct json_writer writer;
};

static const struct json_writer *begin(struct paper *paper)
{
	text_init(&paper->text, paper->storage, sizeof(paper->storage));
	paper->writer = (struct json_writer){
		.text = &paper->text,
		.line = { .numeric = true },
		.time = NOON,
		.number = 7,
	};
	return &paper->writer;
}

static const char *said(struct paper *paper)
{
	cr_expect_not(paper->text.overflowed);
	return text_terminate(&paper->text);
}

/* --- strings */

struct string_row {
	const char *string;
	size_t length; /* 0: as strlen says */
	const char *want;
};

static const struct string_row string_rows[] = {
	{ "", 0, "\"\"" },
	{ "eth0", 0, "\"eth0\"" },
	{ "a\"b", 0, "\"a\\\"b\"" },
	{ "a\\b", 0, "\"a\\\\b\"" },
	{ "a/b", 0, "\"a/b\"" },
	{ "a\nb\tc", 0, "\"a\\nb\\tc\"" },
	{ "\x1b[31mred", 0, "\"\\u001b[31mred\"" },
	{ "\r\b\f", 0, "\"\\u000d\\u0008\\u000c\"" },
	{ "a\0b", 3, "\"a\\u0000b\"" },
	{ "\x7f", 0, "\"\\u007f\"" },
	{ "\xc2\x9b", 0, "\"\\u009b\"" },
	{ "</script>", 0, "\"</script>\"" },
	/* What is Unicode and harmless stays. */
	{ "gr\xc3\xbc\xc3\x9f", 0, "\"gr\xc3\xbc\xc3\x9f\"" },
	{ "\xe2\x82\xac", 0, "\"\xe2\x82\xac\"" },
	{ "\xf0\x9f\x90\xb1", 0, "\"\xf0\x9f\x90\xb1\"" },
	{ "\xef\xbf\xbd", 0, "\"\xef\xbf\xbd\"" },
	{ "\xf4\x8f\xbf\xbf", 0, "\"\xf4\x8f\xbf\xbf\"" },
	/* Separators and directions of writing. */
	{ "\xe2\x80\xa8\xe2\x80\xa9", 0, "\"\\u2028\\u2029\"" },
	{ "\xe2\x80\xae", 0, "\"\\u202e\"" },
	{ "\xe2\x80\x8e", 0, "\"\\u200e\"" },
	{ "\xe2\x81\xa6", 0, "\"\\u2066\"" },
	{ "\xd8\x9c", 0, "\"\\u061c\"" },
	{ "\xef\xbb\xbf", 0, "\"\\ufeff\"" },
	{ "\xe2\x80\x90", 0, "\"\xe2\x80\x90\"" },
	/* What is not UTF-8, octet by octet. */
	{ "a\xff\xfe", 0, "\"a\\ufffd\\ufffd\"" },
	{ "\x80", 0, "\"\\ufffd\"" },
	{ "\xc3", 0, "\"\\ufffd\"" },
	{ "\xc3(", 0, "\"\\ufffd(\"" },
	{ "\xe2\x82", 0, "\"\\ufffd\\ufffd\"" },
	{ "\xe2\x82(", 0, "\"\\ufffd\\ufffd(\"" },
	{ "\xf0\x9f\x90", 0, "\"\\ufffd\\ufffd\\ufffd\"" },
	{ "\xc0\xaf", 0, "\"\\ufffd\\ufffd\"" },
	{ "\xc1\xbf", 0, "\"\\ufffd\\ufffd\"" },
	{ "\xe0\x9f\xbf", 0, "\"\\ufffd\\ufffd\\ufffd\"" },
	{ "\xf0\x8f\xbf\xbf", 0, "\"\\ufffd\\ufffd\\ufffd\\ufffd\"" },
	{ "\xed\xa0\x80", 0, "\"\\ufffd\\ufffd\\ufffd\"" },
	{ "\xf4\x90\x80\x80", 0, "\"\\ufffd\\ufffd\\ufffd\\ufffd\"" },
	{ "\xf5\x80\x80\x80", 0, "\"\\ufffd\\ufffd\\ufffd\\ufffd\"" },
	/* A whole character that is cut by the length. */
	{ "\xe2\x82\xac", 2, "\"\\ufffd\\ufffd\"" },
};

Test(json, strings)
{
	for (size_t i = 0; i < sizeof(string_rows) / sizeof(*string_rows);
	     i++) {
		const struct string_row *row = &string_rows[i];
		struct paper paper;

		begin(&paper);
		json_string(&paper.text, row->string,
			    row->length ? row->length : strlen(row->string));
		cr_expect_str_eq(said(&paper), row->want, "row %zu: %s", i,
				 paper.storage);
	}
}

/* Whatever two octets there are: what comes out is UTF-8 between two quotes,
 * without quotes, backslashes that escape nothing, or control characters. */
Test(json, strings_of_any_two_octets)
{
	for (unsigned int pair = 0; pair < 0x10000; pair++) {
		const char octets[] = { (char)(pair >> 8), (char)pair };
		struct paper paper;
		size_t length;

		begin(&paper);
		json_string(&paper.text, octets, 2);
		said(&paper);
		length = text_length(&paper.text);
		cr_assert_gt(length, 2, "%x", pair);
		for (size_t i = 1; i + 1 < length; i++) {
			unsigned char c = (unsigned char)paper.storage[i];

			cr_assert(c >= ' ' && c != 0x7f && c != '"', "%x",
				  pair);
			if (c == '\\')
				cr_assert(strchr("\"\\ntu", paper.storage[++i]),
					  "%x", pair);
		}
	}
}

struct time_row {
	int64_t time;
	bool nanoseconds;
	const char *want;
};

static const struct time_row time_rows[] = {
	{ 0, false, "\"1970-01-01T00:00:00.000000Z\"" },
	{ NOON + 123456789, false, "\"2026-11-21T12:00:00.123456Z\"" },
	{ NOON + 123456789, true, "\"2026-11-21T12:00:00.123456789Z\"" },
	{ -1, true, "\"1969-12-31T23:59:59.999999999Z\"" },
	{ INT64_C(9000000000) * SECOND, false,
	  "\"2255-03-14T16:00:00.000000Z\"" },
	{ INT64_C(-9000000000) * SECOND, false,
	  "\"1684-10-19T08:00:00.000000Z\"" },
};

Test(json, times)
{
	for (size_t i = 0; i < sizeof(time_rows) / sizeof(*time_rows); i++) {
		const struct time_row *row = &time_rows[i];
		struct paper paper;

		begin(&paper);
		json_time(&paper.text, row->time, row->nanoseconds);
		cr_expect_str_eq(said(&paper), row->want, "%s", paper.storage);
	}
}

static void expect_writer_time(const struct time_row *row,
			       struct json_second *second)
{
	const struct json_writer writer = { .nanoseconds = row->nanoseconds,
					    .second = second };
	char got[JSON_TIME_SIZE];

	*put_writer_time(got, &writer, row->time) = '\0';
	cr_expect_str_eq(got, row->want, "%s", got);
}

/* Whatever was kept before, and where nothing is: a second is never that of
 * another time. */
Test(json, times_by_a_kept_second)
{
	size_t count = sizeof(time_rows) / sizeof(*time_rows);

	for (size_t i = 0; i < count; i++) {
		expect_writer_time(&time_rows[i], NULL);
		for (size_t j = 0; j < count; j++) {
			struct json_second second = { 0 };

			expect_writer_time(&time_rows[i], &second);
			expect_writer_time(&time_rows[j], &second);
		}
	}
}

/* --- packets */

#define FROM_CLIENT                                                            \
	"\"src\":\"10.61.0.1\",\"sport\":60391,"                               \
	"\"dst\":\"10.61.0.2\",\"dport\":55555,"
#define NO_HEADER                                                              \
	"\"flags\":null,\"seq\":null,\"ack\":null,"                            \
	"\"seq_rel\":null,\"ack_rel\":null,\"win\":null,"                      \
	"\"window\":null,\"urg\":null,\"length\":null,"                        \
	"\"cksum\":\"unverified\",\"options\":null,"
#define NO_STATE "\"state\":null,\"notes\":[]}\n"

struct packet_row {
	const char *name;
	struct segment segment;
	const char *want; /* behind `"from":null,` */
};

/* They belong to no connection. */
static const struct packet_row packet_rows[] = {
	{ "a SYN with all of its options",
	  { .flags = TCP_SYN,
	    .seq = 4000000000U,
	    .window = 64240,
	    /* mss 1460, sackOK, TS 7 0, nop, wscale 7, fast open */
	    .options = "020405b40402080a00000007000000000103030722020101" },
	  FROM_CLIENT "\"flags\":\"S\",\"seq\":4000000000,\"ack\":null,"
		      "\"seq_rel\":null,\"ack_rel\":null,\"win\":64240,"
		      "\"window\":null,\"urg\":null,\"length\":0,"
		      "\"cksum\":\"good\",\"options\":{\"mss\":1460,"
		      "\"wscale\":7,\"sack_permitted\":true,"
		      "\"ts\":{\"val\":7,\"ecr\":0},\"fast_open\":true}," },
	{ "SACK blocks, urgent data, no flag left out",
	  { .flags = 0x1ff,
	    .seq = 1,
	    .ack = 2,
	    .window = 3,
	    .urgent = 1,
	    .options = "0101051200000001000000050000000affffffff",
	    .data = "2200" },
	  FROM_CLIENT "\"flags\":\"FSRP.UEWe\",\"seq\":1,\"ack\":2,"
		      "\"seq_rel\":null,\"ack_rel\":null,\"win\":3,"
		      "\"window\":null,\"urg\":1,\"length\":2,"
		      "\"cksum\":\"good\",\"options\":{"
		      "\"sack\":[[1,5],[10,4294967295]]}," },
	{ "no flag, a bad checksum, an impossible option",
	  { .urgent = 9, .options = "020000ff", .spoilt = true },
	  FROM_CLIENT "\"flags\":\"\",\"seq\":0,\"ack\":null,"
		      "\"seq_rel\":null,\"ack_rel\":null,\"win\":0,"
		      "\"window\":null,\"urg\":null,\"length\":0,"
		      "\"cksum\":\"bad\",\"options\":{\"malformed\":true}," },
	{ "IPv6",
	  { .version = 6, .flags = TCP_ACK, .from_server = true },
	  "\"src\":\"fd00:61::2\",\"sport\":55555,"
	  "\"dst\":\"fd00:61::1\",\"dport\":60391,"
	  "\"flags\":\".\",\"seq\":0,\"ack\":0,\"seq_rel\":null,"
	  "\"ack_rel\":null,\"win\":0,\"window\":null,\"urg\":null,"
	  "\"length\":0,\"cksum\":\"good\",\"options\":{}," },
	{ "options that were cut off",
	  { .flags = TCP_ACK,
	    .window = 1,
	    .options = "020405b40101080a0000000700000000",
	    .captured = 20 + 20 + 6 },
	  FROM_CLIENT "\"flags\":\".\",\"seq\":0,\"ack\":0,"
		      "\"seq_rel\":null,\"ack_rel\":null,\"win\":1,"
		      "\"window\":null,\"urg\":null,\"length\":0,"
		      "\"cksum\":\"unverified\","
		      "\"options\":{\"mss\":1460}," },
	{ "a header that is too short",
	  { .flags = TCP_ACK, .seq = 5, .words = 4 },
	  FROM_CLIENT "\"flags\":\".\",\"seq\":5,\"ack\":0,"
		      "\"seq_rel\":null,\"ack_rel\":null,\"win\":0,"
		      "\"window\":null,\"urg\":null,\"length\":null,"
		      "\"cksum\":\"unverified\",\"options\":null," },
	{ "a header that is too long",
	  { .flags = TCP_ACK, .seq = 5, .words = 15 },
	  FROM_CLIENT "\"flags\":\".\",\"seq\":5,\"ack\":0,"
		      "\"seq_rel\":null,\"ack_rel\":null,\"win\":0,"
		      "\"window\":null,\"urg\":null,\"length\":null,"
		      "\"cksum\":\"unverified\",\"options\":null," },
	{ "only the ports were captured",
	  { .flags = TCP_ACK, .captured = 24 },
	  FROM_CLIENT NO_HEADER },
	{ "not even those",
	  { .flags = TCP_ACK, .captured = 22 },
	  "\"src\":\"10.61.0.1\",\"sport\":null,"
	  "\"dst\":\"10.61.0.2\",\"dport\":null," NO_HEADER },
	{ "a later fragment",
	  { .data = "616263", .fragment = 0x0010 },
	  "\"src\":\"10.61.0.1\",\"sport\":null,"
	  "\"dst\":\"10.61.0.2\",\"dport\":null," NO_HEADER },
};

Test(json, packets)
{
	static const struct track_result none;

	for (size_t i = 0; i < sizeof(packet_rows) / sizeof(*packet_rows);
	     i++) {
		const struct packet_row *row = &packet_rows[i];
		struct packet packet = segment_build(&row->segment);
		struct paper paper;
		char want[SIZE];

		json_packet(begin(&paper), &packet, &none);
		snprintf(want, sizeof(want),
			 "{\"type\":\"packet\"," TS ",\"number\":7,"
			 "\"conn\":null,\"from\":null,%s" NO_STATE,
			 row->want);
		cr_expect_str_eq(said(&paper), want, "%s:\n%s\n%s", row->name,
				 paper.storage, want);
		segment_free(&packet);
	}
}

/* The IP header was cut off before the addresses. */
Test(json, a_packet_without_addresses)
{
	static const struct track_result none;
	const struct packet packet = { .kind = PACKET_TCP_LOST };
	struct paper paper;

	json_packet(begin(&paper), &packet, &none);
	cr_expect_str_eq(said(&paper),
			 "{\"type\":\"packet\"," TS ",\"number\":7,"
			 "\"conn\":null,\"from\":null,\"src\":null,"
			 "\"sport\":null,\"dst\":null,\"dport\":null," NO_HEADER
				 NO_STATE);
}

/* What the tracker adds: numbers relative to the initial ones, also where they
 * wrap around, the window in octets, states, notes. */
Test(json, a_packet_of_a_connection)
{
	static const struct segment segment = { .from_server = true,
						.flags = TCP_ACK | TCP_PSH,
						.seq = 5,
						.ack = 1001,
						.window = 10,
						.data = "00" };
	const struct track_result result = {
		.connection = 18446744073709551615U,
		.from = TRACK_SERVER,
		.ends = { { .states = { STATE_ESTABLISHED },
			    .count = 1,
			    .assumed = 1 },
			  { .states = { STATE_SYN_RECV, STATE_ESTABLISHED },
			    .count = 2,
			    .assumed = 1 } },
		.notes = { .count = 3,
			   .list = { { .note = NOTE_CHECKSUM_OFFLOAD },
				     { .note = NOTE_DUP_ACK, .value = 2 },
				     { .note = NOTE_WINDOW_SHRANK,
				       .value = 5 } } },
		.seq_base = 77, /* not what records count from */
		.ack_base = 77,
		.has_seq_zero = true,
		.seq_zero = 4294967290U,
		.has_ack_zero = true,
		.ack_zero = 1000,
		.has_window = true,
		.window = 1280,
	};
	struct packet packet = segment_build(&segment);
	struct paper paper;

	json_packet(begin(&paper), &packet, &result);
	cr_expect_str_eq(
		said(&paper),
		"{\"type\":\"packet\"," TS ",\"number\":7,"
		"\"conn\":18446744073709551615,\"from\":\"server\","
		"\"src\":\"10.61.0.2\",\"sport\":55555,"
		"\"dst\":\"10.61.0.1\",\"dport\":60391,"
		"\"flags\":\"P.\",\"seq\":5,\"ack\":1001,\"seq_rel\":11,"
		"\"ack_rel\":1,\"win\":10,\"window\":1280,\"urg\":null,"
		"\"length\":1,\"cksum\":\"good\",\"options\":{},"
		"\"state\":{\"client\":\"ESTABLISHED\","
		"\"server\":\"ESTABLISHED\",\"client_sure\":false,"
		"\"server_sure\":true},"
		"\"notes\":[\"dup ack #2\",\"window shrank 5\"]}\n",
		"%s", paper.storage);
	segment_free(&packet);
}

/* A line says "left to the NIC" with -v; in a record, "cksum" does. */
Test(json, a_checksum_left_to_the_card)
{
	const struct packet packet = {
		.kind = PACKET_TCP,
		.tcp = { .extent = TCP_WHOLE_HEADER,
			 .checksum = CHECKSUM_OFFLOAD },
	};
	const struct track_result result = {
		.connection = 1,
		.ends = { { .count = 1 }, { .count = 1 } },
		.notes = { .count = 1,
			   .list = { { .note = NOTE_CHECKSUM_OFFLOAD } } },
	};
	struct paper paper;

	begin(&paper);
	paper.writer.line.verbose = 3;
	json_packet(&paper.writer, &packet, &result);
	cr_expect(strstr(said(&paper), "\"cksum\":\"offload\""));
	cr_expect(strstr(paper.storage, "\"notes\":[]"));
}

/* Notes are not escaped, for they are of our own making. */
Test(json, notes_need_no_escaping)
{
	const struct packet_quote quote = { .reporter = { .version = 6 } };

	for (int note = 0; note <= NOTE_ICMP; note++) {
		const struct track_note one = { .note = (uint8_t)note };
		struct paper paper;

		begin(&paper);
		note_render(&paper.text, &paper.writer.line, &one, &quote);
		cr_expect_gt(strlen(said(&paper)), 3, "%d", note);
		for (const char *c = paper.storage; *c; c++)
			cr_expect(*c >= ' ' && *c <= '~' && *c != '"' &&
					  *c != '\\',
				  "%s", paper.storage);
	}
}

/* --- transitions */

struct steps_row {
	const char *name;
	struct track_steps steps; /* of the client */
	const char *want[2];	  /* from "from" to "cause", or NULL */
};

static const struct steps_row steps_rows[] = {
	{ "nothing", { .states = { STATE_ESTABLISHED }, .count = 1 }, { 0 } },
	{ "by a segment",
	  { .states = { STATE_ESTABLISHED, STATE_FIN_WAIT1 }, .count = 2 },
	  { "\"from\":\"ESTABLISHED\",\"to\":\"FIN_WAIT1\",\"sure\":true,"
	    "\"cause\":\"segment\"" } },
	{ "inferred, from an assumed one",
	  { .states = { STATE_FIN_WAIT1, STATE_FIN_WAIT2, STATE_TIME_WAIT },
	    .count = 3,
	    .assumed = 6 },
	  { "\"from\":\"FIN_WAIT1\",\"to\":\"FIN_WAIT2\",\"sure\":false,"
	    "\"cause\":\"inferred\"",
	    "\"from\":\"FIN_WAIT2\",\"to\":\"TIME_WAIT\",\"sure\":false,"
	    "\"cause\":\"inferred\"" } },
	{ "withdrawn, then by a segment",
	  { .states = { STATE_CLOSE_WAIT, STATE_ESTABLISHED, STATE_FIN_WAIT1 },
	    .count = 3,
	    .assumed = 1,
	    .withdrew = true },
	  { "\"from\":\"CLOSE_WAIT\",\"to\":\"ESTABLISHED\",\"sure\":true,"
	    "\"cause\":\"withdrawn\"",
	    "\"from\":\"ESTABLISHED\",\"to\":\"FIN_WAIT1\",\"sure\":true,"
	    "\"cause\":\"segment\"" } },
};

/* The records that are wanted of one row, for that end. */
static void want_states(char *want, size_t size, const struct steps_row *row,
			const char *end, const char *number)
{
	*want = '\0';
	for (int i = 0; i < 2 && row->want[i]; i++) {
		size_t used = strlen(want);

		snprintf(want + used, size - used,
			 "{\"type\":\"state\"," TS ",\"conn\":3,"
			 "\"end\":\"%s\",%s,\"number\":%s}\n",
			 end, row->want[i], number);
	}
}

Test(json, transitions)
{
	static const struct track_steps still = { .count = 1 };

	for (size_t i = 0; i < sizeof(steps_rows) / sizeof(*steps_rows); i++) {
		const struct steps_row *row = &steps_rows[i];
		const struct track_result of_client = {
			.connection = 3, .ends = { row->steps, still }
		};
		const struct track_result of_server = {
			.connection = 3, .ends = { still, row->steps }
		};
		struct paper paper;
		char want[SIZE];

		json_transitions(begin(&paper), &of_client);
		want_states(want, sizeof(want), row, "client", "7");
		cr_expect_str_eq(said(&paper), want, "%s: %s", row->name,
				 paper.storage);
		json_transitions(begin(&paper), &of_server);
		want_states(want, sizeof(want), row, "server", "7");
		cr_expect_str_eq(said(&paper), want, "%s: %s", row->name,
				 paper.storage);
	}
}

struct event_row {
	enum note note;
	bool assumed;
	const char *want; /* from "sure" to "number" */
};

/* Timers have no packet; what an ICMP error or a SYN does has one. */
static const struct event_row event_rows[] = {
	{ NOTE_2MSL_ELAPSED, false,
	  "\"sure\":true,\"cause\":\"timer\",\"number\":null" },
	{ NOTE_TIMED_OUT, true,
	  "\"sure\":false,\"cause\":\"timer\",\"number\":null" },
	{ NOTE_PORT_REUSED, true,
	  "\"sure\":false,\"cause\":\"inferred\",\"number\":7" },
	{ NOTE_ICMP, true,
	  "\"sure\":false,\"cause\":\"inferred\",\"number\":7" },
};

Test(json, events)
{
	for (size_t i = 0; i < sizeof(event_rows) / sizeof(*event_rows); i++) {
		const struct event_row *row = &event_rows[i];
		struct track_event event = {
			.time = NOON,
			.connection = 3,
			.end = TRACK_SERVER,
			.steps = { .states = { STATE_TIME_WAIT, STATE_CLOSED },
				   .count = 2,
				   .assumed = row->assumed ? 2 : 0 },
		};
		struct paper paper;
		char want[SIZE];

		notes_add(&event.notes, row->note);
		snprintf(want, sizeof(want),
			 "{\"type\":\"state\"," TS ",\"conn\":3,"
			 "\"end\":\"server\",\"from\":\"TIME_WAIT\","
			 "\"to\":\"CLOSED\",%s}\n",
			 row->want);
		json_event(begin(&paper), &event, NULL);
		cr_expect_str_eq(said(&paper), want, "%s", paper.storage);
	}
}

/* --- flows */

#define NOTHING                                                                \
	"\"packets\":0,\"bytes\":0,"                                           \
	"\"retransmitted\":{\"segments\":0,\"bytes\":0},\"out_of_order\":0,"   \
	"\"dup_acks\":0,\"zero_windows\":0,\"mss\":null,\"wscale\":null,"      \
	"\"sack\":null,\"timestamps\":null,"                                   \
	"\"window\":{\"min\":null,\"max\":null},"                              \
	"\"rtt\":{\"samples\":0,\"min\":null,\"avg\":null,\"max\":null,"       \
	"\"stdev\":null},\"fin\":0,\"rst\":0,\"urgent\":0}"

static struct history went_through_handshake(void)
{
	struct history history;

	history_begin(&history, STATE_CLOSED, true);
	history_reach(&history, STATE_SYN_SENT);
	history_reach(&history, STATE_ESTABLISHED);
	return history;
}

static struct history found_established(void)
{
	struct history history;

	history_begin(&history, STATE_ESTABLISHED, false);
	return history;
}

static struct track_flow whole_flow(void)
{
	/* Round trips of 1, 2, 3 and 6 ms: on average 3, with a deviation
	 * whose square is 3.5. */
	return (struct track_flow){
		.connection = 3,
		.incarnation = 2,
		.start = NOON,
		.end = NOON + SECOND * 3 / 2 + 1,
		.reason = TRACK_REASON_OPEN,
		.has_rtt_handshake = true,
		.rtt_handshake = 250001,
		.ends = { { .address = { 4, { 10, 61, 0, 1 } },
			    .port = 60391,
			    .history = went_through_handshake(),
			    .packets = 1,
			    .bytes = 2,
			    .retransmitted_segments = 3,
			    .retransmitted_bytes = 4,
			    .out_of_order = 5,
			    .dup_acks = 6,
			    .zero_windows = 7,
			    .fins = 8,
			    .resets = 9,
			    .urgent = 10,
			    .syn_seen = true,
			    .has_mss = true,
			    .mss = 1460,
			    .sack_permitted = true,
			    .has_window = true,
			    .window_min = 0,
			    .window_max = 1073725440,
			    .rtt = { .samples = 4,
				     .min = 1000000,
				     .max = 6000000,
				     .sum = 12e6,
				     .sum_of_squares = 50e12 } },
			  { .address = { 4, { 10, 61, 0, 2 } },
			    .port = 55555,
			    .history = found_established() } },
	};
}

Test(json, a_flow)
{
	const struct track_flow flow = whole_flow();
	struct paper paper;

	json_flow(begin(&paper)->text, &flow, true);
	cr_expect_str_eq(
		said(&paper),
		"{\"type\":\"flow\",\"ts\":\"2026-11-21T12:00:01.500000001Z\","
		"\"conn\":3,\"incarnation\":2,"
		"\"start\":\"2026-11-21T12:00:00.000000000Z\","
		"\"end\":\"2026-11-21T12:00:01.500000001Z\","
		"\"duration\":1.500000001,\"reason\":\"capture ended\","
		"\"partial\":false,\"rtt_handshake\":0.000250001,"
		"\"client\":{\"addr\":\"10.61.0.1\",\"port\":60391,"
		"\"state\":\"ESTABLISHED\","
		"\"states\":[\"SYN_SENT\",\"ESTABLISHED\"],"
		"\"packets\":1,\"bytes\":2,"
		"\"retransmitted\":{\"segments\":3,\"bytes\":4},"
		"\"out_of_order\":5,\"dup_acks\":6,\"zero_windows\":7,"
		"\"mss\":1460,\"wscale\":null,\"sack\":true,"
		"\"timestamps\":false,"
		"\"window\":{\"min\":0,\"max\":1073725440},"
		"\"rtt\":{\"samples\":4,\"min\":0.001000000,"
		"\"avg\":0.003000000,\"max\":0.006000000,"
		"\"stdev\":0.001870828},\"fin\":8,\"rst\":9,\"urgent\":10},"
		"\"server\":{\"addr\":\"10.61.0.2\",\"port\":55555,"
		"\"state\":\"ESTABLISHED\",\"states\":[\"ESTABLISHED\"]"
		"," NOTHING "}\n",
		"%s", paper.storage);
}

static struct track_flow_end longest_end(void)
{
	struct track_flow_end end = {
		.address = { .version = 6 },
		.port = UINT16_MAX,
		.packets = UINT64_MAX,
		.bytes = UINT64_MAX,
		.retransmitted_segments = UINT64_MAX,
		.retransmitted_bytes = UINT64_MAX,
		.out_of_order = UINT64_MAX,
		.dup_acks = UINT64_MAX,
		.zero_windows = UINT64_MAX,
		.fins = UINT32_MAX,
		.resets = UINT32_MAX,
		.urgent = UINT32_MAX,
		.syn_seen = true,
		.has_mss = true,
		.mss = UINT16_MAX,
		.has_window_scale = true,
		.window_scale = 14,
		.has_window = true,
		.window_min = UINT32_MAX,
		.window_max = UINT32_MAX,
		.rtt = { .samples = UINT64_MAX,
			 .min = INT64_MAX,
			 .max = INT64_MAX,
			 .sum = 1e36,
			 .sum_of_squares = 1e54 },
	};

	memset(end.address.octets, 0xff, sizeof(end.address.octets));
	history_begin(&end.history, STATE_ESTABLISHED, true);
	end.history.count = HISTORY_MAX;
	for (unsigned int i = 0; i < HISTORY_MAX; i++)
		end.history.states |= (uint64_t)STATE_ESTABLISHED << 4 * i;
	return end;
}

/* Whatever room there is: a piece never ends behind its own. */
Test(json, the_longest_flow_has_room)
{
	const struct track_flow flow = {
		.connection = UINT64_MAX,
		.incarnation = UINT32_MAX,
		.start = -NOON,
		.end = NOON,
		.reason = TRACK_REASON_OPEN,
		.has_rtt_handshake = true,
		.rtt_handshake = INT64_MAX,
		.ends = { longest_end(), longest_end() },
	};
	struct paper whole, some;
	size_t length;

	json_flow(begin(&whole)->text, &flow, true);
	length = strlen(said(&whole));
	cr_expect_gt(length, 1800);
	for (size_t size = 0; size <= length; size++) {
		text_init(&some.text, some.storage, size);
		json_flow(&some.text, &flow, true);
		cr_expect_eq(some.text.overflowed, size < length);
		cr_expect_eq(memcmp(some.storage, whole.storage, size), 0);
	}
}

/* The root of a square, and of what is no square, of every size. */
Test(json, deviations_of_every_size)
{
	for (uint64_t half = 1; half < 1000000; half = half * 3 + 1) {
		struct track_flow flow = whole_flow();
		double square = (double)half * (double)half;
		char want[64];
		struct paper paper;

		flow.ends[TRACK_CLIENT].rtt =
			(struct track_rtt){ .samples = 2,
					    .sum_of_squares = 2 * square };
		json_flow(begin(&paper)->text, &flow, true);
		snprintf(want, sizeof(want), "\"stdev\":0.%09u}",
			 (unsigned int)half);
		cr_expect(strstr(said(&paper), want), "%s: %s", want,
			  paper.storage);
		flow.ends[TRACK_CLIENT].rtt.sum_of_squares += 1;
		json_flow(begin(&paper)->text, &flow, true);
		cr_expect(strstr(said(&paper), want), "%s: %s", want,
			  paper.storage);
	}
}

/* One sample, or rounding that makes a square negative: no deviation. */
Test(json, deviations)
{
	static const struct track_rtt rows[] = {
		{ .samples = 1, .sum = 5e6, .sum_of_squares = 25e12 },
		{ .samples = 1, .sum = 5e6, .sum_of_squares = 24.9e12 },
		{ .samples = 3, .sum = 0, .sum_of_squares = 0 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct track_flow flow = whole_flow();
		struct paper paper;

		flow.ends[TRACK_CLIENT].rtt = rows[i];
		json_flow(begin(&paper)->text, &flow, false);
		cr_expect(strstr(said(&paper), "\"stdev\":0.000000}"), "%s",
			  paper.storage);
	}
}

Test(json, reasons)
{
	static const char *const names[] = {
		[TRACK_REASON_OPEN] = "\"reason\":\"capture ended\"",
		[TRACK_REASON_CLOSED] = "\"reason\":\"closed\"",
		[TRACK_REASON_RESET] = "\"reason\":\"reset\"",
		[TRACK_REASON_REFUSED] = "\"reason\":\"refused\"",
		[TRACK_REASON_TIMEOUT] = "\"reason\":\"timeout\"",
		[TRACK_REASON_REUSED] = "\"reason\":\"reused\"",
		[TRACK_REASON_EVICTED] = "\"reason\":\"evicted\"",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct track_flow flow = whole_flow();
		struct paper paper;

		flow.reason = (enum track_reason)i;
		json_flow(begin(&paper)->text, &flow, false);
		cr_expect(strstr(said(&paper), names[i]), "%s", paper.storage);
	}
}

/* --- the capture itself */

Test(json, capture)
{
	const struct json_source file = {
		.version = "0.1.0",
		.name = "it's\n\"\xff\".pcap",
		.link_type = "EN10MB (Ethernet)",
		.snapshot_length = 65535,
		.filter = "tcp\tport 80",
		.has_time = true,
		.time = NOON,
	};
	const struct json_source interface = {
		.version = "0.1.0",
		.name = "any",
		.live = true,
		.link_type = "10096",
		.snapshot_length = 1,
	};
	struct paper paper;

	json_capture(begin(&paper), &file);
	cr_expect_str_eq(said(&paper),
			 "{\"type\":\"capture\"," TS ",\"schema\":1,"
			 "\"version\":\"0.1.0\","
			 "\"source\":\"it's\\n\\\"\\ufffd\\\".pcap\","
			 "\"live\":false,\"linktype\":\"EN10MB\","
			 "\"snaplen\":65535,\"precision\":\"micro\","
			 "\"filter\":\"tcp\\tport 80\"}\n",
			 "%s", paper.storage);
	begin(&paper);
	paper.writer.nanoseconds = true;
	json_capture(&paper.writer, &interface);
	cr_expect_str_eq(said(&paper),
			 "{\"type\":\"capture\",\"ts\":null,\"schema\":1,"
			 "\"version\":\"0.1.0\",\"source\":\"any\","
			 "\"live\":true,\"linktype\":\"10096\","
			 "\"snaplen\":1,\"precision\":\"nano\","
			 "\"filter\":null}\n",
			 "%s", paper.storage);
}

Test(json, notices)
{
	const struct json_notice bare = { .kind = "truncated",
					  .words = "a\\b: cut" };
	const struct json_notice full = { .has_time = true,
					  .time = NOON,
					  .kind = "dropped",
					  .words = "w",
					  .number = 5,
					  .connection = 6,
					  .has_count = true };
	struct paper paper;

	json_notice(begin(&paper), &bare);
	cr_expect_str_eq(said(&paper),
			 "{\"type\":\"notice\",\"ts\":null,"
			 "\"kind\":\"truncated\",\"text\":\"a\\\\b: cut\","
			 "\"number\":null,\"conn\":null,\"count\":null}\n");
	json_notice(begin(&paper), &full);
	cr_expect_str_eq(said(&paper),
			 "{\"type\":\"notice\"," TS ",\"kind\":\"dropped\","
			 "\"text\":\"w\",\"number\":5,\"conn\":6,"
			 "\"count\":0}\n");
}

Test(json, summaries)
{
	const struct tracker_counts counts = { 1, 2, 3, 4, 5, 6, 15 };
	const struct json_summary live = { .captured = 7,
					   .not_tcp = 8,
					   .backwards = 9,
					   .reassembled = 12,
					   .never_whole = 13,
					   .fragments_evicted = 14,
					   .live = true,
					   .received = 10,
					   .dropped = 11,
					   .has_times = true,
					   .start = NOON - SECOND / 4,
					   .end = NOON };
	const struct json_summary nothing = { 0 };
	struct paper paper;

	json_summary(begin(&paper), &live, &counts);
	cr_expect_str_eq(said(&paper),
			 "{\"type\":\"summary\"," TS ",\"packets\":{"
			 "\"captured\":7,\"received\":10,\"dropped\":11},"
			 "\"not_tcp\":8,\"backwards\":9,\"fragments\":{"
			 "\"reassembled\":12,\"never_whole\":13,"
			 "\"evicted\":14},\"connections\":{"
			 "\"seen\":1,\"open\":2,\"time_wait\":3,\"reset\":4,"
			 "\"incomplete\":5,\"evicted\":6},"
			 "\"ranges_forgotten\":15,"
			 "\"start\":\"2026-11-21T11:59:59.750000Z\","
			 "\"end\":\"2026-11-21T12:00:00.000000Z\","
			 "\"duration\":0.250000}\n",
			 "%s", paper.storage);
	json_summary(begin(&paper), &nothing, &counts);
	cr_expect(strstr(said(&paper),
			 "\"ts\":null,\"packets\":{\"captured\":0,"
			 "\"received\":null,\"dropped\":null}"));
	cr_expect(strstr(paper.storage,
			 "\"start\":null,\"end\":null,\"duration\":null}\n"));
}
