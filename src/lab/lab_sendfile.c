/*
 * sendfile: a header and a page of a file, sent in four ways.
 *
 * A web server copies the page through a buffer of its own, by read() and
 * write(); or has the kernel do it, by sendfile(); or corks the socket before.
 *
 * What to look for:
 *  - sendfile() takes the place of two calls for each buffer, and the page is
 *    not copied out of the kernel and back.  The segments are the same: one
 *    for the header, one for the page;
 *  - with TCP_CORK only full segments leave.  The header waits, and leaves
 *    with the page when the cork is pulled;
 *  - it does not wait for longer than 200 ms.
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab/lab.h"
#include "lab/sockets.h"

enum { PAGE = 4000 };

static const char header[] = "HTTP/1.0 200 OK\r\n\r\n";
enum { HEADER = sizeof(header) - 1 };

/* A file without a name.  Returns its descriptor, or -1. */
static int make_page(void)
{
	char page[PAGE];
	int file = memfd_create("page", MFD_CLOEXEC);

	memset(page, 'p', sizeof(page));
	if (file < 0 || writen(file, page, PAGE) < 0 ||
	    lseek(file, 0, SEEK_SET) < 0)
		return -1;
	return file;
}

static void copy(struct stage *stage, int file, int server)
{
	char page[PAGE];

	CALL_GIVES(stage, SERVER, HEADER, write(server, header, HEADER));
	CALL_GIVES(stage, SERVER, PAGE, read(file, page, PAGE));
	CALL_GIVES(stage, SERVER, PAGE, writen(server, page, PAGE));
}

static void leave_it(struct stage *stage, int file, int server)
{
	off_t start = 0;

	CALL_GIVES(stage, SERVER, HEADER, write(server, header, HEADER));
	CALL_GIVES(stage, SERVER, PAGE, sendfile(server, file, &start, PAGE));
	EXPECT(stage, start == PAGE);
}

static int set_cork(int fd, int on)
{
	return setsockopt(fd, SOL_TCP, TCP_CORK, &on, sizeof(on));
}

static void cork(struct stage *stage, int file, int server)
{
	off_t start = 0;

	CALL(stage, SERVER, set_cork(server, true));
	stage_hurry(stage);
	CALL_GIVES(stage, SERVER, HEADER, write(server, header, HEADER));
	stage_hurry(stage);
	CALL_GIVES(stage, SERVER, PAGE, sendfile(server, file, &start, PAGE));
	CALL(stage, SERVER, set_cork(server, false));
}

static void cork_for_too_long(struct stage *stage, int file, int server)
{
	off_t start = 0;

	CALL(stage, SERVER, set_cork(server, true));
	CALL_GIVES(stage, SERVER, HEADER, write(server, header, HEADER));
	stage_say(stage, "The page is not ready for half a second.");
	stage_wait(stage, 500);
	CALL_GIVES(stage, SERVER, PAGE, sendfile(server, file, &start, PAGE));
	CALL(stage, SERVER, set_cork(server, false));
}

/* One connection for each page, as in HTTP 1.0. */
static void serve(struct stage *stage, int listener, int file,
		  void (*answer)(struct stage *stage, int file, int server))
{
	char text[HEADER + PAGE + 1];
	int client, server;

	CALL(stage, CLIENT, client = connect_to(&stage->address));
	CALL(stage, SERVER, server = accept(listener, NULL, NULL));
	answer(stage, file, server);
	CALL(stage, SERVER, close(server));
	CALL_GIVES(stage, CLIENT, HEADER + PAGE,
		   readn(client, text, sizeof(text)));
	EXPECT(stage, memcmp(text, header, HEADER) == 0);
	EXPECT(stage, text[HEADER] == 'p' && text[HEADER + PAGE - 1] == 'p');
	CALL(stage, CLIENT, close(client));
}

static void run(struct stage *stage)
{
	int listener, file;

	CALL(stage, SERVER, file = make_page());
	CALL(stage, SERVER, listener = listen_on(&stage->address, 5));
	stage_say(stage, "By read() and write(), through a buffer.");
	serve(stage, listener, file, copy);
	stage_say(stage, "By sendfile(), within the kernel.");
	serve(stage, listener, file, leave_it);
	stage_say(stage, "With a cork, pulled when all is written.");
	serve(stage, listener, file, cork);
	stage_say(stage, "The cork does not hold for long.");
	serve(stage, listener, file, cork_for_too_long);
}

#define CLIENT_STATES "SYN_SENT ESTABLISHED CLOSE_WAIT LAST_ACK CLOSED"
#define SERVER_STATES "SYN_RECV ESTABLISHED FIN_WAIT1 FIN_WAIT2 TIME_WAIT"

const struct lab lab_sendfile = {
	.name = "sendfile",
	.section = "61.4",
	.summary = "sendfile(), and TCP_CORK: two segments or one",
	.run = run,
	.flows = { { CLIENT_STATES, SERVER_STATES },
		   { CLIENT_STATES, SERVER_STATES },
		   { CLIENT_STATES, SERVER_STATES },
		   { CLIENT_STATES, SERVER_STATES } },
	.data = { { .server = 2 },
		  { .server = 2 },
		  { .server = 1 },
		  { .server = 2 } },
	.notes = { "active close by server" },
};
