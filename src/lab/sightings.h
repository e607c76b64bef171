/*
 * What tcpflow saw: how often each end sent data, and the notes, read from its
 * lines; and the states that each end of each connection went through, read
 * from its records of flows.
 *
 * What is read of both is promised to stay as it is: doc/tcpflow.1 for a line,
 * doc/RECORDS.md for a record.  (States are not taken from the lines, because
 * those also show what was assumed and turned out wrong.)
 */
#ifndef TCPFLOW_LAB_SIGHTINGS_H
#define TCPFLOW_LAB_SIGHTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "lab/lab.h"

enum { SIGHTINGS_STATES = 256, SIGHTINGS_NOTES = 8192, SIGHTINGS_ADDRESS = 64 };

/* As struct lab_flow has them: "SYN_SENT ESTABLISHED". */
struct sighting {
	char client[SIGHTINGS_STATES], server[SIGHTINGS_STATES];
	char client_address[SIGHTINGS_ADDRESS]; /* as in lines; "" at first */
	struct lab_data data;
};

struct sightings {
	struct sighting flows[LAB_FLOWS_MAX];
	size_t count; /* of connections, also beyond that array */
	char notes[SIGHTINGS_NOTES]; /* each once, a line each */
};

/* A line of packets or events, without its end; it may have colours. */
void sightings_line(struct sightings *seen, const char *line);

/* A record of `--json=flow`, a line without its end. */
void sightings_record(struct sightings *seen, const char *record);

/* Whether they are what the lab expects.  If not, `why` says in a line what was
 * seen, and what should have been. */
bool sightings_judge(const struct sightings *seen, const struct lab *lab,
		     char *why, size_t size);

#endif
