/*
 * Which connections a table shows: the first ones of many, rounds in steps,
 * those that are over.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "decode/packet.h"
#include "ranking.h"
#include "roster.h"

#define SECOND INT64_C(1000000000)
#define NOW (INT64_C(1700000000) * SECOND)

/* --- the ranking */

static struct ranking_entry entry_of(uint64_t value)
{
	return (struct ranking_entry){ .rank = { { value, 0, 0 } },
				       .connection = value };
}

/* Every number below `count`, in an order that looks like none. */
static void add_all(struct ranking *ranking, uint64_t count)
{
	ranking_begin(ranking);
	for (uint64_t i = 0; i < count; i++) {
		const struct ranking_entry entry =
			entry_of(i * UINT64_C(7919) % count);

		ranking_add(ranking, &entry);
	}
	ranking_sort(ranking);
}

static void expect_first(const struct ranking *ranking, uint64_t count)
{
	cr_expect_eq(ranking->offered, count);
	for (size_t i = 0; i < ranking->count; i++)
		cr_expect_eq(ranking->entries[i].connection, count - 1 - i,
			     "%zu of %zu", i, ranking->count);
}

Test(ranking, keeps_the_first)
{
	static const size_t limits[] = { 1, 2, 3, 63, 64, 65, 1000, 5000 };

	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		struct ranking ranking = { .limit = limits[i] };

		add_all(&ranking, 1000);
		cr_expect_eq(ranking.count,
			     limits[i] < 1000 ? limits[i] : 1000);
		expect_first(&ranking, 1000);
		/* It can begin anew. */
		add_all(&ranking, 10);
		cr_expect_eq(ranking.count, limits[i] < 10 ? limits[i] : 10);
		expect_first(&ranking, 10);
		ranking_free(&ranking);
	}
}

Test(ranking, of_nothing)
{
	struct ranking ranking = { .limit = 5 };

	add_all(&ranking, 0);
	cr_expect_eq(ranking.count, 0);
	ranking.limit = 0;
	add_all(&ranking, 3);
	cr_expect_eq(ranking.count, 0);
	cr_expect_eq(ranking.offered, 3);
	ranking_free(&ranking);
}

/* --- the roster */

static struct tracker *tracker;
static struct roster roster;

static void set_up(void)
{
	const struct tracker_options options = { .msl = 30 * SECOND,
						 .key = { 1, 2 } };

	tracker = tracker_new(&options);
	cr_assert_not_null(tracker);
	roster = (struct roster){ .ranking.limit = 100 };
}

static void clean_up(void)
{
	roster_free(&roster);
	tracker_free(tracker);
}

TestSuite(roster, .init = set_up, .fini = clean_up);

static void put_address(struct address *address, uint8_t last)
{
	const uint8_t octets[] = { 10, 0, 0, last };

	address->version = 4;
	memcpy(address->octets, octets, sizeof(octets));
}

/* A segment without data between client and server; the port is the
 * client's. */
static struct packet segment(uint16_t port, bool answer, uint16_t flags)
{
	struct packet packet = { .kind = PACKET_TCP };

	put_address(&packet.ip.source, answer ? 2 : 1);
	put_address(&packet.ip.destination, answer ? 1 : 2);
	packet.tcp.source_port = answer ? 80 : port;
	packet.tcp.destination_port = answer ? port : 80;
	packet.tcp.extent = TCP_WHOLE_HEADER;
	packet.tcp.flags = flags;
	packet.tcp.seq = answer ? 5000 : 1000;
	packet.tcp.ack = answer ? 1001 : 5001;
	packet.tcp.window = 1000;
	packet.tcp.checksum = CHECKSUM_UNVERIFIED;
	return packet;
}

static void drain(void)
{
	struct track_event event;

	while (tracker_event(tracker, &event))
		if (event.kind == TRACK_EVENT_FLOW)
			roster_flow(&roster, &event);
}

static void see(int64_t time, const struct packet *packet)
{
	struct track_result result;

	tracker_advance(tracker, time);
	drain();
	tracker_segment(tracker, packet, &result);
	drain();
}

static void open_some(uint16_t count)
{
	for (uint16_t i = 0; i < count; i++) {
		const struct packet packet = segment(1000 + i, false, TCP_SYN);

		see(NOW + i, &packet);
	}
}

static void refuse(uint16_t port)
{
	const struct packet packet = segment(port, true, TCP_RST | TCP_ACK);

	see(NOW + SECOND, &packet);
}

static void round_of(uint32_t step)
{
	roster_begin(&roster);
	for (int i = 0; i < 1000; i++)
		if (roster_step(&roster, tracker, step))
			return;
	cr_assert_fail("a round never ends");
}

Test(roster, open_ones)
{
	open_some(10);
	for (uint32_t step = 1; step < 12; step++) {
		struct track_look look;

		round_of(step);
		cr_expect_not(roster.walking);
		cr_assert_eq(roster.ranking.count, 10, "%u", step);
		cr_expect(roster_look(&roster, tracker, 9, &look));
		cr_expect_eq(look.flow.connection, 10);
	}
}

/* What a segment closed is over at once, though the tracker waits. */
Test(roster, those_that_are_over)
{
	open_some(3);
	refuse(1001);
	round_of(UINT32_MAX);
	cr_expect_eq(roster.ranking.count, 2);
	cr_expect_eq(roster.ended + roster.closed, 1);
	tracker_advance(tracker, NOW + 100 * SECOND);
	drain();
	round_of(UINT32_MAX);
	cr_expect_eq(roster.closed, 0);
	cr_expect_geq(roster.ended, 1);
	cr_expect_eq(roster.over_count, 0,
		     "none is kept unless all are "
		     "shown");
}

Test(roster, all)
{
	struct track_look look;

	roster.all = true;
	open_some(3);
	refuse(1001);
	round_of(UINT32_MAX);
	cr_assert_eq(roster.ranking.count, 3);
	tracker_advance(tracker, NOW + 1000 * SECOND);
	drain();
	round_of(UINT32_MAX);
	cr_assert_eq(roster.ranking.count, 3);
	cr_assert(roster_look(&roster, tracker, 1, &look));
	cr_expect_eq(look.flow.connection, 2);
	cr_expect_eq(look.flow.reason, TRACK_REASON_REFUSED);
	cr_assert(roster_look(&roster, tracker, 0, &look));
	cr_expect_eq(look.flow.reason, TRACK_REASON_TIMEOUT);
}

/* The last ones are kept, the first ones forgotten. */
Test(roster, the_ring_is_bounded)
{
	struct track_event event = { .kind = TRACK_EVENT_FLOW };
	bool last = false, first = false;

	roster.all = true;
	for (uint64_t i = 1; i <= ROSTER_OVER_MAX + 10; i++) {
		event.flow.connection = i;
		event.flow.reason = TRACK_REASON_CLOSED;
		roster_flow(&roster, &event);
	}
	event.flow.reason = TRACK_REASON_OPEN;
	roster_flow(&roster, &event);
	cr_expect_eq(roster.ended, ROSTER_OVER_MAX + 10);
	cr_expect_eq(roster.over_count, ROSTER_OVER_MAX);
	for (size_t i = 0; i < roster.over_count; i++) {
		last |= roster.over[i].flow.connection == ROSTER_OVER_MAX + 10;
		first |= roster.over[i].flow.connection <= 10;
	}
	cr_expect(last && !first);
	round_of(UINT32_MAX);
	cr_expect_eq(roster.ranking.count, 100);
	cr_expect_eq(roster.ranking.offered, ROSTER_OVER_MAX);
}

static bool is_odd(const void *context, const struct track_look *look)
{
	(void)context;
	return look->flow.connection & 1;
}

Test(roster, only_some)
{
	roster.shows = is_odd;
	open_some(9);
	round_of(2);
	cr_expect_eq(roster.ranking.count, 5);
	cr_expect_eq(roster.ranking.offered, 5);
}

/* It was forgotten between the round and the look. */
Test(roster, one_that_is_gone)
{
	struct track_look look;

	open_some(1);
	round_of(UINT32_MAX);
	cr_assert_eq(roster.ranking.count, 1);
	refuse(1000);
	tracker_advance(tracker, NOW + 1000 * SECOND);
	drain();
	open_some(5);
	cr_expect(!roster_look(&roster, tracker, 0, &look) ||
		  look.flow.connection == 1);
}
