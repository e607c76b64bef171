/*
 * A cursor over bytes that somebody else owns.
 *
 * This is the only way in which the program reads a packet: no struct is laid
 * over wire bytes and no index is computed into them.  Reading past the end
 * gives zero and sets `ran_out`, so a decoder reads a whole header first and
 * asks once, at its end, whether it was all there.
 *
 * Multi-byte values are read in network byte order and returned in the host's.
 *
 * Most headers are there as a whole.  A function that reads one is written
 * once and for any cursor, as BYTES_HEADER, and called twice: with a cursor of
 * exactly the header's length, where the compiler sees that no read can run
 * out and asks no more, and with the cursor as it is.
 */
#ifndef TCPFLOW_DECODE_BYTES_H
#define TCPFLOW_DECODE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Has to become a part of its caller: there the cursor's length is known.  So
 * the readers have to, too; one that is called needs the cursor in memory. */
#define BYTES_HEADER static inline __attribute__((always_inline))

struct bytes {
	const uint8_t *at; /* the next byte; not owned */
	size_t left;	   /* how many may still be read */
	bool ran_out;	   /* a read wanted more than was left */
};

static inline struct bytes bytes_of(const uint8_t *start, size_t length)
{
	return (struct bytes){ .at = start, .left = length };
}

/* Eight octets as they lie, and four, which are there: for sums and hashes. */
static inline uint64_t bytes_word(const uint8_t *at)
{
	uint64_t word;

	memcpy(&word, at, sizeof(word));
	return word;
}

static inline uint64_t bytes_half_word(const uint8_t *at)
{
	uint32_t word;

	memcpy(&word, at, sizeof(word));
	return word;
}

/* Skips `count` bytes; false (and `ran_out`) when there are fewer. */
BYTES_HEADER bool bytes_skip(struct bytes *b, size_t count)
{
	if (count > b->left) {
		b->at += b->left;
		b->left = 0;
		b->ran_out = true;
		return false;
	}
	b->at += count;
	b->left -= count;
	return true;
}

/* The next `count` bytes, or NULL (and `ran_out`) when there are fewer. */
BYTES_HEADER const uint8_t *bytes_take(struct bytes *b, size_t count)
{
	const uint8_t *taken = b->at;

	return bytes_skip(b, count) ? taken : NULL;
}

BYTES_HEADER uint8_t bytes_u8(struct bytes *b)
{
	const uint8_t *p = bytes_take(b, 1);

	return p ? p[0] : 0;
}

BYTES_HEADER uint16_t bytes_u16(struct bytes *b)
{
	const uint8_t *p = b->at;

	return (uint16_t)(bytes_skip(b, 2) ? (unsigned int)p[0] << 8 | p[1]
					   : 0);
}

BYTES_HEADER uint32_t bytes_u32(struct bytes *b)
{
	const uint8_t *p = b->at;

	return bytes_skip(b, 4) ? (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
					  (uint32_t)p[2] << 8 | p[3]
				: 0;
}

BYTES_HEADER uint64_t bytes_u64(struct bytes *b)
{
	uint64_t high = bytes_u32(b);

	return high << 32 | bytes_u32(b);
}

/* Splits off a cursor over at most the next `count` bytes, and skips them. */
static inline struct bytes bytes_split(struct bytes *b, size_t count)
{
	size_t have = b->left < count ? b->left : count;
	struct bytes part = bytes_of(b->at, have);

	b->at += have;
	b->left -= have;
	return part;
}

/* Forgets what lies more than `count` bytes ahead. */
static inline void bytes_limit(struct bytes *b, size_t count)
{
	if (b->left > count)
		b->left = count;
}

#endif
