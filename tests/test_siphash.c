/*
 * SipHash-1-3 under the key 00 01 .. 0f of the octets 00 01 02 ..: values
 * computed with a second implementation, written from the definition and
 * checked against the vector in the paper (SipHash-2-4 of fifteen octets).
 */
#include <criterion/criterion.h>

#include "decode/siphash.h"

Test(siphash, known_values)
{
	static const uint64_t key[2] = { 0x0706050403020100U,
					 0x0f0e0d0c0b0a0908U };
	static const uint64_t words[2] = { 0x0706050403020100U,
					   0x0f0e0d0c0b0a0908U };
	static const uint64_t expect[] = { 0xabac0158050fc4dcU,
					   0x369095118d299a8eU,
					   0xcc4fdd1a7d908b66U };

	for (size_t count = 0; count < 3; count++)
		cr_expect_eq(siphash(key, words, count), expect[count],
			     "%zu words", count);
}

/* What is not a whole word stands in the lower octets of the tail. */
Test(siphash, known_values_with_a_tail)
{
	static const uint64_t key[2] = { 0x0706050403020100U,
					 0x0f0e0d0c0b0a0908U };
	struct siphash hash = siphash_begin(key);

	cr_expect_eq(siphash_end(&hash, 5, 0x0403020100U), 0xdef9d52f49533b67U);
	hash = siphash_begin(key);
	siphash_add(&hash, 0x0706050403020100U);
	cr_expect_eq(siphash_end(&hash, 13, 0x0c0b0a0908U),
		     0x306f760c1229ffa7U);
	hash = siphash_begin(key);
	siphash_add(&hash, 0x0706050403020100U);
	cr_expect_eq(siphash_end(&hash, 15, 0x0e0d0c0b0a0908U),
		     0xd320d86d2a519956U);
}

Test(siphash, depends_on_the_key)
{
	static const uint64_t word = 42;

	cr_expect_neq(siphash((uint64_t[]){ 1, 2 }, &word, 1),
		      siphash((uint64_t[]){ 1, 3 }, &word, 1));
}
