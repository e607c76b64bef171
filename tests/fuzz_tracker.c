/*
 * Fuzzer: a sequence of packets with their times, fragments put together, into
 * the tracker, with all that is printed of it.  The memory is small, so that
 * connections are evicted; few stay awake, so that they are packed and
 * unpacked.
 *
 * Beside what the sanitizers see, this must hold whatever arrives: a segment
 * that was put together is one, and lies in the memory for it; steps and
 * histories stay inside their lists, every incarnation that was counted ends
 * as one flow, and a text holds nothing but printable ASCII.
 */
#include <stdlib.h>
#include <string.h>

#include "decode/bytes.h"
#include "decode/decode.h"
#include "decode/fragments.h"
#include "render/json.h"
#include "render/line.h"
#include "render/state.h"
#include "render/text.h"
#include "tests/fuzz.h"
#include "track/tracker.h"
#include "track/waiting.h"

enum { STEPS_MAX = sizeof(((struct track_steps *)0)->states) };

struct run {
	struct tracker *tracker;
	struct fragments *fragments; /* NULL until there is one */
	int64_t now;
	uint64_t flows;
	struct line_clock clock;
};

static const struct line_options options = { .numeric = true };

static void require(bool condition)
{
	if (!condition)
		abort();
}

static void require_printable(const struct text *text)
{
	const char *c;

	require(!text->overflowed);
	for (c = text->start; c < text->at; c++)
		require((*c >= ' ' && *c <= '~') || *c == '\n');
}

static void require_steps(const struct track_steps *steps)
{
	int i;

	require(steps->count >= 1 && steps->count <= STEPS_MAX);
	for (i = 0; i < steps->count; i++)
		require(steps->states[i] <= STATE_LAST_ACK);
}

static void require_flow(const struct track_flow *flow)
{
	int end;

	require(flow->connection > 0 && flow->incarnation > 0);
	for (end = TRACK_CLIENT; end <= TRACK_SERVER; end++) {
		const struct history *history = &flow->ends[end].history;

		require(history->count >= 1 && history->count <= HISTORY_MAX);
		require(history->sure <= history->count);
	}
}

static void take_event(struct run *run, const struct track_event *event,
		       const struct packet *quote)
{
	char storage[8192];
	struct text text;

	text_init(&text, storage, sizeof(storage));
	if (event->kind == TRACK_EVENT_FLOW) {
		require_flow(&event->flow);
		json_flow(&text, &event->flow, false);
		run->flows++;
	} else {
		require_steps(&event->steps);
		event_render(&text, &options, &run->clock, event, quote, false);
	}
	require_printable(&text);
}

static void take_events(struct run *run)
{
	struct track_event event;

	while (tracker_event(run->tracker, &event))
		take_event(run, &event, NULL);
}

/* What was told of can be looked at, and is no younger than the time. */
static void require_look(const struct run *run,
			 const struct track_result *result)
{
	struct track_look look;

	require(tracker_look(run->tracker, result->place, result->connection,
			     &look));
	require(look.flow.connection == result->connection);
	require_flow(&look.flow);
	for (int end = TRACK_CLIENT; end <= TRACK_SERVER; end++) {
		require(look.flow.ends[end].since <= look.now);
		require(look.flow.ends[end].since >= look.flow.start);
	}
	require(waiting_find(&look, 0).what <= WAITING_FOR_FIN);
}

static void take_segment(struct run *run, const struct packet *packet)
{
	struct track_result result;
	char storage[8192];
	struct text text;

	tracker_segment(run->tracker, packet, &result);
	text_init(&text, storage, sizeof(storage));
	/* Else the memory is too small for any, and nothing is tried. */
	require(result.connection || packet->ip.fragment ||
		packet->tcp.extent < TCP_HEADER_LONG);
	if (result.connection) {
		require_steps(&result.ends[TRACK_CLIENT]);
		require_steps(&result.ends[TRACK_SERVER]);
		require(result.notes.count <= NOTES_MAX);
		require_look(run, &result);
	}
	state_render(&text, &options, packet, &result, false);
	require_printable(&text);
}

static void require_whole(const struct run *run, const struct packet *whole)
{
	const uint8_t *end = run->fragments->whole + FRAGMENTS_WHOLE_MAX;
	const struct packet_tcp *tcp = &whole->tcp;

	require(whole->kind == PACKET_TCP && !whole->ip.fragment);
	require(whole->ip.fragment_count > 0);
	require(tcp->header >= run->fragments->whole && tcp->header <= end);
	require(tcp->captured <= (size_t)(end - tcp->header));
	require(tcp->captured <= tcp->length && tcp->payload <= tcp->length);
	require(tcp->captured == tcp->length ||
		tcp->checksum == CHECKSUM_UNVERIFIED);
}

static void take_fragment(struct run *run, const struct packet *packet)
{
	struct packet known;

	if (!run->fragments)
		run->fragments = calloc(1, sizeof(*run->fragments));
	require(run->fragments != NULL);
	if (fragments_add(run->fragments, packet, run->now, &known))
		require_whole(run, &known);
	else
		require(known.ip.fragment && known.kind == packet->kind);
	if (known.tcp.extent > TCP_NOTHING)
		take_segment(run, &known);
}

static void take_packet(struct run *run, struct packet *packet)
{
	struct track_event event;

	packet->time.seconds = run->now / 1000000000;
	packet->time.nanoseconds = run->now % 1000000000;
	decode_packet(packet);
	tracker_advance(run->tracker, run->now);
	take_events(run);
	if (packet->ip.fragment)
		take_fragment(run, packet);
	else if (packet->kind == PACKET_TCP)
		take_segment(run, packet);
	else if (packet->kind == PACKET_ICMP_QUOTE &&
		 tracker_quote(run->tracker, packet, &event))
		take_event(run, &event, packet);
	take_events(run);
}

static void take_sequence(struct run *run, struct bytes octets,
			  enum link_type link)
{
	struct packet packet = { .link_type = link };

	while (octets.left > 4) {
		struct bytes part;

		run->now += FUZZ_GAP_UNIT * bytes_u16(&octets);
		part = bytes_split(&octets, bytes_u16(&octets));
		packet.number++;
		packet.bytes = part.at;
		packet.captured = (uint32_t)part.left;
		packet.length = packet.captured;
		take_packet(run, &packet);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct tracker_options wanted = { .msl = 30000000000,
					  .memory = FUZZ_MEMORY,
					  .awake = 4,
					  .key = { 1, 2 } };
	struct run run = { .now = 1000000000000 };
	struct tracker_counts counts;
	struct bytes octets = bytes_of(data, size);
	enum link_type link;

	link = fuzz_links[bytes_u8(&octets) % FUZZ_LINKS];
	run.tracker = tracker_new(&wanted);
	if (!run.tracker)
		return 0;
	take_sequence(&run, octets, link);
	tracker_finish(run.tracker);
	take_events(&run);
	tracker_count(run.tracker, &counts);
	require(run.flows == counts.seen);
	tracker_free(run.tracker);
	free(run.fragments);
	return 0;
}
