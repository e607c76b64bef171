/*
 * Packing and unpacking, by one walk over the fields that goes both ways, so
 * that the two cannot disagree.
 *
 * A field is told with what it likely is; only if it is something else are its
 * octets kept, and a bit of a mask says so.  What a field is compared with
 * must have been walked over before it.  Wrong likelihoods cost octets, never
 * correctness.
 *
 *	octets	0	the key: see key_pack()
 *		...	a mask and its fields, for the connection
 *		...	the same for each end
 *
 * A connection that is half open is packed otherwise: see half_open.h.
 */
#include "track/rest.h"

#include <assert.h>
#include <string.h>

#include "track/connection.h"
#include "track/half_open.h"
#include "track/table_key.h"

/* All of a walk is compiled once for each direction, in one piece, so that the
 * direction and the bit of each field are known there: a walk of more than a
 * hundred fields may be due for each segment. */
#define WALK static inline __attribute__((always_inline))

/* A walk over fields, in either direction. */
struct walk {
	uint8_t *at;	/* the next octets */
	uint8_t *start; /* of the mask */
	uint64_t mask;	/* bit by field: it is not what it likely is */
	int bit;	/* of the next field */
	bool packing;
};

WALK void walk_begin(struct walk *walk)
{
	walk->start = walk->at;
	walk->bit = 0;
	walk->mask = 0;
	if (!walk->packing)
		memcpy(&walk->mask, walk->at, sizeof walk->mask);
	walk->at += sizeof walk->mask;
}

WALK void walk_end(struct walk *walk)
{
	assert(walk->bit <= 64);
	if (walk->packing)
		memcpy(walk->start, &walk->mask, sizeof walk->mask);
}

/* Whether the next field is not what it likely is. */
WALK bool walk_field(struct walk *walk, bool differs)
{
	uint64_t bit = UINT64_C(1) << walk->bit++;

	if (!walk->packing)
		return walk->mask & bit;
	walk->mask |= differs ? bit : 0;
	return differs;
}

/* Fields are left out: the next one has the same bit as if they were not. */
WALK void walk_skip(struct walk *walk, int bits)
{
	walk->bit += bits;
}

WALK void walk_octets(struct walk *walk, void *field, size_t size)
{
	if (walk->packing)
		memcpy(walk->at, field, size);
	else
		memcpy(field, walk->at, size);
	walk->at += size;
}

WALK void walk_u32(struct walk *walk, uint32_t *field, uint32_t likely)
{
	if (walk_field(walk, *field != likely))
		walk_octets(walk, field, sizeof *field);
	else
		*field = likely;
}

/* Smaller fields are likely zero. */
WALK void walk_u16(struct walk *walk, uint16_t *field)
{
	if (walk_field(walk, *field))
		walk_octets(walk, field, sizeof *field);
	else
		*field = 0;
}

WALK void walk_u8(struct walk *walk, uint8_t *field)
{
	if (walk_field(walk, *field))
		walk_octets(walk, field, sizeof *field);
	else
		*field = 0;
}

/* A counter, or a time's distance from another: it seldom needs more than 32
 * bits. */
WALK void walk_u64(struct walk *walk, uint64_t *field, uint64_t likely)
{
	uint64_t distance = likely - *field;
	uint32_t low = (uint32_t)distance, high = (uint32_t)(distance >> 32);

	walk_u32(walk, &low, 0);
	walk_u32(walk, &high, 0);
	*field = likely - ((uint64_t)high << 32 | low);
}

WALK void walk_count(struct walk *walk, uint64_t *count)
{
	uint64_t negative = 0 - *count;

	walk_u64(walk, &negative, 0);
	*count = 0 - negative;
}

WALK void walk_time(struct walk *walk, int64_t *time, int64_t likely)
{
	uint64_t field = (uint64_t)*time;

	walk_u64(walk, &field, (uint64_t)likely);
	*time = (int64_t)field;
}

/* A time that is counted from nothing. */
WALK void walk_duration(struct walk *walk, int64_t *duration)
{
	uint64_t field = (uint64_t)*duration;

	walk_count(walk, &field);
	*duration = (int64_t)field;
}

/* Likely to the last bit. */
WALK void walk_double(struct walk *walk, double *field, double likely)
{
	uint64_t bits, likely_bits;

	memcpy(&bits, field, sizeof bits);
	memcpy(&likely_bits, &likely, sizeof likely_bits);
	if (walk_field(walk, bits != likely_bits))
		walk_octets(walk, field, sizeof *field);
	else
		*field = likely;
}

/* Most are established, after a handshake that was seen: from CLOSED (which is
 * zero) or LISTEN on. */
static struct history likely_history(const struct connection *connection,
				     int index)
{
	const uint64_t client = STATE_SYN_SENT << 4 | STATE_ESTABLISHED;
	const uint64_t server =
		STATE_LISTEN << 8 | STATE_SYN_RECV << 4 | STATE_ESTABLISHED;
	struct history history = { .count = 3, .sure = 3 };

	history.states = HISTORY_STATES &
			 (index == connection->client ? client : server);
	return history;
}

WALK void walk_history(struct walk *walk, struct history *history,
		       struct history likely)
{
	uint32_t early = (uint32_t)history->states;
	uint16_t late = (uint16_t)(history->states >> 32 |
				   (uint64_t)history->count << 8 |
				   (uint64_t)history->sure << 12);

	if (!walk_field(walk, !history_equal(*history, likely))) {
		*history = likely;
		return;
	}
	walk_octets(walk, &early, sizeof early);
	walk_octets(walk, &late, sizeof late);
	history->states = ((uint64_t)late << 32 | early) & HISTORY_STATES;
	history->count = (late >> 8) & 0xfU;
	history->sure = (late >> 12) & 0xfU;
}

WALK void walk_ranges(struct walk *walk, struct ranges *ranges)
{
	if (!walk_field(walk, ranges->count > 0)) {
		ranges->count = 0;
		return;
	}
	walk_octets(walk, &ranges->count, sizeof ranges->count);
	walk_octets(walk, ranges->list, ranges->count * sizeof ranges->list[0]);
}

/* What was sent: for one end, then for the other, since what one acknowledged
 * is likely all that the other sent. */
WALK void walk_sent(struct walk *walk, struct endpoint *end)
{
	walk_octets(walk, &end->flags, sizeof end->flags);
	walk_u32(walk, &end->iss, 0);
	walk_count(walk, &end->bytes);
	walk_u32(walk, &end->nxt,
		 end->has_sent ? end->iss + 1 + (uint32_t)end->bytes : 0);
	walk_u32(walk, &end->contig, end->nxt);
}

WALK void walk_facts(struct walk *walk, struct connection *connection,
		     int index)
{
	struct endpoint *end = &connection->ends[index];
	const struct endpoint *other = &connection->ends[!index];

	walk_history(walk, &end->history, likely_history(connection, index));
	walk_u8(walk, &end->window_scale);
	walk_u32(walk, &end->acked, end->has_acked ? other->nxt : 0);
	walk_u32(walk, &end->syn_end, end->has_iss ? end->iss + 1 : 0);
	walk_u32(walk, &end->ts_value, 0);
	walk_u32(walk, &end->handshake_ts, 0);
	walk_u32(walk, &end->sack_max, 0);
	walk_u32(walk, &end->fin, end->has_fin ? end->nxt : 0);
	walk_u32(walk, &end->fin_ack, end->has_fin ? end->acked : 0);
	walk_u32(walk, &end->fin_acked_from, end->has_fin_acked ? end->nxt : 0);
	walk_u32(walk, &end->beyond, 0);
	walk_u32(walk, &end->beyond_end, 0);
}

WALK void walk_analysis(struct walk *walk, struct endpoint *end, int64_t last)
{
	struct analysis *analysis = &end->analysis;

	walk_u16(walk, &analysis->flags);
	walk_u16(walk, &analysis->last_flags);
	walk_u16(walk, &analysis->last_id);
	walk_u16(walk, &analysis->window);
	walk_u32(walk, &end->edge,
		 end->acked + ((uint32_t)analysis->window
			       << (end->window_scale & 0xf)));
	walk_u32(walk, &analysis->next, end->nxt);
	walk_u32(walk, &analysis->expected, analysis->next);
	walk_u32(walk, &analysis->ack, end->acked);
	walk_u32(walk, &analysis->edge, analysis->has_edge ? end->edge : 0);
	walk_u32(walk, &analysis->duplicates, 0);
	walk_u32(walk, &analysis->next_ts,
		 analysis->has_next_ts ? end->ts_value : 0);
	walk_u32(walk, &analysis->syn_seq, analysis->has_syn ? end->iss : 0);
	walk_u32(walk, &analysis->last_end, analysis->next);
	walk_u32(walk, &analysis->last_seq, analysis->last_end);
	walk_time(walk, &analysis->last_time, analysis->has_last ? last : 0);
	walk_time(walk, &analysis->next_time,
		  analysis->has_next ? analysis->last_time : 0);
	walk_ranges(walk, &analysis->unacknowledged);
	walk_ranges(walk, &analysis->sacked);
}

WALK void walk_rtt(struct walk *walk, struct track_rtt *rtt)
{
	if (!walk_field(walk, rtt->samples > 0)) {
		memset(rtt, 0, sizeof *rtt);
		walk_skip(walk, 8);
		return;
	}
	walk_count(walk, &rtt->samples);
	walk_duration(walk, &rtt->min);
	walk_time(walk, &rtt->max, rtt->min);
	/* As after one sample. */
	walk_double(walk, &rtt->sum, (double)rtt->min);
	walk_double(walk, &rtt->sum_of_squares, rtt->sum * rtt->sum);
}

WALK void walk_timing(struct walk *walk, struct tally *tally, int64_t last)
{
	if (!walk_field(walk, tally->timing)) {
		tally->timed_end = tally->timed_ts = 0;
		tally->timed_since = 0;
		walk_skip(walk, 4);
		return;
	}
	walk_u32(walk, &tally->timed_end, 0);
	walk_u32(walk, &tally->timed_ts, 0);
	walk_time(walk, &tally->timed_since, last);
}

WALK void walk_tally(struct walk *walk, struct tally *tally, int64_t last)
{
	walk_u16(walk, &tally->mss);
	walk_u8(walk, &tally->flags);
	walk_count(walk, &tally->packets);
	walk_u32(walk, &tally->fins, 0);
	walk_u32(walk, &tally->window_min, 0);
	walk_u32(walk, &tally->window_max, tally->window_min);
	walk_timing(walk, tally, last);
	walk_rtt(walk, &tally->rtt);
}

static bool had_trouble(const struct tally *tally)
{
	return tally->retransmitted_segments || tally->retransmitted_bytes ||
	       tally->out_of_order || tally->dup_acks || tally->zero_windows ||
	       tally->resets || tally->urgent || tally->window_closed ||
	       tally->ranges_forgotten;
}

/* What is seldom anything but zero; then it has a mask of its own. */
WALK void walk_trouble(struct walk *walk, struct tally *tally)
{
	walk_begin(walk);
	walk_count(walk, &tally->retransmitted_segments);
	walk_count(walk, &tally->retransmitted_bytes);
	walk_count(walk, &tally->out_of_order);
	walk_count(walk, &tally->dup_acks);
	walk_count(walk, &tally->zero_windows);
	walk_u32(walk, &tally->resets, 0);
	walk_u32(walk, &tally->urgent, 0);
	walk_time(walk, &tally->window_closed_since, 0);
	walk_count(walk, &tally->ranges_forgotten);
	walk_end(walk);
}

/* When the end came to its state: most are established, or have just closed.
 * Without overflow, as the two times may be of different handshakes. */
static int64_t likely_since(const struct connection *connection,
			    const struct endpoint *end)
{
	if (history_state(&end->history) != STATE_ESTABLISHED)
		return connection->last;
	return (int64_t)((uint64_t)connection->syn_time +
			 (uint64_t)connection->rtt_handshake);
}

WALK void walk_end_of(struct walk *walk, struct connection *connection,
		      int index)
{
	struct endpoint *end = &connection->ends[index];
	bool trouble;

	walk_begin(walk);
	walk_facts(walk, connection, index);
	walk_analysis(walk, end, connection->last);
	walk_tally(walk, &end->tally, connection->last);
	walk_time(walk, &end->time_wait_until,
		  history_state(&end->history) == STATE_TIME_WAIT
			  ? connection->last
			  : 0);
	trouble = walk_field(walk, had_trouble(&end->tally));
	walk_time(walk, &end->since, likely_since(connection, end));
	walk_time(walk, &end->sure_since, end->since);
	walk_end(walk);
	if (trouble)
		walk_trouble(walk, &end->tally);
}

WALK void walk_candidate(struct walk *walk, struct candidate *candidate)
{
	if (walk_field(walk, candidate->waiting))
		walk_octets(walk, candidate, sizeof *candidate);
	else
		memset(candidate, 0, sizeof *candidate);
}

/* All but what is of one end only. */
WALK void walk_head(struct walk *walk, struct connection *connection)
{
	struct endpoint *ends = connection->ends;

	walk_begin(walk);
	walk_octets(walk, &connection->flags, sizeof connection->flags);
	walk_octets(walk, &connection->last, sizeof connection->last);
	walk_u8(walk, &connection->client);
	walk_u8(walk, &connection->reason);
	walk_u8(walk, &connection->strays);
	walk_u8(walk, &connection->stray_ends);
	walk_count(walk, &connection->number);
	walk_u32(walk, &connection->incarnation, 1);
	walk_time(walk, &connection->start, connection->last);
	walk_time(walk, &connection->syn_time,
		  connection->has_syn_time ? connection->start : 0);
	walk_duration(walk, &connection->rtt_handshake);
	walk_count(walk, &connection->notes);
	walk_sent(walk, &ends[0]);
	walk_sent(walk, &ends[1]);
	walk_u32(walk, &connection->base[0],
		 connection->based ? ends[0].iss : 0);
	walk_u32(walk, &connection->base[1],
		 connection->based ? ends[1].iss : 0);
	walk_candidate(walk, &connection->candidate);
	walk_end(walk);
}

static uint8_t *pack_end(uint8_t *at, struct connection *connection, int index)
{
	struct walk walk = { .at = at, .packing = true };

	walk_end_of(&walk, connection, index);
	return walk.at;
}

/* Returns where it ends. */
static uint8_t *pack(uint8_t *at, struct connection *connection)
{
	struct walk walk = { .at = at, .packing = true };

	walk_head(&walk, connection);
	at = pack_end(walk.at, connection, 0);
	return pack_end(at, connection, 1);
}

static uint8_t *unpack_end(uint8_t *at, struct connection *connection,
			   int index)
{
	struct walk walk = { .at = at, .packing = false };

	walk_end_of(&walk, connection, index);
	return walk.at;
}

/* It only reads there: see walk_octets(). */
static void unpack(uint8_t *at, struct connection *connection)
{
	struct walk walk = { .at = at, .packing = false };

	walk_head(&walk, connection);
	at = unpack_end(walk.at, connection, 0);
	unpack_end(at, connection, 1);
}

/* The version, and whether there is a tunnel; the ports; the addresses; the
 * tunnel.  Equal keys are equal octets, but for how the rest is packed. */
enum {
	KEY_VERSION = 0x0f,
	KEY_TUNNEL = 0x80,
	KEY_HALF_OPEN = 0x40, /* packed by half_open_pack() */
	KEY_MAX = 1 + 4 + 32 + 8
};

static uint8_t key_head(const struct table_key *key)
{
	return key->address[0].version | (key->tunnel ? KEY_TUNNEL : 0);
}

static size_t key_pack(const struct table_key *key, uint8_t *packed)
{
	size_t length = key->address[0].version == 4 ? 4 : 16;
	uint8_t *at = packed;

	*at++ = key_head(key);
	memcpy(at, key->port, sizeof key->port);
	at += sizeof key->port;
	for (int i = 0; i < 2; i++, at += length)
		memcpy(at, key->address[i].octets, length);
	if (key->tunnel) {
		memcpy(at, &key->tunnel, sizeof key->tunnel);
		at += sizeof key->tunnel;
	}
	return (size_t)(at - packed);
}

static size_t key_unpack(struct connection *connection, const uint8_t *packed)
{
	uint8_t version = packed[0] & KEY_VERSION;
	size_t length = version == 4 ? 4 : 16;
	const uint8_t *at = packed + 1;

	memcpy(connection->port, at, sizeof connection->port);
	at += sizeof connection->port;
	for (int i = 0; i < 2; i++, at += length) {
		connection->address[i].version = version;
		memcpy(connection->address[i].octets, at, length);
	}
	if (packed[0] & KEY_TUNNEL) {
		memcpy(&connection->tunnel, at, sizeof connection->tunnel);
		at += sizeof connection->tunnel;
	}
	return (size_t)(at - packed);
}

/* Both addresses, and the tunnel behind them: of a known length, as this is
 * asked whenever a connection at rest is looked for. */
static inline bool has_addresses(const uint8_t *packed,
				 const struct table_key *key, size_t length)
{
	return memcmp(packed, key->address[0].octets, length) == 0 &&
	       memcmp(packed + length, key->address[1].octets, length) == 0 &&
	       (!key->tunnel || memcmp(packed + 2 * length, &key->tunnel,
				       sizeof key->tunnel) == 0);
}

bool rest_has_key(const uint8_t *packed, const struct table_key *key)
{
	const uint8_t *ports = packed + 1;

	if ((packed[0] & ~KEY_HALF_OPEN) != key_head(key) ||
	    memcmp(ports, key->port, sizeof key->port) != 0)
		return false;
	packed = ports + sizeof key->port;
	return key->address[0].version == 4 ? has_addresses(packed, key, 4)
					    : has_addresses(packed, key, 16);
}

static size_t key_length(const uint8_t *packed)
{
	size_t length = (packed[0] & KEY_VERSION) == 4 ? 4 : 16;

	return 1 + 2 * sizeof(uint16_t) + 2 * length +
	       (packed[0] & KEY_TUNNEL ? sizeof(uint64_t) : 0);
}

bool rest_is_half_open(const uint8_t *packed, uint64_t *number)
{
	if (!(packed[0] & KEY_HALF_OPEN))
		return false;
	*number = half_open_number(packed + key_length(packed));
	return true;
}

_Static_assert(KEY_MAX + HALF_OPEN_LENGTH <= REST_HALF_OPEN_MAX,
	       "what is half open has room");

size_t rest_pack_half_open(const struct table_key *key,
			   const struct half_open *syn,
			   uint8_t packed[REST_HALF_OPEN_MAX])
{
	size_t length = key_pack(key, packed);

	half_open_write(syn, packed + length);
	packed[0] |= KEY_HALF_OPEN;
	return length + HALF_OPEN_LENGTH;
}

_Static_assert(sizeof(struct connection) + KEY_MAX + 5 * sizeof(uint64_t) <=
		       REST_MAX,
	       "a connection of which nothing follows has room");

size_t rest_pack(struct connection *connection, uint8_t packed[REST_MAX])
{
	struct table_key key = {
		.address = { connection->address[0], connection->address[1] },
		.port = { connection->port[0], connection->port[1] },
		.tunnel = connection->tunnel,
	};
	const uint8_t *end;
	size_t start = key_pack(&key, packed);
	size_t length = half_open_pack(connection, packed + start);

	if (length > 0) {
		packed[0] |= KEY_HALF_OPEN;
		return start + length;
	}
	end = pack(packed + start, connection);
	assert((size_t)(end - packed) <= REST_MAX);
	return (size_t)(end - packed);
}

void rest_unpack(struct connection *connection, const uint8_t *packed)
{
	size_t start;

	memset(connection, 0, sizeof *connection);
	start = key_unpack(connection, packed);
	if (packed[0] & KEY_HALF_OPEN) {
		half_open_unpack(connection, packed + start);
		return;
	}
	unpack((uint8_t *)packed + start, connection);
}
