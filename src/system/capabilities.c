/*
 * Capabilities are given up by libcap-ng, which knows about kernels to come, or
 * else by the kernel's own calls, which take away the same.
 */
#include "system/capabilities.h"

#ifdef HAVE_CAP_NG

#include <cap-ng.h>
#include <errno.h>

void capabilities_limit(void)
{
	capng_clear(CAPNG_SELECT_BOUNDS);
	capng_apply(CAPNG_SELECT_BOUNDS);
}

int capabilities_clear(void)
{
	capng_clear(CAPNG_SELECT_ALL);
	if (capng_apply(CAPNG_SELECT_CAPS | CAPNG_SELECT_AMBIENT) == 0)
		return 0;
	errno = errno ? errno : EPERM;
	return -1;
}

const char *capabilities_means(void)
{
	return "libcap-ng";
}

#else

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

void capabilities_limit(void)
{
	for (unsigned long each = 0; prctl(PR_CAPBSET_DROP, each, 0, 0, 0) == 0;
	     each++)
		;
}

int capabilities_clear(void)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = { 0 };

	/* What is not permitted is not ambient either. */
	return (int)syscall(SYS_capset, &header, none);
}

const char *capabilities_means(void)
{
	return "the kernel's calls";
}

#endif
