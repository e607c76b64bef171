/*
 * Connections heard of lately: what is found is what the table finds, whatever
 * collides, and whatever became of the record since.
 */
#include <criterion/criterion.h>

#include "random.h"
#include "tests/twins.h"
#include "track/inside.h"
#include "track/predict.h"

#define SECOND INT64_C(1000000000)

/* A connection: hosts and ports of the sender and of the receiver. */
struct row {
	const char *name;
	uint8_t hosts[2];
	uint16_t ports[2];
	uint16_t vlan;
	bool six;   /* IPv6, with the same octets */
	bool lower; /* the sender's in the lower half of the address */
	bool same;  /* it is the first row's */
};

/* Most differ from the first in such a way that their hash is the same. */
static const struct row rows[] = {
	{ .name = "the first",
	  .hosts = { 1, 2 },
	  .ports = { 4000, 80 },
	  .same = true },
	{ .name = "the way back",
	  .hosts = { 2, 1 },
	  .ports = { 80, 4000 },
	  .same = true },
	{ .name = "ports exchanged", .hosts = { 1, 2 }, .ports = { 80, 4000 } },
	{ .name = "a port", .hosts = { 1, 2 }, .ports = { 4001, 80 } },
	{ .name = "ports of one sum",
	  .hosts = { 1, 2 },
	  .ports = { 4001, 79 } },
	{ .name = "the sender", .hosts = { 0, 2 }, .ports = { 4000, 80 } },
	{ .name = "the receiver", .hosts = { 1, 3 }, .ports = { 4000, 80 } },
	{ .name = "hosts of one sum",
	  .hosts = { 0, 3 },
	  .ports = { 4000, 80 } },
	{ .name = "a VLAN",
	  .hosts = { 1, 2 },
	  .ports = { 4000, 80 },
	  .vlan = 7 },
	{ .name = "a version",
	  .hosts = { 1, 2 },
	  .ports = { 4000, 80 },
	  .six = true },
	{ .name = "a half",
	  .hosts = { 1, 2 },
	  .ports = { 4000, 80 },
	  .six = true,
	  .lower = true },
};

enum { ROWS = sizeof rows / sizeof rows[0] };

static struct address address_of(const struct row *row, int side)
{
	struct address address = { row->six ? 6 : 4, { 0 } };
	uint8_t *octets = address.octets + (row->lower && side == 0 ? 8 : 0);

	octets[0] = 10;
	octets[3] = row->hosts[side];
	return address;
}

static struct packet packet_of(const struct row *row)
{
	struct packet packet = {
		.kind = PACKET_TCP,
		.ip = { .source = address_of(row, 0),
			.destination = address_of(row, 1) },
		.tcp = { .extent = TCP_WHOLE_HEADER,
			 .source_port = row->ports[0],
			 .destination_port = row->ports[1],
			 .flags = TCP_ACK,
			 .ack = 7,
			 .payload = 1,
			 .window = 1000,
			 .checksum = CHECKSUM_GOOD },
	};

	if (row->vlan > 0) {
		packet.link.tag_count = 1;
		packet.link.tags[0].tci = row->vlan;
	}
	return packet;
}

struct table_and_recent {
	struct table *table;
	struct recent recent;
	uint32_t number; /* of the first row's */
};

static void begin(struct table_and_recent *both)
{
	struct packet packet = packet_of(&rows[0]);
	struct table_key key;

	*both = (struct table_and_recent){
		.table = table_new(&(struct table_options){
			.memory = 1 << 24, .awake = 4, .key = { 1, 2 } }),
	};
	table_key_of(&key, &packet);
	table_add(both->table, &key); /* so that no number is 0 */
	table_remove(both->table, 0);
	key.port[0]++;
	table_add(both->table, &key);
	key.port[0]--;
	both->number = table_add(both->table, &key);
	recent_remember(&both->recent, recent_hash(&packet), both->number);
}

/* By the hash of the first row, whatever the packet is. */
static uint32_t find(const struct table_and_recent *both,
		     const struct packet *packet)
{
	struct packet first = packet_of(&rows[0]);
	struct arrival arrival = { .packet = packet,
				   .from = table_key_swaps(packet),
				   .hash = recent_hash(&first) };
	uint32_t number;

	return recent_find(&both->recent, both->table, &arrival, &number)
		       ? number
		       : TABLE_NONE;
}

Test(recent, finds_what_has_the_key)
{
	struct table_and_recent both;

	begin(&both);
	for (int i = 0; i < ROWS; i++) {
		const struct row *row = &rows[i];
		struct packet packet = packet_of(row);

		cr_expect_eq(find(&both, &packet),
			     row->same ? both.number : TABLE_NONE, "%s",
			     row->name);
	}
	table_free(both.table);
}

Test(recent, hashes_both_directions_alike)
{
	struct packet there = packet_of(&rows[0]);
	struct packet back = packet_of(&rows[1]);

	cr_expect_eq(recent_hash(&there), recent_hash(&back));
}

Test(recent, knows_the_order_of_the_key)
{
	for (int i = 0; i < ROWS; i++) {
		const struct row *row = &rows[i];
		struct packet packet = packet_of(row);
		struct table_key key;

		cr_expect_eq(table_key_swaps(&packet),
			     table_key_of(&key, &packet), "%s", row->name);
	}
}

Test(recent, does_not_find_what_is_gone)
{
	struct packet packet = packet_of(&rows[0]);
	struct table_and_recent both;
	struct table_key key;

	begin(&both);
	cr_expect_eq(find(&both, &packet), both.number);
	table_remove(both.table, both.number);
	cr_expect_eq(find(&both, &packet), TABLE_NONE);
	table_key_of(&key, &packet);
	key.port[1]++;
	cr_assert_eq(table_add(both.table, &key), both.number);
	cr_expect_eq(find(&both, &packet), TABLE_NONE);
	table_free(both.table);
}

/* Others are heard of until the first row's is at rest. */
static void put_to_rest(struct table_and_recent *both)
{
	struct packet packet = packet_of(&rows[0]);
	struct table_key key;

	table_key_of(&key, &packet);
	for (int i = 0; i < 8; i++) {
		key.port[1]++;
		cr_assert_neq(table_add(both->table, &key), TABLE_NONE);
	}
	cr_assert_not_null(table_packed(both->table, both->number));
}

Test(recent, wakes_what_has_the_key)
{
	for (int i = 0; i < ROWS; i++) {
		struct packet packet = packet_of(&rows[i]);
		struct table_and_recent both;
		bool rests;

		begin(&both);
		put_to_rest(&both);
		cr_expect_eq(find(&both, &packet),
			     rows[i].same ? both.number : TABLE_NONE, "%s",
			     rows[i].name);
		rests = table_packed(both.table, both.number);
		cr_expect_eq(rests, !rows[i].same, "%s", rows[i].name);
		table_free(both.table);
	}
}

Test(recent, does_not_wake_what_is_gone)
{
	struct packet packet = packet_of(&rows[0]);
	struct table_and_recent both;

	begin(&both);
	put_to_rest(&both);
	table_remove(both.table, both.number);
	cr_expect_eq(find(&both, &packet), TABLE_NONE);
	table_free(both.table);
}

Test(recent, collisions_make_no_difference)
{
	struct twins twins = {
		tracker_new(&(struct tracker_options){
			.msl = 30 * SECOND, .awake = 4, .key = { 5, 6 } }),
		tracker_new(&(struct tracker_options){ .msl = 30 * SECOND,
						       .unpredicted = true,
						       .key = { 5, 6 } }),
	};
	uint32_t state = 2463534242U;

	twins_advance(&twins, 1700000000 * SECOND);
	for (int i = 0; i < 20000; i++) {
		const struct row *row = &rows[next_random(&state) % ROWS];
		struct packet packet = packet_of(row);

		packet.tcp.seq = (uint32_t)i / 4;
		twins_advance(&twins, twins.one->now + SECOND / 4);
		twins_segment(&twins, &packet);
	}
	cr_expect_eq(tracker_seen(twins.one), (uint64_t)ROWS - 1);
	twins_finish(&twins);
}
