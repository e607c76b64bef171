/*
 * handshake: how a connection comes to be.
 *
 * The server's three calls, socket(), bind(), listen(), and the client's two,
 * socket() and connect(), each by itself.
 *
 * What to look for:
 *  - neither socket() nor bind() nor listen() sends anything;
 *  - connect() causes all three segments, SYN, SYN and ACK, ACK, and returns
 *    when the second has come: figure 61-5;
 *  - each SYN takes one sequence number: the ACK is one more than what it
 *    answers;
 *  - accept() sends nothing either.  The kernel has made the connection; the
 *    call only fetches it.
 */
#include <sys/socket.h>
#include <unistd.h>

#include "lab/lab.h"
#include "lab/sockets.h"

static void run(struct stage *stage)
{
	const struct sockaddr *address =
		(const struct sockaddr *)&stage->address;
	const socklen_t length = sizeof(stage->address);
	struct sockaddr_in peer = { 0 };
	socklen_t peer_length = sizeof(peer);
	char text[ADDRESS_TEXT_SIZE];
	int listener, client, server, on = 1;

	CALL(stage, SERVER, listener = socket(AF_INET, SOCK_STREAM, 0));
	CALL(stage, SERVER,
	     setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)));
	CALL(stage, SERVER, bind(listener, address, length));
	CALL(stage, SERVER, listen(listener, 5));
	stage_say(stage, "The server listens at %s.  Nothing was sent so far.",
		  address_text(address, length, text));

	CALL(stage, CLIENT, client = socket(AF_INET, SOCK_STREAM, 0));
	CALL(stage, CLIENT, connect(client, address, length));
	stage_say(stage, "Both ends are ESTABLISHED, before any accept().");
	CALL(stage, SERVER,
	     server = accept(listener, (struct sockaddr *)&peer, &peer_length));
	stage_say(stage, "The client is at %s.",
		  address_text((struct sockaddr *)&peer, peer_length, text));

	CALL(stage, CLIENT, close(client));
	CALL(stage, SERVER, close(server));
}

const struct lab lab_handshake = {
	.name = "handshake",
	.section = "61.6.4",
	.summary = "which calls send the three segments",
	.run = run,
	.flows = { { "SYN_SENT ESTABLISHED FIN_WAIT1 FIN_WAIT2 "
		     "TIME_WAIT",
		     "SYN_RECV ESTABLISHED CLOSE_WAIT LAST_ACK "
		     "CLOSED" } },
	.notes = { "handshake 1/3", "handshake 2/3", "handshake 3/3" },
};
