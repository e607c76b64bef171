/*
 * SipHash-1-3 (Aumasson, Bernstein 2012): a hash whose collisions nobody can
 * choose who does not know the key.  Of a few 64-bit words and less than
 * another one: siphash_begin(), siphash_add() for each word, siphash_end().
 *
 * It stands here since the state is four words: taken in step by step, in a
 * function that knows how many steps there are, it never leaves the registers.
 */
#ifndef TCPFLOW_DECODE_SIPHASH_H
#define TCPFLOW_DECODE_SIPHASH_H

#include <stddef.h>
#include <stdint.h>

struct siphash {
	uint64_t a, b, c, d;
};

static inline uint64_t siphash_rotate(uint64_t value, int bits)
{
	return value << bits | value >> (64 - bits);
}

static inline void siphash_round(struct siphash *hash)
{
	hash->a += hash->b;
	hash->c += hash->d;
	hash->b = siphash_rotate(hash->b, 13) ^ hash->a;
	hash->d = siphash_rotate(hash->d, 16) ^ hash->c;
	hash->a = siphash_rotate(hash->a, 32);
	hash->c += hash->b;
	hash->a += hash->d;
	hash->b = siphash_rotate(hash->b, 17) ^ hash->c;
	hash->d = siphash_rotate(hash->d, 21) ^ hash->a;
	hash->c = siphash_rotate(hash->c, 32);
}

static inline struct siphash siphash_begin(const uint64_t key[2])
{
	return (struct siphash){
		.a = key[0] ^ 0x736f6d6570736575U,
		.b = key[1] ^ 0x646f72616e646f6dU,
		.c = key[0] ^ 0x6c7967656e657261U,
		.d = key[1] ^ 0x7465646279746573U,
	};
}

/* One round for each word. */
static inline void siphash_add(struct siphash *hash, uint64_t word)
{
	hash->d ^= word;
	siphash_round(hash);
	hash->a ^= word;
}

/* `octets` is how many there were in all: those after the last whole word are
 * the lower ones of `tail`, whose others are zero.  Three rounds at the end. */
static inline uint64_t siphash_end(struct siphash *hash, size_t octets,
				   uint64_t tail)
{
	siphash_add(hash, (uint64_t)octets << 56 | tail);
	hash->c ^= 0xff;
	siphash_round(hash);
	siphash_round(hash);
	siphash_round(hash);
	return hash->a ^ hash->b ^ hash->c ^ hash->d;
}

/* Of so many words and no more. */
uint64_t siphash(const uint64_t key[2], const uint64_t *words, size_t count);

#endif
