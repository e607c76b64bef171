/*
 * Capture files: reading them, broken ones, filters, and writing them.
 *
 * The files are made here, octet by octet.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capture/capture.h"
#include "capture/dump.h"
#include "capture/filter.h"
#include "capture/interfaces.h"
#include "decode/packet.h"
#include "render/text.h"

enum { MICRO = 0, NANO = 1, ETHERNET = 1, FRAME_SIZE = 60 };

static char folder[] = "/tmp/test_capture.XXXXXX";
static char path[64];

static void set_up(void)
{
	cr_assert_not_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/file.pcap", folder);
}

static void clean_up(void)
{
	unlink(path);
	rmdir(folder);
}

TestSuite(capture, .init = set_up, .fini = clean_up);

static void put_u32(FILE *file, uint32_t value)
{
	for (int i = 0; i < 4; i++, value >>= 8)
		fputc((int)(value & 0xff), file);
}

static void put_header(FILE *file, int precision, uint32_t link)
{
	put_u32(file, precision == NANO ? 0xa1b23c4d : 0xa1b2c3d4);
	put_u32(file, 4 << 16 | 2); /* version 2.4 */
	put_u32(file, 0);
	put_u32(file, 0);
	put_u32(file, 96);
	put_u32(file, link);
}

/* An Ethernet frame from port `port` in IPv4, of TCP or UDP. */
static void put_frame(FILE *file, uint32_t seconds, uint32_t fraction,
		      uint8_t protocol, uint8_t port)
{
	uint8_t frame[FRAME_SIZE] = { [12] = 8, [14] = 0x45, [17] = 46 };

	frame[22] = 64;
	frame[23] = protocol;
	frame[35] = port;
	put_u32(file, seconds);
	put_u32(file, fraction);
	put_u32(file, FRAME_SIZE);
	put_u32(file, 1000);
	fwrite(frame, 1, sizeof(frame), file);
}

static FILE *create(void)
{
	FILE *file = fopen(path, "wb");

	cr_assert_not_null(file);
	return file;
}

static void open_good(struct capture *capture)
{
	char error[CAPTURE_ERROR_SIZE] = "";

	cr_assert_eq(capture_open_file(capture, path, error), 0, "%s", error);
}

struct stamp {
	const char *name;
	int precision;
	uint32_t seconds, fraction;
	int64_t expected; /* nanoseconds */
};

static const struct stamp stamps[] = {
	{ "microseconds", MICRO, 1700000000, 123456, 123456000 },
	{ "nanoseconds", NANO, 1700000000, 123456789, 123456789 },
	{ "more than a second", MICRO, 1, 4000000, INT64_C(4000000000) },
	{ "much more", MICRO, 1, 0x7fffffff, INT64_C(2147483647000) },
	{ "much more, nano", NANO, 1, 0x7fffffff, 2147483647 },
};

Test(capture, time_stamps)
{
	for (size_t i = 0; i < sizeof(stamps) / sizeof(stamps[0]); i++) {
		const struct stamp *row = &stamps[i];
		char error[CAPTURE_ERROR_SIZE];
		struct capture capture;
		struct packet packet;
		FILE *file = create();

		put_header(file, row->precision, ETHERNET);
		put_frame(file, row->seconds, row->fraction, 6, 80);
		fclose(file);
		open_good(&capture);
		cr_expect_eq(capture.nanoseconds, row->precision == NANO, "%s",
			     row->name);
		cr_assert_eq(capture_next(&capture, &packet, error),
			     CAPTURE_PACKET, "%s", row->name);
		cr_expect_eq(packet.time.seconds, row->seconds, "%s",
			     row->name);
		cr_expect_eq(packet.time.nanoseconds, row->expected, "%s",
			     row->name);
		cr_expect_eq(capture_next(&capture, &packet, error),
			     CAPTURE_END, "%s", row->name);
		capture_close(&capture);
	}
}

Test(capture, packet)
{
	char error[CAPTURE_ERROR_SIZE];
	char link[64];
	struct capture capture;
	struct packet packet;
	FILE *file = create();

	put_header(file, MICRO, ETHERNET);
	for (uint8_t port = 1; port <= 3; port++)
		put_frame(file, port, 0, 6, port);
	fclose(file);
	open_good(&capture);
	cr_expect_not(capture.live);
	cr_expect_str_eq(capture.name, path);
	cr_expect_eq(capture_link_type(&capture), LINK_ETHERNET);
	cr_expect_str_eq(capture_link_text(&capture, link, sizeof(link)),
			 "EN10MB (Ethernet)");
	cr_expect_eq(capture_snapshot_length(&capture), 96);
	for (uint8_t port = 1; port <= 3; port++) {
		cr_assert_eq(capture_next(&capture, &packet, error),
			     CAPTURE_PACKET);
		cr_expect_eq(packet.number, port);
		cr_expect_eq(packet.link_type, LINK_ETHERNET);
		cr_expect_eq(packet.captured, FRAME_SIZE);
		cr_expect_eq(packet.length, 1000);
		cr_expect_eq(packet.bytes[35], port);
	}
	cr_expect_eq(capture_next(&capture, &packet, error), CAPTURE_END);
	capture_close(&capture);
}

Test(capture, filter)
{
	const struct filter wrong = { .text = "tcp port" };
	const struct filter right = { .text = "tcp port 80" };
	char error[CAPTURE_ERROR_SIZE];
	struct capture capture;
	struct packet packet;
	FILE *file = create();

	put_header(file, MICRO, ETHERNET);
	put_frame(file, 1, 0, 17, 80);
	put_frame(file, 2, 0, 6, 80);
	put_frame(file, 3, 0, 6, 81);
	fclose(file);
	open_good(&capture);
	cr_expect_eq(capture_set_filter(&capture, &wrong, error), -1);
	cr_expect_not_null(strstr(error, "filter \"tcp port\": "), "%s", error);
	cr_assert_eq(capture_set_filter(&capture, &right, error), 0);
	cr_assert_eq(capture_next(&capture, &packet, error), CAPTURE_PACKET);
	cr_expect_eq(packet.time.seconds, 2);
	cr_expect_eq(packet.number, 1, "those that match are counted");
	cr_expect_eq(capture_next(&capture, &packet, error), CAPTURE_END);
	capture_close(&capture);
}

struct broken {
	const char *name;
	long length; /* the file is cut there */
	bool opens;
	const char *error;
};

static const struct broken broken_rows[] = {
	{ "empty", 0, false, "the file is empty" },
	{ "a part of the magic", 3, false, "truncated dump file" },
	{ "a part of the header", 20, false, "truncated dump file" },
	{ "a part of a packet's header", 24 + 10, true,
	  "truncated dump file; tried to read 16 header bytes, only got 10" },
	{ "a part of a packet", 24 + 16 + 59, true,
	  "truncated dump file; tried to read 60 captured bytes, only got 59" },
};

Test(capture, broken_files)
{
	for (size_t i = 0; i < sizeof(broken_rows) / sizeof(broken_rows[0]);
	     i++) {
		const struct broken *row = &broken_rows[i];
		char error[CAPTURE_ERROR_SIZE] = "";
		struct capture capture;
		struct packet packet;
		FILE *file = create();

		put_header(file, MICRO, ETHERNET);
		put_frame(file, 1, 0, 6, 80);
		fclose(file);
		cr_assert_eq(truncate(path, row->length), 0);
		cr_assert_eq(capture_open_file(&capture, path, error),
			     row->opens ? 0 : -1, "%s", row->name);
		if (row->opens)
			cr_expect_eq(capture_next(&capture, &packet, error),
				     CAPTURE_FAILED, "%s", row->name);
		cr_expect_not_null(strstr(error, row->error), "%s: %s",
				   row->name, error);
		cr_expect_eq(strncmp(error, path, strlen(path)), 0,
			     "the file is named: %s", error);
		cr_expect_null(strchr(error, '\n'), "%s", row->name);
		capture_close(&capture);
	}
}

static void expect_refused(const char *name, const char *expected)
{
	char error[CAPTURE_ERROR_SIZE] = "";
	struct capture capture;

	cr_expect_eq(capture_open_file(&capture, name, error), -1, "%s", name);
	cr_expect_not_null(strstr(error, expected), "%s: %s", name, error);
	cr_expect_eq(strncmp(error, name, strlen(name)), 0, "%s", error);
}

Test(capture, not_a_capture)
{
	FILE *file = create();

	fputs("This is no capture.\n", file);
	fclose(file);
	expect_refused(path, "text, not a capture file");
	expect_refused(folder, "Is a directory");
	expect_refused("/nowhere/file", "No such file or directory");
}

Test(capture, no_permission)
{
	fclose(create());
	chmod(path, 0);
	/* Root may read it all the same; so try as somebody else. */
	if (geteuid() == 0) {
		chmod(folder, 0711);
		cr_assert_eq(seteuid(65534), 0);
	}
	expect_refused(path, "Permission denied");
	if (getuid() == 0)
		cr_assert_eq(seteuid(0), 0);
}

Test(capture, share)
{
	char error[CAPTURE_ERROR_SIZE];
	struct capture capture;
	struct packet packet;
	FILE *file = create();

	put_header(file, MICRO, ETHERNET);
	for (uint8_t port = 1; port <= 3; port++)
		put_frame(file, port, 0, 6, port);
	fclose(file);
	open_good(&capture);
	cr_expect_float_eq(capture_share(&capture), 24.0 / 252, 0.001);
	for (int i = 1; i <= 3; i++) {
		cr_assert_eq(capture_next(&capture, &packet, error),
			     CAPTURE_PACKET);
		cr_expect_float_eq(capture_share(&capture),
				   (24 + i * 76) / 252.0, 0.001);
	}
	/* Cut meanwhile: there is nothing more to read. */
	cr_assert_eq(truncate(path, 100), 0);
	cr_expect_eq(capture_share(&capture), 1);
	capture_close(&capture);
}

Test(capture, from_a_pipe)
{
	char error[CAPTURE_ERROR_SIZE] = "";
	char command[256];
	struct capture capture;
	struct packet packet;
	FILE *file = create();

	put_header(file, NANO, ETHERNET);
	put_frame(file, 1, 999999999, 6, 80);
	fclose(file);
	/* The first octet comes alone. */
	snprintf(command, sizeof(command),
		 "head -c 1 %s; sleep 0.1; tail -c +2 %s", path, path);
	file = popen(command, "r");
	cr_assert_not_null(file);
	cr_assert(dup2(fileno(file), STDIN_FILENO) >= 0);
	cr_assert_eq(capture_open_file(&capture, "-", error), 0, "%s", error);
	cr_expect(capture.nanoseconds);
	cr_assert_eq(capture_next(&capture, &packet, error), CAPTURE_PACKET);
	cr_expect_eq(packet.time.nanoseconds, 999999999);
	cr_expect_eq(capture_next(&capture, &packet, error), CAPTURE_END);
	capture_close(&capture);
	pclose(file);
}

Test(capture, no_such_interface)
{
	static const char *const names[] = { "nosuchif0", "4242" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct capture_live_options options = {
			.interface = names[i],
			.snapshot_length = CAPTURE_SNAPSHOT_MAX,
		};
		char error[CAPTURE_ERROR_SIZE] = "";
		struct capture capture;

		cr_expect_eq(capture_open_live(&capture, &options, error), -1);
		cr_expect_eq(strncmp(error, names[i], strlen(names[i])), 0,
			     "%s", error);
		cr_expect_null(strchr(error, '\n'), "%s", error);
	}
}

Test(capture, interfaces)
{
	char storage[8192];
	char error[CAPTURE_ERROR_SIZE] = "";
	struct text text;

	text_init(&text, storage, sizeof(storage));
	cr_assert_eq(interfaces_list(&text, error), 0, "%s", error);
	text_terminate(&text);
	cr_expect_eq(strncmp(storage, "1.", 2), 0);
	cr_expect_not_null(strstr(storage, "lo ["));
	cr_expect_not_null(strstr(storage, "Loopback"));
}

/* Reads the packets of `path` and writes them to `copy`. */
static int copy_to(const char *copy, bool nanoseconds, char *error)
{
	struct capture capture;
	struct packet packet;
	const struct dump_options options = {
		.name = copy,
		.nanoseconds = nanoseconds,
	};
	struct dump dump;
	int status;

	open_good(&capture);
	status = dump_open(&dump, &capture, &options, error);
	if (status == 0) {
		while (status == 0 &&
		       capture_next(&capture, &packet, error) == CAPTURE_PACKET)
			status = dump_packet(&dump, &packet, error);
		if (status == 0)
			status = dump_close(&dump, error);
		else
			dump_close(&dump, error);
	}
	capture_close(&capture);
	return status;
}

static size_t read_whole(const char *name, char *octets, size_t size)
{
	FILE *file = fopen(name, "rb");
	size_t length = file ? fread(octets, 1, size, file) : 0;

	if (file)
		fclose(file);
	return length;
}

Test(capture, copy_is_the_same)
{
	for (int precision = MICRO; precision <= NANO; precision++) {
		char error[CAPTURE_ERROR_SIZE] = "";
		char original[512], copied[512], copy[80];
		size_t length;
		FILE *file = create();

		put_header(file, precision, ETHERNET);
		put_frame(file, 1, 999999, 6, 80);
		put_frame(file, 2, 0, 17, 80);
		fclose(file);
		snprintf(copy, sizeof(copy), "%s/copy", folder);
		cr_assert_eq(copy_to(copy, precision == NANO, error), 0, "%s",
			     error);
		length = read_whole(path, original, sizeof(original));
		cr_expect_eq(read_whole(copy, copied, sizeof(copied)), length);
		cr_expect_eq(memcmp(original, copied, length), 0, "%d",
			     precision);
		unlink(copy);
	}
}

Test(capture, full_disk)
{
	static const int counts[] = { 0, 1, 2000 };

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		char error[CAPTURE_ERROR_SIZE] = "";
		FILE *file = create();

		put_header(file, MICRO, ETHERNET);
		for (int n = 0; n < counts[i]; n++)
			put_frame(file, 1, 0, 6, 80);
		fclose(file);
		cr_expect_eq(copy_to("/dev/full", false, error), -1, "%d",
			     counts[i]);
		cr_expect_str_eq(
			error,
			"/dev/full: write error: No space left on device");
	}
}

Test(capture, cannot_create)
{
	char error[CAPTURE_ERROR_SIZE] = "";
	FILE *file = create();

	put_header(file, MICRO, ETHERNET);
	fclose(file);
	cr_expect_eq(copy_to("/nowhere/copy", false, error), -1);
	cr_expect_str_eq(error, "/nowhere/copy: No such file or directory");
}

/* libpcap counts in 32 bits, and a capture may go on for longer. */
Test(capture, counters_that_wrap_around)
{
	static const struct {
		uint32_t now;
		uint64_t total;
	} rows[] = {
		{ 0, 0 },
		{ 7, 7 },
		{ 7, 7 },
		{ UINT32_MAX, UINT32_MAX },
		{ 0, UINT64_C(1) << 32 },
		{ 5, (UINT64_C(1) << 32) + 5 },
		{ 4, (UINT64_C(2) << 32) + 4 },
	};
	uint64_t total = 0, last = 0;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		capture_count(&total, &last, rows[i].now);
		cr_expect_eq(total, rows[i].total, "row %zu", i);
	}
}
