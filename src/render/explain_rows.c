/*
 * The sentences.  Whoever adds a kind of reason adds its row here; where the
 * same reason leads to several states, there is a row for each, and the last
 * one is for any state.
 *
 * What an end has done is told as a fact; what a segment does to the end that
 * it is sent to, with an "if": it may yet get lost.  A section number alone
 * stands for the RFC named before it.  Where Linux does what no RFC says, the
 * clause names Linux.
 */
#include "render/explain_rows.h"

#include <stddef.h>

#include "track/tracker.h"

enum { ANY = EXPLAIN_ANY_STATE };

/* Short names, as wide as the table has room for. */
enum {
	NO = OPERAND_NONE,
	S = OPERAND_SENDER,
	R = OPERAND_RECEIVER,
	S_FIN = OPERAND_SENDER_FIN,
	R_FIN = OPERAND_RECEIVER_FIN,
	N = OPERAND_NUMBER,
	HEX = OPERAND_HEX
};

/* clang-format off */
static const struct explain_row rows[] = {
	/* Opening. */
	{ WHY_SYN, ANY, S, NO,
	  "%S asks to open the connection with SYN %a: SYN_SENT",
	  "RFC 9293 3.5" },
	{ WHY_SYN_SIMULTANEOUS, ANY, S, NO,
	  "Both ends have sent a SYN: if this one (%a) arrives, %r answers it "
	  "with SYN and ACK and is in SYN_RECV",
	  "RFC 9293 3.5, figure 7" },
	{ WHY_SYN_AGAIN, ANY, S, NO,
	  "%S repeats its SYN %a, so whatever answered it did not arrive: "
	  "SYN_SENT still",
	  "RFC 9293 3.8.1, RFC 6298 5" },
	{ WHY_SYN_DUPLICATE, ANY, S, NO,
	  "SYN %a is an old duplicate to %r, so a challenge ACK is due and "
	  "nothing changes",
	  "RFC 9293 3.10.7.4, RFC 5961 4.2" },
	{ WHY_SYN_CANDIDATE, ANY, S, NO,
	  "SYN %a of %s comes while a connection with these ports lives: it "
	  "begins a new one, or is an old duplicate; a challenge ACK is due",
	  "RFC 9293 3.5.1, RFC 5961 4.2" },
	{ WHY_REUSED, ANY, S, NO,
	  "SYN %a begins a new connection with addresses and ports that were "
	  "used before; the old one is over",
	  "RFC 9293 3.6.1, RFC 6191 2" },
	{ WHY_SYN_ACK, ANY, R, NO,
	  "%S has got the SYN, for its ack (%a) is one past the last number it "
	  "got; it sends a SYN of its own: SYN_RECV",
	  "RFC 9293 3.5" },
	{ WHY_SYN_ACK_ARRIVES, ANY, R, NO,
	  "If this segment arrives, the SYN of %r is acknowledged (ack %a): "
	  "ESTABLISHED",
	  "RFC 9293 3.10.7.3" },
	{ WHY_SYN_ACK_AGAIN, STATE_ESTABLISHED, S, NO,
	  "%S sends its SYN again, with ACK (%a): the ACK of it has not come, "
	  "or Linux ignored it (queue full, TCP_DEFER_ACCEPT): SYN_RECV",
	  "RFC 9293 3.8.1, RFC 6298 5" },
	{ WHY_SYN_ACK_AGAIN, ANY, S, NO,
	  "%S sends SYN %a with ACK, so it has got the SYN of %r, and not yet "
	  "an ACK of its own: SYN_RECV, now for certain",
	  "RFC 9293 3.5" },
	{ WHY_SYN_ACK_UNWANTED, STATE_SYN_SENT, R, R,
	  "Ack %a does not acknowledge the SYN of %r (%b would), so %r stays "
	  "in SYN_SENT and a RST is due",
	  "RFC 9293 3.10.7.3" },
	{ WHY_SYN_ACK_UNWANTED, ANY, R, R,
	  "Ack %a does not acknowledge the SYN of %r (%b would), so this SYN "
	  "changes nothing",
	  "RFC 9293 3.10.7.4, RFC 5961 4.2" },
	{ WHY_ACK_IN_SYN_SENT, ANY, R, R,
	  "%R is in SYN_SENT and ack %a does not acknowledge its SYN (%b "
	  "would), so nothing changes and a RST is due",
	  "RFC 9293 3.10.7.3" },
	{ WHY_GOT_SYN_ACK, ANY, R, NO,
	  "Ack %a acknowledges the SYN of %r, so %s has got that, and the ACK "
	  "of its own SYN: ESTABLISHED, now for certain",
	  "RFC 9293 3.5" },
	{ WHY_HANDSHAKE_ARRIVES, ANY, R, NO,
	  "If this segment arrives, the SYN of %r is acknowledged (ack %a) "
	  "and the handshake is complete: ESTABLISHED",
	  "RFC 9293 3.10.7.4" },
	{ WHY_SENDS_DATA, ANY, S, N,
	  "%S sends data (%b octets from %a) or its FIN, so the ACK of its "
	  "SYN has arrived: ESTABLISHED, now for certain",
	  "RFC 9293 3.10.2" },
	{ WHY_ACKS_MORE, ANY, R, R,
	  "Ack %a covers more than the SYN of %r (%b would do), so the "
	  "handshake's ACK has arrived too: ESTABLISHED, now for certain",
	  "RFC 9293 3.10.7.4" },
	{ WHY_OLD_ECHO, STATE_SYN_RECV, N, N,
	  "TSecr %a is older than the TSval of the handshake's ACK (%b), so "
	  "%s has not got that ACK: SYN_RECV still",
	  "RFC 7323 4.3" },
	{ WHY_OLD_ECHO, ANY, N, N,
	  "TSecr %a is older than the TSval of the handshake's ACK (%b): %s "
	  "answers what came before that ACK",
	  "RFC 7323 4.3" },
	/* Closing. */
	{ WHY_FIN, STATE_FIN_WAIT1, S, NO,
	  "%S has no more data to send: its FIN has sequence number %a and "
	  "must be acknowledged: FIN_WAIT1",
	  "RFC 9293 3.6" },
	{ WHY_FIN, ANY, S, NO,
	  "%S has no more data to send: its FIN has sequence number %a",
	  "RFC 9293 3.6" },
	{ WHY_FIN_AFTER_FIN, ANY, S, R_FIN,
	  "%S closes with FIN %a, after it has got and acknowledged FIN %b of "
	  "%r: LAST_ACK",
	  "RFC 9293 3.6, figure 12" },
	{ WHY_FIN_CROSSES, STATE_CLOSING, S, R,
	  "FIN %a of %s and the FIN of %r cross: its ack %b does not cover "
	  "that one, an earlier ack did: FIN_WAIT1, then CLOSING",
	  "RFC 9293 3.6, figure 13" },
	{ WHY_FIN_CROSSES, ANY, S, R,
	  "FIN %a of %s and the FIN of %r cross: its ack %b does not cover "
	  "that one, so it has not got it: FIN_WAIT1",
	  "RFC 9293 3.6, figure 13" },
	{ WHY_FIN_AGAIN, ANY, S, NO,
	  "%S repeats its FIN %a, so the ACK of it did not arrive, and what "
	  "that was assumed to have done is taken back",
	  "RFC 9293 3.8.1, RFC 6298 5" },
	{ WHY_FIN_ARRIVES, STATE_TIME_WAIT, S, NO,
	  "If this segment arrives, %r has all up to FIN %a, and its own FIN "
	  "is acknowledged: TIME_WAIT, 2 MSL long",
	  "RFC 9293 3.10.7.4, 3.6.1" },
	{ WHY_FIN_ARRIVES, STATE_CLOSING, S, NO,
	  "If this segment arrives, %r has all up to FIN %a, but its own FIN "
	  "is not acknowledged yet: CLOSING",
	  "RFC 9293 3.10.7.4" },
	{ WHY_FIN_ARRIVES, STATE_CLOSE_WAIT, S, NO,
	  "If this segment arrives, %r has all up to FIN %a and can still "
	  "send, until its application closes: CLOSE_WAIT",
	  "RFC 9293 3.10.7.4" },
	{ WHY_FIN_ARRIVES, ANY, S, NO,
	  "If this segment arrives, %r has all up to FIN %a of %s",
	  "RFC 9293 3.10.7.4" },
	{ WHY_FIN_BEYOND_HOLE, ANY, S, S,
	  "FIN %a of %s does nothing to %r yet: what comes before it is "
	  "missing from %b on",
	  "RFC 9293 3.10.7.4" },
	{ WHY_FIN_GOT, STATE_CLOSING, R, R_FIN,
	  "%S acknowledges FIN %b of %r (ack %a), so it has got it, before "
	  "its own was acknowledged: CLOSING",
	  "RFC 9293 3.6, figure 13" },
	{ WHY_FIN_GOT, STATE_TIME_WAIT, R, R_FIN,
	  "%S acknowledges FIN %b of %r (ack %a), so it has got it: TIME_WAIT",
	  "RFC 9293 3.6" },
	{ WHY_FIN_GOT, STATE_CLOSE_WAIT, R, R_FIN,
	  "%S acknowledges FIN %b of %r (ack %a), so it has got it: "
	  "CLOSE_WAIT, now for certain",
	  "RFC 9293 3.6" },
	{ WHY_FIN_GOT, ANY, R, R_FIN,
	  "%S acknowledges FIN %b of %r (ack %a), so it has got it",
	  "RFC 9293 3.6" },
	{ WHY_FIN_ACKED, STATE_FIN_WAIT2, R, R_FIN,
	  "If this segment arrives, FIN %b of %r is acknowledged (ack %a), "
	  "and %r waits for the FIN of %s: FIN_WAIT2",
	  "RFC 9293 3.10.7.4" },
	{ WHY_FIN_ACKED, STATE_TIME_WAIT, R, R_FIN,
	  "If this segment arrives, FIN %b of %r is acknowledged (ack %a), "
	  "and it has got the other FIN: TIME_WAIT, 2 MSL long",
	  "RFC 9293 3.10.7.4, 3.6.1" },
	{ WHY_FIN_ACKED, STATE_CLOSED, R, R_FIN,
	  "If this segment arrives, FIN %b of %r is acknowledged (ack %a), "
	  "and nothing is left to do: CLOSED",
	  "RFC 9293 3.10.7.4" },
	{ WHY_FIN_ACKED, ANY, R, R_FIN,
	  "If this segment arrives, FIN %b of %r is acknowledged (ack %a)",
	  "RFC 9293 3.10.7.4" },
	{ WHY_FIN_NOT_ACKED, ANY, R, R_FIN,
	  "Ack %a does not cover FIN %b of %r, so this is not the ACK for "
	  "which %r waits",
	  "RFC 9293 3.10.7.4" },
	{ WHY_LIES_AFTER_FIN, ANY, S, S_FIN,
	  "Seq %a lies after FIN %b of %s: if this segment arrives, %r has "
	  "got that FIN first, and not yet an ACK of its own: CLOSING",
	  "RFC 9293 3.6, figure 13" },
	{ WHY_FIN_ACK_GOT, ANY, R, NO,
	  "Ack %a covers what %r sent after it had acknowledged the FIN of "
	  "%s, so %s has got that too: FIN_WAIT2, now for certain",
	  "RFC 9293 3.6" },
	{ WHY_TIME_WAIT_RESTARTED, ANY, S, S,
	  "%R must answer this in TIME_WAIT (seq %a, next expected %b), so "
	  "the 2 MSL begin anew; Linux does so for more than the FIN",
	  "RFC 9293 3.10.7.4" },
	{ WHY_ALIVE, ANY, NO, NO,
	  "%S had not timed out after all, for here it sends: what was "
	  "assumed is taken back",
	  "RFC 9293 3.10.8" },
	/* RST. */
	{ WHY_RST_REFUSES, ANY, R, NO,
	  "%S refuses the connection: the RST acknowledges the SYN (ack %a), "
	  "so %r gives up if it arrives: CLOSED",
	  "RFC 9293 3.5.2, 3.10.7.3" },
	{ WHY_RST_EXACT, STATE_TIME_WAIT, S, NO,
	  "The RST has the next sequence number expected (%a): if it arrives, "
	  "%r leaves TIME_WAIT, unless tcp_rfc1337 is set in Linux",
	  "RFC 9293 3.10.7.4, RFC 1337" },
	{ WHY_RST_EXACT, ANY, S, NO,
	  "The RST has the next sequence number expected (%a): if it arrives, "
	  "%r drops the connection: CLOSED",
	  "RFC 9293 3.10.7.4, RFC 5961 3.2" },
	{ WHY_RST_INEXACT, ANY, S, S,
	  "RST ignored by %r: its sequence number %a is not the next one "
	  "expected (%b), so a challenge ACK is due",
	  "RFC 9293 3.10.7.4, RFC 5961 3.2" },
	{ WHY_RST_OUTSIDE, STATE_SYN_SENT, S, NO,
	  "RST ignored by %r (seq %a): in SYN_SENT it counts only if it "
	  "acknowledges the SYN",
	  "RFC 9293 3.10.7.3" },
	{ WHY_RST_OUTSIDE, ANY, S, S,
	  "RST ignored by %r: its sequence number %a is outside the window; "
	  "the next one expected is %b",
	  "RFC 9293 3.10.7.4, RFC 5961 3.2" },
	{ WHY_RST_AFTER_FIN, ANY, S, NO,
	  "The RST has the number of the FIN before it (%a); Linux takes that "
	  "too, not only the next one: if it arrives, %r is CLOSED",
	  "Linux; not in RFC 5961 3.2" },
	{ WHY_RST_AT_SACK, ANY, S, NO,
	  "The RST is at the right edge of the SACK blocks of %r (%a); Linux "
	  "takes that too: if it arrives, %r is CLOSED",
	  "Linux; not in RFC 5961 3.2" },
	{ WHY_RST_ABORTS, ANY, R, NO,
	  "%S aborts the connection with a RST (ack %a), as with SO_LINGER 0 "
	  "or when it closes with data unread: CLOSED",
	  "RFC 9293 3.6.1, 3.10.5" },
	{ WHY_RST_ANSWERS, ANY, S, NO,
	  "Without ACK, the RST (seq %a) answers a segment for which %s has no "
	  "use: it knows no such connection, or has closed it: CLOSED",
	  "RFC 9293 3.5.2, 3.6.1" },
	{ WHY_RST_OF_SYN_SENT, ANY, S, NO,
	  "%S is in SYN_SENT and cannot take an ack of %a; it resets what "
	  "sent that, not its own attempt: SYN_SENT still",
	  "RFC 9293 3.5.1, 3.10.7.3" },
	{ WHY_RST_UNKNOWN, ANY, NO, NO,
	  "Nothing was captured of what this RST ends or answers: both ends "
	  "are taken for CLOSED",
	  "RFC 9293 3.5.3" },
	/* What does not count. */
	{ WHY_OUTSIDE_WINDOW, ANY, S, S,
	  "%R does not accept this segment: seq %a lies outside the window, "
	  "the next one expected is %b; an ACK is due",
	  "RFC 9293 3.10.7.4" },
	{ WHY_CHECKSUM, ANY, HEX, HEX,
	  "The checksum is 0x%a and should be 0x%b, so whoever gets the "
	  "segment drops it, and nothing changes",
	  "RFC 9293 3.1" },
	{ WHY_FLAGS, ANY, HEX, NO,
	  "SYN with FIN or RST, or none of SYN, ACK and RST (flags 0x%a): no "
	  "TCP sends that, and nothing changes",
	  "RFC 9293 3.10.7" },
	{ WHY_MID_STREAM, ANY, NO, NO,
	  "The handshake was not captured: both ends are taken for "
	  "ESTABLISHED, and the ports decide which is the client",
	  "RFC 9293 3.5" },
	/* Findings. */
	{ WHY_RETRANSMISSION, ANY, S, S,
	  "%S sends from %a again, having sent all up to %b: no ACK came in "
	  "time",
	  "RFC 9293 3.8.1, RFC 6298 5" },
	{ WHY_FAST_RETRANSMISSION, ANY, S, N,
	  "%S sends from %a again after %b duplicate ACKs, without waiting "
	  "for its timer",
	  "RFC 5681 3.2" },
	{ WHY_SPURIOUS, ANY, S, S,
	  "%S sends again what ends at %a, but %r has acknowledged all up to "
	  "%b already: it was not needed",
	  "RFC 9293 3.10.7.4, RFC 2883" },
	{ WHY_OUT_OF_ORDER, ANY, S, S,
	  "Seq %a of %s comes after what ends at %b, too soon for a "
	  "retransmission: segments changed places on their way",
	  "RFC 9293 3.10.7.4" },
	{ WHY_LOST, ANY, S, S,
	  "Seq %a of %s comes where %b was expected: what lies between got "
	  "lost, or was not captured",
	  "RFC 9293 3.8" },
	{ WHY_ACKED_UNSEEN, ANY, R, R,
	  "%S acknowledges all up to %a, but what %r sent was seen up to %b "
	  "only: the capture has missed something",
	  "RFC 9293 3.4" },
	{ WHY_DUPLICATE_ACK, ANY, R, N,
	  "%S acknowledges %a once more (duplicate %b): something came, not "
	  "what is next; after three, %r retransmits",
	  "RFC 5681 2, 3.2" },
	{ WHY_WINDOW_UPDATE, ANY, N, N,
	  "%S acknowledges nothing new, but changes its window from %a to %b",
	  "RFC 9293 3.8.6" },
	{ WHY_WINDOW_FULL, ANY, S, N,
	  "%S has sent all up to %a, which fills the window of %r (%b "
	  "octets), and must wait",
	  "RFC 9293 3.8.6" },
	{ WHY_ZERO_WINDOW, ANY, R, NO,
	  "%S has no room for what comes from %a on: the window is 0 until "
	  "its application reads, and %r must wait",
	  "RFC 9293 3.8.6" },
	{ WHY_ZERO_WINDOW_PROBE, ANY, S, NO,
	  "%S probes the zero window of %r with seq %a: the answer tells "
	  "whether it has opened",
	  "RFC 9293 3.8.6.1" },
	{ WHY_ZERO_WINDOW_PROBE_ACK, ANY, R, NO,
	  "%S answers the probe: it still expects %a, and the window is "
	  "still 0",
	  "RFC 9293 3.8.6.1" },
	{ WHY_WINDOW_SHRANK, ANY, N, R,
	  "%S takes back %a octets of its window, which now ends at %b: no "
	  "receiver should, but rounding by the window scale can do it",
	  "RFC 9293 3.8.6, RFC 7323 2.4" },
	{ WHY_KEEP_ALIVE, ANY, S, S,
	  "%S asks whether %r is still there: seq %a, below the next one "
	  "(%b), must be answered with an ACK",
	  "RFC 9293 3.8.4" },
	{ WHY_KEEP_ALIVE_ACK, ANY, R, NO,
	  "%S answers the keep-alive with ack %a: it is still there",
	  "RFC 9293 3.8.4" },
	{ WHY_DSACK, ANY, R, R,
	  "%S tells by SACK that it has got %a to %b twice: one of the copies "
	  "from %r was not needed",
	  "RFC 2883 4" },
	{ WHY_CAPTURE_DUPLICATE, ANY, N, NO,
	  "This packet of %s was captured twice (IP identification %a), not "
	  "sent twice, whatever else is noted of it",
	  "RFC 9293 3.8.1" },
};
/* clang-format on */

static bool went_through(const struct track_steps *steps, uint8_t state)
{
	for (int i = 0; i < steps->count; i++)
		if (steps->states[i] == state)
			return true;
	return false;
}

const struct explain_row *explain_row_find(uint8_t why,
					   const struct track_steps *steps)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct explain_row *row = &rows[i];

		if (row->why == why && (row->when == EXPLAIN_ANY_STATE ||
					went_through(steps, row->when)))
			return row;
	}
	return NULL;
}
