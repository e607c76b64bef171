/* The order of the rows of a listing. */
#include "render/listing_order.h"

#include <string.h>

#include "render/listing_cell.h"
#include "track/tracker.h"
#include "track/waiting.h"

static const char *const names[LISTING_KEYS] = {
	[LISTING_BY_NUMBER] = "number",
	[LISTING_BY_CLIENT] = "client",
	[LISTING_BY_SERVER] = "server",
	[LISTING_BY_STATE] = "state",
	[LISTING_BY_AGE] = "age",
	[LISTING_BY_BYTES] = "bytes",
	[LISTING_BY_PACKETS] = "packets",
	[LISTING_BY_RETRANSMISSIONS] = "retransmissions",
	[LISTING_BY_RTT] = "rtt",
	[LISTING_BY_WAITING] = "waiting",
};

static uint64_t big_endian(const uint8_t *octets, int count)
{
	uint64_t number = 0;

	for (int i = 0; i < count; i++)
		number = number << 8 | octets[i];
	return number;
}

/* IPv4 first, each by its number; the lowest comes first.  (The port has no
 * room beside an IPv6 address: those are told apart by their numbers.) */
static void rank_address(struct listing_rank *rank,
			 const struct track_flow_end *end)
{
	const uint8_t *octets = end->address.octets;

	if (end->address.version == 6) {
		rank->parts[0] = ~big_endian(octets, 8);
		rank->parts[1] = ~big_endian(octets + 8, 8);
	} else {
		rank->parts[0] = UINT64_MAX;
		rank->parts[1] = ~(big_endian(octets, 4) << 16 | end->port);
	}
}

/* Later in the life of a connection is later in the list. */
static uint64_t rank_state(const struct track_flow *flow)
{
	const struct track_flow_end *ends = flow->ends;

	return ~((uint64_t)history_state(&ends[TRACK_CLIENT].history) << 8 |
		 (uint64_t)history_state(&ends[TRACK_SERVER].history));
}

static uint64_t rank_rtt(const struct track_flow *flow)
{
	int64_t rtt;

	return cell_rtt(flow, &rtt) ? (uint64_t)rtt + 1 : 0;
}

static uint64_t rank_waiting(const struct track_look *look)
{
	const struct waiting waiting = waiting_find(look, 0);

	if (look->flow.reason != TRACK_REASON_OPEN ||
	    waiting.what == WAITING_NOTHING)
		return 0;
	return (uint64_t)look->now - (uint64_t)waiting.since + 1;
}

static uint64_t measure(enum listing_key key, const struct track_look *look)
{
	const struct track_flow *flow = &look->flow;
	const struct track_flow_end *client = &flow->ends[TRACK_CLIENT];
	const struct track_flow_end *server = &flow->ends[TRACK_SERVER];

	switch (key) {
	case LISTING_BY_STATE:
		return rank_state(flow);
	case LISTING_BY_AGE:
		return (uint64_t)look->now - (uint64_t)flow->start;
	case LISTING_BY_BYTES:
		return client->bytes + server->bytes;
	case LISTING_BY_PACKETS:
		return client->packets + server->packets;
	case LISTING_BY_RETRANSMISSIONS:
		return client->retransmitted_segments +
		       server->retransmitted_segments;
	case LISTING_BY_RTT:
		return rank_rtt(flow);
	case LISTING_BY_WAITING:
		return rank_waiting(look);
	default:
		return 0; /* the number decides */
	}
}

struct listing_rank listing_rank_of(enum listing_key key, bool reversed,
				    const struct track_look *look)
{
	struct listing_rank rank = { { 0, 0, ~look->flow.connection } };

	if (key == LISTING_BY_CLIENT)
		rank_address(&rank, &look->flow.ends[TRACK_CLIENT]);
	else if (key == LISTING_BY_SERVER)
		rank_address(&rank, &look->flow.ends[TRACK_SERVER]);
	else
		rank.parts[0] = measure(key, look);
	if (!reversed)
		return rank;
	rank.parts[0] = ~rank.parts[0];
	rank.parts[1] = ~rank.parts[1];
	if (key == LISTING_BY_NUMBER)
		rank.parts[2] = ~rank.parts[2];
	return rank;
}

bool listing_rank_is_before(const struct listing_rank *a,
			    const struct listing_rank *b)
{
	for (int i = 0; i < 3; i++)
		if (a->parts[i] != b->parts[i])
			return a->parts[i] > b->parts[i];
	return false;
}

const char *listing_key_name(enum listing_key key)
{
	return names[key];
}

bool listing_key_find(const char *name, enum listing_key *key)
{
	for (int i = 0; i < LISTING_KEYS; i++) {
		if (strcmp(names[i], name) != 0)
			continue;
		*key = (enum listing_key)i;
		return true;
	}
	return false;
}
