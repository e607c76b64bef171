/*
 * finding: what is odd about a segment: retransmissions, duplicate ACKs, zero
 * windows and the like.
 *
 * Names and meaning are Wireshark's (its "TCP analysis"), so that people can
 * compare, but for what is better known here: see finding.c.
 */
#ifndef TCPFLOW_TRACK_FINDING_H
#define TCPFLOW_TRACK_FINDING_H

#include <stdbool.h>
#include <stdint.h>

#include "track/ranges.h"

struct turn;

/* What one direction showed until now: all of it is of the end that sends.
 * What each segment needs stands first: see struct endpoint. */
struct analysis {
	int64_t next_time, last_time; /* of what set `next`; of its last */
	uint32_t ack;		      /* has_ack: the last one sent */
	uint32_t expected; /* has_next: the end that was seen without a hole;
			    * an ACK beyond it acknowledges the unseen */
	uint32_t next;	   /* has_next: the highest end sent */
	uint32_t edge;	   /* has_edge: the highest ACK + window sent */
	uint32_t next_ts;  /* has_next_ts: TSval of what set `next` */
	uint32_t last_seq, last_end; /* has_last: the last segment's */
	uint16_t last_flags, last_id;
	uint16_t window; /* has_ack: the last one sent, raw */
	union {
		uint16_t flags; /* the following, as one number */
		struct {
			bool has_next : 1, has_ack : 1, has_edge : 1;
			bool has_next_ts : 1, has_last : 1, has_syn : 1;
			bool next_had_data : 1; /* what set `next` had some */
			bool sent_syn_ack : 1;
			bool unseen_told : 1; /* that its peer acknowledges the
					       * unseen */
			bool sent_keep_alive : 1; /* its last segment was one */
			bool sent_window_probe : 1;
			bool window_is_raw : 1;	 /* the last one was in a SYN,
						  * never scaled */
			bool has_duplicates : 1; /* `duplicates` is not 0 */
			bool has_sacked : 1;	 /* `sacked` is not empty */
		};
	};
	struct ranges unacknowledged; /* what it sent; tally.h counts those that
				       * are forgotten, being too many */
	struct ranges sacked;	      /* what its last segment said it got */
	uint32_t duplicates;	      /* of that ACK */
	uint32_t syn_seq;	      /* has_syn: of the last one it sent */
};

/* Notes what is odd about the segment, and learns from it. */
void finding_update(const struct turn *turn);

#endif
