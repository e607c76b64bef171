/*
 * Calendar dates, without the C library's: those read files and keep state.
 */
#ifndef TCPFLOW_RENDER_DATE_H
#define TCPFLOW_RENDER_DATE_H

#include <stdint.h>

/* A moment in the proleptic Gregorian calendar. */
struct date {
	int64_t year;
	uint8_t month, day; /* from 1 */
	uint8_t hour, minute, second;
};

/* `seconds` since 1970-01-01 00:00, in whatever zone they are counted; leap
 * seconds do not exist.  Any number is allowed. */
struct date date_from_seconds(int64_t seconds);

#endif
