/*
 * What is counted of a connection: sent once and again, windows, round-trip
 * times by Karn's rule and by time stamps.
 */
#include <criterion/criterion.h>

#include "track/tracker.h"

#define MILLISECOND INT64_C(1000000)

struct step {
	int64_t time; /* milliseconds */
	bool from_server;
	uint16_t flags;
	uint32_t seq, ack, payload;
	uint32_t ts_value, ts_echo; /* none if both are 0 */
};

static struct packet packet_of(const struct step *step)
{
	struct address client = { 4, { 10, 0, 0, 1 } };
	struct address server = { 4, { 10, 0, 0, 2 } };
	bool syn = step->flags & TCP_SYN;

	return (struct packet){
		.kind = PACKET_TCP,
		.ip.source = step->from_server ? server : client,
		.ip.destination = step->from_server ? client : server,
		.tcp = {
			.extent = TCP_WHOLE_HEADER,
			.source_port = step->from_server ? 80 : 4000,
			.destination_port = step->from_server ? 4000 : 80,
			.flags = step->flags,
			.seq = step->seq,
			.ack = step->ack,
			.payload = step->payload,
			.window = 1000,
			.options = {
				.has_mss = syn,
				.mss = 1460,
				.has_window_scale = syn,
				.window_scale = 3,
				.has_timestamps = step->ts_value != 0,
				.ts_value = step->ts_value,
				.ts_echo = step->ts_echo,
			},
		},
	};
}

static struct track_flow flow_of(const struct step *steps, size_t count)
{
	struct tracker_options options = { .msl = 30000 * MILLISECOND };
	struct tracker *tracker = tracker_new(&options);
	struct track_result result;
	struct track_event event;

	cr_assert(tracker);
	for (size_t i = 0; i < count; i++) {
		struct packet packet = packet_of(&steps[i]);

		tracker_advance(tracker, steps[i].time * MILLISECOND);
		tracker_segment(tracker, &packet, &result);
	}
	tracker_finish(tracker);
	cr_assert(tracker_event(tracker, &event));
	cr_assert_eq(event.kind, TRACK_EVENT_FLOW);
	tracker_free(tracker);
	return event.flow;
}

#define FLOW_OF(steps) flow_of(steps, sizeof(steps) / sizeof(steps)[0])
#define HANDSHAKE                                                              \
	{ 1000, false, TCP_SYN, 0, 0, 0, 0, 0 },                               \
		{ 1030, true, TCP_SYN | TCP_ACK, 0, 1, 0, 0, 0 },              \
	{                                                                      \
		1050, false, TCP_ACK, 1, 1, 0, 0, 0                            \
	}

Test(flow, the_handshake_gives_a_round_trip)
{
	static const struct step steps[] = { HANDSHAKE };
	struct track_flow flow = FLOW_OF(steps);

	cr_expect(flow.has_rtt_handshake);
	cr_expect_eq(flow.rtt_handshake, 50 * MILLISECOND);
	cr_expect_eq(flow.ends[TRACK_CLIENT].mss, 1460);
	cr_expect_eq(flow.ends[TRACK_SERVER].window_scale, 3);
	cr_expect_eq(flow.ends[TRACK_CLIENT].window_max, 8000);
	cr_expect_eq(flow.ends[TRACK_SERVER].window_max, 1000,
		     "the window of a SYN is not scaled");
}

Test(flow, acknowledged_data_give_round_trips)
{
	static const struct step steps[] = {
		HANDSHAKE,
		{ 1100, false, TCP_ACK, 1, 1, 100, 0, 0 },
		{ 1120, true, TCP_ACK, 1, 101, 0, 0, 0 },
		{ 1200, false, TCP_ACK, 101, 1, 100, 0, 0 },
		{ 1240, true, TCP_ACK, 1, 201, 0, 0, 0 },
	};
	struct track_flow flow = FLOW_OF(steps);
	const struct track_rtt *rtt = &flow.ends[TRACK_CLIENT].rtt;

	cr_expect_eq(rtt->samples, 2);
	cr_expect_eq(rtt->min, 20 * MILLISECOND);
	cr_expect_eq(rtt->max, 40 * MILLISECOND);
	cr_expect_eq(flow.ends[TRACK_SERVER].rtt.samples, 0);
	cr_expect_eq(flow.ends[TRACK_CLIENT].bytes, 200);
}

Test(flow, what_was_sent_twice_gives_none)
{
	static const struct step steps[] = {
		HANDSHAKE,
		{ 1100, false, TCP_ACK, 1, 1, 100, 0, 0 },
		{ 1400, false, TCP_ACK, 1, 1, 100, 0, 0 },
		{ 1420, true, TCP_ACK, 1, 101, 0, 0, 0 },
	};
	struct track_flow flow = FLOW_OF(steps);
	const struct track_flow_end *client = &flow.ends[TRACK_CLIENT];

	cr_expect_eq(client->rtt.samples, 0);
	cr_expect_eq(client->retransmitted_segments, 1);
	cr_expect_eq(client->retransmitted_bytes, 100);
	cr_expect_eq(client->bytes, 100);
	cr_expect_eq(client->packets, 4);
}

Test(flow, unless_a_time_stamp_tells_which_was_meant)
{
	static const struct step first_copy[] = {
		HANDSHAKE,
		{ 1100, false, TCP_ACK, 1, 1, 100, 7, 1 },
		{ 1400, false, TCP_ACK, 1, 1, 100, 8, 1 },
		{ 1420, true, TCP_ACK, 1, 101, 0, 2, 7 },
	};
	static const struct step second_copy[] = {
		HANDSHAKE,
		{ 1100, false, TCP_ACK, 1, 1, 100, 7, 1 },
		{ 1400, false, TCP_ACK, 1, 1, 100, 8, 1 },
		{ 1420, true, TCP_ACK, 1, 101, 0, 2, 8 },
	};
	struct track_flow flow = FLOW_OF(first_copy);

	cr_expect_eq(flow.ends[TRACK_CLIENT].rtt.samples, 1);
	cr_expect_eq(flow.ends[TRACK_CLIENT].rtt.max, 320 * MILLISECOND);
	flow = FLOW_OF(second_copy);
	cr_expect_eq(flow.ends[TRACK_CLIENT].rtt.samples, 0);
}
