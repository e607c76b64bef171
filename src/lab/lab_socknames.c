/*
 * socknames: the two addresses that each of two ends has.
 *
 * What to look for:
 *  - a socket gets its address from bind(), listen() or connect().  The
 *    client's port is an ephemeral one, which connect() chooses;
 *  - the accepted socket has the port of the listening one;
 *  - what is local to one end is the peer's to the other.  The same two
 *    addresses stand in tcpflow's line, and in the system's list of sockets,
 *    which ss(8) and netstat(8) show.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab/lab.h"
#include "lab/sockets.h"

enum { ROW_SIZE = 256 };

static bool same(const struct sockaddr_in *a, const struct sockaddr_in *b)
{
	return a->sin_port == b->sin_port &&
	       a->sin_addr.s_addr == b->sin_addr.s_addr;
}

/* Which call it is stands in `peer`: getpeername() or getsockname(). */
static struct sockaddr_in address_of(struct stage *stage, enum end end, int fd,
				     bool peer)
{
	struct sockaddr_in address = { .sin_family = AF_UNSPEC };
	struct sockaddr *where = (struct sockaddr *)&address;
	socklen_t size = sizeof(address);
	char text[ADDRESS_TEXT_SIZE];

	if (peer)
		CALL(stage, end, getpeername(fd, where, &size));
	else
		CALL(stage, end, getsockname(fd, where, &size));
	stage_show(stage, "%s", address_text(where, size, text));
	return address;
}

/* In the system's list addresses are in hexadecimal, as they lie in memory;
 * the state 01 is ESTABLISHED. */
static bool is_listed(struct stage *stage, const struct sockaddr_in *local,
		      const struct sockaddr_in *peer)
{
	char wanted[ROW_SIZE], row[ROW_SIZE];
	bool found = false;
	FILE *list = fopen("/proc/net/tcp", "r");

	if (list == NULL)
		return false;
	snprintf(wanted, sizeof(wanted), " %08X:%04X %08X:%04X 01 ",
		 local->sin_addr.s_addr, ntohs(local->sin_port),
		 peer->sin_addr.s_addr, ntohs(peer->sin_port));
	while (!found && fgets(row, sizeof(row), list) != NULL)
		found = strstr(row, wanted) != NULL;
	fclose(list);
	if (found)
		stage_show(stage, "/proc/net/tcp: %.33s",
			   strstr(row, wanted) + 1);
	return found;
}

static void compare(struct stage *stage, int client, int server)
{
	const struct sockaddr_in near =
		address_of(stage, CLIENT, client, false);
	const struct sockaddr_in far = address_of(stage, CLIENT, client, true);
	const struct sockaddr_in own = address_of(stage, SERVER, server, false);
	const struct sockaddr_in peer = address_of(stage, SERVER, server, true);

	EXPECT(stage, same(&near, &peer));
	EXPECT(stage, same(&far, &own));
	EXPECT(stage, same(&far, &stage->address));
	EXPECT(stage, is_listed(stage, &near, &far));
	EXPECT(stage, is_listed(stage, &own, &peer));
}

static void run(struct stage *stage)
{
	const struct sockaddr *to = (const struct sockaddr *)&stage->address;
	struct sockaddr_in peer = { 0 }, name;
	socklen_t size = sizeof(peer);
	int listener, client, server;

	CALL(stage, SERVER, listener = listen_on(&stage->address, 5));
	CALL(stage, CLIENT, client = socket(AF_INET, SOCK_STREAM, 0));
	name = address_of(stage, CLIENT, client, false);
	EXPECT(stage, name.sin_port == 0);
	CALL(stage, CLIENT, connect(client, to, sizeof(stage->address)));
	CALL(stage, SERVER,
	     server = accept(listener, (struct sockaddr *)&peer, &size));
	compare(stage, client, server);
	name = address_of(stage, CLIENT, client, false);
	EXPECT(stage, same(&name, &peer));
	CALL(stage, CLIENT, close(client));
	CALL(stage, SERVER, close(server));

	stage_say(stage, "listen() without bind() chooses a port, too.");
	CALL(stage, SERVER, server = socket(AF_INET, SOCK_STREAM, 0));
	CALL(stage, SERVER, listen(server, 5));
	name = address_of(stage, SERVER, server, false);
	EXPECT(stage, name.sin_port != 0);
}

const struct lab lab_socknames = {
	.name = "socknames",
	.section = "61.5",
	.summary = "getsockname(), getpeername(), the system's list",
	.run = run,
	.flows = { { "SYN_SENT ESTABLISHED FIN_WAIT1 FIN_WAIT2 "
		     "TIME_WAIT",
		     "SYN_RECV ESTABLISHED CLOSE_WAIT LAST_ACK "
		     "CLOSED" } },
	.notes = { "handshake 3/3" },
};
