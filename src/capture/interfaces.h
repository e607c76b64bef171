/*
 * What one may capture, as lists that tcpdump writes: the interfaces (-D), the
 * link types of one (-L), its types of time stamps (-J).
 *
 * Functions return -1 with a line without an end in `error`, of
 * CAPTURE_ERROR_SIZE octets.
 */
#ifndef TCPFLOW_CAPTURE_INTERFACES_H
#define TCPFLOW_CAPTURE_INTERFACES_H

struct capture_live_options;
struct text;

/* Appends a line for each interface. */
int interfaces_list(struct text *text, char *error);

/* Appends a heading and a line for each link type.  The interface is opened as
 * to capture. */
int interfaces_list_links(struct text *text,
			  const struct capture_live_options *options,
			  char *error);

/* The same for types of time stamps; this needs no privileges.  `interface`:
 * a name or a number; NULL: the first. */
int interfaces_list_stamps(struct text *text, const char *interface,
			   char *error);

#endif
