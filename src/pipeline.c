/*
 * The way of a packet: decode -> track -> render.
 *
 * Timers come first: what they did until the packet's time stands above its
 * line, and what the packet ended, below it.
 */
#include "pipeline.h"

#include "decode/decode.h"
#include "decode/packet.h"
#include "decode/seldom.h"
#include "render/endpoints.h"
#include "render/explain.h"
#include "render/note_text.h"
#include "render/state.h"
#include "render/text.h"
#include "report.h"
#include "track/tracker.h"

/* A broken stamp must not overflow, nor the difference of two: 2^63 nanoseconds
 * are 292 years. */
#define SECONDS_MAX INT64_C(4500000000)
#define SECOND INT64_C(1000000000)

/* Memory is enough again when so long nothing was forgotten; how often, at
 * most, it is said that time goes back: in the capture's time. */
#define PRESSURE_OVER (10 * SECOND)
#define BACKWARDS_QUIET SECOND

enum { WORDS_SIZE = 256 };

int64_t pipeline_time(const struct packet *packet)
{
	struct packet_time time = packet->time;

	if (time.seconds > SECONDS_MAX)
		return SECONDS_MAX * SECOND;
	if (time.seconds < -SECONDS_MAX)
		return -SECONDS_MAX * SECOND;
	return time.seconds * SECOND + time.nanoseconds;
}

void pipeline_notice(struct pipeline *pipeline,
		     const struct json_notice *notice)
{
	if (pipeline->records & JSON_NOTICE)
		json_notice(&pipeline->writer, notice);
}

static void notice_pressure(struct pipeline *pipeline, int64_t now,
			    const char *words)
{
	const struct json_notice notice = {
		.has_time = true,
		.time = now,
		.kind = "memory",
		.words = words,
		.number = pipeline->writer.number,
		.has_count = true,
		.count = pipeline->pressure.evicted,
	};

	pipeline_notice(pipeline, &notice);
}

static void begin_pressure(struct pipeline *pipeline, int64_t now)
{
	struct pipeline_pressure *pressure = &pipeline->pressure;

	pressure->evicted++;
	pressure->last = now;
	if (pressure->told)
		return;
	pressure->told = true;
	notice_pressure(pipeline, now,
			"the memory for connections is used up; from here on "
			"some are forgotten before they end");
}

SELDOM void end_pressure(struct pipeline *pipeline, int64_t now)
{
	struct pipeline_pressure *pressure = &pipeline->pressure;

	if (now - pressure->last < PRESSURE_OVER)
		return;
	pressure->told = false;
	notice_pressure(pipeline, now,
			"the memory for connections is enough again");
}

/* What is asked about the connection of an event, with these notes. */
static bool event_matches(const struct pipeline *pipeline,
			  const struct track_event *event, uint64_t notes)
{
	struct track_look look = { .now = event->time };
	const struct where_subject subject = { .look = &look, .notes = notes };

	if (pipeline->view.where_count == 0)
		return true;
	look.flow = event->flow;
	return view_matches(&pipeline->view, &subject);
}

static bool wants_flow(const struct pipeline *pipeline,
		       const struct track_event *event)
{
	return view_has_connection(&pipeline->view, event->connection) &&
	       event_matches(pipeline, event, event->flow.notes);
}

static void show_flow(struct pipeline *pipeline,
		      const struct track_event *event)
{
	if (event->flow.reason == TRACK_REASON_EVICTED)
		begin_pressure(pipeline, event->time);
	if (pipeline->assertions.count > 0)
		assertions_check(&pipeline->assertions, &pipeline->line, event);
	tables_flow(pipeline, event);
	if (pipeline->report)
		report_flow_over(pipeline->report, event,
				 wants_flow(pipeline, event));
	if (pipeline->records & JSON_FLOW && wants_flow(pipeline, event))
		json_flow(pipeline->text, &event->flow,
			  pipeline->writer.nanoseconds);
}

/* What an ICMP error is, in one sentence. */
static void notice_quote(struct pipeline *pipeline,
			 const struct track_event *event,
			 const struct packet *quote)
{
	char storage[WORDS_SIZE];
	struct text words;
	struct json_notice notice = {
		.has_time = true,
		.time = event->time,
		.kind = "icmp",
		.number = pipeline->writer.number,
		.connection = event->connection,
	};

	text_init(&words, storage, sizeof(storage));
	for (int i = 0; i < event->notes.count; i++)
		if (event->notes.list[i].note == NOTE_ICMP)
			note_render(&words, &pipeline->writer.line,
				    &event->notes.list[i], &quote->quote);
	notice.words = text_terminate(&words);
	pipeline_notice(pipeline, &notice);
}

static void record_event(struct pipeline *pipeline,
			 const struct track_event *event,
			 const struct packet *quote)
{
	if (quote)
		notice_quote(pipeline, event, quote);
	if (pipeline->records & JSON_STATE)
		json_event(&pipeline->writer, event, quote);
}

/* Where there are tables instead of lines, one connection may have a ladder. */
static bool is_followed(const struct pipeline *pipeline, uint64_t connection)
{
	return connection && pipeline->tables.followed == connection;
}

static void show_event(struct pipeline *pipeline,
		       const struct track_event *event,
		       const struct packet *quote)
{
	if (pipeline->silent)
		return;
	if (pipeline->tables.wanted) {
		if (is_followed(pipeline, event->connection))
			ladder_event(&pipeline->ladder, event, quote);
		return;
	}
	if (!view_has_event(&pipeline->view, event) ||
	    !event_matches(pipeline, event, event->notes.set))
		return;
	if (pipeline->records) {
		record_event(pipeline, event, quote);
		return;
	}
	if (pipeline->report) {
		report_now(pipeline->report, &pipeline->writer);
		report_event(pipeline->report, event, quote);
		return;
	}
	if (pipeline->ladder.kind) {
		ladder_event(&pipeline->ladder, event, quote);
		return;
	}
	if (!pipeline->state)
		return;
	event_render(pipeline->text, &pipeline->line, &pipeline->clock, event,
		     quote, pipeline->colour);
	if (pipeline->explain)
		explain_event(pipeline->text, &pipeline->line, event,
			      quote ? &quote->quote : NULL);
	text_char(pipeline->text, '\n');
}

SELDOM void take_events(struct pipeline *pipeline)
{
	struct track_event event;

	while (tracker_event(pipeline->tracker, &event)) {
		if (event.kind == TRACK_EVENT_FLOW) {
			show_flow(pipeline, &event);
			continue;
		}
		show_event(pipeline, &event, NULL);
		stuck_event(pipeline, &event);
	}
}

static void drain_events(struct pipeline *pipeline)
{
	if (tracker_has_event(pipeline->tracker))
		take_events(pipeline);
}

/* A record cannot say that a state stays: a notice can. */
static void notice_lasting(struct pipeline *pipeline,
			   const struct track_event *event)
{
	char storage[WORDS_SIZE];
	struct text words;
	const struct json_notice notice = {
		.has_time = true,
		.time = event->time,
		.kind = "waiting",
		.words = storage,
		.number = pipeline->writer.number,
		.connection = event->connection,
	};

	text_init(&words, storage, sizeof(storage));
	text_string(&words, event->end == TRACK_CLIENT ? "client " : "server ");
	text_string(&words, state_name((enum tcp_state)event->steps.states[0]));
	text_char(&words, ' ');
	note_render(&words, &pipeline->writer.line, &event->notes.list[0],
		    NULL);
	text_terminate(&words);
	pipeline_notice(pipeline, &notice);
}

static void show_lasting(struct pipeline *pipeline,
			 const struct track_event *event)
{
	if (pipeline->silent || !view_has_event(&pipeline->view, event) ||
	    !event_matches(pipeline, event, event->notes.set))
		return;
	if (pipeline->records)
		notice_lasting(pipeline, event);
	else
		show_event(pipeline, event, NULL);
}

/* An end has been in its state for as long as --where asks, if it still is. */
SELDOM void take_moment(struct pipeline *pipeline,
			const struct watch_moment *moment)
{
	struct track_event event = {
		.kind = TRACK_EVENT_STATE,
		.time = moment->due,
		.connection = moment->connection,
		.end = (enum track_end)moment->end,
		.steps.count = 1,
	};
	const struct track_flow_end *end = &event.flow.ends[moment->end];
	struct track_look look;

	tracker_advance(pipeline->tracker, moment->due);
	drain_events(pipeline);
	if (!tracker_look(pipeline->tracker, moment->place, moment->connection,
			  &look))
		return;
	event.flow = look.flow;
	if (end->since != moment->since)
		return;
	event.steps.states[0] = (uint8_t)history_state(&end->history);
	event.steps.assumed = !history_is_sure(&end->history);
	notes_add_time(&event.notes, NOTE_LASTED, moment->due - moment->since);
	show_lasting(pipeline, &event);
}

SELDOM void take_moments(struct pipeline *pipeline, int64_t now)
{
	struct watch_moment moment;

	while (watch_due(&pipeline->watch, now, &moment))
		take_moment(pipeline, &moment);
}

void pipeline_pass_time(struct pipeline *pipeline, int64_t now)
{
	if (pipeline->watch.count > 0)
		take_moments(pipeline, now);
	tracker_advance(pipeline->tracker, now);
	drain_events(pipeline);
}

void pipeline_advance(struct pipeline *pipeline, int64_t now)
{
	if (pipeline->tables.wanted)
		tables_advance(pipeline, now);
	pipeline_pass_time(pipeline, now);
	if (pipeline->stuck.wanted)
		stuck_advance(pipeline, now);
	if (pipeline->pressure.told)
		end_pressure(pipeline, now);
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

static void record_packet(struct pipeline *pipeline,
			  const struct packet *packet,
			  const struct track_result *result)
{
	if (pipeline->records & JSON_PACKET)
		json_packet(&pipeline->writer, packet, result);
	if (pipeline->records & JSON_STATE)
		json_transitions(&pipeline->writer, result);
}

static void show_line(struct pipeline *pipeline, const struct packet *packet,
		      const struct track_result *result)
{
	struct text *text = pipeline->text;
	const struct line_options *line = &pipeline->line;

	line_packet(text, line, &pipeline->clock, packet,
		    bases_of(pipeline, result));
	if (pipeline->state)
		state_render(text, line, packet, result, pipeline->colour);
	if (pipeline->explain)
		explain_result(text, line, result);
	if (line->dump != LINE_DUMP_NONE)
		line_dump(text, line, packet);
	text_char(text, '\n');
}

static void step_report(struct pipeline *pipeline, const struct packet *packet,
			const struct track_result *result)
{
	report_now(pipeline->report, &pipeline->writer);
	report_packet(pipeline->report, packet, result);
}

/* An ICMP error is an event of the connection that it quotes. */
SELDOM void quote_packet(struct pipeline *pipeline, const struct packet *packet)
{
	struct track_event event;

	if (tracker_quote(pipeline->tracker, packet, &event) &&
	    (pipeline->state || pipeline->records))
		show_event(pipeline, &event, packet);
	else
		pipeline->hidden++;
}

SELDOM void notice_backwards(struct pipeline *pipeline, int64_t now)
{
	const struct json_notice notice = {
		.has_time = true,
		.time = now,
		.kind = "time",
		.words = "this packet is stamped earlier than one before it",
		.number = pipeline->writer.number,
		.has_count = true,
		.count = pipeline->backwards,
	};

	if (pipeline->backwards > 1 &&
	    pipeline->latest - pipeline->told_back < BACKWARDS_QUIET)
		return;
	pipeline->told_back = pipeline->latest;
	pipeline_notice(pipeline, &notice);
}

/* Packets need not be asked for what is the same for all of them. */
static enum pipeline_segments shown_segments(const struct pipeline *pipeline)
{
	if (pipeline->view.where_count > 0 || pipeline->tables.wanted)
		return PIPELINE_SOME;
	if (pipeline->silent)
		return PIPELINE_NOTHING;
	if (pipeline->records & (JSON_PACKET | JSON_STATE))
		return PIPELINE_SOME;
	if (pipeline->records)
		return PIPELINE_NOTHING;
	if (pipeline->report || pipeline->ladder.kind ||
	    !view_has_all(&pipeline->view))
		return PIPELINE_SOME;
	return PIPELINE_LINES;
}

SELDOM void begin(struct pipeline *pipeline, int64_t now)
{
	pipeline->started = true;
	pipeline->first = now;
	pipeline->latest = now;
	pipeline->segments = shown_segments(pipeline);
}

static void note_time(struct pipeline *pipeline, int64_t now)
{
	if (!pipeline->started)
		begin(pipeline, now);
	pipeline->writer.time = now;
	if (pipeline->latest > now) {
		pipeline->backwards++;
		notice_backwards(pipeline, now);
	} else {
		pipeline->latest = now;
	}
}

static void watch_states(struct pipeline *pipeline,
			 const struct track_result *result,
			 const struct track_look *look)
{
	const struct view *view = &pipeline->view;

	for (size_t i = 0; i < view->where_count; i++)
		if (watch_wants(&view->where[i]))
			watch_result(&pipeline->watch, &view->where[i], result,
				     look);
}

/* What belongs to no connection cannot be asked about. */
SELDOM bool look_matches(struct pipeline *pipeline, const struct packet *packet,
			 const struct track_result *result)
{
	struct track_look look;
	const struct where_subject subject = {
		.look = &look,
		.notes = result->notes.set,
		.packet = packet,
		.from = result->from,
	};

	if (!result->connection ||
	    !tracker_look(pipeline->tracker, result->place, result->connection,
			  &look))
		return false;
	watch_states(pipeline, result, &look);
	return view_matches(&pipeline->view, &subject);
}

/* What --where says of the segment. */
static bool result_matches(struct pipeline *pipeline,
			   const struct packet *packet,
			   const struct track_result *result)
{
	return pipeline->view.where_count == 0 || pipeline->tables.wanted ||
	       look_matches(pipeline, packet, result);
}

/* Whether a segment, of which `known` is known, has a line.  What it has
 * instead is shown here. */
SELDOM bool has_line(struct pipeline *pipeline, const struct packet *known,
		     const struct track_result *result)
{
	if (!result_matches(pipeline, known, result) || pipeline->silent)
		return false;
	if (pipeline->tables.wanted) {
		if (is_followed(pipeline, result->connection))
			ladder_packet(&pipeline->ladder, known, result);
		return false;
	}
	if (!view_has_all(&pipeline->view) &&
	    !view_has_result(&pipeline->view, result))
		return false;
	if (pipeline->records)
		record_packet(pipeline, known, result);
	else if (pipeline->report)
		step_report(pipeline, known, result);
	else if (pipeline->ladder.kind)
		ladder_packet(&pipeline->ladder, known, result);
	else
		return true;
	return false;
}

static bool wants_line(struct pipeline *pipeline, const struct packet *known,
		       const struct track_result *result)
{
	if (pipeline->segments == PIPELINE_SOME)
		return has_line(pipeline, known, result);
	return pipeline->segments == PIPELINE_LINES;
}

/* The line is that of `packet`, as tcpdump has it; `known` is the same or, of
 * a fragment, what is known of the segment.  What may have been TCP has a line,
 * and no connection. */
static void take_segment(struct pipeline *pipeline, const struct packet *packet,
			 const struct packet *known)
{
	struct track_result result;

	if (packet->kind == PACKET_TCP_LOST)
		track_result_begin(&result);
	else
		tracker_segment(pipeline->tracker, known, &result);
	if (wants_line(pipeline, known, &result))
		show_line(pipeline, packet, &result);
}

/* -K: what is captured is believed. */
static void believe(const struct pipeline *pipeline, struct packet *packet)
{
	if (pipeline->line.no_checksum)
		packet->tcp.checksum = CHECKSUM_UNVERIFIED;
}

/* With the last fragment that was missing, the whole segment came.  Where TCP
 * stands behind other headers, only the whole shows that it is TCP. */
SELDOM const struct packet *put_together(struct pipeline *pipeline,
					 const struct packet *packet,
					 struct packet *known)
{
	bool whole = fragments_add(pipeline->fragments, packet,
				   pipeline->latest, known);

	believe(pipeline, known);
	if (whole || packet->kind != PACKET_OTHER)
		return known;
	pipeline->hidden++;
	return NULL;
}

/* A line would wait longer for its addresses than for all else. */
static void expect_endpoints(const struct pipeline *pipeline,
			     const struct packet *packet)
{
	struct endpoints_cache *endpoints = pipeline->records
						    ? pipeline->writer.endpoints
						    : pipeline->line.endpoints;

	if (endpoints)
		endpoints_expect(endpoints, packet);
}

/* What is known of the segment that the packet is, or, in `storage`, of that of
 * which it is a fragment; NULL: it is no segment, and has been dealt with. */
static const struct packet *segment_of(struct pipeline *pipeline,
				       const struct packet *packet,
				       struct packet *storage)
{
	switch (packet->kind) {
	case PACKET_TCP:
	case PACKET_TCP_FRAGMENT:
		if (packet->ip.fragment)
			return put_together(pipeline, packet, storage);
		expect_endpoints(pipeline, packet);
		return packet;
	case PACKET_TCP_LOST:
		return packet;
	case PACKET_ICMP_QUOTE:
		quote_packet(pipeline, packet);
		return NULL;
	case PACKET_OTHER:
		if (packet->ip.fragment)
			return put_together(pipeline, packet, storage);
		pipeline->hidden++;
	}
	return NULL;
}

void pipeline_decode(const struct pipeline *pipeline, struct packet *packet)
{
	decode_packet(packet);
	believe(pipeline, packet);
}

void pipeline_packet(struct pipeline *pipeline, const struct packet *packet)
{
	int64_t now = pipeline_time(packet);
	struct packet storage;
	const struct packet *known;

	pipeline->writer.number = packet->number;
	note_time(pipeline, now);
	pipeline_advance(pipeline, now);
	known = segment_of(pipeline, packet, &storage);
	if (known)
		take_segment(pipeline, packet, known);
	drain_events(pipeline);
}

void pipeline_expect(const struct pipeline *pipeline, struct packet *packets,
		     size_t count)
{
	for (size_t i = 0; i < count; i++)
		pipeline_decode(pipeline, &packets[i]);
	tracker_expect(pipeline->tracker, packets, count);
}

void pipeline_finish(struct pipeline *pipeline)
{
	stuck_finish(pipeline);
	tables_finish(pipeline);
	tracker_finish(pipeline->tracker);
	drain_events(pipeline);
	ladder_finish(&pipeline->ladder);
}

void pipeline_free(struct pipeline *pipeline)
{
	watch_free(&pipeline->watch);
	stuck_free(&pipeline->stuck);
	tables_free(&pipeline->tables);
}
