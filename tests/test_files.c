/*
 * What stands before libpcap: kinds of files, compressed ones, several as one,
 * and one that grows.
 *
 * The files are made here, octet by octet, in either order of octets.
 */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef HAVE_ZLIB
#include <zlib.h>
#endif
#ifdef HAVE_ZSTD
#include <zstd.h>
#endif
#ifdef HAVE_LZ4
#include <lz4frame.h>
#endif

#include "capture/capture.h"
#include "capture/compressed.h"
#include "capture/files.h"
#include "capture/filter.h"
#include "capture/format.h"
#include "capture/octets.h"
#include "capture/opened.h"
#include "decode/packet.h"

enum { ETHERNET = 1, RAW = 101, FRAME_SIZE = 60, NAMES_MAX = 4 };
enum { HEADER_SIZE = 24, RECORD_SIZE = 16 + FRAME_SIZE };

static char folder[] = "/tmp/test_files.XXXXXX";
static char paths[NAMES_MAX][64];
static const char *names[NAMES_MAX];

static void set_up(void)
{
	cr_assert_not_null(mkdtemp(folder));
	for (int i = 0; i < NAMES_MAX; i++) {
		snprintf(paths[i], sizeof(paths[i]), "%s/%d", folder, i);
		names[i] = paths[i];
	}
}

static void clean_up(void)
{
	for (int i = 0; i < NAMES_MAX; i++)
		unlink(paths[i]);
	rmdir(folder);
}

TestSuite(files, .init = set_up, .fini = clean_up);

/* --- writing */

struct writer {
	FILE *file;
	bool big_endian;
	bool nanoseconds;
};

static void put_u32(const struct writer *writer, uint32_t value)
{
	for (int i = 0; i < 4; i++) {
		int shift = writer->big_endian ? 24 - 8 * i : 8 * i;

		fputc((int)(value >> shift & 0xff), writer->file);
	}
}

static void begin(struct writer *writer, int path, uint32_t link)
{
	writer->file = fopen(paths[path], "wb");
	cr_assert_not_null(writer->file);
	put_u32(writer, writer->nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4);
	put_u32(writer, writer->big_endian ? 2 << 16 | 4 : 4 << 16 | 2);
	put_u32(writer, 0);
	put_u32(writer, 0);
	put_u32(writer, link == RAW ? 300000 : 96);
	put_u32(writer, link);
}

/* `port` tells the packet from others. */
static void put_packet(const struct writer *writer, uint32_t seconds,
		       uint32_t fraction, uint8_t port)
{
	uint8_t frame[FRAME_SIZE] = { [12] = 8, [14] = 0x45, [17] = 46 };

	frame[22] = 64;
	frame[23] = 6;
	frame[35] = port;
	put_u32(writer, seconds);
	put_u32(writer, fraction);
	put_u32(writer, FRAME_SIZE);
	put_u32(writer, FRAME_SIZE);
	fwrite(frame, 1, sizeof(frame), writer->file);
}

/* A file of packets at these seconds, up to a zero. */
static void put_file(int path, uint32_t link, const uint32_t *seconds,
		     uint8_t port)
{
	struct writer writer = { 0 };

	begin(&writer, path, link);
	for (; *seconds; seconds++)
		put_packet(&writer, *seconds, 0, port++);
	fclose(writer.file);
}

/* --- reading */

static int open_with(struct capture *capture,
		     struct capture_file_options options, char *error)
{
	options.names = names;
	return capture_open_files(capture, &options, error);
}

struct story {
	char ports[64]; /* one letter a packet, '/' where a file begins */
	enum capture_status end;
};

/* Reads to the end, and looks whether packets are numbered one by one. */
static struct story read_all(struct capture *capture, char *error)
{
	struct story story = { { 0 }, CAPTURE_END };
	struct packet packet;
	size_t length = 0;
	uint64_t number = 0;

	for (;;) {
		story.end = capture_next(capture, &packet, error);
		if (story.end == CAPTURE_PACKET) {
			cr_expect_eq(packet.number, ++number);
			story.ports[length++] = (char)packet.bytes[35];
		} else if (story.end == CAPTURE_OPENED) {
			story.ports[length++] = '/';
		} else {
			return story;
		}
	}
}

static void expect_story(struct capture_file_options options,
			 const char *expected)
{
	char error[CAPTURE_ERROR_SIZE] = "";
	struct capture capture;
	struct story story;

	cr_assert_eq(open_with(&capture, options, error), 0, "%s", error);
	story = read_all(&capture, error);
	cr_expect_eq(story.end, CAPTURE_END, "%s", error);
	cr_expect_str_eq(story.ports, expected);
	capture_close(&capture);
}

static void expect_failure(struct capture_file_options options,
			   const char *ports, const char *words)
{
	char error[CAPTURE_ERROR_SIZE] = "";
	struct capture capture;
	struct story story = { { 0 }, CAPTURE_FAILED };

	if (open_with(&capture, options, error) == 0) {
		story = read_all(&capture, error);
		capture_close(&capture);
	}
	cr_expect_eq(story.end, CAPTURE_FAILED);
	cr_expect_str_eq(story.ports, ports);
	cr_expect_not_null(strstr(error, words), "%s", error);
}

/* --- kinds */

struct kind {
	const char *head;
	size_t length;
	enum format_kind kind;
	const char *words; /* in the refusal; or NULL */
};

#define HEAD(text) text, sizeof(text) - 1

static const struct kind kinds[] = {
	{ HEAD(""), FORMAT_EMPTY, NULL },
	{ HEAD("\xd4\xc3\xb2\xa1\2\0\4\0\0\0\0\0\0\0\0\0"), FORMAT_PCAP, NULL },
	{ HEAD("\xa1\xb2\xc3\xd4"), FORMAT_PCAP, NULL },
	{ HEAD("\xa1\xb2\x3c\x4d"), FORMAT_PCAP_NANOSECONDS, NULL },
	{ HEAD("\x4d\x3c\xb2\xa1"), FORMAT_PCAP_NANOSECONDS, NULL },
	{ HEAD("\x0a\x0d\x0d\x0a\x1c\0\0\0"), FORMAT_PCAPNG, NULL },
	{ HEAD("\x1f\x8b\x08"), FORMAT_GZIP, "zcat F | tcpflow -r -" },
	{ HEAD("\x28\xb5\x2f\xfd"), FORMAT_ZSTD, "zstdcat F | tcpflow -r -" },
	{ HEAD("\x5e\x2a\x4d\x18"), FORMAT_ZSTD, "zstdcat F | tcpflow -r -" },
	{ HEAD("\x04\x22\x4d\x18"), FORMAT_LZ4, "lz4cat F | tcpflow -r -" },
	{ HEAD("\xfd\x37zXZ\0"), FORMAT_OTHER_COMPRESSED,
	  "xz, which is not built in; use xzcat F | tcpflow -r -" },
	{ HEAD("BZh91AY"), FORMAT_OTHER_COMPRESSED, "bzcat F |" },
	{ HEAD("PK\x03\x04"), FORMAT_OTHER_COMPRESSED, "unzip -p F |" },
	{ HEAD("snoop\0\0\0\0\0\0\2\0\0\0\4"), FORMAT_OTHER_CAPTURE,
	  "F: a snoop file, which libpcap does not read; convert it: editcap "
	  "-F pcap F FILE.pcap" },
	{ HEAD("GMBU\0\2"), FORMAT_OTHER_CAPTURE, "Network Monitor 2" },
	{ HEAD("{\"ts\": 1"), FORMAT_TEXT, "F: JSON, not a capture" },
	{ HEAD("0000  00 1b 21"), FORMAT_TEXT, "text2pcap F FILE.pcap" },
	{ HEAD("\xef\xbb\xbfWords"), FORMAT_TEXT, "F: text, not" },
	{ HEAD("Words\0"), FORMAT_UNKNOWN, NULL },
	{ HEAD("\xd4\xc3\xb2"), FORMAT_UNKNOWN, NULL },
	{ HEAD("\0\1\2\3"), FORMAT_UNKNOWN, NULL },
};

Test(files, kinds)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const struct kind *row = &kinds[i];
		const unsigned char *head = (const unsigned char *)row->head;
		char error[CAPTURE_ERROR_SIZE] = "";

		cr_expect_eq(format_of(head, row->length), row->kind, "%zu", i);
		if (!row->words)
			continue;
		format_refuse(head, row->length, "F", error);
		cr_expect_not_null(strstr(error, row->words), "%s", error);
		cr_expect_null(strchr(error, '\n'));
	}
}

/* --- order of octets, precision */

Test(files, orders_and_precisions)
{
	for (int i = 0; i < 4; i++) {
		struct writer writer = { .big_endian = i & 1,
					 .nanoseconds = i & 2 };
		int64_t scale = writer.nanoseconds ? 1 : 1000;
		char error[CAPTURE_ERROR_SIZE] = "";
		struct capture capture;
		struct packet packet;

		begin(&writer, 0, ETHERNET);
		put_packet(&writer, 1700000000, 123456, 80);
		fclose(writer.file);
		cr_assert_eq(capture_open_file(&capture, names[0], error), 0);
		cr_expect_eq(capture.nanoseconds, writer.nanoseconds);
		cr_assert_eq(capture_next(&capture, &packet, error),
			     CAPTURE_PACKET, "%d: %s", i, error);
		cr_expect_eq(packet.time.seconds, 1700000000, "%d", i);
		cr_expect_eq(packet.time.nanoseconds, 123456 * scale, "%d", i);
		cr_expect_eq(packet.captured, FRAME_SIZE, "%d", i);
		cr_expect_eq(capture_next(&capture, &packet, error),
			     CAPTURE_END);
		capture_close(&capture);
	}
}

/* --- compressed */

/* Data that is hard to compress, with zeros between: several blocks. */
enum { DATA_SIZE = 700000, PACKED_SIZE = 2 * DATA_SIZE };

static unsigned char data[DATA_SIZE], packed[2 * PACKED_SIZE];
static unsigned char unpacked[2 * DATA_SIZE + 1];

static void fill_data(void)
{
	uint32_t state = 1;

	for (size_t i = 0; i < DATA_SIZE; i++) {
		state = state * 1664525 + 1013904223;
		data[i] = i / 1000 % 3 ? (unsigned char)(state >> 24) : 0;
	}
}

static size_t pack_gzip(unsigned char *to)
{
#ifdef HAVE_ZLIB
	z_stream stream = { .next_in = data,
			    .avail_in = DATA_SIZE,
			    .next_out = to,
			    .avail_out = PACKED_SIZE };

	cr_assert_eq(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8,
				  Z_DEFAULT_STRATEGY),
		     Z_OK);
	cr_assert_eq(deflate(&stream, Z_FINISH), Z_STREAM_END);
	deflateEnd(&stream);
	return stream.total_out;
#else
	(void)to;
	return 0;
#endif
}

static size_t pack_zstd(unsigned char *to)
{
#ifdef HAVE_ZSTD
	return ZSTD_compress(to, PACKED_SIZE, data, DATA_SIZE, 3);
#else
	(void)to;
	return 0;
#endif
}

static size_t pack_lz4(unsigned char *to)
{
#ifdef HAVE_LZ4
	return LZ4F_compressFrame(to, PACKED_SIZE, data, DATA_SIZE, NULL);
#else
	(void)to;
	return 0;
#endif
}

struct packer {
	const char *name;
	enum format_kind kind;
	size_t (*pack)(unsigned char *to); /* returns 0: not built in */
};

static const struct packer packers[] = {
	{ "gzip", FORMAT_GZIP, pack_gzip },
	{ "zstd", FORMAT_ZSTD, pack_zstd },
	{ "lz4", FORMAT_LZ4, pack_lz4 },
};

enum { PACKERS = sizeof(packers) / sizeof(packers[0]) };

struct outcome {
	size_t length; /* octets that came out into `unpacked` */
	bool failed;
	char fault[COMPRESSED_FAULT_SIZE];
};

/* Reads the first `length` of `packed`; `size`: how many octets come at a time,
 * in and out. */
static struct outcome unpack(enum format_kind kind, size_t length, size_t size)
{
	struct outcome outcome = { 0 };
	struct compressed compressed;
	const struct octets_source source = { paths[0], -1, false };
	struct octets octets;
	char error[CAPTURE_ERROR_SIZE];
	FILE *file = fopen(paths[0], "wb");
	ssize_t count;

	cr_assert_not_null(file);
	cr_assert_eq(fwrite(packed, 1, length, file), length);
	fclose(file);
	cr_assert_eq(octets_open(&octets, &source, error), 0);
	cr_assert_eq(octets_peek(&octets), 0);
	cr_assert_eq(compressed_init(&compressed, kind, &octets, size), 0);
	while (outcome.length < sizeof(unpacked) &&
	       (count = compressed_read(&compressed, unpacked + outcome.length,
					size < sizeof(unpacked) - outcome.length
						? size
						: sizeof(unpacked) -
							  outcome.length)) > 0)
		outcome.length += (size_t)count;
	outcome.failed = count < 0;
	if (outcome.failed)
		cr_expect_eq(errno, EIO);
	strcpy(outcome.fault, compressed.fault);
	compressed_close(&compressed);
	octets_close(&octets);
	return outcome;
}

Test(files, unpacked_is_what_was_packed)
{
	static const size_t sizes[] = { 7, 4096, 100000, sizeof(unpacked) };

	fill_data();
	for (int i = 0; i < PACKERS; i++) {
		size_t length = packers[i].pack(packed);

		cr_expect_eq(compressed_is_built_in(packers[i].kind),
			     length > 0, "%s", packers[i].name);
		for (size_t n = 0; length > 0 && n < 4; n++) {
			struct outcome outcome =
				unpack(packers[i].kind, length, sizes[n]);

			cr_expect_not(outcome.failed, "%s: %s", packers[i].name,
				      outcome.fault);
			cr_expect_eq(outcome.length, DATA_SIZE, "%s",
				     packers[i].name);
			cr_expect_eq(memcmp(unpacked, data, DATA_SIZE), 0, "%s",
				     packers[i].name);
		}
	}
}

/* Members of gzip, frames of zstd and lz4: one after the other. */
Test(files, packed_twice)
{
	fill_data();
	for (int i = 0; i < PACKERS; i++) {
		size_t length = packers[i].pack(packed);
		struct outcome outcome;

		if (length == 0)
			continue;
		memcpy(packed + length, packed, length);
		outcome = unpack(packers[i].kind, 2 * length, 100000);
		cr_expect_not(outcome.failed, "%s", outcome.fault);
		cr_expect_eq(outcome.length, 2 * DATA_SIZE, "%s",
			     packers[i].name);
		cr_expect_eq(memcmp(unpacked + DATA_SIZE, data, DATA_SIZE), 0);
	}
}

Test(files, packed_and_cut)
{
	fill_data();
	for (int i = 0; i < PACKERS; i++) {
		size_t length = packers[i].pack(packed);

		for (size_t cut = 1; cut < length; cut += length / 23 + 1) {
			struct outcome outcome =
				unpack(packers[i].kind, cut, 100000);
			char words[64];

			snprintf(words, sizeof(words), "the %s data is cut off",
				 packers[i].name);
			cr_expect(outcome.failed, "%s", packers[i].name);
			cr_expect_str_eq(outcome.fault, words);
			cr_expect_eq(memcmp(unpacked, data, outcome.length), 0);
			/* All but the block that is cut: a quarter of lz4's
			 * largest is more than all. */
			if (cut > length / 2 && i != 2)
				cr_expect_gt(outcome.length, DATA_SIZE / 5,
					     "%s", packers[i].name);
		}
	}
}

/* The last block is spoilt, all before it comes out, however much is asked
 * for. */
Test(files, packed_and_corrupt)
{
	fill_data();
	for (int i = 0; i < PACKERS; i++) {
		size_t length = packers[i].pack(packed), spoilt;
		struct outcome outcome;
		char words[64];

		if (length == 0)
			continue;
		/* What is wrong in gzip's data shows at its end. */
		spoilt = packers[i].kind == FORMAT_GZIP ? 8 : 300;
		memset(packed + length - spoilt, 0xff, spoilt);
		outcome = unpack(packers[i].kind, length, sizeof(unpacked));
		snprintf(words, sizeof(words), "the %s data is corrupt (",
			 packers[i].name);
		cr_expect(outcome.failed, "%s", packers[i].name);
		cr_expect_not_null(strstr(outcome.fault, words), "%s",
				   outcome.fault);
		cr_expect_gt(outcome.length, DATA_SIZE / 5, "%s: %zu",
			     packers[i].name, outcome.length);
		cr_expect_eq(memcmp(unpacked, data, outcome.length), 0);
	}
}

Test(files, behind_packed_data)
{
	fill_data();
	for (int i = 0; i < PACKERS; i++) {
		size_t length = packers[i].pack(packed);
		struct outcome outcome;

		if (length == 0)
			continue;
		memset(packed + length, 0, 512);
		memcpy(packed + length + 512, "more", 4);
		if (packers[i].kind == FORMAT_GZIP) {
			outcome = unpack(FORMAT_GZIP, length + 512, 4096);
			cr_expect_not(outcome.failed, "zeros are padding");
		}
		outcome = unpack(packers[i].kind, length + 516, 4096);
		cr_expect(outcome.failed, "%s", packers[i].name);
		cr_expect_eq(outcome.length, DATA_SIZE, "%s", packers[i].name);
	}
}

/* --- several as one */

static const uint32_t odd[] = { 1, 3, 5, 7, 0 }, even[] = { 2, 4, 4, 6, 0 },
		      few[] = { 4, 8, 0 }, none[] = { 0 };

Test(files, one_after_the_other)
{
	put_file(0, ETHERNET, odd, 'a');
	put_file(1, ETHERNET, none, 0);
	put_file(2, ETHERNET, even, 'A');
	expect_story((struct capture_file_options){ .count = 3 }, "abcd//ABCD");
	expect_story((struct capture_file_options){ .count = 1 }, "abcd");
}

/* Ties in the order given; the announcements come first. */
Test(files, merged)
{
	put_file(0, ETHERNET, odd, 'a');
	put_file(1, ETHERNET, even, 'A');
	put_file(2, ETHERNET, none, 0);
	put_file(3, ETHERNET, few, '0');
	expect_story((struct capture_file_options){ .count = 4, .merge = true },
		     "///aAbBC0cDd1");
	expect_story((struct capture_file_options){ .count = 1, .merge = true },
		     "abcd");
}

/* --- files that are open already */

static int count_descriptors(void)
{
	int count = 0;

	for (int i = 0; i < 256; i++)
		count += fcntl(i, F_GETFD) >= 0;
	return count;
}

/* They are read as any others, are never open twice, and are closed once:
 * whatever has one of their numbers later stays open. */
Test(files, opened_before)
{
	for (int merge = 0; merge < 2; merge++) {
		char error[CAPTURE_ERROR_SIZE] = "";
		struct opened opened;
		struct capture_file_options options = {
			.count = 3,
			.merge = merge,
			.opened = &opened,
		};
		struct capture capture;
		int before = count_descriptors(), later;

		put_file(0, ETHERNET, odd, 'a');
		put_file(1, ETHERNET, few, '0');
		put_file(2, ETHERNET, even, 'A');
		cr_assert_eq(opened_all(&opened, names, 3, error), 0);
		cr_assert_eq(open_with(&capture, options, error), 0, "%s",
			     error);
		cr_expect_eq(count_descriptors(), before + 3);
		cr_expect_str_eq(read_all(&capture, error).ports,
				 merge ? "//aAb0BCcDd1" : "abcd/01/ABCD");
		cr_expect_eq(count_descriptors(), before + 1);
		capture_close(&capture);
		cr_expect_eq(count_descriptors(), before);
		later = dup(STDERR_FILENO);
		opened_close(&opened);
		cr_expect_geq(fcntl(later, F_GETFD), 0);
		close(later);
	}
}

/* Nothing is left open by one that cannot be read, before or after. */
Test(files, opened_and_refused)
{
	char error[CAPTURE_ERROR_SIZE] = "";
	struct opened opened;
	struct capture_file_options options = { .opened = &opened };
	struct capture capture;
	int before = count_descriptors();
	FILE *file = fopen(paths[1], "wb");

	put_file(0, ETHERNET, odd, 'a');
	fputs("no capture", file);
	fclose(file);
	for (options.count = 1; options.count < 3; options.count++) {
		options.merge = options.count == 2;
		names[0] = paths[options.merge ? 0 : 1];
		cr_assert_eq(opened_all(&opened, names, options.count, error),
			     0);
		cr_expect_eq(open_with(&capture, options, error), -1);
		opened_close(&opened);
		cr_expect_eq(count_descriptors(), before);
	}
}

/* The nanoseconds of five packets. */
static void expect_fractions(struct capture *capture, const int64_t *expected)
{
	char error[CAPTURE_ERROR_SIZE] = "";
	struct packet packet;

	for (int i = 0; i < 5;) {
		enum capture_status status =
			capture_next(capture, &packet, error);

		if (status == CAPTURE_OPENED)
			continue;
		cr_assert_eq(status, CAPTURE_PACKET, "%s", error);
		cr_expect_eq(packet.time.nanoseconds, expected[i++]);
	}
}

/* Whatever the units of their stamps. */
Test(files, merged_precisions)
{
	static const int64_t merged[] = { 1999, 2000, 2000, 4000, 4001 };
	static const int64_t apart[] = { 2000, 4000, 1999, 2000, 4001 };
	struct writer micro = { 0 }, nano = { .nanoseconds = true };
	char error[CAPTURE_ERROR_SIZE] = "";
	struct capture capture;

	begin(&micro, 0, ETHERNET);
	put_packet(&micro, 5, 2, 'a');
	put_packet(&micro, 5, 4, 'b');
	fclose(micro.file);
	begin(&nano, 1, ETHERNET);
	put_packet(&nano, 5, 1999, '0');
	put_packet(&nano, 5, 2000, '1');
	put_packet(&nano, 5, 4001, '2');
	fclose(nano.file);
	expect_story((struct capture_file_options){ .count = 2, .merge = true },
		     "/0a1b2");
	for (int merge = 0; merge < 2; merge++) {
		struct capture_file_options options = { .count = 2,
							.merge = merge };

		cr_assert_eq(open_with(&capture, options, error), 0);
		cr_expect(capture.nanoseconds, "one has them");
		expect_fractions(&capture, merge ? merged : apart);
		capture_close(&capture);
	}
}

Test(files, merged_link_types)
{
	struct capture_file_options options = { .count = 2, .merge = true };
	char error[CAPTURE_ERROR_SIZE] = "";
	struct capture capture;
	struct packet packet;

	put_file(0, ETHERNET, odd, 'a');
	put_file(1, RAW, even, 'A');
	cr_assert_eq(open_with(&capture, options, error), 0, "%s", error);
	cr_expect_eq(capture_snapshot_length(&capture), 300000, "the longest");
	cr_expect_eq(capture_file_snapshot_length(&capture), 96);
	cr_expect_eq(capture_next(&capture, &packet, error), CAPTURE_OPENED);
	cr_expect_str_eq(capture.name, names[1]);
	cr_expect_eq(capture_link_type(&capture), LINK_RAW);
	for (uint8_t i = 1; i <= 3; i++) {
		cr_assert_eq(capture_next(&capture, &packet, error),
			     CAPTURE_PACKET);
		cr_expect_eq((int)packet.link_type,
			     i == 2 ? LINK_RAW : LINK_ETHERNET);
		cr_expect_eq(capture_link_type(&capture),
			     (int)packet.link_type);
	}
	capture_close(&capture);
}

static bool is_ethernet(int link_type)
{
	return link_type == ETHERNET;
}

Test(files, refused_before_the_first_is_read)
{
	struct capture_file_options options = { .count = 3 };

	put_file(0, ETHERNET, odd, 'a');
	put_file(1, RAW, odd, 'a');
	for (int merge = 0; merge < 2; merge++) {
		options.merge = merge;
		expect_failure(options, "", "/2: No such file or directory");
	}
	put_file(2, ETHERNET, odd, 'a');
	for (int merge = 0; merge < 2; merge++) {
		options.merge = merge;
		options.knows_link = is_ethernet;
		options.one_link_type = false;
		expect_failure(options, "",
			       "/1: link-type RAW (Raw IP) is not "
			       "one that tcpflow knows");
		options.knows_link = NULL;
		options.one_link_type = true;
		expect_failure(options, "",
			       "/1: link-type RAW (Raw IP), and EN10MB "
			       "(Ethernet) before it; -w writes");
	}
	names[0] = names[1] = "-";
	expect_failure(options, "", "-: standard input is there only once");
}

/* All before is read; the rest is not. */
Test(files, broken_in_the_middle)
{
	put_file(0, ETHERNET, odd, 'a');
	put_file(1, ETHERNET, even, 'A');
	put_file(2, ETHERNET, odd, '0');
	cr_assert_eq(truncate(paths[1], HEADER_SIZE + RECORD_SIZE + 20), 0);
	expect_failure((struct capture_file_options){ .count = 3 }, "abcd/A",
		       "/1: truncated dump file");
	expect_failure((struct capture_file_options){ .count = 3, .merge = 1 },
		       "//a0A", "/1: truncated dump file");
}

Test(files, filtered)
{
	static const struct filter wrong = { .text = "tcp porta" };
	static const struct filter right = { .text = "tcp port 98" };

	for (int merge = 0; merge < 2; merge++) {
		struct capture_file_options options = { .count = 2,
							.merge = merge };
		char error[CAPTURE_ERROR_SIZE] = "";
		struct capture capture;

		put_file(0, ETHERNET, odd, 'a');
		put_file(1, ETHERNET, even, 'a');
		cr_assert_eq(open_with(&capture, options, error), 0);
		cr_expect_eq(capture_set_filter(&capture, &wrong, error), -1);
		cr_assert_eq(capture_set_filter(&capture, &right, error), 0,
			     "%s", error);
		cr_expect_str_eq(read_all(&capture, error).ports,
				 merge ? "/bb" : "b/b");
		capture_close(&capture);
	}
}

Test(files, share)
{
	static const int file_size = HEADER_SIZE + 4 * RECORD_SIZE;

	for (int merge = 0; merge < 2; merge++) {
		struct capture_file_options options = { .count = 2,
							.merge = merge };
		char error[CAPTURE_ERROR_SIZE] = "";
		struct capture capture;
		struct packet packet;
		double last = 0;

		put_file(0, ETHERNET, odd, 'a');
		put_file(1, ETHERNET, even, 'a');
		cr_assert_eq(open_with(&capture, options, error), 0);
		if (!merge)
			cr_expect_float_eq(capture_share(&capture),
					   HEADER_SIZE / 2.0 / file_size,
					   0.001);
		while (capture_next(&capture, &packet, error) != CAPTURE_END) {
			cr_expect_geq(capture_share(&capture), last);
			last = capture_share(&capture);
		}
		cr_expect_float_eq(capture_share(&capture), 1, 0.001);
		capture_close(&capture);
	}
}

/* --- packets that are taken where they lie, and by libpcap */

struct header {
	const char *name;
	uint32_t magic;
	uint16_t minor; /* of version 2 */
	uint32_t snapshot, link;
	bool big_endian;
	bool in_place;
};

static const struct header headers[] = {
	{ "as most", 0xa1b2c3d4, 4, 262144, 1, false, true },
	{ "nanoseconds", 0xa1b23c4d, 4, 65535, 1, false, true },
	{ "a short snapshot", 0xa1b2c3d4, 4, 96, 1, false, true },
	{ "no snapshot", 0xa1b2c3d4, 4, 0, 1, false, true },
	{ "a huge snapshot", 0xa1b2c3d4, 4, 1 << 30, 1, false, true },
	{ "a negative snapshot", 0xa1b2c3d4, 4, UINT32_MAX, 1, false, true },
	{ "lengths may be exchanged", 0xa1b2c3d4, 3, 2000, 1, false, false },
	{ "lengths are exchanged", 0xa1b2c3d4, 2, 2000, 1, false, false },
	{ "raw IP", 0xa1b2c3d4, 4, 2000, RAW, false, true },
	{ "USB, corrected", 0xa1b2c3d4, 4, 2000, 220, false, false },
	{ "the other order", 0xa1b2c3d4, 4, 2000, 1, true, false },
};

static uint32_t draw(uint32_t *random, uint32_t below)
{
	*random = *random * 1103515245 + 12345;
	return (*random >> 8) % below;
}

/* Stamps, lengths and octets of any kind; some packets have more octets than
 * they should, or the file allows. */
static void put_any_packet(const struct writer *writer, uint32_t *random)
{
	uint32_t length = draw(random, 8) ? draw(random, 1600) : 0;
	uint32_t second = draw(random, 1 << 16) << 16 | draw(random, 1 << 16);

	put_u32(writer, second);
	put_u32(writer,
		draw(random, 4) ? draw(random, 1000000) : second ^ 0x80000001);
	put_u32(writer, length);
	put_u32(writer, draw(random, 4) ? length : draw(random, 2000));
	for (uint32_t i = 0; i < length; i++)
		fputc((int)draw(random, 256), writer->file);
}

/* More than the buffer holds. */
static void put_any_file(const struct header *header)
{
	struct writer writer = { .file = fopen(paths[0], "wb"),
				 .big_endian = header->big_endian };
	uint32_t random = header->snapshot + header->minor;

	cr_assert_not_null(writer.file);
	put_u32(&writer, header->magic);
	put_u32(&writer, header->big_endian
				 ? 2U << 16 | header->minor
				 : (uint32_t)header->minor << 16 | 2);
	put_u32(&writer, 0);
	put_u32(&writer, 0);
	put_u32(&writer, header->snapshot);
	put_u32(&writer, header->link);
	for (int i = 0; i < 1000; i++)
		put_any_packet(&writer, &random);
	fclose(writer.file);
}

/* The same file, read and filtered by libpcap alone. */
static void open_both(struct capture *capture, struct capture *alone,
		      const char *words)
{
	const struct filter filter = { .text = words };
	const struct capture_file_options one = { .count = 1 };
	char error[CAPTURE_ERROR_SIZE] = "";

	cr_assert_eq(open_with(capture, one, error), 0, "%s", error);
	cr_assert_eq(open_with(alone, one, error), 0, "%s", error);
	alone->files->current->in_place.stream = NULL;
	if (!words)
		return;
	cr_assert_eq(capture_set_filter(capture, &filter, error), 0, "%s",
		     error);
	cr_assert_eq(filter_set(&filter, alone->handle, error), 0, "%s", error);
}

static void expect_same_packet(const struct packet *a, const struct packet *b,
			       const char *name)
{
	unsigned long long number = b->number;

	cr_expect_eq(a->number, b->number, "%s", name);
	cr_expect_eq(a->time.seconds, b->time.seconds, "%s %llu", name, number);
	cr_expect_eq(a->time.nanoseconds, b->time.nanoseconds, "%s %llu", name,
		     number);
	cr_expect_eq(a->link_type, b->link_type, "%s", name);
	cr_expect_eq(a->length, b->length, "%s %llu", name, number);
	cr_assert_eq(a->captured, b->captured, "%s %llu", name, number);
	cr_expect(b->captured == 0 ||
			  memcmp(a->bytes, b->bytes, b->captured) == 0,
		  "%s %llu", name, number);
}

/* To the end, or to where it breaks off. */
static uint64_t expect_same(const struct header *header, const char *filter)
{
	char error[CAPTURE_ERROR_SIZE] = "", words[CAPTURE_ERROR_SIZE] = "";
	struct capture capture, alone;
	struct packet packet, other;
	enum capture_status status;
	uint64_t read;

	open_both(&capture, &alone, filter);
	cr_expect_eq(capture.files->current->in_place.stream != NULL,
		     header->in_place, "%s", header->name);
	do {
		status = capture_next(&capture, &packet, error);
		cr_assert_eq(capture_next(&alone, &other, words), status, "%s",
			     header->name);
		if (status == CAPTURE_PACKET)
			expect_same_packet(&packet, &other, header->name);
	} while (status == CAPTURE_PACKET);
	cr_expect_str_eq(error, words, "%s", header->name);
	read = capture.number;
	capture_close(&capture);
	capture_close(&alone);
	return read;
}

Test(files, in_place_as_by_libpcap)
{
	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
		put_any_file(&headers[i]);
		expect_same(&headers[i], NULL);
		expect_same(&headers[i], "");
		expect_same(&headers[i], "greater 700");
		expect_same(&headers[i], "link[0] & 1 = 0");
		expect_same(&headers[i], "link[0] = 0x55 and less 200");
	}
}

/* Wherever the file ends: the last packets are there, or an error says why
 * not. */
Test(files, in_place_and_cut)
{
	const struct header *header = &headers[0];
	static const uint32_t stamps[] = { 1, 2, 3, 0 };

	for (uint64_t length = 0; length <= 3 * RECORD_SIZE; length++) {
		put_file(0, ETHERNET, stamps, 'a');
		cr_assert_eq(truncate(paths[0], (off_t)length + HEADER_SIZE),
			     0);
		cr_expect_eq(expect_same(header, NULL), length / RECORD_SIZE,
			     "%d", (int)length);
	}
}

/* --- one that grows */

/* Appends the octets of `from` to path 0, from `at` to `end`. */
static void append(const unsigned char *from, size_t at, size_t end)
{
	FILE *file = fopen(paths[0], at ? "ab" : "wb");

	cr_assert_not_null(file);
	fwrite(from + at, 1, end - at, file);
	fclose(file);
}

static size_t read_octets(int path, unsigned char *to, size_t size)
{
	FILE *file = fopen(paths[path], "rb");
	size_t length = fread(to, 1, size, file);

	fclose(file);
	return length;
}

/* A packet is there when its last octet is, and not before. */
Test(files, followed)
{
	for (int big_endian = 0; big_endian < 2; big_endian++) {
		struct writer writer = { .big_endian = big_endian };
		struct capture_file_options options = { .count = 1,
							.follow = true };
		unsigned char whole[512];
		char error[CAPTURE_ERROR_SIZE] = "";
		struct capture capture;
		struct packet packet;
		size_t length;

		begin(&writer, 1, ETHERNET);
		for (uint8_t i = 0; i < 3; i++)
			put_packet(&writer, 1, 0, i);
		fclose(writer.file);
		length = read_octets(1, whole, sizeof(whole));
		append(whole, 0, HEADER_SIZE);
		cr_assert_eq(open_with(&capture, options, error), 0, "%s",
			     error);
		cr_expect_lt(capture_share(&capture), 0);
		for (size_t i = HEADER_SIZE; i < length; i++) {
			cr_expect_eq(capture_next(&capture, &packet, error),
				     CAPTURE_IDLE);
			append(whole, i, i + 1);
			if ((i + 1 - HEADER_SIZE) % RECORD_SIZE)
				continue;
			cr_expect_eq(capture_next(&capture, &packet, error),
				     CAPTURE_PACKET);
			cr_expect_eq(packet.bytes[35],
				     (i - HEADER_SIZE) / RECORD_SIZE);
		}
		cr_expect_eq(packet.number, 3);
		capture_close(&capture);
	}
}

/* The same in pcapng, with blocks that are no packets between. */
Test(files, followed_pcapng)
{
	static const uint32_t blocks[] = {
		0x0a0d0d0a, 28, 0x1a2b3c4d, 1,	0xffffffff, 0xffffffff, 28,
		1,	    20, ETHERNET,   0,	20, /* the interface */
		5,	    24, 0,	    0,	0,	    24, /* statistics */
		6,	    36, 0,	    0,	9,	    4,		4,
		0x61,	    36, 5,	    24, 0,	    0,		0,
		24,				    /* statistics */
		1,	    20, ETHERNET,   0,	20, /* another interface */
		6,	    36, 1,	    0,	9,	    4,		4,
		0x62,	    36,
	};
	struct capture_file_options options = { .count = 1, .follow = true };
	struct writer writer = { .file = fopen(paths[1], "wb") };
	unsigned char whole[512];
	char error[CAPTURE_ERROR_SIZE] = "";
	struct capture capture;
	struct packet packet;
	size_t length, packets = 0;

	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++)
		put_u32(&writer, blocks[i]);
	fclose(writer.file);
	length = read_octets(1, whole, sizeof(whole));
	append(whole, 0, 28 + 20);
	cr_assert_eq(open_with(&capture, options, error), 0, "%s", error);
	for (size_t i = 28 + 20; i < length; i++) {
		enum capture_status status;

		append(whole, i, i + 1);
		status = capture_next(&capture, &packet, error);
		cr_assert_neq(status, CAPTURE_FAILED, "%s", error);
		if (status == CAPTURE_PACKET)
			cr_expect_eq(packet.bytes[0], 0x61 + packets++);
	}
	cr_expect_eq(packets, 2);
	cr_expect_eq(capture_next(&capture, &packet, error), CAPTURE_IDLE);
	capture_close(&capture);
}

Test(files, followed_to_its_end)
{
	struct capture_file_options options = { .count = 1, .follow = true };

	put_file(0, ETHERNET, odd, 'a');
	for (int removed = 0; removed < 2; removed++) {
		char error[CAPTURE_ERROR_SIZE] = "";
		struct capture capture;
		struct story story;

		cr_assert_eq(open_with(&capture, options, error), 0);
		story = read_all(&capture, error);
		cr_expect_eq(story.end, CAPTURE_IDLE);
		cr_expect_str_eq(story.ports, "abcd");
		if (removed)
			unlink(paths[0]);
		else
			cr_assert_eq(truncate(paths[0], 100), 0);
		cr_expect_eq(read_all(&capture, error).end, CAPTURE_FAILED);
		cr_expect_not_null(
			strstr(error, removed ? "/0: the file was removed"
					      : "/0: the file became shorter"),
			"%s", error);
		capture_close(&capture);
		put_file(0, ETHERNET, odd, 'a');
	}
}

/* What is before it is read to its end; its header is waited for. */
Test(files, followed_after_another)
{
	struct capture_file_options options = { .count = 2, .follow = true };
	char error[CAPTURE_ERROR_SIZE] = "";
	struct capture capture;
	struct story story;

	put_file(0, ETHERNET, odd, 'a');
	fclose(fopen(paths[1], "wb"));
	cr_assert_eq(open_with(&capture, options, error), 0, "%s", error);
	story = read_all(&capture, error);
	cr_expect_eq(story.end, CAPTURE_IDLE);
	cr_expect_str_eq(story.ports, "abcd");
	put_file(1, ETHERNET, none, 0);
	cr_expect_str_eq(read_all(&capture, error).ports, "/");
	capture_close(&capture);
}

Test(files, cannot_be_followed)
{
	struct capture_file_options options = { .count = 1, .follow = true };
	FILE *file = fopen(paths[0], "wb");

	fputs("\x1f\x8b and whatever follows", file);
	fclose(file);
	expect_failure(options, "", "not compressed, can be followed");
	names[0] = "/dev/null";
	expect_failure(options, "", "leave out --follow-file");
}
