/* The identity of a connection, and its hash. */
#include "track/table_key.h"

#include <string.h>

#include "decode/bytes.h"
#include "decode/siphash.h"
#include "decode/tunnel.h"

/* One side of a connection, as a packet or a quote has it. */
struct side {
	const struct address *address;
	uint16_t port;
};

/* Some order, always the same: in words, as it is asked for each segment. */
static bool is_before(const struct side *a, const struct side *b)
{
	const uint8_t *one = a->address->octets, *two = b->address->octets;

	if (bytes_word(one) != bytes_word(two))
		return bytes_word(one) < bytes_word(two);
	if (bytes_word(one + 8) != bytes_word(two + 8))
		return bytes_word(one + 8) < bytes_word(two + 8);
	return a->port < b->port;
}

static struct side source_of(const struct packet *packet)
{
	return (struct side){ &packet->ip.source, packet->tcp.source_port };
}

static struct side destination_of(const struct packet *packet)
{
	return (struct side){ &packet->ip.destination,
			      packet->tcp.destination_port };
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
	return key_in_order(key, source_of(packet), destination_of(packet));
}

bool table_key_swaps(const struct packet *packet)
{
	struct side source = source_of(packet);
	struct side destination = destination_of(packet);

	return is_before(&destination, &source);
}

bool table_key_of_quote(struct table_key *key, const struct packet *packet)
{
	const struct packet_quote *quote = &packet->quote;

	key->tunnel = tunnel_key(packet);
	return key_in_order(
		key, (struct side){ &quote->source, quote->source_port },
		(struct side){ &quote->destination, quote->destination_port });
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
		siphash_add(&hash,
			    bytes_half_word(a) << 32 | bytes_half_word(b));
		octets += 8;
	} else {
		siphash_add(&hash, bytes_word(a));
		siphash_add(&hash, bytes_word(a + 8));
		siphash_add(&hash, bytes_word(b));
		siphash_add(&hash, bytes_word(b + 8));
		octets += 32;
	}
	if (key->tunnel) {
		siphash_add(&hash, key->tunnel);
		octets += 8;
	}
	return siphash_end(&hash, octets, tail);
}
