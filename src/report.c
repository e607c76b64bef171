/*
 * --report: what is kept until the page can be written.
 *
 * A step is JSON at once and not a struct to be written later: it is smaller
 * so, and what a packet points to is gone with the next one.
 */
#include "report.h"

#include <stdlib.h>
#include <string.h>

#include "render/report_step.h"
#include "track/tracker.h"

void report_init(struct report *report, const struct json_writer *writer,
		 const struct tracker *tracker)
{
	memset(report, 0, sizeof(*report));
	report->writer = *writer;
	report->writer.text = &report->piece;
	report->writer.explain = true;
	report->tracker = tracker;
	report->limits = (struct report_limits){
		.listed = REPORT_LISTED,
		.detailed = REPORT_DETAILED,
		.steps = REPORT_STEPS,
		.head = REPORT_HEAD,
		.tail = REPORT_TAIL,
	};
}

static void free_connection(struct report_connection *connection)
{
	for (uint32_t i = 0; i < connection->step_count; i++)
		free(connection->steps[i].json);
	free(connection->steps);
	free(connection->flow.json);
}

void report_free(struct report *report)
{
	for (uint32_t i = 0; i < report->count; i++)
		free_connection(&report->connections[i]);
	free(report->connections);
	report->connections = NULL;
	report->count = 0;
}

void report_now(struct report *report, const struct json_writer *writer)
{
	report->writer.time = writer->time;
	report->writer.number = writer->number;
}

/* --- pieces */

static struct json_writer *begin_piece(struct report *report)
{
	text_init(&report->piece, report->storage, sizeof(report->storage));
	return &report->writer;
}

/* False when there is no memory, or it was too long. */
static bool take_piece(struct report *report, struct report_piece *piece)
{
	size_t length = text_length(&report->piece);

	if (report->piece.overflowed)
		return false;
	piece->json = malloc(length);
	if (!piece->json)
		return false;
	memcpy(piece->json, report->storage, length);
	piece->length = length;
	return true;
}

/* --- connections */

/* The slot of the connection, or the free one where it would be.  Numbers are
 * counted by the tracker, so nobody can choose those that collide. */
static uint32_t *find_slot(struct report *report, uint64_t number)
{
	uint64_t hash = number * UINT64_C(0x9e3779b97f4a7c15);
	uint32_t at = (uint32_t)(hash >> 32) % REPORT_SLOTS;

	while (report->slots[at] &&
	       report->connections[report->slots[at] - 1].number != number)
		at = (at + 1) % REPORT_SLOTS;
	return &report->slots[at];
}

/* Whether there is room for one connection more. */
static bool make_room(struct report *report)
{
	uint32_t room = report->room ? 2 * report->room : 16;
	struct report_connection *connections;

	if (report->count >= report->limits.listed)
		return false;
	if (report->count < report->room)
		return true;
	connections = realloc(report->connections, room * sizeof(*connections));
	if (!connections)
		return false;
	report->connections = connections;
	report->room = room;
	return true;
}

/* The connection, which is new in the list if it was not in it; NULL if there
 * is no room. */
static struct report_connection *enter(struct report *report, uint64_t number)
{
	uint32_t *slot = find_slot(report, number);
	struct report_connection *connection;

	if (*slot)
		return &report->connections[*slot - 1];
	if (!make_room(report))
		return NULL;
	connection = &report->connections[report->count++];
	*slot = report->count;
	*connection = (struct report_connection){
		.number = number,
		.detailed = report->detailed < report->limits.detailed,
	};
	report->detailed += connection->detailed;
	return connection;
}

/* --- steps */

static bool make_step_room(struct report_connection *connection)
{
	uint32_t room = connection->step_room ? 2 * connection->step_room : 8;
	struct report_piece *steps;

	if (connection->step_count < connection->step_room)
		return true;
	steps = realloc(connection->steps, room * sizeof(*steps));
	if (!steps)
		return false;
	connection->steps = steps;
	connection->step_room = room;
	return true;
}

/* The newest takes the place of the oldest in the ring. */
static void turn_ring(struct report *report,
		      struct report_connection *connection)
{
	const struct report_limits *limits = &report->limits;
	struct report_piece piece;
	uint32_t kept = connection->step_count - limits->head;
	uint32_t at = limits->head + connection->oldest;

	connection->left_out++;
	if (!take_piece(report, &piece))
		return;
	free(connection->steps[at].json);
	connection->steps[at] = piece;
	connection->oldest = (connection->oldest + 1) % kept;
}

static bool is_full(const struct report *report,
		    const struct report_connection *connection)
{
	const struct report_limits *limits = &report->limits;

	return report->steps >= limits->steps ||
	       connection->step_count >= limits->head + limits->tail;
}

static void keep_step(struct report *report,
		      struct report_connection *connection)
{
	if (is_full(report, connection)) {
		if (connection->step_count > report->limits.head)
			turn_ring(report, connection);
		else
			connection->left_out++;
		return;
	}
	if (!make_step_room(connection) ||
	    !take_piece(report, &connection->steps[connection->step_count])) {
		connection->left_out++;
		return;
	}
	connection->step_count++;
	report->steps++;
}

/* What is new of round-trip times since the step before; several samples of
 * one ACK are their mean. */
static void take_rtt(struct report_connection *connection,
		     struct report_figures *figures,
		     const struct track_flow *flow)
{
	for (int end = TRACK_CLIENT; end <= TRACK_SERVER; end++) {
		const struct track_rtt *rtt = &flow->ends[end].rtt;
		uint64_t samples = rtt->samples - connection->rtt_samples[end];
		double sum = rtt->sum - connection->rtt_sum[end];

		connection->rtt_samples[end] = rtt->samples;
		connection->rtt_sum[end] = rtt->sum;
		if (samples == 0)
			continue;
		figures->has_rtt[end] = true;
		figures->rtt[end] = (int64_t)(sum / (double)samples);
	}
}

static struct report_figures figures_of(const struct report *report,
					struct report_connection *connection,
					const struct track_result *result)
{
	struct report_figures figures = { 0 };
	struct track_look look;

	if (!tracker_look(report->tracker, result->place, result->connection,
			  &look))
		return figures;
	for (int end = TRACK_CLIENT; end <= TRACK_SERVER; end++)
		figures.flight[end] = look.flow.ends[end].unacknowledged;
	take_rtt(connection, &figures, &look.flow);
	return figures;
}

/* The connection, if there is to be a step of it. */
static struct report_connection *begin_step(struct report *report,
					    uint64_t number)
{
	struct report_connection *connection = enter(report, number);

	if (connection && connection->detailed)
		return connection;
	if (connection)
		connection->left_out++;
	report->left_out++;
	return NULL;
}

void report_packet(struct report *report, const struct packet *packet,
		   const struct track_result *result)
{
	struct report_connection *connection;
	struct report_figures figures;

	if (!result->connection)
		return;
	connection = begin_step(report, result->connection);
	if (!connection)
		return;
	figures = figures_of(report, connection, result);
	report_step_packet(begin_piece(report), packet, result, &figures);
	keep_step(report, connection);
}

void report_event(struct report *report, const struct track_event *event,
		  const struct packet *quote)
{
	struct report_connection *connection =
		begin_step(report, event->connection);

	if (!connection)
		return;
	report_step_event(begin_piece(report), event, quote);
	keep_step(report, connection);
}

void report_flow_over(struct report *report, const struct track_event *event,
		      bool wanted)
{
	struct report_connection *connection = NULL;

	if (wanted || *find_slot(report, event->connection))
		connection = enter(report, event->connection);
	if (!connection) {
		report->unlisted += wanted;
		return;
	}
	report_flow(begin_piece(report), &event->flow);
	if (!take_piece(report, &connection->flow))
		report->unlisted++;
}

const struct report_piece *
report_step(const struct report *report,
	    const struct report_connection *connection, uint32_t index)
{
	uint32_t head = report->limits.head;

	if (index < head)
		return &connection->steps[index];
	return &connection
			->steps[head + (index - head + connection->oldest) %
					       (connection->step_count - head)];
}
