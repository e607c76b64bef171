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

/* The connection as it is after the steps, the last of which is `now`. */
static struct track_look look_after(const struct step *steps, size_t count)
{
	struct tracker_options options = { .msl = 30000 * MILLISECOND };
	struct tracker *tracker = tracker_new(&options);
	struct track_result result;
	struct track_look look, walked;
	uint32_t place = 0;

	cr_assert(tracker);
	for (size_t i = 0; i < count; i++) {
		struct packet packet = packet_of(&steps[i]);

		tracker_advance(tracker, steps[i].time * MILLISECOND);
		tracker_segment(tracker, &packet, &result);
	}
	cr_expect_not(tracker_look(tracker, result.place, 2, &look));
	cr_expect_not(tracker_look(tracker, 1000, 1, &look));
	cr_assert(tracker_look(tracker, result.place, 1, &look));
	cr_expect(tracker_look_next(tracker, &place, &walked));
	cr_expect_eq(place, result.place + 1);
	cr_expect_eq(walked.flow.ends[0].since, look.flow.ends[0].since);
	cr_expect_not(tracker_look_next(tracker, &place, &walked));
	tracker_free(tracker);
	return look;
}

#define LOOK_AFTER(steps) look_after(steps, sizeof(steps) / sizeof(steps)[0])

struct since_row {
	const char *name;
	struct step steps[6];
	int count;
	enum tcp_state states[2];
	int64_t since[2]; /* milliseconds */
};

static const struct since_row since_rows[] = {
	{ "a SYN",
	  { { 1000, false, TCP_SYN, 0, 0, 0, 0, 0 } },
	  1,
	  { STATE_SYN_SENT, STATE_LISTEN },
	  { 1000, 1000 } },
	{ "another one changes nothing",
	  { { 1000, false, TCP_SYN, 0, 0, 0, 0, 0 },
	    { 2000, false, TCP_SYN, 0, 0, 0, 0, 0 } },
	  2,
	  { STATE_SYN_SENT, STATE_LISTEN },
	  { 1000, 1000 } },
	{ "what is made sure has lasted since it was assumed",
	  { HANDSHAKE },
	  3,
	  { STATE_ESTABLISHED, STATE_ESTABLISHED },
	  { 1030, 1050 } },
	{ "it goes back to what it was for certain",
	  { { 1000, false, TCP_SYN, 0, 0, 0, 0, 0 },
	    { 1030, true, TCP_SYN | TCP_ACK, 0, 1, 0, 0, 0 },
	    { 2000, false, TCP_SYN, 0, 0, 0, 0, 0 } },
	  3,
	  { STATE_SYN_SENT, STATE_SYN_RECV },
	  { 1000, 1030 } },
	{ "half closed",
	  { HANDSHAKE,
	    { 1100, false, TCP_ACK | TCP_FIN, 1, 1, 0, 0, 0 },
	    { 1140, true, TCP_ACK, 1, 2, 0, 0, 0 },
	    { 9000, true, TCP_ACK, 1, 2, 100, 0, 0 } },
	  6,
	  { STATE_FIN_WAIT2, STATE_CLOSE_WAIT },
	  { 1140, 1100 } },
};

Test(flow, how_long_a_state_has_lasted)
{
	for (size_t i = 0; i < sizeof(since_rows) / sizeof(since_rows[0]);
	     i++) {
		const struct since_row *row = &since_rows[i];
		const struct track_look look =
			look_after(row->steps, (size_t)row->count);

		for (int end = 0; end < 2; end++) {
			const struct track_flow_end *one = &look.flow.ends[end];

			cr_expect_eq(history_state(&one->history),
				     row->states[end], "%s", row->name);
			cr_expect_eq(one->since, row->since[end] * MILLISECOND,
				     "%s: %d since %lld ns", row->name, end,
				     (long long)one->since);
		}
	}
}

Test(flow, what_is_not_acknowledged)
{
	static const struct step steps[] = {
		HANDSHAKE,
		{ 1100, false, TCP_ACK, 1, 1, 100, 0, 0 },
		{ 1200, false, TCP_ACK, 101, 1, 100, 0, 0 },
		{ 1300, false, TCP_ACK, 1, 1, 100, 0, 0 },
	};
	static const struct step acked[] = {
		HANDSHAKE,
		{ 1100, false, TCP_ACK, 1, 1, 100, 0, 0 },
		{ 1200, true, TCP_ACK, 1, 101, 0, 0, 0 },
	};
	struct track_look look = LOOK_AFTER(steps);
	const struct track_flow_end *client = &look.flow.ends[TRACK_CLIENT];

	cr_expect_eq(look.now, 1300 * MILLISECOND);
	cr_expect_eq(client->unacknowledged, 200);
	cr_expect_eq(client->unacknowledged_since, 1100 * MILLISECOND);
	cr_expect_eq(client->progress, 1200 * MILLISECOND);
	cr_expect_eq(look.flow.ends[TRACK_SERVER].unacknowledged, 0);
	cr_expect(look.flow.notes >> NOTE_RETRANSMISSION & 1);
	cr_expect(look.flow.notes >> NOTE_HANDSHAKE & 1);
	look = LOOK_AFTER(acked);
	cr_expect_eq(look.flow.ends[TRACK_CLIENT].unacknowledged, 0);
	cr_expect_not(look.flow.notes >> NOTE_RETRANSMISSION & 1);
}
