/*
 * The way of a packet: decode -> track -> render.
 *
 * Timers come first: what they did until the packet's time stands above its
 * line, and what the packet ended, below it.
 */
#include "pipeline.h"

#include "decode/decode.h"
#include "decode/packet.h"
#include "render/json.h"
#include "render/state.h"
#include "render/text.h"
#include "track/tracker.h"

/* A broken stamp must not overflow: 2^63 nanoseconds are 292 years. */
#define SECONDS_MAX INT64_C(9000000000)
#define SECOND INT64_C(1000000000)

static int64_t nanoseconds_of(struct packet_time time)
{
	if (time.seconds > SECONDS_MAX)
		return SECONDS_MAX * SECOND;
	if (time.seconds < -SECONDS_MAX)
		return -SECONDS_MAX * SECOND;
	return time.seconds * SECOND + time.nanoseconds;
}

static void show_event(struct pipeline *pipeline,
		       const struct track_event *event,
		       const struct packet *quote)
{
	event_render(pipeline->text, &pipeline->line, &pipeline->clock, event,
		     quote, pipeline->colour);
	text_char(pipeline->text, '\n');
}

static void drain_events(struct pipeline *pipeline)
{
	struct track_event event;

	while (tracker_event(pipeline->tracker, &event)) {
		bool flow = event.kind == TRACK_EVENT_FLOW;

		if (flow != pipeline->records)
			continue;
		if (flow)
			json_flow(pipeline->text, &event.flow,
				  pipeline->nanoseconds);
		else if (pipeline->state)
			show_event(pipeline, &event, NULL);
	}
}

void pipeline_advance(struct pipeline *pipeline, int64_t now)
{
	tracker_advance(pipeline->tracker, now);
	drain_events(pipeline);
}

static struct line_bases bases_of(const struct pipeline *pipeline,
				  const struct track_result *result)
{
	if (pipeline->line.absolute)
		return (struct line_bases){ 0, 0, 0 };
	return (struct line_bases){
		.seq = result->seq_base,
		.ack = result->ack_base,
		.sack = result->sack_base,
	};
}

static void show_packet(struct pipeline *pipeline, const struct packet *packet,
			const struct track_result *result)
{
	if (pipeline->records)
		return;
	line_packet(pipeline->text, &pipeline->line, &pipeline->clock, packet,
		    bases_of(pipeline, result));
	if (pipeline->state)
		state_render(pipeline->text, &pipeline->line, result,
			     pipeline->colour);
	line_dump(pipeline->text, &pipeline->line, packet);
	text_char(pipeline->text, '\n');
}

/* An ICMP error is an event of the connection that it quotes. */
static void quote_packet(struct pipeline *pipeline, const struct packet *packet)
{
	struct track_event event;

	if (!tracker_quote(pipeline->tracker, packet, &event) ||
	    !pipeline->state || pipeline->records)
		pipeline->hidden++;
	else
		show_event(pipeline, &event, packet);
}

static void note_time(struct pipeline *pipeline, int64_t now)
{
	if (pipeline->latest > now)
		pipeline->backwards++;
	else
		pipeline->latest = now;
}

void pipeline_packet(struct pipeline *pipeline, struct packet *packet)
{
	struct track_result result = { 0 };
	int64_t now = nanoseconds_of(packet->time);

	note_time(pipeline, now);
	decode_packet(packet);
	if (pipeline->line.no_checksum) /* -K: what is captured is believed */
		packet->tcp.checksum = CHECKSUM_UNVERIFIED;
	pipeline_advance(pipeline, now);
	switch (packet->kind) {
	case PACKET_TCP:
		tracker_segment(pipeline->tracker, packet, &result);
		show_packet(pipeline, packet, &result);
		break;
	case PACKET_TCP_FRAGMENT:
	case PACKET_TCP_LOST:
		show_packet(pipeline, packet, &result);
		break;
	case PACKET_ICMP_QUOTE:
		quote_packet(pipeline, packet);
		break;
	case PACKET_OTHER:
		pipeline->hidden++;
		break;
	}
	drain_events(pipeline);
}

void pipeline_finish(struct pipeline *pipeline)
{
	tracker_finish(pipeline->tracker);
	drain_events(pipeline);
}
