/*
 * Sequence numbers: arithmetic modulo 2^32 (RFC 9293 3.4).
 *
 * Comparisons are right as long as the two numbers are less than 2^31 apart.
 */
#ifndef TCPFLOW_TRACK_SEQUENCE_H
#define TCPFLOW_TRACK_SEQUENCE_H

#include <stdbool.h>
#include <stdint.h>

static inline bool seq_before(uint32_t a, uint32_t b)
{
	return (int32_t)(a - b) < 0;
}

static inline bool seq_after(uint32_t a, uint32_t b)
{
	return seq_before(b, a);
}

static inline bool seq_at_most(uint32_t a, uint32_t b)
{
	return !seq_after(a, b);
}

static inline bool seq_at_least(uint32_t a, uint32_t b)
{
	return !seq_before(a, b);
}

static inline uint32_t seq_max(uint32_t a, uint32_t b)
{
	return seq_after(a, b) ? a : b;
}

#endif
