/*
 * The Internet checksum.
 *
 * Each segment's every octet passes through here, so this is the one place
 * where the form of a loop matters: words of 32 bits are added to a 64-bit
 * accumulator, which cannot overflow below 2^32 words, in blocks whose size
 * the compiler knows, so that it vectorises them.  The sum does not depend on
 * the byte order in which it is taken (RFC 1071 2(B)): it is taken in the
 * host's, and turned once at the end.
 */
#include "decode/checksum.h"

#include <string.h>

enum { BLOCK_WORDS = 16, BLOCK = BLOCK_WORDS * 4 };

static uint64_t sum_block(const uint8_t *data)
{
	uint32_t words[BLOCK_WORDS];
	uint64_t sum = 0;

	memcpy(words, data, BLOCK);
	for (int i = 0; i < BLOCK_WORDS; i++)
		sum += words[i];
	return sum;
}

static uint64_t sum_word(const uint8_t *data, size_t length)
{
	uint32_t word = 0;

	memcpy(&word, data, length);
	return word;
}

uint16_t checksum_sum(const uint8_t *data, size_t length)
{
	uint64_t sum = 0;
	uint16_t folded;
	uint8_t pair[2];

	for (; length >= BLOCK; data += BLOCK, length -= BLOCK)
		sum += sum_block(data);
	for (; length >= 4; data += 4, length -= 4)
		sum += sum_word(data, 4);
	if (length > 0)
		sum += sum_word(data, length);
	folded = checksum_fold(sum);
	memcpy(pair, &folded, sizeof pair);
	return (uint16_t)(pair[0] << 8 | pair[1]);
}

uint16_t checksum_fold(uint64_t sum)
{
	while (sum > 0xffff)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)sum;
}

uint16_t checksum_expected(uint16_t field, uint16_t sum)
{
	return checksum_fold((uint64_t)field + (uint16_t)~sum);
}
