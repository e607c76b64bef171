/*
 * story: a connection told segment by segment, in packetdrill's notation,
 * with what the tracker is to say after each.
 *
 *	{ "C S 0:0(0)", "#1 client CLOSED->SYN_SENT, server LISTEN? | ..." },
 *	{ "S S. 0:0(0) ack 1", ... },
 *	{ "+60 tick", "-- #1 client TIME_WAIT->CLOSED | 2MSL (60 s) elapsed" },
 *
 * A step is [+SECONDS] END FLAGS SEQ:END(LENGTH) [ack N] [win N] [<OPTIONS>]
 * with END `C` (10.61.0.1.40000) or `S` (10.61.0.2.8080); or `tick`: time
 * goes on and an unrelated packet shows it; or `icmp END TYPE CODE SEQ`: an
 * ICMP error quotes a segment of that end.  Numbers are relative to each
 * end's own, chosen by the runner: every story is told several times, with
 * the addresses exchanged and with numbers that wrap.
 *
 * Options: `wscale N`, `TS VALUE ECHO`, `sack L R`, `tfo`, and, of the
 * checksum, `bad` or `offload`.
 *
 * Events that come before what a step expects are joined to it with " / ".
 */
#ifndef TCPFLOW_TESTS_STORY_H
#define TCPFLOW_TESTS_STORY_H

#include <stddef.h>

struct story_step {
	const char *step;
	const char *expect; /* what is printed after tcpdump's line */
};

/* Tells the story in all its variants; `name` stands in what fails. */
void story_tell(const char *name, const struct story_step *steps, size_t count);

/* The same without exchanging the ends: mid-stream, the ports decide which
 * end is the client. */
void story_tell_as_is(const char *name, const struct story_step *steps,
		      size_t count);

#define STORY(name, steps)                                                     \
	story_tell(name, steps, sizeof(steps) / sizeof(steps)[0])
#define STORY_AS_IS(name, steps)                                               \
	story_tell_as_is(name, steps, sizeof(steps) / sizeof(steps)[0])

#endif
