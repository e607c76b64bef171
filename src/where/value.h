/*
 * value: what stands behind an operator: numbers, times, addresses, flags.
 *
 * Each function reads the whole of `span`, and returns false when it is
 * something else, or too large.
 */
#ifndef TCPFLOW_WHERE_VALUE_H
#define TCPFLOW_WHERE_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "where/words.h"

/* "1500", "64K", "1.5M": K, M and G are powers of 1000; Ki, Mi and Gi of
 * 1024. */
bool value_number(struct words_span span, uint64_t *number);

/* "30s", "1.5ms", "2h", with one of ns, us, ms, s, m, h; as nanoseconds. */
bool value_time(struct words_span span, uint64_t *nanoseconds);

/* "S.", "R": tcpdump's letters, in any order; or'ed TCP_FIN and so on. */
bool value_flags(struct words_span span, uint64_t *flags);

/* "192.0.2.1", "2001:db8::/32"; `prefix` is how many bits of it count. */
bool value_address(struct words_span span, struct address *address,
		   uint8_t *prefix);

#endif
