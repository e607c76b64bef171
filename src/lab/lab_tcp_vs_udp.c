/*
 * tcp-vs-udp: a request and its answer, in datagrams and over a connection.
 *
 * The client's sockets do not block.  Where a call says that it cannot go on
 * (EAGAIN, EINPROGRESS), something must first go to the server and come back:
 * these round trips are counted.
 *
 * What to look for:
 *  - UDP: one round trip.  Two datagrams are all there is, and tcpflow shows
 *    nothing of them;
 *  - TCP: two.  The SYN and its answer come before the request may leave; in
 *    the end the connection has to be closed, too;
 *  - on a connection that is kept, the second request takes one.
 */
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab/lab.h"
#include "lab/sockets.h"

/* What a client does where it cannot go on; at most ten seconds. */
static int wait_until(int fd, short events)
{
	struct pollfd polled = { .fd = fd, .events = events };

	return poll(&polled, 1, 10000);
}

static int ask_by_datagrams(struct stage *stage)
{
	const struct sockaddr *to = (const struct sockaddr *)&stage->address;
	struct sockaddr_in from;
	struct sockaddr *back = (struct sockaddr *)&from;
	socklen_t size = sizeof(from);
	int client, server, round_trips = 0;
	char text[16];

	CALL(stage, SERVER, server = socket(AF_INET, SOCK_DGRAM, 0));
	CALL(stage, SERVER, bind(server, to, size));
	CALL(stage, CLIENT,
	     client = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0));
	CALL_GIVES(stage, CLIENT, 4, sendto(client, "ask\n", 4, 0, to, size));
	CALL_FAILS(stage, CLIENT, EAGAIN, recv(client, text, sizeof(text), 0));
	round_trips++;
	CALL_GIVES(stage, SERVER, 4, recvfrom(server, text, 4, 0, back, &size));
	CALL_GIVES(stage, SERVER, 6,
		   sendto(server, "reply\n", 6, 0, back, size));
	CALL_GIVES(stage, CLIENT, 1, wait_until(client, POLLIN));
	CALL_GIVES(stage, CLIENT, 6, recv(client, text, sizeof(text), 0));
	close(client);
	close(server);
	return round_trips;
}

/* From the request to its answer. */
static int ask_once(struct stage *stage, int client, int server)
{
	int round_trips = 0;
	char text[16];

	CALL_GIVES(stage, CLIENT, 4, write(client, "ask\n", 4));
	CALL_FAILS(stage, CLIENT, EAGAIN, read(client, text, sizeof(text)));
	round_trips++;
	CALL_GIVES(stage, SERVER, 4, read(server, text, sizeof(text)));
	CALL_GIVES(stage, SERVER, 6, write(server, "reply\n", 6));
	CALL_GIVES(stage, CLIENT, 1, wait_until(client, POLLIN));
	CALL_GIVES(stage, CLIENT, 6, read(client, text, sizeof(text)));
	return round_trips;
}

static int ask_by_connection(struct stage *stage)
{
	const struct sockaddr *to = (const struct sockaddr *)&stage->address;
	int listener, client, server, round_trips = 0;

	CALL(stage, SERVER, listener = listen_on(&stage->address, 5));
	CALL(stage, CLIENT,
	     client = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
	CALL_FAILS(stage, CLIENT, EINPROGRESS,
		   connect(client, to, sizeof(stage->address)));
	round_trips++;
	CALL_GIVES(stage, CLIENT, 1, wait_until(client, POLLOUT));
	CALL(stage, SERVER, server = accept(listener, NULL, NULL));
	round_trips += ask_once(stage, client, server);
	stage_say(stage,
		  "TCP: %d round trips.  The second request:", round_trips);
	EXPECT(stage, ask_once(stage, client, server) == 1);
	CALL(stage, CLIENT, close(client));
	CALL(stage, SERVER, close(server));
	return round_trips;
}

static void run(struct stage *stage)
{
	int datagrams, connection;

	datagrams = ask_by_datagrams(stage);
	stage_say(stage, "UDP: %d round trip.  Now by TCP:", datagrams);
	connection = ask_by_connection(stage);
	EXPECT(stage, connection == datagrams + 1);
}

const struct lab lab_tcp_vs_udp = {
	.name = "tcp-vs-udp",
	.section = "61.12",
	.summary = "a request and its answer: round trips",
	.run = run,
	.flows = { { "SYN_SENT ESTABLISHED FIN_WAIT1 FIN_WAIT2 "
		     "TIME_WAIT",
		     "SYN_RECV ESTABLISHED CLOSE_WAIT LAST_ACK "
		     "CLOSED" } },
	.data = { { .client = 2, .server = 2 } },
	.notes = { "handshake 3/3" },
};
