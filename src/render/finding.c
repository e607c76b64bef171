/*
 * Which notes are findings: the one place that says so.  There is no default,
 * so that the compiler asks when a note is added.
 */
#include "render/finding.h"

#include "track/note.h"

bool note_is_finding(const struct track_note *note)
{
	switch ((enum note)note->note) {
	case NOTE_REFUSED:
	case NOTE_TIME_WAIT_CUT_SHORT:
	case NOTE_PORT_REUSED:
	case NOTE_RESET:
	case NOTE_RESET_IGNORED:
	case NOTE_RESET_INEXACT:
	case NOTE_CHALLENGE_ACK:
	case NOTE_RETRANSMISSION:
	case NOTE_FAST_RETRANSMISSION:
	case NOTE_SPURIOUS_RETRANSMISSION:
	case NOTE_OUT_OF_ORDER:
	case NOTE_DUP_ACK:
	case NOTE_PREVIOUS_NOT_CAPTURED:
	case NOTE_ACKED_UNSEEN:
	case NOTE_WINDOW_UPDATE:
	case NOTE_WINDOW_FULL:
	case NOTE_ZERO_WINDOW:
	case NOTE_ZERO_WINDOW_PROBE:
	case NOTE_ZERO_WINDOW_PROBE_ACK:
	case NOTE_WINDOW_SHRANK:
	case NOTE_KEEP_ALIVE:
	case NOTE_KEEP_ALIVE_ACK:
	case NOTE_CAPTURE_DUPLICATE:
	case NOTE_DSACK:
	case NOTE_CHECKSUM_BAD:
	case NOTE_BAD_FLAGS:
	case NOTE_TIMED_OUT:
	case NOTE_ICMP:
		return true;
	case NOTE_HANDSHAKE:
	case NOTE_SIMULTANEOUS_OPEN:
	case NOTE_FAST_OPEN:
	case NOTE_ACTIVE_CLOSE:
	case NOTE_HALF_CLOSE:
	case NOTE_SIMULTANEOUS_CLOSE:
	case NOTE_CLOSED:
	case NOTE_TIME_WAIT_UNTIL:
	case NOTE_TIME_WAIT_RESTARTED:
	case NOTE_MID_STREAM:
	case NOTE_URGENT_DATA:
	case NOTE_CHECKSUM_OFFLOAD:
	case NOTE_FRAGMENT:
	case NOTE_REASSEMBLED:
	case NOTE_2MSL_ELAPSED:
	case NOTE_LASTED:
		return false;
	}
	return false;
}

bool notes_have_finding(const struct track_notes *notes)
{
	for (int i = 0; i < notes->count; i++)
		if (note_is_finding(&notes->list[i]))
			return true;
	return false;
}
