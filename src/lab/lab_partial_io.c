/*
 * partial-io: read() and write() may do less than they were asked to.
 *
 * What to look for:
 *  - read() returns what is there, however much was asked for; readn() of
 *    listing 61-1 goes on until it has all, or end of file;
 *  - write() to a socket that does not wait takes as much as fits into its
 *    buffer, and then no more: the reader does not read;
 *  - writen() goes on until all is written.  Here a child reads meanwhile, for
 *    else it would wait for ever;
 *  - the child closes its copy of the client's descriptor: else the FIN would
 *    wait for it, and the child for the FIN.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab/lab.h"
#include "lab/sockets.h"

enum { LARGE = 65536, BUFFER = 32768 };

static void read_partially(struct stage *stage, int client, int server)
{
	char text[100];

	stage_say(stage, "What is read is what is there.");
	CALL_GIVES(stage, CLIENT, 5, write(client, "part1", 5));
	CALL_GIVES(stage, SERVER, 5, read(server, text, 100));
	CALL_GIVES(stage, CLIENT, 5, write(client, "part2", 5));
	CALL_GIVES(stage, CLIENT, 5, write(client, "part3", 5));
	CALL_GIVES(stage, SERVER, 10, readn(server, text, 10));
	EXPECT(stage, memcmp(text, "part2part3", 10) == 0);
}

/* Returns how much was written. */
static ssize_t write_partially(struct stage *stage, int client)
{
	static const char zeros[LARGE * 16];
	ssize_t written;

	stage_say(stage, "What is written is what the buffers take.");
	CALL(stage, CLIENT, fcntl(client, F_SETFL, O_NONBLOCK));
	CALL(stage, CLIENT, written = write(client, zeros, sizeof(zeros)));
	EXPECT(stage, written > 0 && (size_t)written < sizeof(zeros));
	CALL(stage, CLIENT, fcntl(client, F_SETFL, 0));
	return written;
}

/* In a child, until end of file; it ends well if that was all. */
static pid_t read_all(int server, int client, ssize_t expected)
{
	static char octets[LARGE * 32];
	pid_t child = fork();

	if (child != 0)
		return child;
	close(client);
	_exit(readn(server, octets, sizeof(octets)) != expected);
}

static void run(struct stage *stage)
{
	const struct sockaddr_in *address = &stage->address;
	static const char zeros[LARGE];
	int listener, client, server, status, size = BUFFER;
	ssize_t written;
	pid_t child;

	CALL(stage, SERVER, listener = listen_on(address, 5));
	CALL(stage, CLIENT, client = connect_to(address));
	CALL(stage, SERVER, server = accept(listener, NULL, NULL));
	CALL(stage, CLIENT,
	     setsockopt(client, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size)));
	CALL(stage, SERVER,
	     setsockopt(server, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size)));
	read_partially(stage, client, server);
	written = write_partially(stage, client);

	stage_say(stage, "A child reads from now on, until end of file.");
	CALL(stage, SERVER, child = read_all(server, client, written + LARGE));
	CALL_GIVES(stage, CLIENT, LARGE, writen(client, zeros, LARGE));
	CALL(stage, CLIENT, close(client));
	CALL(stage, SERVER, waitpid(child, &status, 0));
	EXPECT(stage, WIFEXITED(status) && WEXITSTATUS(status) == 0);
	CALL(stage, SERVER, close(server));
}

const struct lab lab_partial_io = {
	.name = "partial-io",
	.section = "61.1",
	.summary = "partial reads and writes, readn() and writen()",
	.run = run,
	.flows = { { "SYN_SENT ESTABLISHED FIN_WAIT1 FIN_WAIT2 "
		     "TIME_WAIT",
		     "SYN_RECV ESTABLISHED CLOSE_WAIT LAST_ACK "
		     "CLOSED" } },
};
