/*
 * Runs tcpflow beside a lab.
 *
 * It is a program like any other here, known by what it prints: so a lab tests
 * what its users get.
 */
#include "lab/watcher.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { START_LIMIT = 10000, END_LIMIT = 5000 }; /* milliseconds */

static const char own_name[] = "tcplab", its_name[] = "tcpflow";

/* ---- Where it is ---- */

/* It is installed with the same prefix and suffix: tcplab-state has its
 * tcpflow-state. */
static int find_beside(char *path, size_t size)
{
	char own[PATH_MAX], *name;
	ssize_t length = readlink("/proc/self/exe", own, sizeof(own) - 1);
	int written;

	if (length <= 0)
		return -1;
	own[length] = '\0';
	name = strrchr(own, '/');
	name = name == NULL ? NULL : strstr(name, own_name);
	if (name == NULL)
		return -1;
	*name = '\0';
	written = snprintf(path, size, "%s%s%s", own, its_name,
			   name + strlen(own_name));
	return written > 0 && (size_t)written < size && access(path, X_OK) == 0
		       ? 0
		       : -1;
}

static int find_on_path(char *path, size_t size)
{
	const char *folders = getenv("PATH");

	while (folders != NULL && *folders != '\0') {
		int length = (int)strcspn(folders, ":");
		int written = snprintf(path, size, "%.*s/%s", length, folders,
				       its_name);

		if (written > 0 && (size_t)written < size &&
		    access(path, X_OK) == 0)
			return 0;
		folders += length;
		folders += *folders == ':';
	}
	return -1;
}

int watcher_find(char *path, size_t size)
{
	return find_beside(path, size) == 0 ? 0 : find_on_path(path, size);
}

/* ---- What it says ---- */

/* The states below the segment: on one line few screens had them both. */
static void print_line(const char *line)
{
	const char *states = strstr(line, " | ");

	if (states == NULL)
		printf("        %s\n", line);
	else
		printf("        %.*s\n            %s\n", (int)(states - line),
		       line, states + 3);
}

static void take_line(struct watcher *watcher)
{
	watcher->line[watcher->line_length] = '\0';
	watcher->line_length = 0;
	sightings_add(&watcher->seen, watcher->line);
	print_line(watcher->line);
}

static void take_lines(struct watcher *watcher, const char *octets,
		       size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (octets[i] == '\n')
			take_line(watcher);
		else if (watcher->line_length < sizeof(watcher->line) - 1)
			watcher->line[watcher->line_length++] = octets[i];
	}
}

/* Kept is what it says first: that it listens, or why not. */
static void take_errors(struct watcher *watcher, const char *octets,
			size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (watcher->error_length < sizeof(watcher->error) - 1)
			watcher->error[watcher->error_length++] = octets[i];
	}
	watcher->error[watcher->error_length] = '\0';
}

/* Returns how many octets there were; at the end of the pipe it is closed. */
static size_t take(struct watcher *watcher, int *pipe)
{
	char octets[4096];
	ssize_t count = read(*pipe, octets, sizeof(octets));

	if (count < 0 && errno == EINTR)
		return 0;
	if (count <= 0) {
		close(*pipe);
		*pipe = -1;
		return 0;
	}
	if (pipe == &watcher->lines)
		take_lines(watcher, octets, (size_t)count);
	else
		take_errors(watcher, octets, (size_t)count);
	return (size_t)count;
}

/* Waits for something to be said, and takes it.  Whether there were lines. */
static bool listen_to(struct watcher *watcher, int milliseconds)
{
	struct pollfd polled[2] = {
		{ .fd = watcher->lines, .events = POLLIN },
		{ .fd = watcher->errors, .events = POLLIN },
	};
	bool lines = false;

	if (poll(polled, 2, milliseconds) <= 0)
		return false;
	if (polled[0].revents != 0)
		lines = take(watcher, &watcher->lines) > 0;
	if (polled[1].revents != 0)
		take(watcher, &watcher->errors);
	return lines;
}

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

void watcher_show(struct watcher *watcher, int silence, int most)
{
	int64_t end = now() + most, quiet = now() + silence;

	for (;;) {
		int64_t time = now();
		int64_t until = quiet < end ? quiet : end;

		if (time >= until)
			break;
		if (listen_to(watcher, (int)(until - time)))
			quiet = now() + silence;
	}
	fflush(stdout);
}

/* ---- Beginning and end ---- */

/* The descriptors of the pipes' other ends become its output. */
static _Noreturn void become(const struct watcher_settings *settings, int lines,
			     int errors)
{
	const char *arguments[16] = { its_name };
	size_t count = 1;

	dup2(lines, STDOUT_FILENO);
	dup2(errors, STDERR_FILENO);
	signal(SIGPIPE, SIG_DFL);
	arguments[count++] = "-i";
	arguments[count++] = "lo";
	arguments[count++] = "-n";
	arguments[count++] = "-l";
	arguments[count++] = "--immediate-mode";
	arguments[count++] =
		settings->colour ? "--color=always" : "--color=never";
	if (settings->file != NULL) {
		arguments[count++] = "-U";
		arguments[count++] = "--print";
		arguments[count++] = "-w";
		arguments[count++] = settings->file;
	}
	arguments[count++] = settings->filter;
	execv(settings->program, (char *const *)arguments);
	fprintf(stderr, "%s: %s\n", settings->program, strerror(errno));
	_exit(127);
}

static int fail(struct watcher *watcher, const char *what)
{
	snprintf(watcher->error, sizeof(watcher->error), "%s: %s", what,
		 strerror(errno));
	return -1;
}

static int start(struct watcher *watcher,
		 const struct watcher_settings *settings)
{
	int lines[2], errors[2];

	if (pipe2(lines, O_CLOEXEC) < 0 || pipe2(errors, O_CLOEXEC) < 0)
		return fail(watcher, "pipe");
	watcher->pid = fork();
	if (watcher->pid == 0)
		become(settings, lines[1], errors[1]);
	if (watcher->pid < 0)
		return fail(watcher, "fork");
	close(lines[1]);
	close(errors[1]);
	watcher->lines = lines[0];
	watcher->errors = errors[0];
	return 0;
}

/* One line, without the program's name. */
static void shorten_error(struct watcher *watcher)
{
	static const char prefix[] = "tcpflow: ";
	char *error = watcher->error;

	error[strcspn(error, "\n")] = '\0';
	if (strncmp(error, prefix, sizeof(prefix) - 1) == 0)
		memmove(error, error + sizeof(prefix) - 1,
			strlen(error + sizeof(prefix) - 1) + 1);
}

int watcher_open(struct watcher *watcher,
		 const struct watcher_settings *settings)
{
	int64_t end = now() + START_LIMIT;

	*watcher = (struct watcher){ .lines = -1, .errors = -1 };
	if (start(watcher, settings) < 0)
		return -1;
	while (strstr(watcher->error, "listening on") == NULL) {
		if (watcher->errors < 0 || now() > end) {
			watcher_close(watcher);
			return -1;
		}
		listen_to(watcher, 100);
	}
	watcher->error_length = 0;
	watcher->error[0] = '\0';
	return 0;
}

/* From now on there is none. */
static int reap(struct watcher *watcher)
{
	int status = -1;

	while (waitpid(watcher->pid, &status, 0) < 0 && errno == EINTR)
		;
	watcher->pid = -1;
	return status;
}

void watcher_kill(struct watcher *watcher)
{
	if (watcher->pid <= 0)
		return;
	kill(watcher->pid, SIGKILL);
	reap(watcher);
}

int watcher_close(struct watcher *watcher)
{
	int64_t end = now() + END_LIMIT;
	int status;

	if (watcher->pid <= 0)
		return -1;
	kill(watcher->pid, SIGTERM);
	while (watcher->lines >= 0 || watcher->errors >= 0) {
		if (now() > end)
			kill(watcher->pid, SIGKILL);
		listen_to(watcher, 100);
	}
	status = reap(watcher);
	fflush(stdout);
	shorten_error(watcher);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -1;
}
