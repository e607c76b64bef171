/*
 * A lab on its stage: from the first call to the judgement.
 *
 * The calls that labs make of it stand in lab.h; here is what play.c needs.
 */
#ifndef TCPFLOW_LAB_STAGE_H
#define TCPFLOW_LAB_STAGE_H

#include "lab/lab.h"

/* How the process of a lab ends. */
enum stage_status {
	STAGE_PASSED = 0,
	STAGE_FAILED = 1,
	STAGE_IMPOSSIBLE = 3, /* its port is taken, tcpflow may not capture */
	STAGE_NO_READER = 4,  /* nobody reads any more: no failure */
	STAGE_SKIPPED = 77
};

/* Plays the lab and judges it; ends the process by _exit(), with one of the
 * above.  Why it failed goes to standard error, all else to standard output. */
_Noreturn void stage_play(struct stage *stage);

/* Ends the process when there is no use in going on, with the others neither:
 * this is why.  As printf(3). */
__attribute__((format(printf, 2, 3))) _Noreturn void
stage_refuse(struct stage *stage, const char *format, ...);

#endif
