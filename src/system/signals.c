/*
 * Signals: the handler sets one flag and no more; the loop looks at it.
 *
 * System calls are not restarted, so that a read which waits for a slow pipe
 * ends.  The default actions come back with the first signal: the second one
 * then does what it would do to any program.
 */
#include "system/signals.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t stop;

static const int stopping[] = { SIGINT, SIGTERM, SIGHUP };

static void set_actions(void (*handler)(int))
{
	struct sigaction action = { .sa_handler = handler };
	struct sigaction before;

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof(stopping) / sizeof(stopping[0]); i++) {
		/* nohup(1) has SIGHUP ignored, and means it.  SIGINT is ignored
		 * in the background jobs of a script, which may well send it
		 * itself. */
		if (stopping[i] == SIGHUP &&
		    sigaction(SIGHUP, NULL, &before) == 0 &&
		    before.sa_handler == SIG_IGN)
			continue;
		sigaction(stopping[i], &action, NULL);
	}
}

static void on_stop(int signal_number)
{
	(void)signal_number;
	stop = 1;
	set_actions(SIG_DFL);
}

void signals_install(void)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	sigemptyset(&ignore.sa_mask);
	sigaction(SIGPIPE, &ignore, NULL);
	set_actions(on_stop);
}

bool signals_stop(void)
{
	return stop;
}
