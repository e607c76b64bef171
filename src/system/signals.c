/*
 * Signals: a handler sets one flag and no more; the loop looks at it.
 *
 * System calls are not restarted, so that a read which waits for a slow pipe
 * ends.  The default actions come back with the first signal: the second one
 * then does what it would do to any program.  Those that ask for something do
 * restart system calls: reading a file must not break off.
 */
#include "system/signals.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t stop;
static volatile sig_atomic_t statistics;
static volatile sig_atomic_t flush;
static volatile sig_atomic_t suspension;
/* Set before any handler of it is. */
static void (*abandon_screen)(void);

static const int stopping[] = { SIGINT, SIGTERM, SIGHUP };
static const int fatal[] = {
	SIGQUIT, SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGSEGV
};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static void set_actions(void (*handler)(int))
{
	struct sigaction action = { .sa_handler = handler };
	struct sigaction before;

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < COUNT(stopping); i++) {
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

/* The signal is sent once more when the handler returns, and then ends the
 * process as it would any. */
static void on_death(int signal_number)
{
	struct sigaction action = { .sa_handler = SIG_DFL };

	abandon_screen();
	sigemptyset(&action.sa_mask);
	sigaction(signal_number, &action, NULL);
	raise(signal_number);
}

static void on_stop(int signal_number)
{
	(void)signal_number;
	stop = 1;
	set_actions(abandon_screen ? on_death : SIG_DFL);
}

static void on_request(int signal_number)
{
	if (signal_number == SIGUSR1)
		statistics = 1;
	else if (signal_number == SIGUSR2)
		flush = 1;
	else
		suspension = 1;
}

void signals_install(void)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	struct sigaction request = {
		.sa_handler = on_request,
		.sa_flags = SA_RESTART,
	};

	sigemptyset(&ignore.sa_mask);
	sigaction(SIGPIPE, &ignore, NULL);
	sigemptyset(&request.sa_mask);
	sigaction(SIGUSR1, &request, NULL);
	sigaction(SIGUSR2, &request, NULL);
	set_actions(on_stop);
}

void signals_guard_screen(void (*abandon)(void))
{
	struct sigaction death = { .sa_handler = on_death };
	struct sigaction request = { .sa_handler = on_request };

	abandon_screen = abandon;
	sigemptyset(&death.sa_mask);
	for (size_t i = 0; i < COUNT(fatal); i++)
		sigaction(fatal[i], &death, NULL);
	sigemptyset(&request.sa_mask);
	sigaction(SIGTSTP, &request, NULL);
}

static bool take(volatile sig_atomic_t *flag)
{
	if (!*flag)
		return false;
	*flag = 0;
	return true;
}

bool signals_stop(void)
{
	return stop;
}

bool signals_take_statistics(void)
{
	return take(&statistics);
}

bool signals_take_flush(void)
{
	return take(&flush);
}

bool signals_take_suspension(void)
{
	return take(&suspension);
}
