/*
 * How far the reading of a file has come: one line on standard error, for who
 * waits at the terminal.
 *
 * It stands there only when the reading takes longer than a second, and as long
 * as nothing else is written to that terminal: not if standard output goes to
 * the same one, or to a pipe, whose reader may write there (grep, less), not in
 * the background, and not while a file is followed.  It must be hidden before
 * any other line on standard error.
 */
#ifndef TCPFLOW_PROGRESS_H
#define TCPFLOW_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct program;
struct text;

struct progress_figures {
	double share; /* of the file, 0 to 1; below zero: unknown */
	uint64_t packets;
	bool tracked; /* the next is known */
	uint64_t connections;
	int64_t elapsed; /* nanoseconds, above 0 */
};

/* All zero to begin with. */
struct progress {
	bool wanted;
	int64_t begin; /* monotonic, nanoseconds */
	int64_t due;   /* when the line is to be shown the next time */
	size_t shown;  /* how many characters stand on the terminal */
};

/* "41 %  3.2 M packets  18,204 connections  1.9 M packets/s", without what has
 * no room in `width` characters. */
void progress_render(struct text *text, const struct progress_figures *figures,
		     size_t width);

/* To be called after each packet.  It seldom does more than return. */
void progress_advance(struct program *program);

/* Takes the line away, if it is there. */
void progress_hide(struct progress *progress);

#endif
