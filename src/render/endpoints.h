/*
 * Addresses and ports as text, kept from one line to the next.
 *
 * All segments that go the same way in a connection have the same ones, so
 * they are written once and copied then.  There is one place for each hash of
 * them: another connection that comes to it takes it.  So nothing grows, and
 * whoever chooses addresses that meet in one place gains that they are written
 * anew.  There are as many places as stay in the processor's cache beside all
 * else: with too many connections for them, more places only cost time.
 */
#ifndef TCPFLOW_RENDER_ENDPOINTS_H
#define TCPFLOW_RENDER_ENDPOINTS_H

#include <stdint.h>
#include <string.h>

#include "render/put.h"

struct packet;

enum {
	ENDPOINTS_PLACES = 1024,   /* a power of two */
	ENDPOINTS_TEXT_SIZE = 128, /* a multiple of PUT_BLOCK */
	ENDPOINTS_IP4_SIZE = 48	   /* for those of a line over IPv4; the same */
};

/* Addresses as they stand in the packet; the ports, and above them the
 * version, which is 0 where a place is free. */
struct endpoints_key {
	uint64_t source[2], destination[2];
	uint64_t ports;
};

struct endpoints_text {
	struct endpoints_key key;
	uint32_t length;
	char text[ENDPOINTS_TEXT_SIZE];
};

/* The places are all zero to begin with. */
struct endpoints_cache {
	/* How they are written, where put.h writes: in at most
	 * ENDPOINTS_TEXT_SIZE characters. */
	char *(*put)(char *at, const struct packet *packet);
	struct endpoints_text places[ENDPOINTS_PLACES];
};

/* "10.0.0.1.1234 > 10.0.0.2.80: ", as lines have it. */
char *put_endpoints(char *at, const struct packet *packet);

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
