/*
 * Plays several labs: aloud, one after the other, or each in a line that says
 * whether it went as it should.
 */
#ifndef TCPFLOW_LAB_RECITAL_H
#define TCPFLOW_LAB_RECITAL_H

#include <stdbool.h>
#include <stddef.h>

#include "lab/lab.h"
#include "lab/play.h"

struct recital {
	struct play_settings play;
	bool aloud;    /* what the labs say is shown, and not only why one
			* failed */
	bool counts;   /* a line for each, and at the end how many passed */
	bool may_skip; /* one that cannot be played here is no failure */
};

/* Returns whether all went well; what did not has been said. */
bool recital(const struct recital *recital, const struct lab *const labs[],
	     size_t count_of_labs);

#endif
