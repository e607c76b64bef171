/*
 * The live table on the terminal.
 *
 * A round looks at all connections.  Where that takes long, because they are
 * very many, the next round waits for longer: it has a fifth of the time at
 * most.
 */
#include "display.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "program.h"
#include "render/columns.h"
#include "render/escape.h"
#include "render/line.h"
#include "screen_text.h"
#include "system/clock.h"
#include "system/curses.h"
#include "system/message.h"
#include "system/signals.h"
#include "system/terminal.h"
#include "view.h"

#define SECOND INT64_C(1000000000)
#define KEYS_EVERY (SECOND / 50)

enum { ROUND_SHARE = 5 };

/* --- opening and closing */

static bool shows_row(const void *context, const struct track_look *look)
{
	const struct program *program = context;

	return view_has_look(&program->pipeline.view, look) &&
	       screen_shows(&program->display->screen, look);
}

static bool is_wanted(const struct program *program)
{
	const struct tables *tables = &program->pipeline.tables;
	const char *term = getenv("TERM");

	return tables->wanted && tables->live && terminal_is(STDOUT_FILENO) &&
	       terminal_is(STDIN_FILENO) && terminal_is_ours(STDIN_FILENO) &&
	       term && *term && strcmp(term, "dumb") != 0;
}

/* A file's name is what others have chosen. */
static void name_source(struct program *program)
{
	struct screen_facts *facts = &program->display->screen.facts;
	char name[SCREEN_NAME_SIZE];
	struct text text;

	capture_source(&program->capture, name, sizeof(name));
	text_init(&text, facts->source, sizeof(facts->source));
	escape_terminal(&text, name, strlen(name));
	columns_terminate(&text);
}

static void prepare_screen(struct program *program)
{
	const struct options *options = &program->options;
	struct screen *screen = &program->display->screen;

	program->display->unicode = terminal_is_utf8();
	screen->options = &program->pipeline.line;
	screen->colour = program->pipeline.colour;
	screen->key = options->table_key;
	name_source(program);
	screen_begin(screen);
	screen_resize(screen, curses_lines(), curses_columns());
}

static void prepare_tables(struct program *program)
{
	struct tables *tables = &program->pipeline.tables;

	tables->silent = true;
	tables->roster.shows = shows_row;
	tables->roster.context = program;
	tables->roster.ranking.limit = SCREEN_ROWS;
}

static int give_up(struct program *program)
{
	snprintf(program->error, sizeof(program->error),
		 "the terminal cannot be made a screen: %s; "
		 "tcpflow --table | cat prints tables",
		 strerror(errno));
	free(program->display);
	program->display = NULL;
	return -1;
}

int display_open(struct program *program)
{
	if (!is_wanted(program))
		return 0;
	if (!curses_is_built_in()) {
		message("tcpflow: built without ncurses, so a table is printed "
			"every so often (--interval)");
		return 0;
	}
	program->display = calloc(1, sizeof(*program->display));
	if (!program->display || aside_begin(&program->display->aside) < 0)
		return give_up(program);
	if (!curses_open()) {
		aside_end(&program->display->aside);
		free(program->display);
		program->display = NULL;
		message("tcpflow: warning: nothing is known of this terminal "
			"(TERM), so a table is printed every so often "
			"(--interval)");
		return 0;
	}
	prepare_screen(program);
	prepare_tables(program);
	return 0;
}

void display_close(struct program *program)
{
	if (!program->display)
		return;
	curses_close();
	aside_end(&program->display->aside);
	program->pipeline.tables.followed = 0;
	program->pipeline.tables.roster.shows = NULL;
	free(program->display);
	program->display = NULL;
}

/* --- the rows */

static void begin_round(struct program *program)
{
	struct roster *roster = &program->pipeline.tables.roster;
	const struct screen *screen = &program->display->screen;

	roster->key = screen->key;
	roster->reversed = screen->reversed;
	roster_begin(roster);
	program->display->spent = 0;
}

static void take_rows(struct program *program)
{
	const struct roster *roster = &program->pipeline.tables.roster;
	struct display *display = program->display;
	struct screen *screen = &display->screen;

	screen->count = 0;
	for (size_t i = 0; i < roster->ranking.count; i++) {
		if (!roster_look(roster, program->pipeline.tracker, i,
				 &screen->rows[screen->count]))
			continue;
		display->places[screen->count++] =
			roster->ranking.entries[i].place;
	}
	screen->offered = roster->ranking.offered;
	screen->ended = roster->ended + roster->closed;
	screen_settle(screen);
}

/* What is drawn is the ladder of the row that is chosen, from then on. */
static void follow_chosen(struct program *program)
{
	struct tables *tables = &program->pipeline.tables;
	struct display *display = program->display;
	struct screen *screen = &display->screen;
	int width = screen->columns;

	if (screen->cursor < screen->count &&
	    screen->rows[screen->cursor].flow.connection == screen->chosen)
		display->place = display->places[screen->cursor];
	if (tables->followed == screen->chosen)
		return;
	tables->followed = screen->chosen;
	tables->followed_is_over = false;
	program->pipeline.ladder = (struct ladder){
		.kind = display->unicode ? LADDER_UNICODE : LADDER_ASCII,
		.text = &screen->ladder,
		.options = &program->pipeline.line,
		.width = width < LADDER_WIDTH_MAX ? width : LADDER_WIDTH_MAX,
		.single = true,
		.colour = program->pipeline.colour,
	};
}

static void look_at_opened(struct program *program)
{
	const struct tables *tables = &program->pipeline.tables;
	struct display *display = program->display;
	struct screen *screen = &display->screen;
	struct track_look look;

	if (screen->page != SCREEN_OPENED || screen->paused)
		return;
	if (tables->followed_is_over)
		screen->opened = tables->followed_end;
	else if (tracker_look(program->pipeline.tracker, display->place,
			      screen->chosen, &look))
		screen->opened = look;
}

/* --- drawing */

static void take_facts(struct program *program)
{
	struct screen_facts *facts = &program->display->screen.facts;
	struct line_clock clock = { 0 };
	int64_t now = program->pipeline.tables.now;
	struct text text;

	text_init(&text, facts->time, sizeof(facts->time));
	if (now > 0)
		line_time(&text, &program->pipeline.line, &clock,
			  (struct packet_time){ now / SECOND, now % SECOND });
	text_terminate(&text);
	facts->packets = program->capture.number;
	facts->dropped = program->capture.counts.dropped;
}

static void take_messages(struct display *display)
{
	char line[ASIDE_LINE_SIZE];

	if (!aside_take(&display->aside, line))
		return;
	snprintf(display->screen.message, sizeof(display->screen.message), "%s",
		 line);
	display->stale = true;
}

static void draw(struct program *program, bool anew)
{
	struct screen *screen = &program->display->screen;
	char storage[SCREEN_LINE_SIZE];

	take_facts(program);
	look_at_opened(program);
	screen_text_prepare(screen);
	for (int i = 0; i < screen->lines; i++) {
		struct text text;

		text_init(&text, storage, sizeof(storage));
		screen_text_line(&text, screen, i);
		curses_put(i, text.start, text_length(&text));
	}
	curses_show(anew);
	program->display->stale = false;
}

/* --- a turn */

/* False: quit. */
static bool take_key(struct program *program, int key)
{
	struct display *display = program->display;
	struct screen *screen = &display->screen;

	display->stale = true;
	if (key == CURSES_RESIZE) {
		screen_resize(screen, curses_lines(), curses_columns());
		return true;
	}
	if (key == 'L' - '@') {
		draw(program, true);
		return true;
	}
	switch (screen_key(screen, key)) {
	case SCREEN_QUIT:
		return false;
	case SCREEN_COLLECT:
		begin_round(program);
		break;
	case SCREEN_DRAW:
		break;
	}
	follow_chosen(program);
	return true;
}

static bool take_keys(struct program *program, int64_t now)
{
	int key;

	if (now - program->display->looked < KEYS_EVERY)
		return true;
	program->display->looked = now;
	while ((key = curses_key()) != CURSES_NONE)
		if (!take_key(program, key))
			return false;
	return true;
}

static int64_t round_length(const struct program *program)
{
	int64_t interval = program->options.table_interval;
	int64_t rest = ROUND_SHARE * program->display->spent;

	if (interval == 0)
		interval = SECOND;
	return rest > interval ? rest : interval;
}

static void go_on(struct program *program, int64_t now, uint32_t count)
{
	struct roster *roster = &program->pipeline.tables.roster;
	struct display *display = program->display;

	if (!roster->walking) {
		if (now < display->next || display->screen.paused)
			return;
		begin_round(program);
	}
	if (roster_step(roster, program->pipeline.tracker, count)) {
		take_rows(program);
		follow_chosen(program);
		display->stale = true;
	}
	display->spent += clock_read(CLOCK_MONOTONIC) - now;
	if (!roster->walking)
		display->next = now + round_length(program);
}

bool display_turn(struct program *program, uint32_t count)
{
	int64_t now = clock_read(CLOCK_MONOTONIC);

	if (!program->display)
		return true;
	if (signals_take_suspension()) {
		curses_stop();
		now = clock_read(CLOCK_MONOTONIC);
	}
	if (!take_keys(program, now))
		return false;
	go_on(program, now, count);
	take_messages(program->display);
	if (program->display->stale)
		draw(program, false);
	return true;
}
