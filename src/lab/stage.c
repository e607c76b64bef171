/*
 * Makes a lab's calls heard, and looks whether they did what they should.
 *
 * A call is said when it has returned, with its result, as strace(1) does;
 * what it sent is shown after that, when the network has become silent.  So
 * there is one order for both, and no clock has to be compared.
 */
#include "lab/stage.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
	/* Milliseconds: longer than an acknowledgement is delayed (40). */
	SILENCE = 60,
	PATIENCE = 10000,
	LAB_SECONDS = 30
};

static _Noreturn void stage_end(struct stage *stage, enum stage_status status)
{
	(void)stage;
	fflush(stdout);
	_exit(status);
}

void stage_fail(struct stage *stage, const char *format, ...)
{
	va_list arguments;

	printf("not as expected: ");
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	putchar('\n');
	stage_end(stage, STAGE_FAILED);
}

void stage_skip(struct stage *stage, const char *format, ...)
{
	va_list arguments;

	printf("skipped: ");
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	putchar('\n');
	stage_end(stage, STAGE_SKIPPED);
}

static void rest(int milliseconds)
{
	struct timespec left = { .tv_sec = milliseconds / 1000,
				 .tv_nsec = milliseconds % 1000 * 1000000L };

	while (nanosleep(&left, &left) < 0 && errno == EINTR)
		;
}

void stage_wait(struct stage *stage, int milliseconds)
{
	(void)stage;
	rest(milliseconds);
}

static const char *end_name(enum end end)
{
	return end == CLIENT ? "client" : "server";
}

static void say_result(struct stage *stage, enum end end, long result,
		       const char *call)
{
	int error = errno;

	printf("%s  %-58s = %ld", end_name(end), call, result);
	if (result == -1)
		printf(" %s (%s)", strerrorname_np(error), strerror(error));
	putchar('\n');
	fflush(stdout);
	stage_wait(stage, SILENCE);
	errno = error;
}

void stage_call(struct stage *stage, enum end end, long result,
		const char *call)
{
	say_result(stage, end, result, call);
	if (result == -1)
		stage_fail(stage, "%s: %s", call, strerror(errno));
}

void stage_call_gives(struct stage *stage, enum end end, long expected,
		      long result, const char *call)
{
	say_result(stage, end, result, call);
	if (result != expected)
		stage_fail(stage, "%s: %ld, and not %ld", call, result,
			   expected);
}

void stage_call_fails(struct stage *stage, enum end end, int error, long result,
		      const char *call)
{
	say_result(stage, end, result, call);
	if (result != -1 || errno != error)
		stage_fail(stage, "%s: %s, and not %s", call,
			   result == -1 ? strerrorname_np(errno) : "no error",
			   strerrorname_np(error));
}

void stage_expect(struct stage *stage, bool condition, const char *text)
{
	if (!condition)
		stage_fail(stage, "%s does not hold", text);
}

void stage_say(struct stage *stage, const char *format, ...)
{
	va_list arguments;

	(void)stage;
	fputs("\n", stdout);
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	putchar('\n');
}

static int state_of(struct stage *stage, int fd)
{
	struct tcp_info info;
	socklen_t length = sizeof(info);

	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length) < 0)
		stage_fail(stage, "TCP_INFO: %s", strerror(errno));
	return info.tcpi_state;
}

void stage_await_state(struct stage *stage, int fd, int state)
{
	for (int waited = 0; state_of(stage, fd) != state; waited++) {
		if (waited == PATIENCE)
			stage_fail(stage, "the socket is in state %d, not %d",
				   state_of(stage, fd), state);
		stage_wait(stage, 1);
	}
}

void stage_play(struct stage *stage)
{
	const struct lab *lab = stage->lab;

	setvbuf(stdout, NULL, _IOLBF, 0);
	alarm(LAB_SECONDS);
	printf("%s (%s): %s\n\n", lab->name, lab->section, lab->summary);
	lab->run(stage);
	stage_end(stage, STAGE_PASSED);
}
