/* Connections heard of lately, by a hash that costs little. */
#include "track/recent.h"

#include "decode/bytes.h"
#include "decode/tunnel.h"
#include "track/predict.h"
#include "track/table.h"

/* The low bits of a sum say little, the high ones of a product all. */
#define ODD UINT64_C(0x9e3779b97f4a7c15)

/* Of an address of IPv4 the first four octets are set: the port goes above. */
static uint64_t side_sum(const struct address *address, uint16_t port)
{
	return (bytes_word(address->octets) ^ bytes_word(address->octets + 8)) +
	       ((uint64_t)port << 32);
}

uint32_t recent_hash(const struct packet *packet)
{
	uint64_t sum =
		side_sum(&packet->ip.source, packet->tcp.source_port) +
		side_sum(&packet->ip.destination, packet->tcp.destination_port);

	return (uint32_t)(sum * ODD >> 32);
}

static uint32_t place_of(uint32_t hash)
{
	return hash / (UINT32_MAX / RECENT_PLACES + 1);
}

static bool belongs(const struct connection *connection,
		    const struct arrival *arrival)
{
	const struct packet *packet = arrival->packet;
	int from = arrival->from;

	return connection->port[from] == packet->tcp.source_port &&
	       connection->port[!from] == packet->tcp.destination_port &&
	       address_equal(&connection->address[from], &packet->ip.source) &&
	       address_equal(&connection->address[!from],
			     &packet->ip.destination) &&
	       connection->tunnel == tunnel_key(packet);
}

/* The connection in that record, awake now, if it is that of the segment. */
static struct connection *wake(struct table *table, uint32_t number,
			       const struct arrival *arrival)
{
	struct table_key key;

	table_key_of(&key, arrival->packet);
	return table_wake(table, number, &key);
}

struct connection *recent_find(const struct recent *recent, struct table *table,
			       const struct arrival *arrival, uint32_t *number)
{
	const struct recent_place *place =
		&recent->places[place_of(arrival->hash)];
	struct connection *connection;
	uint32_t slot;

	if (place->hash != arrival->hash || !place->number)
		return NULL;
	*number = place->number - 1;
	connection = table_awake(table, *number, &slot);
	if (!connection)
		return wake(table, *number, arrival);
	if (!belongs(connection, arrival))
		return NULL;
	table_heard(table, slot);
	return connection;
}

void recent_remember(struct recent *recent, uint32_t hash, uint32_t number)
{
	recent->places[place_of(hash)] =
		(struct recent_place){ hash, number + 1 };
}
