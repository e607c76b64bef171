/* The terminal as a screen, by ncurses. */
#include "system/curses.h"

#ifdef HAVE_CURSES

#include <curses.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

#include "render/colour.h"

enum {
	RESTORE_SIZE = 128,
	ESCAPE_MILLISECONDS = 25,
	/* Wider than a terminal: what does not fit there is not shown, and
	 * nothing wraps. */
	PAD_COLUMNS = 2048
};

/* What a handler of signals needs, made beforehand. */
static struct {
	volatile sig_atomic_t taken;
	struct termios mode;
	char restore[RESTORE_SIZE];
	size_t restore_length;
} before;

static SCREEN *screen;
static WINDOW *pad; /* what is shown, from its left upper corner */

bool curses_is_built_in(void)
{
	return true;
}

static void keep_sequence(const char *capability)
{
	const char *sequence = tigetstr(capability);
	size_t length;

	if (!sequence || sequence == (const char *)-1)
		return;
	length = strlen(sequence);
	if (length > RESTORE_SIZE - before.restore_length)
		return;
	memcpy(before.restore + before.restore_length, sequence, length);
	before.restore_length += length;
}

static void keep_restoring(void)
{
	before.restore_length = 0;
	keep_sequence("sgr0");
	keep_sequence("cnorm");
	keep_sequence("rmkx");
	keep_sequence("rmcup");
}

static void begin_colours(void)
{
	if (!has_colors())
		return;
	start_color();
	use_default_colors();
	init_pair(COLOUR_CLIENT, COLOR_CYAN, -1);
	init_pair(COLOUR_SERVER, COLOR_YELLOW, -1);
	init_pair(COLOUR_TROUBLE, COLOR_RED, -1);
}

/* Keys come one by one, without echo, and reading them does not wait. */
static void begin_modes(void)
{
	cbreak();
	noecho();
	nonl();
	set_escdelay(ESCAPE_MILLISECONDS);
	curs_set(0);
}

static bool make_pad(void)
{
	if (pad)
		delwin(pad);
	pad = newpad(LINES, PAD_COLUMNS);
	if (!pad)
		return false;
	keypad(pad, TRUE);
	nodelay(pad, TRUE);
	return true;
}

/* Asked for first: what newterm() does with a terminal that it does not know
 * leaks. */
static bool can_be_drawn_on(void)
{
	const char *move;
	bool can;
	int found;

	if (setupterm(NULL, STDOUT_FILENO, &found) != OK)
		return false;
	move = tigetstr("cup");
	can = move && move != (const char *)-1;
	del_curterm(cur_term);
	return can;
}

bool curses_open(void)
{
	if (tcgetattr(STDIN_FILENO, &before.mode) != 0 || !can_be_drawn_on())
		return false;
	/* So that names in UTF-8 are written as they are.  What the C library
	 * needs for that it reads now. */
	setlocale(LC_CTYPE, "");
	mblen("a", 1);
	screen = newterm(NULL, stdout, stdin);
	if (!screen)
		return false;
	before.taken = 1;
	if (!make_pad()) {
		curses_close();
		return false;
	}
	keep_restoring();
	begin_modes();
	begin_colours();
	return true;
}

void curses_close(void)
{
	if (!screen)
		return;
	endwin();
	before.taken = 0;
	if (pad)
		delwin(pad);
	pad = NULL;
	delscreen(screen);
	screen = NULL;
}

void curses_abandon(void)
{
	size_t done = 0;

	if (!before.taken)
		return;
	before.taken = 0;
	while (done < before.restore_length) {
		ssize_t written = write(STDOUT_FILENO, before.restore + done,
					before.restore_length - done);

		if (written <= 0)
			break;
		done += (size_t)written;
	}
	tcsetattr(STDIN_FILENO, TCSANOW, &before.mode);
}

int curses_key(void)
{
	static const struct {
		int theirs, ours;
	} keys[] = {
		{ ERR, CURSES_NONE },
		{ '\r', CURSES_ENTER },
		{ KEY_ENTER, CURSES_ENTER },
		{ KEY_UP, CURSES_UP },
		{ KEY_DOWN, CURSES_DOWN },
		{ KEY_LEFT, CURSES_LEFT },
		{ KEY_RIGHT, CURSES_RIGHT },
		{ KEY_PPAGE, CURSES_PAGE_UP },
		{ KEY_NPAGE, CURSES_PAGE_DOWN },
		{ KEY_HOME, CURSES_HOME },
		{ KEY_END, CURSES_END },
		{ KEY_BACKSPACE, CURSES_BACKSPACE },
		{ '\b', CURSES_BACKSPACE },
		{ 127, CURSES_BACKSPACE },
		{ KEY_RESIZE, CURSES_RESIZE },
	};
	int key = pad ? wgetch(pad) : ERR;

	if (key == KEY_RESIZE)
		make_pad();
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (keys[i].theirs == key)
			return keys[i].ours;
	return key > 0 && key < 127 ? key : CURSES_OTHER;
}

int curses_lines(void)
{
	return LINES;
}

int curses_columns(void)
{
	return COLS;
}

/* Without colours, a terminal still has these. */
static void add_attributes(enum colour colour)
{
	static const attr_t attributes[COLOURS] = {
		[COLOUR_CHANGED] = A_BOLD,
		[COLOUR_TROUBLE] = A_BOLD | A_UNDERLINE,
		[COLOUR_CHOSEN] = A_REVERSE,
	};
	bool has_pair = colour == COLOUR_CLIENT || colour == COLOUR_SERVER ||
			colour == COLOUR_TROUBLE;

	if (colour == COLOUR_NONE) {
		wattrset(pad, A_NORMAL);
		return;
	}
	wattron(pad, attributes[colour]);
	if (has_pair && has_colors())
		wattron(pad, COLOR_PAIR(colour));
}

void curses_put(int line, const char *string, size_t length)
{
	size_t begin = 0;

	if (!pad || wmove(pad, line, 0) == ERR)
		return;
	if (length > PAD_COLUMNS - 1)
		length = PAD_COLUMNS - 1;
	wattrset(pad, A_NORMAL);
	for (size_t at = 0; at < length;) {
		enum colour colour;
		size_t size = colour_read(string + at, length - at, &colour);

		if (size == 0) {
			at++;
			continue;
		}
		waddnstr(pad, string + begin, (int)(at - begin));
		add_attributes(colour);
		at += size;
		begin = at;
	}
	waddnstr(pad, string + begin, (int)(length - begin));
	wattrset(pad, A_NORMAL);
	wclrtoeol(pad);
}

void curses_show(bool anew)
{
	if (anew)
		clearok(curscr, TRUE);
	if (pad)
		prefresh(pad, 0, 0, 0, 0, LINES - 1, COLS - 1);
}

void curses_stop(void)
{
	struct sigaction action = { .sa_handler = SIG_DFL };
	struct sigaction ours;

	endwin();
	before.taken = 0;
	sigemptyset(&action.sa_mask);
	sigaction(SIGTSTP, &action, &ours);
	raise(SIGTSTP); /* and returns when it is continued */
	/* cppcheck-suppress unreachableCode */
	sigaction(SIGTSTP, &ours, NULL);
	before.taken = 1;
	curses_show(true);
}

#else

#include <stddef.h>

bool curses_is_built_in(void)
{
	return false;
}

bool curses_open(void)
{
	return false;
}

void curses_close(void)
{
}

void curses_abandon(void)
{
}

int curses_key(void)
{
	return CURSES_NONE;
}

int curses_lines(void)
{
	return 0;
}

int curses_columns(void)
{
	return 0;
}

void curses_put(int line, const char *string, size_t length)
{
	(void)line;
	(void)string;
	(void)length;
}

void curses_show(bool anew)
{
	(void)anew;
}

void curses_stop(void)
{
}

#endif
