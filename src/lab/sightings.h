/*
 * What tcpflow saw, read from its lines: the states that each end of each
 * connection went through, and the notes.
 *
 * The part of a line that is read, "#1 client A->B, server C | note; note", is
 * promised to stay as it is: doc/tcpflow.1.  Colours are passed over.
 */
#ifndef TCPFLOW_LAB_SIGHTINGS_H
#define TCPFLOW_LAB_SIGHTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "lab/lab.h"

enum { SIGHTINGS_STATES = 512, SIGHTINGS_NOTES = 8192 };

/* As struct lab_flow has them: "CLOSED SYN_SENT".  Empty: not seen. */
struct sighting {
	char client[SIGHTINGS_STATES], server[SIGHTINGS_STATES];
};

struct sightings {
	struct sighting flows[LAB_FLOWS_MAX];
	size_t count; /* of connections, also beyond that array */
	char notes[SIGHTINGS_NOTES]; /* each once, a line each */
};

/* A line without its end. */
void sightings_add(struct sightings *seen, const char *line);

/* Whether they are what the lab expects.  If not, `why` says in a line what was
 * seen, and what should have been. */
bool sightings_judge(const struct sightings *seen, const struct lab *lab,
		     char *why, size_t size);

#endif
