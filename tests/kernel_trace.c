/*
 * The tracepoint, read as text from an instance of tracefs that is ours: the
 * tracing of others is neither seen nor disturbed.  See kernel_trace.h.
 */
#include "tests/kernel_trace.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#define TRACEFS "/sys/kernel/tracing"
#define TRACEPOINT "/events/sock/inet_sock_set_state"

bool trace_exists(void)
{
	if (access(TRACEFS "/instances", W_OK) == 0)
		return access(TRACEFS TRACEPOINT, R_OK) == 0;
	if (unshare(CLONE_NEWNS) < 0 ||
	    mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
	    mount("tracefs", TRACEFS, "tracefs", 0, NULL) < 0)
		return false;
	return access(TRACEFS TRACEPOINT, R_OK) == 0;
}

static int open_in_instance(const struct trace *trace, const char *file,
			    int flags)
{
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", trace->instance, file);
	fd = open(path, flags | O_CLOEXEC);
	if (fd < 0)
		kernel_fail("%s: %s", path, strerror(errno));
	return fd;
}

static void set(const struct trace *trace, const char *file, const char *value)
{
	int fd = open_in_instance(trace, file, O_WRONLY | O_TRUNC);
	ssize_t length = (ssize_t)strlen(value);

	if (write(fd, value, strlen(value)) != length)
		kernel_fail("%s/%s: %s", trace->instance, file,
			    strerror(errno));
	close(fd);
}

void trace_open(struct trace *trace, uint16_t port)
{
	char filter[64];

	snprintf(trace->instance, sizeof(trace->instance),
		 TRACEFS "/instances/tcpflow.%ld", (long)getpid());
	if (mkdir(trace->instance, 0700) < 0) {
		int error = errno;
		char instance[sizeof(trace->instance)];

		memcpy(instance, trace->instance, sizeof(instance));
		trace->instance[0] = '\0'; /* not ours to remove */
		kernel_fail("%s: %s", instance, strerror(error));
	}
	snprintf(filter, sizeof(filter), "sport == %u || dport == %u", port,
		 port);
	set(trace, "trace_clock", "mono");
	set(trace, "." TRACEPOINT "/filter", filter);
	trace->pipe =
		open_in_instance(trace, "trace_pipe", O_RDONLY | O_NONBLOCK);
	set(trace, "." TRACEPOINT "/enable", "1");
}

void trace_close(struct trace *trace)
{
	if (trace->pipe >= 0)
		close(trace->pipe);
	trace->pipe = -1;
	if (trace->instance[0] && rmdir(trace->instance) < 0)
		fprintf(stderr, "kernel: %s: %s\n", trace->instance,
			strerror(errno));
	trace->instance[0] = '\0';
}

/* ---- Lines ---- */

static int state_number(const char *name)
{
	static const struct {
		const char *name;
		int state;
	} states[] = {
		{ "TCP_ESTABLISHED", TCP_ESTABLISHED },
		{ "TCP_SYN_SENT", TCP_SYN_SENT },
		{ "TCP_SYN_RECV", TCP_SYN_RECV },
		{ "TCP_FIN_WAIT1", TCP_FIN_WAIT1 },
		{ "TCP_FIN_WAIT2", TCP_FIN_WAIT2 },
		{ "TCP_TIME_WAIT", TCP_TIME_WAIT },
		{ "TCP_CLOSE", TCP_CLOSE },
		{ "TCP_CLOSE_WAIT", TCP_CLOSE_WAIT },
		{ "TCP_LAST_ACK", TCP_LAST_ACK },
		{ "TCP_LISTEN", TCP_LISTEN },
		{ "TCP_CLOSING", TCP_CLOSING },
		{ "TCP_NEW_SYN_RECV", 12 },
	};

	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		if (strcmp(name, states[i].name) == 0)
			return states[i].state;
	}
	kernel_fail("the tracepoint tells of a state %s", name);
}

/* What follows KEY= on the line. */
static void field(const char *line, const char *key, char value[64])
{
	const char *found = line;
	size_t length = strlen(key);

	do {
		found = strstr(found + 1, key);
		if (!found)
			kernel_fail("no %s: %s", key, line);
	} while (found[-1] != ' ' || found[length] != '=');
	sscanf(found + length + 1, "%63s", value);
}

static uint16_t port_field(const char *line, const char *key)
{
	char value[64];

	field(line, key, value);
	return (uint16_t)strtoul(value, NULL, 10);
}

static void address_field(const char *line, int family, const char *key,
			  const char *key6, unsigned char address[16])
{
	char value[64];

	field(line, family == AF_INET ? key : key6, value);
	if (inet_pton(family, value, address) != 1)
		kernel_fail("not an address: %s", value);
}

static int state_field(const char *line, const char *key)
{
	char value[64];

	field(line, key, value);
	return state_number(value);
}

/* ... SECONDS.MICROSECONDS: inet_sock_set_state: FIELDS.  What stands in front
 * is the name of a process, which may be anything. */
static int64_t time_before(const char *line, const char *event)
{
	const char *at = event;
	long long seconds;
	long microseconds;

	while (at > line && at[-1] != ' ')
		at--;
	if (sscanf(at, "%lld.%6ld:", &seconds, &microseconds) != 2)
		kernel_fail("no time: %s", line);
	return seconds * 1000000 + microseconds;
}

static bool parse(const char *line, struct kernel_end *end,
		  struct kernel_sighting *sighting)
{
	static const char name[] = ": inet_sock_set_state: ";
	const char *event = strstr(line, name);
	char value[64];

	if (strstr(line, "LOST") && !event)
		kernel_fail("the kernel lost events: %s", line);
	if (!event)
		return false;
	memset(end, 0, sizeof(*end));
	sighting->time = time_before(line, event);
	event += strlen(name) - 1;
	field(event, "protocol", value);
	if (strcmp(value, "IPPROTO_TCP") != 0)
		return false;
	field(event, "family", value);
	end->family = strcmp(value, "AF_INET") == 0 ? AF_INET : AF_INET6;
	end->local_port = port_field(event, "sport");
	end->remote_port = port_field(event, "dport");
	address_field(event, end->family, "saddr", "saddrv6", end->local);
	address_field(event, end->family, "daddr", "daddrv6", end->remote);
	sighting->kind = SIGHTING_CHANGE;
	sighting->from = state_field(event, "oldstate");
	sighting->to = state_field(event, "newstate");
	return true;
}

/* False: there is none for now. */
static bool next_line(struct trace *trace, char line[512])
{
	char *end = memchr(trace->held, '\n', trace->length);
	size_t length;

	if (!end) {
		size_t room = sizeof(trace->held) - trace->length;
		ssize_t got =
			read(trace->pipe, trace->held + trace->length, room);

		if (got < 0 && errno != EAGAIN && errno != EINTR)
			kernel_fail("trace_pipe: %s", strerror(errno));
		if (got <= 0)
			return false;
		trace->length += (size_t)got;
		end = memchr(trace->held, '\n', trace->length);
	}
	if (!end)
		return false;
	length = (size_t)(end - trace->held);
	snprintf(line, 512, "%.*s", (int)length, trace->held);
	trace->length -= length + 1;
	memmove(trace->held, end + 1, trace->length);
	return true;
}

bool trace_next(struct trace *trace, struct kernel_end *end,
		struct kernel_sighting *sighting)
{
	char line[512];

	while (next_line(trace, line)) {
		if (parse(line, end, sighting))
			return true;
	}
	return false;
}
