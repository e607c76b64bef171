/*
 * Plays one lab in a process of its own: whatever it leaves open is closed
 * with it, and it may fail anywhere.
 */
#include "lab/play.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static _Noreturn void play_here(const struct lab *lab,
				const struct play_settings *settings)
{
	struct stage stage = {
		.lab = lab,
		.address = { .sin_family = AF_INET,
			     .sin_port = htons(settings->port),
			     .sin_addr = { htonl(INADDR_LOOPBACK) } },
	};

	stage_play(&stage);
}

enum stage_status play(const struct lab *lab,
		       const struct play_settings *settings)
{
	int status;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0)
		play_here(lab, settings);
	while (child > 0 && waitpid(child, &status, 0) < 0) {
		if (errno != EINTR)
			child = -1;
	}
	if (child < 0) {
		fprintf(stderr, "tcplab: %s: %s\n", lab->name, strerror(errno));
		return STAGE_FAILED;
	}
	if (WIFSIGNALED(status))
		fprintf(stderr, "tcplab: %s: %s\n", lab->name,
			strsignal(WTERMSIG(status)));
	return WIFEXITED(status) ? (enum stage_status)WEXITSTATUS(status)
				 : STAGE_FAILED;
}
