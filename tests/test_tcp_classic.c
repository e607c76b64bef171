/*
 * The TCP part of the classic line, as tcpdump 3.x printed it.  Its options
 * are in test_tcp_options.c, the session of the book in test_book.c.
 */
#include <criterion/criterion.h>

#include "decode/packet.h"
#include "render/line.h"
#include "render/parts.h"
#include "render/text.h"
#include "segment.h"

#define ENDS "10.61.0.1.60391 > 10.61.0.2.55555: "

struct row {
	const char *name;
	int verbose, quiet;
	struct segment segment;
	struct line_bases bases;
	const char *want;
};

static const struct row rows[] = {
	{ "syn",
	  0,
	  0,
	  { .flags = TCP_SYN, .seq = 3412991013, .window = 5840 },
	  { 0, 0, 0 },
	  ENDS "S 3412991013:3412991013(0) win 5840" },
	{ "syn ack",
	  0,
	  0,
	  { .from_server = true,
	    .flags = TCP_SYN | TCP_ACK,
	    .seq = 1149562427,
	    .ack = 3412991014,
	    .window = 5792 },
	  { 0, 0, 0 },
	  "10.61.0.2.55555 > 10.61.0.1.60391: "
	  "S 1149562427:1149562427(0) ack 3412991014 win 5792" },
	{ "ack",
	  0,
	  0,
	  { .flags = TCP_ACK, .seq = 7, .ack = 9, .window = 5840 },
	  { 6, 8, 0 },
	  ENDS ". ack 1 win 5840" },
	{ "ack, -vv",
	  2,
	  0,
	  { .flags = TCP_ACK, .seq = 7, .ack = 9, .window = 5840 },
	  { 6, 8, 0 },
	  ENDS "., cksum 0xbf8c (correct), 1:1(0) ack 1 win 5840" },
	{ "data",
	  0,
	  0,
	  { .flags = TCP_PSH | TCP_ACK,
	    .seq = 101,
	    .ack = 201,
	    .window = 1,
	    .data = "616263" },
	  { 100, 200, 0 },
	  ENDS "P 1:4(3) ack 1 win 1" },
	{ "data without push",
	  0,
	  0,
	  { .flags = TCP_ACK, .seq = 0xffffffff, .window = 1, .data = "6162" },
	  { 0, 0, 0 },
	  ENDS ". 4294967295:1(2) ack 0 win 1" },
	{ "fin",
	  0,
	  0,
	  { .flags = TCP_FIN | TCP_ACK, .seq = 341, .ack = 1 },
	  { 0, 0, 0 },
	  ENDS "F 341:341(0) ack 1 win 0" },
	{ "reset",
	  0,
	  0,
	  { .flags = TCP_RST, .seq = 5 },
	  { 0, 0, 0 },
	  ENDS "R 5:5(0) win 0" },
	{ "all flags",
	  0,
	  0,
	  { .flags = 0xff, .urgent = 3 },
	  { 0, 0, 0 },
	  ENDS "SFRPWE 0:0(0) ack 0 win 0 urg 3" },
	{ "no flag", 0, 0, { .flags = 0 }, { 0, 0, 0 }, ENDS ". win 0" },
	{ "ack and urg have no letter",
	  0,
	  0,
	  { .flags = TCP_ACK | TCP_URG, .urgent = 1, .data = "21" },
	  { 0, 0, 0 },
	  ENDS ". 0:1(1) ack 0 win 0 urg 1" },
	{ "ecn syn",
	  0,
	  0,
	  { .flags = TCP_SYN | TCP_ECE | TCP_CWR },
	  { 0, 0, 0 },
	  ENDS "SWE 0:0(0) win 0" },
	{ "options",
	  0,
	  0,
	  { .flags = TCP_SYN,
	    .options = "020405b40402080a000000010000000001030307" },
	  { 0, 0, 0 },
	  ENDS "S 0:0(0) win 0 "
	       "<mss 1460,sackOK,timestamp 1 0,nop,wscale 7>" },
	{ "bad options end the line",
	  1,
	  0,
	  { .flags = TCP_RST,
	    .options = "02000000",
	    .data = "61",
	    .captured = 44 },
	  { 0, 0, 0 },
	  ENDS "R 0:1(1) win 0 <[bad opt]>" },
	{ "good checksum",
	  1,
	  0,
	  { .flags = TCP_ACK, .seq = 1000, .ack = 2000, .window = 512 },
	  { 0, 0, 0 },
	  ENDS "., cksum 0xc8b4 (correct), ack 2000 win 512" },
	{ "bad checksum",
	  1,
	  0,
	  { .flags = TCP_ACK,
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512,
	    .spoilt = true },
	  { 0, 0, 0 },
	  ENDS "., cksum 0xc8b5 (incorrect (-> 0xc8b4), ack 2000 win 512" },
	{ "quiet",
	  0,
	  1,
	  { .flags = TCP_ACK, .data = "616263" },
	  { 0, 0, 0 },
	  ENDS "tcp 3" },
	{ "cut before the ports",
	  0,
	  0,
	  { .captured = 23 },
	  { 0, 0, 0 },
	  "10.61.0.1 > 10.61.0.2: [|tcp]" },
	{ "cut behind the ports",
	  0,
	  0,
	  { .captured = 24 },
	  { 0, 0, 0 },
	  ENDS "[|tcp]" },
	{ "header of four words",
	  0,
	  0,
	  { .words = 4 },
	  { 0, 0, 0 },
	  ENDS " tcp 4 [bad hdr length 16 - too short, < 20]" },
	{ "header too long",
	  0,
	  0,
	  { .flags = TCP_ACK, .words = 6 },
	  { 0, 0, 0 },
	  ENDS ". [bad hdr length 24 - too long, > 20]" },
	{ "reset with text",
	  0,
	  0,
	  { .flags = TCP_RST, .seq = 5, .data = "676f2061776179" },
	  { 0, 0, 0 },
	  ENDS "R 5:12(7) win 0" },
	{ "reset with text, -v",
	  1,
	  0,
	  { .flags = TCP_RST,
	    .seq = 5,
	    .data = "676f2061776179",
	    .captured = 46 },
	  { 0, 0, 0 },
	  ENDS "R 5:12(7) win 0 [!RST go awa]" },
};

Test(tcp_classic, as_tcpdump_3_printed_it)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct row *row = &rows[i];
		struct line_options options = { .classic = true,
						.numeric = true,
						.verbose = row->verbose,
						.quiet = row->quiet };
		struct packet packet = segment_build(&row->segment);
		char storage[512];
		struct text text;
		const char *got;

		text_init(&text, storage, sizeof(storage));
		tcp_classic_render(&text, &options, &packet, row->bases);
		segment_free(&packet);
		got = text_terminate(&text);
		cr_expect_str_eq(got, row->want, "%s: got \"%s\"", row->name,
				 got);
	}
}
