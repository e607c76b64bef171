/*
 * waiting: what a connection waits for, and since when.
 *
 * Most connections wait for something at any time; it becomes interesting when
 * it takes long.  Of several things that are waited for, the one that explains
 * the others is told: a window that is closed, before data that are not
 * acknowledged; an application that does not close, before the peer that waits
 * for its FIN.
 */
#ifndef TCPFLOW_TRACK_WAITING_H
#define TCPFLOW_TRACK_WAITING_H

#include <stdbool.h>
#include <stdint.h>

#include "track/tracker.h"

enum waiting_for { /* in the order in which they are looked for */
		   WAITING_NOTHING,
		   WAITING_FOR_SYN_ACK,	      /* SYN_SENT */
		   WAITING_FOR_HANDSHAKE_ACK, /* SYN_RECV */
		   WAITING_FOR_READER,	/* the window of `end` is closed */
		   WAITING_FOR_ACK,	/* of its data */
		   WAITING_FOR_FIN_ACK, /* FIN_WAIT1, CLOSING, LAST_ACK */
		   WAITING_FOR_CLOSE,	/* CLOSE_WAIT: by its application */
		   WAITING_FOR_FIN	/* FIN_WAIT2 */
};

struct waiting {
	enum waiting_for what;
	enum track_end end; /* which waits, or, of a window, is waited for */
	int64_t since;
};

/* What has been waited for as long as `after`, or longer; WAITING_NOTHING.
 * While new data are sent, neither CLOSE_WAIT nor FIN_WAIT2 waits. */
struct waiting waiting_find(const struct track_look *look, int64_t after);

/* What an end in that state waits for, if only the state is known. */
enum waiting_for waiting_of_state(enum tcp_state state);

#endif
