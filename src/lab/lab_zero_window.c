/*
 * zero-window: a reader that does not read stops the writer.
 *
 * The server's buffer is small, and the server does not read.
 *
 * What to look for:
 *  - every ACK says how much more the server has room for (win); in the end
 *    that is nothing, and the client must not send;
 *  - write() does not fail: the data wait in the client's buffer, until that is
 *    full as well;
 *  - a window that opens again is told only once, and that may get lost.  So
 *    the client asks: the zero window probes.  The pause doubles each time;
 *  - as soon as the server reads, it tells the new window, and the rest flows.
 */
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab/lab.h"
#include "lab/sockets.h"

enum { MOST = 1 << 20 };

static void run(struct stage *stage)
{
	const struct sockaddr_in *to = &stage->address;
	const struct sockaddr *address = (const struct sockaddr *)to;
	const int buffer = 8192, segment = 1000;
	static char data[MOST];
	int listener, client, server;
	ssize_t written;

	CALL(stage, SERVER, listener = listen_on(to, 5));
	stage_say(stage, "A buffer of 8192 octets; accept()ed sockets inherit "
			 "it.");
	CALL(stage, SERVER,
	     setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof(int)));
	CALL(stage, CLIENT, client = socket(AF_INET, SOCK_STREAM, 0));
	stage_say(stage,
		  "Segments of 1000 octets can be followed more easily.");
	CALL(stage, CLIENT,
	     setsockopt(client, SOL_TCP, TCP_MAXSEG, &segment, sizeof(int)));
	CALL(stage, CLIENT,
	     setsockopt(client, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof(int)));
	CALL(stage, CLIENT, connect(client, address, sizeof(*to)));
	CALL(stage, SERVER, server = accept(listener, NULL, NULL));

	stage_say(stage, "All that fits into both buffers.");
	CALL(stage, CLIENT, fcntl(client, F_SETFL, O_NONBLOCK));
	CALL(stage, CLIENT, written = write(client, data, sizeof(data)));
	stage_say(stage, "The client asks, after longer and longer pauses.");
	stage_wait(stage, 1800);
	stage_say(stage, "Now the server reads.");
	CALL_GIVES(stage, SERVER, written,
		   readn(server, data, (size_t)written));

	CALL(stage, CLIENT, close(client));
	CALL(stage, SERVER, close(server));
}

const struct lab lab_zero_window = {
	.name = "zero-window",
	.section = "61.6.1",
	.summary = "flow control: the window closes and is probed",
	.run = run,
	.flows = { { "SYN_SENT ESTABLISHED FIN_WAIT1 FIN_WAIT2 "
		     "TIME_WAIT",
		     "SYN_RECV ESTABLISHED CLOSE_WAIT LAST_ACK "
		     "CLOSED" } },
	.notes = { "zero window", "zero window probe", "zero window probe ack",
		   "window update" },
};
