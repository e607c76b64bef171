/*
 * The Internet checksum.
 *
 * Each segment's every octet passes through here, so this is the one place
 * where the form of a loop matters.  Words of 64 bits are added with the carry
 * brought back in, which is the same sum modulo 2^16 - 1 (RFC 1071 2(C)), four
 * at a time so that the additions need not wait for each other.  The sum does
 * not depend on the byte order in which it is taken (2(B)): it is taken in the
 * host's, and turned once at the end.
 */
#include "decode/checksum.h"

#include <arpa/inet.h>
#include <string.h>

enum { WORD = 8, BLOCK = 4 * WORD };

static uint64_t add(uint64_t sum, uint64_t word)
{
	sum += word;
	return sum + (sum < word);
}

static uint64_t word_at(const uint8_t *data)
{
	uint64_t word;

	memcpy(&word, data, sizeof word);
	return word;
}

/* Fewer octets than a word: they keep their places in it. */
static uint64_t last_word(const uint8_t *data, size_t length)
{
	uint8_t octets[WORD] = { 0 };
	size_t at = 0;

	if (length & 4) {
		memcpy(octets, data, 4);
		at = 4;
	}
	if (length & 2) {
		memcpy(octets + at, data + at, 2);
		at += 2;
	}
	if (length & 1)
		octets[at] = data[at];
	return word_at(octets);
}

uint16_t checksum_sum(const uint8_t *data, size_t length)
{
	uint64_t a = 0, b = 0, c = 0, d = 0;
	uint16_t folded;

	for (; length >= BLOCK; data += BLOCK, length -= BLOCK) {
		a = add(a, word_at(data));
		b = add(b, word_at(data + WORD));
		c = add(c, word_at(data + 2 * WORD));
		d = add(d, word_at(data + 3 * WORD));
	}
	for (; length >= WORD; data += WORD, length -= WORD)
		a = add(a, word_at(data));
	if (length > 0)
		b = add(b, last_word(data, length));
	folded = checksum_fold(add(add(a, b), add(c, d)));
	return ntohs(folded);
}

uint16_t checksum_fold(uint64_t sum)
{
	sum = (sum & 0xffffffff) + (sum >> 32);
	sum = (sum & 0xffff) + (sum >> 16 & 0xffff) + (sum >> 32);
	sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)((sum & 0xffff) + (sum >> 16));
}

uint16_t checksum_expected(uint16_t field, uint16_t sum)
{
	return checksum_fold((uint64_t)field + (uint16_t)~sum);
}
