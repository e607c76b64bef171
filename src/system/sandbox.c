/*
 * The order in which rights are given up.
 *
 * Where one of the walls is missing the others stand: the status line tells
 * which, and who would rather not run so asks for `require`.
 */
#include "system/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "render/text.h"
#include "system/capabilities.h"
#include "system/landlock.h"
#include "system/privileges.h"
#include "system/seccomp.h"

/* What is captured is for the one who captures. */
enum { PRIVATE = 077, PATH_SIZE = 128 };

/* A sanitizer's last look at the memory takes calls, files and ptrace(2), which
 * nothing else here does. */
#ifdef SANITIZED
static const bool has_sanitizers = true;
#else
static const bool has_sanitizers = false;
#endif

static int fail(char *error, size_t size, const char *what, const char *reason)
{
	snprintf(error, size, "%s%s; see --sandbox", what, reason);
	return -1;
}

static bool is_off(const struct sandbox *sandbox)
{
	return sandbox->options.mode == SANDBOX_OFF || has_sanitizers;
}

/* A core file would hold packets, and a debugger is a way in. */
static void hide_memory(void)
{
	const struct rlimit no_core = { 0, 0 };

	setrlimit(RLIMIT_CORE, &no_core);
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

/* Who is not root stays who he is. */
static int keep_user(const struct sandbox *sandbox, char *error, size_t size)
{
	const char *user = sandbox->options.user;
	struct account account;

	if (!user)
		return 0;
	if (account_find(&account, user, error, size) < 0)
		return -1;
	if (account.uid == sandbox->account.uid)
		return 0;
	snprintf(error, size,
		 "-Z %.200s: only root can become another user; leave -Z out, "
		 "or use sudo",
		 user);
	return -1;
}

static int choose_user(struct sandbox *sandbox, char *error, size_t size)
{
	const char *user = sandbox->options.user;

	if (!sandbox->was_root) {
		account_current(&sandbox->account);
		return keep_user(sandbox, error, size);
	}
	if (user)
		return account_find(&sandbox->account, user, error, size);
	account_default(&sandbox->account, getenv("SUDO_UID"),
			getenv("SUDO_GID"));
	return 0;
}

int sandbox_begin(struct sandbox *sandbox,
		  const struct sandbox_options *options, char *error,
		  size_t size)
{
	memset(sandbox, 0, sizeof(*sandbox));
	sandbox->options = *options;
	sandbox->was_root = privileges_are_root();
	descriptors_note(&sandbox->inherited);
	umask(umask(PRIVATE) | PRIVATE);
	if (!is_off(sandbox))
		hide_memory();
	if (options->mode == SANDBOX_REQUIRE && has_sanitizers)
		return fail(error, size, "a build with sanitizers has no ",
			    "sandbox");
	return choose_user(sandbox, error, size);
}

int sandbox_open(const struct sandbox *sandbox, const char *name)
{
	return privileges_open(&sandbox->account, name);
}

int sandbox_drop(struct sandbox *sandbox, char *error, size_t size)
{
	const struct account *account = &sandbox->account;
	enum privileges_result result =
		privileges_drop(sandbox->was_root ? account : NULL, error,
				size);

	if (result == PRIVILEGES_FAILED)
		return -1;
	sandbox->is_root =
		account->uid == 0 || result == PRIVILEGES_NO_OTHER_USER;
	/* A change of user has taken it away, and LeakSanitizer needs it. */
	if (has_sanitizers)
		prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
	if (result == PRIVILEGES_DROPPED)
		return 0;
	if (sandbox->options.mode == SANDBOX_REQUIRE || sandbox->options.user) {
		snprintf(error, size,
			 "the user %s is not to be had here, as in a user "
			 "namespace; -Z root stays who it is",
			 account->name);
		return -1;
	}
	sandbox->stays_root = true;
	return 0;
}

int sandbox_check_folder(const struct sandbox *sandbox, int folder,
			 const char *name, char *error, size_t size)
{
	if (faccessat(folder, ".", W_OK | X_OK, AT_EACCESS) == 0)
		return 0;
	if (!sandbox->was_root)
		snprintf(error, size, "%.800s: %s", name, strerror(errno));
	else
		snprintf(error, size,
			 "%.800s: %s: files are rotated as the user %s, see "
			 "-Z; with -Z root, root makes them",
			 name, strerror(errno), sandbox->account.name);
	return -1;
}

/* --- confining */

/* libpcap opens them each time that it is asked for its counters. */
static int open_statistics(const char *interface)
{
	char path[PATH_SIZE];

	if (!interface)
		return -1;
	snprintf(path, sizeof(path), "/sys/class/net/%s/statistics", interface);
	return open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

static int confine_files(struct sandbox *sandbox,
			 const struct sandbox_needs *needs)
{
	int statistics = open_statistics(needs->interface);
	struct landlock_rule rules[2];
	size_t count = 0;
	int status;

	if (statistics >= 0)
		rules[count++] = (struct landlock_rule){ statistics, false };
	if (needs->write_folder >= 0)
		rules[count++] =
			(struct landlock_rule){ needs->write_folder, true };
	status = landlock_confine(rules, count);
	if (statistics >= 0)
		close(statistics);
	if (status == 0)
		sandbox->landlock = landlock_abi();
	return status;
}

static bool is_strict(void)
{
	const char *value = getenv("TCPFLOW_SANDBOX_STRICT");

	return value && strcmp(value, "1") == 0;
}

static int confine_calls(struct sandbox *sandbox,
			 const struct sandbox_needs *needs)
{
	const struct seccomp_needs calls = {
		.helper = needs->helper,
		.helper_socket = needs->helper_socket,
		.capture = needs->capture,
		.opens = needs->interface || needs->write_folder >= 0,
		.compiles = needs->compiles,
		.screen = needs->screen,
		.strict = is_strict(),
	};
	int status = seccomp_confine(&calls);

	sandbox->seccomp = status == 0;
	sandbox->seccomp_reason = status < 0 ? errno : 0;
	return status;
}

static const char *why_no_seccomp(const struct sandbox *sandbox)
{
	return seccomp_is_built_in() ? strerror(sandbox->seccomp_reason)
				     : "built without libseccomp";
}

int sandbox_confine(struct sandbox *sandbox, const struct sandbox_needs *needs,
		    char *error, size_t size)
{
	bool required = sandbox->options.mode == SANDBOX_REQUIRE;

	descriptors_close(&sandbox->inherited);
	if (is_off(sandbox))
		return 0;
	if (landlock_abi() == 0 && required)
		return fail(error, size, "this kernel has no ", "Landlock");
	if (landlock_abi() > 0 && confine_files(sandbox, needs) < 0)
		return fail(error, size, "Landlock: ", strerror(errno));
	if (confine_calls(sandbox, needs) == 0 || !required)
		return 0;
	return fail(error, size, "seccomp: ", why_no_seccomp(sandbox));
}

void sandbox_close(struct sandbox *sandbox)
{
	descriptors_close(&sandbox->inherited);
}

/* --- telling */

static void tell_user(const struct sandbox *sandbox, struct text *text)
{
	text_string(text, "user ");
	text_string(text, sandbox->is_root ? "root" : sandbox->account.name);
	text_string(text, ", no capabilities, no new privileges");
}

static void tell_walls(const struct sandbox *sandbox, struct text *text)
{
	if (sandbox->landlock) {
		text_string(text, ", Landlock (ABI ");
		text_unsigned(text, (unsigned int)sandbox->landlock);
		text_char(text, ')');
	} else {
		text_string(text, ", no Landlock (this kernel has none)");
	}
	if (sandbox->seccomp) {
		text_string(text,
			    is_strict() ? ", seccomp (strict)" : ", seccomp");
		return;
	}
	text_string(text, ", no seccomp (");
	text_string(text, why_no_seccomp(sandbox));
	text_char(text, ')');
}

void sandbox_status(const struct sandbox *sandbox, struct text *text)
{
	text_string(text, "sandbox: ");
	tell_user(sandbox, text);
	if (has_sanitizers)
		text_string(text,
			    ", neither Landlock nor seccomp (sanitizers)");
	else if (sandbox->options.mode == SANDBOX_OFF)
		text_string(text, ", neither Landlock nor seccomp "
				  "(--sandbox=off)");
	else
		tell_walls(sandbox, text);
}

void sandbox_means(struct text *text)
{
	text_string(text, "capabilities by ");
	text_string(text, capabilities_means());
	if (has_sanitizers)
		text_string(text,
			    ", neither Landlock nor seccomp (sanitizers)");
	else
		text_string(text, seccomp_is_built_in()
					  ? ", Landlock, seccomp"
					  : ", Landlock, no seccomp");
}
