/*
 * The ladder: which connections were begun, what of their states was shown,
 * and to which of the three ways of drawing a row goes.
 */
#include "render/ladder.h"

#include "decode/packet.h"
#include "render/ladder_mermaid.h"
#include "render/ladder_row.h"
#include "render/ladder_svg.h"
#include "render/ladder_text.h"
#include "track/tracker.h"

/* The one that is known as this connection, or, if none is, the one to be
 * forgotten for it. */
static struct ladder_known *find(struct ladder *ladder, uint64_t connection)
{
	struct ladder_known *oldest = &ladder->known[0];

	for (int i = 0; i < LADDER_KNOWN; i++) {
		struct ladder_known *known = &ladder->known[i];

		if (known->connection == connection)
			return known;
		if (known->used < oldest->used)
			oldest = known;
	}
	return oldest;
}

static void draw_begin(struct ladder *ladder, const struct ladder_begin *begin)
{
	if (ladder->kind == LADDER_MERMAID)
		ladder_mermaid_begin(ladder, begin);
	else if (ladder->kind == LADDER_SVG)
		ladder_svg_begin(ladder->svg, begin);
	else
		ladder_text_begin(ladder, begin);
	ladder->begun = true;
}

static void draw_row(struct ladder *ladder, const struct ladder_row *row)
{
	if (ladder->kind == LADDER_MERMAID)
		ladder_mermaid_row(ladder, row);
	else if (ladder->kind == LADDER_SVG)
		ladder_svg_row(ladder->svg, row);
	else
		ladder_text_row(ladder, row);
}

static void begin(struct ladder *ladder, uint64_t connection,
		  const struct ladder_peer peers[2],
		  const struct track_steps *ends[2])
{
	struct ladder_begin begin = { .connection = connection };

	for (int end = TRACK_CLIENT; end <= TRACK_SERVER; end++) {
		ladder_name(begin.names[end], ladder->options,
			    (enum track_end)end, &peers[end]);
		if (ends[end])
			begin.ends[end] = ladder_beginning(ends[end]);
	}
	draw_begin(ladder, &begin);
}

/* Begins the connection, unless it is known, and fills the row's states.
 * `ends`: NULL for one of which nothing is said. */
static void take_states(struct ladder *ladder, struct ladder_row *row,
			const struct ladder_peer peers[2],
			const struct track_steps *ends[2])
{
	struct ladder_known *known = find(ladder, row->connection);
	bool is_new = known->connection != row->connection;

	if (is_new)
		begin(ladder, row->connection, peers, ends);
	known->connection = row->connection;
	known->used = ++ladder->uses;
	for (int end = TRACK_CLIENT; end <= TRACK_SERVER; end++) {
		if (is_new)
			known->shown[end] = ends[end] ? ladder_first(ends[end])
						      : LADDER_NO_STATE;
		if (!ends[end])
			continue;
		row->ends[end] = ladder_news(ends[end], known->shown[end]);
		known->shown[end] = ladder_last(ends[end]);
	}
}

void ladder_packet(struct ladder *ladder, const struct packet *packet,
		   const struct track_result *result)
{
	const struct track_steps *ends[] = { &result->ends[TRACK_CLIENT],
					     &result->ends[TRACK_SERVER] };
	struct ladder_peer peers[2];
	struct ladder_row row = { 0 };

	if (!result->connection)
		return;
	peers[result->from] = (struct ladder_peer){ packet->ip.source,
						    packet->tcp.source_port };
	peers[!result->from] =
		(struct ladder_peer){ packet->ip.destination,
				      packet->tcp.destination_port };
	ladder_row_packet(&row, ladder->options, packet, result);
	ladder_row_stamp(&row, ladder->options, &ladder->clock);
	take_states(ladder, &row, peers, ends);
	draw_row(ladder, &row);
}

/* As in the lines, what -ttt counts from stays as it is. */
void ladder_event(struct ladder *ladder, const struct track_event *event,
		  const struct packet *quote)
{
	const struct track_flow_end *flow = event->flow.ends;
	const struct ladder_peer peers[] = {
		{ flow[TRACK_CLIENT].address, flow[TRACK_CLIENT].port },
		{ flow[TRACK_SERVER].address, flow[TRACK_SERVER].port },
	};
	const struct track_steps *ends[2] = { NULL, NULL };
	struct line_clock unchanged = ladder->clock;
	struct ladder_row row = { 0 };

	ends[event->end] = &event->steps;
	ladder_row_event(&row, ladder->options, event, quote);
	ladder_row_stamp(&row, ladder->options, &unchanged);
	take_states(ladder, &row, peers, ends);
	draw_row(ladder, &row);
}

void ladder_finish(struct ladder *ladder)
{
	if (ladder->kind == LADDER_MERMAID)
		ladder_mermaid_finish(ladder);
	else if (ladder->kind == LADDER_SVG)
		ladder_svg_finish(ladder->svg, ladder->text);
}
