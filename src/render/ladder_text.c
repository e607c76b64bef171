/*
 * The ladder as text.
 *
 * From left to right: the connection's number, the time, the client's state,
 * the lifelines with what passes between them, the server's state.  No line is
 * wider than the ladder: where little is left between the lifelines, the time
 * has a line of its own, and words that do not fit go on in the next.
 */
#include "render/ladder_text.h"

#include <string.h>

#include "render/colour.h"
#include "render/columns.h"
#include "render/ladder.h"
#include "render/ladder_row.h"
#include "render/text.h"

enum {
	STATE_COLUMNS = 12, /* "ESTABLISHED?" */
	STATE_SIZE = 16,
	NUMBER_COLUMNS = 4, /* "#12 " */
	BETWEEN_MIN = 24,
	/* What an arrow is beside its words: "- words ->". */
	ARROW_COLUMNS = 5,
	HEADING_GAP = 3,
	NO_STEP = 99
};

/* Columns. */
struct layout {
	int number;	 /* with the blanks behind it; 0: not shown */
	int time;	 /* the same */
	int between;	 /* the lifelines, without them */
	bool time_alone; /* in a line of its own */
};

enum between { BETWEEN_NOTHING, BETWEEN_WORDS, BETWEEN_ARROW };

/* One line of the ladder. */
struct line {
	const struct ladder_row *row;
	const char *stamp; /* or NULL */
	int step;	   /* which of the states of each end; or NO_STEP */
	enum between between;
	const char *words;
	size_t length;
	bool trouble;
	bool marked; /* here the end of the row had its event */
};

struct marks {
	const char *lifeline, *event, *dash, *left, *right;
};

static const struct marks *marks_of(const struct ladder *ladder)
{
	static const struct marks ascii = { "|", "*", "-", "<", ">" };
	static const struct marks unicode = { "│", "●", "─", "◄", "►" };

	return ladder->kind == LADDER_UNICODE ? &unicode : &ascii;
}

static void repeat(struct text *text, const char *string, int times)
{
	for (int i = 0; i < times; i++)
		text_string(text, string);
}

static int time_columns(const struct line_options *options)
{
	static const int columns[] = {
		[LINE_TIME_DAY] = 15,  [LINE_TIME_NONE] = 0,
		[LINE_TIME_UNIX] = 17, [LINE_TIME_SINCE_PREVIOUS] = 16,
		[LINE_TIME_DATE] = 26, [LINE_TIME_SINCE_FIRST] = 16,
	};
	int time = columns[options->time];

	if (time == 0)
		return 0;
	return time + (options->nanoseconds ? 3 : 0) + 1;
}

static int number_columns(uint64_t connection)
{
	int columns = 2; /* "#" and a blank */

	for (; connection > 0; connection /= 10)
		columns++;
	return columns < NUMBER_COLUMNS ? NUMBER_COLUMNS : columns;
}

static struct layout layout_of(const struct ladder *ladder, uint64_t connection)
{
	struct layout layout = { .time = time_columns(ladder->options) };
	int width = ladder->width;

	if (width < LADDER_WIDTH_MIN)
		width = LADDER_WIDTH_MIN;
	if (!ladder->single)
		layout.number = number_columns(connection);
	layout.between =
		width - layout.number - layout.time - 2 * (STATE_COLUMNS + 2);
	if (layout.time > 0 && layout.between < BETWEEN_MIN) {
		layout.between += layout.time;
		layout.time = 0;
		layout.time_alone = true;
	}
	return layout;
}

static void number_render(struct ladder *ladder, uint64_t connection,
			  int columns)
{
	struct text *text = ladder->text;

	if (columns == 0)
		return;
	text_char(text, '#');
	text_unsigned(text, connection);
	for (uint64_t left = connection; left > 0; left /= 10)
		columns--;
	repeat(text, " ", columns - 1);
}

static enum colour colour_of(enum track_end end)
{
	return end == TRACK_CLIENT ? COLOUR_CLIENT : COLOUR_SERVER;
}

/* Returns its columns. */
static int state_text(char storage[STATE_SIZE],
		      const struct ladder_states *states, int step)
{
	struct text text;

	text_init(&text, storage, STATE_SIZE);
	if (step < states->count)
		ladder_state_render(&text, states, step);
	return (int)strlen(text_terminate(&text));
}

static void state_render(struct ladder *ladder, const struct line *line,
			 enum track_end end, const char *state)
{
	const struct ladder_states *states = &line->row->ends[end];
	bool stands_out = states->changed && line->step == states->count - 1;

	colour_set(ladder->text, ladder->colour, colour_of(end));
	colour_set(ladder->text, ladder->colour && stands_out, COLOUR_CHANGED);
	text_string(ladder->text, state);
	colour_set(ladder->text, ladder->colour, COLOUR_NONE);
}

static void lifeline_render(struct ladder *ladder, const struct line *line,
			    enum track_end end)
{
	const struct marks *marks = marks_of(ladder);
	bool marked = line->marked && line->row->end == end;

	colour_set(ladder->text, ladder->colour, colour_of(end));
	text_string(ladder->text, marked ? marks->event : marks->lifeline);
	colour_set(ladder->text, ladder->colour, COLOUR_NONE);
}

static void words_render(struct ladder *ladder, const struct line *line,
			 int columns)
{
	struct text *text = ladder->text;
	int blank = columns - columns_of(line->words, line->length);
	bool red = ladder->colour && line->trouble;

	repeat(text, " ", blank / 2);
	colour_set(text, red, COLOUR_TROUBLE);
	text_data(text, line->words, line->length);
	colour_set(text, red, COLOUR_NONE);
	repeat(text, " ", blank - blank / 2);
}

static void arrow_render(struct ladder *ladder, const struct line *line,
			 int columns)
{
	const struct marks *marks = marks_of(ladder);
	bool to_left = line->row->end == TRACK_SERVER;
	struct text *text = ladder->text;
	int words = columns_of(line->words, line->length);
	int dashes = columns - 1 - (words > 0 ? words + 2 : 0);

	colour_set(text, ladder->colour, colour_of(line->row->end));
	if (to_left)
		text_string(text, marks->left);
	repeat(text, marks->dash, dashes / 2);
	if (words > 0) {
		text_char(text, ' ');
		text_data(text, line->words, line->length);
		text_char(text, ' ');
	}
	repeat(text, marks->dash, dashes - dashes / 2);
	if (!to_left)
		text_string(text, marks->right);
	colour_set(text, ladder->colour, COLOUR_NONE);
}

static void line_render(struct ladder *ladder, const struct layout *layout,
			const struct line *line)
{
	struct text *text = ladder->text;
	char left[STATE_SIZE], right[STATE_SIZE];
	int stamp = line->stamp ? (int)strlen(line->stamp) : 0;
	int columns =
		state_text(left, &line->row->ends[TRACK_CLIENT], line->step);

	number_render(ladder, line->row->connection, layout->number);
	if (stamp > 0)
		text_string(text, line->stamp);
	repeat(text, " ", layout->time - stamp + STATE_COLUMNS - columns);
	if (columns > 0)
		state_render(ladder, line, TRACK_CLIENT, left);
	text_char(text, ' ');
	lifeline_render(ladder, line, TRACK_CLIENT);
	if (line->between == BETWEEN_ARROW)
		arrow_render(ladder, line, layout->between);
	else
		words_render(ladder, line, layout->between);
	lifeline_render(ladder, line, TRACK_SERVER);
	if (state_text(right, &line->row->ends[TRACK_SERVER], line->step) > 0) {
		text_char(text, ' ');
		state_render(ladder, line, TRACK_SERVER, right);
	}
	text_char(text, '\n');
}

static void stamp_line(struct ladder *ladder, const struct layout *layout,
		       const struct ladder_row *row)
{
	number_render(ladder, row->connection, layout->number);
	text_string(ladder->text, row->stamp);
	text_char(ladder->text, '\n');
}

/* What is left of a row's notes: where they go on, and which one that is. */
struct notes {
	const char *at;
	int index;
};

/* Takes as much of the notes as fits in a line, and no more than one note. */
static void take_words(struct line *line, struct notes *notes, int columns)
{
	size_t length = strcspn(notes->at, "\n");

	line->between = BETWEEN_WORDS;
	line->words = notes->at;
	line->length = columns_break(notes->at, length, columns);
	line->trouble = line->row->trouble >> notes->index & 1;
	notes->at += line->length;
	while (*notes->at == ' ')
		notes->at++;
	if (*notes->at == '\n') {
		notes->at++;
		notes->index++;
	}
}

/* A label that does not fit goes above its arrow. */
static void arrow_lines(struct ladder *ladder, const struct layout *layout,
			struct line *line)
{
	struct notes label = { .at = line->row->label };
	int columns = columns_of(label.at, strlen(label.at));

	if (columns + ARROW_COLUMNS > layout->between) {
		line->step = NO_STEP;
		while (*label.at) {
			take_words(line, &label, layout->between);
			line->trouble = false;
			line_render(ladder, layout, line);
			line->stamp = NULL;
		}
		line->step = 0;
	}
	line->between = BETWEEN_ARROW;
	line->words = label.at;
	line->length = strlen(label.at);
	line_render(ladder, layout, line);
}

static int step_count(const struct ladder_row *row)
{
	int client = row->ends[TRACK_CLIENT].count;
	int server = row->ends[TRACK_SERVER].count;

	return client > server ? client : server;
}

void ladder_text_row(struct ladder *ladder, const struct ladder_row *row)
{
	struct layout layout = layout_of(ladder, row->connection);
	bool alone =
		layout.time_alone || (int)strlen(row->stamp) >= layout.time;
	struct line line = { .row = row, .marked = row->is_event };
	struct notes notes = { .at = row->notes };

	if (alone && row->stamp[0])
		stamp_line(ladder, &layout, row);
	else
		line.stamp = row->stamp;
	if (row->is_event) {
		take_words(&line, &notes, layout.between);
		line_render(ladder, &layout, &line);
	} else {
		arrow_lines(ladder, &layout, &line);
	}
	for (int step = 1; *notes.at || step < step_count(row); step++) {
		line = (struct line){ .row = row, .step = step };
		take_words(&line, &notes, layout.between);
		line_render(ladder, &layout, &line);
	}
}

/* --- the beginning of a connection */

static void name_render(struct ladder *ladder, enum track_end end,
			const char *name, size_t length)
{
	colour_set(ladder->text, ladder->colour, colour_of(end));
	text_data(ladder->text, name, length);
	colour_set(ladder->text, ladder->colour, COLOUR_NONE);
}

/* Where a name of so many columns begins that is to stand in the middle of
 * `centre`, between `from` and `to`. */
static int place(int centre, int columns, int from, int to)
{
	int at = centre - columns / 2;

	if (at + columns > to)
		at = to - columns;
	return at < from ? from : at;
}

/* A name in as many lines as it takes. */
static void name_lines(struct ladder *ladder, enum track_end end,
		       const char *name, int indent)
{
	while (*name) {
		size_t length = columns_break(name, strlen(name),
					      LADDER_WIDTH_MIN - indent);

		repeat(ladder->text, " ", indent);
		name_render(ladder, end, name, length);
		text_char(ladder->text, '\n');
		name += length;
		while (*name == ' ')
			name++;
	}
}

/* Both in one line, above their lifelines. */
static bool names_in_line(struct ladder *ladder, const struct layout *layout,
			  const struct ladder_begin *begin, int from)
{
	const char *client = begin->names[TRACK_CLIENT];
	const char *server = begin->names[TRACK_SERVER];
	int client_columns = columns_of(client, strlen(client));
	int server_columns = columns_of(server, strlen(server));
	int left = layout->number + layout->time + STATE_COLUMNS + 1;
	int right = left + 1 + layout->between;
	int width = right + STATE_COLUMNS + 2;
	int server_at = place(right, server_columns, 0, width);
	int client_at =
		place(left, client_columns, from, server_at - HEADING_GAP);

	if (client_at + client_columns + HEADING_GAP > server_at)
		return false;
	repeat(ladder->text, " ", client_at - from);
	name_render(ladder, TRACK_CLIENT, client, strlen(client));
	repeat(ladder->text, " ", server_at - client_at - client_columns);
	name_render(ladder, TRACK_SERVER, server, strlen(server));
	text_char(ladder->text, '\n');
	return true;
}

void ladder_text_begin(struct ladder *ladder, const struct ladder_begin *begin)
{
	struct layout layout = layout_of(ladder, begin->connection);
	int indent = number_columns(begin->connection);
	struct ladder_row row = { .connection = begin->connection };
	struct line line = { .row = &row, .between = BETWEEN_WORDS };

	if (ladder->begun)
		text_char(ladder->text, '\n');
	number_render(ladder, begin->connection, indent);
	if (!names_in_line(ladder, &layout, begin, indent)) {
		text_char(ladder->text, '\n');
		name_lines(ladder, TRACK_CLIENT, begin->names[TRACK_CLIENT],
			   indent);
		name_lines(ladder, TRACK_SERVER, begin->names[TRACK_SERVER],
			   indent);
	}
	row.ends[TRACK_CLIENT] = begin->ends[TRACK_CLIENT];
	row.ends[TRACK_SERVER] = begin->ends[TRACK_SERVER];
	line_render(ladder, &layout, &line);
}
