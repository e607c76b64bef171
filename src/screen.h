/*
 * screen: the live table, as far as it is not the terminal: which rows there
 * are, which one is chosen, what a key does to that.
 *
 * Keys come in, text goes out (screen_text.h); so all of it can be tried
 * without a terminal.  The rows are a picture of one moment, which stays as it
 * is until there is the next.
 */
#ifndef TCPFLOW_SCREEN_H
#define TCPFLOW_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "render/listing.h"
#include "render/listing_order.h"
#include "render/text.h"
#include "track/tracker.h"
#include "where/where.h"

enum {
	SCREEN_ROWS = 1000,
	SCREEN_LADDER_SIZE = 1 << 15, /* octets of the last rows */
	SCREEN_MESSAGE_SIZE = 2048,
	SCREEN_TIME_SIZE = 64,
	SCREEN_NAME_SIZE = 64
};

enum screen_page { SCREEN_LIST, SCREEN_OPENED, SCREEN_HELP };

/* What f goes through. */
enum screen_states {
	SCREEN_ANY,
	SCREEN_OPENING,	    /* an end is in SYN_SENT or SYN_RECV */
	SCREEN_ESTABLISHED, /* both are */
	SCREEN_CLOSING,	    /* an end has sent a FIN, or was sent one */
	SCREEN_TIME_WAIT,   /* an end is */
	SCREEN_WAITING,	    /* for ten seconds or longer */
	SCREEN_STATES
};

/* What is to be done after a key. */
enum screen_wish {
	SCREEN_DRAW,	/* no more than to show what is there now */
	SCREEN_COLLECT, /* other rows, or in another order */
	SCREEN_QUIT
};

/* What the first line says beside the rows. */
struct screen_facts {
	char source[SCREEN_NAME_SIZE];
	char time[SCREEN_TIME_SIZE];
	uint64_t packets, dropped;
};

/* Zero but for the first part; it is large, and must stay where it is. */
struct screen {
	int lines, columns; /* of the terminal */
	bool colour;
	const struct line_options *options; /* names; not owned */
	struct screen_facts facts;

	enum screen_page page;
	enum listing_key key;
	bool reversed;
	enum screen_states states;
	bool paused;
	bool filtered; /* by: */
	struct where where;
	char expression[WHERE_LENGTH_MAX + 1];
	bool typing; /* the next one: */
	char typed[WHERE_LENGTH_MAX + 1];
	size_t typed_length;
	char message[SCREEN_MESSAGE_SIZE]; /* until the next key; lines */

	struct track_look rows[SCREEN_ROWS];
	size_t count;
	uint64_t offered, ended; /* how many there were, and are over */
	size_t cursor, top;	 /* the row that is chosen; the first shown */
	struct listing_layout layout;

	uint64_t chosen; /* the connection of that row; 0: there is none */
	struct track_look opened; /* SCREEN_OPENED: as it is, or how it ended */
	struct text ladder;	  /* of the one that is chosen: its last rows */
	char ladder_storage[SCREEN_LADDER_SIZE];
};

void screen_begin(struct screen *screen);

/* What the key (enum curses_key) does. */
enum screen_wish screen_key(struct screen *screen, int key);

/* The terminal has another size. */
void screen_resize(struct screen *screen, int lines, int columns);

/* Whether the row is wanted. */
bool screen_shows(const struct screen *screen, const struct track_look *look);

/* There are other rows: keeps the cursor on its connection. */
void screen_settle(struct screen *screen);

/* "any state", "waiting" */
const char *screen_states_name(enum screen_states states);

/* How many rows fit. */
size_t screen_room(const struct screen *screen);

#endif
