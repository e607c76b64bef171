/*
 * The user that the program goes on as when it was started by root.
 */
#ifndef TCPFLOW_SYSTEM_ACCOUNT_H
#define TCPFLOW_SYSTEM_ACCOUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { ACCOUNT_NAME_SIZE = 64, ACCOUNT_GROUPS_MAX = 256 };

struct account {
	char name[ACCOUNT_NAME_SIZE]; /* or its number; cut if too long */
	uid_t uid;
	gid_t gid;
	gid_t groups[ACCOUNT_GROUPS_MAX]; /* `gid` is one of them */
	int group_count;
	bool is_person; /* what they have captured is to be theirs */
};

/* The user with that name.  Returns -1 with one line in `error`. */
int account_find(struct account *account, const char *name, char *error,
		 size_t size);

/* The user who called sudo(8), else nobody.  `sudo_uid` and `sudo_gid` are the
 * values of SUDO_UID and SUDO_GID, or NULL. */
void account_default(struct account *account, const char *sudo_uid,
		     const char *sudo_gid);

/* The user that the process has, by number: names are looked up for those who
 * are to become another. */
void account_current(struct account *account);

#endif
