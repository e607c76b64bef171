/* Addresses and ports as text, kept from one line to the next. */
#include "render/endpoints.h"

#include <stdbool.h>
#include <string.h>

#include "decode/packet.h"

static struct endpoints_key key_of(const struct packet *packet)
{
	const struct packet_ip *ip = &packet->ip;
	struct endpoints_key key = {
		.source_port = packet->tcp.source_port,
		.destination_port = packet->tcp.destination_port,
		.version = ip->version,
	};

	memcpy(key.source, ip->source.octets, sizeof(key.source));
	memcpy(key.destination, ip->destination.octets,
	       sizeof(key.destination));
	return key;
}

static bool is_same(const struct endpoints_key *a,
		    const struct endpoints_key *b)
{
	return a->source[0] == b->source[0] && a->source[1] == b->source[1] &&
	       a->destination[0] == b->destination[0] &&
	       a->destination[1] == b->destination[1] &&
	       a->source_port == b->source_port &&
	       a->destination_port == b->destination_port &&
	       a->version == b->version;
}

/* What tells hosts of a network from each other stands in few bits, at the
 * end of an address.  They are moved down, so that a product spreads them: its
 * highest bits depend on all that is lower. */
static uint64_t place_of(const struct endpoints_key *key)
{
	uint64_t source = key->source[0] ^ key->source[1] ^ key->source_port;
	uint64_t destination = key->destination[0] ^ key->destination[1] ^
			       key->destination_port;
	uint64_t mixed = source + 3 * destination;

	mixed ^= mixed >> 32;
	return mixed * UINT64_C(0x9e3779b97f4a7c15) /
	       (UINT64_MAX / ENDPOINTS_PLACES + 1);
}

struct endpoints_text *endpoints_find(struct endpoints_cache *cache,
				      const struct packet *packet)
{
	struct endpoints_key key = key_of(packet);
	struct endpoints_text *place = &cache->places[place_of(&key)];

	if (!is_same(&place->key, &key)) {
		place->key = key;
		place->length = 0;
	}
	return place;
}
