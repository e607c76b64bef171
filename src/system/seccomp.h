/*
 * Which system calls are left: seccomp(2).
 */
#ifndef TCPFLOW_SYSTEM_SECCOMP_H
#define TCPFLOW_SYSTEM_SECCOMP_H

#include <stdbool.h>
#include <sys/types.h>

struct seccomp_needs {
	pid_t helper;	   /* may be ended; 0: none */
	int helper_socket; /* if there is one */
	int capture; /* a descriptor: it can be asked all, but sends nothing;
			-1: none */
	bool opens;  /* files; Landlock says which */
	/* Filters are compiled later, which look up names.  That then fails,
	 * where otherwise a socket ends the process. */
	bool compiles;
	bool screen; /* the terminal's modes are changed, and standard error
			comes back to it */
	bool strict; /* what is not known ends the process, for tests */
};

/* Whether the program was built with libseccomp. */
bool seccomp_is_built_in(void);

/* From now on only what reading, tracking and writing need can be called.
 * What is known to be none of that (execve, ptrace, socket, mount, ...) ends
 * the process; anything else fails with ENOSYS, so that the C library tries an
 * older call.  Needs no_new_privs.  Returns -1 with errno. */
int seccomp_confine(const struct seccomp_needs *needs);

#endif
