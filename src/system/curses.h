/*
 * The terminal as a screen: lines that are replaced, and keys.
 *
 * Here alone ncurses is known, and nothing is decided: whoever draws says what
 * stands in each line, with the sequences of render/colour.h.  There is one
 * terminal, so there is one of this.
 */
#ifndef TCPFLOW_SYSTEM_CURSES_H
#define TCPFLOW_SYSTEM_CURSES_H

#include <stdbool.h>
#include <stddef.h>

/* Keys; one that is a character of ASCII is that. */
enum curses_key {
	CURSES_NONE, /* nothing was pressed */
	CURSES_ENTER = '\n',
	CURSES_ESCAPE = 27,
	CURSES_UP = 256,
	CURSES_DOWN,
	CURSES_LEFT,
	CURSES_RIGHT,
	CURSES_PAGE_UP,
	CURSES_PAGE_DOWN,
	CURSES_HOME,
	CURSES_END,
	CURSES_BACKSPACE,
	CURSES_RESIZE, /* the terminal has another size now */
	CURSES_OTHER   /* one that nobody knows */
};

/* Whether the program was built with ncurses. */
bool curses_is_built_in(void);

/* Takes the terminal that standard input and output are.  It reads the
 * description of the terminal, so it comes before files are out of reach.
 * False: this terminal has no screen, and nothing was done. */
bool curses_open(void);

/* Gives it back as it was; nothing if it was not taken. */
void curses_close(void);

/* The same when the process dies: to be called by a handler of signals. */
void curses_abandon(void);

/* The next key that was pressed; does not wait. */
int curses_key(void);

int curses_lines(void);
int curses_columns(void);

/* Replaces a line, from 0.  What does not fit is cut off. */
void curses_put(int line, const char *string, size_t length);

/* Shows what was put.  With `anew`, all of it, as something else may have
 * written there. */
void curses_show(bool anew);

/* Gives the terminal back and stops the process, as Ctrl-Z asks for; goes on
 * when it is continued. */
void curses_stop(void);

#endif
