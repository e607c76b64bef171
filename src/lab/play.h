/*
 * Plays a lab, in a process of its own.
 */
#ifndef TCPFLOW_LAB_PLAY_H
#define TCPFLOW_LAB_PLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "lab/lab.h"
#include "lab/stage.h"

struct play_settings {
	uint16_t port;	     /* of the server */
	bool colour;	     /* of tcpflow's lines */
	const char *tcpflow; /* its path; NULL: nobody watches */
	const char *folder;  /* to record in; NULL: none */
};

/* The file that the lab is recorded in, in settings->folder. */
void play_file(char *name, size_t size, const struct play_settings *settings,
	       const struct lab *lab);

/* Begins to play it, with standard output and standard error going to `output`,
 * or to where they are (-1).  Returns the process, or -1: that was said. */
pid_t play_begin(const struct lab *lab, const struct play_settings *settings,
		 int output);

/* Waits for its end.  Returns how it ended; one that was killed failed. */
enum stage_status play_end(const struct lab *lab, pid_t child);

#endif
