/*
 * tracker: packets -> connections, the states of both ends, notes, events.
 *
 * The tracker watches from one point of the network.  It is pure but for the
 * heap: time comes in with the packets, and nothing is printed.  Times are
 * nanoseconds since 1970 UTC.
 *
 * For each packet the caller does
 *
 *	tracker_advance(tracker, time);
 *	while (tracker_event(tracker, &event))
 *		...				what timers did until then
 *	tracker_segment(tracker, packet, &result);
 *	while (tracker_event(tracker, &event))
 *		...				what the segment ended
 */
#ifndef TCPFLOW_TRACK_TRACKER_H
#define TCPFLOW_TRACK_TRACKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "decode/packet.h"
#include "track/history.h"
#include "track/note.h"
#include "track/why.h"

struct tracker;

struct tracker_options {
	int64_t msl;   /* maximum segment lifetime, nanoseconds */
	size_t memory; /* octets for connections; 0: 256 MiB */
	/* Connections that are kept unpacked, at most; 0: as many as is good.
	 * For tests: it makes no difference to anything but speed. */
	uint32_t awake;
	bool unpredicted; /* no short ways (predict.h, first_syn.h, recent.h):
			   * also for tests */
	/* Of TRACK_EVENT_FLOW, the flow has only the connection and the reason,
	 * and tracker_look() is not asked of what a segment ended: it costs
	 * less, where nobody wants more. */
	bool brief;
	uint64_t key[2]; /* of the connection table: random, secret */
};

/* The client is the end that sent the first SYN; without one, the end that
 * is more likely to have (track/connection.c). */
enum track_end { TRACK_CLIENT, TRACK_SERVER };

/* The states an end went through by one segment or event: one if it stayed
 * where it was.  Bit i of `assumed` belongs to states[i]. */
struct track_steps {
	uint8_t states[6];
	uint8_t count;
	uint8_t assumed;
	bool withdrew; /* from states[0] it went back first */
};

/* What tracker_segment() says of one segment. */
struct track_result {
	uint64_t connection; /* its number from 1; 0: it belongs to none, and
			      * nothing below is set */
	uint32_t place;	     /* where the tracker keeps it: tracker_look() */
	enum track_end from;
	struct track_steps ends[2]; /* by enum track_end */
	/* What the line's sequence numbers are counted from: see struct
	 * line_bases. */
	uint32_t seq_base, ack_base, sack_base;
	/* The initial sequence number of the sender and of the receiver, or,
	 * mid-stream, what the line counts from. */
	bool has_seq_zero, has_ack_zero;
	uint32_t seq_zero, ack_zero;
	bool has_window; /* false while the scale is unknown */
	uint32_t window; /* octets */
	struct track_notes notes;
	struct track_whys whys;
};

/* A segment of which nothing is said: all is zero but the room in the lists,
 * which is most of it. */
static inline void track_result_begin(struct track_result *result)
{
	memset(result, 0, offsetof(struct track_result, notes.list));
	result->whys.count = 0;
}

/* Round-trip times, nanoseconds: from where the capture is, to the other end
 * and back.  By Karn's rule a segment that was sent twice gives none, unless
 * time stamps tell which copy was acknowledged (RFC 6298 3, RFC 7323 4). */
struct track_rtt {
	uint64_t samples;
	int64_t min, max;
	double sum, sum_of_squares;
};

/* One end of a finished (or still open) incarnation. */
struct track_flow_end {
	struct address address;
	uint16_t port;
	struct history history; /* assumptions that were withdrawn left out */
	int64_t since; /* when it came to its last state; after going back to
			* one that was assumed, when it went back */
	uint64_t packets;
	uint64_t bytes; /* of data, sent for the first time */
	uint64_t retransmitted_segments, retransmitted_bytes;
	uint64_t out_of_order, dup_acks, zero_windows;
	uint32_t fins, resets, urgent; /* segments with that flag */
	bool syn_seen;		       /* the next four are known */
	bool has_mss, has_window_scale, sack_permitted, timestamps;
	uint16_t mss;
	uint8_t window_scale;
	bool has_window; /* offered; octets */
	uint32_t window_min, window_max;
	bool has_offer; /* the window that it offered last is known; octets */
	uint32_t offer;
	bool window_closed; /* it offers none, since then */
	int64_t window_closed_since;
	/* Sent and not acknowledged, SYN and FIN too: how much, and since when
	 * at the latest.  0 also while nothing was heard of the other end. */
	uint32_t unacknowledged;
	int64_t unacknowledged_since;
	bool has_progress; /* when it last sent something new */
	int64_t progress;
	struct track_rtt rtt; /* of its data, from here to there and back */
};

enum track_reason {
	TRACK_REASON_OPEN, /* the capture ended */
	TRACK_REASON_CLOSED,
	TRACK_REASON_RESET,
	TRACK_REASON_REFUSED,
	TRACK_REASON_TIMEOUT,
	TRACK_REASON_REUSED,
	TRACK_REASON_EVICTED
};

/* One incarnation of a connection, from its first segment to its end. */
struct track_flow {
	uint64_t connection;
	uint32_t incarnation; /* of these addresses and ports, from 1 */
	int64_t start, end;
	enum track_reason reason;
	bool partial; /* it began mid-stream: the handshake was not seen */
	bool has_rtt_handshake;
	int64_t rtt_handshake; /* from the SYN to the handshake's ACK */
	uint64_t notes; /* bit by enum note: what was noted of it until then */
	struct track_flow_end ends[2];
};

/* A connection as it is now; `reason` is TRACK_REASON_OPEN while it goes on. */
struct track_look {
	int64_t now;
	struct track_flow flow;
};

enum track_event_kind {
	TRACK_EVENT_STATE, /* something happened between segments */
	TRACK_EVENT_FLOW   /* an incarnation is over */
};

struct track_event {
	enum track_event_kind kind;
	int64_t time;
	uint64_t connection;
	/* TRACK_EVENT_STATE */
	enum track_end end;
	struct track_steps steps;
	struct track_notes notes;
	struct track_flow flow; /* TRACK_EVENT_STATE: as it is afterwards */
};

struct tracker_counts {
	uint64_t seen;	     /* incarnations */
	uint64_t open;	     /* neither end closed nor in TIME_WAIT */
	uint64_t time_wait;  /* one end is in TIME_WAIT */
	uint64_t reset;	     /* ended by RST, refusals included */
	uint64_t incomplete; /* no handshake seen from its beginning to its end
			      */
	uint64_t evicted;    /* forgotten for want of memory */
	/* Of what ends sent and was not acknowledged: forgotten, since there
	 * were more holes in it than are remembered. */
	uint64_t ranges_forgotten;
};

/* NULL when there is no memory. */
struct tracker *tracker_new(const struct tracker_options *options);
void tracker_free(struct tracker *tracker);

/* The times it knows: 142 years to either side of 1970. */
#define TRACKER_TIME_MAX INT64_C(4500000000000000000)

/* Tells the time.  It never goes back: an earlier time changes nothing, and one
 * that is too far off is the nearest that is not. */
void tracker_advance(struct tracker *tracker, int64_t now);

/* A decoded packet of the kind PACKET_TCP.  A fragment, first or, with ports
 * that are known otherwise, later (`ip.fragment`), moves nothing: the whole
 * will.  Of it the result says no more than the states as they are; but a
 * first one takes part in what lines are counted from, as it does for tcpdump.
 */
void tracker_segment(struct tracker *tracker, const struct packet *packet,
		     struct track_result *result);

/* Whether so many connections go on that most of them are not in the
 * processor's cache. */
bool tracker_is_large(const struct tracker *tracker);

/* These packets come next, TRACKER_EXPECTED_MAX at most; they are decoded.
 * What is known of their connections is brought into the cache, of all at the
 * same time, where one after the other would wait for it.  A hint: it changes
 * nothing, and nothing depends on it. */
enum { TRACKER_EXPECTED_MAX = 32 };
void tracker_expect(struct tracker *tracker, const struct packet *packets,
		    size_t count);

/* A decoded packet of the kind PACKET_ICMP_QUOTE.  True when it quotes a
 * known connection: `event` then says what it did. */
bool tracker_quote(struct tracker *tracker, const struct packet *packet,
		   struct track_event *event);

/* Whether there may be an event (now): quicker than to ask for it. */
bool tracker_has_event(const struct tracker *tracker);

/* The next event that is due, in the order of time; false when there is none
 * (now). */
bool tracker_event(struct tracker *tracker, struct track_event *event);

/* Looks at the connection with that number, which was at `place` when a result
 * told of it.  What a segment ended can be seen until its events are drained.
 * False when it is forgotten. */
bool tracker_look(const struct tracker *tracker, uint32_t place,
		  uint64_t connection, struct track_look *look);

/* Walks over the connections that are not over, in no order: `place` is 0
 * before the first, and one past the place of the one that was found.  False
 * after the last. */
bool tracker_look_next(const struct tracker *tracker, uint32_t *place,
		       struct track_look *look);

/* The capture is over: every connection that is left becomes a flow, to be
 * had from tracker_event(). */
void tracker_finish(struct tracker *tracker);

/* How many incarnations there were until now, as tracker_count() says it, but
 * at no cost. */
uint64_t tracker_seen(const struct tracker *tracker);

void tracker_count(const struct tracker *tracker,
		   struct tracker_counts *counts);

#endif
