/*
 * The closing lines on standard error: tcpdump's, then what we add.
 */
#ifndef TCPFLOW_SUMMARY_H
#define TCPFLOW_SUMMARY_H

struct capture;
struct pipeline;
struct text;
struct tracker_counts;

/* What tcpdump says after a live capture. */
void summary_capture(struct text *text, const struct capture *capture);

/* The same in one line, for SIGUSR1.  Of a file, how much of it was read. */
void summary_until_now(struct text *text, const struct capture *capture);

/* What was not shown, and the connections. */
void summary_connections(struct text *text, const struct pipeline *pipeline,
			 const struct tracker_counts *counts);

#endif
