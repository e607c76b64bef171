/*
 * The live table without a terminal: what keys do, and what is drawn then.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "render/colour.h"
#include "render/line.h"
#include "screen.h"
#include "screen_text.h"
#include "system/curses.h"

#define SECOND INT64_C(1000000000)
#define NOW (INT64_C(1700000000) * SECOND)

enum { LINES = 10, COLUMNS = 80, ROOM = LINES - 3 };

static const struct line_options numeric = { .numeric = true };
static struct screen *screen;

static struct track_look look_of(uint64_t number, enum tcp_state client,
				 enum tcp_state server)
{
	struct track_look look = { .now = NOW };

	look.flow.connection = number;
	look.flow.start = NOW - SECOND;
	for (int end = TRACK_CLIENT; end <= TRACK_SERVER; end++) {
		struct track_flow_end *flow = &look.flow.ends[end];
		const uint8_t octets[] = { 10, 0, (uint8_t)number,
					   (uint8_t)(end + 1) };

		flow->address.version = 4;
		memcpy(flow->address.octets, octets, sizeof(octets));
		flow->port = end ? 80 : 40000;
		flow->since = NOW - SECOND;
		history_begin(&flow->history, end ? server : client, true);
	}
	return look;
}

/* As if a round had found the connections from `first` on. */
static void fill(uint64_t first, size_t count)
{
	for (size_t i = 0; i < count; i++)
		screen->rows[i] = look_of(first + i, STATE_ESTABLISHED,
					  STATE_ESTABLISHED);
	screen->count = count;
	screen->offered = count;
	screen_settle(screen);
}

static void set_up(void)
{
	screen = calloc(1, sizeof(*screen));
	cr_assert_not_null(screen);
	screen->options = &numeric;
	snprintf(screen->facts.source, sizeof(screen->facts.source), "lo");
	screen_begin(screen);
	screen_resize(screen, LINES, COLUMNS);
	fill(1, 20);
}

static void clean_up(void)
{
	free(screen);
}

TestSuite(screen, .init = set_up, .fini = clean_up);

static enum screen_wish press(int key)
{
	return screen_key(screen, key);
}

static enum screen_wish type(const char *keys)
{
	enum screen_wish wish = SCREEN_DRAW;

	for (; *keys; keys++)
		wish = press(*keys);
	return wish;
}

/* The text of a line, without colours. */
static const char *line(int number)
{
	static char plain[SCREEN_LINE_SIZE];
	char storage[SCREEN_LINE_SIZE];
	enum colour colour;
	struct text text;
	size_t length = 0;

	screen_text_prepare(screen);
	text_init(&text, storage, sizeof(storage));
	screen_text_line(&text, screen, number);
	for (const char *at = text.start; at < text.at;) {
		size_t size = colour_read(at, (size_t)(text.at - at), &colour);

		if (size == 0)
			plain[length++] = *at;
		at += size ? size : 1;
	}
	plain[length] = '\0';
	return plain;
}

static void expect_line(int number, const char *words)
{
	const char *found = line(number);

	cr_expect(strstr(found, words), "line %d has no \"%s\": %s", number,
		  words, found);
}

/* --- the cursor */

struct move_row {
	int key;
	size_t cursor, top; /* afterwards */
};

static const struct move_row move_rows[] = {
	{ CURSES_UP, 0, 0 },
	{ CURSES_DOWN, 1, 0 },
	{ 'j', 2, 0 },
	{ 'k', 1, 0 },
	{ CURSES_PAGE_DOWN, 1 + ROOM, 2 },
	{ ' ', 1 + 2 * ROOM, 9 },
	{ CURSES_PAGE_DOWN, 19, 20 - ROOM },
	{ CURSES_DOWN, 19, 20 - ROOM },
	{ CURSES_UP, 18, 20 - ROOM },
	{ CURSES_HOME, 0, 0 },
	{ 'G', 19, 20 - ROOM },
	{ CURSES_PAGE_UP, 19 - ROOM, 19 - ROOM },
	{ 'g', 0, 0 },
	{ CURSES_END, 19, 20 - ROOM },
	{ CURSES_OTHER, 19, 20 - ROOM },
};

Test(screen, moves)
{
	for (size_t i = 0; i < sizeof(move_rows) / sizeof(move_rows[0]); i++) {
		const struct move_row *row = &move_rows[i];

		cr_expect_eq(press(row->key), SCREEN_DRAW);
		cr_expect_eq(screen->cursor, row->cursor, "%zu: %zu", i,
			     screen->cursor);
		cr_expect_eq(screen->top, row->top, "%zu: top %zu", i,
			     screen->top);
		cr_expect_eq(screen->chosen, row->cursor + 1);
	}
}

/* The cursor stays on its connection, wherever that goes. */
Test(screen, follows_the_connection)
{
	type("jjj");
	cr_assert_eq(screen->chosen, 4);
	fill(2, 20);
	cr_expect_eq(screen->cursor, 2);
	cr_expect_eq(screen->chosen, 4);
	/* It is gone: what stands there now is chosen. */
	fill(10, 2);
	cr_expect_eq(screen->cursor, 1);
	cr_expect_eq(screen->chosen, 11);
	fill(1, 0);
	cr_expect_eq(screen->cursor, 0);
	press(CURSES_DOWN);
	cr_expect_eq(screen->cursor, 0);
	press(CURSES_ENTER);
	cr_expect_eq(screen->page, SCREEN_LIST);
	expect_line(LINES - 1, "there is no row to be opened");
}

Test(screen, resizes)
{
	press('G');
	screen_resize(screen, 100, 200);
	cr_expect_eq(screen->top, 0);
	cr_expect_eq(screen->cursor, 19);
	for (int lines = 1; lines < 6; lines++) {
		screen_resize(screen, lines, 1);
		cr_expect_eq(screen->cursor, 19);
		for (int i = 0; i < lines; i++)
			line(i);
	}
}

/* --- what is asked for */

Test(screen, sorts)
{
	cr_expect_eq(press('s'), SCREEN_COLLECT);
	cr_expect_eq(screen->key, LISTING_BY_CLIENT);
	expect_line(0, ", by client;");
	cr_expect_eq(press(CURSES_LEFT), SCREEN_COLLECT);
	cr_expect_eq(press('<'), SCREEN_COLLECT);
	cr_expect_eq(screen->key, LISTING_BY_WAITING);
	cr_expect_eq(press('>'), SCREEN_COLLECT);
	cr_expect_eq(screen->key, LISTING_BY_NUMBER);
	cr_expect_eq(press('r'), SCREEN_COLLECT);
	expect_line(0, "by number reversed");
	press('r');
	cr_expect_not(screen->reversed);
}

struct states_row {
	enum tcp_state client, server;
	unsigned int shown; /* bit by enum screen_states */
};

static const struct states_row states_rows[] = {
	{ STATE_SYN_SENT, STATE_LISTEN, 1 << SCREEN_OPENING },
	{ STATE_ESTABLISHED, STATE_SYN_RECV, 1 << SCREEN_OPENING },
	{ STATE_ESTABLISHED, STATE_ESTABLISHED, 1 << SCREEN_ESTABLISHED },
	{ STATE_FIN_WAIT2, STATE_ESTABLISHED, 1 << SCREEN_CLOSING },
	{ STATE_FIN_WAIT2, STATE_CLOSE_WAIT, 1 << SCREEN_CLOSING },
	{ STATE_TIME_WAIT, STATE_LAST_ACK,
	  1 << SCREEN_CLOSING | 1 << SCREEN_TIME_WAIT },
	{ STATE_CLOSED, STATE_TIME_WAIT, 1 << SCREEN_TIME_WAIT },
};

Test(screen, filters_by_state)
{
	for (int i = 0; i < SCREEN_STATES; i++) {
		cr_expect_eq((int)screen->states, i);
		for (size_t j = 0;
		     j < sizeof(states_rows) / sizeof(states_rows[0]); j++) {
			const struct states_row *row = &states_rows[j];
			struct track_look look =
				look_of(1, row->client, row->server);

			cr_expect_eq(screen_shows(screen, &look),
				     i == SCREEN_ANY || (row->shown >> i & 1),
				     "%zu: %s", j,
				     screen_states_name(screen->states));
		}
		cr_expect_eq(press('f'), SCREEN_COLLECT);
	}
	cr_expect_eq(screen->states, SCREEN_ANY);
}

Test(screen, filters_those_that_wait)
{
	struct track_look look = look_of(1, STATE_FIN_WAIT2, STATE_CLOSE_WAIT);

	screen->states = SCREEN_WAITING;
	cr_expect_not(screen_shows(screen, &look));
	look.flow.ends[TRACK_SERVER].since = NOW - 10 * SECOND;
	cr_expect(screen_shows(screen, &look));
}

static bool shows(uint64_t number)
{
	struct track_look look =
		look_of(number, STATE_ESTABLISHED, STATE_ESTABLISHED);

	return screen_shows(screen, &look);
}

Test(screen, filters_by_expression)
{
	type("/conn=3q");
	expect_line(LINES - 1, "where: conn=3q");
	cr_expect_eq(press(CURSES_BACKSPACE), SCREEN_DRAW);
	cr_expect_eq(press(CURSES_ENTER), SCREEN_COLLECT);
	cr_expect(shows(3) && !shows(4));
	expect_line(LINES - 1, "where conn=3 ");
	/* Given up: the one before holds. */
	type("/ and port=1");
	press(CURSES_ESCAPE);
	cr_expect(shows(3) && !shows(4));
	/* None. */
	press('/');
	while (screen->typed_length > 0)
		press(CURSES_BACKSPACE);
	cr_expect_eq(press(CURSES_ENTER), SCREEN_COLLECT);
	cr_expect(shows(4));
}

struct address_row {
	const char *typed;
	bool three, four;
};

static const struct address_row address_rows[] = {
	{ "10.0.3.1", true, false },
	{ "10.0.4.0/24", false, true },
	{ "10.0.0.0/8", true, true },
	{ "::1", false, false },
};

Test(screen, filters_by_address)
{
	for (size_t i = 0; i < sizeof(address_rows) / sizeof(address_rows[0]);
	     i++) {
		const struct address_row *row = &address_rows[i];

		screen->typed_length = 0;
		press('/');
		type(row->typed);
		cr_expect_eq(press(CURSES_ENTER), SCREEN_COLLECT);
		cr_expect_eq(shows(3), row->three, "%s", row->typed);
		cr_expect_eq(shows(4), row->four, "%s", row->typed);
	}
}

/* The mark stands below the place, and the filter before holds. */
Test(screen, marks_what_is_wrong)
{
	type("/conn=3");
	press(CURSES_ENTER);
	type("/ or byts>1");
	cr_expect_eq(press(CURSES_ENTER), SCREEN_DRAW);
	expect_line(LINES - 3, "there is no field \"byts\"; did you mean "
			       "bytes?");
	expect_line(LINES - 2, "conn=3 or byts>1");
	cr_expect_eq(strcspn(line(LINES - 1), "^"), strlen("    conn=3 or "));
	cr_expect(shows(3) && !shows(4));
	press('j');
	expect_line(LINES - 1, "where conn=3 ");
}

/* More than an expression may have is not taken, and nothing else is either. */
Test(screen, what_is_typed_is_bounded)
{
	press('/');
	for (int i = 0; i < WHERE_LENGTH_MAX + 100; i++)
		press('1' + i % 9);
	press(CURSES_RESIZE);
	press(200);
	cr_expect_eq(screen->typed_length, (size_t)WHERE_LENGTH_MAX);
	line(LINES - 1);
	cr_expect_eq(press(CURSES_ENTER), SCREEN_DRAW);
	cr_expect(shows(3));
	/* A long address has no room for what it is short for. */
	screen->typed_length = 0;
	press('/');
	for (int i = 0; i < WHERE_LENGTH_MAX; i++)
		press('.');
	cr_expect_eq(press(CURSES_ENTER), SCREEN_DRAW);
}

/* --- pages */

Test(screen, pauses)
{
	cr_expect_eq(press('p'), SCREEN_DRAW);
	cr_expect(screen->paused);
	expect_line(0, "paused");
	cr_expect_eq(press('p'), SCREEN_COLLECT);
	cr_expect_not(screen->paused);
}

Test(screen, quits)
{
	cr_expect_eq(press('q'), SCREEN_QUIT);
	press('?');
	cr_expect_eq(press('q'), SCREEN_QUIT);
	press('?');
	press(CURSES_ENTER);
	cr_expect_eq(press('q'), SCREEN_QUIT);
	press(CURSES_ESCAPE);
	press('/');
	cr_expect_eq(press('q'), SCREEN_DRAW, "typed");
}

Test(screen, helps)
{
	screen_resize(screen, 40, 80);
	press('?');
	expect_line(1, "choose a row");
	expect_line(39, "Esc back");
	press('?');
	expect_line(1, "CLIENT");
	press('h');
	press(CURSES_ESCAPE);
	cr_expect_eq(screen->page, SCREEN_LIST);
}

Test(screen, lists)
{
	expect_line(0, "lo: 20 shown, 0 ended, by number; 0 packets");
	expect_line(1, "CLIENT");
	expect_line(2, "#1 10.0.1.1.40000 ESTABLISHED 10.0.1.2.80");
	expect_line(LINES - 2, "#7 ");
	expect_line(LINES - 1, "Enter open");
	screen->offered = 30;
	screen->ended = 4;
	screen->facts.dropped = 12345;
	expect_line(0, "20 of 30 shown, 4 ended,");
	expect_line(0, ", 12.3K dropped");
	/* The row of the cursor is in reverse over the whole width. */
	cr_expect_eq(strlen(line(2)), (size_t)COLUMNS);
}

Test(screen, opens)
{
	struct track_look *look = &screen->rows[1];

	history_reach(&look->flow.ends[TRACK_CLIENT].history, STATE_FIN_WAIT1);
	history_assume(&look->flow.ends[TRACK_SERVER].history,
		       STATE_CLOSE_WAIT);
	look->flow.ends[TRACK_SERVER].bytes = 42;
	look->flow.notes = UINT64_C(1) << NOTE_RETRANSMISSION;
	screen_resize(screen, 20, 100);
	type("j");
	press(CURSES_ENTER);
	cr_assert_eq(screen->page, SCREEN_OPENED);
	expect_line(1, "#2 10.0.2.1.40000 (client) > 10.0.2.2.80 (server), "
		       "for 1.00s");
	expect_line(2, "client ESTABLISHED->FIN_WAIT1 for 1.00s");
	expect_line(3, "0 octets in 0 segments");
	expect_line(4, "server ESTABLISHED->CLOSE_WAIT? for 1.00s");
	expect_line(5, "42 octets in");
	expect_line(6, "waits for: 1.00s server ACK of FIN; round trip "
		       "unknown");
	expect_line(7, "noted: retransmission");
	expect_line(8, "its segments will be drawn here");
	/* It stays the one that was opened. */
	fill(10, 5);
	cr_expect_eq(screen->chosen, 2);
	cr_expect_eq(press(CURSES_ESCAPE), SCREEN_COLLECT);
	cr_expect_eq(screen->page, SCREEN_LIST);
	fill(10, 5);
	cr_expect_eq(screen->chosen, 11);
}

/* The last rows of the ladder stand at the bottom; the oldest go first. */
Test(screen, ladder)
{
	press(CURSES_ENTER);
	screen_resize(screen, 14, 80);
	text_string(&screen->ladder, "one\ntwo\n");
	expect_line(12, "two");
	expect_line(11, "one");
	cr_expect_str_eq(line(10), "");
	for (int i = 0; i < 10000; i++) {
		text_unsigned(&screen->ladder, (uint64_t)i);
		text_string(&screen->ladder, " row\n");
	}
	cr_expect_not(screen->ladder.overflowed);
	cr_expect_str_eq(line(12), "9999 row");
	cr_expect_str_eq(line(8), "9995 row");
	/* Lines that were cut in half are gone. */
	cr_expect_eq(strtol(screen->ladder.start, NULL, 10) + 1,
		     strtol(strchr(screen->ladder.start, '\n'), NULL, 10));
	/* Another row, another ladder. */
	press(CURSES_ESCAPE);
	press('j');
	cr_expect_eq(text_length(&screen->ladder), 0);
}
