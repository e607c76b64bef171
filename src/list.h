/*
 * The list of the files to read (-V): one name a line.
 */
#ifndef TCPFLOW_LIST_H
#define TCPFLOW_LIST_H

#include <stddef.h>

struct options;

/* Fills `read_files` of `options` with what stands in its `list_file`, "-"
 * being standard input.  Empty lines are nothing.  Returns -1 with one line in
 * `error`. */
int list_read(struct options *options, char *error, size_t size);

#endif
