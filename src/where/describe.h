/*
 * describe: what the fields of an expression were, for who reads that it does
 * not hold.
 */
#ifndef TCPFLOW_WHERE_DESCRIBE_H
#define TCPFLOW_WHERE_DESCRIBE_H

#include "where/eval.h"

struct text;

/* "server CLOSE_WAIT for 12 s, rtt 1.2 ms": each field once. */
void where_describe(struct text *text, const struct where *where,
		    const struct where_subject *subject);

/* "12 s", "1.2 ms", "35 us": three digits behind the point at most,
 * what follows them is cut off. */
void where_time(struct text *text, uint64_t nanoseconds);

#endif
