/*
 * A step of a report: what its page shows of one segment or event, as a JSON
 * object without a newline.
 *
 * The states, notes and sentences are those of the records; what a graph
 * needs is added.  src/report/page.js reads it, and nobody else should: unlike
 * records, its fields may change.
 */
#ifndef TCPFLOW_RENDER_REPORT_STEP_H
#define TCPFLOW_RENDER_REPORT_STEP_H

#include <stdbool.h>
#include <stdint.h>

struct json_writer;
struct packet;
struct track_event;
struct track_flow;
struct track_result;

/* What the connection is after the segment, of each end by enum track_end. */
struct report_figures {
	uint32_t flight[2]; /* octets sent and not acknowledged, SYN and FIN */
	bool has_rtt[2];    /* the segment gave a round-trip time ... */
	int64_t rtt[2];	    /* ... of that end's data: nanoseconds */
};

/* The writer's packet, which belongs to a connection. */
void report_step_packet(const struct json_writer *writer,
			const struct packet *packet,
			const struct track_result *result,
			const struct report_figures *figures);

/* `quote`: the ICMP packet that is the event, or NULL. */
void report_step_event(const struct json_writer *writer,
		       const struct track_event *event,
		       const struct packet *quote);

/* The members of a connection's object in the list: `"flow":{...}` and what
 * was found in it. */
void report_flow(const struct json_writer *writer,
		 const struct track_flow *flow);

#endif
