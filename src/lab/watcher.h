/*
 * tcpflow, running beside a lab: started, read line by line, and stopped.
 *
 * There are two of them: one writes lines, which are shown, the other one
 * records, by which the lab is judged.
 */
#ifndef TCPFLOW_LAB_WATCHER_H
#define TCPFLOW_LAB_WATCHER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "lab/sightings.h"

enum { WATCHER_LINE_SIZE = 16384, WATCHER_ERROR_SIZE = 512 };

struct watcher_settings {
	const char *program; /* tcpflow's path */
	const char *filter;  /* as in pcap-filter(7) */
	const char *file;    /* to record in; NULL: none */
	bool colour;
};

/* One tcpflow.  What it says comes by pipes; of the last line, a part may be
 * there. */
struct watcher_child {
	pid_t pid;	    /* -1: none */
	int output, errors; /* descriptors; -1: closed */
	char line[WATCHER_LINE_SIZE];
	size_t line_length;
};

struct watcher {
	struct watcher_child lines, records;
	struct sightings seen;
	char error[WATCHER_ERROR_SIZE]; /* what either said first on standard
					 * error */
};

/* Finds tcpflow: beside this program, under a name that has "tcpflow" where
 * this one's has "tcplab", or on the PATH.  0 with the path in `path`, or -1
 * when there is none; `size` is that of `path`. */
int watcher_find(char *path, size_t size);

/* Starts both and waits until they listen.  0, or -1: watcher->error says in a
 * line why it does not. */
int watcher_open(struct watcher *watcher,
		 const struct watcher_settings *settings);

/* Shows the lines that come, on standard output, until none has come for
 * `silence` milliseconds, or for longer than `most` altogether. */
void watcher_show(struct watcher *watcher, int silence, int most);

/* Has both end, and shows what is still to be said.  0, or -1: one failed, and
 * watcher->error says why. */
int watcher_close(struct watcher *watcher);

#endif
