/* Addresses and ports as text, kept from one line to the next. */
#include "render/endpoints.h"

#include <stdbool.h>
#include <string.h>

#include "decode/packet.h"
#include "decode/seldom.h"
#include "render/parts.h"
#include "render/put.h"

struct key {
	uint64_t hosts;
	uint32_t ports;
	uint8_t version;
};

/* Addresses of IPv4 stand in the first four octets of each, and the others are
 * zero: so both have a half of the word. */
static uint64_t hosts_of(const struct packet_ip *ip)
{
	uint64_t source[2], destination[2], folded;

	memcpy(source, ip->source.octets, sizeof(source));
	memcpy(destination, ip->destination.octets, sizeof(destination));
	folded = destination[0] ^ destination[1];
	return source[0] ^ source[1] ^ (folded << 32 | folded >> 32);
}

static struct key key_of(const struct packet *packet)
{
	return (struct key){
		.hosts = hosts_of(&packet->ip),
		.ports = (uint32_t)packet->tcp.source_port << 16 |
			 packet->tcp.destination_port,
		.version = packet->ip.version,
	};
}

static bool has_addresses(const struct endpoints_text *place,
			  const struct packet_ip *ip)
{
	return memcmp(place->source, ip->source.octets,
		      sizeof(place->source)) == 0 &&
	       memcmp(place->destination, ip->destination.octets,
		      sizeof(place->destination)) == 0;
}

static bool is_of(const struct endpoints_text *place, struct key key,
		  const struct packet_ip *ip)
{
	return place->hosts == key.hosts && place->ports == key.ports &&
	       place->version == key.version &&
	       (key.version == 4 || has_addresses(place, ip));
}

/* What tells hosts of a network from each other stands in few bits.  A product
 * spreads them: its highest bits depend on all that is lower.  Addresses have
 * one of their own before: in a sum, those and ports that both count up would
 * cancel. */
static uint32_t pair_of(struct key key)
{
	uint64_t mixed = key.hosts * UINT64_C(0xff51afd7ed558ccd) + key.ports;

	mixed ^= mixed >> 32;
	return (uint32_t)(mixed * UINT64_C(0x9e3779b97f4a7c15) /
			  (UINT64_MAX / ENDPOINTS_PAIRS + 1));
}

SELDOM const struct endpoints_text *
write_anew(const struct endpoints_cache *cache, struct endpoints_text *pair,
	   const struct packet *packet, struct key key)
{
	pair[1] = pair[0];
	pair->hosts = key.hosts;
	pair->ports = key.ports;
	pair->version = key.version;
	pair->length = (uint8_t)(cache->put(pair->text, packet) - pair->text);
	memcpy(pair->source, packet->ip.source.octets, sizeof(pair->source));
	memcpy(pair->destination, packet->ip.destination.octets,
	       sizeof(pair->destination));
	return pair;
}

static inline const struct endpoints_text *
kept_in(const struct endpoints_text *pair, struct key key,
	const struct packet_ip *ip)
{
	if (is_of(&pair[0], key, ip))
		return &pair[0];
	return is_of(&pair[1], key, ip) ? &pair[1] : NULL;
}

SELDOM const struct endpoints_text *find_or_write(struct endpoints_cache *cache,
						  const struct packet *packet,
						  struct key key)
{
	struct endpoints_text *pair = cache->pairs[pair_of(key)];
	const struct endpoints_text *kept = kept_in(pair, key, &packet->ip);

	return kept ? kept : write_anew(cache, pair, packet, key);
}

void endpoints_expect(struct endpoints_cache *cache,
		      const struct packet *packet)
{
	uint32_t expected = pair_of(key_of(packet));

	cache->expected = expected;
	__builtin_prefetch(&cache->pairs[expected][0]);
	__builtin_prefetch(&cache->pairs[expected][1]);
}

const struct endpoints_text *endpoints_find(struct endpoints_cache *cache,
					    const struct packet *packet)
{
	struct key key = key_of(packet);
	const struct endpoints_text *kept =
		kept_in(cache->pairs[cache->expected], key, &packet->ip);

	return kept ? kept : find_or_write(cache, packet, key);
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
