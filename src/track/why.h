/*
 * Why: the reason of each change of state, rejected segment and finding.
 *
 * The tracker gives the kind and the numbers; --explain makes a sentence of
 * them (render/explain.h).  In the comments, s is a number in the sequence
 * space of the segment's sender, r one in that of its receiver (so an ACK is
 * an r), n a plain number; they stand in the order a, b.
 */
#ifndef TCPFLOW_TRACK_WHY_H
#define TCPFLOW_TRACK_WHY_H

#include <stdint.h>

enum why {
	/* Opening (RFC 9293 3.5). */
	WHY_SYN,	       /* s seq: its sender is in SYN_SENT */
	WHY_SYN_SIMULTANEOUS,  /* s seq: both sent a SYN */
	WHY_SYN_AGAIN,	       /* s seq: whatever answered it did not arrive */
	WHY_SYN_DUPLICATE,     /* s seq: an old copy; a challenge ACK is due */
	WHY_SYN_CANDIDATE,     /* s seq, s the old ISS: a new incarnation, or an
				* old duplicate */
	WHY_REUSED,	       /* s seq: it begins a new incarnation */
	WHY_SYN_ACK,	       /* r ack, r the ISS that it acknowledges */
	WHY_SYN_ACK_ARRIVES,   /* r ack: ESTABLISHED if it arrives */
	WHY_SYN_ACK_AGAIN,     /* s seq: the handshake's ACK did not arrive */
	WHY_SYN_ACK_UNWANTED,  /* r ack, r what it had to acknowledge */
	WHY_ACK_IN_SYN_SENT,   /* r ack, r what it had to acknowledge: a RST is
				* due */
	WHY_GOT_SYN_ACK,       /* r ack: it acknowledges the peer's SYN */
	WHY_HANDSHAKE_ARRIVES, /* r ack: ESTABLISHED if it arrives */
	WHY_SENDS_DATA,	       /* s seq, n octets: only after ESTABLISHED */
	WHY_ACKS_MORE,	       /* r ack, r the end of the peer's SYN */
	WHY_OLD_ECHO,	       /* n TSecr, n TSval of the handshake's ACK */
	/* Closing (RFC 9293 3.6). */
	WHY_FIN,	     /* s its number: the sender closes */
	WHY_FIN_AFTER_FIN,   /* s its number, r the peer's FIN acknowledged */
	WHY_FIN_CROSSES,     /* s its number, r ack: does not cover the FIN */
	WHY_FIN_AGAIN,	     /* s its number: it was not acknowledged */
	WHY_FIN_ARRIVES,     /* s its number: if it arrives */
	WHY_FIN_BEYOND_HOLE, /* s its number, s the end without a hole */
	WHY_FIN_GOT,	     /* r ack, r the FIN that it acknowledges */
	WHY_FIN_ACKED,	     /* r ack, r the FIN that it acknowledges */
	WHY_FIN_NOT_ACKED,   /* r ack, r the FIN that it does not cover */
	WHY_LIES_AFTER_FIN,  /* s seq, s the FIN before it (P5) */
	WHY_FIN_ACK_GOT,     /* r ack: of what was sent after the FIN's ACK */
	WHY_TIME_WAIT_RESTARTED, /* s seq, s the next one expected */
	WHY_ALIVE,		 /* it was thought to have timed out */
	/* RST (RFC 9293 3.10.7, RFC 5961 3.2). */
	WHY_RST_REFUSES,     /* r ack: it acknowledges the SYN */
	WHY_RST_EXACT,	     /* s seq */
	WHY_RST_INEXACT,     /* s seq, s the next one expected */
	WHY_RST_OUTSIDE,     /* s seq, s the next one expected */
	WHY_RST_AFTER_FIN,   /* s seq: one below RCV.NXT, Linux takes it */
	WHY_RST_AT_SACK,     /* s seq: the edge of a SACK block */
	WHY_RST_ABORTS,	     /* r ack: with ACK, the sender gave up */
	WHY_RST_ANSWERS,     /* s seq: it answers a segment for which its
			      * sender had no use */
	WHY_RST_OF_SYN_SENT, /* s seq: of an ACK that SYN_SENT cannot take */
	WHY_RST_UNKNOWN,     /* nothing is known of the connection */
	/* What does not count. */
	WHY_OUTSIDE_WINDOW, /* s seq, s the next one expected */
	WHY_CHECKSUM,	    /* n found, n expected */
	WHY_FLAGS,	    /* n the control bits */
	WHY_MID_STREAM,
	/* Findings (finding.c). */
	WHY_RETRANSMISSION,	 /* s seq, s the highest end sent before */
	WHY_FAST_RETRANSMISSION, /* s seq, n duplicate ACKs */
	WHY_SPURIOUS,	       /* s end, r none: acknowledged already, s ack */
	WHY_OUT_OF_ORDER,      /* s seq, s the highest end sent before */
	WHY_LOST,	       /* s seq, s the next one expected */
	WHY_ACKED_UNSEEN,      /* r ack, r the highest end seen */
	WHY_DUPLICATE_ACK,     /* r ack, n which one */
	WHY_WINDOW_UPDATE,     /* n window before, n now (octets) */
	WHY_WINDOW_FULL,       /* s end, n the window */
	WHY_ZERO_WINDOW,       /* r ack */
	WHY_ZERO_WINDOW_PROBE, /* s seq */
	WHY_ZERO_WINDOW_PROBE_ACK, /* r ack */
	WHY_WINDOW_SHRANK,	   /* n by how many octets, r the edge now */
	WHY_KEEP_ALIVE,		   /* s seq, s the next one expected */
	WHY_KEEP_ALIVE_ACK,	   /* r ack */
	WHY_CAPTURE_DUPLICATE,	   /* n the IP identification */
	WHY_DSACK,		   /* r left, r right edge of what came twice */
	WHYS
};

enum { WHYS_MAX = 10 };

struct track_why {
	uint8_t why; /* enum why */
	uint8_t end; /* enum track_end: whose state or segment it is */
	uint32_t a, b;
};

/* What does not fit is left out. */
struct track_whys {
	uint8_t count;
	struct track_why list[WHYS_MAX];
};

void why_add(struct track_whys *whys, enum why why, int end, uint32_t a,
	     uint32_t b);

#endif
