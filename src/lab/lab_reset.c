/*
 * reset: three ways to end a connection by RST, where nothing is promised to
 * arrive.
 *
 * What to look for:
 *  - close() with SO_LINGER of 0 seconds sends RST, and no FIN.  The peer's
 *    read() fails (ECONNRESET), and nobody goes through TIME_WAIT;
 *  - close() of a socket with data that were not read sends RST as well: so the
 *    peer learns that they are lost;
 *  - data that come to a socket which is closed altogether are answered by RST.
 *    The write() that sent them has succeeded; the next one fails (EPIPE).
 */
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab/lab.h"
#include "lab/sockets.h"

static void abort_by_linger(struct stage *stage, int listener)
{
	struct linger linger = { .l_onoff = 1, .l_linger = 0 };
	int client, server;
	char text[16];

	CALL(stage, CLIENT, client = connect_to(&stage->address));
	CALL(stage, SERVER, server = accept(listener, NULL, NULL));
	CALL(stage, CLIENT,
	     setsockopt(client, SOL_SOCKET, SO_LINGER, &linger,
			sizeof(linger)));
	CALL(stage, CLIENT, close(client));
	CALL_FAILS(stage, SERVER, ECONNRESET, read(server, text, sizeof(text)));
	CALL(stage, SERVER, close(server));
}

static void leave_unread(struct stage *stage, int listener)
{
	int client, server;
	char text[16];

	CALL(stage, CLIENT, client = connect_to(&stage->address));
	CALL(stage, SERVER, server = accept(listener, NULL, NULL));
	CALL_GIVES(stage, CLIENT, 6, write(client, "unread", 6));
	CALL(stage, SERVER, close(server));
	CALL_FAILS(stage, CLIENT, ECONNRESET, read(client, text, sizeof(text)));
	CALL(stage, CLIENT, close(client));
}

static void write_too_late(struct stage *stage, int listener)
{
	int client, server;
	char text[16];

	CALL(stage, CLIENT, client = connect_to(&stage->address));
	CALL(stage, SERVER, server = accept(listener, NULL, NULL));
	CALL(stage, SERVER, close(server));
	CALL_GIVES(stage, CLIENT, 0, read(client, text, sizeof(text)));
	stage_say(stage, "End of file says that the server does not write any "
			 "more.  The client cannot\nknow that it does not read "
			 "either.");
	CALL_GIVES(stage, CLIENT, 4, write(client, "late", 4));
	CALL_FAILS(stage, CLIENT, EPIPE, write(client, "later", 5));
	CALL(stage, CLIENT, close(client));
}

static void run(struct stage *stage)
{
	const struct sockaddr_in *address = &stage->address;
	int listener;

	CALL(stage, SERVER, listener = listen_on(address, 5));
	stage_say(stage, "First connection: SO_LINGER.");
	abort_by_linger(stage, listener);
	stage_say(stage, "Second connection: unread data.");
	leave_unread(stage, listener);
	stage_say(stage, "Third connection: data after close().");
	write_too_late(stage, listener);
}

const struct lab lab_reset = {
	.name = "reset",
	.section = "61.6.6",
	.summary = "RST by SO_LINGER, unread data, data after close()",
	.run = run,
	.flows = { { "SYN_SENT ESTABLISHED CLOSED",
		     "SYN_RECV ESTABLISHED CLOSED" },
		   { "SYN_SENT ESTABLISHED CLOSED",
		     "SYN_RECV ESTABLISHED CLOSED" },
		   { "SYN_SENT ESTABLISHED CLOSE_WAIT CLOSED",
		     "SYN_RECV ESTABLISHED FIN_WAIT1 FIN_WAIT2 "
		     "CLOSED" } },
	.notes = { "reset by client", "reset by server" },
};
