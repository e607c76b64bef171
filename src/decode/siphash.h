/*
 * SipHash-1-3 (Aumasson, Bernstein 2012) of a few 64-bit words: a hash whose
 * collisions nobody can choose who does not know the key.
 */
#ifndef TCPFLOW_DECODE_SIPHASH_H
#define TCPFLOW_DECODE_SIPHASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t siphash(const uint64_t key[2], const uint64_t *words, size_t count);

#endif
