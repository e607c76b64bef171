/*
 * display: the live table on the terminal, from packet to packet.
 *
 * It reads keys, has the rows collected, and draws once a second or when a key
 * asks for it.  It never waits, and does little at a time, as packets come
 * meanwhile.
 */
#ifndef TCPFLOW_DISPLAY_H
#define TCPFLOW_DISPLAY_H

#include <stdbool.h>
#include <stdint.h>

#include "screen.h"
#include "system/aside.h"

struct program;

enum {
	/* Packets from one turn to the next, and connections that are looked at
	 * in a turn; and while no packets come. */
	DISPLAY_PACKETS = 64,
	DISPLAY_STEP = 4096,
	DISPLAY_IDLE_STEP = 65536
};

struct display {
	struct screen screen;
	struct aside aside;
	uint32_t places[SCREEN_ROWS]; /* of the rows, in the tracker */
	uint32_t place;		      /* of the one that is chosen */
	bool unicode;		      /* the terminal shows it */
	int64_t next;	/* round; by the monotonic clock, nanoseconds */
	int64_t spent;	/* in this round */
	int64_t looked; /* for keys; by the same clock */
	bool stale;	/* what is shown is not what is there */
};

/* Takes the terminal, if the program's table can be shown there; else the
 * tables are printed as they are without one.  Returns -1 with a line in
 * program->error. */
int display_open(struct program *program);

/* Gives the terminal back; nothing if it was not taken. */
void display_close(struct program *program);

/* A turn: looks at `count` connections at most.  False when the user wants to
 * quit. */
bool display_turn(struct program *program, uint32_t count);

#endif
