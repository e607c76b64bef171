/* Addresses and ports as text, kept from one line to the next. */
#include "render/endpoints.h"

#include <stdbool.h>
#include <string.h>

#include "decode/packet.h"
#include "decode/seldom.h"
#include "render/parts.h"
#include "render/put.h"

static struct endpoints_key key_of(const struct packet *packet)
{
	const struct packet_ip *ip = &packet->ip;
	const struct packet_tcp *tcp = &packet->tcp;
	struct endpoints_key key = {
		.ports = (uint64_t)ip->version << 32 |
			 (uint32_t)tcp->source_port << 16 |
			 tcp->destination_port,
	};

	memcpy(key.source, ip->source.octets, sizeof(key.source));
	memcpy(key.destination, ip->destination.octets,
	       sizeof(key.destination));
	return key;
}

static bool is_same(const struct endpoints_key *a,
		    const struct endpoints_key *b)
{
	return a->ports == b->ports && a->source[0] == b->source[0] &&
	       a->source[1] == b->source[1] &&
	       a->destination[0] == b->destination[0] &&
	       a->destination[1] == b->destination[1];
}

/* What tells hosts of a network from each other stands in few bits, at the
 * end of an address.  They are moved down, so that a product spreads them: its
 * highest bits depend on all that is lower.  Addresses have a product of their
 * own before: in a sum, those and ports that both count up would cancel. */
static uint64_t place_of(const struct endpoints_key *key)
{
	uint64_t source = key->source[0] ^ key->source[1];
	uint64_t destination = key->destination[0] ^ key->destination[1];
	uint64_t mixed =
		(source + 3 * destination) * UINT64_C(0xff51afd7ed558ccd) +
		key->ports;

	mixed ^= mixed >> 32;
	return mixed * UINT64_C(0x9e3779b97f4a7c15) /
	       (UINT64_MAX / ENDPOINTS_PLACES + 1);
}

SELDOM const struct endpoints_text *
write_anew(const struct endpoints_cache *cache, struct endpoints_text *place,
	   const struct packet *packet)
{
	place->key = key_of(packet);
	place->length =
		(uint32_t)(cache->put(place->text, packet) - place->text);
	return place;
}

const struct endpoints_text *endpoints_find(struct endpoints_cache *cache,
					    const struct packet *packet)
{
	struct endpoints_key key = key_of(packet);
	struct endpoints_text *place = &cache->places[place_of(&key)];

	if (is_same(&place->key, &key))
		return place;
	return write_anew(cache, place, packet);
}

char *put_endpoints(char *at, const struct packet *packet)
{
	at = put_address(at, &packet->ip.source);
	at = put_char(at, '.');
	at = put_decimal(at, packet->tcp.source_port);
	at = put_string(at, " > ");
	at = put_address(at, &packet->ip.destination);
	at = put_char(at, '.');
	at = put_decimal(at, packet->tcp.destination_port);
	return put_string(at, ": ");
}
