/*
 * Addresses and ports as text, kept from one line to the next.
 *
 * All segments that go the same way in a connection have the same ones, so
 * they are written once and copied then.  There is one place for each hash of
 * them: another connection that comes to it takes it.  So nothing grows, and
 * whoever chooses addresses that meet in one place gains that they are written
 * anew.
 */
#ifndef TCPFLOW_RENDER_ENDPOINTS_H
#define TCPFLOW_RENDER_ENDPOINTS_H

#include <stdint.h>

struct packet;

enum {
	ENDPOINTS_PLACES = 4096, /* a power of two */
	ENDPOINTS_TEXT_MAX = 128 /* a multiple of PUT_BLOCK */
};

/* Addresses in network byte order, as they stand in the packet. */
struct endpoints_key {
	uint64_t source[2], destination[2];
	uint16_t source_port, destination_port;
	uint32_t version; /* 0: the place is free */
};

struct endpoints_text {
	struct endpoints_key key;
	uint32_t length; /* 0: it is still to be written */
	char text[ENDPOINTS_TEXT_MAX];
};

/* All zero to begin with.  One for each way of writing them. */
struct endpoints_cache {
	struct endpoints_text places[ENDPOINTS_PLACES];
};

/* The place of the packet's addresses and ports; its length is 0 unless they
 * were there last.  Whoever writes the text sets the length. */
struct endpoints_text *endpoints_find(struct endpoints_cache *cache,
				      const struct packet *packet);

#endif
