/*
 * Giving up root's rights.
 */
#ifndef TCPFLOW_SYSTEM_PRIVILEGES_H
#define TCPFLOW_SYSTEM_PRIVILEGES_H

#include <stdbool.h>
#include <stddef.h>

struct account;

enum privileges_result {
	PRIVILEGES_DROPPED,
	/* Still root, but without capabilities: in a user namespace there may
	 * be no other user, in a container not the right to become one. */
	PRIVILEGES_NO_OTHER_USER,
	PRIVILEGES_FAILED
};

/* Whether there is something to give up but capabilities. */
bool privileges_are_root(void);

/* Root opens a file for writing, which is made if it is not there, and not cut
 * short: as `account`, a person, if they may, so that it is theirs, else as
 * root.  Returns -1 with errno. */
int privileges_open(const struct account *account, const char *name);

/* Becomes `account` (NULL: the user stays), for good; gives up all
 * capabilities, and that any can be gained.  With PRIVILEGES_FAILED there is
 * one line in `error`. */
enum privileges_result privileges_drop(const struct account *account,
				       char *error, size_t size);

#endif
