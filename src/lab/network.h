/*
 * A network of one's own: a namespace with nothing but a loopback interface,
 * which goes with the process.  Nobody else has a connection in it, no port is
 * taken, and what is lost or slow there disturbs nobody.
 */
#ifndef TCPFLOW_LAB_NETWORK_H
#define TCPFLOW_LAB_NETWORK_H

#include <stdbool.h>

/* Enters a new one.  Needs root.  0, or -1 with errno set. */
int network_enter(void);

/* Whether one may. */
bool network_may_enter(void);

/* Makes the loopback interface of the network so slow that segments cross on
 * the way: some 20 ms for each, one after the other, both directions in one
 * queue.  0, or -1: there is no tc, or the kernel has no tbf. */
int network_slow_down(void);

/* Sends datagrams over that slow line, some 70 ms long.  0, or -1 with errno
 * set. */
int network_fill_line(void);

#endif
