/*
 * traffic: plays both ends of a TCP connection, for the recordings of pcaps/
 * and for run_kernel.
 *
 * One thread makes the calls of the client and of the server in a fixed
 * order, and goes on when the kernel says that what should have happened has
 * (TCP_INFO, SIOCOUTQ), so that a recording comes out the same every time.
 * A socket belongs to the network namespace in which it was made: that is how
 * one process holds both ends of a connection between two hosts.
 *
 * What a kernel does not do by itself, such as losing a segment, is not done
 * here but by what lies between the ends: see pcaps/record.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum {
	CLIENT_PORT = 60391, /* both as in the book's session */
	SERVER_PORT = 55555,
	PATIENCE = 10000,  /* milliseconds until the kernel should have done
			    * what it is expected to do */
	RUN_LIMIT = 120,   /* seconds; no scenario takes that long */
	TIME_WAIT = 60000, /* milliseconds: TCP_TIMEWAIT_LEN of Linux */
	CHUNK_MAX = 16384
};

struct end {
	const char *name;
	int namespace; /* to make sockets in; -1: where we are */
	struct sockaddr_storage address;
	socklen_t address_length;
	int fd; /* of the connection; -1: none */
};

struct stage {
	struct end client, server;
	int listener;	  /* the server's; -1: none */
	int segment_size; /* the client's limit (TCP_MAXSEG); 0: the kernel's */
};

struct scenario {
	const char *name;
	void (*play)(struct stage *stage);
	const char *summary;
};

/* What went wrong, and out: a scenario that fails half-way must not leave a
 * recording that looks complete. */
__attribute__((format(printf, 1, 2))) static _Noreturn void
fail(const char *format, ...)
{
	va_list arguments;

	fputs("traffic: ", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	exit(1);
}

static void check(bool good, const struct end *end, const char *call)
{
	if (!good)
		fail("%s: %s: %s", end->name, call, strerror(errno));
}

static void wait_for(long milliseconds)
{
	struct timespec rest = { .tv_sec = milliseconds / 1000,
				 .tv_nsec = milliseconds % 1000 * 1000000 };

	while (nanosleep(&rest, &rest) < 0) {
		if (errno != EINTR)
			fail("nanosleep: %s", strerror(errno));
	}
}

/* ---- One end ---- */

static void end_set_option(const struct end *end, int fd, int level, int option,
			   int value)
{
	check(setsockopt(fd, level, option, &value, sizeof(value)) == 0, end,
	      "setsockopt");
}

static void end_set_port(struct end *end, uint16_t port)
{
	/* sin_port and sin6_port lie in the same place. */
	struct sockaddr_in *address = (struct sockaddr_in *)&end->address;

	address->sin_port = htons(port);
}

/* A socket of the end's namespace, bound to its address and port. */
static int end_open(const struct end *end, int type)
{
	struct timeval patience = { .tv_sec = PATIENCE / 1000 };
	int fd;

	if (end->namespace >= 0)
		check(setns(end->namespace, CLONE_NEWNET) == 0, end, "setns");
	fd = socket(end->address.ss_family, type, 0);
	check(fd >= 0, end, "socket");
	end_set_option(end, fd, SOL_SOCKET, SO_REUSEADDR, 1);
	check(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience,
			 sizeof(patience)) == 0,
	      end, "setsockopt");
	check(bind(fd, (const struct sockaddr *)&end->address,
		   end->address_length) == 0,
	      end, "bind");
	return fd;
}

static bool end_try_connect(const struct end *end, const struct end *peer)
{
	return connect(end->fd, (const struct sockaddr *)&peer->address,
		       peer->address_length) == 0;
}

static void end_set_blocking(const struct end *end, bool blocking)
{
	int flags = fcntl(end->fd, F_GETFL);

	check(flags >= 0, end, "fcntl");
	flags = blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK;
	check(fcntl(end->fd, F_SETFL, flags) == 0, end, "fcntl");
}

/* Text, so that a dump of the packets can be read. */
static void end_send(const struct end *end, size_t length, int flags)
{
	char text[CHUNK_MAX];
	ssize_t sent;

	if (length > sizeof(text))
		fail("%zu octets are too many at once", length);
	for (size_t i = 0; i < length; i++)
		text[i] = (char)('a' + i % 26);
	sent = send(end->fd, text, length, flags | MSG_NOSIGNAL);
	check(sent >= 0, end, "send");
	if ((size_t)sent != length)
		fail("%s: sent %zd of %zu octets", end->name, sent, length);
}

static void end_receive(const struct end *end, size_t length)
{
	char text[CHUNK_MAX];

	while (length > 0) {
		size_t most = length < sizeof(text) ? length : sizeof(text);
		ssize_t got = recv(end->fd, text, most, 0);

		check(got >= 0, end, "recv");
		if (got == 0)
			fail("%s: the data ended %zu octets too early",
			     end->name, length);
		length -= (size_t)got;
	}
}

static void end_receive_fin(const struct end *end)
{
	char octet;
	ssize_t got = recv(end->fd, &octet, 1, 0);

	check(got >= 0, end, "recv");
	if (got > 0)
		fail("%s: data where the end was expected", end->name);
}

static void end_receive_reset(const struct end *end)
{
	char octet;

	if (recv(end->fd, &octet, 1, 0) >= 0 || errno != ECONNRESET)
		fail("%s: no reset arrived", end->name);
}

/* Sends at once an acknowledgement that is being delayed. */
static void end_acknowledge(const struct end *end)
{
	end_set_option(end, end->fd, IPPROTO_TCP, TCP_QUICKACK, 1);
}

static int end_state(const struct end *end)
{
	struct tcp_info info;
	socklen_t length = sizeof(info);

	check(getsockopt(end->fd, IPPROTO_TCP, TCP_INFO, &info, &length) == 0,
	      end, "TCP_INFO");
	return info.tcpi_state;
}

/* The state is one of enum TCP_ESTABLISHED ...; a socket whose connection is
 * in TIME_WAIT says TCP_CLOSE, as it no longer belongs to it. */
static void end_await_state(const struct end *end, int state)
{
	for (int waited = 0; end_state(end) != state; waited++) {
		if (waited == PATIENCE)
			fail("%s: in state %d, not in %d", end->name,
			     end_state(end), state);
		wait_for(1);
	}
}

/* Until all that was sent, the FIN too, is acknowledged. */
static void end_await_acknowledged(const struct end *end)
{
	for (int waited = 0;; waited++) {
		int left;

		check(ioctl(end->fd, SIOCOUTQ, &left) == 0, end, "SIOCOUTQ");
		if (left == 0)
			return;
		if (waited == PATIENCE)
			fail("%s: %d octets are not acknowledged", end->name,
			     left);
		wait_for(1);
	}
}

static void end_shut_down(const struct end *end)
{
	check(shutdown(end->fd, SHUT_WR) == 0, end, "shutdown");
}

static void end_close(struct end *end)
{
	check(close(end->fd) == 0, end, "close");
	end->fd = -1;
}

static void end_abort(struct end *end)
{
	struct linger linger = { .l_onoff = 1, .l_linger = 0 };

	check(setsockopt(end->fd, SOL_SOCKET, SO_LINGER, &linger,
			 sizeof(linger)) == 0,
	      end, "setsockopt");
	end_close(end);
}

/* ---- What both ends do together ---- */

static void stage_listen(struct stage *stage)
{
	stage->listener = end_open(&stage->server, SOCK_STREAM);
	check(listen(stage->listener, 5) == 0, &stage->server, "listen");
}

static void stage_accept(struct stage *stage)
{
	struct end *server = &stage->server;

	server->fd = accept(stage->listener, NULL, NULL);
	check(server->fd >= 0, server, "accept");
	end_set_option(server, server->fd, IPPROTO_TCP, TCP_NODELAY, 1);
}

static void stage_connect(struct stage *stage)
{
	struct end *client = &stage->client;

	client->fd = end_open(client, SOCK_STREAM);
	end_set_option(client, client->fd, IPPROTO_TCP, TCP_NODELAY, 1);
	if (stage->segment_size > 0)
		end_set_option(client, client->fd, IPPROTO_TCP, TCP_MAXSEG,
			       stage->segment_size);
	check(end_try_connect(client, &stage->server), client, "connect");
	stage_accept(stage);
}

static void stage_open(struct stage *stage)
{
	stage_listen(stage);
	stage_connect(stage);
}

static void stage_stop_listening(struct stage *stage)
{
	check(close(stage->listener) == 0, &stage->server, "close");
	stage->listener = -1;
}

/* One segment of data, and its acknowledgement by itself. */
static void transfer(const struct end *from, const struct end *to,
		     size_t length)
{
	end_send(from, length, 0);
	end_acknowledge(to);
	end_receive(to, length);
	end_await_acknowledged(from);
}

static void exchange(struct stage *stage, size_t request)
{
	transfer(&stage->client, &stage->server, request);
	transfer(&stage->server, &stage->client, 4);
}

/* To the last acknowledgement. */
static void end_finish(struct end *end)
{
	end_shut_down(end);
	end_await_state(end, TCP_CLOSE);
	end_close(end);
}

/* `first` ends in TIME_WAIT.  The pause keeps the acknowledgement of the
 * first FIN out of the second. */
static void close_in_turn(struct end *first, struct end *second)
{
	end_shut_down(first);
	end_await_state(first, TCP_FIN_WAIT2);
	wait_for(200);
	end_receive_fin(second);
	end_finish(second);
	end_await_state(first, TCP_CLOSE);
	end_close(first);
}

/* Keeps a slow line busy in both directions, so that what the ends send next
 * crosses on the way; the client's direction is free again first.  Nobody
 * reads the datagrams, and the sockets stay open, lest an ICMP error says
 * so. */
static void occupy_line(const struct stage *stage)
{
	static const char filling[48];
	const struct end *ends[2] = { &stage->client, &stage->server };
	const size_t lengths[2] = { 30, 48 };
	int sockets[2];

	for (int i = 0; i < 2; i++)
		sockets[i] = end_open(ends[i], SOCK_DGRAM);
	for (int i = 0; i < 2; i++) {
		const struct end *peer = ends[1 - i];

		check(sendto(sockets[i], filling, lengths[i], 0,
			     (const struct sockaddr *)&peer->address,
			     peer->address_length) == (ssize_t)lengths[i],
		      ends[i], "sendto");
	}
}

static void be_refused(struct stage *stage, int error)
{
	struct end *client = &stage->client;

	client->fd = end_open(client, SOCK_STREAM);
	if (end_try_connect(client, &stage->server))
		fail("connected to a port that should be closed");
	check(errno == error, client, "connect");
	end_close(client);
}

/* ---- The scenarios ---- */

static void play_session(struct stage *stage)
{
	stage_open(stage);
	exchange(stage, 16);
	exchange(stage, 32);
	close_in_turn(&stage->client, &stage->server);
}

static void play_server_closes(struct stage *stage)
{
	stage_open(stage);
	exchange(stage, 16);
	close_in_turn(&stage->server, &stage->client);
}

static void play_half_close(struct stage *stage)
{
	stage_open(stage);
	transfer(&stage->client, &stage->server, 16);
	end_shut_down(&stage->client);
	end_receive_fin(&stage->server);
	end_await_state(&stage->client, TCP_FIN_WAIT2);
	for (int i = 0; i < 3; i++) {
		wait_for(100);
		transfer(&stage->server, &stage->client, 100);
	}
	end_finish(&stage->server);
	end_await_state(&stage->client, TCP_CLOSE);
}

static void play_simultaneous_open(struct stage *stage)
{
	struct end *ends[2] = { &stage->client, &stage->server };

	for (int i = 0; i < 2; i++) {
		ends[i]->fd = end_open(ends[i], SOCK_STREAM);
		end_set_blocking(ends[i], false);
	}
	occupy_line(stage);
	for (int i = 0; i < 2; i++) {
		if (end_try_connect(ends[i], ends[1 - i]))
			fail("%s: connected too early", ends[i]->name);
		check(errno == EINPROGRESS, ends[i], "connect");
	}
	for (int i = 0; i < 2; i++) {
		end_await_state(ends[i], TCP_ESTABLISHED);
		end_set_blocking(ends[i], true);
	}
	/* What they still have to say to each other about the SYNs. */
	wait_for(400);
	transfer(&stage->client, &stage->server, 16);
	close_in_turn(&stage->client, &stage->server);
}

static void play_simultaneous_close(struct stage *stage)
{
	stage_open(stage);
	exchange(stage, 16);
	wait_for(400);
	occupy_line(stage);
	end_shut_down(&stage->client);
	end_shut_down(&stage->server);
	end_await_state(&stage->client, TCP_CLOSE);
	end_await_state(&stage->server, TCP_CLOSE);
}

static void play_refused(struct stage *stage)
{
	be_refused(stage, ECONNREFUSED);
	wait_for(100);
	be_refused(stage, ECONNREFUSED);
}

/* The line must be slow: an ICMP error that comes back while connect() still
 * holds the socket ends nothing. */
static void play_prohibited(struct stage *stage)
{
	occupy_line(stage);
	be_refused(stage, EHOSTUNREACH);
}

static void play_reset(struct stage *stage)
{
	stage_open(stage);
	exchange(stage, 16);
	end_abort(&stage->client);
	end_receive_reset(&stage->server);
}

static void play_server_resets(struct stage *stage)
{
	stage_open(stage);
	exchange(stage, 16);
	end_abort(&stage->server);
	end_receive_reset(&stage->client);
}

static void play_unread(struct stage *stage)
{
	stage_open(stage);
	end_send(&stage->client, 16, 0);
	end_acknowledge(&stage->server);
	end_await_acknowledged(&stage->client);
	end_close(&stage->server);
	end_receive_reset(&stage->client);
}

/* The client is gone altogether and not only done with sending.  The pause
 * lets the server acknowledge its FIN. */
static void play_late_data(struct stage *stage)
{
	stage_open(stage);
	exchange(stage, 16);
	end_close(&stage->client);
	end_receive_fin(&stage->server);
	wait_for(200);
	end_send(&stage->server, 4, 0);
	end_await_state(&stage->server, TCP_CLOSE);
}

/* A socket that is closed in repair mode says nothing to its peer, like that
 * of a host which has lost its power. */
static void play_crash(struct stage *stage)
{
	stage_open(stage);
	exchange(stage, 16);
	end_set_option(&stage->client, stage->client.fd, IPPROTO_TCP,
		       TCP_REPAIR, 1);
	end_close(&stage->client);
	end_send(&stage->server, 4, 0);
	end_await_state(&stage->server, TCP_CLOSE);
}

/* Both ends are one socket. */
static void play_self(struct stage *stage)
{
	struct end *end = &stage->server;

	end->fd = end_open(end, SOCK_STREAM);
	check(end_try_connect(end, end), end, "connect");
	transfer(end, end, 16);
	end_shut_down(end);
	end_receive_fin(end);
	end_await_state(end, TCP_CLOSE);
	end_close(end);
}

static void play_urgent(struct stage *stage)
{
	const struct end *client = &stage->client, *server = &stage->server;
	char urgent;

	stage_open(stage);
	transfer(client, server, 16);
	end_send(client, 1, MSG_OOB);
	end_acknowledge(server);
	end_await_acknowledged(client);
	check(recv(server->fd, &urgent, 1, MSG_OOB) == 1, server, "recv");
	transfer(client, server, 8);
	close_in_turn(&stage->client, &stage->server);
}

static void play_time_wait(struct stage *stage)
{
	play_session(stage);
	stage_stop_listening(stage);
	wait_for(TIME_WAIT + 2000);
	end_set_port(&stage->client, CLIENT_PORT + 1);
	be_refused(stage, ECONNREFUSED);
}

/* First the server's TIME_WAIT gives way to a newer SYN, then the client's to
 * its own connect(), which Linux allows after a second (tcp_tw_reuse).  Before
 * that, there is time to see the first. */
static void play_time_wait_reuse(struct stage *stage)
{
	stage_open(stage);
	exchange(stage, 16);
	close_in_turn(&stage->server, &stage->client);
	wait_for(200);
	stage_connect(stage);
	exchange(stage, 16);
	close_in_turn(&stage->client, &stage->server);
	wait_for(1500);
	stage_connect(stage);
	exchange(stage, 16);
	close_in_turn(&stage->client, &stage->server);
}

/* Says so on standard output when the connection is open, and goes on when a
 * line is typed. */
static void play_mid_stream(struct stage *stage)
{
	int typed;

	stage_open(stage);
	exchange(stage, 16);
	puts("open");
	if (fflush(stdout) != 0)
		fail("standard output: %s", strerror(errno));
	do {
		typed = getchar();
		if (typed == EOF)
			fail("standard input: no line came");
	} while (typed != '\n');
	exchange(stage, 32);
	close_in_turn(&stage->client, &stage->server);
}

static void open_with_data(struct stage *stage)
{
	struct end *client = &stage->client, *server = &stage->server;
	char request[16];

	memset(request, 'a', sizeof(request));
	client->fd = end_open(client, SOCK_STREAM);
	check(sendto(client->fd, request, sizeof(request), MSG_FASTOPEN,
		     (const struct sockaddr *)&server->address,
		     server->address_length) == sizeof(request),
	      client, "sendto");
	stage_accept(stage);
	end_acknowledge(server);
	end_receive(server, sizeof(request));
	end_await_acknowledged(client);
	transfer(server, client, 4);
	close_in_turn(client, server);
}

/* The first connection only fetches the cookie that the second shows. */
static void play_fast_open(struct stage *stage)
{
	stage_listen(stage);
	end_set_option(&stage->server, stage->listener, IPPROTO_TCP,
		       TCP_FASTOPEN, 5);
	open_with_data(stage);
	end_set_port(&stage->client, CLIENT_PORT + 1);
	open_with_data(stage);
}

static void play_zero_window(struct stage *stage)
{
	const struct end *client = &stage->client, *server = &stage->server;
	enum { ALL = 6000 };

	stage_listen(stage);
	end_set_option(server, stage->listener, SOL_SOCKET, SO_RCVBUF, 4096);
	stage_connect(stage);
	end_send(client, ALL, 0);
	end_acknowledge(server);
	wait_for(2000);
	end_receive(server, ALL);
	end_await_acknowledged(client);
	close_in_turn(&stage->client, &stage->server);
}

/* Data segments 1 (counted from 0) and 7 are to be lost; 6 is 1 once more.
 * The one leaves a hole before the four that follow it at once; after the
 * other nothing follows.  All five go out in one call: else each
 * acknowledgement would be there before the next segment. */
static void play_losses(struct stage *stage)
{
	const struct end *client = &stage->client, *server = &stage->server;

	stage->segment_size = 112; /* 100 octets, as the time stamps take 12 */
	stage_open(stage);
	transfer(client, server, 100);
	end_send(client, 500, 0);
	end_receive(server, 500);
	end_await_acknowledged(client);
	transfer(client, server, 100);
	close_in_turn(&stage->client, &stage->server);
}

/* Other ports: for whoever has to know that a capture has come this far.  The
 * second takes the ports of the first, which therefore is over for good. */
static void play_mark(struct stage *stage)
{
	end_set_port(&stage->client, CLIENT_PORT + 8);
	end_set_port(&stage->server, SERVER_PORT + 1);
	be_refused(stage, ECONNREFUSED);
	be_refused(stage, ECONNREFUSED);
}

static const struct scenario scenarios[] = {
	{ "session", play_session, "16 and 32 octets, each answered by 4" },
	{ "server-closes", play_server_closes, "16 octets, and the other end" },
	{ "half-close", play_half_close,
	  "the client ends, the server goes on" },
	{ "simultaneous-open", play_simultaneous_open, "needs a slow line" },
	{ "simultaneous-close", play_simultaneous_close, "needs a slow line" },
	{ "refused", play_refused, "the port is closed, twice" },
	{ "prohibited", play_prohibited, "ICMP answers; needs a slow line" },
	{ "reset", play_reset, "the client aborts" },
	{ "server-resets", play_server_resets, "the server aborts" },
	{ "unread", play_unread, "the server closes with unread data" },
	{ "late-data", play_late_data, "to a client that is gone" },
	{ "crash", play_crash, "the client vanishes without a word" },
	{ "self", play_self, "a socket that is connected to itself" },
	{ "urgent", play_urgent, "one urgent octet" },
	{ "time-wait", play_time_wait, "a session, and a minute later a SYN" },
	{ "time-wait-reuse", play_time_wait_reuse, "the same ports thrice" },
	{ "mid-stream", play_mid_stream, "waits for a line when it is open" },
	{ "fast-open", play_fast_open, "the cookie, then data in the SYN" },
	{ "zero-window", play_zero_window, "the server reads late" },
	{ "losses", play_losses, "data of which something is to be lost" },
	{ "mark", play_mark, "two refused SYNs, of other ports" },
};

static const struct scenario *scenario_find(const char *name)
{
	for (size_t i = 0; i < sizeof(scenarios) / sizeof(scenarios[0]); i++) {
		if (strcmp(scenarios[i].name, name) == 0)
			return &scenarios[i];
	}
	return NULL;
}

/* ---- The command line ---- */

static _Noreturn void usage(void)
{
	fputs("usage: traffic SCENARIO [CLIENT SERVER "
	      "[CLIENT-NETNS SERVER-NETNS]]\n"
	      "CLIENT and SERVER are addresses, 127.0.0.1 if not given; the "
	      "namespaces are files.\n",
	      stderr);
	for (size_t i = 0; i < sizeof(scenarios) / sizeof(scenarios[0]); i++)
		fprintf(stderr, "  %-20s%s\n", scenarios[i].name,
			scenarios[i].summary);
	exit(2);
}

static void end_init(struct end *end, const char *name, const char *address,
		     uint16_t port)
{
	struct addrinfo hints = { .ai_flags = AI_NUMERICHOST,
				  .ai_socktype = SOCK_STREAM };
	struct addrinfo *found;
	int error = getaddrinfo(address, NULL, &hints, &found);

	if (error != 0)
		fail("%s: %s", address, gai_strerror(error));
	end->name = name;
	end->namespace = -1;
	end->fd = -1;
	memcpy(&end->address, found->ai_addr, found->ai_addrlen);
	end->address_length = found->ai_addrlen;
	freeaddrinfo(found);
	end_set_port(end, port);
}

static void end_set_namespace(struct end *end, const char *path)
{
	end->namespace = open(path, O_RDONLY | O_CLOEXEC);
	check(end->namespace >= 0, end, path);
}

int main(int argc, char **argv)
{
	const struct scenario *scenario;
	struct stage stage = { .listener = -1 };

	if (argc != 2 && argc != 4 && argc != 6)
		usage();
	scenario = scenario_find(argv[1]);
	if (scenario == NULL)
		usage();
	end_init(&stage.client, "client", argc > 2 ? argv[2] : "127.0.0.1",
		 CLIENT_PORT);
	end_init(&stage.server, "server", argc > 2 ? argv[3] : "127.0.0.1",
		 SERVER_PORT);
	if (argc == 6) {
		end_set_namespace(&stage.client, argv[4]);
		end_set_namespace(&stage.server, argv[5]);
	}
	alarm(RUN_LIMIT);
	scenario->play(&stage);
	return 0;
}
