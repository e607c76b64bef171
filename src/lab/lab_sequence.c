/*
 * sequence: every octet has a number.
 *
 * What to look for:
 *  - `seq 1:6` are the octets 1 to 5, and `ack 6` is the number of the next
 *    one: figure 61-3.  (Numbers count from the SYN; tcpflow -S shows what
 *    they really are);
 *  - both directions count for themselves;
 *  - an answer that is sent at once carries the acknowledgement with it;
 *  - segments that do not arrive are sent again when a timer has run out.  They
 *    are lost here at the server's socket, where tcpflow has seen them already;
 *  - the next timer runs twice as long.
 */
#include <sys/socket.h>
#include <unistd.h>

#include "lab/lab.h"
#include "lab/sockets.h"

static void exchange(struct stage *stage, int client, int server)
{
	char text[16];

	CALL_GIVES(stage, CLIENT, 5, write(client, "12345", 5));
	CALL_GIVES(stage, SERVER, 5, read(server, text, sizeof(text)));
	CALL_GIVES(stage, SERVER, 2, write(server, "ok", 2));
	CALL_GIVES(stage, CLIENT, 2, read(client, text, sizeof(text)));
	CALL_GIVES(stage, CLIENT, 4, write(client, "6789", 4));
	CALL_GIVES(stage, SERVER, 4, read(server, text, sizeof(text)));
}

static void run(struct stage *stage)
{
	const struct sockaddr_in *address = &stage->address;
	int listener, client, server;
	char text[16];

	CALL(stage, SERVER, listener = listen_on(address, 5));
	CALL(stage, CLIENT, client = connect_to(address));
	CALL(stage, SERVER, server = accept(listener, NULL, NULL));
	exchange(stage, client, server);

	stage_say(stage, "From now on the server's socket loses segments.");
	stage_lose(stage, SERVER, server);
	CALL_GIVES(stage, CLIENT, 4, write(client, "lost", 4));
	stage_say(stage, "Nobody acknowledges it: it is sent again.");
	stage_wait(stage, 700);
	stage_lose_no_more(stage, SERVER, server);
	stage_say(stage, "What is sent now arrives.");
	CALL_GIVES(stage, SERVER, 4, read(server, text, sizeof(text)));

	CALL(stage, CLIENT, close(client));
	CALL(stage, SERVER, close(server));
}

const struct lab lab_sequence = {
	.name = "sequence",
	.section = "61.6.2",
	.summary = "numbers, acknowledgements, retransmissions",
	.run = run,
	.flows = { { "SYN_SENT ESTABLISHED FIN_WAIT1 FIN_WAIT2 "
		     "TIME_WAIT",
		     "SYN_RECV ESTABLISHED CLOSE_WAIT LAST_ACK "
		     "CLOSED" } },
	.notes = { "retransmission" },
};
