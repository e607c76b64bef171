/*
 * What the parts of the program kernel share: whom it watches, and what it
 * saw of them.
 */
#ifndef TESTS_KERNEL_H
#define TESTS_KERNEL_H

#include <netinet/in.h>
#include <stdint.h>

/* One end of a connection.  Addresses are in network byte order; those of
 * IPv4 take the first four octets, the rest is zero.  Ports are as people
 * write them. */
struct kernel_end {
	int family; /* AF_INET or AF_INET6 */
	unsigned char local[16], remote[16];
	uint16_t local_port, remote_port;
};

/* Something that was seen of an end at a time.  States are Linux's numbers,
 * TCP_ESTABLISHED and so on; 0: there is no socket. */
struct kernel_sighting {
	int64_t time; /* CLOCK_MONOTONIC, in microseconds */
	int end;      /* whose: an index of the caller's */
	enum {
		SIGHTING_CHANGE,   /* a socket went from a state to another */
		SIGHTING_STATE,	   /* looked up: it is in the state `to` */
		SIGHTING_DESTROYED /* a socket was there, and is gone */
	} kind;
	int from, to;
};

/* Prints what went wrong, removes what was made, and ends the program. */
__attribute__((format(printf, 1, 2))) _Noreturn void
kernel_fail(const char *format, ...);

#endif
