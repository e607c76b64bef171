/*
 * The list of system calls that are left, given to the kernel by libseccomp.
 *
 * Calls go by their names: some are not there on every machine, and some not
 * known to every libseccomp.
 */
#include "system/seccomp.h"

#include <errno.h>
#include <stddef.h>

#ifdef HAVE_SECCOMP

#include <fcntl.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

/* No argument of these does harm. */
static const char *const plain[] = {
	/* reading, and what a stream asks of its file */
	"read", "readv", "pread64", "close", "lseek", "_llseek", "fstat",
	"fstat64", "fstatat64", "newfstatat", "statx", "ftruncate",
	"ftruncate64",
	/* waiting, and the sockets of capture and helper; see below */
	"poll", "ppoll", "ppoll_time64", "recv", "recvfrom", "recvmsg",
	"getsockname", "getsockopt", "restart_syscall",
	/* memory, as long as none becomes executable; see below */
	"brk", "munmap", "mremap", "madvise",
	/* signals */
	"rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigreturn",
	/* the clock */
	"clock_gettime", "clock_gettime64", "gettimeofday", "time",
	/* the rest of what the C library does unasked, and the end */
	"futex", "getrandom", "getpgrp", "getpid", "gettid", "sysinfo", "wait4",
	"waitid", "exit", "exit_group"
};

static const char *const deadly[] = { "execve",
				      "execveat",
				      "ptrace",
				      "process_vm_readv",
				      "process_vm_writev",
				      "bpf",
				      "perf_event_open",
				      "userfaultfd",
				      "io_uring_setup",
				      "io_uring_enter",
				      "io_uring_register",
				      "mount",
				      "umount2",
				      "move_mount",
				      "open_tree",
				      "fsopen",
				      "fsconfig",
				      "fsmount",
				      "pivot_root",
				      "chroot",
				      "setns",
				      "unshare",
				      "fork",
				      "vfork",
				      "keyctl",
				      "add_key",
				      "request_key",
				      "init_module",
				      "finit_module",
				      "delete_module",
				      "kexec_load",
				      "kexec_file_load",
				      "reboot",
				      "swapon",
				      "open_by_handle_at",
				      "pidfd_getfd",
				      "personality",
				      "connect",
				      "bind",
				      "listen",
				      "accept",
				      "accept4",
				      "socketpair" };

#define LENGTH(list) (sizeof(list) / sizeof((list)[0]))

/* Returns 0, or a negative errno as libseccomp does. */
static int add(scmp_filter_ctx filter, uint32_t action, const char *name,
	       const struct scmp_arg_cmp *arguments, unsigned int count)
{
	int number = seccomp_syscall_resolve_name(name);

	if (number == __NR_SCMP_ERROR)
		return 0;
	return seccomp_rule_add_array(filter, action, number, count, arguments);
}

static int allow(scmp_filter_ctx filter, const char *name,
		 const struct scmp_arg_cmp *arguments, unsigned int count)
{
	return add(filter, SCMP_ACT_ALLOW, name, arguments, count);
}

static int add_all(scmp_filter_ctx filter, uint32_t action,
		   const char *const *names, size_t count)
{
	int status = 0;

	for (size_t i = 0; i < count && status == 0; i++)
		status = add(filter, action, names[i], NULL, 0);
	return status;
}

/* Only this one value of the argument with that number. */
static int allow_value(scmp_filter_ctx filter, const char *name,
		       unsigned int number, uint64_t value)
{
	const struct scmp_arg_cmp is =
		SCMP_CMP64(number, SCMP_CMP_EQ, value, 0);

	return allow(filter, name, &is, 1);
}

/* Nothing is executed that was not there at the start. */
static int allow_memory(scmp_filter_ctx filter)
{
	static const char *const names[] = { "mmap", "mmap2", "mprotect" };
	const struct scmp_arg_cmp unexecutable =
		SCMP_CMP64(2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
	int status = 0;

	for (size_t i = 0; i < LENGTH(names) && status == 0; i++)
		status = allow(filter, names[i], &unexecutable, 1);
	return status;
}

/* Is it a terminal, how wide is it, and are we in front?  What is the interface
 * with that number called?  And whatever libpcap asks of what it captures
 * from. */
static int allow_questions(scmp_filter_ctx filter,
			   const struct seccomp_needs *needs)
{
	static const uint64_t flags[] = { F_GETFD, F_SETFD, F_GETFL, F_SETFL };
	static const uint64_t questions[] = { TCGETS, TIOCGWINSZ, TIOCGPGRP,
					      SIOCGIFNAME };
	int status = 0;

	for (size_t i = 0; i < LENGTH(questions) && status == 0; i++)
		status = allow_value(filter, "ioctl", 1, questions[i]);
	if (status == 0 && needs->capture >= 0)
		status = allow_value(filter, "ioctl", 0,
				     (uint32_t)needs->capture);
	for (size_t i = 0; i < LENGTH(flags) && status == 0; i++) {
		status = allow_value(filter, "fcntl", 1, flags[i]);
		if (status == 0)
			status = allow_value(filter, "fcntl64", 1, flags[i]);
	}
	return status;
}

/* A packet socket sends what is written to it, and it is open. */
static int allow_writing(scmp_filter_ctx filter,
			 const struct seccomp_needs *needs)
{
	const struct scmp_arg_cmp elsewhere =
		SCMP_CMP64(0, SCMP_CMP_NE, (uint32_t)needs->capture, 0);
	int status = allow(filter, "write", &elsewhere, 1);

	if (status == 0)
		status = allow(filter, "writev", &elsewhere, 1);
	if (status != 0 || needs->helper <= 0)
		return status;
	status = allow_value(filter, "sendto", 0,
			     (uint32_t)needs->helper_socket);
	return status == 0 ? allow_value(filter, "send", 0,
					 (uint32_t)needs->helper_socket)
			   : status;
}

/* libpcap takes its ring away when it closes the capture. */
static int allow_closing(scmp_filter_ctx filter,
			 const struct seccomp_needs *needs)
{
	const struct scmp_arg_cmp ring[] = {
		SCMP_CMP64(0, SCMP_CMP_EQ, (uint32_t)needs->capture, 0),
		SCMP_CMP64(1, SCMP_CMP_EQ, SOL_PACKET, 0),
		SCMP_CMP64(2, SCMP_CMP_EQ, PACKET_RX_RING, 0),
	};

	if (needs->capture < 0)
		return 0;
	return allow(filter, "setsockopt", ring, LENGTH(ring));
}

/* The helper alone, and itself when the C library finds something broken. */
static int allow_signals(scmp_filter_ctx filter,
			 const struct seccomp_needs *needs)
{
	const struct scmp_arg_cmp helper[] = {
		SCMP_CMP64(0, SCMP_CMP_EQ, (uint64_t)needs->helper, 0),
		SCMP_CMP64(1, SCMP_CMP_EQ, SIGKILL, 0),
	};
	int status = allow_value(filter, "tgkill", 0, (uint64_t)getpid());

	if (status == 0 && needs->helper > 0)
		status = allow(filter, "kill", helper, LENGTH(helper));
	return status;
}

static int allow_screen(scmp_filter_ctx filter)
{
	static const uint64_t modes[] = { TCSETS, TCSETSW, TCSETSF, TCFLSH };
	int status = 0;

	for (size_t i = 0; i < LENGTH(modes) && status == 0; i++)
		status = allow_value(filter, "ioctl", 1, modes[i]);
	if (status == 0)
		status = allow_value(filter, "dup2", 1, STDERR_FILENO);
	return status == 0 ? allow_value(filter, "dup3", 1, STDERR_FILENO)
			   : status;
}

static int allow_opening(scmp_filter_ctx filter)
{
	int status = allow(filter, "openat", NULL, 0);

	return status == 0 ? allow(filter, "open", NULL, 0) : status;
}

static int refuse(scmp_filter_ctx filter, const struct seccomp_needs *needs)
{
	int status = 0;

	/* What is the default anyway cannot be a rule. */
	if (!needs->strict)
		status = add_all(filter, SCMP_ACT_KILL_PROCESS, deadly,
				 LENGTH(deadly));
	if (status == 0 && needs->compiles)
		return add(filter, SCMP_ACT_ERRNO(EACCES), "socket", NULL, 0);
	if (status == 0 && !needs->strict)
		return add(filter, SCMP_ACT_KILL_PROCESS, "socket", NULL, 0);
	return status;
}

static int fill(scmp_filter_ctx filter, const struct seccomp_needs *needs)
{
	int status = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH,
				      SCMP_ACT_KILL_PROCESS);

	if (status == 0)
		status = add_all(filter, SCMP_ACT_ALLOW, plain, LENGTH(plain));
	if (status == 0)
		status = allow_memory(filter);
	if (status == 0)
		status = allow_questions(filter, needs);
	if (status == 0)
		status = allow_writing(filter, needs);
	if (status == 0)
		status = allow_closing(filter, needs);
	if (status == 0)
		status = allow_signals(filter, needs);
	if (status == 0 && needs->opens)
		status = allow_opening(filter);
	if (status == 0 && needs->screen)
		status = allow_screen(filter);
	return status == 0 ? refuse(filter, needs) : status;
}

bool seccomp_is_built_in(void)
{
	return true;
}

int seccomp_confine(const struct seccomp_needs *needs)
{
	scmp_filter_ctx filter = seccomp_init(
		needs->strict ? SCMP_ACT_KILL_PROCESS : SCMP_ACT_ERRNO(ENOSYS));
	int status;

	if (!filter) {
		errno = ENOMEM;
		return -1;
	}
	status = fill(filter, needs);
	if (status == 0)
		status = seccomp_load(filter);
	seccomp_release(filter);
	if (status == 0)
		return 0;
	errno = -status;
	return -1;
}

#else

bool seccomp_is_built_in(void)
{
	return false;
}

int seccomp_confine(const struct seccomp_needs *needs)
{
	(void)needs;
	errno = ENOSYS;
	return -1;
}

#endif
