/*
 * simultaneous-close: both ends close at once.
 *
 * What to look for:
 *  - the FINs cross: each end is in FIN_WAIT1 when the other one's FIN comes,
 *    and goes to CLOSING, as its own is not acknowledged yet;
 *  - with that ACK both go to TIME_WAIT.  Nobody was in CLOSE_WAIT: both have
 *    closed actively.
 *
 * The line is made slow: else the first FIN would arrive before the other end
 * closed.
 */
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab/lab.h"
#include "lab/sockets.h"

static void run(struct stage *stage)
{
	const struct sockaddr_in *address = &stage->address;
	int listener, client, server;
	char text[16];

	CALL(stage, SERVER, listener = listen_on(address, 5));
	CALL(stage, CLIENT, client = connect_to(address));
	CALL(stage, SERVER, server = accept(listener, NULL, NULL));
	CALL_GIVES(stage, CLIENT, 5, write(client, "hello", 5));
	CALL_GIVES(stage, SERVER, 5, read(server, text, sizeof(text)));

	stage_slow_line(stage);
	stage_fill_line(stage);
	stage_say(stage, "Both close; the line is slow.");
	stage_hurry(stage);
	CALL(stage, CLIENT, shutdown(client, SHUT_WR));
	CALL(stage, SERVER, shutdown(server, SHUT_WR));
	stage_await_state(stage, client, TCP_CLOSE);
	stage_await_state(stage, server, TCP_CLOSE);
	CALL_GIVES(stage, CLIENT, 0, read(client, text, sizeof(text)));
	CALL_GIVES(stage, SERVER, 0, read(server, text, sizeof(text)));
}

const struct lab lab_simultaneous_close = {
	.name = "simultaneous-close",
	.section = "61.6.3",
	.summary = "both ends close at once: CLOSING",
	.run = run,
	.own_network = true,
	.flows = { { "SYN_SENT ESTABLISHED FIN_WAIT1 CLOSING TIME_WAIT",
		     "SYN_RECV ESTABLISHED FIN_WAIT1 CLOSING "
		     "TIME_WAIT" } },
	.notes = { "simultaneous close" },
};
