/*
 * The user that the program goes on as when it was started by root.
 *
 * sudo's variables are believed, as only root gets here: who is root already
 * gains nothing by lying to us.
 */
#include "system/account.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { NOBODY = 65534 };

static void set_name(struct account *account, const char *name)
{
	snprintf(account->name, sizeof(account->name), "%s", name);
}

static void take(struct account *account, const struct passwd *entry)
{
	int count = ACCOUNT_GROUPS_MAX;

	set_name(account, entry->pw_name);
	account->uid = entry->pw_uid;
	account->gid = entry->pw_gid;
	/* Of more groups than there is room for, none but the own one. */
	if (getgrouplist(entry->pw_name, entry->pw_gid, account->groups,
			 &count) < 0) {
		account->groups[0] = entry->pw_gid;
		count = 1;
	}
	account->group_count = count;
}

int account_find(struct account *account, const char *name, char *error,
		 size_t size)
{
	const struct passwd *entry;

	memset(account, 0, sizeof(*account));
	errno = 0;
	entry = getpwnam(name);
	if (!entry) {
		snprintf(error, size, "-Z %.200s: there is no such user%s%s",
			 name, errno ? ": " : "", errno ? strerror(errno) : "");
		return -1;
	}
	take(account, entry);
	account->is_person = true;
	return 0;
}

/* Above 0, or 0 if it is none. */
static unsigned int parse_id(const char *text)
{
	char *end;
	unsigned long id;

	if (!text || *text < '0' || *text > '9')
		return 0;
	errno = 0;
	id = strtoul(text, &end, 10);
	return errno || *end || id >= (uid_t)-1 ? 0 : (unsigned int)id;
}

/* One that is in no list of users is but a number. */
static void take_number(struct account *account, uid_t uid, gid_t gid)
{
	snprintf(account->name, sizeof(account->name), "%u", uid);
	account->uid = uid;
	account->gid = gid;
	account->groups[0] = gid;
	account->group_count = 1;
}

void account_current(struct account *account)
{
	memset(account, 0, sizeof(*account));
	take_number(account, getuid(), getgid());
}

static void take_nobody(struct account *account)
{
	const struct passwd *entry = getpwnam("nobody");

	take_number(account, NOBODY, NOBODY);
	set_name(account, "nobody");
	if (!entry || entry->pw_uid == 0)
		return;
	account->uid = entry->pw_uid;
	account->gid = entry->pw_gid;
	account->groups[0] = entry->pw_gid;
}

void account_default(struct account *account, const char *sudo_uid,
		     const char *sudo_gid)
{
	uid_t uid = parse_id(sudo_uid);
	gid_t gid = parse_id(sudo_gid);
	const struct passwd *entry = uid ? getpwuid(uid) : NULL;

	memset(account, 0, sizeof(*account));
	if (entry)
		take(account, entry);
	else if (uid && gid)
		take_number(account, uid, gid);
	else
		take_nobody(account);
	account->is_person = uid && account->uid == uid;
}
