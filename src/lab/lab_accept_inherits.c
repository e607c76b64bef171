/*
 * accept-inherits: what an accepted socket has of the listening one.
 *
 * What to look for:
 *  - it has the socket options: SO_KEEPALIVE, SO_RCVBUF, TCP_NODELAY.  A
 *    server sets them once, on the listening socket.  The size of the receive
 *    buffer must be set there: the handshake already needs it;
 *  - it has not, on Linux, the flags of the open file description, O_NONBLOCK
 *    and O_ASYNC, nor its owner and signal, nor the descriptor's
 *    FD_CLOEXEC.  On BSD it has the flags: a portable server sets them either
 *    way;
 *  - accept4() sets two of them in the same call.
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
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

static void set_flags(struct stage *stage, int listener)
{
	const struct sigaction count = { .sa_handler = count_signal,
					 .sa_flags = SA_RESTART };

	CALL(stage, SERVER, sigaction(SIGUSR1, &count, NULL));
	CALL(stage, SERVER, fcntl(listener, F_SETOWN, getpid()));
	CALL(stage, SERVER, fcntl(listener, F_SETSIG, SIGUSR1));
	CALL(stage, SERVER, fcntl(listener, F_SETFL, O_NONBLOCK | O_ASYNC));
	CALL(stage, SERVER, fcntl(listener, F_SETFD, FD_CLOEXEC));
}

static void set_options(struct stage *stage, int listener)
{
	const int on = 1, size = 10000;

	CALL(stage, SERVER,
	     setsockopt(listener, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(int)));
	CALL(stage, SERVER,
	     setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &size, sizeof(int)));
	CALL(stage, SERVER,
	     setsockopt(listener, SOL_TCP, TCP_NODELAY, &on, sizeof(int)));
}

/* Whether this flag of F_GETFL is set. */
static bool flag(int fd, int bit)
{
	return (fcntl(fd, F_GETFL) & bit) != 0;
}

static void compare_flags(struct stage *stage, int listener, int server)
{
	stage_say(stage,
		  "Flags of the listening socket, and of the accepted one.");
	CALL_GIVES(stage, SERVER, true, flag(listener, O_NONBLOCK));
	CALL_GIVES(stage, SERVER, false, flag(server, O_NONBLOCK));
	CALL_GIVES(stage, SERVER, true, flag(listener, O_ASYNC));
	CALL_GIVES(stage, SERVER, false, flag(server, O_ASYNC));
	CALL_GIVES(stage, SERVER, FD_CLOEXEC, fcntl(listener, F_GETFD));
	CALL_GIVES(stage, SERVER, 0, fcntl(server, F_GETFD));
	CALL_GIVES(stage, SERVER, getpid(), fcntl(listener, F_GETOWN));
	CALL_GIVES(stage, SERVER, 0, fcntl(server, F_GETOWN));
	CALL_GIVES(stage, SERVER, SIGUSR1, fcntl(listener, F_GETSIG));
	CALL_GIVES(stage, SERVER, 0, fcntl(server, F_GETSIG));
}

static int option(int fd, int level, int name)
{
	int value;
	socklen_t size = sizeof(value);

	return getsockopt(fd, level, name, &value, &size) < 0 ? -1 : value;
}

static void compare_options(struct stage *stage, int listener, int server)
{
	const int size = option(listener, SOL_SOCKET, SO_RCVBUF);

	stage_say(stage, "Options of the accepted socket.");
	CALL_GIVES(stage, SERVER, 1, option(server, SOL_SOCKET, SO_KEEPALIVE));
	CALL_GIVES(stage, SERVER, size, option(server, SOL_SOCKET, SO_RCVBUF));
	CALL_GIVES(stage, SERVER, 1, option(server, SOL_TCP, TCP_NODELAY));
}

static void run(struct stage *stage)
{
	const int flags = SOCK_NONBLOCK | SOCK_CLOEXEC;
	int listener, client, server;

	CALL(stage, SERVER, listener = listen_on(&stage->address, 5));
	set_options(stage, listener);
	set_flags(stage, listener);
	CALL_FAILS(stage, SERVER, EAGAIN, accept(listener, NULL, NULL));
	CALL(stage, CLIENT, client = connect_to(&stage->address));
	EXPECT(stage, signals == 1);
	CALL(stage, SERVER, server = accept(listener, NULL, NULL));
	compare_flags(stage, listener, server);
	compare_options(stage, listener, server);
	CALL(stage, CLIENT, close(client));
	CALL(stage, SERVER, close(server));

	stage_say(stage, "Set anew, in the same call.");
	CALL(stage, CLIENT, client = connect_to(&stage->address));
	CALL(stage, SERVER, server = accept4(listener, NULL, NULL, flags));
	CALL_GIVES(stage, SERVER, true, flag(server, O_NONBLOCK));
	CALL_GIVES(stage, SERVER, FD_CLOEXEC, fcntl(server, F_GETFD));
	CALL(stage, CLIENT, close(client));
	CALL(stage, SERVER, close(server));
}

#define CLIENT_STATES "SYN_SENT ESTABLISHED FIN_WAIT1 FIN_WAIT2 TIME_WAIT"
#define SERVER_STATES "SYN_RECV ESTABLISHED CLOSE_WAIT LAST_ACK CLOSED"

const struct lab lab_accept_inherits = {
	.name = "accept-inherits",
	.section = "61.11",
	.summary = "what an accepted socket has of the listening one",
	.run = run,
	.flows = { { CLIENT_STATES, SERVER_STATES },
		   { CLIENT_STATES, SERVER_STATES } },
	.notes = { "active close by client" },
};
