/*
 * Expressions: what is read, where what is not read has its mark, what holds,
 * and what is said of what does not.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "decode/packet.h"
#include "render/text.h"
#include "track/note.h"
#include "where/describe.h"
#include "where/eval.h"
#include "where/parse.h"
#include "where/value.h"

#define MILLISECOND INT64_C(1000000)
#define SECOND INT64_C(1000000000)
#define NOW (INT64_C(1700000000) * SECOND)

enum { TEXT_SIZE = 2048 };

#define ROWS(rows) (sizeof(rows) / sizeof((rows)[0]))

/* --- reading */

struct good_row {
	const char *expression;
	int steps;
};

static const struct good_row good_rows[] = {
	{ "server=CLOSE_WAIT", 1 },
	{ "  server == close_wait  ", 1 },
	{ "server=CLOSE_WAIT for >30s", 1 },
	{ "server=CLOSE_WAIT for 1.5m", 1 },
	{ "client~WAIT for <= 100ms", 1 },
	{ "finding~retransmission", 1 },
	{ "finding=zero window probe", 1 },
	{ "finding=previous segment not captured and rtt>1s", 3 },
	{ "note='reset ignored (outside the window)'", 1 },
	{ "rtt>100ms and port=443", 3 },
	{ "rtt>100ms && port=443 || ! conn=1", 6 },
	{ "not not not conn=1", 4 },
	{ "((conn=1))", 1 },
	{ "client.rtt.min<1us or server.rtt.avg>=1h", 3 },
	{ "SERVER.BYTES>64Ki", 1 },
	{ "flags~S.", 1 },
	{ "addr~10.1.0.0/16 and src!=::1", 3 },
	{ "reason=timeout", 1 },
	{ "from=client", 1 },
	{ "state!=ESTABLISHED", 1 },
	{ "window=0", 1 },
	/* 16 are possible. */
	{ "((((((((((((((((conn=1))))))))))))))))", 1 },
	{ "not not not not not not not not not not not not not not not not "
	  "conn=1",
	  17 },
};

Test(where, reads)
{
	for (size_t i = 0; i < ROWS(good_rows); i++) {
		const struct good_row *row = &good_rows[i];
		struct where_error error;
		struct where where;

		cr_expect(where_parse(&where, row->expression, WHERE_OF_LINE,
				      &error),
			  "%s: %s", row->expression, error.words);
		cr_expect_eq(where.count, row->steps, "%s: %d", row->expression,
			     where.count);
	}
}

struct bad_row {
	const char *expression;
	size_t place;
	const char *words; /* what they begin with */
	enum where_scope scope;
};

static const struct bad_row bad_rows[] = {
	{ "", 0, "here comes a field, as in", 0 },
	{ "   ", 3, "here comes a field, as in", 0 },
	{ "servr=CLOSED", 0,
	  "there is no field \"servr\"; did you mean server?", 0 },
	{ "conn=1 or client.byte=1", 10,
	  "there is no field \"client.byte\"; did you mean client.bytes?", 0 },
	{ "xyzzy=1", 0,
	  "there is no field \"xyzzy\"; there are client, server, state,", 0 },
	{ "client.xyzzy=1", 0,
	  "there is no field \"client.xyzzy\"; there are state, addr, port,",
	  0 },
	{ "client.rtt>1s", 0, "there is no field \"client.rtt\"", 0 },
	{ "server.=1", 0, "there is no field \"server.\"; did you mean server?",
	  0 },
	{ "\"server\"=CLOSED", 0, "here comes a field", 0 },
	{ "server", 6, "after server comes one of = != ~", 0 },
	{ "server CLOSED", 7, "after server comes one of = != ~", 0 },
	{ "server>CLOSED", 6, "after server comes one of = != ~", 0 },
	{ "bytes~1", 5, "after bytes comes one of = != < <= > >=", 0 },
	{ "server=", 7, "there is no state the end", 0 },
	{ "server=()", 7, "there is no state \"(\"", 0 },
	{ "server=CLOSEWAIT", 7,
	  "there is no state \"CLOSEWAIT\"; did you mean CLOSE_WAIT?", 0 },
	{ "server=XYZZY", 7,
	  "there is no state \"XYZZY\"; there are CLOSED, LISTEN,", 0 },
	{ "server=\"\"", 7, "there is no state \"\"", 0 },
	{ "server~''", 7, "there is no state \"\"", 0 },
	{ "server='CLOSED", 7, "the other quotation mark is missing", 0 },
	{ "finding~retrnsmission", 8,
	  "there is no note \"retrnsmission\"; did you mean retransmission?",
	  0 },
	{ "finding=dup ack #2", 8,
	  "there is no note \"dup ack #2\"; did you mean dup ack?", 0 },
	{ "reason=rest", 7, "there is no reason \"rest\"; did you mean reset?",
	  0 },
	{ "from=clint", 5, "there is no end \"clint\"; did you mean client?",
	  0 },
	{ "port=https", 5, "here comes a number, as", 0 },
	{ "bytes>1T", 6, "here comes a number, as", 0 },
	{ "bytes>-1", 6, "here comes a number, as", 0 },
	{ "bytes>1.", 6, "here comes a number, as", 0 },
	{ "bytes>99999999999999999999", 6, "here comes a number, as", 0 },
	{ "bytes>9999999999G", 6, "here comes a number, as", 0 },
	{ "rtt>100", 4, "here comes a time with its unit", 0 },
	{ "rtt>100 ms", 4, "here comes a time with its unit", 0 },
	{ "rtt>9999999999h", 4, "here comes a time with its unit", 0 },
	{ "rtt>", 4,
	  "here comes a time with its unit (ns, us, ms, s, m, h), "
	  "as 100ms or 30s, not the end",
	  0 },
	{ "addr=10.1", 5, "here comes an address, as", 0 },
	{ "addr=10.1.0.0/33", 5, "here comes an address, as", 0 },
	{ "flags=X", 6, "here come letters of flags", 0 },
	{ "conn=1 conn=2", 7, "here comes and, or, or the end, not \"conn\"",
	  0 },
	{ "conn=1)", 6, "here comes and, or, or the end, not \")\"", 0 },
	{ "conn=1 and", 10, "here comes a field", 0 },
	{ "conn=1 and or conn=2", 11, "here comes a field", 0 },
	{ "conn=1 & conn=2", 7, "here comes and, or, or the end, not \"&\"",
	  0 },
	{ "(conn=1", 0, "its ) is missing", 0 },
	{ "(conn=1 conn=2)", 8, "here comes and, or, or )", 0 },
	{ "not", 3, "here comes a field", 0 },
	{ "rtt>1s for 3s", 7, "for says how long an end is in a state", 0 },
	{ "server!=CLOSED for 3s", 15, "for says how long an end is in a state",
	  0 },
	{ "server=CLOSED for", 17, "here comes a time with its unit", 0 },
	{ "server=CLOSED for 3", 18, "here comes a time with its unit", 0 },
	{ "server=CLOSED for =3s", 18, "after for comes one of < <= > >=", 0 },
	{ "(((((((((((((((((conn=1)))))))))))))))))", 16,
	  "too much is inside of one another here", 0 },
	{ "conn=1 and flags~R", 11, "flags is of one segment",
	  WHERE_OF_CONNECTION },
	{ "sport=80", 0, "sport is of one segment", WHERE_OF_CONNECTION },
	{ "length>0", 0, "length is of one segment", WHERE_OF_CONNECTION },
	{ "from=client", 0, "from is of one segment", WHERE_OF_CONNECTION },
};

Test(where, marks_what_is_wrong)
{
	for (size_t i = 0; i < ROWS(bad_rows); i++) {
		const struct bad_row *row = &bad_rows[i];
		struct where_error error;
		struct where where;

		cr_expect_not(where_parse(&where, row->expression, row->scope,
					  &error),
			      "%s", row->expression);
		cr_expect_eq(error.place, row->place, "%s: at %zu",
			     row->expression, error.place);
		cr_expect(!strncmp(error.words, row->words, strlen(row->words)),
			  "%s: %s", row->expression, error.words);
	}
}

/* The same, `count` times, with "or" between them. */
static const char *repeated(const char *test, int count)
{
	static char expression[8 * WHERE_LENGTH_MAX];

	strcpy(expression, test);
	for (int i = 1; i < count; i++) {
		strcat(expression, " or ");
		strcat(expression, test);
	}
	return expression;
}

Test(where, has_limits)
{
	struct where_error error;
	struct where where;

	cr_expect(where_parse(&where, repeated("conn=1", 32), WHERE_OF_LINE,
			      &error));
	cr_expect_eq(where.count, 63);
	cr_expect_not(where_parse(&where, repeated("conn=1", 33), WHERE_OF_LINE,
				  &error));
	cr_expect(strstr(error.words, "too much for one expression"), "%s",
		  error.words);
	cr_expect_not(where_parse(&where, repeated("conn=1", 110),
				  WHERE_OF_LINE, &error));
	cr_expect(strstr(error.words, "too long"), "%s", error.words);
	cr_expect_eq(error.place, WHERE_LENGTH_MAX);
}

struct shown_row {
	const char *expression;
	size_t place;
	const char *shown;
};

static const struct shown_row shown_rows[] = {
	{ "bytes>x", 6, "what\n    bytes>x\n          ^" },
	{ "", 0, "what\n    \n    ^" },
	{ "a\tb\033c\xff", 2, "what\n    a?b?c?\n      ^" },
	{ "0123456789012345678901234567890123456789012345678901234567890", 50,
	  "what\n    ...0123456789012345678901234567890123456789012345678"
	  "90\n                                               ^" },
};

Test(where, shows_the_place)
{
	for (size_t i = 0; i < ROWS(shown_rows); i++) {
		const struct shown_row *row = &shown_rows[i];
		const struct where_error error = { row->place, "what" };
		char storage[TEXT_SIZE];
		struct text text;

		text_init(&text, storage, sizeof(storage));
		where_error_render(&text, row->expression, &error);
		cr_expect_str_eq(text_terminate(&text), row->shown);
	}
}

/* --- values */

struct address_row {
	const char *text;
	bool good;
	uint8_t version, prefix;
	uint8_t octets[16];
};

static const struct address_row address_rows[] = {
	{ "192.0.2.1", true, 4, 32, { 192, 0, 2, 1 } },
	{ "10.0.0.0/8", true, 4, 8, { 10 } },
	{ "0.0.0.0/0", true, 4, 0, { 0 } },
	{ "::", true, 6, 128, { 0 } },
	{ "::1", true, 6, 128, { [15] = 1 } },
	{ "fe80::/10", true, 6, 10, { 0xfe, 0x80 } },
	{ "2001:db8::A:b",
	  true,
	  6,
	  128,
	  { 0x20, 1, 13, 0xb8, [13] = 10, 0, 11 } },
	{ "1:2:3:4:5:6:7:8",
	  true,
	  6,
	  128,
	  { 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8 } },
	{ "1:2:3:4:5:6:7::",
	  true,
	  6,
	  128,
	  { 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7 } },
	{ "::ffff:192.0.2.1",
	  true,
	  6,
	  128,
	  { [10] = 0xff, 0xff, 192, 0, 2, 1 } },
	{ "1:2:3:4:5:6:192.0.2.1",
	  true,
	  6,
	  128,
	  { 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 192, 0, 2, 1 } },
	{ "", false, 0, 0, { 0 } },
	{ "1.2.3", false, 0, 0, { 0 } },
	{ "1.2.3.4.", false, 0, 0, { 0 } },
	{ "1.2.3.4.5", false, 0, 0, { 0 } },
	{ "1.2.3.256", false, 0, 0, { 0 } },
	{ "1.2.3.0004", false, 0, 0, { 0 } },
	{ "1.2.3.4/", false, 0, 0, { 0 } },
	{ "1.2.3.4/33", false, 0, 0, { 0 } },
	{ "1.2.3.4/8x", false, 0, 0, { 0 } },
	{ ":", false, 0, 0, { 0 } },
	{ ":::", false, 0, 0, { 0 } },
	{ "1:", false, 0, 0, { 0 } },
	{ ":1", false, 0, 0, { 0 } },
	{ "1::2::3", false, 0, 0, { 0 } },
	{ "1:2:3:4:5:6:7", false, 0, 0, { 0 } },
	{ "1:2:3:4:5:6:7:8:9", false, 0, 0, { 0 } },
	{ "1:2:3:4::5:6:7:8", false, 0, 0, { 0 } },
	{ "1:2:3:4:5:6:7:1.2.3.4", false, 0, 0, { 0 } },
	{ "::1.2.3.4:1", false, 0, 0, { 0 } },
	{ "::12345", false, 0, 0, { 0 } },
	{ "::/129", false, 0, 0, { 0 } },
	{ "::g", false, 0, 0, { 0 } },
};

Test(where, addresses)
{
	for (size_t i = 0; i < ROWS(address_rows); i++) {
		const struct address_row *row = &address_rows[i];
		const struct words_span span = { row->text, strlen(row->text) };
		struct address address;
		uint8_t prefix;

		cr_expect_eq(value_address(span, &address, &prefix), row->good,
			     "%s", row->text);
		if (!row->good)
			continue;
		cr_expect_eq(address.version, row->version, "%s", row->text);
		cr_expect_eq(prefix, row->prefix, "%s", row->text);
		cr_expect_arr_eq(address.octets, row->octets, 16, "%s",
				 row->text);
	}
}

struct number_row {
	const char *text;
	uint64_t number; /* UINT64_MAX: it is none */
};

static const struct number_row size_rows[] = {
	{ "0", 0 },
	{ "1500", 1500 },
	{ "64K", 64000 },
	{ "64k", 64000 },
	{ "64Ki", 65536 },
	{ "1.5Ki", 1536 },
	{ "1.5M", 1500000 },
	{ "0.000001G", 1000 },
	{ "2Gi", UINT64_C(2147483648) },
	{ "9223372036854775806", UINT64_C(9223372036854775806) },
	{ "9223372036854775808", UINT64_MAX },
	{ "1.2345678", UINT64_MAX },
	{ ".5K", UINT64_MAX },
	{ "1KK", UINT64_MAX },
	{ "K", UINT64_MAX },
	{ "+1", UINT64_MAX },
};

static const struct number_row time_rows[] = {
	{ "35ns", 35 },
	{ "35us", 35000 },
	{ "1.5ms", 1500000 },
	{ "30s", UINT64_C(30000000000) },
	{ "0.25s", 250000000 },
	{ "2m", UINT64_C(120000000000) },
	{ "1.5h", UINT64_C(5400000000000) },
	{ "30", UINT64_MAX },
	{ "30d", UINT64_MAX },
	{ "s", UINT64_MAX },
};

static void expect_numbers(const struct number_row *rows, size_t count,
			   bool read(struct words_span, uint64_t *))
{
	for (size_t i = 0; i < count; i++) {
		const struct words_span span = { rows[i].text,
						 strlen(rows[i].text) };
		uint64_t number = UINT64_MAX;

		cr_expect_eq(read(span, &number), rows[i].number != UINT64_MAX,
			     "%s", rows[i].text);
		if (rows[i].number != UINT64_MAX)
			cr_expect_eq(number, rows[i].number, "%s: %llu",
				     rows[i].text, (unsigned long long)number);
	}
}

Test(where, numbers)
{
	expect_numbers(size_rows, ROWS(size_rows), value_number);
	expect_numbers(time_rows, ROWS(time_rows), value_time);
}

/* --- evaluating */

/* The client has closed 12.5 s ago, the server has not; the server sent a
 * segment that is a retransmission. */
static const struct packet packet = {
	.tcp = { .extent = TCP_WHOLE_HEADER,
		 .flags = TCP_ACK | TCP_PSH,
		 .payload = 100 },
};

static struct track_look look_at(void)
{
	struct track_look look = {
		.now = NOW,
		.flow = {
			.connection = 7,
			.start = NOW - 60 * SECOND,
			.end = NOW - 2 * SECOND,
			.has_rtt_handshake = true,
			.rtt_handshake = 120 * MILLISECOND,
			.ends[TRACK_CLIENT] = {
				.address = { 4, { 10, 1, 2, 3 } },
				.port = 40000,
				.since = NOW - 12 * SECOND,
				.packets = 10,
				.bytes = 1000,
				.retransmitted_segments = 1,
				.has_offer = true,
				.offer = 5000,
				.rtt = { .samples = 2,
					 .min = MILLISECOND,
					 .max = 3 * MILLISECOND,
					 .sum = 4e6 },
			},
			.ends[TRACK_SERVER] = {
				.address = { 4, { 192, 0, 2, 1 } },
				.port = 443,
				.since = NOW - 12500 * MILLISECOND,
				.packets = 20,
				.bytes = 70000,
				.retransmitted_segments = 4,
			},
		},
	};

	history_begin(&look.flow.ends[TRACK_CLIENT].history, STATE_FIN_WAIT2,
		      false);
	history_begin(&look.flow.ends[TRACK_SERVER].history, STATE_CLOSE_WAIT,
		      true);
	return look;
}

struct eval_row {
	const char *expression;
	bool holds;
};

static const struct eval_row eval_rows[] = {
	{ "server=CLOSE_WAIT", true },
	{ "client=CLOSE_WAIT", false },
	{ "client!=CLOSE_WAIT", true },
	{ "state=CLOSE_WAIT", true },
	{ "state=FIN_WAIT2", true },
	{ "state!=CLOSE_WAIT", false }, /* one end is */
	{ "state!=ESTABLISHED", true },
	{ "client~WAIT", true },
	{ "client~CLOS", false },
	{ "client.state=FIN_WAIT2", true },
	{ "server=CLOSE_WAIT for >12s", true },
	{ "server=CLOSE_WAIT for >12.5s", false },
	{ "server=CLOSE_WAIT for >=12.5s", true },
	{ "server=CLOSE_WAIT for 12.5s", true },
	{ "server=CLOSE_WAIT for <13s", true },
	{ "server=CLOSE_WAIT for <12.5s", false },
	{ "server=CLOSE_WAIT for <=12.5s", true },
	{ "client=CLOSE_WAIT for <13s", false },
	/* The time is that of the same end. */
	{ "state=FIN_WAIT2 for >12.1s", false },
	{ "state~WAIT for >12.1s", true },
	{ "finding=retransmission", true },
	{ "finding=fast retransmission", false },
	{ "finding~retransmission", true },
	{ "finding!=retransmission", false },
	{ "finding!=zero window", true },
	{ "note=keep-alive", false },
	{ "conn=7", true },
	{ "conn!=7", false },
	{ "conn<7", false },
	{ "conn<=7", true },
	{ "conn>=7", true },
	{ "conn>7", false },
	{ "conn>6 and conn<8", true },
	{ "port=443", true },
	{ "port=80", false },
	{ "port!=443", false },
	{ "port!=80", true },
	{ "port>40000", false },
	{ "client.port=40000", true },
	{ "client.port=443", false },
	{ "sport=443", true },
	{ "dport=40000", true },
	{ "sport=40000", false },
	{ "addr=10.1.2.3", true },
	{ "addr~10.1.0.0/16", true },
	{ "addr~10.2.0.0/15", false },
	{ "addr~10.0.0.0/15", true },
	{ "addr=0.0.0.0/0", true },
	{ "addr=::/0", false },
	{ "addr!=10.0.0.0/8", false },
	{ "addr!=10.1.2.4", true },
	{ "server.addr=10.0.0.0/8", false },
	{ "src=192.0.2.1", true },
	{ "dst=192.0.2.1", false },
	{ "bytes=71000", true },
	{ "bytes=71K", true },
	{ "bytes!=71K", false },
	{ "bytes!=70K", true },
	{ "bytes>70K", true },
	{ "client.bytes=1K", true },
	{ "packets=30", true },
	{ "server.packets=20", true },
	{ "retransmissions=5", true },
	{ "client.retransmissions>0", true },
	{ "window=5000", true },
	{ "window!=5000", false },
	{ "window!=4000", true },
	/* It is not known. */
	{ "server.window=0", false },
	{ "server.window!=0", false },
	{ "not server.window=0", true },
	{ "rtt=120ms", true },
	{ "rtt>0.1s", true },
	{ "rtt.min=1ms", true },
	{ "rtt.avg=2ms", true },
	{ "rtt.max=3ms", true },
	{ "client.rtt.max>2ms", true },
	{ "server.rtt.max>=0s", false },
	{ "age=60s", true },
	{ "idle=2s", true },
	{ "duration=58s", true },
	{ "reason=open", true },
	{ "reason!=open", false },
	{ "from=server", true },
	{ "from=client", false },
	{ "flags=P.", true },
	{ "flags=.P", true },
	{ "flags=.", false },
	{ "flags~.", true },
	{ "flags~S", false },
	{ "flags!=S", true },
	{ "length=100", true },
	/* and before or, and both from the left */
	{ "conn=7 or conn=1 and conn=2", true },
	{ "(conn=7 or conn=1) and conn=2", false },
	{ "conn=1 and conn=2 or conn=7", true },
	{ "conn=1 and (conn=2 or conn=7)", false },
	{ "not conn=1 and conn=7", true },
	{ "not (conn=1 or conn=7)", false },
	{ "not conn=1 or conn=7", true },
	{ "conn=7 and not conn=1 and not conn=2", true },
	{ "conn=1 or conn=2 or conn=3 or conn=7", true },
};

static bool holds(const char *expression, const struct where_subject *subject)
{
	struct where_error error;
	struct where where;

	cr_assert(where_parse(&where, expression, WHERE_OF_LINE, &error),
		  "%s: %s", expression, error.words);
	return where_matches(&where, subject);
}

Test(where, holds)
{
	const struct track_look look = look_at();
	const struct where_subject subject = {
		.look = &look,
		.notes = UINT64_C(1) << NOTE_RETRANSMISSION,
		.packet = &packet,
		.from = TRACK_SERVER,
	};

	for (size_t i = 0; i < ROWS(eval_rows); i++)
		cr_expect_eq(holds(eval_rows[i].expression, &subject),
			     eval_rows[i].holds, "%s", eval_rows[i].expression);
}

/* Without a segment, nothing holds that is asked about one. */
Test(where, holds_without_a_segment)
{
	static const char *const expressions[] = {
		"from=server", "from!=client", "flags!=S", "length<1M",
		"sport=443",   "dst!=::1",     "src~::/0",
	};
	const struct track_look look = look_at();
	const struct where_subject subject = { .look = &look };

	for (size_t i = 0; i < ROWS(expressions); i++)
		cr_expect_not(holds(expressions[i], &subject), "%s",
			      expressions[i]);
	cr_expect(holds("not length<1M and server=CLOSE_WAIT", &subject));
}

Test(where, holds_of_ip6)
{
	struct track_look look = look_at();
	const struct where_subject subject = { .look = &look };

	look.flow.ends[TRACK_CLIENT].address =
		(struct address){ 6, { 0x20, 1, 13, 0xb8, [15] = 1 } };
	look.flow.ends[TRACK_SERVER].address = (struct address){ 6, { 1 } };
	cr_expect(holds("addr=2001:db8::1", &subject));
	cr_expect(holds("addr~2001:db8::/32", &subject));
	cr_expect(holds("addr~2001:db0::/28", &subject));
	cr_expect_not(holds("addr~2001:db0::/29", &subject));
	cr_expect_not(holds("addr=0.0.0.0/0", &subject));
}

struct describe_row {
	const char *expression;
	const char *text;
};

static const struct describe_row describe_rows[] = {
	{ "server=CLOSED", "server CLOSE_WAIT" },
	{ "client=CLOSED", "client FIN_WAIT2?" },
	{ "client=CLOSED or client=LISTEN", "client FIN_WAIT2?" },
	{ "server=CLOSED for 1s", "server CLOSE_WAIT for 12.5 s" },
	{ "state=CLOSED", "state FIN_WAIT2? and CLOSE_WAIT" },
	{ "port=1 and not client.port=1",
	  "port 40000 and 443, client.port 40000" },
	{ "finding=dsack", "finding retransmission, dup ack" },
	{ "bytes=1", "bytes 71000" },
	{ "server.bytes=1", "server.bytes 70000" },
	{ "window=1", "window 5000 and unknown" },
	{ "rtt=1s or server.rtt.avg=1s", "rtt 120 ms, server.rtt.avg unknown" },
	{ "client.rtt.avg<1us", "client.rtt.avg 2 ms" },
	{ "age<1s", "age 60 s" },
	{ "addr=::1", "addr 10.1.2.3 and 192.0.2.1" },
	{ "reason=closed", "reason open" },
	{ "conn=1", "conn 7" },
};

Test(where, describes)
{
	const struct track_look look = look_at();
	const struct where_subject subject = {
		.look = &look,
		.notes = UINT64_C(1) << NOTE_RETRANSMISSION |
			 UINT64_C(1) << NOTE_DUP_ACK,
	};

	for (size_t i = 0; i < ROWS(describe_rows); i++) {
		char storage[TEXT_SIZE];
		struct where_error error;
		struct where where;
		struct text text;

		cr_assert(where_parse(&where, describe_rows[i].expression,
				      WHERE_OF_CONNECTION, &error),
			  "%s", error.words);
		text_init(&text, storage, sizeof(storage));
		where_describe(&text, &where, &subject);
		cr_expect_str_eq(text_terminate(&text), describe_rows[i].text);
	}
}

static const struct {
	uint64_t nanoseconds;
	const char *text;
} written_rows[] = {
	{ 0, "0 s" },
	{ 1, "0.001 us" },
	{ 35000, "35 us" },
	{ 1500000, "1.5 ms" },
	{ 1000001, "1 ms" },
	{ 12050000000, "12.05 s" },
	{ 3600000000000, "3600 s" },
};

Test(where, writes_times)
{
	for (size_t i = 0; i < ROWS(written_rows); i++) {
		char storage[TEXT_SIZE];
		struct text text;

		text_init(&text, storage, sizeof(storage));
		where_time(&text, written_rows[i].nanoseconds);
		cr_expect_str_eq(text_terminate(&text), written_rows[i].text);
	}
}
