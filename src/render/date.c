/*
 * Calendar dates.
 *
 * A year is taken to begin on 1 March: the leap day is then its last, and the
 * days before a month follow from one formula for all months.  Years repeat
 * every 400, which is an era here.
 */
#include "render/date.h"

enum {
	SECONDS_PER_DAY = 86400,
	DAYS_PER_YEAR = 365,
	DAYS_PER_4_YEARS = 4 * DAYS_PER_YEAR + 1,
	DAYS_PER_CENTURY = 25 * DAYS_PER_4_YEARS - 1,
	DAYS_PER_ERA = 4 * DAYS_PER_CENTURY + 1,
	DAYS_TO_1970 = 719468 /* from 1 March of the year 0 */
};

/* Divides towards the past, so that what is left is never negative. */
static int64_t divide(int64_t value, int64_t by, int64_t *left)
{
	int64_t quotient = value / by;

	*left = value % by;
	if (*left < 0) {
		*left += by;
		quotient--;
	}
	return quotient;
}

/* Which of an era's 400 years a day falls in: the days that leap years added
 * before it are taken away first. */
static int64_t year_of_era(int64_t day)
{
	int64_t leap_days = day / (DAYS_PER_4_YEARS - 1) -
			    day / DAYS_PER_CENTURY + day / (DAYS_PER_ERA - 1);

	return (day - leap_days) / DAYS_PER_YEAR;
}

struct date date_from_seconds(int64_t seconds)
{
	int64_t clock, day;
	int64_t days = divide(seconds, SECONDS_PER_DAY, &clock);
	int64_t era = divide(days + DAYS_TO_1970, DAYS_PER_ERA, &day);
	int64_t year = year_of_era(day);
	int64_t day_of_year =
		day - (DAYS_PER_YEAR * year + year / 4 - year / 100);
	/* Months from March on have 31 30 31 30 31 days, over and over. */
	int64_t month = (5 * day_of_year + 2) / 153;
	int64_t first_day = (153 * month + 2) / 5;
	int64_t january = month >= 10;

	return (struct date){
		.year = 400 * era + year + january,
		.month = (uint8_t)(january ? month - 9 : month + 3),
		.day = (uint8_t)(day_of_year - first_day + 1),
		.hour = (uint8_t)(clock / 3600),
		.minute = (uint8_t)(clock / 60 % 60),
		.second = (uint8_t)(clock % 60),
	};
}
