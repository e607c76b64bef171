/*
 * Plays one lab in a process of its own.
 */
#ifndef TCPFLOW_LAB_PLAY_H
#define TCPFLOW_LAB_PLAY_H

#include <stdbool.h>
#include <stdint.h>

#include "lab/lab.h"
#include "lab/stage.h"

struct play_settings {
	uint16_t port; /* of the server */
	bool watch;
};

/* Returns how it ended; one that was killed by a signal failed. */
enum stage_status play(const struct lab *lab,
		       const struct play_settings *settings);

#endif
