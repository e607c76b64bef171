/*
 * Packing and unpacking, by one walk over the fields that goes both ways, so
 * that the two cannot disagree.
 *
 * Some fields are always kept.  Others are told with what they likely are: only
 * if one is something else are its octets kept, and a bit of a mask says so.
 * Fields that are nearly always what they likely are stand together in groups,
 * of which one bit says that all of them are; if not, the group has a mask of
 * its own.  What a field is compared with must have been walked over before it.
 * Wrong likelihoods cost octets and time, never correctness.
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

/* All of a walk is compiled once for each mode, in one piece, so that the mode
 * and the bit of each field are known there: a walk of more than a hundred
 * fields may be due for each segment. */
#define WALK static inline __attribute__((always_inline))

enum walk_mode {
	WALK_PACKS,
	WALK_UNPACKS,
	WALK_ASKS,   /* a group: whether all is what it likely is */
	WALK_ASSUMES /* ... that it is so */
};

/* A walk over fields. */
struct walk {
	enum walk_mode mode;
	uint8_t *at;	/* the next octets */
	uint8_t *start; /* of the mask */
	uint32_t mask;	/* bit by field: it is not what it likely is */
	int bit;	/* of the next field */
	uint64_t odd;	/* WALK_ASKS: not 0 if a field is not */
};

WALK void walk_begin(struct walk *walk)
{
	walk->start = walk->at;
	walk->bit = 0;
	walk->mask = 0;
	if (walk->mode == WALK_UNPACKS)
		memcpy(&walk->mask, walk->at, sizeof walk->mask);
	walk->at += sizeof walk->mask;
}

WALK void walk_end(struct walk *walk)
{
	assert(walk->bit <= 32);
	if (walk->mode == WALK_PACKS)
		memcpy(walk->start, &walk->mask, sizeof walk->mask);
}

/* Whether the next field is not what it likely is. */
WALK bool walk_field(struct walk *walk, bool differs)
{
	uint32_t bit = UINT32_C(1) << walk->bit++;

	if (walk->mode == WALK_UNPACKS)
		return walk->mask & bit;
	walk->mask |= differs ? bit : 0;
	return differs;
}

/* Fields are left out: the next one has the same bit as if they were not. */
WALK void walk_skip(struct walk *walk, int bits)
{
	walk->bit += bits;
}

/* A field that is always kept. */
WALK void walk_octets(struct walk *walk, void *field, size_t size)
{
	if (walk->mode == WALK_PACKS)
		memcpy(walk->at, field, size);
	else
		memcpy(field, walk->at, size);
	walk->at += size;
}

/* Whether the next field is kept, as it differs from what it likely is.  In a
 * group that is asked it is noted, and nothing is kept. */
WALK bool walk_keeps(struct walk *walk, uint64_t difference)
{
	if (walk->mode == WALK_ASKS)
		walk->odd |= difference;
	if (walk->mode == WALK_ASKS || walk->mode == WALK_ASSUMES)
		return false;
	return walk_field(walk, difference != 0);
}

/* Whether a field that is not kept is to become what it likely is. */
WALK bool walk_fills(const struct walk *walk)
{
	return walk->mode == WALK_UNPACKS || walk->mode == WALK_ASSUMES;
}

WALK void walk_u64(struct walk *walk, uint64_t *field, uint64_t likely)
{
	if (walk_keeps(walk, *field ^ likely))
		walk_octets(walk, field, sizeof *field);
	else if (walk_fills(walk))
		*field = likely;
}

WALK void walk_u32(struct walk *walk, uint32_t *field, uint32_t likely)
{
	if (walk_keeps(walk, *field ^ likely))
		walk_octets(walk, field, sizeof *field);
	else if (walk_fills(walk))
		*field = likely;
}

/* Smaller fields are likely zero. */
WALK void walk_u8(struct walk *walk, uint8_t *field)
{
	uint32_t wide = *field;

	walk_u32(walk, &wide, 0);
	*field = (uint8_t)wide;
}

/* A time is kept by its distance to what it likely is, which seldom needs more
 * than 32 bits; with a sign, as it may be earlier or later. */
WALK void walk_time(struct walk *walk, int64_t *time, int64_t likely)
{
	uint64_t distance = (uint64_t)likely - (uint64_t)*time;
	uint32_t low = (uint32_t)distance, high = (uint32_t)(distance >> 32);

	if (!walk_keeps(walk, distance)) {
		if (walk_fills(walk))
			*time = likely;
		walk_skip(walk, 1);
		return;
	}
	walk_octets(walk, &low, sizeof low);
	walk_u32(walk, &high, low >> 31 ? UINT32_MAX : 0);
	distance = (uint64_t)high << 32 | low;
	*time = (int64_t)((uint64_t)likely - distance);
}

/* Likely to the last bit. */
WALK void walk_double(struct walk *walk, double *field, double likely)
{
	uint64_t bits, likely_bits;

	memcpy(&bits, field, sizeof bits);
	memcpy(&likely_bits, &likely, sizeof likely_bits);
	walk_u64(walk, &bits, likely_bits);
	memcpy(field, &bits, sizeof bits);
}

/* A number that is always kept, and seldom needs more than 32 bits. */
WALK void walk_count(struct walk *walk, uint64_t *count)
{
	uint32_t low = (uint32_t)*count, high = (uint32_t)(*count >> 32);

	walk_octets(walk, &low, sizeof low);
	walk_u32(walk, &high, 0);
	*count = (uint64_t)high << 32 | low;
}

WALK void walk_duration(struct walk *walk, int64_t *duration)
{
	uint64_t count = (uint64_t)*duration;

	walk_count(walk, &count);
	*duration = (int64_t)count;
}

/* The same of a time, by how long before another it is. */
WALK void walk_before(struct walk *walk, int64_t *time, int64_t later)
{
	uint64_t distance = (uint64_t)later - (uint64_t)*time;

	walk_count(walk, &distance);
	*time = (int64_t)((uint64_t)later - distance);
}

/* A part of the walk, over one end or, with any index, over what is of both. */
typedef void walk_part(struct walk *walk, struct connection *connection,
		       int index);

/* Whether in that part anything is not what it likely is. */
WALK bool differs(walk_part *part, struct connection *connection, int index)
{
	struct walk walk = { .mode = WALK_ASKS };

	part(&walk, connection, index);
	return walk.odd != 0;
}

WALK void assume(walk_part *part, struct connection *connection, int index)
{
	struct walk walk = { .mode = WALK_ASSUMES };

	part(&walk, connection, index);
}

WALK void walk_group(struct walk *walk, walk_part *part,
		     struct connection *connection, int index)
{
	struct walk inner = { .mode = walk->mode };
	bool odd = walk->mode == WALK_PACKS && differs(part, connection, index);

	if (!walk_field(walk, odd)) {
		if (walk->mode == WALK_UNPACKS)
			assume(part, connection, index);
		return;
	}
	inner.at = walk->at;
	walk_begin(&inner);
	part(&inner, connection, index);
	walk_end(&inner);
	walk->at = inner.at;
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
	uint64_t word, likely_word;

	memcpy(&word, history, sizeof word);
	memcpy(&likely_word, &likely, sizeof likely_word);
	walk_u64(walk, &word, likely_word);
	memcpy(history, &word, sizeof word);
}

WALK void walk_ranges(struct walk *walk, struct ranges *ranges)
{
	if (!walk_keeps(walk, ranges->count)) {
		if (walk_fills(walk))
			ranges->count = 0;
		return;
	}
	walk_octets(walk, &ranges->count, sizeof ranges->count);
	for (int i = 0; i < ranges->count; i++)
		walk_octets(walk, &ranges->list[i], sizeof ranges->list[i]);
}

/* What was sent: for one end, then for the other, since what one acknowledged
 * is likely all that the other sent. */
WALK void walk_sent(struct walk *walk, struct endpoint *end)
{
	walk_octets(walk, &end->flags, sizeof end->flags);
	walk_octets(walk, &end->iss, sizeof end->iss);
	walk_count(walk, &end->bytes);
	walk_u32(walk, &end->nxt,
		 end->has_sent ? end->iss + 1 + (uint32_t)end->bytes +
					 (end->has_fin ? 1U : 0U)
			       : 0);
}

/* Of each end: what is seldom anything but this. */
WALK void walk_usual(struct walk *walk, struct connection *connection,
		     int index)
{
	struct endpoint *end = &connection->ends[index];
	struct analysis *analysis = &end->analysis;

	walk_u32(walk, &end->contig, end->nxt);
	walk_u32(walk, &end->syn_end, end->has_iss ? end->iss + 1 : 0);
	walk_u32(walk, &end->sack_max, 0);
	walk_u32(walk, &end->beyond, 0);
	walk_u32(walk, &end->beyond_end, 0);
	walk_u32(walk, &analysis->next, end->nxt);
	walk_u32(walk, &analysis->expected, analysis->next);
	walk_u32(walk, &analysis->last_end, analysis->next);
	walk_u32(walk, &analysis->ack, end->acked);
	walk_u32(walk, &analysis->edge, analysis->has_edge ? end->edge : 0);
	walk_u32(walk, &analysis->duplicates, 0);
	walk_u32(walk, &analysis->syn_seq, analysis->has_syn ? end->iss : 0);
	walk_ranges(walk, &analysis->sacked);
}

/* While it is open, all zero. */
WALK void walk_closing(struct walk *walk, struct connection *connection,
		       int index)
{
	struct endpoint *end = &connection->ends[index];
	bool waits = history_state(&end->history) == STATE_TIME_WAIT;

	walk_u32(walk, &end->fin, end->has_fin ? end->nxt : 0);
	walk_u32(walk, &end->fin_ack, end->has_fin ? end->acked : 0);
	walk_u32(walk, &end->fin_acked_from, end->has_fin_acked ? end->nxt : 0);
	walk_u32(walk, &end->tally.fins, end->has_fin ? 1 : 0);
	walk_time(walk, &end->time_wait_until, waits ? connection->last : 0);
}

/* Where all goes well, zero. */
WALK void walk_trouble(struct walk *walk, struct connection *connection,
		       int index)
{
	struct tally *tally = &connection->ends[index].tally;

	walk_u64(walk, &tally->retransmitted_segments, 0);
	walk_u64(walk, &tally->retransmitted_bytes, 0);
	walk_u64(walk, &tally->out_of_order, 0);
	walk_u64(walk, &tally->dup_acks, 0);
	walk_u64(walk, &tally->zero_windows, 0);
	walk_u64(walk, &tally->ranges_forgotten, 0);
	walk_time(walk, &tally->window_closed_since, 0);
	walk_u32(walk, &tally->resets, 0);
	walk_u32(walk, &tally->urgent, 0);
}

/* As after one sample. */
WALK void walk_samples(struct walk *walk, struct connection *connection,
		       int index)
{
	struct track_rtt *rtt = &connection->ends[index].tally.rtt;

	walk_u64(walk, &rtt->samples, 1);
	walk_time(walk, &rtt->max, rtt->min);
	walk_double(walk, &rtt->sum, (double)rtt->min);
	walk_double(walk, &rtt->sum_of_squares, rtt->sum * rtt->sum);
}

WALK void walk_rtt(struct walk *walk, struct connection *connection, int index)
{
	struct track_rtt *rtt = &connection->ends[index].tally.rtt;

	if (!walk_field(walk, rtt->samples > 0)) {
		memset(rtt, 0, sizeof *rtt);
		walk_skip(walk, 2);
		return;
	}
	walk_duration(walk, &rtt->min);
	walk_group(walk, walk_samples, connection, index);
}

WALK void walk_timing(struct walk *walk, struct tally *tally, int64_t last)
{
	if (!walk_field(walk, tally->timing)) {
		tally->timed_end = tally->timed_ts = 0;
		tally->timed_since = 0;
		walk_skip(walk, 1);
		return;
	}
	walk_octets(walk, &tally->timed_end, sizeof tally->timed_end);
	walk_octets(walk, &tally->timed_ts, sizeof tally->timed_ts);
	walk_before(walk, &tally->timed_since, last);
}

WALK void walk_tally(struct walk *walk, struct connection *connection,
		     int index)
{
	struct tally *tally = &connection->ends[index].tally;

	walk_octets(walk, &tally->mss, sizeof tally->mss);
	walk_octets(walk, &tally->flags, sizeof tally->flags);
	walk_octets(walk, &tally->window_min, sizeof tally->window_min);
	walk_u32(walk, &tally->window_max, tally->window_min);
	walk_count(walk, &tally->packets);
	walk_timing(walk, tally, connection->last);
	walk_rtt(walk, connection, index);
	walk_group(walk, walk_trouble, connection, index);
}

WALK void walk_analysis(struct walk *walk, struct endpoint *end, int64_t last)
{
	struct analysis *analysis = &end->analysis;

	walk_octets(walk, &analysis->flags, sizeof analysis->flags);
	walk_octets(walk, &analysis->last_flags, sizeof analysis->last_flags);
	walk_octets(walk, &analysis->last_id, sizeof analysis->last_id);
	walk_octets(walk, &analysis->window, sizeof analysis->window);
	walk_octets(walk, &analysis->last_seq, sizeof analysis->last_seq);
	walk_before(walk, &analysis->last_time, analysis->has_last ? last : 0);
	walk_time(walk, &analysis->next_time,
		  analysis->has_next ? analysis->last_time : 0);
	walk_u32(walk, &analysis->next_ts,
		 analysis->has_next_ts ? end->ts_value : 0);
	walk_ranges(walk, &analysis->unacknowledged);
}

WALK void walk_facts(struct walk *walk, struct connection *connection,
		     int index)
{
	struct endpoint *end = &connection->ends[index];
	const struct endpoint *other = &connection->ends[!index];

	walk_octets(walk, &end->window_scale, sizeof end->window_scale);
	walk_octets(walk, &end->ts_value, sizeof end->ts_value);
	walk_history(walk, &end->history, likely_history(connection, index));
	walk_u32(walk, &end->acked, end->has_acked ? other->nxt : 0);
	walk_u32(walk, &end->handshake_ts, 0);
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

	walk_begin(walk);
	walk_facts(walk, connection, index);
	walk_analysis(walk, end, connection->last);
	walk_u32(walk, &end->edge,
		 end->acked + ((uint32_t)end->analysis.window
			       << (end->window_scale & 0xf)));
	walk_time(walk, &end->since, likely_since(connection, end));
	walk_time(walk, &end->sure_since, end->since);
	walk_tally(walk, connection, index);
	walk_group(walk, walk_usual, connection, index);
	walk_group(walk, walk_closing, connection, index);
	walk_end(walk);
}

WALK void walk_candidate(struct walk *walk, struct candidate *candidate)
{
	if (walk_keeps(walk, candidate->waiting))
		walk_octets(walk, candidate, sizeof *candidate);
	else if (walk_fills(walk))
		memset(candidate, 0, sizeof *candidate);
}

/* Of the connection: what is seldom anything but this. */
WALK void walk_plain(struct walk *walk, struct connection *connection,
		     int index)
{
	const struct endpoint *ends = connection->ends;

	(void)index;
	walk_u8(walk, &connection->reason);
	walk_u8(walk, &connection->strays);
	walk_u8(walk, &connection->stray_ends);
	walk_u32(walk, &connection->incarnation, 1);
	walk_time(walk, &connection->syn_time,
		  connection->has_syn_time ? connection->start : 0);
	walk_u32(walk, &connection->base[0],
		 connection->based ? ends[0].iss : 0);
	walk_u32(walk, &connection->base[1],
		 connection->based ? ends[1].iss : 0);
	walk_candidate(walk, &connection->candidate);
}

/* All but what is of one end only. */
WALK void walk_head(struct walk *walk, struct connection *connection)
{
	walk_begin(walk);
	walk_octets(walk, &connection->flags, sizeof connection->flags);
	walk_octets(walk, &connection->client, sizeof connection->client);
	walk_octets(walk, &connection->last, sizeof connection->last);
	walk_count(walk, &connection->number);
	walk_count(walk, &connection->notes);
	walk_before(walk, &connection->start, connection->last);
	walk_duration(walk, &connection->rtt_handshake);
	walk_sent(walk, &connection->ends[0]);
	walk_sent(walk, &connection->ends[1]);
	walk_group(walk, walk_plain, connection, 0);
	walk_end(walk);
}

WALK void walk_all(struct walk *walk, struct connection *connection)
{
	walk_head(walk, connection);
	walk_end_of(walk, connection, 0);
	walk_end_of(walk, connection, 1);
}

/* Returns where it ends. */
static uint8_t *pack(uint8_t *at, struct connection *connection)
{
	struct walk walk = { .at = at, .mode = WALK_PACKS };

	walk_all(&walk, connection);
	return walk.at;
}

/* It only reads there: see walk_octets(). */
static void unpack(uint8_t *at, struct connection *connection)
{
	struct walk walk = { .at = at, .mode = WALK_UNPACKS };

	walk_all(&walk, connection);
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

/* Two masks of the connection, five of each end. */
enum { MASKS = 2 + 2 * 5 };

_Static_assert(sizeof(struct connection) + KEY_MAX + MASKS * sizeof(uint32_t) <=
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
