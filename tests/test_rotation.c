/*
 * Which file packets go to: names, turns, and ends, as tcpdump has them.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <time.h>

#include "capture/rotation.h"

#define SECOND INT64_C(1000000000)
/* 2023-11-14 22:13:20 UTC */
#define NOON (INT64_C(1700000000) * SECOND)

enum { NAME_SIZE = 32 };

static void in_utc(void)
{
	setenv("TZ", "UTC", 1);
	tzset();
}

TestSuite(rotation, .init = in_utc);

struct name_row {
	const char *name;
	struct rotation_options options;
	uint64_t part;
	const char *expected; /* NULL: none */
};

static const struct name_row name_rows[] = {
	{ "file", { 0, 0, 0 }, 0, "file" },
	{ "file%H", { 0, 0, 0 }, 0, "file%H" },
	{ "file", { 1, 0, 0 }, 0, "file" },
	{ "file", { 1, 0, 0 }, 1, "file1" },
	{ "file", { 1, 0, 0 }, 12, "file12" },
	{ "file%d", { 1, 0, 0 }, 1, "file%d1" },
	{ "file", { 1, 0, 1 }, 0, "file" },
	{ "file", { 1, 0, 2 }, 0, "file0" },
	{ "file", { 1, 0, 10 }, 9, "file9" },
	{ "file", { 1, 0, 11 }, 0, "file00" },
	{ "file", { 1, 0, 11 }, 9, "file09" },
	{ "file", { 1, 0, 11 }, 10, "file10" },
	{ "file", { 1, 0, 2147483647 }, 3, "file0000000003" },
	{ "file", { 0, 5, 3 }, 0, "file" },
	{ "file", { 0, 5, 3 }, 2, "file" },
	{ "f%H%M%S-%%", { 0, 5, 0 }, 0, "f221320-%" },
	{ "f%H%M%S", { 1, 5, 0 }, 0, "f221320" },
	{ "f%H%M%S", { 1, 5, 0 }, 2, "f2213202" },
	{ "f%H%M%S", { 1, 5, 30 }, 2, "f22132002" },
	{ "", { 0, 0, 0 }, 0, NULL },
	{ "", { 0, 1, 0 }, 0, NULL },
	{ "1234567890123456789012345678901",
	  { 0, 0, 0 },
	  0,
	  "1234567890123456789012345678901" },
	{ "12345678901234567890123456789012", { 0, 0, 0 }, 0, NULL },
	{ "1234567890123456789012345678901", { 1, 0, 0 }, 1, NULL },
	{ "123456789012345678901234567890", { 1, 0, 0 }, 10, NULL },
	{ "%c %c", { 0, 1, 0 }, 0, NULL },
};

Test(rotation, names)
{
	for (size_t i = 0; i < sizeof(name_rows) / sizeof(name_rows[0]); i++) {
		const struct name_row *row = &name_rows[i];
		struct rotation rotation = {
			.options = row->options,
			.name = row->name,
		};
		char name[NAME_SIZE] = "";
		int status;

		rotation_begin(&rotation, NOON);
		rotation.part = row->part;
		status = rotation_name(&rotation, name, sizeof(name));
		cr_expect_eq(status, row->expected ? 0 : -1, "%s, row %zu",
			     row->name, i);
		if (row->expected)
			cr_expect_str_eq(name, row->expected, "%s, row %zu",
					 row->name, i);
	}
}

/* The size alone: before each packet, how large the file is, and what then. */
struct size_row {
	uint64_t octets;
	enum rotation_step step;
	uint64_t part;
};

static void follow_sizes(unsigned int files, const struct size_row *rows,
			 size_t count)
{
	struct rotation rotation = { .options = { 1000000, 0, files } };

	rotation_begin(&rotation, NOON);
	for (size_t i = 0; i < count; i++) {
		cr_expect_eq(rotation_after(&rotation, rows[i].octets),
			     rows[i].step, "-W %u, row %zu", files, i);
		cr_expect_eq(rotation.part, rows[i].part, "-W %u, row %zu",
			     files, i);
		cr_expect_eq(rotation_at(&rotation, NOON * 2), ROTATION_STAY);
	}
}

Test(rotation, sizes)
{
	/* A file may be as large as that, and is larger by a packet when it is
	 * left. */
	static const struct size_row without_end[] = {
		{ 24, ROTATION_STAY, 0 },      { 1000000, ROTATION_STAY, 0 },
		{ 1000001, ROTATION_NEXT, 1 }, { 24, ROTATION_STAY, 1 },
		{ 5000000, ROTATION_NEXT, 2 },
	};
	static const struct size_row ring[] = {
		{ 1000001, ROTATION_NEXT, 1 },
		{ 1000001, ROTATION_NEXT, 2 },
		{ 1000001, ROTATION_NEXT, 0 },
		{ 1000001, ROTATION_NEXT, 1 },
	};
	static const struct size_row one[] = {
		{ 1000001, ROTATION_NEXT, 0 },
		{ 1000001, ROTATION_NEXT, 0 },
	};

	follow_sizes(0, without_end,
		     sizeof(without_end) / sizeof(without_end[0]));
	follow_sizes(3, ring, sizeof(ring) / sizeof(ring[0]));
	follow_sizes(1, one, sizeof(one) / sizeof(one[0]));
}

struct time_row {
	int64_t now; /* milliseconds since the beginning */
	enum rotation_step step;
	int64_t begun; /* seconds since then */
	int64_t left;  /* milliseconds until the next step */
};

/* The beginning is not on a whole second; the intervals are. */
static void follow_times(struct rotation *rotation, const struct time_row *rows,
			 size_t count)
{
	rotation_begin(rotation, NOON + SECOND / 2);
	for (size_t i = 0; i < count; i++) {
		int64_t now = NOON + rows[i].now * 1000000;

		cr_expect_eq(rotation_at(rotation, now), rows[i].step,
			     "row %zu", i);
		cr_expect_eq(rotation->begun, NOON + rows[i].begun * SECOND,
			     "row %zu", i);
		if (rows[i].left >= 0)
			cr_expect_eq(rotation_left(rotation, now),
				     rows[i].left * 1000000, "row %zu", i);
	}
}

Test(rotation, times_by_the_clock)
{
	static const struct time_row rows[] = {
		{ 500, ROTATION_STAY, 0, 2500 },
		{ 2999, ROTATION_STAY, 0, 1 },
		{ 3000, ROTATION_NEXT, 3, 3000 },
		{ 5000, ROTATION_STAY, 3, 1000 },
		{ 6050, ROTATION_NEXT, 6, 2950 },
		/* It was asleep for a while. */
		{ 20000, ROTATION_NEXT, 18, 1000 },
		/* The clock was set back: the interval begins anew. */
		{ 10500, ROTATION_STAY, 10, 2500 },
		{ 13000, ROTATION_NEXT, 13, 3000 },
	};
	struct rotation rotation = { .options = { 0, 3, 0 } };

	follow_times(&rotation, rows, sizeof(rows) / sizeof(rows[0]));
}

Test(rotation, times_by_packets)
{
	static const struct time_row rows[] = {
		{ 500, ROTATION_STAY, 0, -1 },	 { 3000, ROTATION_NEXT, 3, -1 },
		{ 2900, ROTATION_STAY, 3, -1 }, /* out of order */
		{ -9000, ROTATION_STAY, 3, -1 }, { 5999, ROTATION_STAY, 3, -1 },
		{ 6000, ROTATION_NEXT, 6, -1 },
	};
	struct rotation rotation = {
		.options = { 0, 3, 0 },
		.by_packets = true,
	};

	follow_times(&rotation, rows, sizeof(rows) / sizeof(rows[0]));
}

Test(rotation, limited_times)
{
	static const struct time_row rows[] = {
		{ 1000, ROTATION_NEXT, 1, -1 },
		{ 1999, ROTATION_STAY, 1, -1 },
		{ 2000, ROTATION_NEXT, 2, -1 },
		{ 3000, ROTATION_OVER, 3, -1 },
	};
	struct rotation rotation = { .options = { 0, 1, 3 } };

	follow_times(&rotation, rows, sizeof(rows) / sizeof(rows[0]));
}

/* With -C and -G, -W is for the parts of an interval alone. */
Test(rotation, sizes_and_times)
{
	struct rotation rotation = { .options = { 1000000, 1, 2 } };

	rotation_begin(&rotation, NOON);
	cr_expect_eq(rotation_after(&rotation, 1000001), ROTATION_NEXT);
	cr_expect_eq(rotation.part, 1);
	for (int i = 1; i < 5; i++)
		cr_expect_eq(rotation_at(&rotation, NOON + i * SECOND),
			     ROTATION_NEXT);
	cr_expect_eq(rotation.part, 0);
	cr_expect_eq(rotation_after(&rotation, 1000001), ROTATION_NEXT);
	cr_expect_eq(rotation_after(&rotation, 1000001), ROTATION_NEXT);
	cr_expect_eq(rotation.part, 0);
}

Test(rotation, none)
{
	struct rotation rotation = { .options = { 0, 0, 5 } };

	rotation_begin(&rotation, NOON);
	cr_expect_not(rotation_is_on(&rotation.options));
	cr_expect_eq(rotation_at(&rotation, NOON * 2), ROTATION_STAY);
	cr_expect_eq(rotation_after(&rotation, UINT64_MAX), ROTATION_STAY);
	cr_expect_eq(rotation_left(&rotation, NOON), INT64_MAX);
}
