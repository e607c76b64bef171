/*
 * Notes: what is worth saying of a segment or an event beside the states.
 *
 * The vocabulary is the field's; the manual page has a sentence for each.
 */
#ifndef TCPFLOW_TRACK_NOTE_H
#define TCPFLOW_TRACK_NOTE_H

#include <stdbool.h>
#include <stdint.h>

enum note {
	NOTE_HANDSHAKE, /* value: 1, 2 or 3 */
	NOTE_SIMULTANEOUS_OPEN,
	NOTE_FAST_OPEN,
	NOTE_REFUSED,
	NOTE_ACTIVE_CLOSE, /* end: by whom */
	NOTE_HALF_CLOSE,
	NOTE_SIMULTANEOUS_CLOSE,
	NOTE_CLOSED,
	NOTE_TIME_WAIT_UNTIL, /* time */
	NOTE_TIME_WAIT_RESTARTED,
	NOTE_TIME_WAIT_CUT_SHORT,
	NOTE_PORT_REUSED,
	NOTE_RESET,	    /* end: by whom */
	NOTE_RESET_IGNORED, /* outside the window */
	NOTE_RESET_INEXACT, /* inside, but not the next number expected */
	NOTE_CHALLENGE_ACK,
	NOTE_MID_STREAM,
	NOTE_RETRANSMISSION,
	NOTE_FAST_RETRANSMISSION,
	NOTE_SPURIOUS_RETRANSMISSION,
	NOTE_OUT_OF_ORDER,
	NOTE_DUP_ACK, /* value: which one */
	NOTE_PREVIOUS_NOT_CAPTURED,
	NOTE_ACKED_UNSEEN,
	NOTE_WINDOW_UPDATE,
	NOTE_WINDOW_FULL,
	NOTE_ZERO_WINDOW,
	NOTE_ZERO_WINDOW_PROBE,
	NOTE_ZERO_WINDOW_PROBE_ACK,
	NOTE_WINDOW_SHRANK, /* value: by how many octets */
	NOTE_KEEP_ALIVE,
	NOTE_KEEP_ALIVE_ACK,
	NOTE_CAPTURE_DUPLICATE,
	NOTE_DSACK, /* it proves that a retransmission was spurious */
	NOTE_URGENT_DATA,
	NOTE_CHECKSUM_BAD, /* value: found, other: expected */
	NOTE_CHECKSUM_OFFLOAD,
	NOTE_BAD_FLAGS,
	NOTE_FRAGMENT,	   /* of a segment that is not whole yet */
	NOTE_REASSEMBLED,  /* value: from how many fragments */
	NOTE_2MSL_ELAPSED, /* time: how long, in nanoseconds */
	NOTE_TIMED_OUT,	   /* nothing was heard for too long */
	NOTE_LASTED,	   /* time: how long an end has been in its state */
	NOTE_ICMP	   /* value: type, other: code */
};

enum { NOTES_MAX = 8 };

struct track_note {
	uint8_t note; /* enum note */
	uint8_t end;  /* enum track_end, where it says by whom */
	uint16_t other;
	uint32_t value;
	int64_t time;
};

/* What does not fit is left out: a segment has few. */
struct track_notes {
	uint64_t set; /* bit by enum note: those that are in the list */
	uint8_t count;
	struct track_note list[NOTES_MAX]; /* the first `count` are set */
};

void notes_add(struct track_notes *notes, enum note note);
void notes_add_end(struct track_notes *notes, enum note note, int end);
void notes_add_time(struct track_notes *notes, enum note note, int64_t time);
void notes_add_values(struct track_notes *notes, enum note note, uint32_t value,
		      uint16_t other);

static inline bool notes_have(const struct track_notes *notes, enum note note)
{
	return notes->set >> note & 1;
}

#endif
