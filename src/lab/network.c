/*
 * A network of one's own.
 */
#include "lab/network.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static int raise_loopback(void)
{
	struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int result, error;

	if (fd < 0)
		return -1;
	result = ioctl(fd, SIOCSIFFLAGS, &request);
	error = errno;
	close(fd);
	errno = error;
	return result;
}

int network_enter(void)
{
	return unshare(CLONE_NEWNET) < 0 ? -1 : raise_loopback();
}

/* 0, or -1: it did not end well. */
static int await(pid_t child)
{
	int status;

	if (child < 0)
		return -1;
	while (waitpid(child, &status, 0) < 0) {
		if (errno != EINTR)
			return -1;
	}
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -1;
}

/* There is no asking but by trying, and no way back from that. */
bool network_may_enter(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(network_enter() == 0 ? 0 : 1);
	return await(child) == 0;
}

/* Without its words: whoever calls says in its own what is missing. */
static _Noreturn void become_tc(void)
{
	int null = open("/dev/null", O_RDWR);

	if (null >= 0) {
		dup2(null, STDOUT_FILENO);
		dup2(null, STDERR_FILENO);
	}
	/* 4000 octets a second, and tokens for one small packet. */
	execlp("tc", "tc", "qdisc", "add", "dev", "lo", "root", "tbf", "rate",
	       "32kbit", "burst", "90", "limit", "1000", (char *)NULL);
	_exit(127);
}

int network_slow_down(void)
{
	pid_t child = fork();

	if (child == 0)
		become_tc();
	return await(child);
}

/* A socket that is connected to itself: so there is somebody to send to, and no
 * ICMP error comes back. */
static int open_to_itself(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t length = sizeof(address);
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	if (bind(fd, (struct sockaddr *)&address, length) == 0 &&
	    getsockname(fd, (struct sockaddr *)&address, &length) == 0 &&
	    connect(fd, (struct sockaddr *)&address, length) == 0)
		return fd;
	close(fd);
	return -1;
}

int network_fill_line(void)
{
	/* With the headers 90 octets: what there may be tokens for. */
	static const char filling[48];
	int fd = open_to_itself();

	for (int i = 0; fd >= 0 && i < 4; i++) {
		if (send(fd, filling, sizeof(filling), 0) < 0)
			return -1;
	}
	return fd < 0 ? -1 : 0;
}
