/*
 * tally: what is counted of each end for the record of its flow, and the
 * round-trip times of its data.
 */
#ifndef TCPFLOW_TRACK_TALLY_H
#define TCPFLOW_TRACK_TALLY_H

#include <stdbool.h>
#include <stdint.h>

#include "track/tracker.h"

struct turn;

struct tally {
	uint64_t packets;
	uint64_t retransmitted_segments, retransmitted_bytes;
	uint64_t out_of_order, dup_acks, zero_windows;
	uint64_t ranges_forgotten; /* of what it sent: see finding.h */
	uint32_t fins, resets, urgent;
	uint32_t window_min, window_max; /* has_window: octets */
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
	uint32_t timed_end, timed_ts;
	int64_t timed_since;
	int64_t window_closed_since;
	struct track_rtt rtt;
};

/* Counts the segment, by its notes too: after they were all taken. */
void tally_update(const struct turn *turn);

/* The same for a segment without notes that are counted, and without flags but
 * ACK and PSH. */
void tally_plain(const struct turn *turn);

#endif
