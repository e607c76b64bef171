/*
 * A capture file that somebody is still writing.
 *
 * It is given out as if it ended where its last whole record ends: so libpcap
 * never sees a half of one, and goes on from there when there is more.
 */
#ifndef TCPFLOW_CAPTURE_FOLLOW_H
#define TCPFLOW_CAPTURE_FOLLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct octets;

struct follow {
	int descriptor; /* not owned */
	bool pcapng;
	bool big_endian;   /* as the file, or the section, says */
	int64_t given;	   /* octets that were given out */
	int64_t whole;	   /* where the last whole record ends */
	const char *fault; /* why no more will come; or NULL */
};

enum follow_status { FOLLOW_READY, FOLLOW_NOT_YET, FOLLOW_REFUSED };

/* Peeks at `octets`.  Ready if the file's own header is there.  What cannot be
 * followed is refused with one line in `error`. */
enum follow_status follow_init(struct follow *follow, struct octets *octets,
			       const char *name, char *error);

/* As pread(2) from where it was last; 0: there is no more yet, or there is a
 * `fault`. */
ssize_t follow_read(struct follow *follow, void *to, size_t size);

/* When it was last written; nanoseconds since 1970, or -1. */
int64_t follow_written(const struct follow *follow);

#endif
