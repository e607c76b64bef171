/*
 * sock_diag, what ss(8) asks: the state that a connection's end is in at this
 * moment, also as a request or in TIME_WAIT; and, if wanted, news of sockets
 * that are gone, for those that lived too briefly to be seen.
 */
#ifndef TESTS_KERNEL_DIAG_H
#define TESTS_KERNEL_DIAG_H

#include <stdbool.h>

#include "tests/kernel.h"

struct diag {
	int query; /* sockets of netlink, of one network namespace */
	int news;
};

/* Ends the program if the namespace cannot be entered; the process stays
 * there.  False: this kernel has no sock_diag. */
bool diag_open(struct diag *diag, const char *namespace);

/* The end's state, TCP_ESTABLISHED and so on; 0: it has no socket of its own
 * (a listener is none). */
int diag_state(const struct diag *diag, const struct kernel_end *end);

/* The next socket that was destroyed: true, and `end` is filled.  False: none
 * for now. */
bool diag_destroyed(const struct diag *diag, struct kernel_end *end);

#endif
