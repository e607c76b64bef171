/*
 * The rows of a listing, and how wide its columns are.
 *
 * Of the columns, numbers stand to the right, words to the left.
 */
#include "render/listing.h"

#include <string.h>

#include "render/colour.h"
#include "render/columns.h"
#include "render/listing_cell.h"
#include "render/text.h"
#include "track/tracker.h"
#include "track/waiting.h"

#define SECOND INT64_C(1000000000)

/* What is waited for longer than this is trouble, as for --stuck. */
#define WAITS_LONG (10 * SECOND)

enum {
	NAME_ENOUGH = 21, /* 255.255.255.255.65535; names may be shortened so
			   * far to make room for what is waited for */
	NAME_MIN = 8,
	WAITING_MIN = 18, /* "42.0s server close" */
	WAITING_MAX = 30
};

struct column {
	const char *title;
	int width; /* 0: as its cells need */
	bool right;
	enum colour colour;
};

static const struct column columns[LISTING_COLUMNS] = {
	[LISTING_NUMBER] = { "#", 0, false, COLOUR_NONE },
	[LISTING_CLIENT] = { "CLIENT", 0, false, COLOUR_CLIENT },
	[LISTING_CLIENT_STATE] = { "STATE", 0, false, COLOUR_CLIENT },
	[LISTING_SERVER] = { "SERVER", 0, false, COLOUR_SERVER },
	[LISTING_SERVER_STATE] = { "STATE", 0, false, COLOUR_SERVER },
	[LISTING_AGE] = { "AGE", 6, true, COLOUR_NONE },
	[LISTING_CLIENT_BYTES] = { "C>S", 5, true, COLOUR_CLIENT },
	[LISTING_SERVER_BYTES] = { "S>C", 5, true, COLOUR_SERVER },
	[LISTING_CLIENT_SEGMENTS] = { "SEGS>", 5, true, COLOUR_CLIENT },
	[LISTING_SERVER_SEGMENTS] = { "<SEGS", 5, true, COLOUR_SERVER },
	[LISTING_RETRANSMISSIONS] = { "RETR", 5, true, COLOUR_NONE },
	[LISTING_RTT] = { "RTT", 6, true, COLOUR_NONE },
	[LISTING_CLIENT_WINDOW] = { "C WIN", 5, true, COLOUR_CLIENT },
	[LISTING_SERVER_WINDOW] = { "S WIN", 5, true, COLOUR_SERVER },
	[LISTING_WAITING] = { "WAITS FOR", 0, false, COLOUR_NONE },
};

/* --- a row */

static void cell_begin(struct text *text, struct listing_row *row, int column)
{
	text_init(text, row->cells[column], LISTING_CELL_SIZE);
}

static void state_cell(struct listing_row *row, int column,
		       const struct history *history)
{
	struct text text;

	cell_begin(&text, row, column);
	text_string(&text, state_name(history_state(history)));
	if (!history_is_sure(history))
		text_char(&text, '?');
	text_terminate(&text);
}

static void number_cell(struct listing_row *row, int column, uint64_t number)
{
	struct text text;

	cell_begin(&text, row, column);
	cell_number(&text, number);
	text_terminate(&text);
}

static void time_cell(struct listing_row *row, int column, int64_t time)
{
	struct text text;

	cell_begin(&text, row, column);
	cell_time(&text, time);
	text_terminate(&text);
}

static void unknown_cell(struct listing_row *row, int column)
{
	memcpy(row->cells[column], "-", 2);
}

/* A window of 0 is trouble while it lasts. */
static void window_cell(struct listing_row *row, int column,
			const struct track_flow_end *end)
{
	if (end->has_offer)
		number_cell(row, column, end->offer);
	else
		unknown_cell(row, column);
	if (end->window_closed)
		row->trouble |= UINT32_C(1) << column;
}

static void name_cell(struct listing_row *row,
		      const struct line_options *options, int end,
		      const struct track_look *look)
{
	struct text text;

	text_init(&text, row->names[end], LISTING_NAME_SIZE);
	cell_name(&text, options, &look->flow.ends[end]);
	columns_terminate(&text);
}

static void end_cells(struct listing_row *row, int end,
		      const struct track_look *look)
{
	const struct track_flow_end *flow = &look->flow.ends[end];

	state_cell(row, end ? LISTING_SERVER_STATE : LISTING_CLIENT_STATE,
		   &flow->history);
	number_cell(row, end ? LISTING_SERVER_BYTES : LISTING_CLIENT_BYTES,
		    flow->bytes);
	number_cell(row,
		    end ? LISTING_SERVER_SEGMENTS : LISTING_CLIENT_SEGMENTS,
		    flow->packets);
	window_cell(row, end ? LISTING_SERVER_WINDOW : LISTING_CLIENT_WINDOW,
		    flow);
}

static void waiting_cell(struct listing_row *row, const struct track_look *look)
{
	struct text text;

	cell_begin(&text, row, LISTING_WAITING);
	cell_waiting(&text, look);
	text_terminate(&text);
	if (look->flow.reason == TRACK_REASON_OPEN &&
	    waiting_find(look, WAITS_LONG).what != WAITING_NOTHING)
		row->trouble |= UINT32_C(1) << LISTING_WAITING;
}

static void number_of_connection(struct listing_row *row, uint64_t connection)
{
	struct text text;

	cell_begin(&text, row, LISTING_NUMBER);
	text_char(&text, '#');
	text_unsigned(&text, connection);
	text_terminate(&text);
}

void listing_row(struct listing_row *row, const struct line_options *options,
		 const struct track_look *look)
{
	const struct track_flow *flow = &look->flow;
	uint64_t again = flow->ends[TRACK_CLIENT].retransmitted_segments +
			 flow->ends[TRACK_SERVER].retransmitted_segments;
	int64_t rtt;

	row->changed = row->trouble = 0;
	number_of_connection(row, flow->connection);
	for (int end = TRACK_CLIENT; end <= TRACK_SERVER; end++) {
		name_cell(row, options, end, look);
		end_cells(row, end, look);
	}
	time_cell(row, LISTING_AGE, look->now - flow->start);
	number_cell(row, LISTING_RETRANSMISSIONS, again);
	if (again > 0)
		row->changed |= UINT32_C(1) << LISTING_RETRANSMISSIONS;
	if (cell_rtt(flow, &rtt))
		time_cell(row, LISTING_RTT, rtt);
	else
		unknown_cell(row, LISTING_RTT);
	waiting_cell(row, look);
}

/* --- the layout */

static const char *content(const struct listing_row *row, int column)
{
	if (column == LISTING_CLIENT)
		return row->names[TRACK_CLIENT];
	if (column == LISTING_SERVER)
		return row->names[TRACK_SERVER];
	return row->cells[column];
}

void listing_measure(struct listing_layout *layout,
		     const struct listing_row *row)
{
	for (int i = 0; i < LISTING_COLUMNS; i++) {
		const char *cell = content(row, i);
		int needed = columns_of(cell, strlen(cell));

		if (needed > layout->needed[i])
			layout->needed[i] = needed;
	}
}

static int needed_by(const struct listing_layout *layout, int column)
{
	int title = (int)strlen(columns[column].title);

	if (columns[column].width > 0)
		return columns[column].width;
	return layout->needed[column] > title ? layout->needed[column] : title;
}

/* What is left of the line, a blank between two columns counted; below 0 if
 * it is too long. */
static int left_of(const struct listing_layout *layout, int width)
{
	int left = width + 1;

	for (int i = 0; i < LISTING_COLUMNS; i++)
		if (layout->given[i] > 0)
			left -= layout->given[i] + 1;
	return left;
}

/* Takes so many columns from both names, of the longer one first, but leaves
 * `least` of each. */
static void shorten_names(struct listing_layout *layout, int columns_wanted,
			  int least)
{
	while (columns_wanted > 0) {
		int *client = &layout->given[LISTING_CLIENT];
		int *server = &layout->given[LISTING_SERVER];
		int *longer = *client > *server ? client : server;

		if (*longer <= least)
			return;
		--*longer;
		columns_wanted--;
	}
}

/* Shows a column and the one that belongs to it (or itself), if there is room
 * for both. */
static void add_pair(struct listing_layout *layout, int width, int one,
		     int other)
{
	int need = needed_by(layout, one) + 1;

	if (other != one)
		need += needed_by(layout, other) + 1;
	if (left_of(layout, width) < need)
		return;
	layout->given[one] = needed_by(layout, one);
	layout->given[other] = needed_by(layout, other);
}

static int least_of(int a, int b)
{
	return a < b ? a : b;
}

/* Both names, both states and the number must be there; what is waited for is
 * next, and takes what is left in the end. */
static void give_waiting(struct listing_layout *layout, int width)
{
	int least = least_of(needed_by(layout, LISTING_WAITING), WAITING_MIN);

	shorten_names(layout, least + 1 - left_of(layout, width), NAME_ENOUGH);
	if (left_of(layout, width) > least)
		layout->given[LISTING_WAITING] = least;
}

static void widen_waiting(struct listing_layout *layout, int width)
{
	int *given = &layout->given[LISTING_WAITING];
	int more = needed_by(layout, LISTING_WAITING) - *given;

	if (*given == 0 || more <= 0)
		return;
	*given += least_of(more, left_of(layout, width));
	*given = least_of(*given, WAITING_MAX);
}

void listing_fit(struct listing_layout *layout, int width)
{
	static const int pairs[][2] = {
		{ LISTING_AGE, LISTING_AGE },
		{ LISTING_CLIENT_BYTES, LISTING_SERVER_BYTES },
		{ LISTING_RETRANSMISSIONS, LISTING_RETRANSMISSIONS },
		{ LISTING_RTT, LISTING_RTT },
		{ LISTING_CLIENT_WINDOW, LISTING_SERVER_WINDOW },
		{ LISTING_CLIENT_SEGMENTS, LISTING_SERVER_SEGMENTS },
	};

	if (width < LISTING_WIDTH_MIN)
		width = LISTING_WIDTH_MIN;
	memset(layout->given, 0, sizeof(layout->given));
	for (int i = LISTING_NUMBER; i <= LISTING_SERVER_STATE; i++)
		layout->given[i] = needed_by(layout, i);
	shorten_names(layout, -left_of(layout, width), NAME_MIN);
	give_waiting(layout, width);
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		add_pair(layout, width, pairs[i][0], pairs[i][1]);
	widen_waiting(layout, width);
}

/* --- writing */

static void blanks(struct text *text, int count)
{
	for (; count > 0; count--)
		text_char(text, ' ');
}

/* The last one in which something stands: no line ends in blanks. */
static int last_column(const struct listing_layout *layout,
		       const struct listing_row *row)
{
	int last = LISTING_COLUMNS - 1;

	while (last > 0 &&
	       (layout->given[last] == 0 || (row && !*content(row, last))))
		last--;
	return last;
}

struct place {
	int column, width;
	bool last; /* nothing stands behind it */
	enum colour colour;
};

static void write_cell(struct text *text, struct place place,
		       const char *string)
{
	char storage[LISTING_WIDTH_MAX];
	bool coloured = place.colour != COLOUR_NONE;
	struct text cell;
	int left;

	text_init(&cell, storage, sizeof(storage));
	if (place.column == LISTING_CLIENT || place.column == LISTING_SERVER) {
		left = place.width - cell_shorten(&cell, string, place.width);
	} else {
		size_t length = strnlen(string, (size_t)place.width);

		text_data(&cell, string, length);
		left = place.width - (int)length;
	}
	if (columns[place.column].right)
		blanks(text, left);
	colour_set(text, coloured, place.colour);
	text_data(text, cell.start, text_length(&cell));
	colour_set(text, coloured, COLOUR_NONE);
	if (!columns[place.column].right && !place.last)
		blanks(text, left);
}

void listing_head(struct text *text, const struct listing_layout *layout)
{
	int last = last_column(layout, NULL);

	for (int i = 0; i <= last; i++) {
		const struct place place = { i, layout->given[i], i == last,
					     COLOUR_NONE };

		if (place.width == 0)
			continue;
		if (i > 0)
			text_char(text, ' ');
		write_cell(text, place, columns[i].title);
	}
}

static enum colour colour_of(const struct listing_row *row, int column)
{
	if (row->trouble >> column & 1)
		return COLOUR_TROUBLE;
	if (row->changed >> column & 1)
		return COLOUR_CHANGED;
	return columns[column].colour;
}

void listing_write(struct text *text, const struct listing_layout *layout,
		   const struct listing_row *row, bool colour)
{
	int last = last_column(layout, row);

	for (int i = 0; i <= last; i++) {
		const struct place place = { i, layout->given[i], i == last,
					     colour ? colour_of(row, i)
						    : COLOUR_NONE };

		if (place.width == 0)
			continue;
		if (i > 0)
			text_char(text, ' ');
		write_cell(text, place, content(row, i));
	}
}
