/* SipHash of a list of words. */
#include "decode/siphash.h"

uint64_t siphash(const uint64_t key[2], const uint64_t *words, size_t count)
{
	struct siphash hash = siphash_begin(key);

	for (size_t i = 0; i < count; i++)
		siphash_add(&hash, words[i]);
	return siphash_end(&hash, count * sizeof *words, 0);
}
