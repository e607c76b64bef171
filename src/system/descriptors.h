/*
 * The descriptors that the program was started with.
 */
#ifndef TCPFLOW_SYSTEM_DESCRIPTORS_H
#define TCPFLOW_SYSTEM_DESCRIPTORS_H

#include <stddef.h>

struct descriptors {
	int *list; /* owned */
	size_t count;
};

/* Fills those of 0, 1 and 2 that are closed, so that no file gets their
 * numbers, with something that fails as a closed one does; and notes those
 * from 3 up.  To be called before anything is opened. */
void descriptors_note(struct descriptors *descriptors);

/* Closes those that were noted.  Not earlier than files are open: the shell
 * names its pipes /dev/fd/63. */
void descriptors_close(struct descriptors *descriptors);

#endif
