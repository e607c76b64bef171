/*
 * The labs' library: the helpers of every book on sockets, and what is read of
 * tcpflow's lines and records.
 */
#include <criterion/criterion.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lab/labs.h"
#include "lab/play.h"
#include "lab/sightings.h"
#include "lab/sockets.h"

#define ROWS(rows) (sizeof(rows) / sizeof((rows)[0]))

/* ---- Sockets ---- */

static void interrupt(int signal)
{
	(void)signal;
}

/* A signal every five milliseconds, by which no call is restarted. */
static void interrupt_often(void)
{
	struct sigaction action = { .sa_handler = interrupt };
	struct itimerval often = { { 0, 5000 }, { 0, 5000 } };

	cr_assert_eq(sigaction(SIGALRM, &action, NULL), 0);
	cr_assert_eq(setitimer(ITIMER_REAL, &often, NULL), 0);
}

/* In a child: sends three times ten octets, with pauses, and is gone. */
static void send_slowly(int fd)
{
	struct timespec pause = { .tv_nsec = 20000000 };

	for (int i = 0; i < 3; i++) {
		nanosleep(&pause, NULL);
		if (write(fd, "0123456789", 10) != 10)
			_exit(1);
	}
	_exit(0);
}

Test(lab, readn_goes_on_until_all_is_there)
{
	char octets[64];
	int ends[2];
	pid_t child;

	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	child = fork();
	if (child == 0)
		send_slowly(ends[1]);
	close(ends[1]);
	interrupt_often();
	cr_assert_eq(readn(ends[0], octets, 25), 25);
	cr_assert_eq(memcmp(octets, "0123456789012345678901234", 25), 0);
	cr_assert_eq(readn(ends[0], octets, 25), 5, "up to end of file");
	cr_assert_eq(readn(ends[0], octets, 25), 0, "at end of file");
	cr_assert_eq(readn(-1, octets, 1), -1);
	cr_assert_eq(errno, EBADF);
}

/* In a child: reads all, in small pieces.  How much it was is its status, in
 * units of 64 KiB. */
static void receive_slowly(int fd)
{
	struct timespec pause = { .tv_nsec = 1000000 };
	static char octets[16384];
	size_t all = 0;
	ssize_t got;

	while ((got = read(fd, octets, sizeof(octets))) > 0) {
		all += (size_t)got;
		nanosleep(&pause, NULL);
	}
	_exit(got < 0 || all % 65536 != 0 ? 255 : (int)(all / 65536));
}

Test(lab, writen_goes_on_until_all_is_written)
{
	static const char octets[16 * 65536];
	int ends[2], status;
	pid_t child;

	cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	child = fork();
	if (child == 0) {
		close(ends[0]);
		receive_slowly(ends[1]);
	}
	close(ends[1]);
	interrupt_often();
	cr_assert_eq(writen(ends[0], octets, sizeof(octets)), sizeof(octets));
	close(ends[0]);
	while (waitpid(child, &status, 0) < 0)
		cr_assert_eq(errno, EINTR);
	cr_assert(WIFEXITED(status));
	cr_assert_eq(WEXITSTATUS(status), 16, "%d", WEXITSTATUS(status));
	cr_assert_eq(writen(-1, octets, 1), -1);
	cr_assert_eq(errno, EBADF);
}

/* A port that nobody has: the system's choice, given back. */
static struct sockaddr_in free_address(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t length = sizeof(address);
	int fd = listen_on(&address, 1);

	cr_assert_geq(fd, 0);
	cr_assert_eq(getsockname(fd, (struct sockaddr *)&address, &length), 0);
	close(fd);
	return address;
}

/* A second server is refused; but not one that follows on the first, whose
 * connection is in TIME_WAIT. */
Test(lab, listen_on_takes_a_port_that_was_used)
{
	struct sockaddr_in address = free_address();
	int listener = listen_on(&address, 1), client = connect_to(&address);
	int server = accept(listener, NULL, NULL);

	cr_assert_geq(server, 0);
	cr_assert_eq(listen_on(&address, 1), -1);
	cr_assert_eq(errno, EADDRINUSE);
	close(listener);
	close(server);
	close(client);
	cr_assert_geq(listen_on(&address, 1), 0);
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* It waits for one second and then for two: not for the four that would be too
 * many. */
Test(lab, connect_patiently_gives_up)
{
	struct sockaddr_in address = free_address();
	double begin = seconds(), took;

	cr_assert_eq(connect_patiently(&address, 3), -1);
	cr_assert_eq(errno, ECONNREFUSED);
	took = seconds() - begin;
	cr_assert(took >= 3 && took < 6, "%g seconds", took);
	begin = seconds();
	cr_assert_eq(connect_patiently(&address, 0), -1);
	cr_assert_lt(seconds() - begin, 0.9, "without patience it is one try");
}

Test(lab, connect_patiently_meets_a_late_server)
{
	struct sockaddr_in address = free_address();
	struct timespec late = { .tv_nsec = 500000000 };
	int status, client;
	pid_t child = fork();

	if (child == 0) {
		nanosleep(&late, NULL);
		_exit(accept(listen_on(&address, 1), NULL, NULL) < 0);
	}
	client = connect_patiently(&address, 8);
	cr_assert_geq(client, 0);
	cr_assert_eq(waitpid(child, &status, 0), child);
	cr_assert_eq(status, 0);
}

Test(lab, address_text_has_both_families)
{
	struct {
		struct sockaddr_in four;
		struct sockaddr_in6 six;
	} at = { { .sin_family = AF_INET,
		   .sin_port = htons(55555),
		   .sin_addr = { htonl(INADDR_LOOPBACK) } },
		 { .sin6_family = AF_INET6,
		   .sin6_port = htons(80),
		   .sin6_addr = IN6ADDR_LOOPBACK_INIT } };
	struct sockaddr neither = { .sa_family = AF_UNIX };
	char text[ADDRESS_TEXT_SIZE];

	cr_assert_str_eq(address_text((struct sockaddr *)&at.four,
				      sizeof(at.four), text),
			 "127.0.0.1:55555");
	cr_assert_str_eq(address_text((struct sockaddr *)&at.six,
				      sizeof(at.six), text),
			 "[::1]:80");
	cr_assert_str_eq(address_text(&neither, 1, text), "unknown address");
}

/* ---- What tcpflow saw ---- */

static const char *const lines[] = {
	"1 IP 127.0.0.1.41660 > 127.0.0.1.55555: Flags [S], seq 1, length 0 | "
	"#1 client CLOSED->SYN_SENT, server LISTEN? | handshake 1/3",
	"2 IP 127.0.0.1.41660 > 127.0.0.1.55555: Flags [P.], length 5 | "
	"#1 \033[36mclient ESTABLISHED\033[0m, server ESTABLISHED?",
	"3 IP 127.0.0.1.55555 > 127.0.0.1.41660: Flags [P.], length 6 | "
	"#1 client A, server B | \033[31mwindow full; retransmission\033[0m",
	"4 IP 127.0.0.1.41660 > 127.0.0.1.55555: Flags [P.], length 7 | "
	"#1 client A, server B | retransmission",
	"5 -- #1 client TIME_WAIT->CLOSED | 2MSL (60 s) elapsed",
	"6 IP 127.0.0.1.1 > 127.0.0.1.2: Flags [P.], length 7 | "
	"#999 client A, server B | far beyond",
	"something else",
	"",
};

static struct sightings seen;

Test(lab, lines_have_notes_and_data)
{
	for (size_t i = 0; i < ROWS(lines); i++)
		sightings_line(&seen, lines[i]);
	cr_assert_str_eq(seen.notes, "handshake 1/3\nwindow full\n"
				     "retransmission\n2MSL (60 s) elapsed\n"
				     "far beyond\n");
	cr_assert_eq(seen.flows[0].data.client, 2);
	cr_assert_eq(seen.flows[0].data.server, 1);
}

/* More than there is room for: nothing of it may be written beyond. */
Test(lab, endless_notes_end)
{
	char line[256];

	for (int i = 0; i < 5000; i++) {
		snprintf(line, sizeof(line), "IP | #1 client A | note %d", i);
		sightings_line(&seen, line);
	}
	cr_assert_lt(strlen(seen.notes), sizeof(seen.notes));
	cr_assert_eq(seen.flows[0].client[0], '\0');
}

#define RECORD(conn, client, server)                                           \
	"{\"type\":\"flow\",\"conn\":" conn                                    \
	",\"client\":{\"port\":1,\"states\":[" client                          \
	"],\"packets\":6},\"server\":{\"port\":2,"                             \
	"\"states\":[" server "],\"packets\":5}}"

static const struct lab two_flows = {
	.name = "two",
	.flows = { { "SYN_SENT ESTABLISHED", "SYN_RECV" }, { "SYN_SENT", "" } },
	.data = { { .client = 1 } },
	.notes = { "refused" },
};

/* What was seen, in the end, is judged as this. */
static const struct judgement {
	const char *name, *records[3], *lines[2], *why;
} judgements[] = {
	{ "as it should be",
	  { RECORD("2", "\"SYN_SENT\"", ""),
	    RECORD("1", "\"SYN_SENT\",\"ESTABLISHED\"", "\"SYN_RECV\"") },
	  { "IP a > b: Flags [.], length 1 | #1 client A, server B | refused" },
	  NULL },
	{ "nothing",
	  { NULL },
	  { NULL },
	  "connection 1, the client\n  went through  no state\n"
	  "  expected      SYN_SENT ESTABLISHED" },
	{ "another state of a server",
	  { RECORD("1", "\"SYN_SENT\",\"ESTABLISHED\"", "\"LISTEN\"") },
	  { NULL },
	  "connection 1, the server\n  went through  LISTEN\n"
	  "  expected      SYN_RECV" },
	{ "a state where none should be",
	  { RECORD("1", "\"SYN_SENT\",\"ESTABLISHED\"", "\"SYN_RECV\""),
	    RECORD("2", "\"SYN_SENT\"", "\"SYN_RECV\"") },
	  { "IP a > b: Flags [.], length 1 | #1 client A, server B | refused" },
	  "connection 2, the server\n  went through  SYN_RECV\n"
	  "  expected      no state" },
	{ "less data",
	  { RECORD("1", "\"SYN_SENT\",\"ESTABLISHED\"", "\"SYN_RECV\"") },
	  { "IP a > b: Flags [.], length 0 | #1 client A, server B | refused" },
	  "connection 1: 0 segments with data from the client and 0 from the "
	  "server, expected 1 and 0" },
	{ "one connection more",
	  { RECORD("1", "\"SYN_SENT\",\"ESTABLISHED\"", "\"SYN_RECV\""),
	    RECORD("2", "\"SYN_SENT\"", ""), RECORD("99", "\"A\"", "\"B\"") },
	  { "IP a > b: Flags [.], length 1 | #1 client A, server B | refused" },
	  "tcpflow saw 99 connections, expected 2" },
	{ "another note",
	  { RECORD("1", "\"SYN_SENT\",\"ESTABLISHED\"", "\"SYN_RECV\""),
	    RECORD("2", "\"SYN_SENT\"", "") },
	  { "IP a > b: Flags [.], length 1 | #1 client A, server B | refused "
	    "twice" },
	  "tcpflow did not note \"refused\"" },
};

Test(lab, judgements)
{
	for (size_t i = 0; i < ROWS(judgements); i++) {
		const struct judgement *row = &judgements[i];
		char why[1024] = "";
		bool good;

		memset(&seen, 0, sizeof(seen));
		for (int j = 0; j < 3 && row->records[j] != NULL; j++)
			sightings_record(&seen, row->records[j]);
		for (int j = 0; j < 2 && row->lines[j] != NULL; j++)
			sightings_line(&seen, row->lines[j]);
		good = sightings_judge(&seen, &two_flows, why, sizeof(why));
		cr_expect_eq(good, row->why == NULL, "%s: %s", row->name, why);
		if (row->why != NULL)
			cr_expect_str_eq(why, row->why, "%s: %s", row->name,
					 why);
	}
}

Test(lab, a_record_that_is_cut_off_is_no_harm)
{
	static const char record[] = RECORD("1", "\"SYN_SENT\"", "\"A\"");
	char cut[sizeof(record)];

	for (size_t length = 0; length < sizeof(record); length++) {
		memcpy(cut, record, length);
		cut[length] = '\0';
		sightings_record(&seen, cut);
	}
	cr_assert_eq(seen.count, 1);
	cr_assert_str_eq(seen.flows[0].server, "A");
}

/* ---- What a lab is told ---- */

static void all_is_well(struct stage *stage)
{
	int fd;

	CALL(stage, SERVER, fd = dup(STDIN_FILENO));
	stage_say(stage, "A descriptor was %s.", "copied");
	CALL_GIVES(stage, CLIENT, 0, close(fd));
	CALL_FAILS(stage, CLIENT, EBADF, close(fd));
	EXPECT(stage, fd > 2);
}

static void a_call_fails(struct stage *stage)
{
	CALL(stage, CLIENT, close(-1));
}

static void a_result_is_another(struct stage *stage)
{
	CALL_GIVES(stage, CLIENT, 7, dup2(0, 0));
}

static void no_error_where_one_should_be(struct stage *stage)
{
	CALL_FAILS(stage, CLIENT, EBADF, dup2(0, 0));
}

static void an_error_is_another(struct stage *stage)
{
	CALL_FAILS(stage, SERVER, EPIPE, close(-1));
}

static void what_is_expected_does_not_hold(struct stage *stage)
{
	EXPECT(stage, stage == NULL);
}

static void it_cannot_be_played(struct stage *stage)
{
	stage_skip(stage, "needs %s", "snow");
}

static void another_state(struct stage *stage)
{
	stage_await_state(stage, socket(AF_INET, SOCK_STREAM, 0), TCP_LISTEN);
}

static void it_writes_to_nobody(struct stage *stage)
{
	int ends[2];

	CALL(stage, CLIENT, socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
	CALL(stage, SERVER, close(ends[1]));
	CALL_FAILS(stage, CLIENT, EPIPE, write(ends[0], "", 1));
}

static void it_is_killed(struct stage *stage)
{
	CALL(stage, CLIENT, raise(SIGKILL));
}

static const struct play_row {
	const char *name;
	void (*run)(struct stage *stage);
	enum stage_status status;
	const char *said; /* among other things */
} plays[] = {
	{ "all is well", all_is_well, STAGE_PASSED,
	  "\nA descriptor was copied.\nclient  close(fd) " },
	{ "a call fails", a_call_fails, STAGE_FAILED,
	  "tcplab: it: close(-1): Bad file descriptor\n" },
	{ "its result", a_call_fails, STAGE_FAILED,
	  " = -1 EBADF (Bad file descriptor)\n" },
	{ "another result", a_result_is_another, STAGE_FAILED,
	  "tcplab: it: dup2(0, 0): 0, and not 7\n" },
	{ "no error", no_error_where_one_should_be, STAGE_FAILED,
	  "tcplab: it: dup2(0, 0): no error, and not EBADF\n" },
	{ "another error", an_error_is_another, STAGE_FAILED,
	  "tcplab: it: close(-1): EBADF, and not EPIPE\n" },
	{ "a condition", what_is_expected_does_not_hold, STAGE_FAILED,
	  "tcplab: it: stage == NULL does not hold\n" },
	{ "impossible here", it_cannot_be_played, STAGE_SKIPPED,
	  "\nskipped: needs snow\n" },
	{ "another state", another_state, STAGE_FAILED,
	  "tcplab: it: the socket is in CLOSED, and not in LISTEN\n" },
	{ "no SIGPIPE", it_writes_to_nobody, STAGE_PASSED, "EPIPE" },
	{ "killed", it_is_killed, STAGE_FAILED, "" },
};

Test(lab, calls_are_said_and_checked)
{
	for (size_t i = 0; i < ROWS(plays); i++) {
		const struct play_row *row = &plays[i];
		const struct lab lab = { .name = "it",
					 .section = "1",
					 .summary = "nothing",
					 .run = row->run,
					 .without_tcp = true };
		struct play_settings settings = { .port = 1 };
		char said[4096] = "";
		int file = memfd_create("said", 0);
		enum stage_status status =
			play_end(&lab, play_begin(&lab, &settings, file));

		cr_assert_geq(pread(file, said, sizeof(said) - 1, 0), 0);
		cr_expect_eq(status, row->status, "%s: %d", row->name, status);
		cr_expect_not_null(strstr(said, row->said), "%s: %s", row->name,
				   said);
		close(file);
	}
}

static int signalled[2]; /* a pipe that a child of the lab holds open */

static pid_t begin_to_sleep(void)
{
	pid_t child = fork();

	if (child != 0)
		return child;
	pause();
	_exit(0);
}

static void leave_a_child(struct stage *stage)
{
	CALL(stage, CLIENT, begin_to_sleep());
}

/* Else the pipe would have no end, and the test none either. */
Test(lab, what_a_lab_has_begun_ends_with_it)
{
	const struct lab lab = { .name = "it",
				 .section = "1",
				 .summary = "nothing",
				 .run = leave_a_child,
				 .without_tcp = true };
	struct play_settings settings = { .port = 1 };
	int file = memfd_create("said", 0);
	pid_t player;
	char octet;

	cr_assert_eq(pipe(signalled), 0);
	player = play_begin(&lab, &settings, file);
	close(signalled[1]);
	cr_assert_eq(play_end(&lab, player), STAGE_PASSED);
	cr_assert_eq(read(signalled[0], &octet, 1), 0);
}

/* ---- The list ---- */

Test(lab, each_lab_can_be_found_and_judged)
{
	for (size_t i = 0; i < labs_count; i++) {
		const struct lab *lab = labs_all[i];

		cr_expect_eq(labs_find(lab->name), lab, "%s twice", lab->name);
		cr_expect_leq(strlen(lab->name), 18, "%s", lab->name);
		cr_expect_leq(strlen(lab->summary), 50, "%s", lab->name);
		cr_expect(lab->section != NULL && lab->run != NULL, "%s",
			  lab->name);
		cr_expect_eq(lab->flows[0].client == NULL, lab->without_tcp,
			     "%s has nothing to be judged by", lab->name);
	}
	cr_assert_null(labs_find("half"));
}
