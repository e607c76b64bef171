/* The story runner: parses a step, builds the packet, compares the text. */
#include "story.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decode/packet.h"
#include "render/line.h"
#include "render/state.h"
#include "render/text.h"
#include "track/tracker.h"

#define SECOND INT64_C(1000000000)

struct variant {
	bool exchanged; /* the client has the higher address */
	bool replay;	/* every segment is seen twice */
	uint32_t isn[2];
};

struct teller {
	const char *name;
	struct variant variant;
	struct tracker *tracker;
	int64_t now;
	char said[1024];
	struct text text;
};

static const struct line_options plain = {
	.numeric = true,
	.time = LINE_TIME_NONE,
};

static struct address address_of(const struct variant *variant, int end)
{
	struct address address = { .version = 4, .octets = { 10, 61, 0, 1 } };

	if ((end == 1) != variant->exchanged)
		address.octets[3] = 2;
	return address;
}

static uint16_t port_of(int end)
{
	return end == 0 ? 40000 : 8080;
}

static uint16_t flags_of(const char *letters)
{
	static const char names[] = "FSRP.UEW";
	uint16_t flags = 0;

	for (; *letters; letters++) {
		const char *name = strchr(names, *letters);

		cr_assert(name, "flag %c", *letters);
		flags |= (uint16_t)(1 << (name - names));
	}
	return flags;
}

static void parse_options(struct packet_tcp *tcp, char *text,
			  const uint32_t isn[2], int end)
{
	struct tcp_options *options = &tcp->options;
	char *save = NULL;

	for (char *word = strtok_r(text, "<> ,", &save); word;
	     word = strtok_r(NULL, "<> ,", &save)) {
		if (!strcmp(word, "wscale")) {
			options->has_window_scale = true;
			options->window_scale =
				(uint8_t)atoi(strtok_r(NULL, " ,>", &save));
		} else if (!strcmp(word, "TS")) {
			options->has_timestamps = true;
			options->ts_value =
				(uint32_t)atoi(strtok_r(NULL, " ,>", &save));
			options->ts_echo =
				(uint32_t)atoi(strtok_r(NULL, " ,>", &save));
		} else if (!strcmp(word, "sack")) {
			struct sack_block *block =
				&options->sacks[options->sack_count++];

			block->left =
				isn[!end] +
				(uint32_t)atoi(strtok_r(NULL, " ,>", &save));
			block->right =
				isn[!end] +
				(uint32_t)atoi(strtok_r(NULL, " ,>", &save));
		} else if (!strcmp(word, "tfo")) {
			options->has_fast_open = true;
		} else if (!strcmp(word, "bad")) {
			tcp->checksum = CHECKSUM_BAD;
			tcp->checksum_field = 0x1234;
			tcp->checksum_expected = 0x5678;
		} else if (!strcmp(word, "offload")) {
			tcp->checksum = CHECKSUM_OFFLOAD;
		} else {
			cr_assert_fail("option %s", word);
		}
	}
}

static void parse_segment(struct teller *teller, const char *step,
			  struct packet *packet)
{
	struct packet_tcp *tcp = &packet->tcp;
	char who, flags[9], rest[128] = "";
	unsigned seq, stop, length, ack = 0, window = 8192;
	int used = 0, end;
	char *mark;

	cr_assert(sscanf(step, "%c %8s %u:%u(%u)%n", &who, flags, &seq, &stop,
			 &length, &used) == 5,
		  "%s: step '%s'", teller->name, step);
	cr_assert(stop == seq + length, "%s: '%s'", teller->name, step);
	snprintf(rest, sizeof rest, "%s", step + used);
	if ((mark = strstr(rest, "ack ")))
		ack = (unsigned)atoi(mark + 4);
	if ((mark = strstr(rest, "win ")))
		window = (unsigned)atoi(mark + 4);
	end = who == 'C' ? 0 : 1;
	packet->kind = PACKET_TCP;
	packet->ip.source = address_of(&teller->variant, end);
	packet->ip.destination = address_of(&teller->variant, !end);
	tcp->extent = TCP_WHOLE_HEADER;
	tcp->source_port = port_of(end);
	tcp->destination_port = port_of(!end);
	tcp->flags = flags_of(flags);
	tcp->seq = teller->variant.isn[end] + seq;
	if (tcp->flags & TCP_ACK)
		tcp->ack = teller->variant.isn[!end] + ack;
	tcp->payload = length;
	tcp->window = (uint16_t)window;
	tcp->checksum = CHECKSUM_GOOD;
	if ((mark = strchr(rest, '<')))
		parse_options(tcp, mark, teller->variant.isn, end);
}

/* An event says where its two ends are. */
static void check_peers(const struct teller *teller,
			const struct track_event *event)
{
	bool client_first = event->flow.ends[TRACK_CLIENT].port == port_of(0);

	for (int i = TRACK_CLIENT; i <= TRACK_SERVER; i++) {
		int end = client_first ? i : !i;
		struct address want = address_of(&teller->variant, end);
		const struct track_flow_end *peer = &event->flow.ends[i];

		cr_expect_eq(peer->port, port_of(end), "%s: port %d",
			     teller->name, i);
		cr_expect_eq(peer->address.octets[3], want.octets[3],
			     "%s: address %d", teller->name, i);
	}
}

static void say_events(struct teller *teller)
{
	struct track_event event;
	struct line_clock clock = { 0 };

	while (tracker_event(teller->tracker, &event)) {
		if (event.kind != TRACK_EVENT_STATE)
			continue;
		check_peers(teller, &event);
		if (text_length(&teller->text))
			text_string(&teller->text, " / ");
		event_render(&teller->text, &plain, &clock, &event, NULL,
			     false);
	}
}

static void say_segment(struct teller *teller, const struct packet *packet)
{
	struct track_result result;
	char line[512];
	struct text text;

	tracker_segment(teller->tracker, packet, &result);
	text_init(&text, line, sizeof line);
	state_render(&text, &plain, packet, &result, false);
	if (text_length(&teller->text))
		text_string(&teller->text, " / ");
	text_data(&teller->text, line + 3, text_length(&text) - 3);
}

static void say_quote(struct teller *teller, const char *step)
{
	struct packet packet = { .kind = PACKET_ICMP_QUOTE };
	struct packet_quote *quote = &packet.quote;
	struct line_clock clock = { 0 };
	struct track_event event;
	unsigned type, code, seq;
	char who;
	int end;

	cr_assert(sscanf(step, "icmp %c %u %u %u", &who, &type, &code, &seq) ==
			  4,
		  "%s: '%s'", teller->name, step);
	end = who == 'C' ? 0 : 1;
	quote->icmp_type = (uint8_t)type;
	quote->icmp_code = (uint8_t)code;
	quote->has_seq = true;
	quote->seq = teller->variant.isn[end] + seq;
	quote->source = address_of(&teller->variant, end);
	quote->destination = address_of(&teller->variant, !end);
	quote->source_port = port_of(end);
	quote->destination_port = port_of(!end);
	quote->reporter =
		(struct address){ .version = 4, .octets = { 10, 61, 0, 9 } };
	if (!tracker_quote(teller->tracker, &packet, &event))
		return;
	check_peers(teller, &event);
	event_render(&teller->text, &plain, &clock, &event, &packet, false);
}

/* Only what happened to states is the same the second time: "A->B" is "B". */
static void replay(struct teller *teller, const struct packet *packet)
{
	struct track_result first, second;

	tracker_segment(teller->tracker, packet, &first);
	tracker_segment(teller->tracker, packet, &second);
	for (int i = 0; i < 2 && first.connection == second.connection; i++)
		cr_expect(
			first.ends[i].states[first.ends[i].count - 1] ==
				second.ends[i].states[second.ends[i].count - 1],
			"%s: a replayed segment changes the state of end %d",
			teller->name, i);
}

static void tell_step(struct teller *teller, const struct story_step *step)
{
	struct packet packet = { 0 };
	const char *what = step->step;
	double wait = 0.001;
	int used = 0;

	if (sscanf(what, "+%lf %n", &wait, &used) == 1)
		what += used;
	teller->now += (int64_t)(wait * (double)SECOND);
	text_init(&teller->text, teller->said, sizeof teller->said);
	tracker_advance(teller->tracker, teller->now);
	say_events(teller);
	if (!strncmp(what, "icmp", 4)) {
		say_quote(teller, what);
	} else if (strcmp(what, "tick") != 0) {
		parse_segment(teller, what, &packet);
		if (teller->variant.replay)
			replay(teller, &packet);
		else
			say_segment(teller, &packet);
		say_events(teller);
	}
	if (teller->variant.replay)
		return;
	text_terminate(&teller->text);
	cr_expect_str_eq(teller->said, step->expect,
			 "%s%s, isn %" PRIu32 ": %s\n  said   %s\n  expect %s",
			 teller->name,
			 teller->variant.exchanged ? " (exchanged)" : "",
			 teller->variant.isn[0], step->step, teller->said,
			 step->expect);
}

static void tell(const char *name, const struct story_step *steps, size_t count,
		 struct variant variant)
{
	struct tracker_options options = { .msl = 30 * SECOND };
	struct teller teller = { .name = name,
				 .variant = variant,
				 .now = 1700000000 * SECOND };

	teller.tracker = tracker_new(&options);
	cr_assert(teller.tracker);
	for (size_t i = 0; i < count; i++)
		tell_step(&teller, &steps[i]);
	tracker_free(teller.tracker);
}

static const struct variant variants[] = {
	{ false, false, { 1000, 5000 } },
	{ true, false, { 1000, 5000 } },
	{ false, false, { UINT32_MAX - 3, UINT32_MAX - 1 } },
	{ true, false, { 0x7ffffff0, 0x80000000 } },
	{ false, true, { 1000, 5000 } },
	{ true, true, { UINT32_MAX, 0 } },
};

void story_tell(const char *name, const struct story_step *steps, size_t count)
{
	for (size_t i = 0; i < sizeof variants / sizeof *variants; i++)
		tell(name, steps, count, variants[i]);
}

void story_tell_as_is(const char *name, const struct story_step *steps,
		      size_t count)
{
	tell(name, steps, count, variants[0]);
	tell(name, steps, count, variants[2]);
}
