/*
 * A struct text that ends in a file descriptor.
 *
 * What is appended to `text` is written when the buffer is nearly full, or
 * with output_flush().  After a failed write the rest is thrown away: `error`
 * says why, and it is the caller who ends the work.
 */
#ifndef TCPFLOW_SYSTEM_OUTPUT_H
#define TCPFLOW_SYSTEM_OUTPUT_H

#include "render/text.h"

enum { OUTPUT_SIZE = 256 * 1024 };

struct output {
	struct text text;
	int descriptor; /* not owned */
	int error;	/* errno of the first write that failed, or 0 */
	char *storage;	/* owned */
};

/* Returns -1 when there is no memory.  `output` must stay where it is. */
int output_init(struct output *output, int descriptor);

void output_flush(struct output *output);

/* Does not flush. */
void output_close(struct output *output);

#endif
