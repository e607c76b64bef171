/*
 * A lab: a small program of the book, played by one process that holds both
 * ends of a connection and lets them step in turn.
 *
 * How to write one.  A file lab_NAME.c begins with what to look for, has one
 * function that makes the calls, and ends with a `const struct lab`; labs.c
 * lists it, and so does Makefile.am.  That is all.  The function gets a stage,
 * and makes each call by one of three macros:
 *
 *	CALL(stage, CLIENT, client = socket(AF_INET, SOCK_STREAM, 0));
 *	CALL_GIVES(stage, SERVER, 5, read(server, text, sizeof(text)));
 *	CALL_FAILS(stage, CLIENT, ECONNREFUSED, connect(client, ...));
 *
 * Each makes the call, says it (what stands in the source is what is printed,
 * with the result behind it), waits until the network is silent, and shows the
 * segments that tcpflow saw meanwhile.  The first is content with anything but
 * -1, the second with this one result, the third with this one error.  What is
 * not as it should be ends the lab: nothing is returned that need be checked.
 * stage_say() puts a sentence of explanation before a call, EXPECT() is for
 * what no result says.
 *
 * While it is watched, a lab has a loopback interface of its own, if tcplab was
 * started by root: all TCP on it is the lab's.  Elsewhere only what comes from
 * or goes to the port of stage->address is seen.
 *
 * A lab runs in a process of its own.  So it need not close what it opened
 * unless that belongs to its story, and may end anywhere; but a child that it
 * forks it must wait for, and no call may block for seconds: 30 are the limit.
 * One thread makes all calls: a server that is connected to on the loopback
 * interface can accept() as soon as connect() has returned.
 */
#ifndef TCPFLOW_LAB_LAB_H
#define TCPFLOW_LAB_LAB_H

#include <netinet/in.h>
#include <stdbool.h>

enum { LAB_FLOWS_MAX = 6, LAB_NOTES_MAX = 6 };

enum end { CLIENT, SERVER };

/* The states that tcpflow must see each end go through, with blanks between, as
 * its records of flows have them: from SYN_SENT or SYN_RECV on to where the lab
 * leaves that end.  "": none; so it is with a server that refuses. */
struct lab_flow {
	const char *client, *server;
};

/* How many segments with data, repeated ones too, tcpflow must see from each
 * end; both 0: whatever they are. */
struct lab_data {
	unsigned client, server;
};

struct stage;

struct lab {
	const char *name;    /* as one types it: "half-close" */
	const char *section; /* of the book: "61.2" */
	const char *summary; /* what it shows, for --list; 50 columns */
	void (*run)(struct stage *stage);
	bool own_network; /* it makes the line slow or the like: root only */
	bool without_tcp; /* there is nothing for tcpflow to see */
	/* In the order of their first segments; no client: the end of them.  A
	 * lab of TCP has at least one. */
	struct lab_flow flows[LAB_FLOWS_MAX];
	struct lab_data data[LAB_FLOWS_MAX]; /* of the same connections */
	/* Words that must stand among the notes of tcpflow's lines. */
	const char *notes[LAB_NOTES_MAX];
};

/* What a lab has in its hands. */
struct stage {
	const struct lab *lab;
	struct sockaddr_in address; /* of the server: 127.0.0.1, the port */
	/* What follows is not for labs. */
	struct watcher *watcher; /* NULL: nobody watches */
	bool hurried;		 /* the next call is not waited for */
	bool unheard;		 /* nobody reads it as it happens */
	bool loses;		 /* since stage_lose() */
};

/* A result is kept as a long, whatever the call's type. */
#define CALL(stage, end, call) stage_call((stage), (end), (long)(call), #call)
#define CALL_GIVES(stage, end, expected, call)                                 \
	stage_call_gives((stage), (end), (long)(expected), (long)(call), #call)
#define CALL_FAILS(stage, end, error, call)                                    \
	stage_call_fails((stage), (end), (error), (long)(call), #call)
#define EXPECT(stage, condition) stage_expect((stage), (condition), #condition)

/* Not to be called but by the macros above. */
void stage_call(struct stage *stage, enum end end, long result,
		const char *call);
void stage_call_gives(struct stage *stage, enum end end, long expected,
		      long result, const char *call);
void stage_call_fails(struct stage *stage, enum end end, int error, long result,
		      const char *call);
void stage_expect(struct stage *stage, bool condition, const char *text);

/* A sentence for the reader; as printf(3), without a line's end. */
__attribute__((format(printf, 2, 3))) void stage_say(struct stage *stage,
						     const char *format, ...);

/* What the last call brought, below it; as printf(3). */
__attribute__((format(printf, 2, 3))) void stage_show(struct stage *stage,
						      const char *format, ...);

/* Does not wait after the next call: what it sends is shown with that of the
 * call after it.  For calls between which no time may pass. */
void stage_hurry(struct stage *stage);

/* Lets time pass, and shows what is sent meanwhile. */
void stage_wait(struct stage *stage, int milliseconds);

/* From now on that end's socket loses every segment that comes to it, where
 * tcpflow has seen it already; and then no longer.  By a filter, which some
 * kernels let only root attach: else the lab goes on without a loss, and says
 * so, or is skipped, if it is watched.  Returns whether anything is lost. */
bool stage_lose(struct stage *stage, enum end end, int fd);
void stage_lose_no_more(struct stage *stage, enum end end, int fd);

/* From now on a segment takes some 20 ms, so that segments can cross; for labs
 * that have a network of their own.  Skips the lab where that cannot be. */
void stage_slow_line(struct stage *stage);

/* Keeps that slow line busy for a moment.  What the next two calls send has to
 * wait, and so crosses on the way, if the first of them is hurried. */
void stage_fill_line(struct stage *stage);

/* Until the kernel says that this socket is in that state, TCP_FIN_WAIT2 or
 * another one of netinet/tcp.h. */
void stage_await_state(struct stage *stage, int fd, int state);

/* From now on names are looked up in the machine's own files, and no name
 * server is asked.  Skips the lab where those have not what each system has. */
void stage_ask_files(struct stage *stage);

/* Ends the lab: it failed, and this is why.  As printf(3). */
__attribute__((format(printf, 2, 3))) _Noreturn void
stage_fail(struct stage *stage, const char *format, ...);

/* Ends the lab: the machine does not let it be played, and this is why. */
__attribute__((format(printf, 2, 3))) _Noreturn void
stage_skip(struct stage *stage, const char *format, ...);

#endif
