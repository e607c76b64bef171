/*
 * The list of all labs, those of other chapters at the end.  A new one needs
 * its line in both places here.
 */
#include "lab/labs.h"

#include <string.h>

extern const struct lab lab_backlog;
extern const struct lab lab_half_close;
extern const struct lab lab_handshake;
extern const struct lab lab_partial_io;
extern const struct lab lab_refused;
extern const struct lab lab_reset;
extern const struct lab lab_sequence;
extern const struct lab lab_shutdown_vs_close;
extern const struct lab lab_simultaneous_close;
extern const struct lab lab_simultaneous_open;
extern const struct lab lab_time_wait;
extern const struct lab lab_zero_window;

const struct lab *const labs_all[] = {
	&lab_partial_io,	 &lab_half_close, &lab_shutdown_vs_close,
	&lab_zero_window,	 &lab_sequence,	  &lab_simultaneous_open,
	&lab_simultaneous_close, &lab_handshake,  &lab_reset,
	&lab_time_wait,		 &lab_refused,	  &lab_backlog,
};

const size_t labs_count = sizeof(labs_all) / sizeof(labs_all[0]);

const struct lab *labs_find(const char *name)
{
	for (size_t i = 0; i < labs_count; i++) {
		if (strcmp(labs_all[i]->name, name) == 0)
			return labs_all[i];
	}
	return NULL;
}
