/*
 * shutdown-vs-close: shutdown() ends the connection, close() a descriptor.
 *
 * On the first two connections the client's socket has two descriptors, as
 * after fork().  The one is closed, the other is shut down.
 *
 * What to look for:
 *  - close() of one of two descriptors sends nothing, and the other one still
 *    writes.  Only the last close() sends the FIN;
 *  - shutdown(SHUT_WR) sends the FIN at once, however many descriptors there
 *    are: it is about the open file description behind them.  Writing is over
 *    by the other descriptor, too (EPIPE);
 *  - shutdown(SHUT_RD) sends nothing, and the peer does not learn of it.  On
 *    Linux read() returns end of file then, but what the peer sends all the
 * same can still be read.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab/lab.h"
#include "lab/sockets.h"

static void close_one(struct stage *stage, int listener)
{
	int client, copy, server;
	char text[16];

	CALL(stage, CLIENT, client = connect_to(&stage->address));
	CALL(stage, SERVER, server = accept(listener, NULL, NULL));
	CALL(stage, CLIENT, copy = dup(client));
	CALL(stage, CLIENT, close(client));
	stage_say(stage, "No FIN: the copy is still open.");
	CALL_GIVES(stage, CLIENT, 5, write(copy, "still", 5));
	CALL_GIVES(stage, SERVER, 5, read(server, text, sizeof(text)));
	CALL(stage, CLIENT, close(copy));
	CALL_GIVES(stage, SERVER, 0, read(server, text, sizeof(text)));
	CALL(stage, SERVER, close(server));
}

static void shut_down_one(struct stage *stage, int listener)
{
	int client, copy, server;
	char text[16];

	CALL(stage, CLIENT, client = connect_to(&stage->address));
	CALL(stage, SERVER, server = accept(listener, NULL, NULL));
	CALL(stage, CLIENT, copy = dup(client));
	CALL(stage, CLIENT, shutdown(client, SHUT_WR));
	stage_say(stage, "The copy is open, but there is no writing any more.");
	CALL_FAILS(stage, CLIENT, EPIPE, write(copy, "still", 5));
	CALL_GIVES(stage, SERVER, 0, read(server, text, sizeof(text)));
	CALL(stage, SERVER, close(server));
	CALL(stage, CLIENT, close(client));
	CALL(stage, CLIENT, close(copy));
}

static void shut_down_reading(struct stage *stage, int listener)
{
	int client, server;
	char text[16];

	CALL(stage, CLIENT, client = connect_to(&stage->address));
	CALL(stage, SERVER, server = accept(listener, NULL, NULL));
	CALL(stage, CLIENT, shutdown(client, SHUT_RD));
	CALL_GIVES(stage, CLIENT, 0, read(client, text, sizeof(text)));
	CALL_GIVES(stage, SERVER, 5, write(server, "hello", 5));
	CALL_GIVES(stage, CLIENT, 5, read(client, text, sizeof(text)));
	EXPECT(stage, memcmp(text, "hello", 5) == 0);
	CALL(stage, CLIENT, close(client));
	CALL(stage, SERVER, close(server));
}

static void run(struct stage *stage)
{
	const struct sockaddr_in *address = &stage->address;
	int listener;

	CALL(stage, SERVER, listener = listen_on(address, 5));
	stage_say(stage, "First connection: close() of one descriptor of two.");
	close_one(stage, listener);
	stage_say(stage, "Second connection: shutdown() by one of two.");
	shut_down_one(stage, listener);
	stage_say(stage, "Third connection: SHUT_RD.");
	shut_down_reading(stage, listener);
}

#define CLIENT_CLOSES                                                          \
	{                                                                      \
		"SYN_SENT ESTABLISHED FIN_WAIT1 FIN_WAIT2 "                    \
		"TIME_WAIT",                                                   \
			"SYN_RECV ESTABLISHED CLOSE_WAIT "                     \
			"LAST_ACK CLOSED"                                      \
	}

const struct lab lab_shutdown_vs_close = {
	.name = "shutdown-vs-close",
	.section = "61.2",
	.summary = "close() and shutdown() by one of two descriptors",
	.run = run,
	.flows = { CLIENT_CLOSES, CLIENT_CLOSES, CLIENT_CLOSES },
	.notes = { "active close by client" },
};
