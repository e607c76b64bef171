/*
 * The report without a browser: what a step says, what is kept of many of them,
 * and what comes into the page.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "render/json.h"
#include "render/report_data.h"
#include "render/report_step.h"
#include "report.h"
#include "segment.h"
#include "track/tracker.h"

#define SECOND INT64_C(1000000000)
/* 2026-11-21 12:00:00 */
#define NOON (INT64_C(1795262400) * SECOND)
#define TS "\"ts\":\"2026-11-21T12:00:00.000000Z\""

enum { SIZE = 1 << 16 };

static char storage[SIZE];
static struct text text;
static const struct json_writer writer = {
	.text = &text,
	.line = { .numeric = true },
	.time = NOON,
	.number = 7,
	.explain = true,
};

static void set_up(void)
{
	text_init(&text, storage, sizeof(storage));
}

TestSuite(report, .init = set_up);

static const char *said(void)
{
	cr_assert_not(text.overflowed);
	return text_terminate(&text);
}

/* --- what is written into a page */

#define ELEMENT(json)                                                          \
	"<script type=\"application/json\" id=\"data\">" json "</script>\n"

struct data_row {
	const char *json, *want;
};

static const struct data_row data_rows[] = {
	{ "", ELEMENT("") },
	{ "{\"a\":[1]}", ELEMENT("{\"a\":[1]}") },
	{ "\"</script>\"", ELEMENT("\"\\u003c/script\\u003e\"") },
	{ "\"<!-- <script\"", ELEMENT("\"\\u003c!-- \\u003cscript\"") },
	{ "\"]]>&amp;\"", ELEMENT("\"]]\\u003e\\u0026amp;\"") },
	{ "<", ELEMENT("\\u003c") },
	{ "<>&", ELEMENT("\\u003c\\u003e\\u0026") },
	{ "\"gr\xc3\xbc\xc3\x9f\"", ELEMENT("\"gr\xc3\xbc\xc3\x9f\"") },
};

Test(report, data_in_a_page)
{
	for (size_t i = 0; i < sizeof(data_rows) / sizeof(*data_rows); i++) {
		const struct data_row *row = &data_rows[i];
		struct report_data data;

		set_up();
		report_data_begin(&data, &text, "data", 0);
		text_string(&data.text, row->json);
		report_data_end(&data);
		cr_expect_str_eq(said(), row->want, "row %zu: %s", i, storage);
	}
}

/* Wherever the buffer is full, also within what is to be escaped. */
Test(report, data_longer_than_the_buffer)
{
	for (int before = 0; before < 8; before++) {
		struct report_data data;
		size_t markup = 0;

		set_up();
		report_data_begin(&data, &text, "steps", 12);
		for (int i = 0; i < before; i++)
			text_char(&data.text, 'x');
		for (int i = 0; i < 1000; i++)
			text_string(&data.text, "</script>");
		report_data_end(&data);
		said();
		for (const char *at = storage; (at = strchr(at, '<')); at++)
			markup++;
		cr_expect_eq(markup, 2, "%d before: %zu", before, markup);
		cr_expect(strstr(storage, " id=\"steps-12\">"));
		cr_expect_eq(strlen(storage),
			     strlen("<script type=\"application/json\" "
				    "id=\"steps-12\"></script>\n") +
				     (size_t)before +
				     1000 * strlen("\\u003c/script\\u003e"));
	}
}

/* --- steps */

struct step_row {
	const char *name;
	struct segment segment;
	struct track_result result;
	struct report_figures figures;
	const char *want; /* behind the number */
};

#define STAYS(from_state, to_state)                                            \
	{                                                                      \
		{ .states = { from_state }, .count = 1 },                      \
		{                                                              \
			.states = { to_state }, .count = 1                     \
		}                                                              \
	}
#define ESTABLISHED_BOTH                                                       \
	"\"client\":[\"ESTABLISHED\"],\"server\":[\"ESTABLISHED\"]"

static const struct step_row step_rows[] = {
	{ "a SYN takes one number",
	  { .flags = TCP_SYN, .seq = 1000, .window = 100 },
	  { .connection = 1,
	    .ends = { { .states = { STATE_CLOSED, STATE_SYN_SENT },
			.count = 2 },
		      { .states = { STATE_LISTEN },
			.count = 1,
			.assumed = 1 } },
	    .has_seq_zero = true,
	    .seq_zero = 1000,
	    .notes = { .set = 1,
		       .count = 1,
		       .list = { { .note = NOTE_HANDSHAKE, .value = 1 } } } },
	  { .flight = { 1, 0 } },
	  "\"from\":\"client\",\"label\":\"[S] 0:0(0)\","
	  "\"client\":[\"CLOSED\",\"SYN_SENT\"],\"server\":[\"LISTEN?\"],"
	  "\"seq\":0,\"space\":1,\"flight\":[1,0],"
	  "\"notes\":[\"handshake 1/3\"],\"trouble\":0,\"explain\":[]}" },
	{ "sent again, with a FIN, beyond the wrap; a time of its data",
	  { .from_server = true,
	    .flags = TCP_FIN | TCP_ACK,
	    .seq = 4,
	    .ack = 2000,
	    .window = 10,
	    .data = "6162" },
	  { .connection = 1,
	    .from = TRACK_SERVER,
	    .ends = STAYS(STATE_ESTABLISHED, STATE_ESTABLISHED),
	    .has_seq_zero = true,
	    .seq_zero = 4294967290U,
	    .has_ack_zero = true,
	    .ack_zero = 1000,
	    .has_window = true,
	    .window = 1280,
	    .notes = { .set = UINT64_C(1) << NOTE_DUP_ACK |
			      UINT64_C(1) << NOTE_RETRANSMISSION,
		       .count = 2,
		       .list = { { .note = NOTE_DUP_ACK, .value = 2 },
				 { .note = NOTE_RETRANSMISSION } } } },
	  { .flight = { 5, 3 }, .has_rtt = { true }, .rtt = { 1500 } },
	  "\"from\":\"server\",\"label\":\"[F.] 10:12(2) ack 1000\"," //
	  ESTABLISHED_BOTH ",\"seq\":10,\"space\":3,\"again\":true,"
	  "\"ack\":1000,\"window\":1280,\"flight\":[5,3],"
	  "\"rtt\":[0.000001500,null],"
	  "\"notes\":[\"dup ack #2\",\"retransmission\"],\"trouble\":2,"
	  "\"explain\":[]}" },
	{ "SACK blocks are counted from the receiver's number",
	  { .flags = TCP_ACK,
	    .seq = 1,
	    .ack = 1100,
	    .options = "0101051200000514000005780000064000000708" },
	  { .connection = 1,
	    .ends = STAYS(STATE_ESTABLISHED, STATE_ESTABLISHED),
	    .has_ack_zero = true,
	    .ack_zero = 1000 },
	  { .has_rtt = { false, true }, .rtt = { 0, 2 * SECOND } },
	  "\"from\":\"client\",\"label\":\"[.] ack 100\"," //
	  ESTABLISHED_BOTH ",\"ack\":100,\"window\":null,"
	  "\"sack\":[[300,400],[600,800]],\"flight\":[0,0],"
	  "\"rtt\":[null,2.000000000],\"notes\":[],\"trouble\":0,"
	  "\"explain\":[]}" },
	{ "a first fragment has no numbers",
	  { .flags = TCP_ACK, .seq = 1, .data = "61", .fragment = 0x2000 },
	  { .connection = 1,
	    .ends = STAYS(STATE_ESTABLISHED, STATE_ESTABLISHED),
	    .has_seq_zero = true,
	    .has_ack_zero = true,
	    .notes = { .set = UINT64_C(1) << NOTE_FRAGMENT,
		       .count = 1,
		       .list = { { .note = NOTE_FRAGMENT } } } },
	  { .flight = { 0, 0 } },
	  "\"from\":\"client\",\"label\":\"[.] 1:2(1) ack 0\"," //
	  ESTABLISHED_BOTH ",\"flight\":[0,0],\"notes\":[\"fragment\"],"
	  "\"trouble\":0,\"explain\":[]}" },
};

Test(report, steps_of_packets)
{
	for (size_t i = 0; i < sizeof(step_rows) / sizeof(*step_rows); i++) {
		const struct step_row *row = &step_rows[i];
		struct packet packet = segment_build(&row->segment);
		char want[1024];

		set_up();
		report_step_packet(&writer, &packet, &row->result,
				   &row->figures);
		snprintf(want, sizeof(want), "{" TS ",\"number\":7,%s",
			 row->want);
		cr_expect_str_eq(said(), want, "%s:\n%s\n%s", row->name,
				 storage, want);
		segment_free(&packet);
	}
}

static struct track_event event_of(uint64_t connection)
{
	struct track_event event = {
		.kind = TRACK_EVENT_STATE,
		.time = NOON,
		.connection = connection,
		.end = TRACK_SERVER,
		.steps = { .states = { STATE_TIME_WAIT, STATE_CLOSED },
			   .count = 2 },
		.notes = { .count = 1,
			   .list = { { .note = NOTE_2MSL_ELAPSED,
				       .time = 60 * SECOND } } },
	};

	event.flow.connection = connection;
	history_begin(&event.flow.ends[TRACK_CLIENT].history, STATE_LAST_ACK,
		      true);
	history_assume(&event.flow.ends[TRACK_CLIENT].history, STATE_CLOSED);
	history_begin(&event.flow.ends[TRACK_SERVER].history, STATE_CLOSED,
		      true);
	return event;
}

/* The other end is where it was; no packet did it, but an ICMP error is one. */
Test(report, steps_of_events)
{
	const struct track_event event = event_of(1);
	const struct packet quote = { .kind = PACKET_ICMP_QUOTE };
	static const char want[] =
		"\"event\":\"server\",\"client\":[\"CLOSED?\"],"
		"\"server\":[\"TIME_WAIT\",\"CLOSED\"],"
		"\"notes\":[\"2MSL (60 s) elapsed\"],\"trouble\":0,"
		"\"explain\":[";

	report_step_event(&writer, &event, NULL);
	cr_expect(strstr(said(), "\"number\":null,"), "%s", storage);
	cr_expect(strstr(storage, want), "%s", storage);
	set_up();
	report_step_event(&writer, &event, &quote);
	cr_expect(strstr(said(), "\"number\":7,"), "%s", storage);
}

struct flow_row {
	uint64_t notes;
	const char *want; /* behind the flow */
};

#define BIT(note) (UINT64_C(1) << (note))

static const struct flow_row flow_rows[] = {
	{ 0, "\"findings\":[],\"trouble\":false" },
	{ BIT(NOTE_HANDSHAKE) | BIT(NOTE_CLOSED),
	  "\"findings\":[],\"trouble\":false" },
	{ BIT(NOTE_DUP_ACK), "\"findings\":[\"dup ack\"],\"trouble\":false" },
	{ BIT(NOTE_RESET) | BIT(NOTE_RESET_IGNORED) | BIT(NOTE_CHECKSUM_BAD),
	  "\"findings\":[\"reset\",\"reset ignored\",\"cksum bad\"],"
	  "\"trouble\":true" },
	{ BIT(NOTE_WINDOW_SHRANK) | BIT(NOTE_ICMP),
	  "\"findings\":[\"window shrank\",\"ICMP\"],\"trouble\":true" },
};

Test(report, findings_of_a_connection)
{
	for (size_t i = 0; i < sizeof(flow_rows) / sizeof(*flow_rows); i++) {
		const struct flow_row *row = &flow_rows[i];
		struct track_flow flow = event_of(1).flow;
		const char *found;

		set_up();
		flow.notes = row->notes;
		report_flow(&writer, &flow);
		found = strstr(said(), "\"findings\"");
		cr_assert(found, "%s", storage);
		cr_expect_str_eq(found, row->want, "row %zu: %s", i, found);
		cr_expect_eq(strncmp(storage, "\"flow\":{\"type\":\"flow\"",
				     strlen("\"flow\":{\"type\":\"flow\"")),
			     0, "%s", storage);
	}
}

/* --- what is kept */

static struct report *report;
static struct tracker *tracker;

static void set_up_report(void)
{
	const struct tracker_options options = { .msl = SECOND };

	set_up();
	report = calloc(1, sizeof(*report));
	tracker = tracker_new(&options);
	cr_assert(report && tracker);
	report_init(report, &writer, tracker);
	report->limits = (struct report_limits){
		.listed = 3, .detailed = 2, .steps = 12, .head = 3, .tail = 4
	};
}

static void clean_up_report(void)
{
	report_free(report);
	tracker_free(tracker);
	free(report);
}

TestSuite(kept, .init = set_up_report, .fini = clean_up_report);

/* The packet with that number. */
static void give(uint64_t connection, uint64_t number)
{
	static const struct segment segment = { .flags = TCP_ACK };
	const struct track_result result = {
		.connection = connection,
		.ends = STAYS(STATE_ESTABLISHED, STATE_ESTABLISHED),
	};
	struct packet packet = segment_build(&segment);
	struct json_writer now = writer;

	now.number = number;
	report_now(report, &now);
	report_packet(report, &packet, &result);
	segment_free(&packet);
}

static void end(uint64_t connection, bool wanted)
{
	const struct track_event event = event_of(connection);

	report_flow_over(report, &event, wanted);
}

/* The numbers of the packets that are kept of a connection: "1 2 3". */
static const char *numbers(uint32_t place)
{
	const struct report_connection *connection =
		&report->connections[place];

	set_up();
	for (uint32_t i = 0; i < connection->step_count; i++) {
		const struct report_piece *step =
			report_step(report, connection, i);
		const char *number =
			memmem(step->json, step->length, "\"number\":", 9);

		cr_assert(number);
		text_string(&text, i ? " " : "");
		text_data(&text, number + 9, strcspn(number + 9, ","));
	}
	return said();
}

struct kept_row {
	uint64_t given;
	const char *want;
	uint64_t left_out;
};

/* Three from the beginning, four up to the end. */
static const struct kept_row kept_rows[] = {
	{ 1, "1", 0 },
	{ 3, "1 2 3", 0 },
	{ 4, "1 2 3 4", 0 },
	{ 7, "1 2 3 4 5 6 7", 0 },
	{ 8, "1 2 3 5 6 7 8", 1 },
	{ 11, "1 2 3 8 9 10 11", 4 },
	{ 12, "1 2 3 9 10 11 12", 5 },
	{ 1000, "1 2 3 997 998 999 1000", 993 },
};

Test(kept, beginning_and_end)
{
	for (size_t i = 0; i < sizeof(kept_rows) / sizeof(*kept_rows); i++) {
		const struct kept_row *row = &kept_rows[i];

		clean_up_report();
		set_up_report();
		for (uint64_t number = 1; number <= row->given; number++)
			give(1, number);
		cr_expect_str_eq(numbers(0), row->want, "%s", storage);
		cr_expect_eq(report->connections[0].left_out, row->left_out);
	}
}

/* When there is room for no further step, one that has begun to forget goes on
 * so, and another keeps what it has. */
Test(kept, steps_of_all)
{
	for (uint64_t number = 1; number <= 7; number++)
		give(1, number);
	for (uint64_t number = 8; number <= 15; number++)
		give(2, number);
	give(1, 16);
	cr_expect_str_eq(numbers(0), "1 2 3 5 6 7 16", "%s", storage);
	cr_expect_str_eq(numbers(1), "8 9 10 14 15", "%s", storage);
	cr_expect_eq(report->connections[0].left_out, 1);
	cr_expect_eq(report->connections[1].left_out, 3);
	cr_expect_eq(report->steps, 12);
	cr_expect_eq(report->left_out, 0);
}

/* The first two have steps, three are in the list, one is not. */
Test(kept, connections)
{
	for (uint64_t number = 1; number <= 4; number++)
		give(100 * number, number);
	give(100, 5);
	give(300, 6);
	for (uint64_t number = 1; number <= 4; number++)
		end(100 * number, true);
	cr_expect_eq(report->count, 3);
	cr_expect_str_eq(numbers(0), "1 5", "%s", storage);
	cr_expect_str_eq(numbers(1), "2", "%s", storage);
	cr_expect_str_eq(numbers(2), "", "%s", storage);
	cr_expect_eq(report->left_out, 3);
	cr_expect_eq(report->connections[2].left_out, 2);
	cr_expect_eq(report->unlisted, 1);
	for (uint32_t i = 0; i < report->count; i++)
		cr_expect(report->connections[i].flow.json, "%u", i);
}

/* One of which something was shown is listed, whatever it was at its end. */
Test(kept, connections_that_are_chosen)
{
	const struct track_event event = event_of(4);

	give(1, 1);
	end(1, false);
	end(2, false);
	end(3, true);
	report_event(report, &event, NULL);
	end(4, false);
	cr_assert_eq(report->count, 3);
	cr_expect_eq(report->connections[0].number, 1);
	cr_expect_eq(report->connections[1].number, 3);
	cr_expect_eq(report->connections[2].number, 4);
	cr_expect_eq(report->unlisted, 0);
}

/* What belongs to no connection has no ladder. */
Test(kept, no_connection)
{
	give(0, 1);
	cr_expect_eq(report->count, 0);
	cr_expect_eq(report->left_out, 0);
}
