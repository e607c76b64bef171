/*
 * --table.
 *
 * The rows are made twice, once to see how wide the columns must be, once to
 * write them: that is cheaper than to keep them.
 */
#include "tables.h"

#include "pipeline.h"
#include "render/colour.h"
#include "render/line.h"
#include "render/listing.h"
#include "render/text.h"
#include "track/tracker.h"

#define SECOND INT64_C(1000000000)

void tables_free(struct tables *tables)
{
	roster_free(&tables->roster);
}

/* --- the text */

static struct listing_layout measure(const struct pipeline *pipeline)
{
	const struct tables *tables = &pipeline->tables;
	const struct roster *roster = &tables->roster;
	struct listing_layout layout = { 0 };
	struct listing_row row;
	struct track_look look;

	for (size_t i = 0; i < roster->ranking.count; i++) {
		if (!roster_look(roster, pipeline->tracker, i, &look))
			continue;
		listing_row(&row, &pipeline->line, &look);
		listing_measure(&layout, &row);
	}
	listing_fit(&layout, tables->width);
	return layout;
}

/* "2 of 7 connections, 3 ended": of those that were to be shown, so many
 * are; and of all, so many have ended. */
static void counts(struct text *text, const struct roster *roster)
{
	const struct ranking *ranking = &roster->ranking;
	uint64_t ended = roster->ended + roster->closed;
	bool forgotten = roster->all && roster->ended > roster->over_count;

	text_unsigned(text, ranking->count);
	if (ranking->count < ranking->offered) {
		text_string(text, " of ");
		text_unsigned(text, ranking->offered);
	}
	text_string(text,
		    ranking->offered == 1 ? " connection" : " connections");
	if (ended == 0)
		return;
	text_string(text, ", ");
	text_unsigned(text, ended);
	text_string(text, " ended");
	if (!forgotten)
		return;
	text_string(text, ", of which the last ");
	text_unsigned(text, roster->over_count);
	text_string(text, " are known");
}

/* What -ttt counts from stays as it is. */
static void heading(struct pipeline *pipeline, int64_t time)
{
	struct text *text = pipeline->text;
	struct line_clock unchanged = pipeline->clock;
	const struct packet_time stamp = { time / SECOND, time % SECOND };

	line_time(text, &pipeline->line, &unchanged, stamp);
	counts(text, &pipeline->tables.roster);
	text_char(text, '\n');
}

static void rows(struct pipeline *pipeline)
{
	const struct roster *roster = &pipeline->tables.roster;
	const struct listing_layout layout = measure(pipeline);
	struct text *text = pipeline->text;
	struct listing_row row;
	struct track_look look;

	if (roster->ranking.count == 0)
		return;
	colour_set(text, pipeline->colour, COLOUR_CHANGED);
	listing_head(text, &layout);
	colour_set(text, pipeline->colour, COLOUR_NONE);
	text_char(text, '\n');
	for (size_t i = 0; i < roster->ranking.count; i++) {
		if (!roster_look(roster, pipeline->tracker, i, &look))
			continue;
		listing_row(&row, &pipeline->line, &look);
		listing_write(text, &layout, &row, pipeline->colour);
		text_char(text, '\n');
	}
}

static void print(struct pipeline *pipeline, int64_t time)
{
	struct tables *tables = &pipeline->tables;

	if (tables->printed)
		text_char(pipeline->text, '\n');
	tables->printed = true;
	heading(pipeline, time);
	rows(pipeline);
}

/* --- when */

static bool prints(const struct tables *tables)
{
	return tables->wanted && !tables->silent;
}

/* All at once. */
static void table_at(struct pipeline *pipeline, int64_t time)
{
	struct roster *roster = &pipeline->tables.roster;

	roster_begin(roster);
	roster_step(roster, pipeline->tracker, UINT32_MAX);
	print(pipeline, time);
}

/* Where nothing is captured for longer than the interval, there is one table
 * for all of that time. */
static void go_on(struct tables *tables, int64_t now)
{
	int64_t missed = (now - tables->due) / tables->interval;

	tables->due += (missed + 1) * tables->interval;
}

static void step(struct pipeline *pipeline, uint32_t count)
{
	struct tables *tables = &pipeline->tables;

	if (tables->roster.walking &&
	    roster_step(&tables->roster, pipeline->tracker, count))
		print(pipeline, tables->now);
}

static void advance_live(struct pipeline *pipeline, int64_t now)
{
	struct tables *tables = &pipeline->tables;

	if (now >= tables->due) {
		if (!tables->roster.walking)
			roster_begin(&tables->roster);
		go_on(tables, now);
	}
	step(pipeline, TABLES_LIVE_STEP);
}

void tables_advance(struct pipeline *pipeline, int64_t now)
{
	struct tables *tables = &pipeline->tables;

	if (now > tables->now)
		tables->now = now;
	if (!prints(tables) || tables->interval == 0)
		return;
	if (tables->due == 0)
		tables->due = now + tables->interval;
	if (tables->live) {
		advance_live(pipeline, now);
	} else if (now >= tables->due) {
		pipeline_pass_time(pipeline, tables->due);
		table_at(pipeline, tables->due);
		go_on(tables, now);
	}
}

void tables_idle(struct pipeline *pipeline)
{
	if (prints(&pipeline->tables))
		step(pipeline, TABLES_IDLE_STEP);
}

void tables_flow(struct pipeline *pipeline, const struct track_event *event)
{
	struct tables *tables = &pipeline->tables;

	if (!tables->wanted)
		return;
	roster_flow(&tables->roster, event);
	if (event->connection != tables->followed)
		return;
	tables->followed_is_over = true;
	tables->followed_end = (struct track_look){
		.now = event->flow.end,
		.flow = event->flow,
	};
}

void tables_finish(struct pipeline *pipeline)
{
	if (prints(&pipeline->tables) && pipeline->started)
		table_at(pipeline, pipeline->tables.now);
}
