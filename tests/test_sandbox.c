/*
 * The sandbox, from inside: each row does in a child what whoever took the
 * program over would try.  What needs root is skipped without it, and the walls
 * that a build with sanitizers does not have are skipped in one.
 */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "render/text.h"
#include "system/account.h"
#include "system/landlock.h"
#include "system/privileges.h"
#include "system/sandbox.h"
#include "system/seccomp.h"

#ifdef HAVE_SECCOMP
#include <seccomp.h>
#endif

enum { ERROR_SIZE = 512, FAILED = 255, NOBODY = 65534, DAEMON = 1 };

static bool is_sanitized(void)
{
#ifdef SANITIZED
	return true;
#else
	return false;
#endif
}

/* --- what is tried; each returns 0 or errno */

static int folder = -1, below = -1, pair[2] = { -1, -1 };

static int result(long status)
{
	return status < 0 ? errno : 0;
}

static int try_execve(void)
{
	char *arguments[] = { "/bin/true", NULL };

	return result(execve(arguments[0], arguments, NULL));
}

static int try_socket(void)
{
	return result(socket(AF_INET, SOCK_STREAM, 0));
}

static int try_ptrace(void)
{
	return result(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
}

static int try_mount(void)
{
	return result(mount("none", "/mnt", "tmpfs", 0, NULL));
}

static int try_bpf(void)
{
	return result(syscall(SYS_bpf, 0, NULL, 0));
}

static int try_io_uring(void)
{
	return result(syscall(SYS_io_uring_setup, 1, NULL));
}

static int try_namespace(void)
{
	return result(unshare(CLONE_NEWUSER));
}

static int try_fork(void)
{
	return result(fork());
}

static int try_signal(void)
{
	return result(kill(getppid(), 0));
}

static int try_mkdir(void)
{
	return result(mkdir("/tmp/tcpflow.test.never", 0700));
}

static int try_code(void)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_EXEC,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return page == MAP_FAILED ? errno : 0;
}

/* Of no terminal, but it may be asked. */
static int try_modes(void)
{
	struct termios modes = { 0 };

	if (ioctl(-1, TCSETSW, &modes) == -1 && errno == EBADF)
		return 0;
	return errno;
}

static int try_standard_error(void)
{
	return result(dup2(STDOUT_FILENO, STDERR_FILENO));
}

static int try_standard_output(void)
{
	return result(dup2(STDERR_FILENO, STDOUT_FILENO));
}

static int try_memory(void)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return page == MAP_FAILED ? errno : 0;
}

static int try_root(void)
{
	return result(setuid(0));
}

static int try_reading(void)
{
	return result(open("/etc/passwd", O_RDONLY));
}

static int try_statistics(void)
{
	return result(
		open("/sys/class/net/lo/statistics/rx_dropped", O_RDONLY));
}

static int try_creating_below(void)
{
	return result(openat(below, "made", O_WRONLY | O_CREAT, 0600));
}

static int try_creating_above(void)
{
	return result(openat(folder, "made", O_WRONLY | O_CREAT, 0600));
}

static int try_reading_below(void)
{
	return result(openat(below, "there", O_RDONLY));
}

static int try_sending_packets(void)
{
	return result(write(pair[0], "", 1));
}

static int try_sending_elsewhere(void)
{
	return result(write(pair[1], "", 1));
}

/* --- how it ends */

enum { SYSCALL_KILLS = -1 };

struct row {
	const char *name;
	int (*attempt)(void);
	bool opens, compiles;
	int expected;	  /* errno, 0, or SYSCALL_KILLS */
	bool needs_calls; /* the filter of system calls does it */
	bool screen;
};

static const struct row rows[] = {
	{ "execve", try_execve, false, false, SYSCALL_KILLS, true, false },
	{ "socket", try_socket, false, false, SYSCALL_KILLS, true, false },
	{ "socket, compiling", try_socket, false, true, EACCES, true, false },
	{ "ptrace", try_ptrace, false, false, SYSCALL_KILLS, true, false },
	{ "mount", try_mount, false, false, SYSCALL_KILLS, true, false },
	{ "bpf", try_bpf, false, false, SYSCALL_KILLS, true, false },
	{ "io_uring", try_io_uring, false, false, SYSCALL_KILLS, true, false },
	{ "namespace", try_namespace, false, false, SYSCALL_KILLS, true,
	  false },
	{ "fork", try_fork, false, false, ENOSYS, true, false },
	{ "signal", try_signal, false, false, ENOSYS, true, false },
	{ "mkdir", try_mkdir, false, false, ENOSYS, true, false },
	{ "code", try_code, false, false, ENOSYS, true, false },
	{ "modes", try_modes, false, false, ENOSYS, true, false },
	{ "modes, with a screen", try_modes, false, false, 0, false, true },
	{ "standard error", try_standard_error, false, false, ENOSYS, true,
	  false },
	{ "standard error, with a screen", try_standard_error, false, false, 0,
	  false, true },
	{ "standard output, with a screen", try_standard_output, false, false,
	  ENOSYS, true, true },
	{ "memory", try_memory, false, false, 0, false, false },
	{ "root", try_root, false, false, ENOSYS, true, false },
	{ "reading", try_reading, false, false, ENOSYS, true, false },
	{ "reading, when files are opened", try_reading, true, false, EACCES,
	  false, false },
	{ "statistics", try_statistics, true, false, 0, false, false },
	{ "creating below", try_creating_below, true, false, 0, false, false },
	{ "creating above", try_creating_above, true, false, EACCES, false,
	  false },
	{ "reading below", try_reading_below, true, false, EACCES, false,
	  false },
	{ "sending packets", try_sending_packets, false, false, ENOSYS, true,
	  false },
	{ "sending elsewhere", try_sending_elsewhere, false, false, 0, false,
	  false },
};

static void open_folders(const char *path)
{
	folder = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	below = openat(folder, "below", O_PATH | O_DIRECTORY | O_CLOEXEC);
}

static void prepare(char *path)
{
	cr_assert_not_null(mkdtemp(path));
	cr_assert_eq(chmod(path, 0777), 0);
	open_folders(path);
	cr_assert_eq(mkdirat(folder, "below", 0700), 0);
	cr_assert_eq(fchmodat(folder, "below", 0777, 0), 0);
	open_folders(path);
	close(openat(below, "there", O_WRONLY | O_CREAT, 0644));
}

static void clean(const char *path)
{
	unlinkat(below, "there", 0);
	unlinkat(below, "made", 0);
	unlinkat(folder, "made", 0);
	unlinkat(folder, "below", AT_REMOVEDIR);
	cr_expect_eq(rmdir(path), 0);
}

/* The child's whole life.  What it was started with it will not have. */
static _Noreturn void live_inside(const struct row *row, const char *path)
{
	const struct sandbox_options options = { .mode = SANDBOX_AUTO };
	struct sandbox_needs needs = {
		.interface = row->opens ? "lo" : NULL,
		.compiles = row->compiles,
		.screen = row->screen,
	};
	char error[ERROR_SIZE];
	struct sandbox sandbox;

	if (sandbox_begin(&sandbox, &options, error, sizeof(error)) < 0 ||
	    socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
		_exit(FAILED);
	open_folders(path);
	needs.capture = pair[0];
	needs.write_folder = row->opens ? below : -1;
	if (sandbox_drop(&sandbox, error, sizeof(error)) < 0 ||
	    sandbox_confine(&sandbox, &needs, error, sizeof(error)) < 0)
		_exit(FAILED);
	_exit(row->attempt());
}

static int end_of(const struct row *row, const char *path)
{
	pid_t child = fork();
	int status;

	if (child == 0)
		live_inside(row, path);
	cr_assert_eq(waitpid(child, &status, 0), child);
	if (WIFSIGNALED(status))
		return WTERMSIG(status) == SIGSYS ? SYSCALL_KILLS
						  : 1000 + WTERMSIG(status);
	return WEXITSTATUS(status);
}

Test(sandbox, inside)
{
	char path[] = "/tmp/tcpflow.test.XXXXXX";

	if (is_sanitized() || landlock_abi() == 0)
		cr_skip_test("no Landlock here, or a build with sanitizers");
	unsetenv("TCPFLOW_SANDBOX_STRICT");
	prepare(path);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *row = &rows[i];
		int end;

		if (row->needs_calls && !seccomp_is_built_in())
			continue;
		end = end_of(row, path);
		cr_expect_eq(end, row->expected, "%s: %d (%s)", row->name, end,
			     strerror(end));
	}
	clean(path);
}

/* What a test wants to hear of ends the process. */
Test(sandbox, strict)
{
	static const struct row unknown = { .attempt = try_mkdir };
	char path[] = "/tmp/tcpflow.test.XXXXXX";

	if (is_sanitized() || !seccomp_is_built_in())
		cr_skip_test("no seccomp here");
	prepare(path);
	setenv("TCPFLOW_SANDBOX_STRICT", "1", 1);
	cr_expect_eq(end_of(&unknown, path), SYSCALL_KILLS);
	clean(path);
}

/* In a child: the status line says what it does not have. */
static _Noreturn void live_without_landlock(enum sandbox_mode mode)
{
	const struct sandbox_options options = { .mode = mode };
	const struct sandbox_needs needs = { .capture = -1,
					     .write_folder = -1 };
	char error[ERROR_SIZE] = "", storage[ERROR_SIZE];
	struct sandbox sandbox;
	struct text text;
	int status;

#ifdef HAVE_SECCOMP
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);

	seccomp_rule_add(
		filter, SCMP_ACT_ERRNO(ENOSYS),
		seccomp_syscall_resolve_name("landlock_create_ruleset"), 0);
	if (seccomp_load(filter) != 0)
		_exit(FAILED);
#endif
	if (sandbox_begin(&sandbox, &options, error, sizeof(error)) < 0 ||
	    sandbox_drop(&sandbox, error, sizeof(error)) < 0)
		_exit(FAILED);
	status = sandbox_confine(&sandbox, &needs, error, sizeof(error));
	text_init(&text, storage, sizeof(storage));
	sandbox_status(&sandbox, &text);
	if (mode == SANDBOX_REQUIRE)
		_exit(status == -1 &&
		      strcmp(error, "this kernel has no Landlock; see "
				    "--sandbox") == 0);
	_exit(status == 0 && !sandbox.landlock && sandbox.seccomp &&
	      strstr(text_terminate(&text),
		     ", no Landlock (this kernel has none), seccomp"));
}

Test(sandbox, kernel_without_landlock)
{
	static const enum sandbox_mode modes[] = { SANDBOX_AUTO,
						   SANDBOX_REQUIRE };

	if (is_sanitized() || !seccomp_is_built_in())
		cr_skip_test("it is played by a filter, which is not here");
	unsetenv("TCPFLOW_SANDBOX_STRICT");
	for (size_t i = 0; i < 2; i++) {
		pid_t child = fork();
		int status;

		if (child == 0)
			live_without_landlock(modes[i]);
		cr_assert_eq(waitpid(child, &status, 0), child);
		cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 1,
			  "mode %d: %d", modes[i], status);
	}
}

/* --- who it goes on as */

struct sudo_row {
	const char *uid, *gid; /* of sudo's variables */
	uid_t expected;
	bool is_person;
};

static const struct sudo_row sudo_rows[] = {
	{ NULL, NULL, NOBODY, false },	      { "", "", NOBODY, false },
	{ "0", "0", NOBODY, false },	      { "1", "1", DAEMON, true },
	{ "4242", "4243", 4242, true },	      { "4242", NULL, NOBODY, false },
	{ "x", "1", NOBODY, false },	      { "-1", "1", NOBODY, false },
	{ "1x", "1", NOBODY, false },	      { " 1", "1", NOBODY, false },
	{ "4294967295", "1", NOBODY, false },
};

Test(sandbox, default_account)
{
	for (size_t i = 0; i < sizeof(sudo_rows) / sizeof(sudo_rows[0]); i++) {
		const struct sudo_row *row = &sudo_rows[i];
		struct account account;

		account_default(&account, row->uid, row->gid);
		cr_expect_eq(account.uid, row->expected, "%s %s: %u", row->uid,
			     row->gid, account.uid);
		cr_expect_eq(account.is_person, row->is_person, "%s %s",
			     row->uid, row->gid);
		cr_expect_geq(account.group_count, 1);
	}
}

Test(sandbox, no_such_account)
{
	char error[ERROR_SIZE];
	struct account account;

	cr_expect_eq(account_find(&account, "no such user", error,
				  sizeof(error)),
		     -1);
	cr_expect_str_eq(error, "-Z no such user: there is no such user");
	cr_expect_eq(account_find(&account, "root", error, sizeof(error)), 0);
	cr_expect_eq(account.uid, 0);
	cr_expect_str_eq(account.name, "root");
}

/* The line of /proc/self/status with that name, without blanks. */
static void read_status(const char *name, char *value, size_t size)
{
	FILE *file = fopen("/proc/self/status", "r");
	char line[256];

	value[0] = '\0';
	while (file && fgets(line, sizeof(line), file))
		if (strncmp(line, name, strlen(name)) == 0)
			snprintf(value, size, "%s", line + strlen(name) + 2);
	if (file)
		fclose(file);
	value[strcspn(value, "\n")] = '\0';
}

static const char no_capability[] = "0000000000000000";

/* In a child: nothing is left, and nothing comes back. */
static bool is_dropped(uid_t uid)
{
	static const char *const sets[] = { "CapInh", "CapPrm", "CapEff",
					    "CapBnd", "CapAmb" };
	char value[256];

	if (getuid() != uid || geteuid() != uid)
		return false;
	for (size_t i = 0; i < 5; i++) {
		read_status(sets[i], value, sizeof(value));
		if (strcmp(value, no_capability) != 0)
			return false;
	}
	read_status("NoNewPrivs", value, sizeof(value));
	if (strcmp(value, "1") != 0 || setgroups(0, NULL) == 0)
		return false;
	return uid == 0 || (setuid(0) < 0 && seteuid(0) < 0 &&
			    setresuid((uid_t)-1, 0, (uid_t)-1) < 0);
}

static void expect_dropped(const char *user, uid_t uid)
{
	const struct sandbox_options options = { .user = user };
	char error[ERROR_SIZE];
	struct sandbox sandbox;
	pid_t child = fork();
	int status;

	if (child == 0) {
		if (sandbox_begin(&sandbox, &options, error, sizeof(error)) <
			    0 ||
		    sandbox_drop(&sandbox, error, sizeof(error)) < 0)
			_exit(FAILED);
		_exit(is_dropped(uid));
	}
	cr_assert_eq(waitpid(child, &status, 0), child);
	cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 1, "%s: %d", user,
		  status);
}

Test(sandbox, privileges)
{
	if (getuid() != 0)
		cr_skip_test("this needs root");
	unsetenv("SUDO_UID");
	expect_dropped(NULL, NOBODY);
	expect_dropped("daemon", DAEMON);
	/* A user without rights, but root's files. */
	expect_dropped("root", 0);
	setenv("SUDO_UID", "4242", 1);
	setenv("SUDO_GID", "4242", 1);
	expect_dropped(NULL, 4242);
	expect_dropped("daemon", DAEMON);
}

static uid_t owner_of_new(const struct account *account, const char *path,
			  const char *name)
{
	int descriptor = privileges_open(account, name);
	struct stat status = { 0 };

	cr_assert_geq(descriptor, 0, "%s: %s", name, strerror(errno));
	cr_expect_eq(fstat(descriptor, &status), 0);
	close(descriptor);
	unlink(name);
	rmdir(path);
	return status.st_uid;
}

/* A file is theirs where they may make it. */
Test(sandbox, owner_of_a_file)
{
	char theirs[] = "/tmp/tcpflow.test.XXXXXX", ours[64];
	char name[128];
	struct account account;

	if (getuid() != 0)
		cr_skip_test("this needs root");
	account_default(&account, "1", "1");
	cr_assert_not_null(mkdtemp(theirs));
	snprintf(ours, sizeof(ours), "%s.ours", theirs);
	cr_assert_eq(chown(theirs, DAEMON, DAEMON), 0);
	cr_assert_eq(mkdir(ours, 0700), 0);
	snprintf(name, sizeof(name), "%s/file", theirs);
	cr_expect_eq(owner_of_new(&account, theirs, name), DAEMON);
	snprintf(name, sizeof(name), "%s/file", ours);
	cr_expect_eq(owner_of_new(&account, ours, name), 0);
	cr_expect_eq(geteuid(), 0);
	account_default(&account, NULL, NULL);
	cr_expect_eq(owner_of_new(&account, "", "/tmp/tcpflow.test.nobody"), 0);
}

/* --- descriptors */

static _Noreturn void live_with_descriptors(void)
{
	struct descriptors descriptors;
	int ours;

	dup2(STDERR_FILENO, 9);
	close(STDIN_FILENO);
	descriptors_note(&descriptors);
	ours = dup(STDERR_FILENO);
	if (fcntl(STDIN_FILENO, F_GETFD) < 0 || ours < 3)
		_exit(2);
	descriptors_close(&descriptors);
	if (fcntl(9, F_GETFD) >= 0 || fcntl(ours, F_GETFD) < 0)
		_exit(3);
	_exit(1);
}

Test(sandbox, descriptors)
{
	pid_t child = fork();
	int status;

	if (child == 0)
		live_with_descriptors();
	cr_assert_eq(waitpid(child, &status, 0), child);
	cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 1, "%d", status);
}
