/*
 * The Internet checksum.
 *
 * Each segment's every octet passes through here, so this is the one place
 * where the form of a loop matters.  Words of 64 bits are added with the carry
 * brought back in, which is the same sum modulo 2^16 - 1 (RFC 1071 2(C)), four
 * at a time so that the additions need not wait for each other.  The sum does
 * not depend on the byte order in which it is taken (2(B)): it is taken in the
 * host's, and turned once at the end.
 *
 * A processor that adds four words by one instruction (AVX2) takes half the
 * time, for all but short segments.  The program is built for any processor of
 * its kind, so it is asked each time: that is one bit of a variable that is set
 * before main().
 */
#include "decode/checksum.h"

#include <arpa/inet.h>
#include <endian.h>
#include <stdbool.h>
#include <string.h>

#include "decode/bytes.h"

enum {
	WORD = 8,
	BLOCK = 4 * WORD,
	LANES = 4 * WORD,
	WIDE_BLOCK = 2 * LANES,
	WIDE_MIN = 2 * WIDE_BLOCK /* below that it is no faster */
};

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

/* A word at least. */
static uint64_t add_words(uint64_t sum, const uint8_t *data, size_t length)
{
	uint64_t b = 0, c = 0, d = 0;

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

/* `WIDE` code is only for processors for which is_wide() holds. */
#ifdef __x86_64__
#define WIDE __attribute__((target("avx2"))) static

static bool is_wide(void)
{
	return __builtin_cpu_supports("avx2");
}
#else
#define WIDE static

static bool is_wide(void)
{
	return false;
}
#endif

typedef uint64_t lanes __attribute__((vector_size(LANES)));
typedef uint8_t places __attribute__((vector_size(LANES)));

/* The last octets, fewer than LANES, which end at `end`; no branches, as in
 * last_word().  If their number is odd, their pairs lie in the lanes the other
 * way round: 256 times them is what they are, modulo 2^16 - 1. */
WIDE lanes last_lanes(const uint8_t *end, size_t length)
{
	static const places order = { 0,  1,  2,  3,  4,  5,  6,  7,
				      8,  9,  10, 11, 12, 13, 14, 15,
				      16, 17, 18, 19, 20, 21, 22, 23,
				      24, 25, 26, 27, 28, 29, 30, 31 };
	lanes last;

	memcpy(&last, end - LANES, sizeof(last));
	last &= (lanes)(order >= (uint8_t)(LANES - length));
	return ((last & UINT32_MAX) + (last >> 32)) << 8 * (length & 1);
}

/* WIDE_BLOCK octets at least.  Both halves of a word count the same: 2^32 is 1
 * modulo 2^16 - 1.  The upper ones are added where there is room for all
 * carries.  The words lose theirs; but less the upper halves, they are the sum
 * of the lower ones, which loses none. */
WIDE uint64_t add_wide(const uint8_t *data, size_t length)
{
	lanes words = { 0 }, upper = { 0 }, sum;

	for (; length >= WIDE_BLOCK; data += WIDE_BLOCK, length -= WIDE_BLOCK) {
		lanes one, other;

		memcpy(&one, data, sizeof(one));
		memcpy(&other, data + LANES, sizeof(other));
		words += one + other;
		upper += (one >> 32) + (other >> 32);
	}
	if (length >= LANES) {
		lanes one;

		memcpy(&one, data, sizeof(one));
		words += one;
		upper += one >> 32;
	}
	sum = words - (upper << 32) + upper;
	sum += last_lanes(data + length, length % LANES);
	return sum[0] + sum[1] + sum[2] + sum[3];
}

uint64_t checksum_add(uint64_t sum, const uint8_t *data, size_t length)
{
	if (length >= WIDE_MIN && is_wide())
		return checksum_plus(sum, add_wide(data, length));
	if (length >= WORD)
		return add_words(sum, data, length);
	return checksum_plus(sum, short_word(data, length));
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
