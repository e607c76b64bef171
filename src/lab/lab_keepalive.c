/*
 * keepalive: asking a silent peer whether it is still there.
 *
 * The client's host sends probes when nothing was heard for a while: after two
 * hours, unless one asks for something else.
 *
 * What to look for:
 *  - the probe: a segment without data, whose number is one less than that of
 *    the next octet.  The peer has that octet, so it must answer;
 *  - the answer acknowledges again what it had acknowledged before;
 *  - no state changes, and neither program notices: read() would still wait;
 *  - when no answer comes, reading fails with ETIMEDOUT, and a RST tells the
 *    peer, if it is there.  Here it is, but does not hear: to the server the
 *    connection is open until it sends something, which is answered by a RST.
 */
#include <errno.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab/lab.h"
#include "lab/sockets.h"

enum {
	/* Milliseconds: one probe, and two that are not answered, with some
	 * time to spare. */
	FIRST_PROBE = 1500,
	LAST_PROBE = 3600
};

static void ask_each_second(struct stage *stage, int client)
{
	const int on = 1, second = 1, probes = 2;

	CALL(stage, CLIENT,
	     setsockopt(client, SOL_TCP, TCP_KEEPIDLE, &second, sizeof(int)));
	CALL(stage, CLIENT,
	     setsockopt(client, SOL_TCP, TCP_KEEPINTVL, &second, sizeof(int)));
	CALL(stage, CLIENT,
	     setsockopt(client, SOL_TCP, TCP_KEEPCNT, &probes, sizeof(int)));
	CALL(stage, CLIENT,
	     setsockopt(client, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(int)));
}

static void go_deaf(struct stage *stage, int client, int server)
{
	char text[16];

	stage_say(stage, "From now on the server's host hears nothing.");
	if (!stage_lose(stage, SERVER, server))
		return;
	stage_wait(stage, LAST_PROBE);
	CALL_FAILS(stage, CLIENT, ETIMEDOUT,
		   recv(client, text, 16, MSG_DONTWAIT));

	stage_say(stage, "It hears again, and does not know what happened.");
	stage_lose_no_more(stage, SERVER, server);
	CALL_FAILS(stage, SERVER, EAGAIN, recv(server, text, 16, MSG_DONTWAIT));
	CALL_GIVES(stage, SERVER, 6, write(server, "hello\n", 6));
	CALL_FAILS(stage, SERVER, ECONNRESET, read(server, text, sizeof(text)));
}

static void run(struct stage *stage)
{
	int listener, client, server;
	char text[16];

	CALL(stage, SERVER, listener = listen_on(&stage->address, 5));
	CALL(stage, CLIENT, client = connect_to(&stage->address));
	CALL(stage, SERVER, server = accept(listener, NULL, NULL));
	CALL_GIVES(stage, CLIENT, 6, write(client, "hello\n", 6));
	CALL_GIVES(stage, SERVER, 6, read(server, text, sizeof(text)));

	ask_each_second(stage, client);
	stage_say(stage,
		  "Neither program says anything.  The client's host asks.");
	stage_wait(stage, FIRST_PROBE);
	CALL_FAILS(stage, SERVER, EAGAIN, recv(server, text, 16, MSG_DONTWAIT));
	CALL_FAILS(stage, CLIENT, EAGAIN, recv(client, text, 16, MSG_DONTWAIT));
	go_deaf(stage, client, server);
}

const struct lab lab_keepalive = {
	.name = "keepalive",
	.section = "61.9",
	.summary = "SO_KEEPALIVE: probes, answered or not",
	.run = run,
	.flows = { { "SYN_SENT ESTABLISHED CLOSED",
		     "SYN_RECV ESTABLISHED CLOSED" } },
	.data = { { .client = 1, .server = 1 } },
	.notes = { "keep-alive", "keep-alive ack", "reset by client" },
};
