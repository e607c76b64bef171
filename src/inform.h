/*
 * What is told without capturing: --help, --version, and the lists of
 * interfaces (-D), link types (-L), types of time stamps (-J), and of a
 * filter's code (-d).
 */
#ifndef TCPFLOW_INFORM_H
#define TCPFLOW_INFORM_H

struct options;

/* Writes what `options` ask for to standard output.  Returns -1 with one line
 * without an end in `error`, of CAPTURE_ERROR_SIZE octets.  It is no failure
 * when the reader goes away. */
int inform_user(struct options *options, char *error);

#endif
