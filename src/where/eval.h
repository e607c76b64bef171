/*
 * eval: whether an expression holds, of a line or of a connection.
 */
#ifndef TCPFLOW_WHERE_EVAL_H
#define TCPFLOW_WHERE_EVAL_H

#include <stdbool.h>
#include <stdint.h>

#include "track/tracker.h"
#include "where/where.h"

struct packet;

/* What is asked about. */
struct where_subject {
	const struct track_look *look; /* the connection; of a line, as it is
					* after its segment */
	uint64_t notes; /* bit by enum note: those of the line; of a whole
			 * connection, all that it ever had */
	const struct packet *packet; /* the segment, or NULL: there is none */
	enum track_end from;	     /* who sent it */
};

/* A comparison with what is not known, or not there, does not hold, whatever
 * its operator is. */
bool where_matches(const struct where *where,
		   const struct where_subject *subject);

/* Of one end: false if the number is not known, as it is of fields that are no
 * numbers.  `end` does not matter to fields of the whole connection. */
bool where_number(const struct where_subject *subject, enum where_field field,
		  enum track_end end, uint64_t *number);

/* Whether the numbers of both ends are added. */
bool where_is_sum(const struct where_test *test);

/* Which ends a test is about, as a range; false: there is none, as there is no
 * segment. */
bool where_ends(const struct where_test *test,
		const struct where_subject *subject, int *first, int *last);

#endif
