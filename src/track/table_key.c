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

static uint64_t word_of(const uint8_t *octets)
{
	uint64_t word;

	memcpy(&word, octets, sizeof word);
	return word;
}

/* Some order, always the same: in words, as it is asked for each segment. */
static bool is_before(const struct side *a, const struct side *b)
{
	const uint8_t *one = a->address->octets, *two = b->address->octets;

	if (word_of(one) != word_of(two))
		return word_of(one) < word_of(two);
	if (word_of(one + 8) != word_of(two + 8))
		return word_of(one + 8) < word_of(two + 8);
	return a->port < b->port;
}

bool address_equal(const struct address *a, const struct address *b)
{
	return ((word_of(a->octets) ^ word_of(b->octets)) |
		(word_of(a->octets + 8) ^ word_of(b->octets + 8))) == 0 &&
	       a->version == b->version;
}

static bool key_in_order(struct table_key *key, struct side a, struct side b)
{
	bool swapped = is_before(&b, &a);

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

static uint64_t half_word_of(const uint8_t *octets)
{
	uint32_t word;

	memcpy(&word, octets, sizeof word);
	return word;
}

/* SipHash of the addresses, four octets or sixteen each, the tunnel if there is
 * one, the ports and an octet that tells keys of different shapes apart. */
uint64_t table_key_hash(const struct table_key *key, const uint64_t secret[2])
{
	const uint8_t *a = key->address[0].octets, *b = key->address[1].octets;
	struct siphash hash = siphash_begin(secret);
	uint64_t tail = key->port[0] | (uint64_t)key->port[1] << 16 |
			(uint64_t)key->address[0].version << 32;
	size_t octets = 5;

	if (key->address[0].version == 4) {
		siphash_add(&hash, half_word_of(a) << 32 | half_word_of(b));
		octets += 8;
	} else {
		siphash_add(&hash, word_of(a));
		siphash_add(&hash, word_of(a + 8));
		siphash_add(&hash, word_of(b));
		siphash_add(&hash, word_of(b + 8));
		octets += 32;
	}
	if (key->tunnel) {
		siphash_add(&hash, key->tunnel);
		octets += 8;
	}
	return siphash_end(&hash, octets, tail);
}
