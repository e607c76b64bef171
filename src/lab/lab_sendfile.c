/*
 * sendfile: a header and a page of a file, sent in three ways.
 *
 * A web server copies the page through a buffer of its own, by read() and
 * write(); or leaves that to the kernel, by sendfile(); or corks the socket
 * before.
 *
 * What to look for:
 *  - sendfile() takes the place of two calls for each buffer; the segments are
 *    the same: one for the header, one for the page;
 *  - with TCP_CORK nothing leaves while there is less than a full segment: the
 *    header waits, and goes out with the page when the cork is pulled.  It
 *    would not wait for more than 200 ms.
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

static void cork(struct stage *stage, int file, int server)
{
	const int on = 1, off = 0;
	off_t start = 0;

	CALL(stage, SERVER,
	     setsockopt(server, SOL_TCP, TCP_CORK, &on, sizeof(on)));
	stage_hurry(stage);
	CALL_GIVES(stage, SERVER, HEADER, write(server, header, HEADER));
	stage_hurry(stage);
	CALL_GIVES(stage, SERVER, PAGE, sendfile(server, file, &start, PAGE));
	CALL(stage, SERVER,
	     setsockopt(server, SOL_TCP, TCP_CORK, &off, sizeof(off)));
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
	stage_say(stage, "By read() and write(): the page is copied twice.");
	serve(stage, listener, file, copy);
	stage_say(stage, "By sendfile(): it does not leave the kernel.");
	serve(stage, listener, file, leave_it);
	stage_say(stage, "With the cork in, nothing leaves until it is out.");
	serve(stage, listener, file, cork);
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
		   { CLIENT_STATES, SERVER_STATES } },
	.data = { { .server = 2 }, { .server = 2 }, { .server = 1 } },
	.notes = { "active close by server" },
};
