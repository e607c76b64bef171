/*
 * The first SYN of a connection: that it is kept as it is must make no
 * difference.
 *
 * Two trackers, of which one builds a connection of each SYN, are told the same
 * SYN and what may follow it.  They must say the same, and know the same to the
 * last bit; and of each SYN it is known whether it is one of those that are
 * kept as they are.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "tests/twins.h"
#include "track/inside.h"
#include "track/rest.h"

#define SECOND INT64_C(1000000000)

/* A SYN, and in what it is not usual. */
struct row {
	const char *name;
	bool kept; /* as it is */
	struct tcp_options options;
	uint32_t seq, payload;
	uint16_t flags; /* beside SYN */
	bool closed;	/* it offers no window */
	bool unverified, offload, bad, cut;
	bool six, self, reassembled;
};

static const struct row rows[] = {
	{ .name = "no options", .kept = true },
	{ .name = "all options",
	  .kept = true,
	  .options = { .has_mss = true,
		       .mss = 1460,
		       .has_window_scale = true,
		       .window_scale = 14,
		       .has_sack_permitted = true,
		       .has_timestamps = true,
		       .ts_value = 77 } },
	{ .name = "a time stamp of 0",
	  .kept = true,
	  .options.has_timestamps = true },
	{ .name = "a scale of 0",
	  .kept = true,
	  .options.has_window_scale = true },
	{ .name = "fast open, no data",
	  .kept = true,
	  .options.has_fast_open = true },
	{ .name = "IPv6", .kept = true, .six = true },
	{ .name = "ECN", .kept = true, .flags = TCP_ECE | TCP_CWR },
	{ .name = "unverified", .kept = true, .unverified = true },
	{ .name = "the last number", .kept = true, .seq = UINT32_MAX },
	{ .name = "no window", .closed = true },
	{ .name = "data", .payload = 5 },
	{ .name = "an MSS of 0", .options.has_mss = true },
	{ .name = "SACK",
	  .options = { .sack_count = 1, .sacks[0] = { 5, 6 } } },
	{ .name = "a value without time stamps", .options.ts_value = 5 },
	{ .name = "offload", .offload = true },
	{ .name = "bad checksum", .bad = true },
	{ .name = "options cut", .cut = true },
	{ .name = "PSH", .flags = TCP_PSH },
	{ .name = "URG", .flags = TCP_URG },
	{ .name = "FIN", .flags = TCP_FIN },
	{ .name = "RST", .flags = TCP_RST },
	{ .name = "ACK", .flags = TCP_ACK },
	{ .name = "fragments", .reassembled = true },
	{ .name = "to itself", .self = true },
};

enum { ROWS = sizeof rows / sizeof rows[0] };

static struct address host(const struct row *row, uint8_t last)
{
	struct address address = { .version = row->six ? 6 : 4 };

	address.octets[row->six ? 15 : 3] = last;
	return address;
}

/* From the lower address, or to it. */
static struct packet packet_between(const struct row *row, bool upwards)
{
	struct packet packet = {
		.kind = PACKET_TCP,
		.ip.id = 4711,
		.ip.source = host(row, upwards ? 1 : 2),
		.ip.destination = host(row, upwards ? 2 : 1),
		.tcp = { .extent = TCP_WHOLE_HEADER,
			 .checksum = CHECKSUM_GOOD,
			 .source_port = upwards ? 4000 : 80,
			 .destination_port = upwards ? 80 : 4000,
			 .window = 1000 },
	};

	if (!row->self)
		return packet;
	packet.ip.destination = packet.ip.source;
	packet.tcp.destination_port = packet.tcp.source_port;
	return packet;
}

static struct packet syn_of(const struct row *row, bool upwards)
{
	struct packet packet = packet_between(row, upwards);
	struct packet_tcp *tcp = &packet.tcp;

	tcp->flags = row->flags | TCP_SYN;
	tcp->seq = row->seq;
	tcp->payload = row->payload;
	tcp->options = row->options;
	if (row->closed)
		tcp->window = 0;
	if (row->cut)
		tcp->extent = TCP_OPTIONS_CUT;
	if (row->unverified)
		tcp->checksum = CHECKSUM_UNVERIFIED;
	if (row->offload)
		tcp->checksum = CHECKSUM_OFFLOAD;
	if (row->bad)
		tcp->checksum = CHECKSUM_BAD;
	packet.ip.fragment_count = row->reassembled ? 2 : 0;
	return packet;
}

static struct packet syn_ack_of(const struct row *row, bool upwards)
{
	struct packet packet = packet_between(row, !upwards);

	packet.tcp.flags = TCP_SYN | TCP_ACK;
	packet.tcp.seq = 5000;
	packet.tcp.ack = row->seq + 1;
	packet.tcp.options = row->options;
	return packet;
}

static struct packet reset_of(const struct row *row, bool upwards)
{
	struct packet packet = packet_between(row, !upwards);

	packet.tcp.flags = TCP_RST | TCP_ACK;
	packet.tcp.ack = row->seq + 1;
	packet.tcp.window = 0;
	return packet;
}

static struct tracker *tracker_that(bool predicts)
{
	return tracker_new(&(struct tracker_options){ .msl = 30 * SECOND,
						      .unpredicted = !predicts,
						      .key = { 5, 6 } });
}

static struct twins begin(void)
{
	struct twins twins = { tracker_that(true), tracker_that(false) };

	twins_advance(&twins, 1700000000 * SECOND);
	return twins;
}

/* Whether the first connection is kept as its SYN. */
static bool is_kept(const struct twins *twins)
{
	const uint8_t *packed = table_packed(twins->one->table, 0);
	uint64_t number;

	cr_assert_null(table_packed(twins->two->table, 0));
	return packed && rest_is_half_open(packed, &number) && number == 1;
}

/* What comes next: the SYN again, an answer, a RST, nothing. */
enum { NEXTS = 4 };

static void follow(struct twins *twins, const struct row *row, bool upwards,
		   int next)
{
	struct packet packets[NEXTS - 1] = { syn_of(row, upwards),
					     syn_ack_of(row, upwards),
					     reset_of(row, upwards) };

	twins_advance(twins, twins->one->now + SECOND);
	if (next < NEXTS - 1)
		twins_segment(twins, &packets[next]);
	twins_advance(twins, twins->one->now + 200 * SECOND);
}

Test(first_syn, makes_no_difference)
{
	for (int i = 0; i < 2 * NEXTS * ROWS; i++) {
		const struct row *row = &rows[i / (2 * NEXTS)];
		bool upwards = i % 2;
		struct packet syn = syn_of(row, upwards);
		struct twins twins = begin();

		twins_segment(&twins, &syn);
		cr_expect_eq(is_kept(&twins), row->kept, "%s", row->name);
		follow(&twins, row, upwards, i / 2 % NEXTS);
		twins_finish(&twins);
	}
}

Test(first_syn, is_the_first_of_what_is_not_known)
{
	const struct row *row = &rows[0];
	struct packet syn = syn_of(row, true), reset = reset_of(row, true);
	struct twins twins = begin();

	twins_segment(&twins, &syn);
	twins_segment(&twins, &reset);
	syn.tcp.seq += 100000;
	twins_segment(&twins, &syn); /* the ports are used again */
	cr_expect_not(is_kept(&twins));
	twins_finish(&twins);
}

Test(first_syn, has_a_number_that_fits)
{
	struct twins twins = begin();
	struct packet syn = syn_of(&rows[0], true);

	twins.one->last_number = twins.two->last_number = UINT32_MAX - 1;
	twins_segment(&twins, &syn);
	cr_expect_not_null(table_packed(twins.one->table, 0));
	syn.tcp.source_port++;
	twins_segment(&twins, &syn);
	cr_expect_null(table_packed(twins.one->table, 1));
	twins_finish(&twins);
}

/* In a tunnel, the same addresses and ports are another connection. */
Test(first_syn, may_be_in_a_tunnel)
{
	struct twins twins = begin();
	struct packet syn = syn_of(&rows[1], true);

	twins_segment(&twins, &syn);
	syn.tunnel_count = 1;
	syn.tunnels[0] = (struct packet_tunnel){ .kind = TUNNEL_VXLAN,
						 .has_id = true,
						 .id = 5 };
	twins_segment(&twins, &syn);
	cr_expect_not_null(table_packed(twins.one->table, 1));
	twins_finish(&twins);
}

enum { FLOOD = 30000 };

/* What is told of a flood for which there is not enough memory. */
static void expect_same_flood(struct tracker *brief, struct tracker *full)
{
	struct track_event one, two;
	struct track_result result;
	int evicted = 0;

	for (int i = 0; i < FLOOD; i++) {
		struct packet syn = syn_of(&rows[i % 8], true);

		syn.ip.source.octets[1] = (uint8_t)(i >> 16);
		syn.ip.source.octets[2] = (uint8_t)(i >> 8);
		syn.tcp.source_port = (uint16_t)i;
		tracker_segment(brief, &syn, &result);
		tracker_segment(full, &syn, &result);
		while (tracker_event(brief, &one)) {
			cr_assert(tracker_event(full, &two));
			cr_assert_eq(one.connection, two.connection);
			cr_assert_eq(one.kind, two.kind);
			cr_assert_eq(one.time, two.time);
			cr_assert_eq(one.flow.reason, two.flow.reason);
			cr_assert_eq(one.flow.connection, two.flow.connection);
			evicted += one.flow.reason == TRACK_REASON_EVICTED;
		}
		cr_assert_not(tracker_event(full, &two));
	}
	cr_expect_gt(evicted, FLOOD / 2);
}

Test(first_syn, is_evicted_with_few_words)
{
	struct tracker_options options = { .msl = 30 * SECOND,
					   .memory = 1 << 20,
					   .key = { 5, 6 } };
	struct tracker *full = tracker_new(&options), *brief;
	struct tracker_counts one, two;

	options.brief = true;
	brief = tracker_new(&options);
	expect_same_flood(brief, full);
	tracker_count(brief, &one);
	tracker_count(full, &two);
	cr_expect_arr_eq(&one, &two, sizeof one);
	cr_expect_gt(one.evicted, FLOOD / 2);
	tracker_free(brief);
	tracker_free(full);
}
