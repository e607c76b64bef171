/*
 * The process that asks for the names of hosts.
 *
 * What it reads comes from name servers, through whatever modules the C
 * library loads for nsswitch.conf(5).  So it holds nothing worth having: no
 * capability, no way to gain one, no descriptor but its socket, and, where
 * the program runs as root, not that user.
 */
#include "system/resolver_helper.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "system/capabilities.h"
#include "system/resolver_wire.h"

enum { HELPER_SOCKET = 3, NOBODY = 65534 };

static socklen_t socket_address(const struct address *address,
				struct sockaddr_storage *storage)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)storage;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)storage;

	memset(storage, 0, sizeof(*storage));
	if (address->version == 4) {
		v4->sin_family = AF_INET;
		memcpy(&v4->sin_addr, address->octets, sizeof(v4->sin_addr));
		return sizeof(*v4);
	}
	v6->sin6_family = AF_INET6;
	memcpy(&v6->sin6_addr, address->octets, sizeof(v6->sin6_addr));
	return sizeof(*v6);
}

bool resolver_helper_lookup(const struct address *address, char *name)
{
	struct sockaddr_storage storage;
	socklen_t length = socket_address(address, &storage);

	return getnameinfo((const struct sockaddr *)&storage, length, name,
			   RESOLVER_NAME_SIZE, NULL, 0, NI_NAMEREQD) == 0;
}

static void close_others(int socket)
{
	int null = open("/dev/null", O_RDWR);

	for (int standard = 0; standard < HELPER_SOCKET; standard++)
		dup2(null, standard);
	if (socket != HELPER_SOCKET)
		dup2(socket, HELPER_SOCKET);
	if (close_range(HELPER_SOCKET + 1, ~0U, 0) == 0)
		return;
	for (int other = HELPER_SOCKET + 1; other < sysconf(_SC_OPEN_MAX);
	     other++)
		close(other);
}

static int leave_root(void)
{
	if (geteuid() != 0)
		return 0;
	if (setgroups(0, NULL) == 0 && setresgid(NOBODY, NOBODY, NOBODY) == 0 &&
	    setresuid(NOBODY, NOBODY, NOBODY) == 0)
		return 0;
	/* In a user namespace there may be no other user, and no groups to
	 * set; its root is nobody special outside. */
	return errno == EINVAL || errno == EPERM ? 0 : -1;
}

static int give_up_privileges(void)
{
	const struct rlimit no_core = { 0, 0 };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -1;
	capabilities_limit();
	setrlimit(RLIMIT_CORE, &no_core);
	if (leave_root() < 0)
		return -1;
	return capabilities_clear();
}

/* The terminal's SIGINT is for the parent, which ends us when it is done.
 * The death signal comes last: a change of user would undo it. */
static int follow_parent(pid_t parent)
{
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_DFL);
	signal(SIGHUP, SIG_DFL);
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0)
		return -1;
	return getppid() == parent ? 0 : -1;
}

/* A lookup may take long, and who has become another user than ours can
 * neither kill us nor have us killed by their death. */
static void *end_with_socket(void *unused)
{
	struct pollfd end = { .fd = HELPER_SOCKET };

	(void)unused;
	while (poll(&end, 1, -1) < 0 && errno == EINTR)
		;
	_exit(0);
}

static int watch_socket(void)
{
	pthread_t thread;

	return pthread_create(&thread, NULL, end_with_socket, NULL) == 0 ? 0
									 : -1;
}

static void answer(const struct address *address, resolver_lookup *lookup)
{
	struct resolver_answer answer = { .address = *address };
	size_t length = 0;

	if (lookup(address, answer.name))
		length = strnlen(answer.name, sizeof(answer.name));
	send(HELPER_SOCKET, &answer,
	     offsetof(struct resolver_answer, name) + length, MSG_NOSIGNAL);
}

_Noreturn void resolver_helper_run(int socket, pid_t parent,
				   resolver_lookup *lookup)
{
	struct address address;

	close_others(socket);
	if (give_up_privileges() < 0 || follow_parent(parent) < 0 ||
	    watch_socket() < 0)
		_exit(1);
	while (recv(HELPER_SOCKET, &address, sizeof(address), 0) ==
	       sizeof(address))
		answer(&address, lookup);
	_exit(0);
}
