/*
 * The local time zone.
 */
#ifndef TCPFLOW_SYSTEM_ZONE_H
#define TCPFLOW_SYSTEM_ZONE_H

#include <stdbool.h>
#include <stdint.h>

struct zone {
	bool known;	 /* whether the fields below are filled */
	int64_t quarter; /* of an hour, since 1970 */
	int32_t offset;
};

void zone_init(struct zone *zone);

/* Seconds to add to UTC at that time; 0 where the C library knows none. */
int32_t zone_offset(struct zone *zone, int64_t seconds);

#endif
