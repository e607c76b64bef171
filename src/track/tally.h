/*
 * tally: what is counted of each end for the record of its flow, and the
 * round-trip times of its data.
 */
#ifndef TCPFLOW_TRACK_TALLY_H
#define TCPFLOW_TRACK_TALLY_H

#include <stdbool.h>
#include <stdint.h>

#include "track/sequence.h"
#include "track/tracker.h"

struct tcp_options;
struct turn;

/* What each segment needs stands last: see struct endpoint. */
struct tally {
	uint64_t retransmitted_segments, retransmitted_bytes;
	uint64_t out_of_order, dup_acks, zero_windows;
	uint64_t ranges_forgotten; /* of what it sent: see finding.h */
	int64_t window_closed_since;
	uint32_t resets, urgent;
	struct track_rtt rtt;
	int64_t timed_since;
	uint64_t packets;
	uint32_t window_min, window_max; /* has_window: octets */
	uint32_t timed_end, timed_ts;
	uint32_t fins;
	uint16_t mss;
	union {
		uint8_t flags; /* the following, as one number */
		struct {
			bool has_window : 1, has_mss : 1;
			bool sack_permitted : 1, timestamps : 1;
			bool timing : 1;      /* one segment's ACK */
			bool timed_again : 1; /* it was sent again since */
			bool has_timed_ts : 1;
			bool window_closed : 1;
		};
	};
};

/* Counts the segment, by its notes too: after they were all taken. */
void tally_update(const struct turn *turn);

/* The parts of that which an expected segment needs (predict.h). */

/* A window that was offered, in octets. */
static inline void tally_take_window(struct tally *tally, uint32_t window)
{
	if (!tally->has_window)
		tally->window_min = tally->window_max = window;
	else if (window < tally->window_min)
		tally->window_min = window;
	else if (window > tally->window_max)
		tally->window_max = window;
	tally->has_window = true;
}

/* Times what ends there: the data before are not timed any more. */
void tally_begin_timing(struct tally *tally, uint32_t end, int64_t time,
			const struct tcp_options *options);

/* Whether that is the ACK of what is timed. */
static inline bool tally_is_timed(const struct tally *tally, uint32_t ack)
{
	return tally->timing && seq_at_least(ack, tally->timed_end);
}

/* That ACK came, with these options. */
void tally_take_sample(struct tally *tally, int64_t time,
		       const struct tcp_options *options);

#endif
