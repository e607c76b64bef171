/*
 * refused: connect() to a port where nobody listens.
 *
 * What to look for:
 *  - the SYN is answered by RST at once, and connect() fails (ECONNREFUSED);
 *  - a client that waits for its server tries again after a pause that doubles
 *    each time, with a new socket: each SYN comes from another port;
 *  - as soon as the server listens, the next attempt succeeds.
 */
#include <errno.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab/lab.h"
#include "lab/sockets.h"

/* In a child: the server that is late.  It fetches one connection and closes
 * it. */
static pid_t serve_late(const struct sockaddr_in *address)
{
	pid_t child = fork();
	int listener, server;
	char octet;

	if (child != 0)
		return child;
	usleep(500000);
	listener = listen_on(address, 5);
	server = accept(listener, NULL, NULL);
	_exit(server < 0 || read(server, &octet, 1) != 0);
}

static void run(struct stage *stage)
{
	const struct sockaddr_in *address = &stage->address;
	int client, status;
	pid_t child;

	CALL_FAILS(stage, CLIENT, ECONNREFUSED, connect_to(address));
	stage_say(stage, "The server will listen in half a second; the client "
			 "tries now and in one.");
	CALL(stage, SERVER, child = serve_late(address));
	CALL(stage, CLIENT, client = connect_patiently(address, 4));
	CALL(stage, CLIENT, close(client));
	CALL(stage, SERVER, waitpid(child, &status, 0));
	EXPECT(stage, WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

const struct lab lab_refused = {
	.name = "refused",
	.section = "56.5.3",
	.summary = "nobody listens; trying again, with back-off",
	.run = run,
	.flows = { { "SYN_SENT CLOSED", "" },
		   { "SYN_SENT CLOSED", "" },
		   { "SYN_SENT ESTABLISHED FIN_WAIT1 FIN_WAIT2 "
		     "TIME_WAIT",
		     "SYN_RECV ESTABLISHED CLOSE_WAIT LAST_ACK "
		     "CLOSED" } },
	.notes = { "refused" },
};
