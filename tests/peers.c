/*
 * One client and one server on 127.0.0.1, in one process: a session to watch.
 *
 *	peers [PORT]
 *
 * They exchange 16 and 32 octets, each answered by 4, and close, the client
 * first.  One thread does it all in a fixed order: on the loopback interface
 * what one end has sent has arrived at the other when send() returns.  The
 * server waits before it closes, so that the acknowledgement of the client's
 * FIN is a segment of its own.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PORT = 55555, PAUSE = 200000 };

static bool failed(const char *what)
{
	fprintf(stderr, "peers: %s: %s\n", what, strerror(errno));
	return false;
}

static bool set_option(int descriptor, int level, int option)
{
	int on = 1;

	return setsockopt(descriptor, level, option, &on, sizeof(on)) == 0;
}

static int listen_on(const struct sockaddr_in *address)
{
	int listener = socket(AF_INET, SOCK_STREAM, 0);

	/* A session of a minute ago may still be in TIME_WAIT. */
	if (listener < 0 || !set_option(listener, SOL_SOCKET, SO_REUSEADDR) ||
	    bind(listener, (const struct sockaddr *)address, sizeof(*address)) <
		    0 ||
	    listen(listener, 1) < 0) {
		failed("listen");
		return -1;
	}
	return listener;
}

static int connect_to(const struct sockaddr_in *address)
{
	int client = socket(AF_INET, SOCK_STREAM, 0);

	if (client < 0 || connect(client, (const struct sockaddr *)address,
				  sizeof(*address)) < 0) {
		failed("connect");
		return -1;
	}
	return client;
}

/* The receiver acknowledges at once, not with its answer. */
static bool pass(int from, int to, size_t length)
{
	char octets[64];

	memset(octets, 'x', sizeof(octets));
	if (!set_option(to, IPPROTO_TCP, TCP_QUICKACK))
		return failed("TCP_QUICKACK");
	if (send(from, octets, length, 0) != (ssize_t)length)
		return failed("send");
	if (recv(to, octets, length, MSG_WAITALL) != (ssize_t)length)
		return failed("recv");
	return true;
}

static bool close_both(int client, int server)
{
	char octet;

	if (shutdown(client, SHUT_WR) < 0)
		return failed("shutdown");
	if (recv(server, &octet, 1, 0) != 0)
		return failed("no end of data");
	usleep(PAUSE);
	if (close(server) < 0 || recv(client, &octet, 1, 0) != 0 ||
	    close(client) < 0)
		return failed("close");
	return true;
}

static bool play(const struct sockaddr_in *address)
{
	int listener = listen_on(address);
	int client = listener < 0 ? -1 : connect_to(address);
	int server = client < 0 ? -1 : accept(listener, NULL, NULL);

	if (server < 0)
		return false;
	return pass(client, server, 16) && pass(server, client, 4) &&
	       pass(client, server, 32) && pass(server, client, 4) &&
	       close_both(client, server) && close(listener) == 0;
}

int main(int argc, char **argv)
{
	long port = argc > 1 ? strtol(argv[1], NULL, 10) : PORT;
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr = { htonl(INADDR_LOOPBACK) },
	};

	if (argc > 2 || port <= 0 || port > 65535) {
		fprintf(stderr, "usage: peers [PORT]\n");
		return 2;
	}
	address.sin_port = htons((uint16_t)port);
	return play(&address) ? 0 : 1;
}
