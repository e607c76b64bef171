/*
 * The records of the capture itself (--json): what it is, before all others,
 * what its reader must know, and what it came to, after all others.
 *
 * They do nothing where such records were not asked for.
 */
#ifndef TCPFLOW_RECORDS_H
#define TCPFLOW_RECORDS_H

#include <stdbool.h>
#include <stdint.h>

struct json_writer;
struct program;

/* The record "capture", unless it was written.  `time`: when the capture
 * begins, nanoseconds since 1970; NULL if that is not known. */
void records_begin(struct program *program, const int64_t *time);

/* More packets were dropped by the kernel: `dropped` until now. */
void records_drops(struct program *program, int64_t time, uint64_t dropped);

/* The interface went down, or came up again. */
void records_interface(struct program *program, int64_t time,
		       const char *words);

/* Reading broke off; `error` of the program says why. */
void records_broken(struct program *program);

/* The record "summary". */
void records_end(struct program *program);

/* These two records, wherever they are wanted; `time` as above. */
void records_write_capture(const struct program *program,
			   const struct json_writer *writer,
			   const int64_t *time);
void records_write_summary(const struct program *program,
			   const struct json_writer *writer);

#endif
