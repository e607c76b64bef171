/*
 * Signals.  SIGINT, SIGTERM and SIGHUP ask for an orderly end; a second one
 * ends the process at once.  SIGPIPE is ignored: the write fails instead.
 */
#ifndef TCPFLOW_SYSTEM_SIGNALS_H
#define TCPFLOW_SYSTEM_SIGNALS_H

#include <stdbool.h>

void signals_install(void);

/* Whether an end was asked for. */
bool signals_stop(void);

#endif
