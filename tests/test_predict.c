/*
 * Header prediction: passing over the rules must make no difference.
 *
 * Two trackers, of which one does not predict, are told the same conversations.
 * Mostly the next segment is the one that was to be expected; now and then it
 * differs in something that a rule or a finding would look at.
 */
#include <criterion/criterion.h>

#include "random.h"
#include "tests/twins.h"
#include "track/inside.h"
#include "track/predict.h"

#define SECOND INT64_C(1000000000)

enum { PAIRS = 24, SEGMENTS = 200000 };

/* Of each end: what it would send next, and what it was sent. */
struct talker {
	uint32_t next, got, stamp;
	uint32_t edge; /* of the window that it offered last */
	uint16_t window;
};

struct conversation {
	struct talker ends[2]; /* the client first */
	int step;	       /* of the handshake; 3: it is over */
};

/* Once in so many times. */
static bool happens(uint32_t *state, uint32_t times)
{
	return next_random(state) % times == 0;
}

static struct address address_of(uint32_t host)
{
	return (struct address){ 4, { 10, 0, 0, (uint8_t)host } };
}

/* One socket is connected to itself: both ends are its first. */
static bool is_self(uint32_t pair)
{
	return pair == 0;
}

/* What both ends offered, or nothing. */
static uint8_t scale_of(uint32_t pair)
{
	return pair % 4 ? (uint8_t)(pair % 8) : 0;
}

static struct packet packet_of(uint32_t pair, int from)
{
	struct packet packet = {
		.kind = PACKET_TCP,
		.tcp = { .extent = TCP_WHOLE_HEADER,
			 .source_port = 4000,
			 .destination_port = 80,
			 .checksum = CHECKSUM_GOOD },
	};

	packet.ip.source = address_of(from ? 100 : pair);
	packet.ip.destination = address_of(from ? pair : 100);
	if (from) {
		packet.tcp.source_port = 80;
		packet.tcp.destination_port = 4000;
	}
	if (is_self(pair)) {
		packet.ip.destination = packet.ip.source;
		packet.tcp.destination_port = packet.tcp.source_port;
	}
	return packet;
}

/* The next one, as it is to be. */
static struct packet expected_packet(const struct conversation *conversation,
				     uint32_t pair, int from, uint32_t *state)
{
	const struct talker *talker = &conversation->ends[from];
	struct packet packet = packet_of(pair, from);
	struct packet_tcp *tcp = &packet.tcp;
	uint32_t room;

	tcp->flags = happens(state, 3) ? TCP_ACK : TCP_ACK | TCP_PSH;
	tcp->seq = talker->next;
	tcp->ack = talker->got;
	tcp->window = talker->window;
	if (!happens(state, 3))
		tcp->payload =
			happens(state, 8) ? 1 : next_random(state) % 1400;
	room = conversation->ends[!from].edge - tcp->seq;
	/* As much as it may send; if the window shrank, more than can be. */
	if (happens(state, room < 1U << 20 ? 20 : 1000))
		tcp->payload = room;
	if (pair % 3) {
		tcp->options.has_timestamps = true;
		tcp->options.ts_value = talker->stamp;
		tcp->options.ts_echo = conversation->ends[!from].stamp;
	}
	if (conversation->step < 2) {
		tcp->flags = conversation->step ? TCP_SYN | TCP_ACK : TCP_SYN;
		tcp->payload = 0;
		tcp->options.has_window_scale = pair % 4 > 0;
		tcp->options.window_scale = scale_of(pair);
	}
	packet.ip.id = (uint16_t)(pair % 2 ? next_random(state) % 4 : 0);
	return packet;
}

/* Something that is not to be expected. */
static void mutate(struct packet *packet, uint32_t *state)
{
	static const uint16_t flags[] = {
		TCP_ACK | TCP_FIN, TCP_ACK | TCP_URG, TCP_SYN,
		TCP_SYN | TCP_ACK, TCP_RST,	      TCP_RST | TCP_ACK,
		TCP_ACK | TCP_ECE, TCP_PSH,	      TCP_ACK | TCP_FIN,
	};
	static const uint32_t distances[] = { 1,     -1U,     100,
					      -100U, 1400,    -1400U,
					      70000, -70000U, 1U << 31 };
	struct packet_tcp *tcp = &packet->tcp;
	uint32_t distance = distances[next_random(state) % 9];

	switch (next_random(state) % 17) {
	case 0:
	case 1:
		tcp->seq += distance;
		break;
	case 2:
	case 3:
		tcp->ack += distance;
		break;
	case 4:
		tcp->flags = flags[next_random(state) % 9];
		break;
	case 5:
		tcp->window = 0;
		break;
	case 6:
		tcp->window = (uint16_t)next_random(state);
		break;
	case 7:
		tcp->payload = next_random(state) % 2;
		break;
	case 8:
		tcp->options.sack_count = 1;
		tcp->options.sacks[0] =
			(struct sack_block){ tcp->ack + distance,
					     tcp->ack + distance + 100 };
		break;
	case 9:
		tcp->checksum = CHECKSUM_BAD;
		break;
	case 10:
		tcp->checksum = CHECKSUM_OFFLOAD;
		break;
	case 11:
		tcp->options.ts_value -= 5;
		break;
	case 12:
		tcp->extent = TCP_HEADER_LONG;
		break;
	case 13:
		packet->ip.fragment_count = 2;
		break;
	case 14:
		tcp->extent = TCP_OPTIONS_CUT;
		break;
	case 15:
		tcp->options.ts_echo -= 5;
		break;
	default:
		tcp->options.has_timestamps = !tcp->options.has_timestamps;
		break;
	}
}

static void begin(struct conversation *conversation, uint32_t *state)
{
	*conversation = (struct conversation){
		.ends = { { .next = next_random(state), .window = 8000 },
			  { .next = next_random(state), .window = 500 } },
	};
}

/* What both ends know after it, if it arrives. */
static void learn(struct conversation *conversation, uint32_t pair, int from,
		  const struct packet_tcp *tcp, uint32_t *state)
{
	struct talker *talker = &conversation->ends[from];
	struct talker *other = &conversation->ends[!from && !is_self(pair)];
	uint32_t length = tcp->payload + ((tcp->flags & TCP_SYN) != 0) +
			  ((tcp->flags & TCP_FIN) != 0);

	talker->next = tcp->seq + length;
	talker->edge = tcp->ack + ((uint32_t)tcp->window << scale_of(pair));
	talker->stamp += next_random(state) % 3;
	if (!happens(state, 4))
		other->got = talker->next;
	/* It fills its buffer, or is read. */
	other->window =
		(uint16_t)(happens(state, 3) ? 8000 : other->window - 1);
	if (conversation->step < 3)
		conversation->step++;
}

/* Whether the tracker passes over the rules for it. */
static bool is_predicted(struct tracker *tracker, const struct packet *packet)
{
	struct table_key key;
	bool swapped = table_key_of(&key, packet);
	uint32_t number = table_find(tracker->table, &key);
	const struct arrival arrival = { packet, tracker->now, swapped, 0 };
	struct connection connection, room;
	struct track_result result;

	if (number == TABLE_NONE)
		return false;
	connection = *table_peek(tracker->table, number, &room);
	return predict_segment(&connection, &arrival, &result);
}

static struct tracker *tracker_that(bool predicts)
{
	return tracker_new(&(struct tracker_options){ .msl = 30 * SECOND,
						      .unpredicted = !predicts,
						      .key = { 5, 6 } });
}

static struct packet next_packet(struct conversation *conversation,
				 uint32_t pair, uint32_t *state)
{
	int from = conversation->step < 3 ? conversation->step % 2
					  : happens(state, 2);
	struct packet packet = expected_packet(conversation, pair, from, state);
	bool differs = happens(state, 12);

	if (differs)
		mutate(&packet, state);
	/* Of what differs, half is as if it had been lost. */
	if (!differs || happens(state, 2))
		learn(conversation, pair, from, &packet.tcp, state);
	return packet;
}

Test(predict, makes_no_difference)
{
	struct twins twins = { tracker_that(true), tracker_that(false) };
	static struct conversation conversations[PAIRS];
	uint32_t state = 2463534242U;
	int64_t now = 1700000000 * SECOND;
	uint32_t pair = 0;
	int predicted = 0;

	for (int i = 0; i < SEGMENTS; i++) {
		struct conversation *conversation;
		struct packet packet;

		if (happens(&state, 3))
			pair = next_random(&state) % PAIRS;
		conversation = &conversations[pair];
		/* Sometimes the capture begins in the middle. */
		if (happens(&state, 200))
			begin(conversation, &state);
		if (happens(&state, 1000))
			conversation->step = 3;
		packet = next_packet(conversation, pair, &state);
		now += happens(&state, 5000) ? 200 * SECOND
					     : next_random(&state) % 40000;
		twins_advance(&twins, now);
		predicted += is_predicted(twins.one, &packet);
		twins_segment(&twins, &packet);
	}
	twins_finish(&twins);
	cr_expect_gt(predicted, SEGMENTS / 8, "%d", predicted);
	cr_expect_lt(predicted, SEGMENTS);
}
