/*
 * Fuzzer: segments that follow from one another, as those of a connection do,
 * into the tracker.
 *
 * The octets do not make packets but say in what each segment differs from the
 * one that would come next: so that states are reached which octets taken as a
 * packet would not find.  Whatever the segments are, this must hold:
 *
 *	- which of two addresses is the lower makes no difference;
 *	- connections that rest, packed, come back as they were, in whatever
 *	  way they are found again;
 *	- header prediction makes no difference;
 *	- a state that was shown as sure is not taken back;
 *	- each incarnation that was counted ends as one flow.
 */
#include <stdlib.h>
#include <string.h>

#include "decode/bytes.h"
#include "tests/fuzz.h"
#include "track/tracker.h"

enum { HOSTS = 8, GAP_UNIT = 10000000, SEGMENT_OCTETS = 8 };

/* What each of two trackers is told of the same segments. */
struct watch {
	struct tracker *tracker;
	uint64_t flows;
};

/* One host's connection: what each end would send next. */
struct pair {
	uint32_t next[2];
	struct track_steps last[2]; /* by enum track_end */
	uint64_t connection;	    /* `last` is of this one */
};

struct run {
	struct watch plain, exchanged;
	struct pair pairs[HOSTS];
	int64_t now;
};

static void require(bool condition)
{
	if (!condition)
		abort();
}

static struct address address_of(uint8_t first, uint32_t host)
{
	return (struct address){ 4, { first, 0, 0, (uint8_t)host } };
}

/* The lower address is the client's, or the server's. */
static struct packet packet_between(uint32_t host, bool answer, bool exchanged)
{
	struct address client = address_of(exchanged ? 200 : 10, host);
	struct address server = address_of(100, 1);

	return (struct packet){
		.kind = PACKET_TCP,
		.ip.source = answer ? server : client,
		.ip.destination = answer ? client : server,
		.tcp.source_port = answer ? 80 : 4000,
		.tcp.destination_port = answer ? 4000 : 80,
	};
}

static uint16_t flags_of(uint8_t octet)
{
	static const uint16_t usual[] = {
		TCP_SYN,	   TCP_SYN | TCP_ACK, TCP_ACK,
		TCP_ACK | TCP_PSH, TCP_ACK | TCP_FIN, TCP_RST,
		TCP_RST | TCP_ACK, TCP_ACK | TCP_URG,
	};

	return octet & 0x80 ? octet & 0x3f : usual[octet & 7];
}

static struct tcp_options options_of(uint8_t octet, int64_t now)
{
	struct tcp_options options = {
		.has_mss = octet & 1,
		.mss = 1460,
		.has_window_scale = octet & 2,
		.window_scale = octet >> 4 & 7,
		.has_sack_permitted = octet & 4,
		.has_timestamps = octet & 8,
		.ts_value = (uint32_t)(now / 1000000) - (octet >> 6),
		.ts_echo = (uint32_t)(now / 1000000) - (octet >> 5 & 3),
	};

	return options;
}

/* Mostly nothing, else a little or much. */
static uint32_t offset_of(uint8_t octet)
{
	int8_t distance = (int8_t)octet;

	if (octet < 0x40)
		return 0;
	return (uint32_t)(octet & 1 ? distance : distance * 1000);
}

static void take_flow(struct watch *watch, const struct track_event *event)
{
	if (event->kind == TRACK_EVENT_FLOW)
		watch->flows++;
}

static void take_events(struct run *run)
{
	struct track_event one, two;

	while (tracker_event(run->plain.tracker, &one)) {
		require(tracker_event(run->exchanged.tracker, &two));
		require(one.kind == two.kind && one.time == two.time &&
			one.connection == two.connection);
		if (one.kind == TRACK_EVENT_STATE)
			require(!memcmp(&one.steps, &two.steps,
					sizeof one.steps));
		take_flow(&run->plain, &one);
		take_flow(&run->exchanged, &two);
	}
	require(!tracker_event(run->exchanged.tracker, &two));
}

static bool is_assumed(const struct track_steps *steps, int i)
{
	return steps->assumed >> i & 1;
}

/* A sure state is where the next line begins. */
static void require_monotone(struct pair *pair,
			     const struct track_result *result)
{
	for (int i = 0; i < 2 && pair->connection == result->connection; i++) {
		const struct track_steps *was = &pair->last[i];
		const struct track_steps *is = &result->ends[i];

		require(is->count > 0);
		if (was->count == 0 || is_assumed(was, was->count - 1))
			continue;
		/* Unless a timer moved it meanwhile, which only assumes. */
		if (is->states[0] != was->states[was->count - 1])
			require(is->states[0] == STATE_CLOSED);
	}
	memcpy(pair->last, result->ends, sizeof pair->last);
	pair->connection = result->connection;
}

static void take_segment(struct run *run, struct bytes *octets)
{
	uint8_t where = bytes_u8(octets), what = bytes_u8(octets);
	uint8_t seq = bytes_u8(octets), ack = bytes_u8(octets);
	uint8_t payload = bytes_u8(octets), window = bytes_u8(octets);
	uint8_t options = bytes_u8(octets), gap = bytes_u8(octets);
	struct pair *pair = &run->pairs[where % HOSTS];
	bool answer = where & 0x80;
	struct packet one = packet_between(where % HOSTS, answer, false);
	struct packet two = packet_between(where % HOSTS, answer, true);
	/* The octets between members are compared too. */
	struct track_result first = { 0 }, second = { 0 };

	run->now += (int64_t)gap * gap * GAP_UNIT;
	one.tcp.extent = TCP_WHOLE_HEADER;
	one.tcp.flags = flags_of(what);
	one.tcp.seq = pair->next[answer] + offset_of(seq);
	one.tcp.ack = pair->next[!answer] + offset_of(ack);
	one.tcp.payload = payload & 0x80 ? payload & 0x7f : 0;
	one.tcp.window = (uint16_t)(window * 257);
	one.tcp.options = options_of(options, run->now);
	one.ip.id = gap == 0 ? 7 : where;
	pair->next[answer] = one.tcp.seq + one.tcp.payload +
			     ((one.tcp.flags & TCP_SYN) != 0) +
			     ((one.tcp.flags & TCP_FIN) != 0);
	two.tcp = one.tcp;
	two.tcp.source_port = answer ? 80 : 4000;
	two.tcp.destination_port = answer ? 4000 : 80;
	one.tcp.source_port = two.tcp.source_port;
	one.tcp.destination_port = two.tcp.destination_port;
	two.ip.id = one.ip.id;
	tracker_advance(run->plain.tracker, run->now);
	tracker_advance(run->exchanged.tracker, run->now);
	take_events(run);
	tracker_segment(run->plain.tracker, &one, &first);
	tracker_segment(run->exchanged.tracker, &two, &second);
	require(!memcmp(&first, &second,
			offsetof(struct track_result, notes.list)));
	require(first.whys.count == second.whys.count);
	require_monotone(pair, &first);
	take_events(run);
}

static void begin(struct watch *watch, const struct tracker_options *options)
{
	watch->tracker = tracker_new(options);
	require(watch->tracker != NULL);
}

static void finish(struct watch *watch)
{
	struct tracker_counts counts;

	tracker_count(watch->tracker, &counts);
	require(watch->flows == counts.seen);
	tracker_free(watch->tracker);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* Some of few rest as well: see recent.h. */
	const struct tracker_options usual = { .msl = 30000000000,
					       .awake = size & 1 ? 4 : 64,
					       .key = { 1, 2 } };
	static const struct tracker_options unusual = { .msl = 30000000000,
							.awake = 4,
							.unpredicted = true,
							.key = { 1, 2 } };
	struct bytes octets = bytes_of(data, size);
	struct run run = { .now = 1700000000000000000 };

	begin(&run.plain, &usual);
	begin(&run.exchanged, &unusual);
	while (octets.left >= SEGMENT_OCTETS)
		take_segment(&run, &octets);
	tracker_finish(run.plain.tracker);
	tracker_finish(run.exchanged.tracker);
	take_events(&run);
	finish(&run.plain);
	finish(&run.exchanged);
	return 0;
}
