/*
 * pass-fd: an open file, sent through a UNIX domain socket.
 *
 * So does a server that accepts connections and has other processes serve
 * them.  Here both ends are in one process, and what is passed is a file.
 *
 * What to look for:
 *  - the descriptor travels beside the data, in a control message of the type
 *    SCM_RIGHTS.  On a stream at least one octet of data must go with it;
 *  - it comes out with another number, as from dup(): what is passed is the
 *    open file description, with its offset;
 *  - it stays open when the sender closes its own.
 */
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab/lab.h"

/* Room for a control message with one descriptor, aligned as it must be. */
union control {
	char room[CMSG_SPACE(sizeof(int))];
	struct cmsghdr alignment;
};

static ssize_t send_descriptor(int socket, int descriptor)
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
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(header), &descriptor, sizeof(int));
	return sendmsg(socket, &message, 0);
}

/* Returns the descriptor, or -1: an error, or there was none. */
static int receive_descriptor(int socket)
{
	union control control;
	char octet;
	struct iovec data = { .iov_base = &octet, .iov_len = 1 };
	struct msghdr message = { .msg_iov = &data,
				  .msg_iovlen = 1,
				  .msg_control = &control,
				  .msg_controllen = sizeof(control) };
	const struct cmsghdr *header;
	int descriptor;

	if (recvmsg(socket, &message, MSG_CMSG_CLOEXEC) < 0)
		return -1;
	header = CMSG_FIRSTHDR(&message);
	if (header == NULL || header->cmsg_level != SOL_SOCKET ||
	    header->cmsg_type != SCM_RIGHTS ||
	    header->cmsg_len != CMSG_LEN(sizeof(int)))
		return -1;
	memcpy(&descriptor, CMSG_DATA(header), sizeof(int));
	return descriptor;
}

static void run(struct stage *stage)
{
	int ends[2], file, passed;
	char text[16];

	CALL(stage, SERVER, socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
	CALL(stage, CLIENT, file = memfd_create("page", MFD_CLOEXEC));
	CALL_GIVES(stage, CLIENT, 10, write(file, "headerbody", 10));
	CALL_GIVES(stage, CLIENT, 0, lseek(file, 0, SEEK_SET));
	CALL_GIVES(stage, CLIENT, 6, read(file, text, 6));

	CALL_GIVES(stage, CLIENT, 1, send_descriptor(ends[0], file));
	CALL(stage, SERVER, passed = receive_descriptor(ends[1]));
	EXPECT(stage, passed != file);
	stage_say(stage, "The same file, at the place where the sender was.");
	CALL_GIVES(stage, SERVER, 6, lseek(passed, 0, SEEK_CUR));
	CALL(stage, CLIENT, close(file));
	CALL_GIVES(stage, SERVER, 4, read(passed, text, sizeof(text)));
	EXPECT(stage, memcmp(text, "body", 4) == 0);
}

const struct lab lab_pass_fd = {
	.name = "pass-fd",
	.section = "61.13.3",
	.summary = "SCM_RIGHTS: an open file through a UNIX socket",
	.run = run,
	.without_tcp = true,
};
