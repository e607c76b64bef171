/*
 * Numbers at random, the same in each run: xorshift, by Marsaglia.  The state
 * must not be zero.
 */
#ifndef TCPFLOW_TESTS_RANDOM_H
#define TCPFLOW_TESTS_RANDOM_H

#include <stdint.h>

static inline uint32_t next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

#endif
