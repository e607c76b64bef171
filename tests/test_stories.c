/*
 * Stories: connections told segment by segment, in packetdrill's notation,
 * and what is said of both ends after each (story.h).  The figures of the
 * book and of RFC 9293, the cases in which trackers go wrong, and what the
 * rules say of loss, reuse, time-outs and captures that begin late.
 */
#include <criterion/criterion.h>

#include "story.h"

/* The whole life of a connection: figures 61-5 and 61-6 of the book, TIME_WAIT
 * to its end. */
Test(stories, open_and_close)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C P. 1:17(16) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED?" },
		{ "S . 1:1(0) ack 17",
		  "#1 client ESTABLISHED, server ESTABLISHED" },
		{ "S P. 1:5(4) ack 17",
		  "#1 client ESTABLISHED, server ESTABLISHED" },
		{ "C . 17:17(0) ack 5",
		  "#1 client ESTABLISHED, server ESTABLISHED" },
		{ "C F. 17:17(0) ack 5",
		  "#1 client ESTABLISHED->FIN_WAIT1, server "
		  "ESTABLISHED->CLOSE_WAIT? | active close by client" },
		{ "S . 5:5(0) ack 18",
		  "#1 client FIN_WAIT1->FIN_WAIT2?, server CLOSE_WAIT" },
		{ "S F. 5:5(0) ack 18", "#1 client FIN_WAIT2?->TIME_WAIT?, "
					"server CLOSE_WAIT->LAST_ACK" },
		{ "C . 18:18(0) ack 6",
		  "#1 client TIME_WAIT, server LAST_ACK->CLOSED? | TIME_WAIT "
		  "until 22:14:20.010000" },
		{ "+61 tick",
		  "-- #1 client TIME_WAIT->CLOSED | 2MSL (60 s) elapsed" },
	};

	STORY("open_and_close", steps);
}

/* Figure 61-5: SYN M; SYN N, ACK M+1; ACK N+1. */
Test(stories, handshake)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
	};

	STORY("handshake", steps);
}

/* Figure 61-3: each byte is acknowledged by the number of the next;
 * unacknowledged ones are sent again. */
Test(stories, acknowledgements)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C P. 1:101(100) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED?" },
		{ "S . 1:1(0) ack 101",
		  "#1 client ESTABLISHED, server ESTABLISHED" },
		{ "C P. 101:201(100) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED" },
		{ "+0.3 C P. 101:201(100) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED | "
		  "retransmission" },
		{ "S . 1:1(0) ack 201",
		  "#1 client ESTABLISHED, server ESTABLISHED" },
	};

	STORY("acknowledgements", steps);
}

/* Figure 61-6: FIN M, ACK M+1, FIN N, ACK N+1; the server closes first here. */
Test(stories, termination)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "S F. 1:1(0) ack 1",
		  "#1 client ESTABLISHED->CLOSE_WAIT?, server "
		  "ESTABLISHED->FIN_WAIT1 | active close by server" },
		{ "C . 1:1(0) ack 2",
		  "#1 client CLOSE_WAIT, server FIN_WAIT1->FIN_WAIT2?" },
		{ "C F. 1:1(0) ack 2", "#1 client CLOSE_WAIT->LAST_ACK, server "
				       "FIN_WAIT2?->TIME_WAIT?" },
		{ "S . 2:2(0) ack 2",
		  "#1 client LAST_ACK->CLOSED?, server TIME_WAIT | TIME_WAIT "
		  "until 22:14:20.006000" },
	};

	STORY("termination", steps);
}

/* The client has nothing more to say; the server has. */
Test(stories, half_close)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C FP. 1:11(10) ack 1",
		  "#1 client ESTABLISHED->FIN_WAIT1, server "
		  "ESTABLISHED?->CLOSE_WAIT? | active close by client" },
		{ "S . 1:1(0) ack 12",
		  "#1 client FIN_WAIT1->FIN_WAIT2?, server CLOSE_WAIT" },
		{ "S P. 1:101(100) ack 12",
		  "#1 client FIN_WAIT2?, server CLOSE_WAIT | half-close" },
		{ "C . 12:12(0) ack 101",
		  "#1 client FIN_WAIT2, server CLOSE_WAIT" },
		{ "S P. 101:201(100) ack 12",
		  "#1 client FIN_WAIT2, server CLOSE_WAIT" },
		{ "C . 12:12(0) ack 201",
		  "#1 client FIN_WAIT2, server CLOSE_WAIT" },
		{ "S F. 201:201(0) ack 12", "#1 client FIN_WAIT2->TIME_WAIT?, "
					    "server CLOSE_WAIT->LAST_ACK" },
		{ "C . 12:12(0) ack 202",
		  "#1 client TIME_WAIT, server LAST_ACK->CLOSED? | TIME_WAIT "
		  "until 22:14:20.010000" },
	};

	STORY("half_close", steps);
}

/* The FINs cross; the ACK that comes first does not cover the FIN. */
Test(stories, simultaneous_close)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C F. 1:1(0) ack 1",
		  "#1 client ESTABLISHED->FIN_WAIT1, server "
		  "ESTABLISHED?->CLOSE_WAIT? | active close by client" },
		{ "S F. 1:1(0) ack 1",
		  "#1 client FIN_WAIT1->CLOSING?, server "
		  "CLOSE_WAIT?->FIN_WAIT1 | simultaneous close" },
		{ "C . 2:2(0) ack 2",
		  "#1 client CLOSING, server FIN_WAIT1->CLOSING?->TIME_WAIT? | "
		  "TIME_WAIT until 22:14:20.006000" },
		{ "S . 2:2(0) ack 2",
		  "#1 client CLOSING->TIME_WAIT?, server TIME_WAIT? | "
		  "TIME_WAIT until 22:14:20.007000" },
		{ "+61 tick",
		  "-- #1 server TIME_WAIT?->CLOSED? | 2MSL (60 s) elapsed / -- "
		  "#1 client TIME_WAIT?->CLOSED? | 2MSL (60 s) elapsed" },
	};

	STORY("simultaneous_close", steps);
}

/* RFC 9293 figure 7. */
Test(stories, simultaneous_open)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S 0:0(0)", "#1 client SYN_SENT->SYN_RECV?, server "
				"LISTEN?->CLOSED->SYN_SENT | handshake 1/3; "
				"simultaneous open" },
		{ "C S. 0:0(0) ack 1",
		  "#1 client SYN_RECV, server "
		  "SYN_SENT->SYN_RECV?->ESTABLISHED? | handshake 2/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_RECV->ESTABLISHED?, server "
		  "ESTABLISHED?->SYN_RECV | handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED?, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C P. 1:11(10) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED?" },
		{ "S P. 1:11(10) ack 11",
		  "#1 client ESTABLISHED, server ESTABLISHED" },
	};

	STORY("simultaneous_open", steps);
}

/* The SYN+ACKs are lost and sent again. */
Test(stories, simultaneous_open_with_retransmission)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S 0:0(0)", "#1 client SYN_SENT->SYN_RECV?, server "
				"LISTEN?->CLOSED->SYN_SENT | handshake 1/3; "
				"simultaneous open" },
		{ "+1 C S. 0:0(0) ack 1",
		  "#1 client SYN_RECV, server "
		  "SYN_SENT->SYN_RECV?->ESTABLISHED? | handshake 2/3" },
		{ "+1 C S. 0:0(0) ack 1",
		  "#1 client SYN_RECV, server ESTABLISHED? | handshake 2/3; "
		  "retransmission" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_RECV->ESTABLISHED?, server "
		  "ESTABLISHED?->SYN_RECV | handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED?, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "S P. 1:11(10) ack 1",
		  "#1 client ESTABLISHED?, server ESTABLISHED" },
		{ "C . 1:1(0) ack 11",
		  "#1 client ESTABLISHED, server ESTABLISHED" },
	};

	STORY("simultaneous_open_with_retransmission", steps);
}

/* Nobody listens; two attempts from the same port. */
Test(stories, refused)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S R. 0:0(0) ack 1", "#1 client SYN_SENT->CLOSED?, server "
				       "LISTEN?->CLOSED | refused" },
		{ "+1 C S 100000:100000(0)",
		  "#2 client CLOSED->SYN_SENT, server LISTEN? | port reused; "
		  "handshake 1/3" },
		{ "S R. 0:0(0) ack 100001",
		  "#2 client SYN_SENT->CLOSED?, server LISTEN?->CLOSED | "
		  "refused" },
	};

	STORY("refused", steps);
}

/* The first SYN does not arrive. */
Test(stories, syn_lost)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "+1 C S 0:0(0)", "#1 client SYN_SENT, server LISTEN? | "
				   "handshake 1/3; retransmission" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
	};

	STORY("syn_lost", steps);
}

/* The client was assumed to have it; its SYN says that it has not. */
Test(stories, syn_ack_lost)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "+1 C S 0:0(0)", "#1 client ESTABLISHED?->SYN_SENT, server "
				   "SYN_RECV | handshake 1/3; retransmission" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server SYN_RECV | "
		  "handshake 2/3; retransmission" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
	};

	STORY("syn_ack_lost", steps);
}

/* The server repeats its SYN+ACK. */
Test(stories, handshake_ack_lost)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "+1 S S. 0:0(0) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED?->SYN_RECV | "
		  "handshake 2/3; retransmission" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3; dup ack #1" },
		{ "S P. 1:5(4) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED" },
	};

	STORY("handshake_ack_lost", steps);
}

/* Case: an old ACK is not the ACK of the FIN. */
Test(stories, old_ack)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C P. 1:101(100) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED?" },
		{ "C F. 101:101(0) ack 1",
		  "#1 client ESTABLISHED->FIN_WAIT1, server "
		  "ESTABLISHED?->CLOSE_WAIT? | active close by client" },
		{ "S . 1:1(0) ack 1",
		  "#1 client FIN_WAIT1, server CLOSE_WAIT? | dup ack #1" },
		{ "S . 1:1(0) ack 101",
		  "#1 client FIN_WAIT1, server CLOSE_WAIT?" },
		{ "S . 1:1(0) ack 102",
		  "#1 client FIN_WAIT1->FIN_WAIT2?, server CLOSE_WAIT" },
	};

	STORY("old_ack", steps);
}

/* A RST at the next number expected. */
Test(stories, reset_exact)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C R. 1:1(0) ack 1",
		  "#1 client ESTABLISHED->CLOSED, server ESTABLISHED?->CLOSED? "
		  "| reset by client" },
	};

	STORY("reset_exact", steps);
}

/* Case: a RST in the window, but not exact, draws a challenge ACK; one outside
 * nothing. */
Test(stories, reset_inexact)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "S P. 1:5(4) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED" },
		{ "C . 1:1(0) ack 5",
		  "#1 client ESTABLISHED, server ESTABLISHED" },
		{ "C R 100:100(0)", "#1 client ESTABLISHED, server ESTABLISHED "
				    "| reset ignored (not the next number)" },
		{ "S . 5:5(0) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED | challenge ack; "
		  "dup ack #1" },
		{ "C R 2000000:2000000(0)",
		  "#1 client ESTABLISHED, server ESTABLISHED | reset ignored "
		  "(outside the window)" },
		{ "C P. 1:5(4) ack 5",
		  "#1 client ESTABLISHED, server ESTABLISHED" },
	};

	STORY("reset_inexact", steps);
}

/* Case: a RST at RCV.NXT-1 after a FIN is taken, as Linux does. */
Test(stories, reset_after_fin)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C F. 1:1(0) ack 1",
		  "#1 client ESTABLISHED->FIN_WAIT1, server "
		  "ESTABLISHED?->CLOSE_WAIT? | active close by client" },
		{ "S . 1:1(0) ack 2",
		  "#1 client FIN_WAIT1->FIN_WAIT2?, server CLOSE_WAIT" },
		{ "C R 1:1(0)", "#1 client FIN_WAIT2?->CLOSED, server "
				"CLOSE_WAIT->CLOSED? | reset by client" },
	};

	STORY("reset_after_fin", steps);
}

/* Data to an end that has closed is answered with a RST. */
Test(stories, reset_by_data_after_close)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C F. 1:1(0) ack 1",
		  "#1 client ESTABLISHED->FIN_WAIT1, server "
		  "ESTABLISHED?->CLOSE_WAIT? | active close by client" },
		{ "S . 1:1(0) ack 2",
		  "#1 client FIN_WAIT1->FIN_WAIT2?, server CLOSE_WAIT" },
		{ "S P. 1:5(4) ack 2",
		  "#1 client FIN_WAIT2?, server CLOSE_WAIT | half-close" },
		{ "C R 2:2(0)", "#1 client FIN_WAIT2->CLOSED, server "
				"CLOSE_WAIT->CLOSED? | reset by client" },
	};

	STORY("reset_by_data_after_close", steps);
}

/* Case: the client crashed and comes back with a new SYN (RFC 9293 figure 9).
 */
Test(stories, half_open_rediscovery)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C P. 1:101(100) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED?" },
		{ "S . 1:1(0) ack 101",
		  "#1 client ESTABLISHED, server ESTABLISHED" },
		{ "+5 C S 700000:700000(0)",
		  "#1 client ESTABLISHED, server ESTABLISHED" },
		{ "S . 1:1(0) ack 101",
		  "#1 client ESTABLISHED, server ESTABLISHED | challenge ack; "
		  "dup ack #1" },
		{ "C R 101:101(0)", "#1 client ESTABLISHED->CLOSED, server "
				    "ESTABLISHED->CLOSED? | reset by client" },
		{ "+1 C S 700000:700000(0)",
		  "#2 client SYN_SENT, server LISTEN? | handshake 1/3" },
		{ "S S. 900000:900000(0) ack 700001",
		  "#2 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 700001:700001(0) ack 900001",
		  "#2 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
	};

	STORY("half_open_rediscovery", steps);
}

/* The old end was gone without a word: the SYN+ACK shows it. */
Test(stories, candidate_answered)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "+5 C S 700000:700000(0)",
		  "#1 client ESTABLISHED, server ESTABLISHED?" },
		{ "S S. 900000:900000(0) ack 700001",
		  "#2 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "port reused; handshake 2/3" },
		{ "C . 700001:700001(0) ack 900001",
		  "#2 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
	};

	STORY("candidate_answered", steps);
}

/* The old incarnation goes on: the SYN was a ghost. */
Test(stories, old_duplicate_syn)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C S 4000000000:4000000000(0)",
		  "#1 client ESTABLISHED, server ESTABLISHED?" },
		{ "S . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED? | challenge ack; "
		  "dup ack #1" },
		{ "C P. 1:5(4) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED?" },
		{ "S . 1:1(0) ack 5",
		  "#1 client ESTABLISHED, server ESTABLISHED" },
	};

	STORY("old_duplicate_syn", steps);
}

/* Case: the addresses and ports are used again out of TIME_WAIT. */
Test(stories, time_wait_reuse)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "S F. 1:1(0) ack 1",
		  "#1 client ESTABLISHED->CLOSE_WAIT?, server "
		  "ESTABLISHED->FIN_WAIT1 | active close by server" },
		{ "C . 1:1(0) ack 2",
		  "#1 client CLOSE_WAIT, server FIN_WAIT1->FIN_WAIT2?" },
		{ "C F. 1:1(0) ack 2", "#1 client CLOSE_WAIT->LAST_ACK, server "
				       "FIN_WAIT2?->TIME_WAIT?" },
		{ "S . 2:2(0) ack 2",
		  "#1 client LAST_ACK->CLOSED?, server TIME_WAIT | TIME_WAIT "
		  "until 22:14:20.006000" },
		{ "+1 C S 500000:500000(0)",
		  "#2 client CLOSED->SYN_SENT, server LISTEN? | port reused; "
		  "handshake 1/3 / -- #1 server TIME_WAIT->CLOSED? | port "
		  "reused" },
		{ "S S. 600000:600000(0) ack 500001",
		  "#2 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 500001:500001(0) ack 600001",
		  "#2 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
	};

	STORY("time_wait_reuse", steps);
}

/* The end that holds TIME_WAIT connects again (tcp_tw_reuse). */
Test(stories, time_wait_reuse_by_holder)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C F. 1:1(0) ack 1",
		  "#1 client ESTABLISHED->FIN_WAIT1, server "
		  "ESTABLISHED?->CLOSE_WAIT? | active close by client" },
		{ "S F. 1:1(0) ack 2",
		  "#1 client FIN_WAIT1->FIN_WAIT2?->TIME_WAIT?, server "
		  "CLOSE_WAIT->LAST_ACK" },
		{ "C . 2:2(0) ack 2",
		  "#1 client TIME_WAIT, server LAST_ACK->CLOSED? | TIME_WAIT "
		  "until 22:14:20.005000" },
		{ "+2 C S 500000:500000(0)",
		  "#2 client CLOSED->SYN_SENT, server LISTEN? | port reused; "
		  "handshake 1/3 / -- #1 client TIME_WAIT->CLOSED? | port "
		  "reused" },
		{ "S S. 600000:600000(0) ack 500001",
		  "#2 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 500001:500001(0) ack 600001",
		  "#2 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
	};

	STORY("time_wait_reuse_by_holder", steps);
}

/* A repeated FIN and a bare ACK restart it; a RST that is not exact does not.
 */
Test(stories, time_wait_restarted)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C F. 1:1(0) ack 1",
		  "#1 client ESTABLISHED->FIN_WAIT1, server "
		  "ESTABLISHED?->CLOSE_WAIT? | active close by client" },
		{ "S F. 1:1(0) ack 2",
		  "#1 client FIN_WAIT1->FIN_WAIT2?->TIME_WAIT?, server "
		  "CLOSE_WAIT->LAST_ACK" },
		{ "C . 2:2(0) ack 2",
		  "#1 client TIME_WAIT, server LAST_ACK->CLOSED? | TIME_WAIT "
		  "until 22:14:20.005000" },
		{ "+1 S F. 1:1(0) ack 2",
		  "#1 client TIME_WAIT, server CLOSED?->LAST_ACK | TIME_WAIT "
		  "restarted; TIME_WAIT until 22:14:21.006000; "
		  "retransmission" },
		{ "C . 2:2(0) ack 2", "#1 client TIME_WAIT, server "
				      "LAST_ACK->CLOSED? | dup ack #1" },
		{ "+1 S . 2:2(0) ack 2",
		  "#1 client TIME_WAIT, server CLOSED? | TIME_WAIT restarted; "
		  "TIME_WAIT until 22:14:22.007000; dup ack #1" },
		{ "S R 1:1(0)", "#1 client TIME_WAIT, server CLOSED? | reset "
				"ignored (outside the window)" },
		{ "+59 tick", "" },
		{ "+2 tick",
		  "-- #1 client TIME_WAIT->CLOSED | 2MSL (60 s) elapsed" },
	};

	STORY("time_wait_restarted", steps);
}

/* An exact RST ends it (RFC 1337). */
Test(stories, time_wait_assassinated)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C F. 1:1(0) ack 1",
		  "#1 client ESTABLISHED->FIN_WAIT1, server "
		  "ESTABLISHED?->CLOSE_WAIT? | active close by client" },
		{ "S F. 1:1(0) ack 2",
		  "#1 client FIN_WAIT1->FIN_WAIT2?->TIME_WAIT?, server "
		  "CLOSE_WAIT->LAST_ACK" },
		{ "C . 2:2(0) ack 2",
		  "#1 client TIME_WAIT, server LAST_ACK->CLOSED? | TIME_WAIT "
		  "until 22:14:20.005000" },
		{ "S R 2:2(0)", "#1 client TIME_WAIT->CLOSED?, server CLOSED | "
				"TIME_WAIT cut short by RST" },
	};

	STORY("time_wait_assassinated", steps);
}

/* The FIN comes again: CLOSED was assumed too soon. */
Test(stories, last_ack_lost)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C F. 1:1(0) ack 1",
		  "#1 client ESTABLISHED->FIN_WAIT1, server "
		  "ESTABLISHED?->CLOSE_WAIT? | active close by client" },
		{ "S F. 1:1(0) ack 2",
		  "#1 client FIN_WAIT1->FIN_WAIT2?->TIME_WAIT?, server "
		  "CLOSE_WAIT->LAST_ACK" },
		{ "C . 2:2(0) ack 2",
		  "#1 client TIME_WAIT, server LAST_ACK->CLOSED? | TIME_WAIT "
		  "until 22:14:20.005000" },
		{ "+0.2 S F. 1:1(0) ack 2",
		  "#1 client TIME_WAIT, server CLOSED?->LAST_ACK | TIME_WAIT "
		  "restarted; TIME_WAIT until 22:14:20.206000; "
		  "retransmission" },
		{ "C . 2:2(0) ack 2", "#1 client TIME_WAIT, server "
				      "LAST_ACK->CLOSED? | dup ack #1" },
	};

	STORY("last_ack_lost", steps);
}

/* Case: a FIN beyond a hole is not received until the hole is filled. */
Test(stories, fin_before_missing_data)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C F. 101:101(0) ack 1",
		  "#1 client ESTABLISHED->FIN_WAIT1, server ESTABLISHED? | "
		  "active close by client; previous segment not captured" },
		{ "S . 1:1(0) ack 1",
		  "#1 client FIN_WAIT1, server ESTABLISHED? | dup ack #1" },
		{ "C P. 1:101(100) ack 1",
		  "#1 client FIN_WAIT1, server ESTABLISHED?->CLOSE_WAIT? | "
		  "retransmission" },
		{ "S . 1:1(0) ack 102",
		  "#1 client FIN_WAIT1->FIN_WAIT2?, server CLOSE_WAIT" },
	};

	STORY("fin_before_missing_data", steps);
}

/* Case: an ACK after a RST changes nothing. */
Test(stories, ack_after_reset)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C R. 1:1(0) ack 1",
		  "#1 client ESTABLISHED->CLOSED, server ESTABLISHED?->CLOSED? "
		  "| reset by client" },
		{ "S . 1:1(0) ack 1",
		  "#1 client CLOSED, server CLOSED? | dup ack #1" },
	};

	STORY("ack_after_reset", steps);
}

/* The server closes with data unread: a RST, no FIN. */
Test(stories, unread_data)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C P. 1:101(100) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED?" },
		{ "S . 1:1(0) ack 101",
		  "#1 client ESTABLISHED, server ESTABLISHED" },
		{ "S R. 1:1(0) ack 101",
		  "#1 client ESTABLISHED->CLOSED?, server ESTABLISHED->CLOSED "
		  "| reset by server" },
	};

	STORY("unread_data", steps);
}

/* The client gives up; the SYN+ACK finds nobody. */
Test(stories, syn_aborted)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "+1 S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C R 1:1(0)", "#1 client ESTABLISHED?->CLOSED, server "
				"SYN_RECV->CLOSED? | reset by client" },
	};

	STORY("syn_aborted", steps);
}

/* A SYN that nobody answers, until Linux gives up. */
Test(stories, repeated_syn)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "+1 C S 0:0(0)", "#1 client SYN_SENT, server LISTEN? | "
				   "handshake 1/3; retransmission" },
		{ "+2 C S 0:0(0)", "#1 client SYN_SENT, server LISTEN? | "
				   "handshake 1/3; retransmission" },
		{ "+131 tick", "-- #1 client SYN_SENT->CLOSED? | timed out" },
	};

	STORY("repeated_syn", steps);
}

/* An ICMP error that quotes the SYN ends the attempt. */
Test(stories, unreachable)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "icmp C 3 1 0", "-- #1 client SYN_SENT->CLOSED? | ICMP host "
				  "unreachable from 10.61.0.9" },
	};

	STORY("unreachable", steps);
}

/* So does one that says that it was too long under way. */
Test(stories, time_exceeded)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "icmp C 11 0 0", "-- #1 client SYN_SENT->CLOSED? | ICMP time "
				   "exceeded from 10.61.0.9" },
		{ "+1 C S 0:0(0)",
		  "#1 client CLOSED?->SYN_SENT, server LISTEN? | "
		  "handshake 1/3; retransmission" },
	};

	STORY("time_exceeded", steps);
}

/* One that only tells of a smaller MTU does not. */
Test(stories, fragmentation_needed)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "icmp C 3 4 0", "-- #1 client SYN_SENT | ICMP fragmentation "
				  "needed from 10.61.0.9" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
	};

	STORY("fragmentation_needed", steps);
}

/* Data in the SYN; the server may answer before the handshake is over. */
Test(stories, fast_open)
{
	static const struct story_step steps[] = {
		{ "C S 0:100(100) <tfo>",
		  "#1 client CLOSED->SYN_SENT, server LISTEN? | handshake 1/3; "
		  "fast open" },
		{ "S S. 0:0(0) ack 101",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "S P. 1:51(50) ack 101",
		  "#1 client ESTABLISHED?, server SYN_RECV" },
		{ "C . 101:101(0) ack 51",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C P. 101:111(10) ack 51",
		  "#1 client ESTABLISHED, server ESTABLISHED?" },
		{ "S . 51:51(0) ack 111",
		  "#1 client ESTABLISHED, server ESTABLISHED" },
	};

	STORY("fast_open", steps);
}

/* The data was not taken: it is sent again. */
Test(stories, fast_open_stale_cookie)
{
	static const struct story_step steps[] = {
		{ "C S 0:100(100) <tfo>",
		  "#1 client CLOSED->SYN_SENT, server LISTEN? | handshake 1/3; "
		  "fast open" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C P. 1:101(100) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3; retransmission" },
		{ "S . 1:1(0) ack 101",
		  "#1 client ESTABLISHED, server ESTABLISHED" },
	};

	STORY("fast_open_stale_cookie", steps);
}

/* The urgent pointer. */
Test(stories, urgent_data)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C PU. 1:2(1) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED? | urgent data" },
	};

	STORY("urgent_data", steps);
}

/* What no kernel would take changes no state. */
Test(stories, bad_checksum)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C F. 1:1(0) ack 1 <bad>",
		  "#1 client ESTABLISHED, server ESTABLISHED? | cksum bad "
		  "(0x1234, should be 0x5678)" },
		{ "C F. 1:1(0) ack 1 <offload>",
		  "#1 client ESTABLISHED->FIN_WAIT1, server "
		  "ESTABLISHED?->CLOSE_WAIT? | active close by client; "
		  "retransmission" },
	};

	STORY("bad_checksum", steps);
}

/* Neither does what no TCP sends. */
Test(stories, bad_flags)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C SF 0:0(0)",
		  "#1 client ESTABLISHED?, server SYN_RECV | bad flags" },
		{ "C FPU 1:1(0)",
		  "#1 client ESTABLISHED?, server SYN_RECV | bad flags" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
	};

	STORY("bad_flags", steps);
}

/* Probes and a window that closes change no state. */
Test(stories, zero_window)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C P. 1:8193(8192) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED? | window full" },
		{ "S . 1:1(0) ack 8193 win 0",
		  "#1 client ESTABLISHED, server ESTABLISHED | zero window" },
		{ "+0.2 C . 8192:8192(0) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED | zero window "
		  "probe" },
		{ "S . 1:1(0) ack 8193 win 0",
		  "#1 client ESTABLISHED, server ESTABLISHED | zero window; "
		  "zero window probe ack" },
		{ "+0.4 C . 8193:8194(1) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED | zero window "
		  "probe" },
		{ "S . 1:1(0) ack 8193 win 0",
		  "#1 client ESTABLISHED, server ESTABLISHED | zero window; "
		  "zero window probe ack" },
		{ "S . 1:1(0) ack 8193 win 8192",
		  "#1 client ESTABLISHED, server ESTABLISHED | window update" },
	};

	STORY("zero_window", steps);
}

/* FIN with data, ACK with the FIN: three segments close. */
Test(stories, data_and_fin_together)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C FP. 1:11(10) ack 1",
		  "#1 client ESTABLISHED->FIN_WAIT1, server "
		  "ESTABLISHED?->CLOSE_WAIT? | active close by client" },
		{ "S F. 1:1(0) ack 12",
		  "#1 client FIN_WAIT1->FIN_WAIT2?->TIME_WAIT?, server "
		  "CLOSE_WAIT->LAST_ACK" },
		{ "C . 12:12(0) ack 2",
		  "#1 client TIME_WAIT, server LAST_ACK->CLOSED? | TIME_WAIT "
		  "until 22:14:20.005000" },
	};

	STORY("data_and_fin_together", steps);
}

/* Simultaneous close where a late ACK is overtaken. */
Test(stories, crossing_fin_and_ack)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C F. 1:1(0) ack 1",
		  "#1 client ESTABLISHED->FIN_WAIT1, server "
		  "ESTABLISHED?->CLOSE_WAIT? | active close by client" },
		{ "S F. 1:1(0) ack 1",
		  "#1 client FIN_WAIT1->CLOSING?, server "
		  "CLOSE_WAIT?->FIN_WAIT1 | simultaneous close" },
		{ "+0.3 C F. 1:1(0) ack 2",
		  "#1 client CLOSING, server FIN_WAIT1->FIN_WAIT2?->TIME_WAIT? "
		  "| retransmission" },
		{ "S . 2:2(0) ack 2",
		  "#1 client CLOSING->TIME_WAIT?, server TIME_WAIT | TIME_WAIT "
		  "until 22:14:20.305000; TIME_WAIT until 22:14:20.306000" },
	};

	STORY("crossing_fin_and_ack", steps);
}

/* Nothing comes for a minute. */
Test(stories, orphan_fin_wait2)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C F. 1:1(0) ack 1",
		  "#1 client ESTABLISHED->FIN_WAIT1, server "
		  "ESTABLISHED?->CLOSE_WAIT? | active close by client" },
		{ "S . 1:1(0) ack 2",
		  "#1 client FIN_WAIT1->FIN_WAIT2?, server CLOSE_WAIT" },
		{ "+61 tick", "-- #1 client FIN_WAIT2?->CLOSED? | timed out" },
	};

	STORY("orphan_fin_wait2", steps);
}

/* A capture that begins in the middle sees the close. */
Test(stories, mid_stream)
{
	static const struct story_step steps[] = {
		{ "C P. 1:11(10) ack 1",
		  "#1 client ESTABLISHED?, server ESTABLISHED? | mid-stream" },
		{ "S . 1:1(0) ack 11",
		  "#1 client ESTABLISHED?, server ESTABLISHED?" },
		{ "C F. 11:11(0) ack 1",
		  "#1 client ESTABLISHED->FIN_WAIT1, server "
		  "ESTABLISHED?->CLOSE_WAIT? | active close by client" },
		{ "S F. 1:1(0) ack 12",
		  "#1 client FIN_WAIT1->FIN_WAIT2?->TIME_WAIT?, server "
		  "CLOSE_WAIT->LAST_ACK" },
		{ "C . 12:12(0) ack 2",
		  "#1 client TIME_WAIT, server LAST_ACK->CLOSED? | TIME_WAIT "
		  "until 22:14:20.004000" },
	};

	STORY_AS_IS("mid_stream", steps);
}

/* A capture that begins in the middle of a close. */
Test(stories, mid_close)
{
	static const struct story_step steps[] = {
		{ "S F. 1:1(0) ack 12", "#1 client ESTABLISHED?->CLOSE_WAIT?, "
					"server ESTABLISHED->FIN_WAIT1 | "
					"mid-stream; active close by server" },
		{ "C . 12:12(0) ack 2",
		  "#1 client CLOSE_WAIT, server FIN_WAIT1->FIN_WAIT2?" },
		{ "C F. 12:12(0) ack 2", "#1 client CLOSE_WAIT->LAST_ACK, "
					 "server FIN_WAIT2?->TIME_WAIT?" },
		{ "S . 2:2(0) ack 13",
		  "#1 client LAST_ACK->CLOSED?, server TIME_WAIT | TIME_WAIT "
		  "until 22:14:20.003000" },
	};

	STORY_AS_IS("mid_close", steps);
}

/* A SYN+ACK that nobody asked for. */
Test(stories, backscatter)
{
	static const struct story_step steps[] = {
		{ "S S. 0:0(0) ack 1",
		  "#1 client CLOSED->SYN_SENT?->ESTABLISHED?, server "
		  "LISTEN->SYN_RECV | handshake 2/3" },
		{ "C R 1:1(0)", "#1 client ESTABLISHED?->CLOSED, server "
				"SYN_RECV->CLOSED? | reset by client" },
	};

	STORY_AS_IS("backscatter", steps);
}

/* A RST alone. */
Test(stories, lone_reset)
{
	static const struct story_step steps[] = {
		{ "S R 1:1(0)",
		  "#1 client CLOSED?, server CLOSED | mid-stream" },
		{ "S R 1:1(0)", "#1 client CLOSED?, server CLOSED" },
	};

	STORY_AS_IS("lone_reset", steps);
}

/* Nothing is known yet; the good copy begins. */
Test(stories, bad_checksum_first)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0) <bad>", "#1 client CLOSED?, server CLOSED? | "
				      "cksum bad (0x1234, should be 0x5678)" },
		{ "+1 C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? "
				   "| handshake 1/3; retransmission" },
	};

	STORY_AS_IS("bad_checksum_first", steps);
}

/* Half-closed for longer than a minute, and alive: the time-out was assumed too
 * soon. */
Test(stories, fin_wait2_was_no_orphan)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C F. 1:1(0) ack 1",
		  "#1 client ESTABLISHED->FIN_WAIT1, server "
		  "ESTABLISHED?->CLOSE_WAIT? | active close by client" },
		{ "S . 1:1(0) ack 2",
		  "#1 client FIN_WAIT1->FIN_WAIT2?, server CLOSE_WAIT" },
		{ "+61 tick", "-- #1 client FIN_WAIT2?->CLOSED? | timed out" },
		{ "S P. 1:5(4) ack 2",
		  "#1 client CLOSED?, server CLOSE_WAIT | half-close" },
		{ "C . 2:2(0) ack 5",
		  "#1 client CLOSED?->FIN_WAIT2, server CLOSE_WAIT" },
	};

	STORY("fin_wait2_was_no_orphan", steps);
}

/* The FIN comes before the client's ACK was seen. */
Test(stories, server_closes_at_once)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "S F. 1:1(0) ack 1",
		  "#1 client ESTABLISHED?->CLOSE_WAIT?, server "
		  "SYN_RECV->ESTABLISHED->FIN_WAIT1 | active close by server" },
		{ "C . 1:1(0) ack 1",
		  "#1 client CLOSE_WAIT?, server FIN_WAIT1" },
		{ "C . 1:1(0) ack 2",
		  "#1 client CLOSE_WAIT, server FIN_WAIT1->FIN_WAIT2?" },
	};

	STORY("server_closes_at_once", steps);
}

/* Nobody answers the SYN+ACK for more than a minute. */
Test(stories, syn_ack_timed_out)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C S 0:0(0)", "#1 client ESTABLISHED?->SYN_SENT, server "
				"SYN_RECV | handshake 1/3; out-of-order" },
		{ "+70 tick", "-- #1 server SYN_RECV->CLOSED? | timed out" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server CLOSED?->SYN_RECV "
		  "| handshake 2/3; retransmission" },
	};

	STORY("syn_ack_timed_out", steps);
}

/* The SYN of the new incarnation was not captured. */
Test(stories, port_reused_by_syn_ack)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C R. 1:1(0) ack 1",
		  "#1 client ESTABLISHED->CLOSED, server ESTABLISHED?->CLOSED? "
		  "| reset by client" },
		{ "+1 S S. 70000:70000(0) ack 90001",
		  "#2 client CLOSED->SYN_SENT?->ESTABLISHED?, server "
		  "LISTEN->SYN_RECV | port reused; handshake 2/3" },
		{ "C . 90001:90001(0) ack 70001",
		  "#2 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
	};

	STORY("port_reused_by_syn_ack", steps);
}

/* The incarnation is over; a stray segment is a new one. */
Test(stories, over_and_again)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S R. 0:0(0) ack 1", "#1 client SYN_SENT->CLOSED?, server "
				       "LISTEN?->CLOSED | refused" },
		{ "+61 tick", "" },
		{ "S R. 0:0(0) ack 1",
		  "#2 client CLOSED?, server CLOSED | mid-stream" },
		{ "C S 5000:5000(0)", "#3 client CLOSED->SYN_SENT, server "
				      "LISTEN? | port reused; handshake 1/3" },
	};

	STORY("over_and_again", steps);
}

/* A RST that acknowledges the FIN: the peer had closed with data unread. */
Test(stories, reset_acknowledges_fin)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C P. 1:101(100) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED?" },
		{ "C F. 101:101(0) ack 1",
		  "#1 client ESTABLISHED->FIN_WAIT1, server "
		  "ESTABLISHED?->CLOSE_WAIT? | active close by client" },
		{ "S R. 1:1(0) ack 102",
		  "#1 client FIN_WAIT1->CLOSED?, server CLOSE_WAIT->CLOSED | "
		  "reset by server" },
	};

	STORY("reset_acknowledges_fin", steps);
}

/* Zero window on loopback: the window shrinks below what was offered, and data
 * already sent is refused. */
Test(stories, window_pulled_back)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0) <wscale 0>", "#1 client CLOSED->SYN_SENT, server "
					   "LISTEN? | handshake 1/3" },
		{ "S S. 0:0(0) ack 1 win 1000 <wscale 0>",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C P. 1:501(500) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED?" },
		{ "S . 1:1(0) ack 501 win 0",
		  "#1 client ESTABLISHED, server ESTABLISHED | zero window; "
		  "window shrank 500" },
		{ "C P. 501:1001(500) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED" },
		{ "S . 1:1(0) ack 501 win 0",
		  "#1 client ESTABLISHED, server ESTABLISHED | zero window" },
		{ "+0.2 C . 500:500(0) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED | zero window "
		  "probe" },
		{ "S . 1:1(0) ack 501 win 0",
		  "#1 client ESTABLISHED, server ESTABLISHED | zero window; "
		  "zero window probe ack" },
		{ "+0.2 S . 1:1(0) ack 501 win 1000",
		  "#1 client ESTABLISHED, server ESTABLISHED | window update" },
		{ "C P. 501:1001(500) ack 1", "#1 client ESTABLISHED, server "
					      "ESTABLISHED | retransmission" },
		{ "S . 1:1(0) ack 1001 win 1000",
		  "#1 client ESTABLISHED, server ESTABLISHED" },
	};

	STORY("window_pulled_back", steps);
}

/* Three duplicate ACKs ask for what is missing. */
Test(stories, fast_retransmission)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C . 1:101(100) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED?" },
		{ "C . 101:201(100) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED?" },
		{ "C . 201:301(100) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED?" },
		{ "C P. 301:401(100) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED?" },
		{ "S . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED? | dup ack #1" },
		{ "S . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED? | dup ack #2" },
		{ "S . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED? | dup ack #3" },
		{ "C . 1:101(100) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED? | fast "
		  "retransmission" },
		{ "S . 1:1(0) ack 401",
		  "#1 client ESTABLISHED, server ESTABLISHED" },
	};

	STORY("fast_retransmission", steps);
}

/* After a time-out; the ACK that comes then tells nothing of the time. */
Test(stories, retransmission)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C P. 1:101(100) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED?" },
		{ "+0.3 C P. 1:101(100) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED? | "
		  "retransmission" },
		{ "S . 1:1(0) ack 101",
		  "#1 client ESTABLISHED, server ESTABLISHED" },
		{ "+0.3 C P. 1:101(100) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED | spurious "
		  "retransmission" },
		{ "S . 1:1(0) ack 101 <sack 1 101>",
		  "#1 client ESTABLISHED, server ESTABLISHED | dup ack #1; "
		  "dsack" },
	};

	STORY("retransmission", steps);
}

/* Two segments overtake each other. */
Test(stories, out_of_order)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "+0.1 S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C . 101:201(100) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED? | previous "
		  "segment not captured" },
		{ "C . 1:101(100) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED? | out-of-order" },
		{ "C P. 201:301(100) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED?" },
		{ "S . 1:1(0) ack 301",
		  "#1 client ESTABLISHED, server ESTABLISHED" },
	};

	STORY("out_of_order", steps);
}

/* An older time stamp was overtaken, a newer one was sent again. */
Test(stories, time_stamps_tell)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0) <TS 100 0>", "#1 client CLOSED->SYN_SENT, server "
					   "LISTEN? | handshake 1/3" },
		{ "S S. 0:0(0) ack 1 <TS 500 100>",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1 <TS 101 500>",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C . 101:201(100) ack 1 <TS 103 500>",
		  "#1 client ESTABLISHED, server ESTABLISHED? | previous "
		  "segment not captured" },
		{ "+0.3 C . 1:101(100) ack 1 <TS 102 500>",
		  "#1 client ESTABLISHED, server ESTABLISHED? | out-of-order" },
		{ "C . 301:401(100) ack 1 <TS 105 500>",
		  "#1 client ESTABLISHED, server ESTABLISHED? | previous "
		  "segment not captured" },
		{ "C . 201:301(100) ack 1 <TS 106 500>",
		  "#1 client ESTABLISHED, server ESTABLISHED? | "
		  "retransmission" },
	};

	STORY("time_stamps_tell", steps);
}

/* The capture missed segments. */
Test(stories, unseen)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "S . 1:1(0) ack 501", "#1 client ESTABLISHED, server "
					"ESTABLISHED | acked unseen segment" },
		{ "C P. 601:701(100) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED | previous "
		  "segment not captured" },
		{ "S . 1:1(0) ack 701", "#1 client ESTABLISHED, server "
					"ESTABLISHED | acked unseen segment" },
	};

	STORY("unseen", steps);
}

/* One octet below what is next. */
Test(stories, keep_alive)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C P. 1:101(100) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED?" },
		{ "S . 1:1(0) ack 101",
		  "#1 client ESTABLISHED, server ESTABLISHED" },
		{ "+45 C . 100:100(0) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED | keep-alive" },
		{ "S . 1:1(0) ack 101", "#1 client ESTABLISHED, server "
					"ESTABLISHED | keep-alive ack" },
	};

	STORY("keep_alive", steps);
}

/* The sender fills the window, the reader reads. */
Test(stories, window_full_and_update)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0) <wscale 0>", "#1 client CLOSED->SYN_SENT, server "
					   "LISTEN? | handshake 1/3" },
		{ "S S. 0:0(0) ack 1 win 200 <wscale 0>",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C P. 1:201(200) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED? | window full" },
		{ "S . 1:1(0) ack 201 win 0",
		  "#1 client ESTABLISHED, server ESTABLISHED | zero window" },
		{ "C . 201:202(1) ack 1", "#1 client ESTABLISHED, server "
					  "ESTABLISHED | zero window probe" },
		{ "S . 1:1(0) ack 201 win 0",
		  "#1 client ESTABLISHED, server ESTABLISHED | zero window; "
		  "zero window probe ack" },
		{ "S . 1:1(0) ack 201 win 200",
		  "#1 client ESTABLISHED, server ESTABLISHED | window update" },
	};

	STORY("window_full_and_update", steps);
}

/* The capture missed gigabytes: what is outside the window at both ends is the
 * connection. */
Test(stories, gap)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C P. 1000000001:1000000101(100) ack 500000001",
		  "#1 client ESTABLISHED, server ESTABLISHED? | previous "
		  "segment not captured; acked unseen segment" },
		{ "S . 500000001:500000001(0) ack 1000000101",
		  "#1 client ESTABLISHED, server ESTABLISHED? | previous "
		  "segment not captured; acked unseen segment" },
		{ "C P. 1000000101:1000000201(100) ack 500000001",
		  "#1 client ESTABLISHED, server ESTABLISHED? | acked unseen "
		  "segment" },
		{ "S . 500000001:500000001(0) ack 1000000201",
		  "#1 client ESTABLISHED, server ESTABLISHED | mid-stream" },
		{ "C F. 1000000201:1000000201(0) ack 500000001",
		  "#1 client ESTABLISHED->FIN_WAIT1, server "
		  "ESTABLISHED->CLOSE_WAIT? | active close by client" },
		{ "S F. 500000001:500000001(0) ack 1000000202",
		  "#1 client FIN_WAIT1->FIN_WAIT2?->TIME_WAIT?, server "
		  "CLOSE_WAIT->LAST_ACK" },
		{ "C . 1000000202:1000000202(0) ack 500000002",
		  "#1 client TIME_WAIT, server LAST_ACK->CLOSED? | TIME_WAIT "
		  "until 22:14:20.009000" },
	};

	STORY("gap", steps);
}

/* Segments that were under way when the RST was sent come from the states
 * before it. */
Test(stories, reset_overtakes)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C F. 1:1(0) ack 1",
		  "#1 client ESTABLISHED->FIN_WAIT1, server "
		  "ESTABLISHED?->CLOSE_WAIT? | active close by client" },
		{ "S . 1:1(0) ack 2",
		  "#1 client FIN_WAIT1->FIN_WAIT2?, server CLOSE_WAIT" },
		{ "S P. 1:6(5) ack 2",
		  "#1 client FIN_WAIT2?, server CLOSE_WAIT | half-close" },
		{ "C R 2:2(0)", "#1 client FIN_WAIT2->CLOSED, server "
				"CLOSE_WAIT->CLOSED? | reset by client" },
		{ "S F. 6:6(0) ack 2",
		  "#1 client CLOSED, server CLOSED?->LAST_ACK->CLOSED?" },
		{ "C R 2:2(0)", "#1 client CLOSED, server CLOSED?" },
	};

	STORY("reset_overtakes", steps);
}

/* An ACK that lies after a FIN beyond a hole does not deliver that FIN. */
Test(stories, crossing_fin_beyond_hole)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C F. 101:101(0) ack 1",
		  "#1 client ESTABLISHED->FIN_WAIT1, server ESTABLISHED? | "
		  "active close by client; previous segment not captured" },
		{ "S F. 1:1(0) ack 1",
		  "#1 client FIN_WAIT1->CLOSING?, server "
		  "ESTABLISHED->FIN_WAIT1 | simultaneous close" },
		{ "C . 102:102(0) ack 2",
		  "#1 client CLOSING, server FIN_WAIT1->FIN_WAIT2?" },
	};

	STORY("crossing_fin_beyond_hole", steps);
}

/* A late segment of the incarnation before proves nothing of this one. */
Test(stories, old_segment_after_reuse)
{
	static const struct story_step steps[] = {
		{ "C S 1000000:1000000(0)", "#1 client CLOSED->SYN_SENT, "
					    "server LISTEN? | handshake 1/3" },
		{ "S S. 0:0(0) ack 1000001",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1000001:1000001(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C F. 1000001:1000001(0) ack 1",
		  "#1 client ESTABLISHED->FIN_WAIT1, server "
		  "ESTABLISHED?->CLOSE_WAIT? | active close by client" },
		{ "S F. 1:1(0) ack 1000002",
		  "#1 client FIN_WAIT1->FIN_WAIT2?->TIME_WAIT?, server "
		  "CLOSE_WAIT->LAST_ACK" },
		{ "C . 1000002:1000002(0) ack 2",
		  "#1 client TIME_WAIT, server LAST_ACK->CLOSED? | TIME_WAIT "
		  "until 22:14:20.005000" },
		{ "+1 C S 9000000:9000000(0)",
		  "#2 client CLOSED->SYN_SENT, server LISTEN? | port reused; "
		  "handshake 1/3 / -- #1 client TIME_WAIT->CLOSED? | port "
		  "reused" },
		{ "C . 1000002:1000002(0) ack 2",
		  "#2 client SYN_SENT, server LISTEN?" },
	};

	STORY("old_segment_after_reuse", steps);
}

/* The FIN was acknowledged before: that the other FIN has an old ACK makes no
 * CLOSING. */
Test(stories, late_fin)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C F. 1:1(0) ack 1",
		  "#1 client ESTABLISHED->FIN_WAIT1, server "
		  "ESTABLISHED?->CLOSE_WAIT? | active close by client" },
		{ "S . 1:1(0) ack 2",
		  "#1 client FIN_WAIT1->FIN_WAIT2?, server CLOSE_WAIT" },
		{ "S F. 1:1(0) ack 1",
		  "#1 client FIN_WAIT2?->TIME_WAIT?, server "
		  "CLOSE_WAIT->FIN_WAIT1->CLOSING | simultaneous close" },
		{ "C . 2:2(0) ack 2",
		  "#1 client TIME_WAIT, server CLOSING->TIME_WAIT? | TIME_WAIT "
		  "until 22:14:20.006000; TIME_WAIT until 22:14:20.007000" },
	};

	STORY("late_fin", steps);
}

/* Whoever had got the FIN would not take this RST: it had not. */
Test(stories, reset_before_fin)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C P. 1:101(100) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED?" },
		{ "C F. 101:101(0) ack 1",
		  "#1 client ESTABLISHED->FIN_WAIT1, server "
		  "ESTABLISHED?->CLOSE_WAIT? | active close by client" },
		{ "C R 1:1(0)", "#1 client FIN_WAIT1->CLOSED, server "
				"CLOSE_WAIT?->CLOSED? | reset by client" },
	};

	STORY("reset_before_fin", steps);
}

/* The RST's ACK does not cover the FIN: its sender had not got it. */
Test(stories, abort_before_fin_came)
{
	static const struct story_step steps[] = {
		{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | "
				"handshake 1/3" },
		{ "S S. 0:0(0) ack 1",
		  "#1 client SYN_SENT->ESTABLISHED?, server LISTEN->SYN_RECV | "
		  "handshake 2/3" },
		{ "C . 1:1(0) ack 1",
		  "#1 client ESTABLISHED, server SYN_RECV->ESTABLISHED? | "
		  "handshake 3/3" },
		{ "C P. 1:101(100) ack 1",
		  "#1 client ESTABLISHED, server ESTABLISHED?" },
		{ "S . 1:1(0) ack 101",
		  "#1 client ESTABLISHED, server ESTABLISHED" },
		{ "C F. 101:101(0) ack 1",
		  "#1 client ESTABLISHED->FIN_WAIT1, server "
		  "ESTABLISHED->CLOSE_WAIT? | active close by client" },
		{ "S R. 1:1(0) ack 101",
		  "#1 client FIN_WAIT1->CLOSED?, server CLOSE_WAIT?->CLOSED | "
		  "reset by server" },
	};

	STORY("abort_before_fin_came", steps);
}
