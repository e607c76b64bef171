/*
 * kernel: the states that the kernel's own sockets go through, recorded while
 * tcpflow captures the same connections; run_kernel compares the two.
 *
 * The tracepoint sock:inet_sock_set_state tells each change; sock_diag, asked
 * a thousand times a second, tells what it does not show: requests, TIME_WAIT
 * and its end.  Where there is no such tracepoint, sock_diag has to do alone:
 * then what lasts less than a look-up's interval is missed, and run_kernel
 * asks for less.
 *
 * What is seen is noted with its time, and made sense of in the end, when all
 * of it can be put in order.
 */
#include "tests/kernel.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "tests/kernel_diag.h"
#include "tests/kernel_history.h"
#include "tests/kernel_trace.h"

enum {
	PORTS_MAX = 4,
	ENDS_MAX = 2 * PORTS_MAX,
	SIGHTINGS_MAX = 4000000,
	INTERVAL = 1000,      /* microseconds between look-ups */
	INTERVAL_ALONE = 100, /* if nothing else tells of a state */
	LAST_ROUNDS = 4,      /* for what was under way at the end */
	RUN_LIMIT = 200	      /* seconds */
};

struct recorder {
	struct kernel_end ends[ENDS_MAX]; /* even: a client, odd: its server */
	int end_count;
	struct diag diag[2]; /* of the client's namespace, of the server's */
	bool traced;
	struct kernel_sighting *sightings;
	size_t count, room;
};

/* Here so that it is removed however the program ends. */
static struct trace trace = { .pipe = -1 };

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
	(void)signal;
	stopped = 1;
}

void kernel_fail(const char *format, ...)
{
	va_list arguments;

	fputs("kernel: ", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	trace_close(&trace);
	exit(1);
}

static int64_t time_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int find_end(const struct kernel_end *ends, int count,
		    const struct kernel_end *wanted)
{
	for (int i = 0; i < count; i++) {
		if (memcmp(&ends[i], wanted, sizeof(*wanted)) == 0)
			return i;
	}
	return -1;
}

/* ---- Recording ---- */

static void note(struct recorder *recorder, struct kernel_sighting sighting)
{
	if (recorder->count == recorder->room) {
		size_t room = recorder->room ? 2 * recorder->room : 4096;

		if (room > SIGHTINGS_MAX)
			kernel_fail("this takes too long");
		recorder->sightings =
			realloc(recorder->sightings, room * sizeof(sighting));
		if (!recorder->sightings)
			kernel_fail("out of memory");
		recorder->room = room;
	}
	recorder->sightings[recorder->count++] = sighting;
}

/* A socket that is connected to itself is both ends. */
static void note_for(struct recorder *recorder, const struct kernel_end *end,
		     struct kernel_sighting sighting)
{
	int from = 0;

	for (;;) {
		int found = find_end(recorder->ends + from,
				     recorder->end_count - from, end);

		if (found < 0)
			return;
		sighting.end = from + found;
		note(recorder, sighting);
		from = sighting.end + 1;
	}
}

static void look_up(struct recorder *recorder)
{
	for (int i = 0; i < recorder->end_count; i++) {
		struct kernel_sighting sighting = { .kind = SIGHTING_STATE,
						    .end = i,
						    .time = time_now() };

		sighting.to =
			diag_state(&recorder->diag[i % 2], &recorder->ends[i]);
		note(recorder, sighting);
	}
}

static void hear_of_changes(struct recorder *recorder)
{
	struct kernel_sighting sighting;
	struct kernel_end end;

	while (trace_next(&trace, &end, &sighting))
		note_for(recorder, &end, sighting);
}

static void hear_of_the_destroyed(struct recorder *recorder)
{
	struct kernel_end end;

	for (int i = 0; i < 2; i++) {
		while (diag_destroyed(&recorder->diag[i], &end)) {
			struct kernel_sighting sighting = {
				.kind = SIGHTING_DESTROYED, .time = time_now()
			};

			note_for(recorder, &end, sighting);
		}
	}
}

static void record_round(struct recorder *recorder)
{
	int interval = recorder->traced ? INTERVAL : INTERVAL_ALONE;
	struct timespec rest = { .tv_nsec = interval * 1000L };

	look_up(recorder);
	if (recorder->traced)
		hear_of_changes(recorder);
	else
		hear_of_the_destroyed(recorder);
	nanosleep(&rest, NULL);
}

static void record(struct recorder *recorder)
{
	while (!stopped)
		record_round(recorder);
	for (int i = 0; i < LAST_ROUNDS; i++)
		record_round(recorder);
}

/* ---- What it comes to ---- */

static int compare_places(const struct kernel_sighting *a,
			  const struct kernel_sighting *b)
{
	return a < b ? -1 : a > b;
}

/* What has the same microsecond stays in the order in which it was told: the
 * sorting is not stable by itself. */
static int compare_times(const void *a, const void *b)
{
	const struct kernel_sighting *const *first = a, *const *second = b;

	if ((*first)->time != (*second)->time)
		return (*first)->time < (*second)->time ? -1 : 1;
	return compare_places(*first, *second);
}

static const struct kernel_sighting **in_order(const struct recorder *recorder)
{
	const struct kernel_sighting **order =
		calloc(recorder->count + 1, sizeof(struct kernel_sighting *));

	if (!order)
		kernel_fail("out of memory");
	for (size_t i = 0; i < recorder->count; i++)
		order[i] = &recorder->sightings[i];
	qsort(order, recorder->count, sizeof(struct kernel_sighting *),
	      compare_times);
	return order;
}

/* The incarnations of all ports in one list, if there are any. */
static void print_ends(const struct history *histories, int count,
		       const char *name)
{
	const char *separator = " ";
	bool any = false;

	fputs(name, stdout);
	for (int i = 0; i < count; i += 2) {
		if (!histories[i].text[0])
			continue;
		printf("%s%s", separator, history_text(&histories[i]));
		separator = " / ";
		any = true;
	}
	puts(any ? "" : " -");
}

static void report(const struct recorder *recorder)
{
	const struct kernel_sighting **order = in_order(recorder);
	struct history histories[ENDS_MAX];

	for (int i = 0; i < recorder->end_count; i++)
		history_init(&histories[i], recorder->traced);
	for (size_t i = 0; i < recorder->count; i++)
		history_see(&histories[order[i]->end], order[i]);
	free(order);
	print_ends(histories, recorder->end_count, "client");
	print_ends(histories + 1, recorder->end_count, "server");
}

/* ---- The command line ---- */

static _Noreturn void usage(void)
{
	fputs("usage: kernel [--diag] CLIENT SERVER CLIENT-NETNS SERVER-NETNS "
	      "SERVER-PORT CLIENT-PORT...\n"
	      "       kernel [--diag] --source NETNS\n"
	      "Says `ready', records the states of both ends until SIGTERM, "
	      "and prints them.\n"
	      "--diag does without the tracepoint; --source says what there "
	      "is.\n",
	      stderr);
	exit(2);
}

static uint16_t port_of(const char *text)
{
	char *end;
	unsigned long port = strtoul(text, &end, 10);

	if (*end || port == 0 || port > 65535)
		kernel_fail("not a port: %s", text);
	return (uint16_t)port;
}

static void read_address(const char *text, int family,
			 unsigned char address[16])
{
	if (inet_pton(family, text, address) != 1)
		kernel_fail("not an address: %s", text);
}

static void add_connection(struct recorder *recorder, char **addresses,
			   uint16_t server_port, uint16_t client_port)
{
	struct kernel_end *client = &recorder->ends[recorder->end_count++];
	struct kernel_end *server = &recorder->ends[recorder->end_count++];

	client->family = strchr(addresses[0], ':') ? AF_INET6 : AF_INET;
	read_address(addresses[0], client->family, client->local);
	read_address(addresses[1], client->family, client->remote);
	client->local_port = client_port;
	client->remote_port = server_port;
	server->family = client->family;
	memcpy(server->local, client->remote, sizeof(server->local));
	memcpy(server->remote, client->local, sizeof(server->remote));
	server->local_port = server_port;
	server->remote_port = client_port;
}

/* What can tell of states here; exit status 1: nothing can. */
static int print_source(const char *namespace, bool traced)
{
	struct diag diag;

	if (!diag_open(&diag, namespace)) {
		puts("this kernel has no sock_diag");
		return 1;
	}
	puts(traced ? "the tracepoint sock:inet_sock_set_state, and sock_diag "
		      "for TIME_WAIT"
		    : "sock_diag alone, which misses what is brief");
	return 0;
}

/* If the shell that waits for us is killed, that is the end too. */
static void prepare_to_stop(void)
{
	struct sigaction action = { .sa_handler = stop };

	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
	sigaction(SIGALRM, &action, NULL);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	alarm(RUN_LIMIT);
}

int main(int argc, char **argv)
{
	static struct recorder recorder;
	bool alone = argc > 1 && strcmp(argv[1], "--diag") == 0;
	char **arguments = argv + 1 + alone;
	int count = argc - 1 - alone;

	if (count == 2 && strcmp(arguments[0], "--source") == 0)
		return print_source(arguments[1], !alone && trace_exists());
	if (count < 6 || count > 5 + PORTS_MAX)
		usage();
	prepare_to_stop();
	for (int i = 5; i < count; i++)
		add_connection(&recorder, arguments, port_of(arguments[4]),
			       port_of(arguments[i]));
	for (int i = 0; i < 2; i++) {
		if (!diag_open(&recorder.diag[i], arguments[2 + i]))
			kernel_fail("this kernel has no sock_diag");
	}
	recorder.traced = !alone && trace_exists();
	if (recorder.traced)
		trace_open(&trace, port_of(arguments[4]));
	puts("ready");
	fflush(stdout);
	record(&recorder);
	trace_close(&trace);
	report(&recorder);
	free(recorder.sightings);
	return 0;
}
