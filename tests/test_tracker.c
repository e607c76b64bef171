/*
 * The tracker as a whole: its limit, its events and their order, and two
 * properties that must hold whatever the segments are.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "random.h"
#include "track/tracker.h"

#define SECOND INT64_C(1000000000)

static struct tracker *tracker_with(size_t memory)
{
	return tracker_new(&(struct tracker_options){
		.msl = 30 * SECOND, .memory = memory, .key = { 3, 4 } });
}

static struct packet segment(uint32_t host, bool answer, uint16_t flags,
			     uint32_t seq, uint32_t ack)
{
	struct address a = { 4,
			     { 10, (uint8_t)(host >> 16), (uint8_t)(host >> 8),
			       (uint8_t)host } };
	struct address b = { 4, { 192, 0, 2, 1 } };

	return (struct packet){
		.kind = PACKET_TCP,
		.ip.source = answer ? b : a,
		.ip.destination = answer ? a : b,
		.tcp = { .extent = TCP_WHOLE_HEADER,
			 .source_port = answer ? 80 : 4000,
			 .destination_port = answer ? 4000 : 80,
			 .flags = flags,
			 .seq = seq,
			 .ack = ack,
			 .window = 8192 },
	};
}

static struct track_result send(struct tracker *tracker, struct packet packet)
{
	struct track_result result;

	tracker_segment(tracker, &packet, &result);
	return result;
}

Test(tracker, a_flood_of_syns_stays_below_the_limit)
{
	struct tracker *tracker = tracker_with(1 << 20);
	struct tracker_counts counts;
	struct track_event event;
	uint64_t evicted = 0;

	for (uint32_t i = 0; i < 20000; i++) {
		tracker_advance(tracker, i * 1000);
		send(tracker, segment(i, false, TCP_SYN, i, 0));
		while (tracker_event(tracker, &event))
			evicted += event.kind == TRACK_EVENT_FLOW &&
				   event.flow.reason == TRACK_REASON_EVICTED;
	}
	tracker_count(tracker, &counts);
	cr_expect_eq(counts.seen, 20000);
	cr_expect_gt(counts.evicted, 5000);
	cr_expect_eq(counts.evicted, evicted, "each eviction is told");
	tracker_free(tracker);
}

/* What a live capture has, unless told otherwise: 256 MiB, which is more than
 * two million connections that began. */
Test(tracker, without_a_limit_there_is_one)
{
	struct tracker *tracker = tracker_with(0);
	struct track_event event;
	uint32_t count = 0;

	do {
		cr_assert_lt(count, 4000000);
		send(tracker, segment(count++, false, TCP_SYN, 1, 0));
	} while (!tracker_event(tracker, &event));
	cr_expect_eq(event.flow.reason, TRACK_REASON_EVICTED);
	cr_expect_gt(count, 2000000);
	tracker_free(tracker);
}

/* Every connection has a flow, however many have to go at once for one that
 * takes more room than they did. */
Test(tracker, whoever_is_evicted_is_told_of)
{
	enum { COUNT = 20000, STEPS = 40, STEP = 25000 };
	struct track_event event;

	for (size_t i = 0; i < STEPS; i++) {
		struct tracker *tracker = tracker_with((1 << 20) + i * STEP);
		uint32_t flows = 0;

		for (uint32_t sent = 0; sent < COUNT; sent++) {
			send(tracker, segment(sent, false, TCP_SYN, sent, 0));
			while (tracker_event(tracker, &event))
				flows += event.kind == TRACK_EVENT_FLOW;
		}
		tracker_finish(tracker);
		while (tracker_event(tracker, &event))
			flows += event.kind == TRACK_EVENT_FLOW;
		cr_expect_eq(flows, COUNT, "%zu: %u flows", i, flows);
		tracker_free(tracker);
	}
}

Test(tracker, an_established_connection_outlives_a_flood)
{
	struct tracker *tracker = tracker_with(1 << 20);
	struct track_result result;

	send(tracker, segment(1, false, TCP_SYN, 100, 0));
	send(tracker, segment(1, true, TCP_SYN | TCP_ACK, 500, 101));
	send(tracker, segment(1, false, TCP_ACK, 101, 501));
	for (uint32_t i = 2; i < 20000; i++)
		send(tracker, segment(i, false, TCP_SYN, i, 0));
	result = send(tracker, segment(1, true, TCP_ACK, 501, 101));
	cr_expect_eq(result.connection, 1);
	tracker_free(tracker);
}

/* A flood in the middle of connections that never were. */
Test(tracker, an_idle_connection_outlives_a_flood_of_acks)
{
	struct tracker *tracker = tracker_with(1 << 20);
	struct track_result result;

	tracker_advance(tracker, 0);
	send(tracker, segment(1, false, TCP_ACK, 101, 501));
	send(tracker, segment(1, true, TCP_ACK, 501, 101));
	for (uint32_t i = 2; i < 20000; i++) {
		tracker_advance(tracker, i * 1000);
		send(tracker, segment(i, false, TCP_ACK, 1, 1));
	}
	result = send(tracker, segment(1, true, TCP_ACK, 501, 101));
	cr_expect_eq(result.connection, 1);
	tracker_free(tracker);
}

/* --- who goes first when the memory is used up */

static void establish(struct tracker *tracker, uint32_t host)
{
	send(tracker, segment(host, false, TCP_SYN, 100, 0));
	send(tracker, segment(host, true, TCP_SYN | TCP_ACK, 500, 101));
	send(tracker, segment(host, false, TCP_ACK, 101, 501));
}

static void close_one(struct tracker *tracker, uint32_t host)
{
	establish(tracker, host);
	send(tracker, segment(host, false, TCP_ACK | TCP_FIN, 101, 501));
}

static void close_half(struct tracker *tracker, uint32_t host)
{
	close_one(tracker, host);
	send(tracker, segment(host, true, TCP_ACK, 501, 102));
}

static void be_one_sided(struct tracker *tracker, uint32_t host)
{
	send(tracker, segment(host, false, TCP_ACK, 101, 501));
}

static void stop_in_handshake(struct tracker *tracker, uint32_t host)
{
	send(tracker, segment(host, false, TCP_SYN, 100, 0));
	send(tracker, segment(host, true, TCP_SYN | TCP_ACK, 500, 101));
}

static void be_unanswered(struct tracker *tracker, uint32_t host)
{
	send(tracker, segment(host, false, TCP_SYN, 100, 0));
}

static void be_in_time_wait(struct tracker *tracker, uint32_t host)
{
	close_half(tracker, host);
	send(tracker, segment(host, true, TCP_ACK | TCP_FIN, 501, 102));
	send(tracker, segment(host, false, TCP_ACK, 102, 502));
}

static void be_reset(struct tracker *tracker, uint32_t host)
{
	establish(tracker, host);
	send(tracker, segment(host, true, TCP_RST | TCP_ACK, 501, 101));
}

/* The first have least to lose. */
static const struct {
	const char *name;
	void (*make)(struct tracker *tracker, uint32_t host);
} eviction_classes[] = {
	{ "expired", be_reset },
	{ "closed", be_reset },
	{ "TIME_WAIT", be_in_time_wait },
	{ "unanswered SYN", be_unanswered },
	{ "stopped handshake", stop_in_handshake },
	{ "one-sided, mid-stream", be_one_sided },
	{ "half closed", close_half },
	{ "closing", close_one },
	{ "idle", establish },
	{ "heard of since", establish },
};

enum {
	CLASSES = sizeof eviction_classes / sizeof *eviction_classes,
	EXPIRED = 0,
	IDLE = CLASSES - 2,
	HEARD_OF = CLASSES - 1,
	OF_EACH = 8,
	OTHERS = CLASSES * OF_EACH, /* the first host that is in no class */
	HOSTS_MAX = 20000
};

/* A millisecond passes, so that each has its place. */
static void make_class(struct tracker *tracker, uint32_t class, int64_t *now)
{
	for (uint32_t i = 0; i < OF_EACH; i++) {
		tracker_advance(tracker, *now += SECOND / 1000);
		eviction_classes[class].make(tracker, class * OF_EACH + i);
	}
}

/* Made in such an order that those who must stay longest are the oldest. */
static void make_classes(struct tracker *tracker, int64_t *now)
{
	struct track_event event;

	make_class(tracker, EXPIRED, now);
	tracker_advance(tracker, *now += 61 * SECOND);
	while (tracker_event(tracker, &event))
		;
	for (uint32_t class = HEARD_OF; class != EXPIRED; class --)
		make_class(tracker, class, now);
	for (uint32_t i = 0; i < OF_EACH; i++) {
		tracker_advance(tracker, *now += SECOND / 1000);
		send(tracker,
		     segment(HEARD_OF * OF_EACH + i, true, TCP_ACK, 501, 101));
	}
}

static uint32_t host_of(const struct track_event *event)
{
	const uint8_t *octets = event->flow.ends[TRACK_CLIENT].address.octets;

	return (uint32_t)(octets[1] << 16 | octets[2] << 8 | octets[3]);
}

/* The numbers and places of those expired are 1 to 8 and 0 to 7. */
static bool expired_are_gone(const struct tracker *tracker)
{
	struct track_look look;

	for (uint32_t i = 0; i < OF_EACH; i++)
		if (tracker_look(tracker, i, i + 1, &look))
			return false;
	return true;
}

/* Others come; `gone` takes who goes for them, until one of the others goes:
 * who was heard of since then has a place behind the first of those. */
static uint32_t flood_until_gone(struct tracker *tracker, int64_t now,
				 uint32_t gone[OTHERS])
{
	struct track_event event;
	uint32_t count = 0;

	for (uint32_t host = OTHERS; host < HOSTS_MAX; host++) {
		tracker_advance(tracker, now += SECOND / 1000);
		establish(tracker, host);
		while (tracker_event(tracker, &event)) {
			cr_assert_eq(event.kind, TRACK_EVENT_FLOW);
			cr_assert_eq(event.flow.reason, TRACK_REASON_EVICTED);
			cr_assert(expired_are_gone(tracker));
			if (host_of(&event) >= OTHERS)
				return count;
			gone[count++] = host_of(&event);
		}
	}
	return count;
}

Test(tracker, who_has_least_to_lose_is_evicted_first)
{
	struct tracker *tracker = tracker_with(1 << 20);
	uint32_t gone[OTHERS], count;
	int64_t now = 0;

	make_classes(tracker, &now);
	cr_assert_not(expired_are_gone(tracker));
	count = flood_until_gone(tracker, now, gone);
	cr_expect_eq(count, IDLE * OF_EACH, "%u are evicted", count);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t class = i / OF_EACH + 1;

		cr_expect_eq(gone[i] / OF_EACH, class, "%u: %s instead of %s",
			     i, eviction_classes[gone[i] / OF_EACH].name,
			     eviction_classes[class].name);
		cr_expect_eq(gone[i] % OF_EACH, i % OF_EACH,
			     "the oldest of a class goes first");
	}
	tracker_free(tracker);
}

static uint64_t ranges_forgotten(const struct tracker *tracker)
{
	struct tracker_counts counts;

	tracker_count(tracker, &counts);
	return counts.ranges_forgotten;
}

/* Of what an end sent with holes between, four are kept: the rest is counted
 * while the connection lasts, and when it is over. */
Test(tracker, ranges_that_are_forgotten_are_counted)
{
	struct tracker *tracker = tracker_with(0);
	struct track_event event;

	for (uint32_t i = 0; i < 7; i++) {
		struct packet data =
			segment(1, false, TCP_ACK, 1000 * (i + 1), 500);

		cr_expect_eq(ranges_forgotten(tracker), i > 4 ? i - 4 : 0);
		data.tcp.payload = 100;
		send(tracker, data);
	}
	cr_expect_eq(ranges_forgotten(tracker), 3);
	tracker_finish(tracker);
	while (tracker_event(tracker, &event))
		;
	cr_expect_eq(ranges_forgotten(tracker), 3);
	tracker_free(tracker);
}

Test(tracker, times_far_apart_do_not_overflow)
{
	struct tracker *tracker = tracker_with(0);
	struct track_event event;
	int64_t duration = 0;

	tracker_advance(tracker, INT64_MIN);
	send(tracker, segment(1, false, TCP_ACK, 101, 501));
	tracker_advance(tracker, INT64_MAX);
	send(tracker, segment(1, true, TCP_ACK, 501, 101));
	tracker_finish(tracker);
	while (tracker_event(tracker, &event))
		if (event.kind == TRACK_EVENT_FLOW)
			duration = event.flow.end - event.flow.start;
	cr_expect_eq(duration, 2 * TRACKER_TIME_MAX);
	tracker_free(tracker);
}

Test(tracker, events_come_in_the_order_of_time)
{
	struct tracker *tracker = tracker_with(0);
	struct track_event event;
	int64_t last = 0;
	int states = 0;

	for (uint32_t i = 0; i < 200; i++) {
		tracker_advance(tracker, i * SECOND / 10);
		send(tracker, segment(i, false, TCP_SYN, 0, 0));
		if (i % 3 == 0)
			send(tracker,
			     segment(i, true, TCP_SYN | TCP_ACK, 0, 1));
		if (i % 5 == 0)
			send(tracker,
			     segment(i, true, TCP_RST | TCP_ACK, 0, 1));
	}
	tracker_advance(tracker, 1000 * SECOND);
	while (tracker_event(tracker, &event)) {
		if (event.kind != TRACK_EVENT_STATE)
			continue;
		cr_expect_geq(event.time, last);
		last = event.time;
		states++;
	}
	cr_expect_gt(states, 100);
	tracker_free(tracker);
}

Test(tracker, time_never_goes_back)
{
	struct tracker *tracker = tracker_with(0);
	struct track_event event;
	int told = 0;

	tracker_advance(tracker, 1000 * SECOND);
	send(tracker, segment(1, false, TCP_SYN, 0, 0));
	tracker_advance(tracker, 0);
	tracker_advance(tracker, 1129 * SECOND);
	cr_expect_not(tracker_event(tracker, &event));
	tracker_advance(tracker, 1131 * SECOND);
	while (tracker_event(tracker, &event))
		told += event.kind == TRACK_EVENT_STATE;
	cr_expect_eq(told, 1);
	tracker_free(tracker);
}

Test(tracker, every_incarnation_becomes_one_flow)
{
	struct tracker *tracker = tracker_with(0);
	struct tracker_counts counts;
	struct track_event event;
	uint64_t flows = 0;

	for (uint32_t i = 0; i < 300; i++) {
		send(tracker, segment(i % 100, false, TCP_SYN, i * 7000, 0));
		send(tracker, segment(i % 100, true, TCP_RST | TCP_ACK, 0,
				      i * 7000 + 1));
		while (tracker_event(tracker, &event))
			flows += event.kind == TRACK_EVENT_FLOW;
	}
	tracker_finish(tracker);
	while (tracker_event(tracker, &event))
		flows += event.kind == TRACK_EVENT_FLOW;
	tracker_count(tracker, &counts);
	cr_expect_eq(flows, 300);
	cr_expect_eq(counts.seen, 300);
	cr_expect_eq(counts.reset, 300);
	tracker_free(tracker);
}

Test(tracker, the_first_segment_with_ack_fixes_the_bases)
{
	struct tracker *tracker = tracker_with(0);
	struct track_result result;

	result = send(tracker, segment(1, false, TCP_ACK, 100, 500));
	cr_expect_eq(result.seq_base, 0);
	cr_expect_eq(result.sack_base, 499);
	result = send(tracker, segment(1, true, TCP_ACK, 500, 100));
	cr_expect_eq(result.seq_base, 499);
	cr_expect_eq(result.ack_base, 100);
	result = send(tracker, segment(1, true, TCP_SYN | TCP_ACK, 9, 90));
	cr_expect_eq(result.seq_base, 0);
	result = send(tracker, segment(1, true, TCP_RST, 500, 0));
	cr_expect_eq(result.seq_base, 0, "a RST without ACK is absolute");
	tracker_free(tracker);
}

/* RFC 9293 3.5.2: it answers a segment without ACK, so nothing else reached
 * its sender: the SYN that was sent to it is not assumed any longer. */
Test(tracker, a_reset_with_number_zero_is_an_answer)
{
	struct tracker *tracker = tracker_with(0);
	struct track_event event;
	const struct history *client;

	send(tracker, segment(1, false, TCP_SYN, 100, 0));
	send(tracker, segment(1, true, TCP_SYN, 5, 0));
	send(tracker, segment(1, false, TCP_RST | TCP_ACK, 0, 6));
	tracker_finish(tracker);
	cr_assert(tracker_event(tracker, &event));
	client = &event.flow.ends[TRACK_CLIENT].history;
	cr_expect_eq(client->count, 3);
	cr_expect_eq(history_at(*client, 1), STATE_SYN_SENT);
	cr_expect_eq(history_at(*client, 2), STATE_CLOSED);
	tracker_free(tracker);
}

/* A small generator of numbers (xorshift), so that a failure repeats. */
static struct packet random_segment(uint32_t *state)
{
	static const uint16_t flags[] = {
		TCP_SYN,	   TCP_SYN | TCP_ACK, TCP_ACK,
		TCP_ACK,	   TCP_ACK | TCP_FIN, TCP_ACK | TCP_FIN,
		TCP_RST,	   TCP_RST | TCP_ACK, TCP_ACK | TCP_PSH,
		TCP_SYN | TCP_FIN, TCP_URG,	      TCP_ACK,
	};
	uint32_t r = next_random(state);
	struct packet packet = segment(1, r & 1, flags[(r >> 1) % 12],
				       r >> 8 & 3, r >> 12 & 3);

	packet.tcp.payload = r >> 16 & 1 ? r >> 17 & 3 : 0;
	packet.tcp.window = (uint16_t)(r >> 20 & 7);
	if (r >> 24 == 0)
		packet.tcp.seq += 100000;
	return packet;
}

static struct packet exchanged(struct packet packet)
{
	struct packet other = packet;

	other.ip.source.octets[0] =
		packet.ip.source.octets[0] == 10 ? 200 : 100;
	other.ip.destination.octets[0] =
		packet.ip.destination.octets[0] == 10 ? 200 : 100;
	return other;
}

/* Which of the two addresses is the lower must not matter. */
Test(tracker, is_symmetric)
{
	for (uint32_t seed = 1; seed <= 500; seed++) {
		struct tracker *a = tracker_with(0), *b = tracker_with(0);
		uint32_t state = seed * 2654435761U;

		for (int i = 0; i < 40; i++) {
			struct packet packet = random_segment(&state);
			struct track_result one = send(a, packet);
			struct track_result two = send(b, exchanged(packet));

			cr_assert_arr_eq(one.ends, two.ends, sizeof one.ends,
					 "seed %u, segment %d", seed, i);
			cr_assert_eq(one.connection, two.connection,
				     "seed %u, segment %d", seed, i);
			cr_assert_eq(one.notes.count, two.notes.count);
		}
		tracker_free(a);
		tracker_free(b);
	}
}

static bool is_assumed(const struct track_steps *steps, int i)
{
	return steps->assumed >> i & 1;
}

/* What was shown as sure is where the next line begins, unless the
 * connection is another. */
Test(tracker, sure_states_are_never_taken_back)
{
	for (uint32_t seed = 1; seed <= 500; seed++) {
		struct tracker *tracker = tracker_with(0);
		struct track_result last = { 0 };
		uint32_t state = seed * 2246822519U;

		for (int i = 0; i < 40; i++) {
			struct track_result now =
				send(tracker, random_segment(&state));

			for (int e = 0; e < 2; e++) {
				struct track_steps *was = &last.ends[e];
				struct track_steps *is = &now.ends[e];

				if (now.connection != last.connection ||
				    is_assumed(was, was->count - 1))
					continue;
				cr_assert_eq(is->states[0],
					     was->states[was->count - 1],
					     "seed %u, segment %d", seed, i);
				cr_assert_not(is_assumed(is, 0),
					      "seed %u, segment %d", seed, i);
			}
			last = now;
		}
		tracker_free(tracker);
	}
}
