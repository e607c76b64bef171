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
#include <endian.h>

#include "decode/bytes.h"

enum { WORD = 8, BLOCK = 4 * WORD };

/* The last octets, fewer than a word, which end at `end`.  They are read as a
 * part of the word that ends there, because lengths come in no order, and a
 * question for each size of rest would be guessed wrong half of the time. */
static uint64_t last_word(const uint8_t *end, size_t length)
{
	uint64_t word = be64toh(bytes_word(end - WORD));

	return htobe64(word << 8 * (WORD - length));
}

/* Where there is no word at all. */
static uint64_t short_word(const uint8_t *data, size_t length)
{
	uint64_t word = 0;

	for (size_t i = 0; i < length; i++)
		word |= (uint64_t)data[i] << 8 * (WORD - 1 - i);
	return htobe64(word);
}

uint64_t checksum_add(uint64_t sum, const uint8_t *data, size_t length)
{
	uint64_t b = 0, c = 0, d = 0;

	if (length < WORD)
		return checksum_plus(sum, short_word(data, length));
	for (; length >= BLOCK; data += BLOCK, length -= BLOCK) {
		sum = checksum_plus(sum, bytes_word(data));
		b = checksum_plus(b, bytes_word(data + WORD));
		c = checksum_plus(c, bytes_word(data + 2 * WORD));
		d = checksum_plus(d, bytes_word(data + 3 * WORD));
	}
	if (length & 2 * WORD) {
		sum = checksum_plus(sum, bytes_word(data));
		b = checksum_plus(b, bytes_word(data + WORD));
		data += 2 * WORD;
	}
	if (length & WORD) {
		c = checksum_plus(c, bytes_word(data));
		data += WORD;
	}
	length %= WORD;
	if (length > 0)
		d = checksum_plus(d, last_word(data + length, length));
	return checksum_plus(checksum_plus(sum, b), checksum_plus(c, d));
}

uint16_t checksum_sum(const uint8_t *data, size_t length)
{
	return ntohs(checksum_fold(checksum_add(0, data, length)));
}

/* The halves are added to each other, crosswise: so the carry of the one is
 * brought into the other. */
uint16_t checksum_fold(uint64_t sum)
{
	uint32_t half;

	sum += sum << 32 | sum >> 32;
	half = (uint32_t)(sum >> 32);
	half += half << 16 | half >> 16;
	return (uint16_t)(half >> 16);
}

uint16_t checksum_expected(uint16_t field, uint16_t sum)
{
	return checksum_fold((uint64_t)field + (uint16_t)~sum);
}
