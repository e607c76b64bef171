/*
 * Time stamps: -t to -ttttt, micro and nano, broken ones.  All as tcpdump
 * 4.99.3 prints them, where a capture file can hold such times at all.
 */
#include <criterion/criterion.h>

#include "render/date.h"
#include "render/line.h"
#include "render/names.h"
#include "render/text.h"

enum { STAMPS_MAX = 4 };

struct row {
	const char *name;
	enum line_time time;
	bool nanoseconds;
	struct packet_time times[STAMPS_MAX];
	const char *want[STAMPS_MAX]; /* the first NULL ends the row */
};

static const struct row rows[] = {
	{ "day",
	  LINE_TIME_DAY,
	  false,
	  { { 1262304000, 123456789 },
	    { 1262304000, 999999999 },
	    { 1262304001, 0 },
	    { 0, 0 } },
	  { "00:00:00.123456 ", "00:00:00.999999 ", "00:00:01.000000 ",
	    "00:00:00.000000 " } },
	{ "day, nano",
	  LINE_TIME_DAY,
	  true,
	  { { 1262304000, 123456789 }, { 1262347199, 1 } },
	  { "00:00:00.123456789 ", "11:59:59.000000001 " } },
	{ "none", LINE_TIME_NONE, false, { { 1262304000, 1 } }, { "" } },
	{ "unix",
	  LINE_TIME_UNIX,
	  false,
	  { { 1262304000, 5000 }, { 0, 0 }, { 2147483647, 999999000 } },
	  { "1262304000.000005 ", "0.000000 ", "2147483647.999999 " } },
	{ "unix, nano",
	  LINE_TIME_UNIX,
	  true,
	  { { 1, 5 } },
	  { "1.000000005 " } },
	{ "date",
	  LINE_TIME_DATE,
	  false,
	  { { 0, 0 }, { 951782400, 0 }, { 951868799, 0 }, { 951868800, 0 } },
	  { "1970-01-01 00:00:00.000000 ", "2000-02-29 00:00:00.000000 ",
	    "2000-02-29 23:59:59.000000 ", "2000-03-01 00:00:00.000000 " } },
	{ "date, nano",
	  LINE_TIME_DATE,
	  true,
	  { { 2147483647, 999999999 }, { 1709164800, 0 }, { 1735689599, 0 } },
	  { "2038-01-19 03:14:07.999999999 ", "2024-02-29 00:00:00.000000000 ",
	    "2024-12-31 23:59:59.000000000 " } },
	{ "since previous",
	  LINE_TIME_SINCE_PREVIOUS,
	  false,
	  { { 100, 500000000 },
	    { 101, 400000000 },
	    { 101, 300000000 },
	    { 4701, 300000000 } },
	  { " 00:00:00.000000 ", " 00:00:00.900000 ", "-00:00:00.100000 ",
	    " 01:16:40.000000 " } },
	{ "since first",
	  LINE_TIME_SINCE_FIRST,
	  false,
	  { { 100, 500000000 },
	    { 101, 400000000 },
	    { 99, 300000000 },
	    { 86500, 500000000 } },
	  { " 00:00:00.000000 ", " 00:00:00.900000 ", "-00:00:01.200000 ",
	    " 00:00:00.000000 " } },
	{ "since previous, nano",
	  LINE_TIME_SINCE_PREVIOUS,
	  true,
	  { { 100, 999999999 }, { 101, 0 }, { 100, 999999999 } },
	  { " 00:00:00.000000000 ", " 00:00:00.000000001 ",
	    "-00:00:00.000000001 " } },
	{ "differences are of what is printed",
	  LINE_TIME_SINCE_PREVIOUS,
	  false,
	  { { 100, 1999 }, { 100, 2000 }, { 100, 2999 } },
	  { " 00:00:00.000000 ", " 00:00:00.000001 ", " 00:00:00.000000 " } },
	{ "since a first of zero",
	  LINE_TIME_SINCE_FIRST,
	  false,
	  { { 0, 0 }, { 7, 0 }, { 8, 0 } },
	  { " 00:00:00.000000 ", " 00:00:00.000000 ", " 00:00:01.000000 " } },
	/* What no clock shows. */
	{ "bit 31, day",
	  LINE_TIME_DAY,
	  false,
	  { { -1, 0 }, { -2147483647 - 1, 0 }, { 2147483648, 0 } },
	  { "[Error converting time] ", "[Error converting time] ",
	    "[Error converting time] " } },
	{ "bit 31, date and unix",
	  LINE_TIME_UNIX,
	  false,
	  { { -1, 0 } },
	  { "[Error converting time] " } },
	{ "bit 31, difference",
	  LINE_TIME_SINCE_FIRST,
	  false,
	  { { -2000000000, 0 }, { 2000000000, 0 } },
	  { " 00:00:00.000000 ", " [Error converting time] " } },
	{ "large fraction",
	  LINE_TIME_DAY,
	  false,
	  { { 1, 1000000000 }, { 1, 4294967295000 }, { 1, -1000 } },
	  { "00:00:01.1000000 ", "00:00:01.4294967295 ",
	    "00:00:01.4294967295 " } },
	{ "large fraction, nano",
	  LINE_TIME_UNIX,
	  true,
	  { { 1, 4000000000 }, { 1, 4294967296 } },
	  { "1.4000000000 ", "1.000000000 " } },
	{ "large fraction, difference",
	  LINE_TIME_SINCE_FIRST,
	  false,
	  { { 9, 5000000000 }, { 10, 0 } },
	  { " 00:00:00.000000 ", " 00:00:00.4290967296 " } },
	{ "beyond 32 bits",
	  LINE_TIME_DATE,
	  false,
	  { { 4294967296, 0 } },
	  { "2106-02-07 06:28:16.000000 " } },
	{ "beyond the calendar",
	  LINE_TIME_DATE,
	  false,
	  { { 0x7fffffff00000000, 0 } },
	  { "[Error converting time] " } },
	{ "as far apart as can be",
	  LINE_TIME_SINCE_PREVIOUS,
	  true,
	  { { INT64_MAX, 999999999 }, { INT64_MIN, 0 } },
	  { " 00:00:00.000000000 ", "-[Error converting time] " } },
};

Test(time, as_tcpdump_prints_it)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct row *row = &rows[i];
		struct line_options options = { .time = row->time,
						.nanoseconds =
							row->nanoseconds };
		struct line_clock clock = { 0 };

		for (int j = 0; j < STAMPS_MAX && row->want[j]; j++) {
			char storage[64];
			struct text text;
			const char *got;

			text_init(&text, storage, sizeof(storage));
			line_time(&text, &options, &clock, row->times[j]);
			got = text_terminate(&text);
			cr_expect_str_eq(got, row->want[j],
					 "%s, %d: got \"%s\"", row->name, j,
					 got);
		}
	}
}

/* An hour ahead before second 1000, two hours from then on. */
static int32_t offset_that_changes(void *context, int64_t seconds)
{
	(void)context;
	return seconds < 1000 ? 3600 : 7200;
}

static int32_t offset_to_the_west(void *context, int64_t seconds)
{
	(void)context;
	(void)seconds;
	return -5 * 3600 - 1800;
}

Test(time, local)
{
	static const struct {
		const char *name;
		int32_t (*offset)(void *, int64_t);
		enum line_time time;
		int64_t seconds;
		const char *want;
	} zones[] = {
		{ "summer time begins", offset_that_changes, LINE_TIME_DAY, 999,
		  "01:16:39.000000 " },
		{ "summer time", offset_that_changes, LINE_TIME_DAY, 1000,
		  "02:16:40.000000 " },
		{ "the day before", offset_to_the_west, LINE_TIME_DATE, 1000,
		  "1969-12-31 18:46:40.000000 " },
		{ "unix time has no zone", offset_to_the_west, LINE_TIME_UNIX,
		  1000, "1000.000000 " },
		{ "differences have no zone", offset_to_the_west,
		  LINE_TIME_SINCE_FIRST, 1000, " 00:00:00.000000 " },
	};
	struct line_clock clock = { 0 };

	for (size_t i = 0; i < sizeof(zones) / sizeof(*zones); i++) {
		struct render_names names = { .utc_offset = zones[i].offset };
		struct line_options options = { .time = zones[i].time,
						.names = &names };
		char storage[64];
		struct text text;

		/* The text of a second is kept only within one run. */
		if (i > 1)
			clock = (struct line_clock){ 0 };
		text_init(&text, storage, sizeof(storage));
		line_time(&text, &options, &clock,
			  (struct packet_time){ zones[i].seconds, 0 });
		cr_expect_str_eq(text_terminate(&text), zones[i].want, "%s: %s",
				 zones[i].name, storage);
	}
}

static int days_in_month(int64_t year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30,
				    31, 31, 30, 31, 30, 31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return days[month - 1] + (month == 2 && leap);
}

/* Every day of 1,000 years, counted by hand. */
Test(time, calendar)
{
	int64_t year = 1600;
	int month = 1, day = 1;

	for (int64_t days = -135140; year < 2600; days++) {
		struct date date = date_from_seconds(days * 86400 + 86399);

		cr_assert(date.year == year && date.month == month &&
				  date.day == day && date.hour == 23 &&
				  date.minute == 59 && date.second == 59,
			  "day %lld: %lld-%d-%d", (long long)days,
			  (long long)date.year, date.month, date.day);
		if (++day > days_in_month(year, month)) {
			day = 1;
			month++;
		}
		if (month > 12) {
			month = 1;
			year++;
		}
	}
}
