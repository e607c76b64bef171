/*
 * half-close: the client ends its direction and reads on.
 *
 * The echo client of listing 61-2 sends all it has, says with shutdown(SHUT_WR)
 * that nothing more will come, and reads the echo until end of file.
 *
 * What to look for:
 *  - shutdown() sends the FIN, though the socket stays open: FIN_WAIT1, and
 *    with the acknowledgement FIN_WAIT2;
 *  - the server is in CLOSE_WAIT then, and stays there as long as it likes.  It
 *    first reads all that was sent before, and only then end of file (0);
 *  - what it sends meanwhile still arrives, and is acknowledged by a client in
 *    FIN_WAIT2;
 *  - its close() sends the second FIN.  Only the client, which closed first,
 *    ends in TIME_WAIT.
 */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab/lab.h"
#include "lab/sockets.h"

static void run(struct stage *stage)
{
	const struct sockaddr_in *address = &stage->address;
	char text[64];
	int listener, client, server;

	CALL(stage, SERVER, listener = listen_on(address, 5));
	CALL(stage, CLIENT, client = connect_to(address));
	CALL(stage, SERVER, server = accept(listener, NULL, NULL));

	CALL_GIVES(stage, CLIENT, 6, write(client, "hello\n", 6));
	CALL_GIVES(stage, CLIENT, 8, write(client, "goodbye\n", 8));
	stage_say(stage, "That was all the client has to say; it listens on.");
	CALL(stage, CLIENT, shutdown(client, SHUT_WR));

	stage_say(stage, "The server echoes until end of file.");
	CALL_GIVES(stage, SERVER, 14, read(server, text, sizeof(text)));
	CALL_GIVES(stage, SERVER, 14, writen(server, text, 14));
	CALL_GIVES(stage, SERVER, 0, read(server, text, sizeof(text)));
	CALL(stage, SERVER, close(server));

	stage_say(stage, "And the client reads until end of file.");
	CALL_GIVES(stage, CLIENT, 14, readn(client, text, sizeof(text)));
	EXPECT(stage, memcmp(text, "hello\ngoodbye\n", 14) == 0);
	CALL(stage, CLIENT, close(client));
}

const struct lab lab_half_close = {
	.name = "half-close",
	.section = "61.2",
	.summary = "shutdown(SHUT_WR): end of file for the peer",
	.run = run,
	.flows = { { "SYN_SENT ESTABLISHED FIN_WAIT1 FIN_WAIT2 "
		     "TIME_WAIT",
		     "SYN_RECV ESTABLISHED CLOSE_WAIT LAST_ACK "
		     "CLOSED" } },
	.data = { { .client = 2, .server = 1 } },
	.notes = { "active close by client", "half-close" },
};
