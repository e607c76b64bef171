/*
 * The octets of a file or of standard input, as they are.
 *
 * The first few can be looked at before they are read: also those of a pipe,
 * which cannot be wound back.
 */
#ifndef TCPFLOW_CAPTURE_OCTETS_H
#define TCPFLOW_CAPTURE_OCTETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { OCTETS_HEAD = 16 };

struct octets_source {
	const char *name; /* "-" is standard input */
	int descriptor;	  /* if it is open already (opened.h), else -1 */
	bool lent;	  /* that stays the caller's */
};

struct octets {
	int descriptor;
	bool owned;    /* closed with them */
	bool regular;  /* a file, not a pipe or a device */
	int64_t size;  /* of a regular file when it was opened; else -1 */
	int64_t taken; /* read until now */
	unsigned char head[OCTETS_HEAD]; /* see octets_peek() */
	size_t head_length;
	size_t head_taken;
};

/* Returns -1 with one line in `error`, which has CAPTURE_ERROR_SIZE octets;
 * nothing is to be closed then, and what was not lent is closed. */
int octets_open(struct octets *octets, const struct octets_source *source,
		char *error);

/* A descriptor of standard input that can be closed as that of any file; or -1
 * with errno. */
int octets_standard_input(void);

/* Says in `error` why a file cannot be opened; `reason` is of errno.  Returns
 * -1. */
int octets_refuse(const char *name, int reason, char *error);

/* Fills `head`, as far as there is so much; nothing must have been read.
 * Returns -1 with errno. */
int octets_peek(struct octets *octets);

/* As read(2): waits for something, not for all. */
ssize_t octets_read(struct octets *octets, void *to, size_t size);

void octets_close(struct octets *octets);

#endif
