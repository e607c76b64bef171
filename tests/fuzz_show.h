/*
 * For fuzzers: a pipeline that prints in one of all the ways there are, and
 * whose text is looked at and thrown away.
 *
 * Whatever arrives, the text holds nothing but printable ASCII, and what
 * switches colours on and off where colours were asked for; each record is one
 * line with an object whose strings and brackets are closed; a line of a ladder
 * is no wider than it may be, with UTF-8's lines and arrows where these were
 * asked for; and what is between the angle brackets of SVG is closed.
 */
#ifndef TCPFLOW_TESTS_FUZZ_SHOW_H
#define TCPFLOW_TESTS_FUZZ_SHOW_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline.h"
#include "render/text.h"

struct packet;

enum { FUZZ_SHOW_SIZE = 1 << 16, FUZZ_DEPTH_MAX = 16 };

/* How far the text has been read. */
struct fuzz_reading {
	bool in_escape;		   /* what switches colours */
	bool in_tag;		   /* of SVG */
	int columns;		   /* of this line, until now */
	bool in_string;		   /* of a record, and so is what follows */
	bool quoted;		   /* the character before was a backslash */
	char open[FUZZ_DEPTH_MAX]; /* brackets that want to be closed */
	int depth;
};

struct fuzz_show {
	struct pipeline pipeline;
	struct text text;
	struct fuzz_reading reading;
	uint64_t connection; /* the only one shown, if any is chosen */
	struct where where;  /* what is asked of each, if anything is */
	char storage[FUZZ_SHOW_SIZE];
};

/* Ends the process when the condition does not hold. */
void fuzz_require(bool condition);

/* `choice`: 24 bits, each of which stands for an option or for a part of one.
 * False when there is no memory. */
bool fuzz_show_open(struct fuzz_show *show, uint32_t choice);

/* Finishes the pipeline, and looks at what is left. */
void fuzz_show_close(struct fuzz_show *show);

#endif
