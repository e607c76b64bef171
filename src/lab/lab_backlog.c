/*
 * backlog: connections that nobody accept()s.
 *
 * The kernel makes connections by itself, and keeps them until accept() fetches
 * them: on Linux one more than the backlog that listen() was told, here one.
 *
 * What to look for:
 *  - the first client is connected although nobody has called accept();
 *  - the second one's SYN finds the queue full and is dropped without an
 * answer: not a refusal, for there may be room a moment later;
 *  - it is sent again after a second.  Meanwhile accept() has made room, and
 *    connect() succeeds.
 */
#include <errno.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab/lab.h"
#include "lab/sockets.h"

static void run(struct stage *stage)
{
	const struct sockaddr *address = (struct sockaddr *)&stage->address;
	const socklen_t length = sizeof(stage->address);
	int listener, first, second, server;

	CALL(stage, SERVER, listener = listen_on(&stage->address, 0));
	CALL(stage, CLIENT, first = connect_to(&stage->address));
	stage_say(stage, "The queue is full now.  The second client does not "
			 "wait for its connect().");
	CALL(stage, CLIENT,
	     second = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
	CALL_FAILS(stage, CLIENT, EINPROGRESS,
		   connect(second, address, length));
	stage_say(stage, "No answer.  accept() makes room.");
	CALL(stage, SERVER, server = accept(listener, NULL, NULL));
	stage_say(stage, "After a second the client sends its SYN again.");
	stage_await_state(stage, second, TCP_ESTABLISHED);

	CALL(stage, CLIENT, close(first));
	CALL(stage, SERVER, close(server));
	CALL(stage, SERVER, server = accept(listener, NULL, NULL));
	CALL(stage, CLIENT, close(second));
	CALL(stage, SERVER, close(server));
}

#define CLIENT_CLOSES                                                          \
	{                                                                      \
		"SYN_SENT ESTABLISHED FIN_WAIT1 FIN_WAIT2 "                    \
		"TIME_WAIT",                                                   \
			"SYN_RECV ESTABLISHED CLOSE_WAIT "                     \
			"LAST_ACK CLOSED"                                      \
	}

const struct lab lab_backlog = {
	.name = "backlog",
	.section = "56.5.1",
	.summary = "a full queue: SYNs are dropped, and sent again",
	.run = run,
	.flows = { CLIENT_CLOSES, CLIENT_CLOSES },
	.notes = { "retransmission" },
};
