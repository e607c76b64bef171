/*
 * Writing packets to capture files (-w), in the classic pcap format: one, or
 * one after the other (rotation.h).
 *
 * Functions that can fail return -1 and leave one line without an end in
 * `error`, which has CAPTURE_ERROR_SIZE octets.  When the one who reads the
 * file (a pipe) went away, `error` is empty: that is no news to the user.
 *
 * One file is opened as tcpdump opens it: what is there is overwritten, and
 * links are followed, as the user has named it.  With rotation, names are made
 * by the clock or by counting, and others may foresee them; so each file, from
 * the first, must be new or an ordinary file with that one name, which is
 * overwritten.  A link, a pipe or a device there is an error.
 */
#ifndef TCPFLOW_CAPTURE_DUMP_H
#define TCPFLOW_CAPTURE_DUMP_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "capture/rotation.h"

struct capture;
struct packet;
struct pcap;
struct pcap_dumper;

/* Where the packets go, opened while that was allowed.  If it was not opened,
 * dump_open() does it. */
struct dump_place {
	bool opened;
	int descriptor; /* the file (to be cut off), or with rotation a folder:
			   see rotation_folder() */
	int reason;	/* errno, if it could not be opened; or 0 */
};

struct dump_options {
	const char *name; /* "-" is standard output; must stay */
	bool nanoseconds; /* the files' precision */
	bool flush;	  /* after each packet, and after the header */
	struct rotation_options rotation;
	struct dump_place place; /* its descriptor is taken over */
};

struct dump {
	struct pcap *format; /* carries link type, snapshot length, precision;
				NULL: nothing is written */
	struct pcap_dumper *dumper; /* NULL: no file is open */
	struct rotation rotation;
	struct dump_place place;
	char name[PATH_MAX]; /* of the file that is open, for messages */
	uint64_t octets;     /* what was written to it */
	bool nanoseconds;
	bool flush;
	bool waits; /* for a packet, to open the first file */
	bool over;  /* there may be no further file: -G with -W */
};

/* For `place`, with rotation: opens the folder. */
void dump_open_folder(struct dump_place *place, const char *name);

/* With -G, and when a file is read, the first file is opened by the first
 * packet, as its name has that one's time. */
int dump_open(struct dump *dump, const struct capture *capture,
	      const struct dump_options *options, char *error);

/* Goes on to the next file before, when that is due.  When `over` is set, the
 * packet was not written. */
int dump_packet(struct dump *dump, const struct packet *packet, char *error);

/* Live: goes on to the next file if the clock says so; may set `over`.  Of a
 * file that is followed, the packets tell the time: this does nothing. */
int dump_turn(struct dump *dump, char *error);

/* Live: how long to wait for packets until dump_turn() is due, `limit`
 * milliseconds at most. */
int dump_wait(const struct dump *dump, int limit);

/* Hands what is buffered to the system. */
int dump_flush(struct dump *dump, char *error);

/* Also what fails only now, as on a full disk, is told. */
int dump_close(struct dump *dump, char *error);

#endif
