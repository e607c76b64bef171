/*
 * recv-flags: what the flags of recv() and send() change.
 *
 * What to look for:
 *  - MSG_PEEK leaves what it reads: the next recv() gets it again;
 *  - MSG_DONTWAIT makes this one call not wait, though the socket blocks;
 *  - recv() takes what is there, even if more was asked for; MSG_WAITALL waits
 *    for the rest, which comes in a segment of its own;
 *  - two calls of send() send two segments.  With MSG_MORE the first sends
 *    nothing, and one segment carries both;
 *  - send() to a peer that has reset the connection raises SIGPIPE, unless
 *    MSG_NOSIGNAL leaves it at EPIPE.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab/lab.h"
#include "lab/sockets.h"

enum { LATER = 300000 /* microseconds */ };

static volatile sig_atomic_t broken_pipes;

static void count_broken_pipe(int signal)
{
	(void)signal;
	broken_pipes++;
}

static void look_first(struct stage *stage, int client, int server)
{
	char first[16], second[16];

	CALL_GIVES(stage, CLIENT, 5, send(client, "hello", 5, 0));
	CALL_GIVES(stage, SERVER, 5, recv(server, first, 16, MSG_PEEK));
	CALL_GIVES(stage, SERVER, 5, recv(server, second, 16, 0));
	EXPECT(stage, memcmp(first, "hello", 5) == 0);
	EXPECT(stage, memcmp(second, "hello", 5) == 0);
	stage_say(stage, "Only now is nothing left.");
	CALL_FAILS(stage, SERVER, EAGAIN,
		   recv(server, second, 16, MSG_DONTWAIT));
}

/* In a child, while this process waits in recv(). */
static pid_t send_later(int fd, const char *text)
{
	pid_t child = fork();

	if (child != 0)
		return child;
	usleep(LATER);
	_exit(send(fd, text, strlen(text), 0) < 0);
}

static void wait_for_all(struct stage *stage, int client, int server)
{
	char text[10];
	int child, status;

	stage_say(stage,
		  "Five octets of ten are there.  Without MSG_WAITALL, and "
		  "with it:");
	CALL_GIVES(stage, CLIENT, 5, send(client, "hello", 5, 0));
	CALL_GIVES(stage, SERVER, 5, recv(server, text, 10, 0));
	CALL_GIVES(stage, CLIENT, 5, send(client, "hello", 5, 0));
	CALL(stage, CLIENT, child = send_later(client, "world"));
	CALL_GIVES(stage, SERVER, 10, recv(server, text, 10, MSG_WAITALL));
	EXPECT(stage, memcmp(text, "helloworld", 10) == 0);
	CALL(stage, CLIENT, waitpid(child, &status, 0));
	EXPECT(stage, status == 0);
}

static void send_more(struct stage *stage, int client, int server)
{
	char text[16];

	stage_say(stage,
		  "A header and a body.  Without MSG_MORE, and with it:");
	CALL_GIVES(stage, CLIENT, 6, send(client, "header", 6, 0));
	CALL_GIVES(stage, CLIENT, 4, send(client, "body", 4, 0));
	CALL_GIVES(stage, SERVER, 10, recv(server, text, 16, 0));
	stage_hurry(stage);
	CALL_GIVES(stage, CLIENT, 6, send(client, "header", 6, MSG_MORE));
	stage_hurry(stage);
	CALL_FAILS(stage, SERVER, EAGAIN, recv(server, text, 16, MSG_DONTWAIT));
	CALL_GIVES(stage, CLIENT, 4, send(client, "body", 4, 0));
	CALL_GIVES(stage, SERVER, 10, recv(server, text, 16, 0));
}

static void send_in_vain(struct stage *stage, int client)
{
	const struct sigaction count = { .sa_handler = count_broken_pipe,
					 .sa_flags = SA_RESTART };

	CALL(stage, CLIENT, sigaction(SIGPIPE, &count, NULL));
	CALL_GIVES(stage, CLIENT, 1, send(client, "1", 1, 0));
	CALL_FAILS(stage, CLIENT, EPIPE, send(client, "2", 1, 0));
	EXPECT(stage, broken_pipes == 1);
	CALL_FAILS(stage, CLIENT, EPIPE, send(client, "3", 1, MSG_NOSIGNAL));
	EXPECT(stage, broken_pipes == 1);
}

static void run(struct stage *stage)
{
	int listener, client, server;

	CALL(stage, SERVER, listener = listen_on(&stage->address, 5));
	CALL(stage, CLIENT, client = connect_to(&stage->address));
	CALL(stage, SERVER, server = accept(listener, NULL, NULL));
	look_first(stage, client, server);
	wait_for_all(stage, client, server);
	send_more(stage, client, server);
	stage_say(stage, "The server has gone; the first send() finds out.");
	CALL(stage, SERVER, close(server));
	send_in_vain(stage, client);
}

const struct lab lab_recv_flags = {
	.name = "recv-flags",
	.section = "61.3",
	.summary = "MSG_PEEK, _DONTWAIT, _WAITALL, _MORE, _NOSIGNAL",
	.run = run,
	.flows = { { "SYN_SENT ESTABLISHED CLOSE_WAIT CLOSED",
		     "SYN_RECV ESTABLISHED FIN_WAIT1 FIN_WAIT2 "
		     "CLOSED" } },
	/* 1 + 3 + 2 + 1, and the one that is reset. */
	.data = { { .client = 8 } },
	.notes = { "half-close", "reset by server" },
};
