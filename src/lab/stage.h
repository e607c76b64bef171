/*
 * A lab on its stage: from the first call to the judgement.
 *
 * The calls that labs make of it stand in lab.h; here is what play.c needs.
 */
#ifndef TCPFLOW_LAB_STAGE_H
#define TCPFLOW_LAB_STAGE_H

#include "lab/lab.h"

/* How the process of a lab ends. */
enum stage_status { STAGE_PASSED = 0, STAGE_FAILED = 1, STAGE_SKIPPED = 77 };

/* Plays the lab and judges it; ends the process by _exit(), with one of the
 * above.  What it says goes to standard output, why it failed too. */
_Noreturn void stage_play(struct stage *stage);

#endif
