/*
 * Runs a command with its output thrown away and says what it took.
 *
 *	measure COMMAND ...	prints: microseconds, processor's microseconds,
 *				largest resident set in KiB
 *
 * The command's failure is measure's.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * INT64_C(1000000) + time.tv_nsec / 1000;
}

static int64_t microseconds(struct timeval time)
{
	return time.tv_sec * INT64_C(1000000) + time.tv_usec;
}

static void run(char **command)
{
	int nowhere = open("/dev/null", O_RDWR);

	dup2(nowhere, STDIN_FILENO);
	dup2(nowhere, STDOUT_FILENO);
	dup2(nowhere, STDERR_FILENO);
	execvp(command[0], command);
	_exit(127);
}

int main(int argc, char **argv)
{
	struct rusage usage;
	int64_t begin = now();
	int status;
	pid_t child;

	if (argc < 2) {
		fputs("usage: measure COMMAND ...\n", stderr);
		return 2;
	}
	child = fork();
	if (child == 0)
		run(argv + 1);
	if (child < 0 || wait4(child, &status, 0, &usage) < 0) {
		perror("measure");
		return 1;
	}
	printf("%lld %lld %ld\n", (long long)(now() - begin),
	       (long long)(microseconds(usage.ru_utime) +
			   microseconds(usage.ru_stime)),
	       usage.ru_maxrss);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
