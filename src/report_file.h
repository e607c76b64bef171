/*
 * The file of --report: opened while that is allowed, written when the input
 * is over.
 *
 * It is opened as that of -w is: what is there is overwritten, and links are
 * followed, as the user has named it.
 */
#ifndef TCPFLOW_REPORT_FILE_H
#define TCPFLOW_REPORT_FILE_H

#include <stdbool.h>

struct program;

struct report_file {
	bool opened;
	int descriptor;
};

/* With privileges: opens it if they may be needed for that.  Returns -1 with
 * one line in the program's `error`, as the next does. */
int report_file_open(struct program *program);

/* Without, when the input could be opened: opens it if that is still to be
 * done, and cuts it off. */
int report_file_begin(struct program *program);

/* Writes the page; nothing if there is none.  `broken`: reading has failed, and
 * the program's `error` says how.  Returns -1 with one line in `error`, of
 * CAPTURE_ERROR_SIZE octets.  What goes to standard output stands in the
 * program's output. */
int report_file_write(struct program *program, bool broken, char *error);

void report_file_close(struct program *program);

#endif
