/*
 * Many files as one, in the order of their packets' times.
 *
 * Packets with the same time come in the order in which the files were given.
 * In each file the order stays as it is, also where times go back.
 */
#ifndef TCPFLOW_CAPTURE_MERGE_H
#define TCPFLOW_CAPTURE_MERGE_H

#include "capture/capture.h"

struct files;
struct merge;

/* All slots of `files`, which must stay, are open.  NULL: out of memory. */
struct merge *merge_new(const struct files *files);

/* As files_read(); CAPTURE_OPENED comes for each file but the first, before all
 * packets. */
enum capture_status merge_read(struct files *files, char *error);

/* Also NULL. */
void merge_free(struct merge *merge);

#endif
