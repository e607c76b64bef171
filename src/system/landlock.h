/*
 * What of the file system is left: landlock(7).
 */
#ifndef TCPFLOW_SYSTEM_LANDLOCK_H
#define TCPFLOW_SYSTEM_LANDLOCK_H

#include <stdbool.h>
#include <stddef.h>

struct landlock_rule {
	int folder;  /* a descriptor; O_PATH is enough */
	bool create; /* files may be made and written below, else read */
};

/* What the kernel has: 0 is none. */
int landlock_abi(void);

/* From now on files can be opened below these folders alone, and for that
 * alone; what is open stays so.  Where the kernel can, no TCP port can be
 * bound or reached either.  Needs no_new_privs.  Returns -1 with errno. */
int landlock_confine(const struct landlock_rule *rules, size_t count);

#endif
