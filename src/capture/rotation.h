/*
 * Which file the packets of -w go to, and when it is the next one's turn:
 * -C, -G, -W.
 *
 * The decisions and the names alone; dump.c opens, writes and closes.  Times
 * are nanoseconds since 1970.
 */
#ifndef TCPFLOW_CAPTURE_ROTATION_H
#define TCPFLOW_CAPTURE_ROTATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rotation_options {
	uint64_t size;	    /* octets after which a file is full; 0: none */
	int64_t interval;   /* seconds that a file is for; 0: any */
	unsigned int files; /* how many there may be; 0: any number */
};

struct rotation {
	struct rotation_options options;
	const char *name;   /* as -w has it; not owned */
	bool by_packets;    /* time is that of packets, not the clock's */
	int64_t begun;	    /* when the interval began */
	uint64_t intervals; /* those that are over */
	uint64_t part;	    /* the file's number in the interval, from 0 */
};

enum rotation_step {
	ROTATION_STAY,
	ROTATION_NEXT, /* to the file that now has the turn */
	ROTATION_OVER  /* there may be no further file */
};

/* Whether there is more than one file. */
bool rotation_is_on(const struct rotation_options *options);

/* How many octets of the name are the folder below which all files are, up to
 * its last "/": the rest may change with the time.  0: the current folder. */
size_t rotation_folder(const char *name);

/* The first interval begins. */
void rotation_begin(struct rotation *rotation, int64_t now);

/* What the time asks for. */
enum rotation_step rotation_at(struct rotation *rotation, int64_t now);

/* What the size asks for, before a packet goes to a file that has `octets`
 * already. */
enum rotation_step rotation_after(struct rotation *rotation, uint64_t octets);

/* Nanoseconds until rotation_at() asks for something; INT64_MAX: never. */
int64_t rotation_left(const struct rotation *rotation, int64_t now);

/* The name of the file that has the turn.  Returns -1 if there is none, as it
 * is longer than `size`, or nothing at all. */
int rotation_name(const struct rotation *rotation, char *name, size_t size);

#endif
