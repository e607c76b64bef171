/*
 * nonblocking: a client that never waits in a call.
 *
 * What to look for:
 *  - connect() fails with EINPROGRESS: the SYN has left.  poll() tells when
 *    the answer has come, SO_ERROR what it was: 0, or why there is no
 *    connection.  That the socket is writable does not mean success;
 *  - the segments are those of any other client: a refusal, then a handshake;
 *  - accept() and read() fail with EAGAIN instead of waiting;
 *  - with O_ASYNC the process need not even ask: SIGIO comes with the data.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab/lab.h"
#include "lab/sockets.h"

static volatile sig_atomic_t signals;

static void count_signal(int signal)
{
	(void)signal;
	signals++;
}

/* Begins to connect, waits until that is decided, and asks how: it must be this
 * error, or 0. */
static int connect_without_waiting(struct stage *stage, int expected)
{
	const struct sockaddr *to = (const struct sockaddr *)&stage->address;
	struct pollfd polled = { .events = POLLOUT };
	socklen_t size = sizeof(int);
	int fd, error = -1;

	CALL(stage, CLIENT,
	     fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
	CALL_FAILS(stage, CLIENT, EINPROGRESS,
		   connect(fd, to, sizeof(stage->address)));
	polled.fd = fd;
	CALL_GIVES(stage, CLIENT, 1, poll(&polled, 1, 10000));
	EXPECT(stage, (polled.revents & POLLOUT) != 0);
	CALL(stage, CLIENT,
	     getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size));
	stage_show(stage, "error: %s", strerror(error));
	EXPECT(stage, error == expected);
	return fd;
}

static void read_without_waiting(struct stage *stage, int client, int server)
{
	struct pollfd polled = { .fd = client, .events = POLLIN };
	char text[16];

	CALL_FAILS(stage, CLIENT, EAGAIN, read(client, text, sizeof(text)));
	CALL_GIVES(stage, CLIENT, 0, poll(&polled, 1, 0));
	CALL_GIVES(stage, SERVER, 6, write(server, "hello\n", 6));
	CALL_GIVES(stage, CLIENT, 1, poll(&polled, 1, 10000));
	CALL_GIVES(stage, CLIENT, 6, read(client, text, sizeof(text)));
}

static void read_when_told(struct stage *stage, int client, int server)
{
	const struct sigaction count = { .sa_handler = count_signal,
					 .sa_flags = SA_RESTART };
	char text[16];

	stage_say(stage, "Signals instead of questions: O_ASYNC.");
	CALL(stage, CLIENT, sigaction(SIGIO, &count, NULL));
	CALL(stage, CLIENT, fcntl(client, F_SETOWN, getpid()));
	CALL(stage, CLIENT, fcntl(client, F_SETFL, O_NONBLOCK | O_ASYNC));
	EXPECT(stage, signals == 0);
	CALL_GIVES(stage, SERVER, 6, write(server, "hello\n", 6));
	EXPECT(stage, signals > 0);
	CALL_GIVES(stage, CLIENT, 6, read(client, text, sizeof(text)));
}

static void run(struct stage *stage)
{
	int listener, client, server;

	stage_say(stage, "Nobody listens yet.");
	client = connect_without_waiting(stage, ECONNREFUSED);
	CALL(stage, CLIENT, close(client));

	stage_say(stage, "Now somebody does.");
	CALL(stage, SERVER, listener = listen_on(&stage->address, 5));
	CALL(stage, SERVER, fcntl(listener, F_SETFL, O_NONBLOCK));
	CALL_FAILS(stage, SERVER, EAGAIN, accept(listener, NULL, NULL));
	client = connect_without_waiting(stage, 0);
	CALL(stage, SERVER, server = accept(listener, NULL, NULL));
	read_without_waiting(stage, client, server);
	read_when_told(stage, client, server);
	CALL(stage, CLIENT, close(client));
	CALL(stage, SERVER, close(server));
}

const struct lab lab_nonblocking = {
	.name = "nonblocking",
	.section = "63",
	.summary = "connect() under way, poll(), SO_ERROR, O_ASYNC",
	.run = run,
	.flows = { { "SYN_SENT CLOSED", "" },
		   { "SYN_SENT ESTABLISHED FIN_WAIT1 FIN_WAIT2 "
		     "TIME_WAIT",
		     "SYN_RECV ESTABLISHED CLOSE_WAIT LAST_ACK "
		     "CLOSED" } },
	.data = { { 0, 0 }, { .server = 2 } },
	.notes = { "refused" },
};
