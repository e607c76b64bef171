/*
 * Addresses and ports as text, kept from one line to the next.
 *
 * All segments that go the same way in a connection have the same ones, so
 * they are written once and copied then.  There are two places for each hash of
 * them: of three that meet, the one that was written first gives way.  So
 * nothing grows, and whoever chooses addresses that meet gains that they are
 * written anew.  There are as many places as stay in the processor's cache
 * beside all else: with too many connections for them, more places only cost
 * time.
 */
#ifndef TCPFLOW_RENDER_ENDPOINTS_H
#define TCPFLOW_RENDER_ENDPOINTS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "render/put.h"

struct packet;

enum {
	ENDPOINTS_PAIRS = 512,	   /* a power of two */
	ENDPOINTS_TEXT_SIZE = 128, /* a multiple of PUT_BLOCK */
	ENDPOINTS_IP4_SIZE = 48,   /* for those of a line over IPv4; the same */
	ENDPOINTS_ALIGNMENT = 64   /* a line of the processor's cache */
};

/* Whose text it is, and the text.  What a line over IPv4 needs lies in the
 * first line of the cache, as that is what one waits for. */
struct endpoints_text {
	_Alignas(ENDPOINTS_ALIGNMENT) uint64_t hosts; /* both addresses; folded
						       * if they are of IPv6 */
	uint32_t ports;
	uint8_t version; /* 0: the place is free */
	uint8_t length;
	char text[ENDPOINTS_TEXT_SIZE];
	uint8_t source[16], destination[16]; /* if the version is 6 */
};

_Static_assert(offsetof(struct endpoints_text, text) + ENDPOINTS_IP4_SIZE <=
		       ENDPOINTS_ALIGNMENT,
	       "IPv4 needs one line of the cache");

/* The places are all zero to begin with.  In each pair, the first was written
 * last. */
struct endpoints_cache {
	/* How they are written, where put.h writes: in at most
	 * ENDPOINTS_TEXT_SIZE characters. */
	char *(*put)(char *at, const struct packet *packet);
	uint32_t expected; /* the pair that is looked at first */
	struct endpoints_text pairs[ENDPOINTS_PAIRS][2];
};

/* "10.0.0.1.1234 > 10.0.0.2.80: ", as lines have it. */
char *put_endpoints(char *at, const struct packet *packet);

/* Asks memory for what endpoints_find() will need: by then it has come, if
 * there is something else to do meanwhile.  What is found does not depend on
 * it. */
void endpoints_expect(struct endpoints_cache *cache,
		      const struct packet *packet);

/* The packet's addresses and ports as text, until the next call. */
const struct endpoints_text *endpoints_find(struct endpoints_cache *cache,
					    const struct packet *packet);

/* Copies it to where put.h writes, with blocks behind its end: see
 * put_blocks(). */
static inline char *put_kept_endpoints(char *at,
				       const struct endpoints_text *kept)
{
	memcpy(at, kept->text, ENDPOINTS_IP4_SIZE);
	for (uint32_t i = ENDPOINTS_IP4_SIZE; i < kept->length; i += PUT_BLOCK)
		memcpy(at + i, kept->text + i, PUT_BLOCK);
	return at + kept->length;
}

#endif
