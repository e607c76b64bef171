/*
 * time-wait: what TIME_WAIT is for, and whom it hinders.
 *
 * The server closes first, so it is the one that stays in TIME_WAIT, for 60
 * seconds on Linux.  Its last ACK gets lost: at the client's socket, where
 * tcpflow has seen it already.
 *
 * What to look for:
 *  - the client waits in LAST_ACK, and sends its FIN again.  There is still
 *    somebody to acknowledge it: the first purpose of TIME_WAIT, which begins
 *    anew with that;
 *  - a new server cannot bind() to the port (EADDRINUSE), although nobody
 *    listens there any more: old duplicates shall die out first, the second
 *    purpose;
 *  - with SO_REUSEADDR it can, as a new connection has other ports and so is
 *    told apart from the old one.  Every server should set it.
 */
#include <errno.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab/lab.h"
#include "lab/sockets.h"

static void lose_last_ack(struct stage *stage, int client)
{
	stage_say(stage, "The client's socket loses what comes, then closes.");
	stage_lose(stage, CLIENT, client);
	CALL(stage, CLIENT, shutdown(client, SHUT_WR));
	stage_lose_no_more(stage, CLIENT, client);
	stage_say(stage,
		  "The client sends its FIN again until it has the ACK.");
	stage_await_state(stage, client, TCP_CLOSE);
	CALL(stage, CLIENT, close(client));
}

static void run(struct stage *stage)
{
	const struct sockaddr *address = (struct sockaddr *)&stage->address;
	const socklen_t length = sizeof(stage->address);
	int listener, client, server, on = 1;

	CALL(stage, SERVER, listener = listen_on(&stage->address, 5));
	CALL(stage, CLIENT, client = connect_to(&stage->address));
	CALL(stage, SERVER, server = accept(listener, NULL, NULL));
	stage_say(stage, "The server closes first, and ends altogether.");
	CALL(stage, SERVER, close(listener));
	CALL(stage, SERVER, close(server));
	lose_last_ack(stage, client);

	stage_say(stage, "The server is started again.");
	CALL(stage, SERVER, listener = socket(AF_INET, SOCK_STREAM, 0));
	CALL_FAILS(stage, SERVER, EADDRINUSE, bind(listener, address, length));
	CALL(stage, SERVER,
	     setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)));
	CALL(stage, SERVER, bind(listener, address, length));
	CALL(stage, SERVER, listen(listener, 5));

	stage_say(stage,
		  "A new connection, while the old one is in TIME_WAIT.");
	CALL(stage, CLIENT, client = connect_to(&stage->address));
	CALL(stage, SERVER, server = accept(listener, NULL, NULL));
	CALL(stage, CLIENT, close(client));
	CALL(stage, SERVER, close(server));
}

const struct lab lab_time_wait = {
	.name = "time-wait",
	.section = "61.6.7",
	.summary = "the last ACK lost; bind() and SO_REUSEADDR (61.10)",
	.run = run,
	.flows = { { "SYN_SENT ESTABLISHED CLOSE_WAIT LAST_ACK CLOSED",
		     "SYN_RECV ESTABLISHED FIN_WAIT1 FIN_WAIT2 "
		     "TIME_WAIT" },
		   { "SYN_SENT ESTABLISHED FIN_WAIT1 FIN_WAIT2 "
		     "TIME_WAIT",
		     "SYN_RECV ESTABLISHED CLOSE_WAIT LAST_ACK "
		     "CLOSED" } },
	.notes = { "active close by server", "retransmission",
		   "TIME_WAIT restarted" },
};
