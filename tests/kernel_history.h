/*
 * From what was seen of an end to the list of states that it went through,
 * one list for each incarnation, as tcpflow's records have it: a listener
 * does not count, a request is SYN_RECV, and TIME_WAIT is a state, though the
 * kernel's socket is closed by then.
 */
#ifndef TESTS_KERNEL_HISTORY_H
#define TESTS_KERNEL_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "tests/kernel.h"

struct history {
	bool traced; /* changes are seen, all of them; else only states */
	char text[1024];
	int state;	/* that the text ends with; 0: none */
	bool requested; /* it is SYN_RECV of a request, not of a socket */
	bool leaving;	/* the socket is closed, but perhaps has left another
			 * in TIME_WAIT or FIN_WAIT2 */
	int missed;	/* how often in a row no socket was found */
};

void history_init(struct history *history, bool traced);

/* Takes the next sighting of the end; they must come in the order of time. */
void history_see(struct history *history,
		 const struct kernel_sighting *sighting);

/* The states, " / " between incarnations; "-" if there are none. */
const char *history_text(const struct history *history);

#endif
