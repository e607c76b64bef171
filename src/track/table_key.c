/* The identity of a connection, and its hash. */
#include "track/table_key.h"

#include <string.h>

#include "decode/siphash.h"
#include "decode/tunnel.h"

/* One side of a connection, as a packet or a quote has it. */
struct side {
	const struct address *address;
	uint16_t port;
};

static bool key_in_order(struct table_key *key, struct side a, struct side b)
{
	int order = memcmp(a.address->octets, b.address->octets,
			   sizeof a.address->octets);
	bool swapped = order > 0 || (order == 0 && a.port > b.port);

	key->address[swapped] = *a.address;
	key->address[!swapped] = *b.address;
	key->port[swapped] = a.port;
	key->port[!swapped] = b.port;
	return swapped;
}

bool table_key_of(struct table_key *key, const struct packet *packet)
{
	key->tunnel = tunnel_key(packet);
	return key_in_order(key,
			    (struct side){ &packet->ip.source,
					   packet->tcp.source_port },
			    (struct side){ &packet->ip.destination,
					   packet->tcp.destination_port });
}

bool table_key_of_quote(struct table_key *key, const struct packet *packet)
{
	const struct packet_quote *quote = &packet->quote;

	key->tunnel = tunnel_key(packet);
	return key_in_order(
		key, (struct side){ &quote->source, quote->source_port },
		(struct side){ &quote->destination, quote->destination_port });
}

static uint64_t word_of(const uint8_t *octets)
{
	uint64_t word;

	memcpy(&word, octets, sizeof word);
	return word;
}

uint64_t table_key_hash(const struct table_key *key, const uint64_t secret[2])
{
	uint64_t words[6] = {
		(uint64_t)key->port[0] << 32 | (uint64_t)key->port[1] << 8 |
			key->address[0].version,
		word_of(key->address[0].octets),
		word_of(key->address[1].octets),
	};

	if (key->address[0].version == 4 && !key->tunnel)
		return siphash(secret, words, 3);
	words[3] = word_of(key->address[0].octets + 8);
	words[4] = word_of(key->address[1].octets + 8);
	words[5] = key->tunnel;
	return siphash(secret, words, 6);
}
