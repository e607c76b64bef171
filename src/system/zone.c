/*
 * The local time zone, at the speed of a subtraction for most packets.
 *
 * Since 1972 every zone has changed its offset at a full quarter of an hour
 * of UTC, so one answer of localtime_r() holds for the quarter that it is
 * from.
 */
#include "system/zone.h"

#include <string.h>
#include <time.h>

enum { QUARTER = 15 * 60 };

void zone_init(struct zone *zone)
{
	tzset();
	memset(zone, 0, sizeof(*zone));
}

static int64_t quarter_of(int64_t seconds)
{
	return seconds / QUARTER - (seconds % QUARTER < 0);
}

int32_t zone_offset(struct zone *zone, int64_t seconds)
{
	int64_t quarter = quarter_of(seconds);
	time_t moment = (time_t)seconds;
	struct tm local;

	if (zone->known && zone->quarter == quarter)
		return zone->offset;
	zone->known = true;
	zone->quarter = quarter;
	zone->offset =
		localtime_r(&moment, &local) ? (int32_t)local.tm_gmtoff : 0;
	return zone->offset;
}
