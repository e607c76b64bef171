/* The lines of the live table. */
#include "screen_text.h"

#include <string.h>

#include "render/colour.h"
#include "render/columns.h"
#include "render/line.h"
#include "render/listing_cell.h"
#include "screen.h"
#include "track/note.h"
#include "where/words.h"

enum { MESSAGE_LINES_MAX = 3, DETAILS = 7 };

static const char *const help[] = {
	"up, down, j, k     choose a row; page up, page down, Home, End: far",
	"Enter              open it: what is known of it, and its ladder",
	"Esc                back to the table",
	"",
	"s > right          sort by the next key; S < left: the one before",
	"r                  the other way round",
	"f                  any state, opening, established, closing,",
	"                   TIME_WAIT, waiting for ten seconds or longer",
	"/                  show only what this expression says, or this",
	"                   address: server=CLOSE_WAIT for >30s, 10.1.0.0/16;",
	"                   nothing: all again",
	"p                  pause, and go on; Ctrl-L: draw all anew",
	"? h                this, and back",
	"q                  quit",
	"",
	"C>S, S>C           octets of data that the client, the server sent",
	"SEGS> <SEGS        segments; RETR: those that were sent again",
	"C WIN, S WIN       the window that this end offers",
};

enum { HELP_LINES = sizeof(help) / sizeof(help[0]) };

/* --- the first line */

static void heading(struct text *text, const struct screen *screen)
{
	const struct screen_facts *facts = &screen->facts;

	text_string(text, facts->time);
	text_string(text, facts->source);
	text_string(text, ": ");
	text_unsigned(text, screen->count);
	if (screen->count < screen->offered) {
		text_string(text, " of ");
		text_unsigned(text, screen->offered);
	}
	text_string(text, " shown, ");
	text_unsigned(text, screen->ended);
	text_string(text, " ended, by ");
	text_string(text, listing_key_name(screen->key));
	if (screen->reversed)
		text_string(text, " reversed");
	if (screen->states != SCREEN_ANY) {
		text_string(text, ", ");
		text_string(text, screen_states_name(screen->states));
	}
	text_string(text, "; ");
	cell_number(text, facts->packets);
	text_string(text, " packets");
	if (facts->dropped > 0) {
		text_string(text, ", ");
		cell_number(text, facts->dropped);
		text_string(text, " dropped");
	}
}

static void first_line(struct text *text, const struct screen *screen)
{
	if (screen->paused) {
		colour_write(text, COLOUR_CHOSEN);
		text_string(text, "paused");
		colour_write(text, COLOUR_NONE);
		text_char(text, ' ');
	}
	heading(text, screen);
}

/* --- the last lines */

static int message_lines(const struct screen *screen)
{
	int lines = *screen->message != '\0';

	for (const char *at = screen->message; *at; at++)
		lines += *at == '\n' && at[1];
	return lines < MESSAGE_LINES_MAX ? lines : MESSAGE_LINES_MAX;
}

static int foot_lines(const struct screen *screen)
{
	int lines = message_lines(screen);

	return lines > 0 ? lines : 1;
}

/* The line with that number of several. */
static void piece(struct text *text, const char *lines, int number)
{
	for (; number > 0 && *lines; number--) {
		lines += strcspn(lines, "\n");
		lines += *lines == '\n';
	}
	text_data(text, lines, strcspn(lines, "\n"));
}

static void keys(struct text *text, const struct screen *screen)
{
	if (screen->filtered && screen->page == SCREEN_LIST) {
		text_string(text, "where ");
		text_string(text, screen->expression);
		text_string(text, "  ");
	}
	if (screen->page == SCREEN_OPENED)
		text_string(text, "Esc back  p pause  ? help  q quit");
	else if (screen->page == SCREEN_HELP)
		text_string(text, "Esc back  q quit");
	else
		text_string(text, "Enter open  s sort  r reverse  f states  "
				  "/ filter  p pause  ? help  q quit");
}

/* The end of what is typed, where it does not fit. */
static void typed_line(struct text *text, const struct screen *screen)
{
	static const char prompt[] = "where: ";
	size_t room = screen->columns > (int)sizeof(prompt) + 8
			      ? (size_t)screen->columns - sizeof(prompt)
			      : 8;
	size_t cut =
		screen->typed_length > room ? screen->typed_length - room : 0;

	text_string(text, prompt);
	text_string(text, screen->typed + cut);
	colour_write(text, COLOUR_CHOSEN);
	text_char(text, ' ');
	colour_write(text, COLOUR_NONE);
}

static void foot(struct text *text, const struct screen *screen, int line)
{
	if (screen->typing) {
		typed_line(text, screen);
		return;
	}
	if (message_lines(screen) == 0) {
		keys(text, screen);
		return;
	}
	colour_write(text, COLOUR_CHANGED);
	piece(text, screen->message, line);
	colour_write(text, COLOUR_NONE);
}

/* --- the list */

static void fill(struct text *text, const struct screen *screen, size_t begin)
{
	int columns =
		columns_of(text->start + begin, text_length(text) - begin);

	for (; columns < screen->columns; columns++)
		text_char(text, ' ');
}

static void head_line(struct text *text, const struct screen *screen)
{
	colour_write(text, COLOUR_CHANGED);
	listing_head(text, &screen->layout);
	colour_write(text, COLOUR_NONE);
}

/* In the row of the cursor, colours would be seen in reverse. */
static void row_line(struct text *text, const struct screen *screen, size_t i)
{
	bool chosen = i == screen->cursor;
	struct listing_row row;
	size_t begin;

	if (i >= screen->count)
		return;
	listing_row(&row, screen->options, &screen->rows[i]);
	if (!chosen) {
		listing_write(text, &screen->layout, &row, screen->colour);
		return;
	}
	colour_write(text, COLOUR_CHOSEN);
	begin = text_length(text);
	listing_write(text, &screen->layout, &row, false);
	fill(text, screen, begin);
	colour_write(text, COLOUR_NONE);
}

static void list_line(struct text *text, const struct screen *screen, int line)
{
	if (line == 1)
		head_line(text, screen);
	else
		row_line(text, screen, screen->top + (size_t)line - 2);
}

/* --- a connection that was opened */

static enum colour colour_of(int end)
{
	return end == TRACK_CLIENT ? COLOUR_CLIENT : COLOUR_SERVER;
}

static void names_line(struct text *text, const struct screen *screen)
{
	const struct track_look *look = &screen->opened;

	text_char(text, '#');
	text_unsigned(text, look->flow.connection);
	for (int end = TRACK_CLIENT; end <= TRACK_SERVER; end++) {
		text_string(text, end == TRACK_CLIENT ? " " : " > ");
		colour_set(text, screen->colour, colour_of(end));
		cell_name(text, screen->options, &look->flow.ends[end]);
		text_string(text,
			    end == TRACK_CLIENT ? " (client)" : " (server)");
		colour_set(text, screen->colour, COLOUR_NONE);
	}
	text_string(text, ", for ");
	cell_time(text, look->now - look->flow.start);
}

/* All states it went through. */
static void states_line(struct text *text, const struct screen *screen, int end)
{
	const struct track_look *look = &screen->opened;
	const struct track_flow_end *flow = &look->flow.ends[end];
	const struct history *history = &flow->history;

	colour_set(text, screen->colour, colour_of(end));
	text_string(text, end == TRACK_CLIENT ? "client " : "server ");
	for (unsigned int i = 0; i < history->count; i++) {
		text_string(text, i == 0 ? "" : "->");
		text_string(text, state_name(history_at(*history, i)));
		if (i >= history->sure)
			text_char(text, '?');
	}
	colour_set(text, screen->colour, COLOUR_NONE);
	text_string(text, " for ");
	cell_time(text, look->now - flow->since);
}

static void amount(struct text *text, uint64_t number, const char *words)
{
	text_unsigned(text, number);
	text_string(text, words);
}

static void counts_line(struct text *text, const struct screen *screen, int end)
{
	const struct track_flow_end *flow = &screen->opened.flow.ends[end];

	text_string(text, "       ");
	amount(text, flow->bytes, " octets in ");
	amount(text, flow->packets, " segments; window ");
	if (flow->has_offer)
		text_unsigned(text, flow->offer);
	else
		text_string(text, "unknown");
	text_string(text, "; ");
	amount(text, flow->retransmitted_segments, " sent again, ");
	amount(text, flow->dup_acks, " dup acks, ");
	amount(text, flow->out_of_order, " out of order");
	if (flow->rtt.samples == 0)
		return;
	text_string(text, "; rtt ");
	cell_time(text, flow->rtt.min);
	text_string(text, " to ");
	cell_time(text, flow->rtt.max);
}

static void waiting_line(struct text *text, const struct screen *screen)
{
	char storage[LISTING_CELL_SIZE];
	struct text cell;
	int64_t rtt;

	text_init(&cell, storage, sizeof(storage));
	cell_waiting(&cell, &screen->opened);
	if (text_length(&cell) > 0) {
		text_string(text,
			    screen->opened.flow.reason ? "" : "waits for: ");
		text_string(text, text_terminate(&cell));
		text_string(text, "; ");
	}
	text_string(text, "round trip ");
	if (cell_rtt(&screen->opened.flow, &rtt))
		cell_time(text, rtt);
	else
		text_string(text, "unknown");
}

static void notes_line(struct text *text, const struct screen *screen)
{
	const char *separator = "noted: ";

	for (int note = 0; note <= NOTE_ICMP; note++) {
		if (!(screen->opened.flow.notes >> note & 1))
			continue;
		text_string(text, separator);
		words_note(text, (enum note)note);
		separator = ", ";
	}
}

static void detail_line(struct text *text, const struct screen *screen,
			int line)
{
	switch (line) {
	case 0:
		names_line(text, screen);
		break;
	case 1:
	case 3:
		states_line(text, screen, line == 3);
		break;
	case 2:
	case 4:
		counts_line(text, screen, line == 4);
		break;
	case 5:
		waiting_line(text, screen);
		break;
	default:
		notes_line(text, screen);
		break;
	}
}

/* The ladder's last lines stand at the bottom: `line` counts from there. */
static void ladder_line(struct text *text, const struct screen *screen,
			int line)
{
	const char *start = screen->ladder.start;
	const char *end = screen->ladder.at;
	const char *begin = end;

	for (int i = 0; i <= line; i++) {
		end = begin;
		if (end == start)
			return;
		begin = end - 1;
		while (begin > start && begin[-1] != '\n')
			begin--;
	}
	text_data(text, begin, (size_t)(end - begin) - 1);
}

static void opened_line(struct text *text, const struct screen *screen,
			int line)
{
	int last = screen->lines - foot_lines(screen) - 1;

	if (line <= DETAILS)
		detail_line(text, screen, line - 1);
	else if (line == DETAILS + 1 &&
		 screen->ladder.at == screen->ladder.start)
		text_string(text, "its segments will be drawn here from now "
				  "on");
	else
		ladder_line(text, screen, last - line);
}

/* --- all of it */

void screen_text_prepare(struct screen *screen)
{
	size_t room = screen_room(screen);
	struct listing_row row;

	for (size_t i = screen->top;
	     i < screen->count && i < screen->top + room; i++) {
		listing_row(&row, screen->options, &screen->rows[i]);
		listing_measure(&screen->layout, &row);
	}
	listing_fit(&screen->layout, screen->columns < LISTING_WIDTH_MAX
					     ? screen->columns
					     : LISTING_WIDTH_MAX);
}

void screen_text_line(struct text *text, const struct screen *screen, int line)
{
	int below = screen->lines - foot_lines(screen);

	if (line >= below && (line > 0 || screen->lines == 1))
		foot(text, screen, line - below);
	else if (line == 0)
		first_line(text, screen);
	else if (screen->page == SCREEN_OPENED)
		opened_line(text, screen, line);
	else if (screen->page == SCREEN_LIST)
		list_line(text, screen, line);
	else if (line - 1 < HELP_LINES)
		text_string(text, help[line - 1]);
}
