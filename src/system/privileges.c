/*
 * Giving up root's rights: groups first, as a user who is not root may not
 * change them, then the user, then what is left of capabilities; and a look
 * whether they can be had again.
 */
#include "system/privileges.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "system/account.h"
#include "system/capabilities.h"

bool privileges_are_root(void)
{
	return getuid() == 0 || geteuid() == 0;
}

/* Not to be cut short before it is sure that there is something to write. */
static int open_to_write(const char *name)
{
	return open(name, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);
}

/* With another user for files alone, the way back is open. */
static int open_as(const struct account *account, const char *name)
{
	gid_t groups[ACCOUNT_GROUPS_MAX];
	int count = getgroups(ACCOUNT_GROUPS_MAX, groups);
	int descriptor, reason;

	if (count < 0 ||
	    setgroups((size_t)account->group_count, account->groups) < 0)
		return -1;
	setfsgid(account->gid);
	setfsuid(account->uid);
	descriptor = open_to_write(name);
	reason = errno;
	setfsuid(geteuid());
	setfsgid(getegid());
	setgroups((size_t)count, groups);
	errno = reason;
	return descriptor;
}

int privileges_open(const struct account *account, const char *name)
{
	if (account->is_person) {
		int descriptor = open_as(account, name);

		if (descriptor >= 0 || (errno != EACCES && errno != EPERM))
			return descriptor;
	}
	return open_to_write(name);
}

static int become(const struct account *account)
{
	if (setgroups((size_t)account->group_count, account->groups) < 0 ||
	    setresgid(account->gid, account->gid, account->gid) < 0)
		return -1;
	return setresuid(account->uid, account->uid, account->uid);
}

/* Whether root can still be had, by any of the three users of a process. */
static bool can_return(void)
{
	return setresuid((uid_t)-1, 0, (uid_t)-1) == 0 ||
	       setresuid(0, (uid_t)-1, (uid_t)-1) == 0;
}

static enum privileges_result failed(const char *what, char *error, size_t size)
{
	snprintf(error, size, "privileges cannot be given up: %s: %s", what,
		 strerror(errno));
	return PRIVILEGES_FAILED;
}

enum privileges_result privileges_drop(const struct account *account,
				       char *error, size_t size)
{
	enum privileges_result result = PRIVILEGES_DROPPED;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return failed("prctl", error, size);
	capabilities_limit();
	if (account && become(account) < 0) {
		if (errno != EINVAL && errno != EPERM)
			return failed(account->name, error, size);
		result = PRIVILEGES_NO_OTHER_USER;
	}
	if (capabilities_clear() < 0)
		return failed("capabilities", error, size);
	if (!account || account->uid == 0 || result != PRIVILEGES_DROPPED ||
	    !can_return())
		return result;
	snprintf(error, size,
		 "privileges cannot be given up: root can be regained after "
		 "%s",
		 account->name);
	return PRIVILEGES_FAILED;
}
