/*
 * The small pieces of the system room: time zone, colours, services, output.
 */
#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "system/names.h"
#include "system/output.h"
#include "system/services.h"
#include "system/terminal.h"
#include "system/zone.h"

struct zone_row {
	const char *zone;
	int64_t seconds;
	int32_t offset;
};

/* POSIX zones need no files: Central Europe changes on the last Sundays of
 * March and October at 01:00 UTC. */
#define CENTRAL "CET-1CEST,M3.5.0,M10.5.0/3"

static const struct zone_row zone_rows[] = {
	{ "UTC0", 1700000000, 0 },
	{ CENTRAL, 1711846799, 3600 }, /* 2024-03-31 00:59:59 */
	{ CENTRAL, 1711846800, 7200 }, /* 01:00:00 */
	{ CENTRAL, 1729990799, 7200 }, /* 2024-10-27 00:59:59 */
	{ CENTRAL, 1729990800, 3600 }, /* 01:00:00 */
	{ "NPT-5:45", 0, 20700 },
	{ "NST3:30", -1, -12600 },
	{ "UTC0", INT64_MAX, 0 }, /* beyond what a year can hold */
};

Test(zone, offsets)
{
	for (size_t i = 0; i < sizeof(zone_rows) / sizeof(zone_rows[0]); i++) {
		const struct zone_row *row = &zone_rows[i];
		struct zone zone;

		setenv("TZ", row->zone, 1);
		zone_init(&zone);
		cr_expect_eq(zone_offset(&zone, row->seconds), row->offset,
			     "%s at %lld", row->zone, (long long)row->seconds);
	}
}

Test(zone, change_is_seen_within_a_run)
{
	struct zone zone;

	setenv("TZ", CENTRAL, 1);
	zone_init(&zone);
	for (int64_t seconds = 1711846800 - 2000; seconds < 1711846800 + 2000;
	     seconds++)
		cr_assert_eq(zone_offset(&zone, seconds),
			     seconds < 1711846800 ? 3600 : 7200, "%lld",
			     (long long)seconds);
	cr_expect_eq(zone_offset(&zone, 1711846799), 3600, "and back");
}

struct colour_row {
	bool is_terminal;
	const char *no_color;
	const char *term;
	bool wanted;
};

static const struct colour_row colour_rows[] = {
	{ true, NULL, "xterm", true },	 { true, "", "xterm", true },
	{ true, "1", "xterm", false },	 { true, NULL, "dumb", false },
	{ true, NULL, NULL, false },	 { true, NULL, "", false },
	{ false, NULL, "xterm", false },
};

Test(terminal, colours)
{
	for (size_t i = 0; i < sizeof(colour_rows) / sizeof(colour_rows[0]);
	     i++) {
		const struct colour_row *row = &colour_rows[i];

		cr_expect_eq(terminal_wants_colour(row->is_terminal,
						   row->no_color, row->term),
			     row->wanted, "row %zu", i);
	}
}

struct width_row {
	const char *columns;
	size_t width;
};

static const struct width_row width_rows[] = {
	{ NULL, 80 },  { "", 80 },   { "100", 100 },
	{ "0", 80 },   { "-5", 80 }, { " 70", 80 },
	{ "70x", 80 }, { "x", 80 },  { "060", 60 },
};

Test(terminal, width_without_one)
{
	for (size_t i = 0; i < sizeof(width_rows) / sizeof(width_rows[0]); i++)
		cr_expect_eq(terminal_width(-1, width_rows[i].columns),
			     width_rows[i].width, "row %zu", i);
}

Test(terminal, width_of_one)
{
	const struct winsize size = { .ws_row = 24, .ws_col = 93 };
	int terminal = posix_openpt(O_RDWR | O_NOCTTY);

	cr_assert_geq(terminal, 0);
	cr_expect_eq(terminal_width(terminal, "70"), 70);
	cr_assert_eq(ioctl(terminal, TIOCSWINSZ, &size), 0);
	cr_expect_eq(terminal_width(terminal, "70"), 93);
	close(terminal);
}

struct locale_row {
	const char *name;
	bool utf8;
};

static const struct locale_row locale_rows[] = {
	{ "C", false },
	{ "POSIX", false },
	{ "C.UTF-8", true },
	{ "no.SUCH", false },
};

Test(terminal, locales)
{
	for (size_t i = 0; i < sizeof(locale_rows) / sizeof(locale_rows[0]);
	     i++) {
		setenv("LC_ALL", locale_rows[i].name, 1);
		cr_expect_eq(terminal_is_utf8(), locale_rows[i].utf8, "%s",
			     locale_rows[i].name);
	}
}

Test(services, as_the_system_has_them)
{
	struct services services;

	cr_assert_eq(services_load(&services), 0);
	for (unsigned int port = 0; port < 1024; port++) {
		struct servent *entry =
			getservbyport(htons((uint16_t)port), "tcp");
		const char *name = services_name(&services, (uint16_t)port);

		cr_expect_str_eq(name ? name : "", entry ? entry->s_name : "",
				 "port %u", port);
	}
	services_free(&services);
}

Test(names, numbers_only)
{
	struct names names;

	cr_assert_eq(names_init(&names, NULL), 0);
	cr_expect_null(names.render.host);
	cr_expect_null(names.render.service);
	cr_expect_null(names.render.protocol);
	cr_expect_not_null(names.render.utc_offset);
	cr_expect_null(names.render.interface(&names, UINT32_MAX));
	cr_expect_str_eq(names.render.interface(&names, if_nametoindex("lo")),
			 "lo");
	names_close(&names);
}

static bool same_name(const struct address *address, char *name)
{
	(void)address;
	strcpy(name, "somebody");
	return true;
}

struct foreign_row {
	const char *name;
	struct address address;
	bool shown;
};

static const struct foreign_row foreign_rows[] = {
	{ "the network's first", { 4, { 192, 0, 2, 0 } }, true },
	{ "the network's last", { 4, { 192, 0, 2, 255 } }, true },
	{ "the network after", { 4, { 192, 0, 3, 0 } }, false },
	{ "another network", { 4, { 10, 0, 2, 1 } }, false },
	{ "IPv6", { 6, { 192, 0, 3 } }, true },
};

Test(names, of_the_own_network)
{
	const struct resolver_options hosts = {
		.wait = INT64_C(10000000000),
		.lookup = same_name,
	};
	struct names names;

	cr_assert_eq(names_init(&names, &hosts), 0);
	cr_expect_not_null(names.render.host(&names, &foreign_rows[3].address));
	names.network = htonl(0xc0000200);
	names.network_mask = htonl(0xffffff00);
	for (size_t i = 0; i < sizeof(foreign_rows) / sizeof(foreign_rows[0]);
	     i++) {
		const struct foreign_row *row = &foreign_rows[i];

		cr_expect_eq(names.render.host(&names, &row->address) != NULL,
			     row->shown, "%s", row->name);
	}
	names_close(&names);
}

Test(output, whole_text_arrives)
{
	struct output output;
	char line[] = "0123456789abcdef0123456789abcdef\n";
	size_t length = strlen(line);
	size_t total = 0;
	char name[] = "/tmp/test_output.XXXXXX";
	int file = mkstemp(name);
	FILE *read_back;

	cr_assert(file >= 0);
	cr_assert_eq(output_init(&output, file), 0);
	for (; total < 3 * OUTPUT_SIZE; total += length)
		text_string(&output.text, line);
	output_flush(&output);
	cr_expect_eq(output.error, 0);
	cr_expect_eq(lseek(file, 0, SEEK_CUR), (off_t)total);
	read_back = fopen(name, "r");
	for (char got[64]; fgets(got, sizeof(got), read_back);)
		cr_assert_str_eq(got, line);
	fclose(read_back);
	output_close(&output);
	close(file);
	unlink(name);
}

Test(output, full_disk)
{
	struct output output;
	int full = open("/dev/full", O_WRONLY);

	cr_assert(full >= 0);
	cr_assert_eq(output_init(&output, full), 0);
	text_string(&output.text, "lost");
	cr_expect_eq(output.error, 0);
	output_flush(&output);
	cr_expect_eq(output.error, ENOSPC);
	cr_expect_eq(text_length(&output.text), 0, "room for more");
	output_close(&output);
	close(full);
}

Test(output, reader_gone)
{
	struct output output;
	int ends[2];

	signal(SIGPIPE, SIG_IGN);
	cr_assert_eq(pipe(ends), 0);
	cr_assert_eq(output_init(&output, ends[1]), 0);
	close(ends[0]);
	text_string(&output.text, "lost");
	output_flush(&output);
	cr_expect_eq(output.error, EPIPE);
	output_close(&output);
	close(ends[1]);
}

/* A pipe that somebody else made non-blocking, and a slow reader. */
Test(output, full_pipe)
{
	static char page[OUTPUT_SIZE - 1024];
	struct output output;
	size_t got = 0;
	int ends[2];
	pid_t writer;

	cr_assert_eq(pipe2(ends, O_NONBLOCK), 0);
	writer = fork();
	if (writer == 0) {
		close(ends[0]);
		memset(page, 'x', sizeof(page));
		if (output_init(&output, ends[1]) < 0)
			_exit(1);
		text_data(&output.text, page, sizeof(page));
		output_flush(&output);
		_exit(output.error != 0);
	}
	close(ends[1]);
	fcntl(ends[0], F_SETFL, 0);
	usleep(50000);
	for (;;) {
		char part[4096];
		ssize_t length = read(ends[0], part, sizeof(part));

		if (length <= 0)
			break;
		got += (size_t)length;
	}
	cr_expect_eq(got, sizeof(page));
	close(ends[0]);
}
