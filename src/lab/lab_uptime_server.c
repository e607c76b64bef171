/*
 * uptime-server: a server that answers with the output of uptime(1), built in
 * three ways.
 *
 * What to look for:
 *  - connect() is the request, end of file the end of the answer.  So the
 *    server closes first, and is left in TIME_WAIT;
 *  - a process for each client: its standard output is the connection, and
 *    uptime knows nothing of that.  The server closes its own descriptor at
 *    once; the connection ends when the process does, with the last one;
 *  - with datagrams there must be a request, even an empty one.  Nobody
 *    reports that it got lost: the client waits for a while, and asks again.
 */
#include <errno.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab/lab.h"
#include "lab/sockets.h"

enum { ANSWER_SIZE = 256 };

/* In a child, with its output there. */
static pid_t run_uptime_on(int server)
{
	pid_t child = fork();

	if (child != 0)
		return child;
	if (dup2(server, STDOUT_FILENO) < 0 || dup2(server, STDERR_FILENO) < 0)
		_exit(126);
	close(server);
	execlp("uptime", "uptime", (char *)NULL);
	_exit(127);
}

/* Reads what it writes.  Returns the length, or -1. */
static long read_uptime(char *line)
{
	int ends[2], child, status;
	ssize_t length;

	if (pipe(ends) < 0)
		return -1;
	child = run_uptime_on(ends[1]);
	close(ends[1]);
	length = readn(ends[0], line, ANSWER_SIZE);
	close(ends[0]);
	if (child < 0 || waitpid(child, &status, 0) < 0 || status != 0)
		return -1;
	return length;
}

/* Reads until end of file. */
static void take_answer(struct stage *stage, int client)
{
	char line[ANSWER_SIZE];
	ssize_t length;

	CALL(stage, CLIENT, length = readn(client, line, sizeof(line)));
	EXPECT(stage, length > 0 && line[length - 1] == '\n');
	stage_show(stage, "%.*s", (int)length - 1, line);
	CALL(stage, CLIENT, close(client));
}

static void answer_by_connection(struct stage *stage, int listener)
{
	char line[ANSWER_SIZE];
	int client, server;
	long length;

	CALL(stage, CLIENT, client = connect_to(&stage->address));
	CALL(stage, SERVER, server = accept(listener, NULL, NULL));
	CALL(stage, SERVER, length = read_uptime(line));
	CALL_GIVES(stage, SERVER, length, writen(server, line, (size_t)length));
	CALL(stage, SERVER, close(server));
	take_answer(stage, client);
}

static void answer_by_process(struct stage *stage, int listener)
{
	int client, server, child, status;

	stage_say(stage, "A process for each client: uptime itself answers.");
	CALL(stage, CLIENT, client = connect_to(&stage->address));
	CALL(stage, SERVER, server = accept(listener, NULL, NULL));
	stage_hurry(stage);
	CALL(stage, SERVER, child = run_uptime_on(server));
	CALL(stage, SERVER, close(server));
	CALL(stage, SERVER, waitpid(child, &status, 0));
	EXPECT(stage, status == 0);
	take_answer(stage, client);
}

static void answer_by_datagram(struct stage *stage)
{
	const struct timeval second = { .tv_sec = 1 };
	const struct sockaddr *to = (const struct sockaddr *)&stage->address;
	struct sockaddr_in from;
	struct sockaddr *back = (struct sockaddr *)&from;
	socklen_t size = sizeof(from);
	char line[ANSWER_SIZE];
	int client, server;
	long length;

	stage_say(stage, "Datagrams: the first request gets no answer.");
	CALL(stage, SERVER, server = socket(AF_INET, SOCK_DGRAM, 0));
	CALL(stage, SERVER, bind(server, to, size));
	CALL(stage, CLIENT, client = socket(AF_INET, SOCK_DGRAM, 0));
	CALL(stage, CLIENT,
	     setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &second,
			sizeof(second)));
	CALL_GIVES(stage, CLIENT, 0, sendto(client, "", 0, 0, to, size));
	CALL_GIVES(stage, SERVER, 0, recv(server, line, ANSWER_SIZE, 0));
	CALL_FAILS(stage, CLIENT, EAGAIN, recv(client, line, ANSWER_SIZE, 0));
	CALL_GIVES(stage, CLIENT, 0, sendto(client, "", 0, 0, to, size));
	CALL_GIVES(stage, SERVER, 0, recvfrom(server, line, 1, 0, back, &size));
	CALL(stage, SERVER, length = read_uptime(line));
	CALL(stage, SERVER,
	     sendto(server, line, (size_t)length, 0, back, size));
	CALL_GIVES(stage, CLIENT, length, recv(client, line, ANSWER_SIZE, 0));
}

static void run(struct stage *stage)
{
	char line[ANSWER_SIZE];
	int listener;

	if (read_uptime(line) < 0)
		stage_skip(stage, "needs uptime (apt-get install procps)");
	CALL(stage, SERVER, listener = listen_on(&stage->address, 5));
	answer_by_connection(stage, listener);
	answer_by_process(stage, listener);
	answer_by_datagram(stage);
}

#define CLIENT_STATES "SYN_SENT ESTABLISHED CLOSE_WAIT LAST_ACK CLOSED"
#define SERVER_STATES "SYN_RECV ESTABLISHED FIN_WAIT1 FIN_WAIT2 TIME_WAIT"

const struct lab lab_uptime_server = {
	.name = "uptime-server",
	.section = "60",
	.summary = "one server in three ways: uptime(1) answers",
	.run = run,
	.flows = { { CLIENT_STATES, SERVER_STATES },
		   { CLIENT_STATES, SERVER_STATES } },
	.data = { { .server = 1 }, { .server = 1 } },
	.notes = { "active close by server" },
};
