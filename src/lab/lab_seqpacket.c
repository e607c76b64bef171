/*
 * seqpacket: a connection that keeps messages apart.
 *
 * What to look for:
 *  - as with SOCK_STREAM there is a connection: listen(), connect(), accept(),
 *    and end of file when the peer has closed;
 *  - as with SOCK_DGRAM, one read() gets what one write() sent, whatever waits
 *    behind it.  In a stream nothing tells two of them apart;
 *  - what does not fit into the buffer is lost.  With MSG_TRUNC, recv()
 *    returns how long the message was.
 *
 * In the Internet domain SCTP has such sockets.  Over TCP, a program must mark
 * the ends of its messages itself.
 */
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "lab/lab.h"

static void write_twice(struct stage *stage, int socket)
{
	CALL_GIVES(stage, CLIENT, 5, write(socket, "first", 5));
	CALL_GIVES(stage, CLIENT, 6, write(socket, "second", 6));
}

static void compare(struct stage *stage)
{
	int stream[2], packets[2];
	char text[16];

	stage_say(stage, "A stream: two writes, one read.");
	CALL(stage, CLIENT, socketpair(AF_UNIX, SOCK_STREAM, 0, stream));
	write_twice(stage, stream[0]);
	CALL_GIVES(stage, SERVER, 11, read(stream[1], text, sizeof(text)));

	stage_say(stage, "Messages: two writes, two reads.");
	CALL(stage, CLIENT, socketpair(AF_UNIX, SOCK_SEQPACKET, 0, packets));
	write_twice(stage, packets[0]);
	CALL_GIVES(stage, SERVER, 5, read(packets[1], text, sizeof(text)));
	EXPECT(stage, memcmp(text, "first", 5) == 0);
	CALL_GIVES(stage, SERVER, 6, read(packets[1], text, sizeof(text)));
	EXPECT(stage, memcmp(text, "second", 6) == 0);

	stage_say(stage, "What does not fit is lost.");
	write_twice(stage, packets[0]);
	CALL_GIVES(stage, SERVER, 2, recv(packets[1], text, 2, 0));
	CALL_GIVES(stage, SERVER, 6, recv(packets[1], text, 2, MSG_TRUNC));
	EXPECT(stage, memcmp(text, "se", 2) == 0);
}

/* A name that the kernel chooses, without a file: a family alone. */
static void connect_by_name(struct stage *stage)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	struct sockaddr *address = (struct sockaddr *)&name;
	socklen_t size = offsetof(struct sockaddr_un, sun_path);
	int listener, client, server;
	char text[16];

	stage_say(stage, "With a connection, as TCP has it.");
	CALL(stage, SERVER, listener = socket(AF_UNIX, SOCK_SEQPACKET, 0));
	CALL(stage, SERVER, bind(listener, address, size));
	CALL(stage, SERVER, listen(listener, 5));
	size = sizeof(name);
	CALL(stage, SERVER, getsockname(listener, address, &size));
	CALL(stage, CLIENT, client = socket(AF_UNIX, SOCK_SEQPACKET, 0));
	CALL(stage, CLIENT, connect(client, address, size));
	CALL(stage, SERVER, server = accept(listener, NULL, NULL));
	CALL_GIVES(stage, CLIENT, 5, write(client, "first", 5));
	CALL(stage, CLIENT, close(client));
	CALL_GIVES(stage, SERVER, 5, read(server, text, sizeof(text)));
	CALL_GIVES(stage, SERVER, 0, read(server, text, sizeof(text)));
}

static void run(struct stage *stage)
{
	compare(stage);
	connect_by_name(stage);
}

const struct lab lab_seqpacket = {
	.name = "seqpacket",
	.section = "61.13.5",
	.summary = "SOCK_SEQPACKET: a connection of messages",
	.run = run,
	.without_tcp = true,
};
