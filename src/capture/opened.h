/*
 * Capture files that are opened before they are read.
 *
 * Between the two the program gives up its privileges: so root can read root's
 * files, and yet not an octet of them meets a process that has rights.
 */
#ifndef TCPFLOW_CAPTURE_OPENED_H
#define TCPFLOW_CAPTURE_OPENED_H

#include <stddef.h>
#include <sys/resource.h>

struct opened {
	int *descriptors; /* owned, but for those that were taken: -1 */
	size_t count;
};

/* Whether `count` files can be open at once; raises the limit if it may.  Else
 * `allowed` is what the limit is. */
int opened_fit(size_t count, rlim_t *allowed);

/* Opens all.  Pipes do not wait for who writes them; octets_open() does.
 * Returns -1 with one line in `error`, of CAPTURE_ERROR_SIZE octets; `opened`
 * is to be closed then too. */
int opened_all(struct opened *opened, const char *const *names, size_t count,
	       char *error);

/* The descriptor of one of them, which is the caller's from now on. */
int opened_take(struct opened *opened, size_t index);

/* Also of one that is zero. */
void opened_close(struct opened *opened);

#endif
