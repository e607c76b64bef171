/*
 * The parts of root's rights: capabilities(7).
 */
#ifndef TCPFLOW_SYSTEM_CAPABILITIES_H
#define TCPFLOW_SYSTEM_CAPABILITIES_H

/* Nothing that is executed from now on gains one.  Without the right to it,
 * which root has, this does nothing; where there are no new privileges
 * (prctl(2)), it makes no difference. */
void capabilities_limit(void);

/* Gives up all that the process has.  Returns -1 with errno. */
int capabilities_clear(void);

/* "libcap-ng", or "the kernel's calls": what does it. */
const char *capabilities_means(void);

#endif
