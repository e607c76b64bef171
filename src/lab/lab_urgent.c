/*
 * urgent: an octet that is marked as urgent.
 *
 * What to look for:
 *  - send(MSG_OOB) sets the flag URG and the urgent pointer, which points
 * behind the last octet.  That keeps its place in the sequence: nothing
 * overtakes;
 *  - SIGURG comes with it, to the process that owns the socket;
 *  - read() stops before it, and sockatmark() says that the mark is reached.
 *    recv(MSG_OOB) gets it; read() goes on after it;
 *  - a connection has one mark.  A second urgent octet takes it, and the first
 *    is lost, or, if something before it was not read yet, becomes an octet
 *    like all others;
 *  - with SO_OOBINLINE read() gets it, in its place, and recv(MSG_OOB) fails.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab/lab.h"
#include "lab/sockets.h"

static volatile sig_atomic_t urgencies;

static void count_urgency(int signal)
{
	(void)signal;
	urgencies++;
}

static void mark(struct stage *stage, int client, int server)
{
	char text[16];

	CALL_GIVES(stage, CLIENT, 3, write(client, "abc", 3));
	CALL_GIVES(stage, CLIENT, 1, send(client, "!", 1, MSG_OOB));
	EXPECT(stage, urgencies == 1);
	CALL_GIVES(stage, CLIENT, 3, write(client, "def", 3));

	CALL_GIVES(stage, SERVER, 0, sockatmark(server));
	CALL_GIVES(stage, SERVER, 3, read(server, text, sizeof(text)));
	CALL_GIVES(stage, SERVER, 1, sockatmark(server));
	CALL_GIVES(stage, SERVER, 1, recv(server, text + 3, 1, MSG_OOB));
	EXPECT(stage, memcmp(text, "abc!", 4) == 0);
	CALL_GIVES(stage, SERVER, 3, read(server, text, sizeof(text)));
	EXPECT(stage, memcmp(text, "def", 3) == 0);
	CALL_FAILS(stage, SERVER, EINVAL, recv(server, text, 1, MSG_OOB));
}

static void mark_twice(struct stage *stage, int client, int server)
{
	char text[16];

	stage_say(stage, "Two urgent octets, and the first is not read yet.");
	CALL_GIVES(stage, CLIENT, 1, send(client, "1", 1, MSG_OOB));
	CALL_GIVES(stage, CLIENT, 1, send(client, "2", 1, MSG_OOB));
	EXPECT(stage, urgencies == 3);
	CALL_GIVES(stage, SERVER, 1, recv(server, text, 1, MSG_OOB));
	EXPECT(stage, text[0] == '2');
	CALL_FAILS(stage, SERVER, EAGAIN, recv(server, text, 16, MSG_DONTWAIT));

	stage_say(stage, "The same, behind octets that are not read yet.");
	CALL_GIVES(stage, CLIENT, 3, write(client, "abc", 3));
	CALL_GIVES(stage, CLIENT, 1, send(client, "1", 1, MSG_OOB));
	CALL_GIVES(stage, CLIENT, 1, send(client, "2", 1, MSG_OOB));
	CALL_GIVES(stage, SERVER, 1, recv(server, text, 1, MSG_OOB));
	EXPECT(stage, text[0] == '2');
	CALL_GIVES(stage, SERVER, 4, read(server, text, sizeof(text)));
	EXPECT(stage, memcmp(text, "abc1", 4) == 0);
	CALL_FAILS(stage, SERVER, EAGAIN, recv(server, text, 16, MSG_DONTWAIT));
}

static void mark_inline(struct stage *stage, int client, int server)
{
	const int on = 1;
	char text[16];

	stage_say(stage, "In its place: the mark stands between abc and !def.");
	CALL(stage, SERVER,
	     setsockopt(server, SOL_SOCKET, SO_OOBINLINE, &on, sizeof(on)));
	CALL_GIVES(stage, CLIENT, 3, write(client, "abc", 3));
	CALL_GIVES(stage, CLIENT, 1, send(client, "!", 1, MSG_OOB));
	CALL_GIVES(stage, CLIENT, 3, write(client, "def", 3));
	CALL_FAILS(stage, SERVER, EINVAL, recv(server, text, 1, MSG_OOB));
	CALL_GIVES(stage, SERVER, 3, read(server, text, sizeof(text)));
	CALL_GIVES(stage, SERVER, 1, sockatmark(server));
	CALL_GIVES(stage, SERVER, 4, read(server, text, sizeof(text)));
	EXPECT(stage, memcmp(text, "!def", 4) == 0);
}

static void run(struct stage *stage)
{
	const struct sigaction count = { .sa_handler = count_urgency,
					 .sa_flags = SA_RESTART };
	int listener, client, server;

	CALL(stage, SERVER, listener = listen_on(&stage->address, 5));
	CALL(stage, CLIENT, client = connect_to(&stage->address));
	CALL(stage, SERVER, server = accept(listener, NULL, NULL));
	CALL(stage, SERVER, sigaction(SIGURG, &count, NULL));
	CALL(stage, SERVER, fcntl(server, F_SETOWN, getpid()));
	mark(stage, client, server);
	mark_twice(stage, client, server);
	mark_inline(stage, client, server);
	CALL(stage, CLIENT, close(client));
	CALL(stage, SERVER, close(server));
}

const struct lab lab_urgent = {
	.name = "urgent",
	.section = "61.13.1",
	.summary = "MSG_OOB, SIGURG, sockatmark(): the urgent mark",
	.run = run,
	.flows = { { "SYN_SENT ESTABLISHED FIN_WAIT1 FIN_WAIT2 "
		     "TIME_WAIT",
		     "SYN_RECV ESTABLISHED CLOSE_WAIT LAST_ACK "
		     "CLOSED" } },
	.data = { { .client = 11 } },
	.notes = { "urgent data" },
};
