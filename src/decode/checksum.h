/*
 * The Internet checksum (RFC 1071).
 *
 * Sums are 16 bits wide, folded and not complemented; the checksum of correct
 * octets that include their own checksum field is 0xffff.
 */
#ifndef TCPFLOW_DECODE_CHECKSUM_H
#define TCPFLOW_DECODE_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/* The sum of `length` octets, read in pairs in network byte order; an odd
 * last octet is filled with zero. */
uint16_t checksum_sum(const uint8_t *data, size_t length);

/* Any number of sums and 16-bit values, added up, as one sum. */
uint16_t checksum_fold(uint64_t sum);

/*
 * The same in steps, for what does not lie in one piece: a sum that is not
 * folded yet and whose pairs are in the order in which they lie.  Folded, and
 * turned by ntohs(), it is what checksum_sum() would say.
 */

/* Adds one, eight octets or four as they lie: bytes_word(). */
static inline uint64_t checksum_plus(uint64_t sum, uint64_t word)
{
	sum += word;
	return sum + (sum < word);
}

/* Adds `length` octets. */
uint64_t checksum_add(uint64_t sum, const uint8_t *data, size_t length);

/* What the checksum field should hold, when it holds `field` and the sum over
 * everything, the field included, is `sum`. */
uint16_t checksum_expected(uint16_t field, uint16_t sum);

#endif
