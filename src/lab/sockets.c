/*
 * What read(), write() and connect() leave to their callers.
 */
#include "lab/sockets.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

ssize_t readn(int fd, void *buffer, size_t length)
{
	char *next = buffer;
	size_t left = length;

	while (left > 0) {
		ssize_t got = read(fd, next, left);

		if (got == 0)
			break;
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		next += got;
		left -= (size_t)got;
	}
	return (ssize_t)(length - left);
}

ssize_t writen(int fd, const void *buffer, size_t length)
{
	const char *next = buffer;
	size_t left = length;

	while (left > 0) {
		ssize_t written = write(fd, next, left);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return -1;
		next += written;
		left -= (size_t)written;
	}
	return (ssize_t)length;
}

/* Closes a socket that turned out to be of no use; errno says why it was. */
static int give_up(int fd)
{
	int error = errno;

	close(fd);
	errno = error;
	return -1;
}

int listen_on(const struct sockaddr_in *address, int backlog)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;

	if (fd < 0)
		return -1;
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) < 0 ||
	    bind(fd, (const struct sockaddr *)address, sizeof(*address)) < 0 ||
	    listen(fd, backlog) < 0)
		return give_up(fd);
	return fd;
}

int connect_to(const struct sockaddr_in *address)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0)
		return -1;
	if (connect(fd, (const struct sockaddr *)address, sizeof(*address)) < 0)
		return give_up(fd);
	return fd;
}

/* A new socket each time: after a failure POSIX leaves the old one's state
 * unspecified, and on BSD every further connect() with it fails. */
int connect_patiently(const struct sockaddr_in *address, unsigned most)
{
	int fd = connect_to(address);

	for (unsigned pause = 1; fd < 0 && pause <= most; pause *= 2) {
		sleep(pause);
		fd = connect_to(address);
	}
	return fd;
}

const char *address_text(const struct sockaddr *address, socklen_t length,
			 char *text)
{
	char host[INET6_ADDRSTRLEN + 16], port[8];

	if (getnameinfo(address, length, host, sizeof(host), port, sizeof(port),
			NI_NUMERICHOST | NI_NUMERICSERV) != 0)
		snprintf(text, ADDRESS_TEXT_SIZE, "unknown address");
	else
		snprintf(text, ADDRESS_TEXT_SIZE,
			 address->sa_family == AF_INET6 ? "[%s]:%s" : "%s:%s",
			 host, port);
	return text;
}
