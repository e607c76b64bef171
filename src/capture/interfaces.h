/*
 * The list of interfaces that one may capture on (-D), as tcpdump writes it.
 */
#ifndef TCPFLOW_CAPTURE_INTERFACES_H
#define TCPFLOW_CAPTURE_INTERFACES_H

struct text;

/* Appends a line for each interface.  Returns -1 with a line without an end
 * in `error`, of CAPTURE_ERROR_SIZE octets. */
int interfaces_list(struct text *text, char *error);

#endif
