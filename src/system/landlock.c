/*
 * Landlock, by the kernel's own calls: the C library has none for it.
 *
 * A kernel refuses rights that are newer than it is, so those that its ABI does
 * not have are left out; and the C library's headers may be older than the
 * kernel, so the newer ones are defined here.
 */
#include "system/landlock.h"

#include <errno.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#if __has_include(<linux/landlock.h>) && defined(SYS_landlock_create_ruleset)

#include <linux/landlock.h>

enum {
	ABI_REFER = 2,
	ABI_TRUNCATE = 3,
	ABI_NET = 4,
	ABI_IOCTL = 5,
	FIRST_RIGHTS = (1 << 13) - 1, /* ABI 1 has these */
	BIND_AND_CONNECT = 3
};

#define RIGHT_REFER (UINT64_C(1) << 13)
#define RIGHT_TRUNCATE (UINT64_C(1) << 14)
#define RIGHT_IOCTL (UINT64_C(1) << 15)

/* Longer than an older kernel's, which takes it if the rest is 0. */
struct ruleset {
	uint64_t files;
	uint64_t net;
};

int landlock_abi(void)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0,
			   LANDLOCK_CREATE_RULESET_VERSION);

	return abi > 0 ? (int)abi : 0;
}

static uint64_t rights_of(int abi)
{
	uint64_t rights = FIRST_RIGHTS;

	if (abi >= ABI_REFER)
		rights |= RIGHT_REFER;
	if (abi >= ABI_TRUNCATE)
		rights |= RIGHT_TRUNCATE;
	if (abi >= ABI_IOCTL)
		rights |= RIGHT_IOCTL;
	return rights;
}

static int add_rule(int ruleset, const struct landlock_rule *rule, int abi)
{
	uint64_t create = LANDLOCK_ACCESS_FS_MAKE_REG |
			  LANDLOCK_ACCESS_FS_WRITE_FILE | RIGHT_TRUNCATE;
	struct landlock_path_beneath_attr beneath = {
		.allowed_access = rule->create ? create & rights_of(abi)
					       : LANDLOCK_ACCESS_FS_READ_FILE,
		.parent_fd = rule->folder,
	};

	return (int)syscall(SYS_landlock_add_rule, ruleset,
			    LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
}

int landlock_confine(const struct landlock_rule *rules, size_t count)
{
	int abi = landlock_abi();
	struct ruleset handled = {
		.files = rights_of(abi),
		.net = abi >= ABI_NET ? BIND_AND_CONNECT : 0,
	};
	int ruleset = (int)syscall(SYS_landlock_create_ruleset, &handled,
				   sizeof(handled), 0);
	int status = 0, reason;

	if (ruleset < 0)
		return -1;
	for (size_t i = 0; i < count && status == 0; i++)
		status = add_rule(ruleset, &rules[i], abi);
	if (status == 0)
		status = (int)syscall(SYS_landlock_restrict_self, ruleset, 0);
	reason = errno;
	close(ruleset);
	errno = reason;
	return status;
}

#else

int landlock_abi(void)
{
	return 0;
}

int landlock_confine(const struct landlock_rule *rules, size_t count)
{
	(void)rules;
	(void)count;
	errno = ENOSYS;
	return -1;
}

#endif
