/*
 * Signals.  SIGINT, SIGTERM and SIGHUP ask for an orderly end; a second one
 * ends the process at once.  SIGPIPE is ignored: the write fails instead.
 * SIGUSR1 asks for statistics, SIGUSR2 for what is buffered to be written.
 * While the terminal is a screen, SIGTSTP asks for it to be given back, and a
 * signal that ends the process gives it back first.
 */
#ifndef TCPFLOW_SYSTEM_SIGNALS_H
#define TCPFLOW_SYSTEM_SIGNALS_H

#include <stdbool.h>

void signals_install(void);

/* The terminal is a screen: `abandon` gives it back; a handler calls it. */
void signals_guard_screen(void (*abandon)(void));

/* Whether an end was asked for. */
bool signals_stop(void);

/* Whether this was asked for since it was last looked at. */
bool signals_take_statistics(void);
bool signals_take_flush(void);
bool signals_take_suspension(void);

#endif
