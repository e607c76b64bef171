/*
 * The ladder in its three languages, from results that are told step by step.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decode/packet.h"
#include "render/columns.h"
#include "render/ladder.h"
#include "render/ladder_mermaid.h"
#include "render/ladder_row.h"
#include "render/ladder_svg.h"
#include "render/names.h"
#include "render/text.h"
#include "track/tracker.h"

enum { STORAGE_SIZE = 1 << 20, ISS = 1000 };

/* What a step does not say is 0: there are no notes, and the states stay. */
struct step {
	char from; /* 'C' or 'S' sent a segment, 'c' or 's' had an event */
	uint16_t flags;
	uint32_t seq, payload, ack; /* relative */
	const char *client, *server;
	struct track_note notes[3];
};

static char *storage;
static struct text text;
static struct line_options options;
static struct ladder ladder;
static struct ladder_svg svg;
static int64_t seconds;

static void set_up(void)
{
	storage = malloc(STORAGE_SIZE);
	cr_assert_not_null(storage);
	text_init(&text, storage, STORAGE_SIZE);
	options = (struct line_options){ .numeric = true };
	memset(&svg, 0, sizeof(svg));
	ladder = (struct ladder){ .kind = LADDER_ASCII,
				  .text = &text,
				  .options = &options,
				  .width = 80,
				  .svg = &svg };
	seconds = 0;
}

static void clean_up(void)
{
	free(storage);
}

TestSuite(ladder, .init = set_up, .fini = clean_up);

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

static enum tcp_state state_of(const char *name, size_t length)
{
	for (int state = STATE_CLOSED; state <= STATE_LAST_ACK; state++) {
		const char *known = state_name((enum tcp_state)state);

		if (strlen(known) == length && !memcmp(known, name, length))
			return (enum tcp_state)state;
	}
	cr_assert_fail("no such state: %s", name);
	return STATE_CLOSED;
}

/* "SYN_RECV->ESTABLISHED?" */
static struct track_steps steps_of(const char *states)
{
	struct track_steps steps = { .count = 0 };

	while (*states) {
		size_t length = strcspn(states, "?-");

		steps.states[steps.count] = (uint8_t)state_of(states, length);
		states += length;
		if (*states == '?') {
			steps.assumed |= (uint8_t)(1U << steps.count);
			states++;
		}
		steps.count++;
		if (*states)
			states += 2;
	}
	return steps;
}

static void copy_notes(struct track_notes *notes, const struct step *step)
{
	notes->count = 0;
	/* NOTE_HANDSHAKE is 0, but never without a value. */
	for (int i = 0; i < 3; i++)
		if (step->notes[i].note || step->notes[i].value)
			notes->list[notes->count++] = step->notes[i];
}

static const struct ladder_peer peers[] = {
	{ { .version = 4, .octets = { 10, 0, 0, 1 } }, 41660 },
	{ { .version = 4, .octets = { 10, 0, 0, 2 } }, 55555 },
};

static void tell_event(uint64_t connection, const struct step *step)
{
	struct track_event event = {
		.kind = TRACK_EVENT_STATE,
		.time = seconds * 1000000000,
		.connection = connection,
		.end = step->from == 'c' ? TRACK_CLIENT : TRACK_SERVER,
	};

	for (int i = TRACK_CLIENT; i <= TRACK_SERVER; i++) {
		event.flow.ends[i].address = peers[i].address;
		event.flow.ends[i].port = peers[i].port;
	}
	event.steps = steps_of(step->from == 'c' ? step->client : step->server);
	copy_notes(&event.notes, step);
	ladder_event(&ladder, &event, NULL);
}

static struct packet packet_of(const struct step *step)
{
	int from = step->from == 'C' ? 0 : 1;

	return (struct packet){
		.kind = PACKET_TCP,
		.time = { .seconds = seconds },
		.ip = { .source = peers[from].address,
			.destination = peers[!from].address },
		.tcp = { .extent = TCP_WHOLE_HEADER,
			 .length = 20 + step->payload,
			 .header_length = 20,
			 .source_port = peers[from].port,
			 .destination_port = peers[!from].port,
			 .seq = ISS + step->seq,
			 .ack = 2 * ISS + step->ack,
			 .flags = step->flags },
	};
}

static void tell_packet(uint64_t connection, const struct packet *packet,
			const struct step *step)
{
	struct track_result result;

	track_result_begin(&result);
	result.connection = connection;
	result.from = step->from == 'C' ? TRACK_CLIENT : TRACK_SERVER;
	result.ends[TRACK_CLIENT] = steps_of(step->client);
	result.ends[TRACK_SERVER] = steps_of(step->server);
	result.has_seq_zero = result.has_ack_zero = true;
	result.seq_zero = ISS;
	result.ack_zero = 2 * ISS;
	copy_notes(&result.notes, step);
	ladder_packet(&ladder, packet, &result);
}

static void tell_of(uint64_t connection, const struct step *steps, size_t count)
{
	for (size_t i = 0; i < count; i++, seconds++) {
		struct packet packet = packet_of(&steps[i]);

		if (steps[i].from == 'c' || steps[i].from == 's')
			tell_event(connection, &steps[i]);
		else
			tell_packet(connection, &packet, &steps[i]);
	}
}

#define TELL(connection, steps)                                                \
	tell_of(connection, steps, sizeof(steps) / sizeof((steps)[0]))

#define QUIET                                                                  \
	{                                                                      \
		{                                                              \
			0                                                      \
		}                                                              \
	}
#define HANDSHAKE(which)                                                       \
	{                                                                      \
		{                                                              \
			.note = NOTE_HANDSHAKE, .value = (which)               \
		}                                                              \
	}
#define NOTED(which)                                                           \
	{                                                                      \
		{                                                              \
			.note = (which)                                        \
		}                                                              \
	}
#define NOTED_3(a, b, c)                                                       \
	{                                                                      \
		{ .note = (a) }, { .note = (b) },                              \
		{                                                              \
			.note = (c)                                            \
		}                                                              \
	}

static const struct step opening[] = {
	{ 'C', TCP_SYN, 0, 0, 0, "CLOSED->SYN_SENT", "LISTEN?", HANDSHAKE(1) },
	{ 'S', TCP_SYN | TCP_ACK, 0, 0, 1, "SYN_SENT->ESTABLISHED?",
	  "LISTEN->SYN_RECV", HANDSHAKE(2) },
	{ 'C', TCP_ACK, 1, 0, 1, "ESTABLISHED", "SYN_RECV->ESTABLISHED?",
	  HANDSHAKE(3) },
	{ 'C', TCP_ACK | TCP_PSH, 1, 16, 1, "ESTABLISHED", "ESTABLISHED?",
	  QUIET },
};

static const struct step time_out = {
	'c', 0, 0, 0, 0, "ESTABLISHED->CLOSED?", NULL, NOTED(NOTE_TIMED_OUT)
};

/* --- text */

Test(ladder, figure_of_text)
{
	TELL(1, opening);
	tell_of(1, &time_out, 1);
	cr_expect_str_eq(said(),
			 "#1                    10.0.0.1.41660 (client)"
			 "          10.0.0.2.55555 (server)\n"
			 "#1                        CLOSED |"
			 "                                | LISTEN?\n"
			 "#1  00:00:00.000000     SYN_SENT |"
			 "--------- [S] 0:0(0) ---------->|\n"
			 "#1                               |"
			 "         handshake 1/3          |\n"
			 "#1  00:00:01.000000 ESTABLISHED? |"
			 "<------ [S.] 0:0(0) ack 1 ------| SYN_RECV\n"
			 "#1                               |"
			 "         handshake 2/3          |\n"
			 "#1  00:00:02.000000  ESTABLISHED |"
			 "---------- [.] ack 1 ---------->| ESTABLISHED?\n"
			 "#1                               |"
			 "         handshake 3/3          |\n"
			 "#1  00:00:03.000000              |"
			 "----- [P.] 1:17(16) ack 1 ----->|\n"
			 "#1  00:00:04.000000      CLOSED? *"
			 "           timed out            |\n");
}

/* Of one connection, lines have no number, but its heading has. */
Test(ladder, one_connection)
{
	ladder.single = true;
	ladder.width = 60;
	options.time = LINE_TIME_NONE;
	tell_of(7, opening, 2);
	cr_expect_str_eq(
		said(),
		"#7  10.0.0.1.41660 (client)        10.0.0.2.55555 (server)\n"
		"      CLOSED |                                | LISTEN?\n"
		"    SYN_SENT |--------- [S] 0:0(0) ---------->|\n"
		"             |         handshake 1/3          |\n"
		"ESTABLISHED? |<------ [S.] 0:0(0) ack 1 ------| SYN_RECV\n"
		"             |         handshake 2/3          |\n");
}

Test(ladder, lines_and_arrows)
{
	ladder.kind = LADDER_UNICODE;
	ladder.single = true;
	options.time = LINE_TIME_NONE;
	ladder.width = 66;
	tell_of(1, opening, 1);
	tell_of(1, &time_out, 1);
	cr_expect_eq(occurrences("    SYN_SENT │────────────"
				 " [S] 0:0(0) ─────────────►│\n"),
		     1, "%s", said());
	cr_expect_eq(occurrences("     CLOSED? ●"), 1, "%s", said());
}

Test(ladder, colours)
{
	static const struct step lost = { 'S',
					  TCP_ACK,
					  1,
					  5,
					  1,
					  "ESTABLISHED",
					  "ESTABLISHED",
					  NOTED(NOTE_RETRANSMISSION) };

	ladder.colour = true;
	options.time = LINE_TIME_NONE;
	tell_of(1, opening, 2);
	/* A changed state is bold, and one that is proved is not. */
	cr_expect_eq(occurrences("\033[36m\033[1mSYN_SENT\033[0m"), 1);
	cr_expect_eq(occurrences("\033[33m\033[1mSYN_RECV\033[0m"), 1);
	tell_of(1, opening + 2, 1);
	cr_expect_eq(occurrences("\033[36mESTABLISHED\033[0m"), 1);
	cr_expect_eq(occurrences("\033[36m-----"), 2);
	cr_expect_eq(occurrences("\033[33m<-----"), 1);
	cr_expect_eq(occurrences("\033[1;4;31m"), 0);
	tell_of(1, &lost, 1);
	cr_expect_eq(occurrences("\033[1;4;31mretransmission\033[0m"), 1);
}

/* An end that goes through several states has one in each line, and the notes
 * stand beside. */
Test(ladder, several_states)
{
	static const struct step several = {
		'S',
		TCP_FIN | TCP_ACK,
		1,
		0,
		1,
		"ESTABLISHED->FIN_WAIT2->TIME_WAIT?",
		"ESTABLISHED->CLOSE_WAIT->LAST_ACK",
		NOTED_3(NOTE_HALF_CLOSE, NOTE_CLOSED, NOTE_DSACK)
	};

	options.time = LINE_TIME_NONE;
	ladder.width = 60;
	tell_of(1, &several, 1);
	cr_expect_eq(
		occurrences(
			"#1     FIN_WAIT2 |<---- [F.] 1:1(0) ack 1 ----|"
			" CLOSE_WAIT\n"
			"#1    TIME_WAIT? |         half-close         |"
			" LAST_ACK\n"
			"#1               |           closed           |\n"
			"#1               |           dsack            |\n"),
		1, "%s", said());
}

/* What was hidden by a view is caught up with. */
Test(ladder, a_change_that_was_not_shown)
{
	static const struct step later = {
		'C', TCP_ACK, 9, 0, 1, "FIN_WAIT2", "CLOSE_WAIT", QUIET
	};

	tell_of(1, opening, 1);
	tell_of(1, &later, 1);
	cr_expect_eq(occurrences("    FIN_WAIT2 |-"), 1, "%s", said());
	cr_expect_eq(occurrences(">| CLOSE_WAIT\n"), 1, "%s", said());
	tell_of(1, &later, 1);
	cr_expect_eq(occurrences("FIN_WAIT2"), 1);
}

/* Where an event is the first row, nothing is known of the other end. */
Test(ladder, an_event_comes_first)
{
	options.time = LINE_TIME_NONE;
	tell_of(3, &time_out, 1);
	cr_expect_eq(occurrences("10.0.0.1.41660 (client)"), 1);
	cr_expect_eq(occurrences("10.0.0.2.55555 (server)"), 1);
	cr_expect_eq(occurrences("#3   ESTABLISHED |"), 1, "%s", said());
	cr_expect_eq(occurrences("#3       CLOSED? *"), 1, "%s", said());
	cr_expect_eq(occurrences("LISTEN"), 0);
}

Test(ladder, many_connections)
{
	for (uint64_t i = 1; i <= LADDER_KNOWN + 1; i++)
		tell_of(i, opening, 1);
	cr_expect_eq(occurrences("(client)"), LADDER_KNOWN + 1);
	cr_expect_eq(occurrences("\n\n#2  "), 1);
	/* The second is still known; the first is not, and begins again. */
	tell_of(2, opening + 1, 1);
	cr_expect_eq(occurrences("(client)"), LADDER_KNOWN + 1);
	tell_of(1, opening + 1, 1);
	cr_expect_eq(occurrences("(client)"), LADDER_KNOWN + 2);
	cr_expect_eq(occurrences("#1                      SYN_SENT |  "), 1,
		     "%s", said());
}

Test(ladder, no_connection)
{
	tell_of(0, opening, 1);
	ladder_finish(&ladder);
	cr_expect_str_eq(said(), "");
}

/* --- labels */

struct label_row {
	const char *name;
	uint16_t flags;
	uint32_t seq, payload, ack;
	enum tcp_extent extent;
	bool absolute;
	const char *label;
};

static const struct label_row label_rows[] = {
	{ "no flags", 0, 1, 0, 1, TCP_WHOLE_HEADER, false, " [none] " },
	{ "all", 0x1ff, 1, 2, 3, TCP_WHOLE_HEADER, false,
	  " [FSRP.UEWe] 1:3(2) ack 3 " },
	{ "it wraps", TCP_ACK, UINT32_MAX, 3, 1, TCP_WHOLE_HEADER, false,
	  " [.] 4294967295:2(3) ack 1 " },
	{ "-S", TCP_ACK, 5, 3, 1, TCP_WHOLE_HEADER, true,
	  " [.] 1005:1008(3) ack 2001 " },
	{ "reset", TCP_RST, 5, 0, 0, TCP_WHOLE_HEADER, false, " [R] 5:5(0) " },
	{ "ports", TCP_ACK, 0, 0, 0, TCP_PORTS, false, " [|tcp] " },
	{ "short", TCP_ACK, 0, 0, 0, TCP_HEADER_SHORT, false,
	  " [bad hdr length 20] " },
	{ "long", TCP_ACK, 0, 3, 0, TCP_HEADER_LONG, false,
	  " [.] [bad hdr length 20 - too long, > 23] " },
	{ "cut", TCP_ACK, 0, 0, 7, TCP_OPTIONS_CUT, false, " [.] ack 7 " },
};

Test(ladder, labels)
{
	for (size_t i = 0; i < sizeof(label_rows) / sizeof(label_rows[0]);
	     i++) {
		const struct label_row *row = &label_rows[i];
		const struct step step = { 'C',		  row->flags,
					   row->seq,	  row->payload,
					   row->ack,	  "ESTABLISHED",
					   "ESTABLISHED", QUIET };
		struct packet packet = packet_of(&step);

		text.at = text.start;
		ladder.width = 100;
		options.absolute = row->absolute;
		packet.tcp.extent = row->extent;
		tell_packet(1, &packet, &step);
		cr_expect_eq(occurrences(row->label), 1, "%s: %s", row->name,
			     said());
	}
}

/* A later fragment has an arrow, and a note that says what it is. */
Test(ladder, fragment)
{
	static const struct step step = { 'C',
					  TCP_ACK,
					  1,
					  9,
					  1,
					  "ESTABLISHED",
					  "ESTABLISHED",
					  NOTED(NOTE_FRAGMENT) };
	struct packet packet = packet_of(&step);

	packet.kind = PACKET_TCP_FRAGMENT;
	tell_packet(1, &packet, &step);
	cr_expect_eq(occurrences("|------------------------------->|"), 1, "%s",
		     said());
	cr_expect_eq(occurrences("  fragment  "), 1);
}

/* --- what others chose */

static const char *hostile_host(void *context, const struct address *address)
{
	static char name[1024];

	(void)context;
	if (address->octets[3] == 1)
		return "a\\x1b;#<&>\"%é";
	memset(name, 0, sizeof(name));
	for (size_t i = 0; i + 3 < sizeof(name); i += 3)
		memcpy(name + i, "日", 3);
	return name;
}

static const struct render_names hostile = { .host = hostile_host };

static void be_hostile(enum ladder_kind kind)
{
	ladder.kind = kind;
	options.numeric = false;
	options.names = &hostile;
	TELL(1, opening);
	ladder_finish(&ladder);
}

Test(ladder, hostile_names_in_mermaid)
{
	be_hostile(LADDER_MERMAID);
	cr_expect_eq(occurrences("as #35;1 a#92;x1b#59;#35;#60;#38;#62;#34;"
				 "#37;é.41660 (client)\n"),
		     1, "%s", said());
	cr_expect_eq(occurrences("日...\n"), 1, "%s", said());
}

Test(ladder, hostile_names_in_svg)
{
	be_hostile(LADDER_SVG);
	cr_expect_eq(occurrences(">a\\x1b;#&lt;&amp;&gt;\"%é.41660 "
				 "(client)</text>"),
		     1, "%s", said());
	cr_expect_eq(occurrences("日...</text>"), 1, "%s", said());
}

/* --- the width */

static int widest(const char *lines)
{
	int most = 0;

	while (*lines) {
		size_t length = strcspn(lines, "\n");
		int columns = 0;

		/* Lines and arrows are one column wide, where names count
		 * twice. */
		for (size_t i = 0; i < length; i++)
			columns += (lines[i] & 0xc0) != 0x80;
		if (columns > most)
			most = columns;
		lines += length + (lines[length] == '\n');
	}
	return most;
}

struct width_row {
	int width;
	int widest; /* what it may be */
};

static const struct width_row width_rows[] = {
	{ 1, 60 }, { 60, 60 }, { 61, 61 }, { 80, 80 }, { 120, 120 },
};

static void tell_wide(uint64_t connection)
{
	static const struct step wide[] = {
		{ 'C', 0x1ff, 4000000000, 4000, 4000000000,
		  "CLOSED->ESTABLISHED?", "LISTEN?->ESTABLISHED?",
		  NOTED_3(NOTE_RESET_IGNORED, NOTE_TIME_WAIT_UNTIL,
			  NOTE_DSACK) },
		{ 'c', 0, 0, 0, 0, "ESTABLISHED?", NULL, NOTED(NOTE_ICMP) },
		{ 'S', TCP_ACK, 4000000000, 4000, 4000000000, "ESTABLISHED?",
		  "ESTABLISHED?", NOTED(NOTE_PREVIOUS_NOT_CAPTURED) },
	};

	TELL(connection, wide);
}

Test(ladder, widths)
{
	static const uint64_t numbers[] = { 1, 99, 12345, UINT64_MAX };

	options.nanoseconds = true;
	options.absolute = true;
	for (size_t i = 0; i < sizeof(width_rows) / sizeof(width_rows[0]); i++)
		for (int time = 0; time <= LINE_TIME_SINCE_FIRST; time++)
			for (int variant = 0; variant < 8; variant++) {
				const struct width_row *row = &width_rows[i];

				ladder.begun = false;
				memset(ladder.known, 0, sizeof(ladder.known));
				ladder.width = row->width;
				ladder.kind = variant & 1 ? LADDER_UNICODE
							  : LADDER_ASCII;
				options.numeric = variant & 2;
				options.names = &hostile;
				ladder.single = variant & 4;
				options.time = (enum line_time)time;
				text.at = text.start;
				tell_wide(numbers[(variant + time) % 4]);
				cr_expect_leq(widest(said()), row->widest,
					      "%d, %d, %d:\n%s", row->width,
					      time, variant, said());
			}
}

/* A stamp that is no time is longer than its column. */
Test(ladder, time_that_is_none)
{
	seconds = 0x80000000;
	TELL(1, opening);
	cr_expect_eq(occurrences("#1  [Error converting time]\n"), 4, "%s",
		     said());
	cr_expect_leq(widest(said()), 80);
}

/* --- mermaid */

Test(ladder, figure_of_mermaid)
{
	static const struct step several = {
		'S',
		TCP_FIN | TCP_ACK,
		1,
		0,
		1,
		"ESTABLISHED",
		"ESTABLISHED?->CLOSE_WAIT->LAST_ACK",
		{ { .note = NOTE_DUP_ACK, .value = 2 } }
	};

	ladder.kind = LADDER_MERMAID;
	tell_of(1, opening, 2);
	tell_of(1, &several, 1);
	tell_of(1, &time_out, 1);
	ladder_finish(&ladder);
	cr_expect_str_eq(said(),
			 "sequenceDiagram\n"
			 "    participant c1 as #35;1 10.0.0.1.41660 (client)\n"
			 "    participant s1 as #35;1 10.0.0.2.55555 (server)\n"
			 "    Note left of c1: CLOSED\n"
			 "    Note right of s1: LISTEN?\n"
			 "    c1->>s1: 00:00:00.000000 [S] 0:0(0)\n"
			 "    Note left of c1: SYN_SENT\n"
			 "    Note over c1,s1: handshake 1/3\n"
			 "    s1->>c1: 00:00:01.000000 [S.] 0:0(0) ack 1\n"
			 "    Note left of c1: ESTABLISHED?\n"
			 "    Note right of s1: SYN_RECV\n"
			 "    Note over c1,s1: handshake 2/3\n"
			 "    s1->>c1: 00:00:02.000000 [F.] 1:1(0) ack 1\n"
			 "    Note left of c1: ESTABLISHED\n"
			 "    Note right of s1: CLOSE_WAIT-#62;LAST_ACK\n"
			 "    Note over c1,s1: dup ack #35;2\n"
			 "    Note over c1: 00:00:03.000000 timed out\n"
			 "    Note left of c1: CLOSED?\n");
}

Test(ladder, empty_mermaid)
{
	ladder.kind = LADDER_MERMAID;
	ladder_finish(&ladder);
	cr_expect_str_eq(said(), "sequenceDiagram\n");
}

/* What is beyond the limit is counted, and names no participant. */
Test(ladder, mermaid_has_a_limit)
{
	ladder.kind = LADDER_MERMAID;
	for (uint64_t i = 1; i <= 500; i++)
		tell_of(i, opening, 1);
	cr_assert_leq(text_length(&text), LADDER_MERMAID_SIZE);
	cr_expect_geq(text_length(&text), LADDER_MERMAID_SIZE - 1000);
	ladder_finish(&ladder);
	cr_expect_eq(occurrences("->>") + (int)ladder.left_out, 500);
	cr_expect_gt(ladder.left_out, 0);
	cr_expect_eq(occurrences("participant c"), (int)ladder.last);
	cr_expect_eq(occurrences(" more rows\n"), 1);
}

/* --- SVG */

static int attribute_of(const char *element, const char *name)
{
	const char *at = strstr(element, name);

	cr_assert_not_null(at, "%s in %s", name, element);
	return atoi(at + strlen(name));
}

/* Nothing is drawn below the picture. */
static void check_height(void)
{
	int height = attribute_of(said(), " height=\"");
	int lowest = 0;

	for (const char *at = said(); (at = strstr(at, " y")); at++) {
		int y = 0;

		if (sscanf(at, " y=\"%d\"", &y) == 1 ||
		    sscanf(at, " y1=\"%d\"", &y) == 1 ||
		    sscanf(at, " y2=\"%d\"", &y) == 1)
			lowest = y > lowest ? y : lowest;
	}
	cr_expect_gt(lowest, height / 2);
	cr_expect_leq(lowest, height);
}

Test(ladder, figure_of_svg)
{
	ladder.kind = LADDER_SVG;
	TELL(1, opening);
	tell_of(1, &time_out, 1);
	cr_expect_str_eq(said(), "");
	ladder_finish(&ladder);
	cr_expect_eq(occurrences("<svg "), 1);
	cr_expect_eq(occurrences("</svg>\n"), 1);
	cr_expect_eq(occurrences("class=\"client\" marker-end"), 3);
	cr_expect_eq(occurrences("class=\"server\" marker-end"), 1);
	cr_expect_eq(occurrences("<circle"), 1);
	cr_expect_eq(occurrences(">SYN_SENT</text>"), 1);
	cr_expect_eq(occurrences(">ESTABLISHED?</text>"), 2);
	cr_expect_eq(occurrences(">[S.] 0:0(0) ack 1</text>"), 1);
	cr_expect_eq(occurrences("trouble\">timed out</text>"), 1);
	cr_expect_eq(occurrences("prefers-color-scheme:dark"), 1);
	check_height();
}

Test(ladder, empty_svg)
{
	ladder.kind = LADDER_SVG;
	ladder_finish(&ladder);
	cr_expect_eq(occurrences(">no connection</text>"), 1);
	cr_expect_eq(occurrences("</svg>\n"), 1);
}

/* One below the other, in whatever order their rows come. */
Test(ladder, svg_of_two_connections)
{
	const char *first, *second;

	ladder.kind = LADDER_SVG;
	tell_of(1, opening, 1);
	tell_of(2, opening, 1);
	tell_of(1, opening + 1, 1);
	ladder_finish(&ladder);
	second = strstr(said(), ">#2</text>");
	first = strstr(said(), ">[S.] 0:0(0) ack 1</text>");
	cr_assert_not_null(first);
	cr_assert_not_null(second);
	cr_expect_lt(first, second);
	check_height();
}

Test(ladder, svg_has_a_limit)
{
	ladder.kind = LADDER_SVG;
	for (uint64_t i = 1; i <= LADDER_SVG_FIGURES + 2; i++)
		tell_of(i, opening, 1);
	for (int i = LADDER_SVG_FIGURES; i <= LADDER_SVG_ROWS; i++)
		tell_of(1, opening + 3, 1);
	ladder_finish(&ladder);
	cr_expect_eq(occurrences(" marker-end"), LADDER_SVG_ROWS);
	cr_expect_eq(occurrences(">and 3 more rows</text>"), 1);
	check_height();
}
