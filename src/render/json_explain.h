/*
 * The sentences of --explain in records.
 */
#ifndef TCPFLOW_RENDER_JSON_EXPLAIN_H
#define TCPFLOW_RENDER_JSON_EXPLAIN_H

struct json_writer;
struct packet;
struct track_event;
struct track_result;

/* `,"explain":["...", ...]`; nothing if the writer does not explain. */
void json_explain_result(const struct json_writer *writer,
			 const struct track_result *result);

/* The same for an event; `quote`: the ICMP packet that is it, or NULL. */
void json_explain_event(const struct json_writer *writer,
			const struct track_event *event,
			const struct packet *quote);

#endif
