/*
 * Plays one lab, in a process of its own: whatever it leaves open is closed
 * with it, and it may end anywhere.
 *
 * Unwatched, it plays on the machine's loopback interface, where another
 * terminal can watch it.  Watched, it gets a network of its own, if tcplab was
 * started by root: so what else the machine does is not taken for the lab's.
 */
#include "lab/play.h"

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab/network.h"
#include "lab/sockets.h"
#include "lab/watcher.h"

enum { LAB_SECONDS = 30, FILTER_SIZE = 32 };

/* The whole group: tcpflow and children of the lab must not outlive it. */
static void end_at_once(int signal)
{
	static const char late[] = "tcplab: not done after 30 seconds\n";

	ssize_t said = 0;

	if (signal == SIGALRM)
		said = write(STDERR_FILENO, late, sizeof(late) - 1);
	(void)said;
	kill(0, SIGKILL);
	_exit(STAGE_FAILED);
}

/* A write() to a connection that is gone shall return, and not end the lab. */
static void set_signals(pid_t parent)
{
	struct sigaction action = { .sa_handler = end_at_once };

	setpgid(0, 0);
	sigemptyset(&action.sa_mask);
	sigaction(SIGALRM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(STAGE_FAILED);
	alarm(LAB_SECONDS);
}

/* Returns whether the lab is alone there. */
static bool enter_network(struct stage *stage,
			  const struct play_settings *settings)
{
	if (!stage->lab->own_network && settings->tcpflow == NULL)
		return false;
	if (network_enter() == 0) {
		printf("(In a network of its own: other terminals do not see "
		       "this.)\n");
		return true;
	}
	if (errno != EPERM)
		stage_refuse(stage, "no network of its own: %s",
			     strerror(errno));
	if (stage->lab->own_network)
		stage_skip(stage, "needs a network of its own: run it as root");
	return false;
}

/* In all words here, rather than in the midst of the lab. */
static void check_port(struct stage *stage)
{
	int fd = listen_on(&stage->address, 1);
	unsigned port = ntohs(stage->address.sin_port);

	if (fd >= 0)
		close(fd);
	else if (errno == EADDRINUSE)
		stage_refuse(stage,
			     "port %u is in use; choose another with --port",
			     port);
	else
		stage_refuse(stage, "port %u: %s", port, strerror(errno));
}

/* Not yet by the name of a recording: it may turn out not to be one. */
void play_file(char *name, size_t size, const struct play_settings *settings,
	       const struct lab *lab)
{
	snprintf(name, size, "%s/.%s.pcap.new", settings->folder, lab->name);
}

static void open_watcher(struct stage *stage, struct watcher *watcher,
			 const struct play_settings *settings, bool alone)
{
	char filter[FILTER_SIZE] = "tcp or icmp", file[PATH_MAX];
	struct watcher_settings how = { .program = settings->tcpflow,
					.filter = filter,
					.colour = settings->colour };

	if (!alone)
		snprintf(filter, sizeof(filter), "port %u", settings->port);
	if (settings->folder != NULL) {
		play_file(file, sizeof(file), settings, stage->lab);
		/* One that was killed may have left it. */
		unlink(file);
		how.file = file;
	}
	if (watcher_open(watcher, &how) < 0)
		stage_refuse(stage, "tcpflow cannot watch: %s", watcher->error);
	stage->watcher = watcher;
}

static _Noreturn void play_here(const struct lab *lab,
				const struct play_settings *settings,
				bool unheard)
{
	static struct watcher watcher;
	struct stage stage = {
		.lab = lab,
		.address = { .sin_family = AF_INET,
			     .sin_port = htons(settings->port),
			     .sin_addr = { htonl(INADDR_LOOPBACK) } },
		.unheard = unheard,
	};
	bool alone;

	printf("%s (%s): %s\n", lab->name, lab->section, lab->summary);
	alone = enter_network(&stage, settings);
	if (!lab->without_tcp) {
		check_port(&stage);
		if (settings->tcpflow != NULL)
			open_watcher(&stage, &watcher, settings, alone);
	} else if (settings->tcpflow != NULL) {
		printf("(This is not TCP: there is nothing for tcpflow to "
		       "see.)\n");
	}
	putchar('\n');
	stage_play(&stage);
}

enum stage_status play_end(const struct lab *lab, pid_t child)
{
	int status;

	if (child < 0)
		return STAGE_FAILED;
	while (waitpid(child, &status, 0) < 0) {
		if (errno == EINTR)
			continue;
		fprintf(stderr, "tcplab: waitpid: %s\n", strerror(errno));
		return STAGE_FAILED;
	}
	/* What the lab has left running goes with it. */
	kill(-child, SIGKILL);
	if (WIFEXITED(status))
		return (enum stage_status)WEXITSTATUS(status);
	if (WTERMSIG(status) != SIGKILL)
		fprintf(stderr, "tcplab: %s: %s\n", lab->name,
			strsignal(WTERMSIG(status)));
	return STAGE_FAILED;
}

pid_t play_begin(const struct lab *lab, const struct play_settings *settings,
		 int output)
{
	pid_t self = getpid(), child;

	fflush(stdout);
	child = fork();
	if (child < 0)
		fprintf(stderr, "tcplab: fork: %s\n", strerror(errno));
	if (child != 0)
		return child;
	set_signals(self);
	if (output >= 0) {
		dup2(output, STDOUT_FILENO);
		dup2(output, STDERR_FILENO);
	}
	play_here(lab, settings, output >= 0);
}
