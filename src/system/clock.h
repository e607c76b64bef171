/*
 * clock: the time of a clock as one number.
 */
#ifndef TCPFLOW_SYSTEM_CLOCK_H
#define TCPFLOW_SYSTEM_CLOCK_H

#include <stdint.h>
#include <time.h>

/* Nanoseconds: of CLOCK_REALTIME, since 1970. */
int64_t clock_read(clockid_t clock);

#endif
