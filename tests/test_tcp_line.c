/*
 * The TCP part of the modern line: as tcpdump 4.99.3 prints it with -S, but
 * for -q with a header that is too long.  Options: test_tcp_options.c.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "decode/packet.h"
#include "render/flags.h"
#include "render/line.h"
#include "render/parts.h"
#include "render/tcp_line.h"
#include "render/text.h"
#include "segment.h"

enum { FLAGS_SIZE = 64 };

struct row {
	const char *name;
	int verbose, quiet;
	bool no_checksum;
	struct segment segment;
	const char *want;
};

static const struct row rows[] = {
	{ "flag fin",
	  0,
	  0,
	  false,
	  { .flags = TCP_FIN, .seq = 1000, .ack = 2000, .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [F], seq 1000, win "
	  "512, length 0" },
	{ "flag syn",
	  0,
	  0,
	  false,
	  { .flags = TCP_SYN, .seq = 1000, .ack = 2000, .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [S], seq 1000, win "
	  "512, length 0" },
	{ "flag rst",
	  0,
	  0,
	  false,
	  { .flags = TCP_RST, .seq = 1000, .ack = 2000, .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [R], seq 1000, win "
	  "512, length 0" },
	{ "flag psh",
	  0,
	  0,
	  false,
	  { .flags = TCP_PSH, .seq = 1000, .ack = 2000, .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [P], win 512, length "
	  "0" },
	{ "flag ack",
	  0,
	  0,
	  false,
	  { .flags = TCP_ACK, .seq = 1000, .ack = 2000, .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [.], ack 2000, win "
	  "512, length 0" },
	{ "flag urg",
	  0,
	  0,
	  false,
	  { .flags = TCP_URG, .seq = 1000, .ack = 2000, .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [U], win 512, urg 0, "
	  "length 0" },
	{ "flag ece",
	  0,
	  0,
	  false,
	  { .flags = TCP_ECE, .seq = 1000, .ack = 2000, .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [E], win 512, length "
	  "0" },
	{ "flag cwr",
	  0,
	  0,
	  false,
	  { .flags = TCP_CWR, .seq = 1000, .ack = 2000, .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [W], win 512, length "
	  "0" },
	{ "no flag",
	  0,
	  0,
	  false,
	  { .flags = 0, .seq = 1000, .ack = 2000, .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [none], win 512, "
	  "length 0" },
	{ "all eight flags",
	  0,
	  0,
	  false,
	  { .flags = TCP_FIN | TCP_SYN | TCP_RST | TCP_PSH | TCP_ACK | TCP_URG |
		     TCP_ECE | TCP_CWR,
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [FSRP.UEW], seq "
	  "1000, ack 2000, win 512, urg 0, length 0" },
	{ "all eight flags and -vv",
	  2,
	  0,
	  false,
	  { .flags = TCP_FIN | TCP_SYN | TCP_RST | TCP_PSH | TCP_ACK | TCP_URG |
		     TCP_ECE | TCP_CWR,
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [FSRP.UEW], cksum "
	  "0xc7c5 (correct), seq 1000, ack 2000, win 512, urg 0, length 0" },
	{ "syn",
	  0,
	  0,
	  false,
	  { .flags = TCP_SYN, .seq = 3412991013, .window = 5840 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [S], seq 3412991013, "
	  "win 5840, length 0" },
	{ "syn ack",
	  0,
	  0,
	  false,
	  { .from_server = true,
	    .flags = TCP_SYN | TCP_ACK,
	    .seq = 1149562427,
	    .ack = 3412991014,
	    .window = 5792 },
	  "10.61.0.2.55555 > 10.61.0.1.60391: Flags [S.], seq "
	  "1149562427, ack 3412991014, win 5792, length 0" },
	{ "data",
	  0,
	  0,
	  false,
	  { .flags = TCP_PSH | TCP_ACK,
	    .data = "616263",
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [P.], seq 1000:1003, "
	  "ack 2000, win 512, length 3" },
	{ "data without psh or ack",
	  0,
	  0,
	  false,
	  { .flags = 0, .data = "61", .seq = 1000, .ack = 2000, .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [none], seq "
	  "1000:1001, win 512, length 1" },
	{ "fin",
	  0,
	  0,
	  false,
	  { .flags = TCP_FIN | TCP_ACK,
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [F.], seq 1000, ack "
	  "2000, win 512, length 0" },
	{ "fin with data",
	  0,
	  0,
	  false,
	  { .flags = TCP_FIN | TCP_PSH | TCP_ACK,
	    .data = "6162",
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [FP.], seq "
	  "1000:1002, ack 2000, win 512, length 2" },
	{ "seq wraps",
	  0,
	  0,
	  false,
	  { .flags = TCP_ACK,
	    .seq = 4294967295,
	    .ack = 0,
	    .window = 0,
	    .data = "616263" },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [.], seq "
	  "4294967295:2, ack 0, win 0, length 3" },
	{ "urgent",
	  0,
	  0,
	  false,
	  { .flags = TCP_PSH | TCP_ACK | TCP_URG,
	    .urgent = 1,
	    .data = "21",
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [P.U], seq "
	  "1000:1001, ack 2000, win 512, urg 1, length 1" },
	{ "urgent pointer without flag",
	  0,
	  0,
	  false,
	  { .flags = TCP_ACK,
	    .urgent = 7,
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [.], ack 2000, win "
	  "512, length 0" },
	{ "largest",
	  0,
	  0,
	  false,
	  { .flags = TCP_SYN | TCP_ACK,
	    .seq = 4294967295,
	    .ack = 4294967295,
	    .window = 65535 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [S.], seq "
	  "4294967295, ack 4294967295, win 65535, length 0" },
	{ "ack, -v",
	  1,
	  0,
	  false,
	  { .flags = TCP_ACK, .seq = 1000, .ack = 2000, .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [.], cksum 0xc8b4 "
	  "(correct), ack 2000, win 512, length 0" },
	{ "ack, -vv",
	  2,
	  0,
	  false,
	  { .flags = TCP_ACK, .seq = 1000, .ack = 2000, .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [.], cksum 0xc8b4 "
	  "(correct), seq 1000, ack 2000, win 512, length 0" },
	{ "data, -v",
	  1,
	  0,
	  false,
	  { .flags = TCP_ACK,
	    .data = "616263",
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [.], cksum 0x044f "
	  "(correct), seq 1000:1003, ack 2000, win 512, length 3" },
	{ "bad checksum, -v",
	  1,
	  0,
	  false,
	  { .flags = TCP_ACK,
	    .spoilt = true,
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [.], cksum 0xc8b5 "
	  "(incorrect -> 0xc8b4), ack 2000, win 512, length 0" },
	{ "bad checksum, -v -K",
	  1,
	  0,
	  true,
	  { .flags = TCP_ACK,
	    .spoilt = true,
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [.], ack 2000, win "
	  "512, length 0" },
	{ "bad checksum",
	  0,
	  0,
	  false,
	  { .flags = TCP_ACK,
	    .spoilt = true,
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [.], ack 2000, win "
	  "512, length 0" },
	{ "cut data, -v",
	  1,
	  0,
	  false,
	  { .flags = TCP_ACK,
	    .data = "616263",
	    .captured = 42,
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [.], seq 1000:1003, "
	  "ack 2000, win 512, length 3" },
	{ "first fragment, -v",
	  1,
	  0,
	  false,
	  { .flags = TCP_ACK,
	    .data = "6162636465666768",
	    .fragment = 0x2000,
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [.], seq 1000:1008, "
	  "ack 2000, win 512, length 8" },
	{ "quiet",
	  0,
	  1,
	  false,
	  { .flags = TCP_PSH | TCP_ACK,
	    .data = "616263",
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: tcp 3" },
	{ "quiet, -v",
	  1,
	  1,
	  false,
	  { .flags = TCP_PSH | TCP_ACK,
	    .data = "616263",
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: tcp 3" },
	{ "quiet, no data",
	  0,
	  1,
	  false,
	  { .flags = TCP_ACK, .seq = 1000, .ack = 2000, .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: tcp 0" },
	{ "quiet with options",
	  0,
	  1,
	  false,
	  { .flags = TCP_ACK,
	    .options = "01010402",
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: tcp 0" },
	{ "cut before the ports",
	  0,
	  0,
	  false,
	  { .flags = TCP_ACK,
	    .captured = 20,
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1 > 10.61.0.2: [|tcp]" },
	{ "cut in the ports",
	  0,
	  0,
	  false,
	  { .flags = TCP_ACK,
	    .captured = 23,
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1 > 10.61.0.2: [|tcp]" },
	{ "cut behind the ports",
	  0,
	  0,
	  false,
	  { .flags = TCP_ACK,
	    .captured = 24,
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555:  [|tcp]" },
	{ "cut before the end of the header",
	  0,
	  0,
	  false,
	  { .flags = TCP_ACK,
	    .captured = 39,
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555:  [|tcp]" },
	{ "quiet, cut in the header",
	  0,
	  1,
	  false,
	  { .flags = TCP_ACK,
	    .captured = 39,
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555:  [|tcp]" },
	{ "header of four words",
	  0,
	  0,
	  false,
	  { .flags = TCP_ACK,
	    .words = 4,
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555:  tcp 4 [bad hdr length 16 "
	  "- too short, < 20]" },
	{ "header of no words",
	  0,
	  0,
	  false,
	  { .flags = TCP_ACK,
	    .words = 1,
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555:  tcp 16 [bad hdr length 4 "
	  "- too short, < 20]" },
	{ "quiet, header of four words",
	  0,
	  1,
	  false,
	  { .flags = TCP_ACK,
	    .words = 4,
	    .data = "6162",
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555:  tcp 6 [bad hdr length 16 "
	  "- too short, < 20]" },
	{ "header too long",
	  0,
	  0,
	  false,
	  { .flags = TCP_ACK,
	    .words = 6,
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [.] [bad hdr length "
	  "24 - too long, > 20]" },
	{ "header too long, -v",
	  1,
	  0,
	  false,
	  { .flags = TCP_ACK,
	    .words = 15,
	    .data = "616263",
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [.] [bad hdr length "
	  "60 - too long, > 23]" },
	{ "quiet, header too long",
	  0,
	  1,
	  false,
	  { .flags = TCP_ACK,
	    .words = 6,
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: tcp 0 [bad hdr length 24 - "
	  "too long, > 20]" },
	{ "options",
	  0,
	  0,
	  false,
	  { .flags = TCP_SYN,
	    .options = "020405b40402080a00000001000000000103030a",
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [S], seq 1000, win "
	  "512, options [mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 10], "
	  "length 0" },
	{ "bad options end the line",
	  0,
	  0,
	  false,
	  { .flags = TCP_ACK,
	    .options = "02000000",
	    .data = "61",
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [.], seq 1000:1001, "
	  "ack 2000, win 512, options [[bad opt]" },
	{ "ipv6",
	  0,
	  0,
	  false,
	  { .flags = TCP_PSH | TCP_ACK,
	    .data = "616263",
	    .version = 6,
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "fd00:61::1.60391 > fd00:61::2.55555: Flags [P.], seq "
	  "1000:1003, ack 2000, win 512, length 3" },
	{ "ipv6, from the server",
	  0,
	  0,
	  false,
	  { .flags = TCP_SYN | TCP_ACK,
	    .from_server = true,
	    .version = 6,
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "fd00:61::2.55555 > fd00:61::1.60391: Flags [S.], seq 1000, "
	  "ack 2000, win 512, length 0" },
	{ "ipv6, cut before the ports",
	  0,
	  0,
	  false,
	  { .flags = TCP_ACK,
	    .version = 6,
	    .captured = 42,
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "fd00:61::1 > fd00:61::2: [|tcp]" },
	{ "ipv6, -v",
	  1,
	  0,
	  false,
	  { .flags = TCP_PSH | TCP_ACK,
	    .data = "616263",
	    .version = 6,
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "fd00:61::1.60391 > fd00:61::2.55555: Flags [P.], cksum 0x1dfd "
	  "(correct), seq 1000:1003, ack 2000, win 512, length 3" },
	{ "ipv6, bad checksum, -v",
	  1,
	  0,
	  false,
	  { .flags = TCP_ACK,
	    .spoilt = true,
	    .version = 6,
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "fd00:61::1.60391 > fd00:61::2.55555: Flags [.], cksum 0xe26b "
	  "(incorrect -> 0xe26a), ack 2000, win 512, length 0" },
	{ "reset",
	  0,
	  0,
	  false,
	  { .flags = TCP_RST, .seq = 5 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [R], seq 5, win 0, "
	  "length 0" },
	{ "reset ack, -v",
	  1,
	  0,
	  false,
	  { .flags = TCP_RST | TCP_ACK,
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [R.], cksum 0xc8b0 "
	  "(correct), seq 1000, ack 2000, win 512, length 0" },
	{ "reset with text",
	  0,
	  0,
	  false,
	  { .flags = TCP_RST, .seq = 5, .data = "676f2061776179" },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [R], seq 5:12, win "
	  "0, length 7" },
	{ "reset with text, -v",
	  1,
	  0,
	  false,
	  { .flags = TCP_RST, .seq = 5, .data = "676f2061776179" },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [R], cksum 0x5e3a "
	  "(correct), seq 5:12, win 0, length 7 [RST go away]" },
	{ "reset with 30 characters",
	  1,
	  0,
	  false,
	  { .flags = TCP_RST,
	    .seq = 5,
	    .data = "7878787878787878787878787878787878787878787878787878787878"
		    "79" },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [R], cksum 0xc745 "
	  "(correct), seq 5:35, win 0, length 30 [RST "
	  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxy]" },
	{ "reset with 31 characters",
	  1,
	  0,
	  false,
	  { .flags = TCP_RST,
	    .seq = 5,
	    .data = "7878787878787878787878787878787878787878787878787878787878"
		    "7879" },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [R], cksum 0x4e45 "
	  "(correct), seq 5:36, win 0, length 31 [RST+ "
	  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx]" },
	{ "reset with control characters",
	  1,
	  0,
	  false,
	  { .flags = TCP_RST, .seq = 5, .data = "000a7f1b80ffc1a0209f5d" },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [R], cksum 0x9703 "
	  "(correct), seq 5:16, win 0, length 11 [RST "
	  "^@^J^?^[M-^@M-^?M-AM-  M-^_]]" },
	{ "reset with cut text",
	  1,
	  0,
	  false,
	  { .flags = TCP_RST | TCP_ACK,
	    .data = "676f2061776179",
	    .captured = 43,
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [R.], seq 1000:1007, "
	  "ack 2000, win 512, length 7 [!RST go ]" },
	{ "reset with all text cut",
	  1,
	  0,
	  false,
	  { .flags = TCP_RST | TCP_ACK,
	    .data = "676f2061776179",
	    .captured = 40,
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [R.], seq 1000:1007, "
	  "ack 2000, win 512, length 7 [!RST ]" },
	{ "reset with long cut text",
	  1,
	  0,
	  false,
	  { .flags = TCP_RST | TCP_ACK,
	    .data = "7878787878787878787878787878787878787878787878787878787878"
		    "7878787878787878787878",
	    .captured = 60,
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [R.], seq 1000:1040, "
	  "ack 2000, win 512, length 40 [!RST+ xxxxxxxxxxxxxxxxxxxx]" },
	{ "reset with padding behind it",
	  1,
	  0,
	  false,
	  { .flags = TCP_RST, .seq = 5, .data = "6162630000", .length = 43 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [R], cksum 0x120c "
	  "(incorrect -> 0x120e), seq 5:8, win 0, length 3 [RST abc]" },
	{ "data with padding behind it",
	  0,
	  0,
	  false,
	  { .flags = TCP_ACK,
	    .data = "6162630000",
	    .length = 43,
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [.], seq 1000:1003, "
	  "ack 2000, win 512, length 3" },
	{ "header longer than ip says",
	  0,
	  0,
	  false,
	  { .flags = TCP_ACK,
	    .options = "0101010101010101",
	    .length = 44,
	    .seq = 1000,
	    .ack = 2000,
	    .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [.] [bad hdr length "
	  "28 - too long, > 24]" },
	/* Not tcpdump's, which does not know the bit. */
	{ "flag ae",
	  0,
	  0,
	  false,
	  { .flags = TCP_AE, .window = 512 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [e], win 512, length 0" },
	{ "all nine flags",
	  0,
	  0,
	  false,
	  { .flags = 0x1ff, .seq = 1, .ack = 2, .window = 512, .urgent = 3 },
	  "10.61.0.1.60391 > 10.61.0.2.55555: Flags [FSRP.UEWe], seq 1, "
	  "ack 2, win 512, urg 3, length 0" },
};

static const char *render(const struct row *row, struct line_bases bases,
			  struct text *text)
{
	struct line_options options = { .numeric = true,
					.verbose = row->verbose,
					.quiet = row->quiet,
					.no_checksum = row->no_checksum };
	struct packet packet = segment_build(&row->segment);

	tcp_line_render(text, &options, &packet, bases);
	segment_free(&packet);
	return text_terminate(text);
}

Test(tcp_line, as_tcpdump_prints_it)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct row *row = &rows[i];
		char storage[512];
		struct text text;
		const char *got;

		text_init(&text, storage, sizeof(storage));
		got = render(row, (struct line_bases){ 0 }, &text);
		cr_expect_str_eq(got, row->want, "%s: got \"%s\"", row->name,
				 got);
	}
}

Test(tcp_line, numbers_are_counted_from_the_bases)
{
	static const struct {
		const char *name;
		struct line_bases bases;
		const char *want;
	} numbers[] = {
		{ "none", { 0, 0, 0 }, "seq 1000:1003, ack 2000," },
		{ "both", { 999, 1999, 0 }, "seq 1:4, ack 1," },
		{ "equal", { 1000, 2000, 0 }, "seq 0:3, ack 0," },
		{ "before the bases",
		  { 1001, 2001, 0 },
		  "seq 4294967295:2, ack 4294967295," },
		{ "of sack only", { 0, 0, 7 }, "seq 1000:1003, ack 2000," },
	};
	static const struct row data = { .segment = { .flags = TCP_ACK,
						      .seq = 1000,
						      .ack = 2000,
						      .data = "616263" } };

	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		char storage[512];
		struct text text;
		const char *got;

		text_init(&text, storage, sizeof(storage));
		got = render(&data, numbers[i].bases, &text);
		cr_expect(strstr(got, numbers[i].want), "%s: got \"%s\"",
			  numbers[i].name, got);
	}
}

static const char *flags_alone(char *storage, uint16_t flags)
{
	struct text text;

	text_init(&text, storage, FLAGS_SIZE);
	tcp_flags_render(&text, flags);
	return text_terminate(&text);
}

static const char *flags_field(char *storage, uint16_t flags)
{
	*put_flags_field(storage, flags) = '\0';
	return storage;
}

static void expect_flags(uint16_t flags, const char *want)
{
	static const char before[] = "Flags ";
	char alone[FLAGS_SIZE], field[FLAGS_SIZE];

	cr_expect_str_eq(flags_alone(alone, flags), want, "0x%x", flags);
	flags_field(field, flags);
	cr_expect_str_eq(field + strlen(before), want, "0x%x", flags);
	cr_expect_eq(strncmp(field, before, strlen(before)), 0, "0x%x", flags);
}

/* Each choice of them, also where it is a word of a table. */
Test(tcp_line, letters_of_all_flags)
{
	static const char letters[] = "FSRP.UEWe";

	expect_flags(0, "[none]");
	for (unsigned int flags = 1; flags <= 0x1ff; flags++) {
		char want[16] = "[";
		size_t length = 1;

		for (unsigned int bit = 0; letters[bit] != '\0'; bit++)
			if (flags >> bit & 1)
				want[length++] = letters[bit];
		want[length] = ']';
		expect_flags((uint16_t)flags, want);
	}
}

/* There are two ways to end with [|tcp]: tcpdump tells the end of a value
 * from the end of everything. */
Test(tcp_line, gives_up_where_a_kind_or_length_is_missing)
{
	static const struct {
		const char *name;
		struct segment segment;
		int quiet;
		bool want;
	} ends[] = {
		{ "nothing", { .captured = 20 }, 0, false },
		{ "ports", { .captured = 24 }, 0, false },
		{ "whole", { .options = "020405b4" }, 0, false },
		{ "kind", { .options = "020405b4", .captured = 40 }, 0, true },
		{ "length",
		  { .options = "020405b4", .captured = 41 },
		  0,
		  true },
		{ "value",
		  { .options = "020405b4", .captured = 42 },
		  0,
		  false },
		{ "quiet",
		  { .options = "020405b4", .captured = 40 },
		  1,
		  false },
		{ "behind the end",
		  { .options = "00000000", .captured = 42 },
		  0,
		  false },
		{ "data behind the end",
		  { .options = "00000000", .data = "61", .captured = 42 },
		  0,
		  true },
		{ "data", { .data = "6162", .captured = 41 }, 0, false },
	};

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		struct line_options options = { .quiet = ends[i].quiet };
		struct packet packet = segment_build(&ends[i].segment);

		cr_expect_eq(tcp_line_gives_up(&options, &packet), ends[i].want,
			     "%s", ends[i].name);
		segment_free(&packet);
	}
}
