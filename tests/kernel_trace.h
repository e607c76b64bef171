/*
 * The tracepoint sock:inet_sock_set_state: each change of a socket's state,
 * told by the kernel itself, in order and without any that is missed.
 *
 * It does not show sockets that are none: connection requests (SYN_RECV until
 * the handshake is complete) and those in TIME_WAIT.
 */
#ifndef TESTS_KERNEL_TRACE_H
#define TESTS_KERNEL_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tests/kernel.h"

struct trace {
	char instance[128]; /* a folder of tracefs that is ours; "": none */
	int pipe;	    /* its events as lines; -1: closed */
	char held[8192];    /* the beginning of a line that is not whole yet */
	size_t length;
};

/* Whether this kernel has the tracepoint.  Mounts tracefs where nobody else
 * sees it, unless it is mounted. */
bool trace_exists(void);

/* Begins to listen to changes of sockets with this port at either end.
 * Ends the program if that fails. */
void trace_open(struct trace *trace, uint16_t port);

/* The next change, of whatever addresses: true, and `end` and `sighting` but
 * for its index are filled.  False: nothing more for now. */
bool trace_next(struct trace *trace, struct kernel_end *end,
		struct kernel_sighting *sighting);

/* Removes what trace_open() made; may be called at any time, and twice. */
void trace_close(struct trace *trace);

#endif
