/*
 * Writing packets to a capture file (-w), in the classic pcap format.
 *
 * Functions that can fail return -1 and leave one line without an end in
 * `error`, which has CAPTURE_ERROR_SIZE octets.  When the one who reads the
 * file (a pipe) went away, `error` is empty: that is no news to the user.
 */
#ifndef TCPFLOW_CAPTURE_DUMP_H
#define TCPFLOW_CAPTURE_DUMP_H

#include <stdbool.h>

struct capture;
struct packet;
struct pcap;
struct pcap_dumper;

struct dump {
	struct pcap *format; /* carries link type, snapshot length, precision */
	struct pcap_dumper *dumper;
	const char *name; /* not owned */
	bool nanoseconds;
};

/* "-" is standard output.  `nanoseconds`: the file's precision. */
int dump_open(struct dump *dump, const struct capture *capture,
	      const char *name, bool nanoseconds, char *error);

int dump_packet(struct dump *dump, const struct packet *packet, char *error);

/* Hands what is buffered to the system. */
int dump_flush(struct dump *dump, char *error);

/* Also what fails only now, as on a full disk, is told. */
int dump_close(struct dump *dump, char *error);

#endif
