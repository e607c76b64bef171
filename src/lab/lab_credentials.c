/*
 * credentials: who is at the other end of a UNIX domain socket.
 *
 * What to look for:
 *  - with SO_PASSCRED, each message comes with the process, user and group of
 *    its sender (SCM_CREDENTIALS).  The kernel writes them.  A sender may
 *    write them itself, but only root may pretend to be somebody else;
 *  - SO_PEERCRED needs no message.  It says who made the connection, whoever
 *    has the descriptor now: here the child writes, and it names the parent.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab/lab.h"

/* Room for a control message with credentials, aligned as it must be. */
union control {
	char room[CMSG_SPACE(sizeof(struct ucred))];
	struct cmsghdr alignment;
};

/* One octet, with these credentials. */
static ssize_t send_as(int socket, const struct ucred *sender)
{
	union control control = { { 0 } };
	char octet = 0;
	struct iovec data = { .iov_base = &octet, .iov_len = 1 };
	struct msghdr message = { .msg_iov = &data,
				  .msg_iovlen = 1,
				  .msg_control = &control,
				  .msg_controllen = sizeof(control) };
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_CREDENTIALS;
	header->cmsg_len = CMSG_LEN(sizeof(*sender));
	memcpy(CMSG_DATA(header), sender, sizeof(*sender));
	return sendmsg(socket, &message, 0);
}

/* Returns how many octets came, or -1: an error, or no credentials with it. */
static ssize_t receive_from(int socket, struct ucred *sender)
{
	union control control;
	char octet;
	struct iovec data = { .iov_base = &octet, .iov_len = 1 };
	struct msghdr message = { .msg_iov = &data,
				  .msg_iovlen = 1,
				  .msg_control = &control,
				  .msg_controllen = sizeof(control) };
	const struct cmsghdr *header;
	ssize_t length = recvmsg(socket, &message, 0);

	header = length < 0 ? NULL : CMSG_FIRSTHDR(&message);
	if (header == NULL || header->cmsg_level != SOL_SOCKET ||
	    header->cmsg_type != SCM_CREDENTIALS ||
	    header->cmsg_len != CMSG_LEN(sizeof(*sender)))
		return -1;
	memcpy(sender, CMSG_DATA(header), sizeof(*sender));
	return length;
}

/* A child that says nothing about itself. */
static pid_t write_by_child(int socket)
{
	pid_t child = fork();

	if (child == 0)
		_exit(write(socket, "!", 1) != 1);
	return child;
}

static void run(struct stage *stage)
{
	struct ucred sender = { 0 }, forged;
	socklen_t size = sizeof(sender);
	int ends[2], child, status;
	const int on = 1;

	CALL(stage, SERVER, socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
	CALL(stage, SERVER,
	     setsockopt(ends[1], SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)));
	CALL(stage, CLIENT, child = write_by_child(ends[0]));
	CALL_GIVES(stage, SERVER, 1, receive_from(ends[1], &sender));
	CALL_GIVES(stage, SERVER, child, sender.pid);
	CALL_GIVES(stage, SERVER, getuid(), sender.uid);
	CALL_GIVES(stage, SERVER, getgid(), sender.gid);
	CALL_GIVES(stage, SERVER, child, waitpid(child, &status, 0));
	EXPECT(stage, status == 0);

	stage_say(stage, "The parent made the pair.");
	CALL(stage, SERVER,
	     getsockopt(ends[1], SOL_SOCKET, SO_PEERCRED, &sender, &size));
	CALL_GIVES(stage, SERVER, getpid(), sender.pid);

	stage_say(stage, "Only root may pretend to be another user.");
	forged = (struct ucred){ getpid(), getuid() + 1, getgid() };
	if (geteuid() != 0) {
		CALL_FAILS(stage, CLIENT, EPERM, send_as(ends[0], &forged));
		return;
	}
	CALL_GIVES(stage, CLIENT, 1, send_as(ends[0], &forged));
	CALL_GIVES(stage, SERVER, 1, receive_from(ends[1], &sender));
	CALL_GIVES(stage, SERVER, forged.uid, sender.uid);
}

const struct lab lab_credentials = {
	.name = "credentials",
	.section = "61.13.4",
	.summary = "SCM_CREDENTIALS, SO_PEERCRED: who is there",
	.run = run,
	.without_tcp = true,
};
