/*
 * Records for programs: one JSON object a line (RFC 8259), each with its
 * "type" and "ts" (RFC 3339, UTC).  Fields are added, never renamed.
 * doc/RECORDS.md says what each means.
 */
#ifndef TCPFLOW_RENDER_JSON_H
#define TCPFLOW_RENDER_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "render/line.h"

struct endpoints_cache;
struct text;
struct track_event;
struct track_flow;
struct track_result;
struct tracker_counts;

enum { JSON_SCHEMA = 1 }; /* grows when fields change their meaning */

enum json_type { /* bits */
		 JSON_CAPTURE = 1,
		 JSON_PACKET = 2,
		 JSON_STATE = 4,
		 JSON_FLOW = 8,
		 JSON_NOTICE = 16,
		 JSON_SUMMARY = 32,
		 JSON_ALL = 63
};

enum { JSON_SECOND_SIZE = 32 }; /* a multiple of PUT_BLOCK */

/* The text of a second, which seldom changes from one record to the next.  All
 * zero to begin with. */
struct json_second {
	int64_t second;
	uint8_t length; /* 0: there is none yet */
	char text[JSON_SECOND_SIZE];
};

/* Where records go, how they are written, and how far the input has come. */
struct json_writer {
	struct text *text;
	struct line_options line; /* of notes and sentences: numbers, UTC */
	bool nanoseconds;	  /* nine decimals in times, else six */
	bool explain;
	/* By put_json_endpoints(); or NULL: they are not kept. */
	struct endpoints_cache *endpoints;
	struct json_second *second; /* or NULL: it is not kept */
	int64_t time;	 /* of the packet that was read last, nanoseconds */
	uint64_t number; /* its place in the input; 0: there was none yet */
};

/* What the first record says. */
struct json_source {
	const char *version;
	const char *name; /* the interface or file */
	bool live;
	const char *link_type; /* "EN10MB", or what follows is after a blank */
	int snapshot_length;
	const char *filter; /* or NULL */
	bool has_time;	    /* nanoseconds */
	int64_t time;
};

/* What the reader must know: `kind` is one word, `words` a sentence for
 * people, which is escaped. */
struct json_notice {
	bool has_time;
	int64_t time; /* nanoseconds */
	const char *kind;
	const char *words;
	uint64_t number;     /* of the packet, or 0 */
	uint64_t connection; /* or 0 */
	bool has_count;
	uint64_t count; /* of what `kind` is about, until now */
};

/* What the last record says. */
struct json_summary {
	uint64_t captured, not_tcp, backwards;
	/* Segments in fragments: put together, and not; the last for want of
	 * memory. */
	uint64_t reassembled, never_whole, fragments_evicted;
	bool live; /* the next two are known */
	uint64_t received, dropped;
	bool has_times; /* nanoseconds: of the first packet and the latest */
	int64_t start, end;
};

/* The writer's packet, of any kind that has a line.  A result without a
 * connection has null where that would be told. */
void json_packet(const struct json_writer *writer, const struct packet *packet,
		 const struct track_result *result);

/* What a packet's record says of addresses and ports, where put.h writes. */
char *put_json_endpoints(char *at, const struct packet *packet);

/* A record "state" for each transition that the writer's packet caused. */
void json_transitions(const struct json_writer *writer,
		      const struct track_result *result);

/* The same of an event.  `quote`: the ICMP packet that is the event, or
 * NULL. */
void json_event(const struct json_writer *writer,
		const struct track_event *event, const struct packet *quote);

void json_flow(struct text *text, const struct track_flow *flow,
	       bool nanoseconds);

void json_capture(const struct json_writer *writer,
		  const struct json_source *source);

void json_notice(const struct json_writer *writer,
		 const struct json_notice *notice);

void json_summary(const struct json_writer *writer,
		  const struct json_summary *summary,
		  const struct tracker_counts *counts);

#endif
