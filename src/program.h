/*
 * Everything that one run of the program holds, and its opening and closing.
 */
#ifndef TCPFLOW_PROGRAM_H
#define TCPFLOW_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/capture.h"
#include "capture/dump.h"
#include "capture/filter.h"
#include "capture/opened.h"
#include "display.h"
#include "options.h"
#include "pipeline.h"
#include "progress.h"
#include "report_file.h"
#include "system/names.h"
#include "system/output.h"
#include "system/sandbox.h"

struct program {
	struct options options;
	struct capture capture;
	struct sandbox sandbox;
	struct opened opened;	 /* files that are read */
	struct filter filter;	 /* once it is set */
	struct dump_place place; /* of -w */
	struct report_file report_file;
	struct dump dump;
	struct output output;
	struct names names;
	struct pipeline pipeline;
	struct endpoints_cache *endpoints; /* what they look like; owned */
	struct progress progress;
	struct display *display; /* of a live table; or NULL; owned */
	bool quits;		 /* its user wants to */
	bool shows;		 /* connections are tracked, and not only -w */
	bool prompt;		 /* what a packet says is written at once */
	bool gathers;		 /* packets may be taken in batches */
	bool told_capture;	 /* by the record "capture", if it is wanted */
	bool told_drops;	 /* these two are said once */
	bool told_names;
	bool told_pressure;	 /* as the memory for connections is */
	int64_t pressure_told;	 /* when, by the monotonic clock */
	bool told_down;		 /* until it is up again */
	uint64_t recorded_drops; /* how many the last notice told of */
	int64_t sampled; /* when the counters were read; monotonic, ns */
	char error[CAPTURE_ERROR_SIZE];
};

/* Opens what `options` ask for and says on standard error, as tcpdump does,
 * what is read.  `program` is zero but for `options`, and must stay where it
 * is.  Returns -1 with one line in `error`; program_close() is due then too. */
int program_open(struct program *program);

/* Fills the filter from the file of -F, if there is one.  Returns -1 with one
 * line in `error`, of CAPTURE_ERROR_SIZE octets. */
int program_read_filter(struct options *options, char *error);

/* The filter with all that is to be known of it; what it points to belongs to
 * `options`. */
struct filter program_filter(const struct options *options);

/* Octets for the connections of a file, on a machine that has so many. */
size_t program_file_memory(uint64_t physical);

/* Says on standard error which file is read now. */
void program_announce_file(const struct program *program);

/* What is buffered must have been written before. */
void program_close(struct program *program);

#endif
