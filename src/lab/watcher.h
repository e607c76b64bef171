/*
 * tcpflow, running beside a lab: started, read line by line, and stopped.
 */
#ifndef TCPFLOW_LAB_WATCHER_H
#define TCPFLOW_LAB_WATCHER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "lab/sightings.h"

enum { WATCHER_LINE_SIZE = 8192, WATCHER_ERROR_SIZE = 512 };

struct watcher_settings {
	const char *program; /* tcpflow's path */
	const char *filter;  /* as in pcap-filter(7) */
	const char *file;    /* to record in; NULL: none */
	bool colour;
};

/* Lines and errors come by pipes, of which the last line may be a part. */
struct watcher {
	pid_t pid;
	int lines, errors; /* descriptors; -1: closed */
	char line[WATCHER_LINE_SIZE], error[WATCHER_ERROR_SIZE];
	size_t line_length, error_length;
	struct sightings seen;
};

/* Finds tcpflow: beside this program, under a name that has "tcpflow" where
 * this one's has "tcplab", or on the PATH.  0 with the path in `path`, or -1
 * when there is none; `size` is that of `path`. */
int watcher_find(char *path, size_t size);

/* Starts it and waits until it listens.  0, or -1: watcher->error says in a
 * line why it does not. */
int watcher_open(struct watcher *watcher,
		 const struct watcher_settings *settings);

/* Shows the lines that come, on standard output, until none has come for
 * `silence` milliseconds, or for longer than `most` altogether. */
void watcher_show(struct watcher *watcher, int silence, int most);

/* Ends it at once, if it still runs: nobody wants to hear more. */
void watcher_kill(struct watcher *watcher);

/* Has it end, and shows what it still has to say.  0, or -1: it failed, and
 * watcher->error says why. */
int watcher_close(struct watcher *watcher);

#endif
