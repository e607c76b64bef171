/*
 * The list of all labs.
 */
#ifndef TCPFLOW_LAB_LABS_H
#define TCPFLOW_LAB_LABS_H

#include <stddef.h>

#include "lab/lab.h"

extern const struct lab *const labs_all[];
extern const size_t labs_count;

/* NULL: there is none of that name. */
const struct lab *labs_find(const char *name);

#endif
