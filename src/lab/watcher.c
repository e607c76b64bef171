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

static void take_line(struct watcher *watcher, struct watcher_child *child)
{
	child->line[child->line_length] = '\0';
	child->line_length = 0;
	if (child == &watcher->records) {
		sightings_record(&watcher->seen, child->line);
		return;
	}
	sightings_line(&watcher->seen, child->line);
	print_line(child->line);
}

static void take_output(struct watcher *watcher, struct watcher_child *child,
			const char *octets, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (octets[i] == '\n')
			take_line(watcher, child);
		else if (child->line_length < sizeof(child->line) - 1)
			child->line[child->line_length++] = octets[i];
	}
}

static void take_errors(struct watcher *watcher, const char *octets,
			size_t count)
{
	size_t length = strlen(watcher->error);
	size_t room = sizeof(watcher->error) - 1 - length;

	if (count > room)
		count = room;
	memcpy(watcher->error + length, octets, count);
	watcher->error[length + count] = '\0';
}

/* Reads from one of the child's pipes; at its end it is closed.  Returns how
 * many octets there were. */
static size_t take(struct watcher *watcher, struct watcher_child *child,
		   int *pipe)
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
	if (pipe == &child->output)
		take_output(watcher, child, octets, (size_t)count);
	else
		take_errors(watcher, octets, (size_t)count);
	return (size_t)count;
}

/* Waits for something to be said, and takes it.  Whether there was output. */
static bool listen_to(struct watcher *watcher, struct watcher_child *child,
		      int milliseconds)
{
	struct pollfd polled[2] = {
		{ .fd = child->output, .events = POLLIN },
		{ .fd = child->errors, .events = POLLIN },
	};
	bool output = false;

	if (poll(polled, 2, milliseconds) <= 0)
		return false;
	if (polled[0].revents != 0)
		output = take(watcher, child, &child->output) > 0;
	if (polled[1].revents != 0)
		take(watcher, child, &child->errors);
	return output;
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
		if (listen_to(watcher, &watcher->lines, (int)(until - time)))
			quiet = now() + silence;
	}
	fflush(stdout);
}

/* ---- Beginning and end ---- */

/* The arguments that both have, and then their own. */
static size_t fill_arguments(const char *arguments[])
{
	/* Of large segments whole, few would fit into the kernel's buffer. */
	static const char *const common[] = {
		its_name, "-n", "-i", "lo", "-s", "2048", "--immediate-mode"
	};
	size_t count = sizeof(common) / sizeof(common[0]);

	memcpy(arguments, common, sizeof(common));
	return count;
}

static void fill_for_lines(const char *arguments[],
			   const struct watcher_settings *settings)
{
	size_t count = fill_arguments(arguments);

	arguments[count++] = "-l";
	arguments[count++] =
		settings->colour ? "--color=always" : "--color=never";
	if (settings->file != NULL) {
		arguments[count++] = "-U";
		arguments[count++] = "--print";
		arguments[count++] = "-w";
		arguments[count++] = settings->file;
	}
	arguments[count++] = settings->filter;
	arguments[count] = NULL;
}

static void fill_for_records(const char *arguments[],
			     const struct watcher_settings *settings)
{
	size_t count = fill_arguments(arguments);

	arguments[count++] = "--json=flow";
	arguments[count++] = settings->filter;
	arguments[count] = NULL;
}

/* The descriptors become its output. */
static _Noreturn void become(const char *program, const char *arguments[],
			     int output, int errors)
{
	dup2(output, STDOUT_FILENO);
	dup2(errors, STDERR_FILENO);
	signal(SIGPIPE, SIG_DFL);
	execv(program, (char *const *)arguments);
	fprintf(stderr, "%s: %s\n", program, strerror(errno));
	_exit(127);
}

static int fail(struct watcher *watcher, const char *what)
{
	snprintf(watcher->error, sizeof(watcher->error), "%s: %s", what,
		 strerror(errno));
	return -1;
}

/* Starts one and waits until it listens. */
static int start(struct watcher *watcher, struct watcher_child *child,
		 const char *program, const char *arguments[])
{
	int64_t end = now() + START_LIMIT;
	int output[2], errors[2];

	if (pipe2(output, O_CLOEXEC) < 0 || pipe2(errors, O_CLOEXEC) < 0)
		return fail(watcher, "pipe");
	child->pid = fork();
	if (child->pid == 0)
		become(program, arguments, output[1], errors[1]);
	if (child->pid < 0)
		return fail(watcher, "fork");
	close(output[1]);
	close(errors[1]);
	child->output = output[0];
	child->errors = errors[0];
	while (strstr(watcher->error, "listening on") == NULL) {
		if (child->errors < 0 || now() > end)
			return -1;
		listen_to(watcher, child, 100);
	}
	watcher->error[0] = '\0';
	return 0;
}

/* Its status, or -1. */
static int stop(struct watcher *watcher, struct watcher_child *child)
{
	int64_t end = now() + END_LIMIT;
	int status = -1;

	if (child->pid <= 0)
		return -1;
	kill(child->pid, SIGTERM);
	while (child->output >= 0 || child->errors >= 0) {
		if (now() > end)
			kill(child->pid, SIGKILL);
		listen_to(watcher, child, 100);
	}
	while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
		;
	child->pid = -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* One line, without the program's name. */
static void shorten_error(struct watcher *watcher)
{
	static const char prefix[] = "tcpflow: ";
	const size_t length = sizeof(prefix) - 1;
	char *error = watcher->error;

	error[strcspn(error, "\n")] = '\0';
	if (strncmp(error, prefix, length) == 0)
		memmove(error, error + length, strlen(error + length) + 1);
}

int watcher_open(struct watcher *watcher,
		 const struct watcher_settings *settings)
{
	const char *arguments[24];

	memset(watcher, 0, sizeof(*watcher));
	fill_for_lines(arguments, settings);
	if (start(watcher, &watcher->lines, settings->program, arguments) < 0) {
		watcher_close(watcher);
		return -1;
	}
	fill_for_records(arguments, settings);
	if (start(watcher, &watcher->records, settings->program, arguments) <
	    0) {
		watcher_close(watcher);
		return -1;
	}
	return 0;
}

int watcher_close(struct watcher *watcher)
{
	int lines = stop(watcher, &watcher->lines);
	int records = stop(watcher, &watcher->records);

	fflush(stdout);
	shorten_error(watcher);
	if (lines == 0 && records == 0)
		return 0;
	if (watcher->error[0] == '\0')
		snprintf(watcher->error, sizeof(watcher->error),
			 "it ended with status %d",
			 lines != 0 ? lines : records);
	return -1;
}
