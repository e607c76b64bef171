/*
 * The loop over the packets.
 */
#ifndef TCPFLOW_RUN_H
#define TCPFLOW_RUN_H

struct program;

enum run_end {
	RUN_OVER,	 /* the input ended, or a signal or -c ended it */
	RUN_READER_GONE, /* nobody reads what we write */
	RUN_FAILED	 /* `error` says why */
};

/* Reads packets until there is an end, and writes out what they led to. */
enum run_end run(struct program *program);

#endif
