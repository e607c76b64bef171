/* A connection of which one SYN is known, built from what the SYN said. */
#include "track/half_open.h"

#include <string.h>

#include "track/connection.h"

/* In `options`: the window scale, and: */
enum {
	OPTION_SCALE_MASK = 0x0f,
	OPTION_SCALE = 0x10,
	OPTION_SACK = 0x20,
	OPTION_TIMESTAMPS = 0x40,
	OPTION_CLIENT = 0x80 /* the client is the second end */
};

uint8_t half_open_options(const struct tcp_options *options, int client)
{
	unsigned int octet = options->window_scale & OPTION_SCALE_MASK;

	octet |= options->has_window_scale ? OPTION_SCALE : 0;
	octet |= options->has_sack_permitted ? OPTION_SACK : 0;
	octet |= options->has_timestamps ? OPTION_TIMESTAMPS : 0;
	octet |= client ? OPTION_CLIENT : 0;
	return (uint8_t)octet;
}

static struct half_open half_open_of(const struct connection *connection)
{
	const struct endpoint *client = &connection->ends[connection->client];
	const struct tally *tally = &client->tally;
	const struct tcp_options options = {
		.has_window_scale = client->has_scale,
		.window_scale = client->window_scale,
		.has_sack_permitted = tally->sack_permitted,
		.has_timestamps = tally->timestamps,
	};

	return (struct half_open){
		.time = connection->start,
		.number = (uint32_t)connection->number,
		.iss = client->iss,
		.ts_value = client->ts_value,
		.flags = client->analysis.last_flags,
		.mss = tally->mss,
		.id = client->analysis.last_id,
		.options = half_open_options(&options, connection->client),
	};
}

static void build_facts(struct endpoint *client, const struct half_open *syn)
{
	client->history = (struct history){
		.states = STATE_SYN_SENT, /* after CLOSED, which is 0 */
		.count = 2,
		.sure = 2,
	};
	client->has_iss = client->has_sent = client->syn_seen = true;
	client->iss = syn->iss;
	client->nxt = client->contig = client->syn_end = syn->iss + 1;
	client->has_scale = syn->options & OPTION_SCALE;
	client->window_scale = syn->options & OPTION_SCALE_MASK;
	client->has_ts = syn->options & OPTION_TIMESTAMPS;
	client->ts_value = syn->ts_value;
}

static void build_analysis(struct analysis *analysis,
			   const struct half_open *syn)
{
	analysis->has_next = analysis->has_last = analysis->has_syn = true;
	analysis->next = analysis->expected = analysis->last_end = syn->iss + 1;
	analysis->syn_seq = analysis->last_seq = syn->iss;
	analysis->has_next_ts = syn->options & OPTION_TIMESTAMPS;
	analysis->next_ts = syn->ts_value;
	analysis->last_flags = syn->flags;
	analysis->last_id = syn->id;
	analysis->next_time = analysis->last_time = syn->time;
	ranges_add(&analysis->unacknowledged, syn->iss, syn->iss + 1);
}

static void build_tally(struct tally *tally, const struct half_open *syn)
{
	tally->packets = 1;
	tally->has_mss = syn->mss != 0;
	tally->mss = syn->mss;
	tally->sack_permitted = syn->options & OPTION_SACK;
	tally->timestamps = syn->options & OPTION_TIMESTAMPS;
}

static void build(struct connection *connection, const struct half_open *syn)
{
	int client = syn->options & OPTION_CLIENT ? 1 : 0;

	connection->number = syn->number;
	connection->incarnation = 1;
	connection->client = (uint8_t)client;
	connection->known = connection->has_syn_time = true;
	connection->start = connection->last = syn->time;
	connection->syn_time = syn->time;
	connection->notes = UINT64_C(1) << NOTE_HANDSHAKE;
	for (int i = 0; i < 2; i++)
		connection->ends[i].since = connection->ends[i].sure_since =
			syn->time;
	history_begin(&connection->ends[!client].history, STATE_LISTEN, false);
	build_facts(&connection->ends[client], syn);
	build_analysis(&connection->ends[client].analysis, syn);
	build_tally(&connection->ends[client].tally, syn);
}

void half_open_write(const struct half_open *syn, uint8_t *packed)
{
	memcpy(packed, syn, HALF_OPEN_LENGTH);
}

uint32_t half_open_number(const uint8_t *packed)
{
	uint32_t number;

	memcpy(&number, packed + offsetof(struct half_open, number),
	       sizeof number);
	return number;
}

size_t half_open_pack(const struct connection *connection, uint8_t *packed)
{
	struct half_open syn;
	struct connection built;

	if (connection->ends[0].tally.packets +
		    connection->ends[1].tally.packets !=
	    1)
		return 0;
	syn = half_open_of(connection);
	memset(&built, 0, sizeof built);
	memcpy(built.address, connection->address, sizeof built.address);
	memcpy(built.port, connection->port, sizeof built.port);
	built.tunnel = connection->tunnel;
	build(&built, &syn);
	/* The gaps between members count too: if they differ, it is packed
	 * otherwise, which costs octets only. */
	/* NOLINTNEXTLINE(bugprone-suspicious-memory-comparison,cert-exp42-c) */
	if (memcmp(&built, connection, sizeof built) != 0)
		return 0;
	half_open_write(&syn, packed);
	return HALF_OPEN_LENGTH;
}

void half_open_unpack(struct connection *connection, const uint8_t *packed)
{
	struct half_open syn;

	memcpy(&syn, packed, HALF_OPEN_LENGTH);
	build(connection, &syn);
}
