/*
 * The helpers of every book on sockets: what read(), write() and connect()
 * leave to their callers.
 *
 * They return what the calls they are made of return, and leave errno as those
 * set it.  Addresses and ports are in network byte order, as in a sockaddr.
 */
#ifndef TCPFLOW_LAB_SOCKETS_H
#define TCPFLOW_LAB_SOCKETS_H

#include <netinet/in.h>
#include <stddef.h>
#include <sys/types.h>

enum { ADDRESS_TEXT_SIZE = 64 };

/* Reads until `length` octets are there.  Returns how many there are: fewer
 * only at end of file; -1 on an error. */
ssize_t readn(int fd, void *buffer, size_t length);

/* Writes all of it.  Returns `length`, or -1 on an error. */
ssize_t writen(int fd, const void *buffer, size_t length);

/* A socket that listens there, although connections of an earlier server may
 * still be in TIME_WAIT (SO_REUSEADDR).  Returns it, or -1. */
int listen_on(const struct sockaddr_in *address, int backlog);

/* A socket that is connected to there.  Returns it, or -1. */
int connect_to(const struct sockaddr_in *address);

/* The same for a server that may not be up yet: tries again after 1, 2, 4 ...
 * seconds, as long as the pause is not longer than `most` seconds.  Returns the
 * socket, or -1 with the last attempt's error. */
int connect_patiently(const struct sockaddr_in *address, unsigned most);

/* "127.0.0.1:55555", in `text` of ADDRESS_TEXT_SIZE octets; returns `text`.
 * Takes IPv4 and IPv6. */
const char *address_text(const struct sockaddr *address, socklen_t length,
			 char *text);

#endif
