/*
 * Makes a lab's calls heard, and looks whether they did what they should.
 *
 * A call is said when it has returned, with its result, as strace(1) does;
 * what it sent is shown after that, when the network has become silent.  So
 * there is one order for both, and no clock has to be compared.
 */
#include "lab/stage.h"

#include <errno.h>
#include <linux/filter.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <nss.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "lab/network.h"
#include "lab/watcher.h"

enum {
	/* Milliseconds.  An acknowledgement is delayed for 40. */
	SILENCE = 60,
	UNHEARD = 5, /* where nobody reads, and nobody watches */
	SHOW_LIMIT = 1000,
	PATIENCE = 5000,
	WHY_SIZE = 2048
};

#define LOSS_NEEDS_ROOT "only root may make a socket lose segments here"

/* Whoever reads may have gone: then nobody wants to hear more. */
static void flush(void)
{
	if (fflush(stdout) == 0)
		return;
	if (errno != EPIPE)
		fprintf(stderr, "tcplab: write error: %s\n", strerror(errno));
	_exit(errno == EPIPE ? STAGE_NO_READER : STAGE_FAILED);
}

/* What is still running is ended by play.c. */
static _Noreturn void leave(enum stage_status status)
{
	flush();
	_exit((int)status);
}

/* "tcplab: half-close: WHY", below all that was said before. */
static void complain(struct stage *stage, const char *format, va_list arguments)
{
	if (stage->watcher != NULL)
		watcher_show(stage->watcher, SILENCE, SHOW_LIMIT);
	flush();
	fprintf(stderr, "tcplab: %s: ", stage->lab->name);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
}

void stage_fail(struct stage *stage, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	complain(stage, format, arguments);
	va_end(arguments);
	leave(STAGE_FAILED);
}

void stage_refuse(struct stage *stage, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	complain(stage, format, arguments);
	va_end(arguments);
	leave(STAGE_IMPOSSIBLE);
}

void stage_skip(struct stage *stage, const char *format, ...)
{
	va_list arguments;

	(void)stage;
	printf("skipped: ");
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	putchar('\n');
	leave(STAGE_SKIPPED);
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
	if (stage->watcher != NULL)
		watcher_show(stage->watcher, milliseconds, milliseconds);
	else
		rest(milliseconds);
}

/* Until what a call sent, and what that led to, has been seen. */
static void wait_for_silence(struct stage *stage)
{
	flush();
	if (stage->hurried)
		stage->hurried = false;
	else if (stage->watcher != NULL)
		watcher_show(stage->watcher, SILENCE, SHOW_LIMIT);
	else
		rest(stage->unheard ? UNHEARD : SILENCE);
}

void stage_hurry(struct stage *stage)
{
	stage->hurried = true;
}

void stage_slow_line(struct stage *stage)
{
	if (network_slow_down() < 0)
		stage_skip(stage,
			   "needs a slow line: the program tc (apt-get install "
			   "iproute2) and the kernel's tbf");
}

void stage_fill_line(struct stage *stage)
{
	if (network_fill_line() < 0)
		stage_fail(stage, "filling the line: %s", strerror(errno));
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
	wait_for_silence(stage);
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
	putchar('\n');
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	putchar('\n');
	flush();
}

void stage_show(struct stage *stage, const char *format, ...)
{
	va_list arguments;

	(void)stage;
	fputs("        ", stdout);
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	putchar('\n');
	flush();
}

bool stage_lose(struct stage *stage, enum end end, int fd)
{
	struct sock_filter nothing = BPF_STMT(BPF_RET | BPF_K, 0);
	struct sock_fprog pass = { .len = 1, .filter = &nothing };
	int result = setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &pass,
				sizeof(pass));

	if (result < 0 && errno == EPERM && stage->watcher != NULL)
		stage_skip(stage, LOSS_NEEDS_ROOT);
	if (result < 0 && errno == EPERM) {
		stage_say(stage, "(" LOSS_NEEDS_ROOT ": nothing is lost.)");
		return false;
	}
	stage->loses = true;
	stage_call(
		stage, end, result,
		"setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &pass_nothing)");
	return true;
}

void stage_lose_no_more(struct stage *stage, enum end end, int fd)
{
	int unused = 0;

	if (!stage->loses)
		return;
	stage->loses = false;
	stage_call(stage, end,
		   setsockopt(fd, SOL_SOCKET, SO_DETACH_FILTER, &unused,
			      sizeof(unused)),
		   "setsockopt(fd, SOL_SOCKET, SO_DETACH_FILTER)");
}

static int state_of(struct stage *stage, int fd)
{
	struct tcp_info info;
	socklen_t length = sizeof(info);

	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length) < 0)
		stage_fail(stage, "TCP_INFO: %s", strerror(errno));
	return info.tcpi_state;
}

/* By the numbers of netinet/tcp.h. */
static const char *state_name(int state)
{
	static const char *const names[] = {
		[TCP_ESTABLISHED] = "ESTABLISHED",
		[TCP_SYN_SENT] = "SYN_SENT",
		[TCP_SYN_RECV] = "SYN_RECV",
		[TCP_FIN_WAIT1] = "FIN_WAIT1",
		[TCP_FIN_WAIT2] = "FIN_WAIT2",
		[TCP_TIME_WAIT] = "TIME_WAIT",
		[TCP_CLOSE] = "CLOSED",
		[TCP_CLOSE_WAIT] = "CLOSE_WAIT",
		[TCP_LAST_ACK] = "LAST_ACK",
		[TCP_LISTEN] = "LISTEN",
		[TCP_CLOSING] = "CLOSING",
	};
	const int count = (int)(sizeof(names) / sizeof(names[0]));

	if (state < 0 || state >= count || names[state] == NULL)
		return "an unknown state";
	return names[state];
}

void stage_await_state(struct stage *stage, int fd, int state)
{
	for (int waited = 0; state_of(stage, fd) != state; waited++) {
		if (waited == PATIENCE)
			stage_fail(stage, "the socket is in %s, and not in %s",
				   state_name(state_of(stage, fd)),
				   state_name(state));
		stage_wait(stage, 1);
	}
	wait_for_silence(stage);
}

/* What tcpflow saw is as good as what the calls returned. */
static void judge(struct stage *stage)
{
	struct watcher *watcher = stage->watcher;
	char why[WHY_SIZE];

	watcher_show(watcher, SILENCE, SHOW_LIMIT);
	if (watcher_close(watcher) < 0)
		stage_fail(stage, "tcpflow failed: %s", watcher->error);
	if (!sightings_judge(&watcher->seen, stage->lab, why, sizeof(why)))
		stage_fail(stage, "%s", why);
	putchar('\n');
	for (size_t i = 0; i < watcher->seen.count; i++) {
		const struct sighting *seen = &watcher->seen.flows[i];

		printf("#%zu client  %s\n   server  %s\n", i + 1, seen->client,
		       seen->server);
	}
}

void stage_play(struct stage *stage)
{
	stage->lab->run(stage);
	if (stage->watcher != NULL)
		judge(stage);
	leave(STAGE_PASSED);
}

void stage_ask_files(struct stage *stage)
{
	stage_say(stage, "No name server is asked.");
	CALL_GIVES(stage, CLIENT, 0, __nss_configure_lookup("hosts", "files"));
	if (getservbyname("http", "tcp") == NULL)
		stage_skip(stage, "needs /etc/services (apt-get install "
				  "netbase)");
	if (gethostbyname("localhost") == NULL)
		stage_skip(stage, "needs localhost in /etc/hosts");
}
