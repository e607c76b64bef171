/*
 * The text of every TCP option: as tcpdump 4.99.3 prints it, but for the name
 * of ccecho and for a stray `>` behind options that were cut; and what the
 * classic line has instead.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "decode/packet.h"
#include "render/line.h"
#include "render/parts.h"
#include "render/tcp_option_text.h"
#include "render/text.h"
#include "segment.h"

struct row {
	const char *name;
	uint16_t flags;
	const char *options;
	uint16_t captured; /* octets from IP's first; 0: all */
	const char *data;
	const char *want; /* of the line, from the options on */
};

static const struct row modern_rows[] = {
	{ "end", TCP_ACK, "00000000", 0, NULL, ", options [eol], length 0" },
	{ "end leaves the rest", TCP_ACK, "01000204", 0, NULL,
	  ", options [nop,eol], length 0" },
	{ "nops", TCP_ACK, "01010101", 0, NULL,
	  ", options [nop,nop,nop,nop], length 0" },
	{ "mss", TCP_SYN, "020405b4", 0, NULL,
	  ", options [mss 1460], length 0" },
	{ "mss length 3", TCP_ACK, "020305b4", 0, NULL,
	  ", options [mss 1460[len 3]], length 0" },
	{ "mss length 5", TCP_ACK, "020505b401010101", 0, NULL,
	  ", options [mss 1460[len 5],nop,nop,nop,nop], length 0" },
	{ "mss length 6", TCP_ACK, "020605b4020405b4", 0, NULL,
	  ", options [mss 1460[len 6],mss 1460], length 0" },
	{ "mss past the header", TCP_ACK, "01010204", 0, NULL,
	  ", options [nop,nop,[bad opt]]" },
	{ "mss with two octets left", TCP_ACK, "01010202", 0, NULL,
	  ", options [nop,nop,mss[bad opt]]" },
	{ "window scale", TCP_SYN, "03030e01", 0, NULL,
	  ", options [wscale 14,nop], length 0" },
	{ "window scale of 255", TCP_SYN, "0303ff01", 0, NULL,
	  ", options [wscale 255,nop], length 0" },
	{ "window scale length 4", TCP_ACK, "03040701", 0, NULL,
	  ", options [wscale 7[len 4],nop], length 0" },
	{ "sack permitted", TCP_SYN, "04020101", 0, NULL,
	  ", options [sackOK,nop,nop], length 0" },
	{ "sack permitted length 4", TCP_ACK, "04040101", 0, NULL,
	  ", options [sackOK[len 4],nop,nop], length 0" },
	{ "one sack block", TCP_ACK, "0101050a00000bb800000fa0", 0, NULL,
	  ", options [nop,nop,sack 1 {3000:4000}], length 0" },
	{ "no sack block", TCP_ACK, "05020101", 0, NULL,
	  ", options [sack 0 ,nop,nop], length 0" },
	{ "three sack blocks", TCP_ACK,
	  "0101051a00000001000000020000000300000004fffffffeffffffff", 0, NULL,
	  ", options [nop,nop,sack 3 {1:2}{3:4}{4294967294:4294967295}], "
	  "length 0" },
	{ "four sack blocks", TCP_ACK,
	  "05220000000100000002000000030000000400000005000000060000000700"
	  "0000080101",
	  0, NULL,
	  ", options [sack 4 {1:2}{3:4}{5:6}{7:8},nop,nop], length 0" },
	{ "sack length 9", TCP_ACK, "050900000001000002010101", 0, NULL,
	  ", options [sack invalid sack,nop,nop,nop], length 0" },
	{ "sack length 3", TCP_ACK, "05030101", 0, NULL,
	  ", options [sack invalid sack,nop], length 0" },
	{ "echo", TCP_ACK, "0606010203040101", 0, NULL,
	  ", options [echo 16909060,nop,nop], length 0" },
	{ "echo reply", TCP_ACK, "0706010203040101", 0, NULL,
	  ", options [echoreply 16909060,nop,nop], length 0" },
	{ "echo length 4", TCP_ACK, "0604010201010101", 0, NULL,
	  ", options [echo 16908545[len 4],nop,nop], length 0" },
	{ "echo length 4 at the end", TCP_ACK, "06040102", 0, NULL,
	  ", options [echo[bad opt]" },
	{ "timestamps", TCP_ACK, "0101080a00000003ffffffff", 0, NULL,
	  ", options [nop,nop,TS val 3 ecr 4294967295], length 0" },
	{ "timestamps length 8", TCP_ACK, "080800000001000000020101", 0, NULL,
	  ", options [TS val 1 ecr 2[len 8],nop,nop], length 0" },
	{ "timestamps length 12", TCP_ACK, "080c00000001000000020101", 0, NULL,
	  ", options [TS val 1 ecr 2[len 12],nop,nop], length 0" },
	{ "timestamps past the header", TCP_ACK, "080a000000010000", 0, NULL,
	  ", options [[bad opt]" },
	{ "cc", TCP_ACK, "0b06000000070101", 0, NULL,
	  ", options [cc 7,nop,nop], length 0" },
	{ "cc new", TCP_ACK, "0c06000000080101", 0, NULL,
	  ", options [ccnew 8,nop,nop], length 0" },
	{ "cc echo", TCP_ACK, "0d06000000090101", 0, NULL,
	  ", options [ccecho 9,nop,nop], length 0" },
	{ "kinds that nobody knows", TCP_ACK, "09020a03ff0e03aa", 0, NULL,
	  ", options [unknown-9,unknown-10 0xff,unknown-14 0xaa], length "
	  "0" },
	{ "md5", TCP_ACK, "1312000102030405060708090a0b0c0d0e0f0101", 0, NULL,
	  ", options [md5 shared secret not supplied with -M, can't "
	  "check - 000102030405060708090a0b0c0d0e0f,nop,nop], length 0" },
	{ "md5 length 10", TCP_ACK, "130a00010203040506070101", 0, NULL,
	  ", options [md5[bad opt]" },
	{ "md5 length 17", TCP_ACK, "1311000102030405060708090a0b0c0d0e010101",
	  0, NULL,
	  ", options [md5 shared secret not supplied with -M, can't "
	  "check - 000102030405060708090a0b0c0d0e01[len 17],nop,nop], "
	  "length 0" },
	{ "scps", TCP_ACK, "14040a0b", 0, NULL,
	  ", options [scps cap 0a id 11], length 0" },
	{ "scps length 3", TCP_ACK, "14030a01", 0, NULL,
	  ", options [scps cap 0a id 1[len 3]], length 0" },
	{ "user timeout in seconds", TCP_ACK, "1c040064", 0, NULL,
	  ", options [uto 0x64 50], length 0" },
	{ "user timeout in minutes", TCP_ACK, "1c040065", 0, NULL,
	  ", options [uto 0x65 3000], length 0" },
	{ "user timeout highest", TCP_ACK, "1c04ffff", 0, NULL,
	  ", options [uto 0xffff 1966020], length 0" },
	{ "authentication", TCP_ACK, "1d100102000102030405060708090a0b", 0,
	  NULL,
	  ", options [tcp-ao keyid 1 rnextkeyid 2 mac "
	  "0x000102030405060708090a0b], length 0" },
	{ "authentication without mac", TCP_ACK, "1d040102", 0, NULL,
	  ", options [tcp-ao keyid 1 rnextkeyid 2], length 0" },
	{ "authentication length 3", TCP_ACK, "1d030101", 0, NULL,
	  ", options [tcp-ao (invalid),nop], length 0" },
	{ "authentication length 2", TCP_ACK, "1d020101", 0, NULL,
	  ", options [tcp-ao (invalid),nop,nop], length 0" },
	{ "fast open asks", TCP_SYN, "22020101", 0, NULL,
	  ", options [tfo  cookiereq,nop,nop], length 0" },
	{ "fast open cookie", TCP_SYN, "220a01020304050607080101", 0, NULL,
	  ", options [tfo  cookie 0102030405060708,nop,nop], length 0" },
	{ "fast open cookie of 16", TCP_SYN,
	  "2212000102030405060708090a0b0c0d0e0f0101", 0, NULL,
	  ", options [tfo  cookie "
	  "000102030405060708090a0b0c0d0e0f,nop,nop], length 0" },
	{ "fast open cookie of 2", TCP_SYN, "22040102", 0, NULL,
	  ", options [tfo  (invalid)], length 0" },
	{ "fast open cookie of 5", TCP_SYN, "2207010203040501", 0, NULL,
	  ", options [tfo  (invalid),nop], length 0" },
	{ "fast open cookie of 18", TCP_SYN,
	  "2214000102030405060708090a0b0c0d0e0f1011", 0, NULL,
	  ", options [tfo  (invalid)], length 0" },
	{ "experimental fast open asks", TCP_SYN, "fe04f989", 0, NULL,
	  ", options [exp-tfo cookiereq], length 0" },
	{ "experimental fast open cookie", TCP_SYN, "fe0cf9890102030405060708",
	  0, NULL, ", options [exp-tfo cookie 0102030405060708], length 0" },
	{ "experimental fast open cookie of 3", TCP_SYN, "fe07f98901020301", 0,
	  NULL, ", options [exp-tfo (invalid),nop], length 0" },
	{ "experiment", TCP_SYN, "fe06e2d4c3d90101", 0, NULL,
	  ", options [exp-e2d4,nop,nop], length 0" },
	{ "experiment 1", TCP_ACK, "fe040001", 0, NULL,
	  ", options [exp-0001], length 0" },
	{ "experiment length 3", TCP_ACK, "fe030101", 0, NULL,
	  ", options [exp[bad opt]" },
	{ "experiment length 2 after a nop", TCP_ACK, "01fe0201", 0, NULL,
	  ", options [nop,exp[bad opt]]" },
	{ "unknown", TCP_ACK, "fd04abcd", 0, NULL,
	  ", options [unknown-253 0xabcd], length 0" },
	{ "unknown without value", TCP_ACK, "fd020101", 0, NULL,
	  ", options [unknown-253,nop,nop], length 0" },
	{ "accurate ecn", TCP_ACK, "ac050a0b0c010101", 0, NULL,
	  ", options [unknown-172 0x0a0b0c,nop,nop,nop], length 0" },
	{ "length 0", TCP_ACK, "020005b4", 0, NULL, ", options [[bad opt]" },
	{ "length 1", TCP_ACK, "020105b4", 0, NULL, ", options [[bad opt]" },
	{ "length 0 after a nop", TCP_ACK, "01020005", 0, NULL,
	  ", options [nop,[bad opt]]" },
	{ "length past the end", TCP_ACK, "020b05b4", 0, NULL,
	  ", options [[bad opt]" },
	{ "length octet behind the header", TCP_ACK, "01010102", 0, NULL,
	  ", options [nop,nop,nop, [|tcp]" },
	{ "unknown past the end", TCP_ACK, "01fd0901", 0, NULL,
	  ", options [nop,[bad opt]]" },
	{ "mptcp length 2", TCP_ACK, "1e020101", 0, NULL,
	  ", options [mptcp[bad opt]" },
	{ "mptcp capable 4", TCP_SYN, "1e040101", 0, NULL,
	  ", options [mptcp 4 capable v1], length 0" },
	{ "mptcp capable 12", TCP_SYN, "1e0c00810102030405060708", 0, NULL,
	  ", options [mptcp 12 capable v0 csum {0x102030405060708}], "
	  "length 0" },
	{ "mptcp capable 12 without syn", TCP_ACK, "1e0c00810102030405060708",
	  0, NULL, ", options [mptcp 12 capable[bad opt]" },
	{ "mptcp capable 20", TCP_ACK,
	  "1e1401010000000000000001ffffffffffffffff", 0, NULL,
	  ", options [mptcp 20 capable v1 {0x1,0xffffffffffffffff}], "
	  "length 0" },
	{ "mptcp capable 22", TCP_ACK,
	  "1e1601010000000000000001000000000000000200640101", 0, NULL,
	  ", options [mptcp 22 capable v1 {0x1,0x2},nop,nop], length 0" },
	{ "mptcp capable 20 with syn", TCP_SYN | TCP_ACK,
	  "1e14010100000000000000010000000000000002", 0, NULL,
	  ", options [mptcp 20 capable[bad opt]" },
	{ "mptcp capable version 2", TCP_SYN, "1e0c02810102030405060708", 0,
	  NULL, ", options [mptcp 12 capable Unknown Version (2)], length 0" },
	{ "mptcp capable 5", TCP_SYN, "1e05010101010101", 0, NULL,
	  ", options [mptcp 5 capable[bad opt]" },
	{ "mptcp join syn", TCP_SYN, "1e0c1105deadbeef00000001", 0, NULL,
	  ", options [mptcp 12 join backup id 5 token 0xdeadbeef nonce "
	  "0x1], length 0" },
	{ "mptcp join syn no backup", TCP_SYN, "1e0c10000000000000000000", 0,
	  NULL,
	  ", options [mptcp 12 join id 0 token 0x0 nonce 0x0], length 0" },
	{ "mptcp join syn+ack", TCP_SYN | TCP_ACK,
	  "1e10100201020304050607080000abcd", 0, NULL,
	  ", options [mptcp 16 join id 2 hmac 0x102030405060708 nonce "
	  "0xabcd], length 0" },
	{ "mptcp join ack", TCP_ACK,
	  "1e181000000102030405060708090a0b0c0d0e0f10111213", 0, NULL,
	  ", options [mptcp 24 join hmac "
	  "0x000102030405060708090a0b0c0d0e0f10111213], length 0" },
	{ "mptcp join 16 without ack", TCP_SYN,
	  "1e10100201020304050607080000abcd", 0, NULL,
	  ", options [mptcp 16 join[bad opt]" },
	{ "mptcp join 24 without ack", TCP_PSH,
	  "1e181000000102030405060708090a0b0c0d0e0f10111213", 0, NULL,
	  ", options [mptcp 24 join[bad opt]" },
	{ "mptcp dss ack", TCP_ACK, "1e08200100000005", 0, NULL,
	  ", options [mptcp 8 dss ack 5], length 0" },
	{ "mptcp dss wide ack", TCP_ACK, "1e0c20030000000100000000", 0, NULL,
	  ", options [mptcp 12 dss ack 4294967296], length 0" },
	{ "mptcp dss map", TCP_ACK, "1e10200400000001000000020064abcd", 0, NULL,
	  ", options [mptcp 16 dss seq 1 subseq 2 len 100 csum 0xabcd], "
	  "length 0" },
	{ "mptcp dss map without checksum", TCP_ACK,
	  "1e0e2004000000010000000200640101", 0, NULL,
	  ", options [mptcp 14 dss seq 1 subseq 2 len 100,nop,nop], "
	  "length 0" },
	{ "mptcp dss all", TCP_ACK,
	  "1e1c201f000000000000000100000000000000020000000300040005", 0, NULL,
	  ", options [mptcp 28 dss fin ack 1 seq 2 subseq 3 len 4 csum "
	  "0x5], length 0" },
	{ "mptcp dss fin", TCP_ACK, "1e042010", 0, NULL,
	  ", options [mptcp 4 dss fin], length 0" },
	{ "mptcp dss with syn", TCP_SYN, "1e042010", 0, NULL,
	  ", options [mptcp 4 dss[bad opt]" },
	{ "mptcp dss length 3", TCP_ACK, "1e032001", 0, NULL,
	  ", options [mptcp 3 dss[bad opt]" },
	{ "mptcp dss ack cut", TCP_ACK, "1e06200100000101", 0, NULL,
	  ", options [mptcp 6 dss ack [bad opt]" },
	{ "mptcp dss wide ack cut", TCP_ACK, "1e08200300000001", 0, NULL,
	  ", options [mptcp 8 dss ack [bad opt]" },
	{ "mptcp dss map cut", TCP_ACK, "1e06200400000101", 0, NULL,
	  ", options [mptcp 6 dss seq [bad opt]" },
	{ "mptcp dss wide map cut", TCP_ACK, "1e08200c00000001", 0, NULL,
	  ", options [mptcp 8 dss seq [bad opt]" },
	{ "mptcp dss subseq cut", TCP_ACK, "1e0a20040000000100000101", 0, NULL,
	  ", options [mptcp 10 dss seq 1[bad opt]" },
	{ "mptcp dss len cut", TCP_ACK, "1e0c20040000000100000002", 0, NULL,
	  ", options [mptcp 12 dss seq 1 subseq 2[bad opt]" },
	{ "mptcp dss too long", TCP_ACK, "1e05201000010101", 0, NULL,
	  ", options [mptcp 5 dss fin[bad opt]" },
	{ "mptcp dss map too long", TCP_ACK,
	  "1e12200400000001000000020064abcd00000101", 0, NULL,
	  ", options [mptcp 18 dss seq 1 subseq 2 len 100 csum "
	  "0xabcd[bad opt]" },
	{ "mptcp add-addr v1", TCP_ACK, "1e0830030a000001", 0, NULL,
	  ", options [mptcp 8 add-addr v1 id 3 10.0.0.1], length 0" },
	{ "mptcp add-addr port", TCP_ACK, "1e0a30030a0000011f900101", 0, NULL,
	  ", options [mptcp 10 add-addr v1 id 3 10.0.0.1:8080,nop,nop], "
	  "length 0" },
	{ "mptcp add-addr hmac", TCP_ACK, "1e1030030a0000010102030405060708", 0,
	  NULL,
	  ", options [mptcp 16 add-addr v1 id 3 10.0.0.1 hmac "
	  "0x102030405060708], length 0" },
	{ "mptcp add-addr port hmac", TCP_ACK,
	  "1e1231030a0000011f9001020304050607080101", 0, NULL,
	  ", options [mptcp 18 add-addr v1-echo id 3 10.0.0.1:8080 hmac "
	  "0x102030405060708,nop,nop], length 0" },
	{ "mptcp add-addr 4", TCP_ACK, "1e0834030a000001", 0, NULL,
	  ", options [mptcp 8 add-addr v0-ip4 id 3 10.0.0.1], length 0" },
	{ "mptcp add-addr 6", TCP_ACK,
	  "1e14360320010db8000000000000000000000001", 0, NULL,
	  ", options [mptcp 20 add-addr v0-ip6 id 3 2001:db8::1], length "
	  "0" },
	{ "mptcp add-addr 6 port", TCP_ACK,
	  "1e16300320010db80000000000000000000000011f900101", 0, NULL,
	  ", options [mptcp 22 add-addr v1 id 3 "
	  "2001:db8::1:8080,nop,nop], length 0" },
	{ "mptcp add-addr 6 hmac", TCP_ACK,
	  "1e1c300320010db80000000000000000000000010102030405060708", 0, NULL,
	  ", options [mptcp 28 add-addr v1 id 3 2001:db8::1 hmac "
	  "0x102030405060708], length 0" },
	{ "mptcp add-addr 6 port hmac", TCP_ACK,
	  "1e1e300320010db80000000000000000000000011f90000000000000000101"
	  "01",
	  0, NULL,
	  ", options [mptcp 30 add-addr v1 id 3 2001:db8::1:8080 hmac "
	  "0x1,nop,nop], length 0" },
	{ "mptcp add-addr bad version", TCP_ACK, "1e0837030a000001", 0, NULL,
	  ", options [mptcp 8 add-addr [bad version/echo] id 3 "
	  "10.0.0.1], length 0" },
	{ "mptcp add-addr 9", TCP_ACK, "1e0930030a00000101010101", 0, NULL,
	  ", options [mptcp 9 add-addr[bad opt]" },
	{ "mptcp add-addr 7", TCP_ACK, "1e0730030a000001", 0, NULL,
	  ", options [mptcp 7 add-addr[bad opt]" },
	{ "mptcp add-addr 12", TCP_ACK, "1e0c30030a00000101020304", 0, NULL,
	  ", options [mptcp 12 add-addr[bad opt]" },
	{ "mptcp add-addr 24", TCP_ACK,
	  "1e18300320010db800000000000000000000000100000000", 0, NULL,
	  ", options [mptcp 24 add-addr[bad opt]" },
	{ "mptcp rem-addr", TCP_ACK, "1e06400102030101", 0, NULL,
	  ", options [mptcp 6 rem-addr id 1 2 3,nop,nop], length 0" },
	{ "mptcp rem-addr one", TCP_ACK, "1e044001", 0, NULL,
	  ", options [mptcp 4 rem-addr id 1], length 0" },
	{ "mptcp rem-addr none", TCP_ACK, "1e034001", 0, NULL,
	  ", options [mptcp 3 rem-addr[bad opt]" },
	{ "mptcp prio", TCP_ACK, "1e035101", 0, NULL,
	  ", options [mptcp 3 prio backup,nop], length 0" },
	{ "mptcp prio id", TCP_ACK, "1e045009", 0, NULL,
	  ", options [mptcp 4 prio non-backup id 9], length 0" },
	{ "mptcp prio 5", TCP_ACK, "1e05500901010101", 0, NULL,
	  ", options [mptcp 5 prio[bad opt]" },
	{ "mptcp fail", TCP_ACK, "1e0c60000000000000000001", 0, NULL,
	  ", options [mptcp 12 fail seq 1], length 0" },
	{ "mptcp fail 11", TCP_ACK, "1e0b60000000000000000001", 0, NULL,
	  ", options [mptcp 11 fail[bad opt]" },
	{ "mptcp fast-close", TCP_ACK, "1e0c70000102030405060708", 0, NULL,
	  ", options [mptcp 12 fast-close key 0x102030405060708], length "
	  "0" },
	{ "mptcp fast-close 13", TCP_ACK, "1e0d7000010203040506070801010101", 0,
	  NULL, ", options [mptcp 13 fast-close[bad opt]" },
	{ "mptcp unknown", TCP_ACK, "1e048000", 0, NULL,
	  ", options [mptcp 4 unknown], length 0" },
	{ "mptcp unknown f", TCP_ACK, "1e04f000", 0, NULL,
	  ", options [mptcp 4 unknown], length 0" },
	{ "mptcp bad after a nop", TCP_ACK, "011e0320", 0, NULL,
	  ", options [nop,mptcp 3 dss[bad opt]]" },
	{ "cut before the first", TCP_SYN, "020405b4", 40, NULL,
	  ", options [ [|tcp]" },
	{ "cut before the length", TCP_SYN, "020405b4", 41, NULL,
	  ", options [ [|tcp]" },
	{ "cut before the value", TCP_SYN, "020405b4", 42, NULL,
	  ", options [mss [|tcp]" },
	{ "cut in the value", TCP_SYN, "020405b4", 43, NULL,
	  ", options [mss [|tcp]" },
	{ "cut after a nop", TCP_ACK, "0101080a0000000300000004", 42, NULL,
	  ", options [nop,nop, [|tcp]" },
	{ "cut in timestamps", TCP_ACK, "0101080a0000000300000004", 48, NULL,
	  ", options [nop,nop,TS [|tcp]" },
	{ "cut in sack", TCP_ACK, "0101051200000001000000020000000300000004",
	  54, NULL, ", options [nop,nop,sack 2 {1:2} [|tcp]" },
	{ "cut in a bad sack", TCP_ACK,
	  "050900000001000002080a000000010000000201", 48, NULL,
	  ", options [sack invalid sack, [|tcp]" },
	{ "cut in unknown", TCP_ACK, "01fd050102030101", 45, NULL,
	  ", options [nop,unknown-253 0x0102 [|tcp]" },
	{ "cut in unknown, first", TCP_ACK, "fd06010203040101", 44, NULL,
	  ", options [unknown-253 0x0102 [|tcp]" },
	{ "cut in md5", TCP_ACK, "1312000102030405060708090a0b0c0d0e0f0101", 50,
	  NULL, ", options [md5 [|tcp]" },
	{ "cut in data behind md5", TCP_ACK,
	  "1312000102030405060708090a0b0c0d0e0f0101", 60, "61626364",
	  ", options [md5 snaplen too short, can't check - "
	  "000102030405060708090a0b0c0d0e0f,nop,nop], length 4" },
	{ "cut in mptcp", TCP_SYN, "1e0c00810102030405060708", 46, NULL,
	  ", options [mptcp [|tcp]" },
	{ "cut after mptcp", TCP_ACK, "1e045009080a00000001000000020101", 44,
	  NULL, ", options [mptcp 4 prio non-backup id 9, [|mptcp]" },
	{ "cut in authentication 1", TCP_ACK,
	  "1d100102000102030405060708090a0b", 42, NULL,
	  ", options [tcp-ao [|tcp]" },
	{ "cut in authentication 2", TCP_ACK,
	  "1d100102000102030405060708090a0b", 43, NULL,
	  ", options [tcp-ao keyid 1 [|tcp]" },
	{ "cut in authentication 3", TCP_ACK,
	  "1d100102000102030405060708090a0b", 46, NULL,
	  ", options [tcp-ao keyid 1 rnextkeyid 2 mac 0x0001 [|tcp]" },
	{ "cut in fast open", TCP_SYN, "01220a010203040506070801", 48, NULL,
	  ", options [nop,tfo [|tcp]" },
	{ "cut in experiment", TCP_SYN, "01fe0a010203040506070801", 48, NULL,
	  ", options [nop,exp [|tcp]" },
	{ "cut in user timeout", TCP_ACK, "1c040064", 43, NULL,
	  ", options [uto [|tcp]" },
	{ "cut behind the end", TCP_ACK, "00000000", 42, "6162",
	  ", options [eol], length 2 [remaining caplen(22) < header "
	  "length(24)] [|tcp]" },
	{ "cut behind the end, after mptcp", TCP_ACK, "1e04500900000000", 46,
	  "6162",
	  ", options [mptcp 4 prio non-backup id 9,eol], length 2 "
	  "[remaining caplen(26) < header length(28)] [|mptcp]" },
	{ "cut behind the end, no data", TCP_ACK, "00000000", 42, NULL,
	  ", options [eol], length 0" },
	{ "bad, with data", TCP_ACK, "020005b4", 0, "6162",
	  ", options [[bad opt]" },
	{ "good, with data", TCP_ACK, "01010402", 0, "6162",
	  ", options [nop,nop,sackOK], length 2" },
	{ "cut length octet behind the header", TCP_ACK, "01010102", 44, NULL,
	  ", options [nop,nop,nop, [|tcp]" },
};

static const struct row classic_rows[] = {
	{ "end", TCP_ACK, "00000000", 0, NULL, " <eol>" },
	{ "nops", TCP_ACK, "01010101", 0, NULL, " <nop,nop,nop,nop>" },
	{ "usual syn", TCP_SYN, "020405b40402080a000000010000000001030307", 0,
	  NULL, " <mss 1460,sackOK,timestamp 1 0,nop,wscale 7>" },
	{ "mss length 3", TCP_SYN, "020305b4", 0, NULL, " <mss 1460[len 3]>" },
	{ "one sack block", TCP_ACK, "0101050a00000bb800000fa0", 0, NULL,
	  " <nop,nop,sack 1 {3000:4000}>" },
	{ "sack length 9", TCP_ACK, "050900000001000002010101", 0, NULL,
	  " <malformed sack,nop,nop,nop>" },
	{ "echo and echo reply", TCP_ACK, "060600000001070600000002", 0, NULL,
	  " <echo 1,echoreply 2>" },
	{ "cc, cc new, cc echo", TCP_ACK,
	  "0b06000000070c06000000080d06000000090101", 0, NULL,
	  " <cc 7,ccnew 8,ccecho 9,nop,nop>" },
	{ "md5", TCP_ACK, "1312000102030405060708090a0b0c0d0e0f0101", 0, NULL,
	  " <md5:can't check - 000102030405060708090a0b0c0d0e0f,nop,nop>" },
	{ "unknown", TCP_ACK, "fd04abcd", 0, NULL, " <opt-253:abcd>" },
	{ "unknown without value", TCP_ACK, "fd020101", 0, NULL,
	  " <opt-253:,nop,nop>" },
	{ "what came later is unknown", TCP_ACK, "14040a0b1c0400641e045009", 0,
	  NULL, " <opt-20:0a0b,opt-28:0064,opt-30:5009>" },
	{ "fast open", TCP_SYN, "22020101", 0, NULL, " <opt-34:,nop,nop>" },
	{ "bad", TCP_ACK, "020005b4", 0, "61", " <[bad opt]>" },
	{ "bad after a nop", TCP_ACK, "01020005", 0, NULL, " <nop,[bad opt]>" },
	{ "cut before the first", TCP_ACK, "020405b4", 40, NULL, " <[|tcp]>" },
	{ "cut before the length", TCP_ACK, "01020405b4010101", 42, NULL,
	  " <nop,[|tcp]>" },
	{ "cut in the value", TCP_ACK, "020405b4", 43, NULL, " <mss[|tcp]>" },
	{ "cut in timestamps", TCP_ACK, "0101080a0000000300000004", 48, NULL,
	  " <nop,nop,timestamp 3[|tcp]>" },
	{ "cut in unknown", TCP_ACK, "fd06010203040101", 44, NULL,
	  " <opt-253:0102[|tcp]>" },
};

static const struct row sack_row = {
	"sack", TCP_ACK, "0101050a00000bb800000fa0", 0, NULL, NULL
};

enum { FIXED_HEADERS = 40 };

/* Renders the row's line and returns it from the options on. */
static const char *render(const struct row *row, bool classic, uint32_t base,
			  struct text *text)
{
	struct line_options options = { .classic = classic, .numeric = true };
	struct line_bases bases = { .sack = base };
	struct segment segment = { .flags = row->flags,
				   .options = row->options,
				   .captured = row->captured,
				   .data = row->data };
	struct packet packet = segment_build(&segment);
	const char *begin;

	if (classic)
		tcp_classic_render(text, &options, &packet, bases);
	else
		tcp_line_render(text, &options, &packet, bases);
	segment_free(&packet);
	begin = strstr(text_terminate(text), classic ? " <" : ", options [");
	return begin ? begin : text->start;
}

Test(tcp_options, modern)
{
	for (size_t i = 0; i < sizeof(modern_rows) / sizeof(*modern_rows);
	     i++) {
		const struct row *row = &modern_rows[i];
		char storage[512];
		struct text text;
		const char *got;

		text_init(&text, storage, sizeof(storage));
		got = render(row, false, 0, &text);
		cr_expect_str_eq(got, row->want, "%s: got \"%s\"", row->name,
				 got);
	}
}

Test(tcp_options, classic)
{
	for (size_t i = 0; i < sizeof(classic_rows) / sizeof(*classic_rows);
	     i++) {
		const struct row *row = &classic_rows[i];
		char storage[512];
		struct text text;
		const char *got;

		text_init(&text, storage, sizeof(storage));
		got = render(row, true, 0, &text);
		cr_expect_str_eq(got, row->want, "%s: got \"%s\"", row->name,
				 got);
	}
}

/* Edges are counted from the other end's base, modulo 2^32. */
Test(tcp_options, sack_edges_are_relative)
{
	static const struct {
		uint32_t base;
		const char *want;
	} rows[] = {
		{ 0, ", options [nop,nop,sack 1 {3000:4000}], length 0" },
		{ 2999, ", options [nop,nop,sack 1 {1:1001}], length 0" },
		{ 3001,
		  ", options [nop,nop,sack 1 {4294967295:999}], length 0" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char storage[512];
		struct text text;

		text_init(&text, storage, sizeof(storage));
		cr_expect_str_eq(render(&sack_row, false, rows[i].base, &text),
				 rows[i].want);
	}
}

static bool ends_with(const char *string, const char *end)
{
	size_t length = strlen(string), end_length = strlen(end);

	return length >= end_length &&
	       strcmp(string + length - end_length, end) == 0;
}

static bool ends_as_it_may(const char *got, bool classic)
{
	static const char *const modern[] = { "], length 0", "[bad opt]",
					      "[bad opt]]", " [|tcp]",
					      " [|mptcp]" };

	if (classic)
		return ends_with(got, ">");
	for (size_t i = 0; i < sizeof(modern) / sizeof(*modern); i++)
		if (ends_with(got, modern[i]))
			return true;
	return false;
}

/* Whatever the options say, and wherever they end. */
Test(tcp_options, random_octets_do_no_harm)
{
	uint32_t random = 1;

	for (int round = 0; round < 20000; round++) {
		char digits[2 * 40 + 1] = "";
		char storage[2048];
		struct text text;
		struct row row = { "random", TCP_ACK, digits, 0, NULL, NULL };
		const char *got;
		int words;

		random = random * 1664525 + 1013904223;
		words = 1 + (int)(random >> 16) % 10;
		for (int i = 0; i < words * 8; i++) {
			random = random * 1664525 + 1013904223;
			/* Mostly small octets: those are kinds and lengths. */
			digits[i] =
				"0123456789abcdef"[i % 2 || random >> 30 == 0
							   ? random >> 20 & 0xf
							   : random >> 20 & 1];
		}
		row.captured =
			(uint16_t)(FIXED_HEADERS +
				   (random >> 8) % (uint32_t)(words * 4 + 1));
		text_init(&text, storage, sizeof(storage));
		got = render(&row, round % 2, 0, &text);
		cr_assert(!text.overflowed);
		cr_assert(ends_as_it_may(got, round % 2), "%s: got \"%s\"",
			  digits, got);
	}
}

/* --- options that are all plain are written in another way than others */

struct plain {
	const char *head; /* kind and length */
	int octets;	  /* of the value */
};

static const struct plain plains[] = {
	{ "01", 0 },   { "0402", 0 }, { "0204", 2 }, { "0303", 1 },
	{ "0606", 4 }, { "0706", 4 }, { "080a", 8 }, { "0b06", 4 },
	{ "0c06", 4 }, { "0d06", 4 }, { "1404", 2 },
};

enum { PLAINS = sizeof(plains) / sizeof(*plains), PLAIN_MAX = 36 };

static uint32_t next(uint32_t *random)
{
	*random = *random * 1664525 + 1013904223;
	return *random >> 16;
}

/* As long as it may, and whole words of it. */
static void choose_plains(char *digits, uint32_t *random)
{
	size_t length = 0;
	size_t end = 2 * (next(random) % PLAIN_MAX);

	while (length < end) {
		const struct plain *plain = &plains[next(random) % PLAINS];

		if (length / 2 + 2 + (size_t)plain->octets > PLAIN_MAX)
			break;
		length += (size_t)sprintf(digits + length, "%s", plain->head);
		for (int i = 0; i < plain->octets; i++)
			length += (size_t)sprintf(digits + length, "%02x",
						  next(random) & 0xff);
	}
	while (length == 0 || length % 8 != 0)
		length += (size_t)sprintf(digits + length, "01");
}

/* One that is not plain, at their end, changes nothing before it. */
Test(tcp_options, plain_ones_are_written_as_all_are)
{
	static const char other[] = "6304abcd";
	static const char end[] = "], length 0";
	uint32_t random = 1;

	for (int round = 0; round < 20000; round++) {
		char digits[2 * 40 + 1], one[512], two[512];
		struct row row = { "plain", TCP_SYN, digits, 0, NULL, NULL };
		struct text text;
		size_t length;

		choose_plains(digits, &random);
		text_init(&text, one, sizeof(one));
		length = strlen(render(&row, false, 0, &text)) - strlen(end);
		strcat(digits, other);
		text_init(&text, two, sizeof(two));
		cr_assert_eq(strncmp(strstr(one, ", options ["),
				     render(&row, false, 0, &text), length),
			     0, "%s", digits);
		cr_assert_str_eq(strstr(two, ", options [") + length,
				 ",unknown-99 0xabcd], length 0", "%s", digits);
	}
}
