/*
 * What keys do to the live table.
 *
 * They are those of top(1), less(1) and vi(1), where these have one.
 */
#include "screen.h"

#include <string.h>

#include "system/curses.h"
#include "track/waiting.h"
#include "where/eval.h"
#include "where/parse.h"

#define SECOND INT64_C(1000000000)
#define WAITS_LONG (10 * SECOND)

/* Above the rows: what it is of, and the names of the columns; below them, what
 * the keys do. */
enum { LINES_AROUND = 3 };

size_t screen_room(const struct screen *screen)
{
	return screen->lines > LINES_AROUND
		       ? (size_t)(screen->lines - LINES_AROUND)
		       : 1;
}

/* The older half of the ladder goes, up to the end of a line. */
static void forget_half(struct text *ladder)
{
	char *half = ladder->start + text_length(ladder) / 2;
	size_t left = (size_t)(ladder->at - half);
	char *end = memchr(half, '\n', left);

	if (!end) {
		ladder->at = ladder->start;
		return;
	}
	left = (size_t)(ladder->at - (end + 1));
	memmove(ladder->start, end + 1, left);
	ladder->at = ladder->start + left;
}

void screen_begin(struct screen *screen)
{
	text_init(&screen->ladder, screen->ladder_storage, SCREEN_LADDER_SIZE);
	screen->ladder.drain = forget_half;
}

void screen_resize(struct screen *screen, int lines, int columns)
{
	screen->lines = lines;
	screen->columns = columns;
	memset(&screen->layout, 0, sizeof(screen->layout));
	screen_settle(screen);
}

/* --- which rows */

static bool one_is(const struct track_look *look, unsigned int states)
{
	for (int end = TRACK_CLIENT; end <= TRACK_SERVER; end++)
		if (states >> history_state(&look->flow.ends[end].history) & 1)
			return true;
	return false;
}

static bool states_show(enum screen_states states,
			const struct track_look *look)
{
	static const unsigned int opening =
		1U << STATE_SYN_SENT | 1U << STATE_SYN_RECV;
	static const unsigned int closing =
		1U << STATE_FIN_WAIT1 | 1U << STATE_FIN_WAIT2 |
		1U << STATE_CLOSING | 1U << STATE_CLOSE_WAIT |
		1U << STATE_LAST_ACK;

	switch (states) {
	case SCREEN_OPENING:
		return one_is(look, opening);
	case SCREEN_ESTABLISHED:
		return !one_is(look, ~(1U << STATE_ESTABLISHED));
	case SCREEN_CLOSING:
		return one_is(look, closing);
	case SCREEN_TIME_WAIT:
		return one_is(look, 1U << STATE_TIME_WAIT);
	case SCREEN_WAITING:
		return waiting_find(look, WAITS_LONG).what != WAITING_NOTHING;
	default:
		return true;
	}
}

bool screen_shows(const struct screen *screen, const struct track_look *look)
{
	const struct where_subject subject = { .look = look,
					       .notes = look->flow.notes };

	return states_show(screen->states, look) &&
	       (!screen->filtered || where_matches(&screen->where, &subject));
}

const char *screen_states_name(enum screen_states states)
{
	static const char *const names[SCREEN_STATES] = {
		[SCREEN_ANY] = "any state",
		[SCREEN_OPENING] = "opening",
		[SCREEN_ESTABLISHED] = "established",
		[SCREEN_CLOSING] = "closing",
		[SCREEN_TIME_WAIT] = "in TIME_WAIT",
		[SCREEN_WAITING] = "waiting long",
	};

	return names[states];
}

/* --- the cursor */

static void choose(struct screen *screen, uint64_t connection)
{
	if (screen->chosen == connection)
		return;
	screen->chosen = connection;
	screen->ladder.at = screen->ladder.start;
}

static void move_to(struct screen *screen, size_t row)
{
	size_t room = screen_room(screen);

	if (screen->count == 0) {
		screen->cursor = screen->top = 0;
		return;
	}
	screen->cursor = row < screen->count ? row : screen->count - 1;
	if (screen->cursor < screen->top)
		screen->top = screen->cursor;
	if (screen->cursor >= screen->top + room)
		screen->top = screen->cursor - room + 1;
	if (screen->top + room > screen->count)
		screen->top = screen->count > room ? screen->count - room : 0;
	choose(screen, screen->rows[screen->cursor].flow.connection);
}

/* One that was opened stays the one, even if it is not shown any more. */
void screen_settle(struct screen *screen)
{
	size_t row = 0;

	while (row < screen->count &&
	       screen->rows[row].flow.connection != screen->chosen)
		row++;
	if (row < screen->count)
		move_to(screen, row);
	else if (screen->page != SCREEN_OPENED)
		move_to(screen, screen->cursor);
}

static void move_by(struct screen *screen, int64_t rows)
{
	int64_t row = (int64_t)screen->cursor + rows;

	move_to(screen, row > 0 ? (size_t)row : 0);
}

/* --- the filter that is typed */

static void say(struct screen *screen, const char *words)
{
	struct text text;

	text_init(&text, screen->message, sizeof(screen->message));
	text_string(&text, words);
	text_terminate(&text);
}

/* An address alone is short for one of either end. */
static bool is_address(const char *typed)
{
	return strpbrk(typed, ".:") &&
	       strspn(typed, "0123456789abcdefABCDEF.:/") == strlen(typed);
}

static void write_expression(char expression[WHERE_LENGTH_MAX + 1],
			     const char *typed)
{
	static const char address[] = "addr~";
	struct text text;

	text_init(&text, expression, WHERE_LENGTH_MAX + 1);
	if (is_address(typed) &&
	    strlen(typed) + strlen(address) <= WHERE_LENGTH_MAX)
		text_string(&text, address);
	text_string(&text, typed);
	text_terminate(&text);
}

/* The one before stays in force if this is none. */
static enum screen_wish take_filter(struct screen *screen)
{
	char expression[WHERE_LENGTH_MAX + 1] = "";
	struct where_error error;
	struct where where;
	struct text text;

	screen->typing = false;
	if (screen->typed_length == 0) {
		screen->filtered = false;
		return SCREEN_COLLECT;
	}
	write_expression(expression, screen->typed);
	if (!where_parse(&where, expression, WHERE_OF_CONNECTION, &error)) {
		text_init(&text, screen->message, sizeof(screen->message));
		where_error_render(&text, expression, &error);
		text_terminate(&text);
		return SCREEN_DRAW;
	}
	memcpy(screen->expression, expression, sizeof(screen->expression));
	screen->where = where;
	screen->where.text = screen->expression;
	screen->filtered = true;
	return SCREEN_COLLECT;
}

static enum screen_wish type(struct screen *screen, int key)
{
	if (key == CURSES_ENTER)
		return take_filter(screen);
	if (key == CURSES_ESCAPE)
		screen->typing = false;
	else if (key == CURSES_BACKSPACE && screen->typed_length > 0)
		screen->typed[--screen->typed_length] = '\0';
	else if (key >= ' ' && key <= '~' &&
		 screen->typed_length < WHERE_LENGTH_MAX) {
		screen->typed[screen->typed_length++] = (char)key;
		screen->typed[screen->typed_length] = '\0';
	}
	return SCREEN_DRAW;
}

/* What was typed before can be changed. */
static void begin_typing(struct screen *screen)
{
	screen->typing = true;
	if (screen->typed_length == 0)
		screen->typed[0] = '\0';
}

/* --- keys */

static enum screen_wish sort_by(struct screen *screen, int step)
{
	screen->key = (enum listing_key)(
		((int)screen->key + step + LISTING_KEYS) % LISTING_KEYS);
	return SCREEN_COLLECT;
}

static enum screen_wish next_states(struct screen *screen)
{
	screen->states =
		(enum screen_states)((screen->states + 1) % SCREEN_STATES);
	return SCREEN_COLLECT;
}

static void open_row(struct screen *screen)
{
	if (screen->count == 0) {
		say(screen, "there is no row to be opened");
		return;
	}
	screen->opened = screen->rows[screen->cursor];
	screen->page = SCREEN_OPENED;
}

static void move_cursor(struct screen *screen, int key)
{
	int64_t page = (int64_t)screen_room(screen);

	switch (key) {
	case CURSES_UP:
	case 'k':
		move_by(screen, -1);
		break;
	case CURSES_DOWN:
	case 'j':
		move_by(screen, 1);
		break;
	case CURSES_PAGE_UP:
		move_by(screen, -page);
		break;
	case CURSES_PAGE_DOWN:
	case ' ':
		move_by(screen, page);
		break;
	case CURSES_HOME:
	case 'g':
		move_to(screen, 0);
		break;
	case CURSES_END:
	case 'G':
		move_to(screen, SCREEN_ROWS);
		break;
	default:
		break;
	}
}

static enum screen_wish list_key(struct screen *screen, int key)
{
	switch (key) {
	case 's':
	case '>':
	case CURSES_RIGHT:
		return sort_by(screen, 1);
	case 'S':
	case '<':
	case CURSES_LEFT:
		return sort_by(screen, -1);
	case 'r':
		screen->reversed = !screen->reversed;
		return SCREEN_COLLECT;
	case 'f':
		return next_states(screen);
	case '/':
		begin_typing(screen);
		break;
	case CURSES_ENTER:
		open_row(screen);
		break;
	default:
		move_cursor(screen, key);
		break;
	}
	return SCREEN_DRAW;
}

/* On the pages that lie above the list. */
static enum screen_wish page_key(struct screen *screen, int key)
{
	if (key != CURSES_ESCAPE && key != CURSES_ENTER && key != CURSES_LEFT &&
	    key != CURSES_BACKSPACE)
		return SCREEN_DRAW;
	screen->page = SCREEN_LIST;
	return SCREEN_COLLECT;
}

enum screen_wish screen_key(struct screen *screen, int key)
{
	screen->message[0] = '\0';
	if (screen->typing)
		return type(screen, key);
	switch (key) {
	case 'q':
		return SCREEN_QUIT;
	case 'p':
		screen->paused = !screen->paused;
		return screen->paused ? SCREEN_DRAW : SCREEN_COLLECT;
	case '?':
	case 'h':
		screen->page =
			screen->page == SCREEN_HELP ? SCREEN_LIST : SCREEN_HELP;
		return SCREEN_DRAW;
	default:
		return screen->page == SCREEN_LIST ? list_key(screen, key)
						   : page_key(screen, key);
	}
}
