/*
 * simultaneous-open: both ends connect() to each other, and nobody listens.
 *
 * What to look for:
 *  - the SYNs cross: each end is in SYN_SENT when the other one's SYN comes,
 * and goes to SYN_RECV, which else only servers are in;
 *  - each acknowledges by a second SYN with an ACK: four segments, and one
 *    connection;
 *  - both connect() succeed.  Both ends must have chosen their ports, by
 * bind().
 *
 * The line is made slow: else the first SYN would arrive before the other end
 * called connect(), and would be refused.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab/lab.h"

static int open_at(const struct sockaddr *address, socklen_t length)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

	return fd < 0 || bind(fd, address, length) < 0 ? -1 : fd;
}

static void run(struct stage *stage)
{
	struct sockaddr_in other = stage->address;
	const struct sockaddr *here = (struct sockaddr *)&other;
	const struct sockaddr *there = (struct sockaddr *)&stage->address;
	const socklen_t length = sizeof(other);
	int client, server;

	other.sin_port = htons((uint16_t)(ntohs(other.sin_port) ^ 1));
	CALL(stage, CLIENT, client = open_at(here, length));
	CALL(stage, SERVER, server = open_at(there, length));
	stage_slow_line(stage);
	stage_fill_line(stage);
	stage_say(stage, "Neither waits; the line is slow.");
	stage_hurry(stage);
	CALL_FAILS(stage, CLIENT, EINPROGRESS, connect(client, there, length));
	CALL_FAILS(stage, SERVER, EINPROGRESS, connect(server, here, length));
	stage_await_state(stage, client, TCP_ESTABLISHED);
	stage_await_state(stage, server, TCP_ESTABLISHED);
	stage_wait(stage, 300);

	stage_say(stage, "Both are connected, to each other.");
	CALL_GIVES(stage, CLIENT, 5, write(client, "hello", 5));
	stage_wait(stage, 300);
	CALL(stage, CLIENT, shutdown(client, SHUT_WR));
	stage_await_state(stage, client, TCP_FIN_WAIT2);
	CALL(stage, SERVER, shutdown(server, SHUT_WR));
	stage_await_state(stage, server, TCP_CLOSE);
}

const struct lab lab_simultaneous_open = {
	.name = "simultaneous-open",
	.section = "61.6.3",
	.summary = "both ends connect() to each other",
	.run = run,
	.own_network = true,
	.flows = { { "SYN_SENT SYN_RECV ESTABLISHED FIN_WAIT1 FIN_WAIT2 "
		     "TIME_WAIT",
		     "SYN_SENT SYN_RECV ESTABLISHED CLOSE_WAIT LAST_ACK "
		     "CLOSED" } },
	.notes = { "simultaneous open" },
};
