/*
 * connection: what is known of one incarnation of a connection.
 *
 * Facts are kept for each endpoint; what it sent is certain, what was sent to
 * it is not.  The rules (opening.h, exchange.h, reset.h) take two endpoints
 * `from` and `to` and one segment; exchange the ends and the answer is
 * exchanged.  Where both ends are the same endpoint (a socket connected to
 * itself), `from` and `to` point to the same struct, and the rules hold.
 *
 * Invariants: acked <= the peer's nxt; contig <= nxt; a state beyond the sure
 * prefix of a history was caused by a segment sent to that end.
 */
#ifndef TCPFLOW_TRACK_CONNECTION_H
#define TCPFLOW_TRACK_CONNECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "track/finding.h"
#include "track/history.h"
#include "track/tally.h"
#include "track/tracker.h"

/* One segment, as the rules see it. */
struct segment {
	int64_t time;
	uint32_t seq;
	uint32_t end; /* after its data, SYN and FIN */
	uint32_t ack;
	uint32_t payload;
	uint16_t flags; /* TCP_FIN and so on */
	uint16_t window;
	const struct tcp_options *options;
};

/* What each segment needs stands together, from the end of the tally to the
 * beginning of the analysis, so that it lies in few of the processor's cache
 * lines; what is needed seldom lies around that.  predict.c looks after it. */
struct endpoint {
	struct tally tally;
	struct history history;
	uint64_t bytes;	   /* of data, sent for the first time */
	uint32_t iss;	   /* has_iss: its initial sequence number */
	uint32_t nxt;	   /* has_sent: the highest end it sent */
	uint32_t contig;   /* has_sent: the end it sent without a hole */
	uint32_t acked;	   /* has_acked: the highest ACK it sent, a lower bound
			    * of its RCV.NXT */
	uint32_t edge;	   /* has_acked: the highest ACK + window it sent */
	uint32_t ts_value; /* has_ts: the last TSval it sent */
	uint32_t sack_max; /* has_sack: the highest right edge it sent */
	union {
		uint16_t flags; /* the following, as one number */
		struct {
			bool has_iss : 1, has_sent : 1, has_acked : 1;
			bool has_sack : 1, has_fin : 1, has_ts : 1;
			bool has_handshake_ts : 1, has_beyond : 1;
			bool has_fin_acked : 1;
			bool has_scale : 1;	/* its SYN was seen and had the
						 * option */
			bool syn_seen : 1;	/* its SYN was captured */
			bool challenge_due : 1; /* it was sent what it answers
						 * with one */
		};
	};
	uint8_t window_scale; /* as in its SYN */
	struct analysis analysis;
	int64_t since;	    /* when it came to its state */
	int64_t sure_since; /* when it came to the one of which we are sure */
	int64_t time_wait_until;     /* in TIME_WAIT: when it ends */
	uint32_t beyond, beyond_end; /* has_beyond: sent beyond the hole */
	uint32_t fin;	  /* has_fin: the sequence number after its FIN */
	uint32_t fin_ack; /* has_fin: the ACK in the last copy of its FIN */
	uint32_t fin_acked_from; /* has_fin_acked: what it sends from here on
				  * carries the ACK of the other's FIN */
	uint32_t syn_end; /* has_iss: the end of its SYN, with fast open data */
	uint32_t handshake_ts; /* has_handshake_ts: TSval of the ACK that
				* completed the handshake */
};

/* A SYN with new numbers to an end that is still alive: the beginning of a
 * new incarnation, or an old duplicate.  What follows will tell. */
struct candidate {
	bool waiting;
	bool challenged; /* answered with an ACK of the old incarnation */
	bool confirmed;	 /* ... which its sender reset */
	uint8_t from;	 /* index of its sender */
	bool has_scale, has_ts;
	uint8_t window_scale;
	uint32_t iss, end, ts_value;
	uint32_t challenge; /* the ACK of that answer */
	int64_t time;
};

/* The key stands first, then what each segment needs. */
struct connection {
	struct address address[2]; /* by index; see `client` */
	uint16_t port[2];
	uint8_t client;	  /* index of the client */
	uint8_t reason;	  /* enum track_reason */
	uint64_t tunnel;  /* inside which one, or 0 (decode/tunnel.h) */
	uint32_t base[2]; /* of the sequence numbers that are printed */
	union {
		uint16_t flags; /* the following, as one number */
		struct {
			bool self : 1;	  /* both ends are one: ends[0] serves
					   * for both */
			bool known : 1;	  /* a segment that counts was seen */
			bool partial : 1; /* its beginning was not seen */
			bool half_close_noted : 1, active_close_noted : 1;
			bool based : 1; /* base[] is set */
			bool over : 1;	/* its flow was reported; only base[]
					 * counts */
			bool has_syn_time : 1, has_rtt_handshake : 1;
		};
	};
	uint8_t strays;	    /* segments outside the window in a row */
	uint8_t stray_ends; /* bit by index: who sent them */
	uint32_t incarnation;
	uint64_t number;
	int64_t last;
	uint64_t notes; /* bit by enum note: all until now */
	struct candidate candidate;
	int64_t start;
	struct endpoint ends[2];
	int64_t syn_time;      /* of the client's last SYN */
	int64_t rtt_handshake; /* from there to the handshake's ACK */
};

/* What a segment is to a connection that is already known. */
enum connection_relation {
	CONNECTION_BELONGS,
	CONNECTION_BEGINS_ANEW,	    /* a new incarnation begins with it */
	CONNECTION_IS_CANDIDATE,    /* a SYN that may begin one: remember it */
	CONNECTION_PROVES_CANDIDATE /* the candidate did begin one, to which
				     * this belongs */
};

struct turn;

/* Of a new connection, or of one that is over: everything is forgotten but
 * addresses, ports and the bases of numbers. */
void connection_begin(struct connection *connection, int64_t time);

/* The index of the end that is more likely the client, where no SYN told: the
 * one with the higher port, else the one that sent this. */
int connection_likely_client(const struct connection *connection, int from);

/* Sets the states of both ends by the first segment that counts. */
void connection_open(struct connection *connection, int from,
		     const struct segment *segment, struct track_notes *notes);

/* The endpoint by its index (the same for both, of a connection to itself). */
static inline struct endpoint *connection_end(struct connection *connection,
					      int index)
{
	return &connection->ends[connection->self ? 0 : index];
}

/* The index of the first endpoint (`turn` 0), which is the client's, and of the
 * second (1): for what is told of both, one after the other, so that it does
 * not depend on which address is the lower. */
int connection_index_in_turn(const struct connection *connection, int turn);

/* How many endpoints there are: one of a connection to itself, else two. */
static inline int connection_end_count(const struct connection *connection)
{
	return connection->self ? 1 : 2;
}

enum connection_relation connection_relate(const struct connection *connection,
					   int from,
					   const struct segment *segment);

/* Applies one segment. */
void connection_update(const struct turn *turn);

/* Neither end has anything left to do. */
bool connection_is_dead(const struct connection *connection);

#endif
