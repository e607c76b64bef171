/* Look-ups by sock_diag; see kernel_diag.h. */
#include "tests/kernel_diag.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct query {
	struct nlmsghdr header;
	struct inet_diag_req_v2 request;
};

/* An answer has attributes behind the message, which nobody here reads. */
union answer {
	struct nlmsghdr header;
	char octets[4096];
};

static int diag_socket(unsigned int groups)
{
	struct sockaddr_nl address = { .nl_family = AF_NETLINK,
				       .nl_groups = groups };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);

	if (fd < 0)
		return -1;
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

bool diag_open(struct diag *diag, const char *namespace)
{
	unsigned int destroyed = 1U << (SKNLGRP_INET_TCP_DESTROY - 1) |
				 1U << (SKNLGRP_INET6_TCP_DESTROY - 1);
	int fd = open(namespace, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || setns(fd, CLONE_NEWNET) < 0)
		kernel_fail("%s: %s", namespace, strerror(errno));
	close(fd);
	diag->query = diag_socket(0);
	diag->news = diag_socket(destroyed);
	return diag->query >= 0 && diag->news >= 0;
}

static struct query query_for(const struct kernel_end *end)
{
	struct query query = {
		.header = { .nlmsg_len = sizeof(query),
			    .nlmsg_type = SOCK_DIAG_BY_FAMILY,
			    .nlmsg_flags = NLM_F_REQUEST },
		.request = { .sdiag_family = (unsigned char)end->family,
			     .sdiag_protocol = IPPROTO_TCP,
			     .id = { .idiag_sport = htons(end->local_port),
				     .idiag_dport = htons(end->remote_port),
				     .idiag_cookie = { INET_DIAG_NOCOOKIE,
						       INET_DIAG_NOCOOKIE } } },
	};

	memcpy(query.request.id.idiag_src, end->local, sizeof(end->local));
	memcpy(query.request.id.idiag_dst, end->remote, sizeof(end->remote));
	return query;
}

static const struct inet_diag_msg *message_of(const union answer *answer,
					      ssize_t length)
{
	const struct nlmsghdr *header = &answer->header;

	if (length < (ssize_t)NLMSG_LENGTH(sizeof(struct inet_diag_msg)) ||
	    header->nlmsg_type != SOCK_DIAG_BY_FAMILY)
		return NULL;
	return NLMSG_DATA(header);
}

/* The kernel answers before send() returns. */
int diag_state(const struct diag *diag, const struct kernel_end *end)
{
	struct query query = query_for(end);
	const struct inet_diag_msg *message;
	union answer answer;
	ssize_t length;

	if (send(diag->query, &query, sizeof(query), 0) < 0)
		kernel_fail("sock_diag: %s", strerror(errno));
	length = recv(diag->query, &answer, sizeof(answer), MSG_DONTWAIT);
	if (length < 0)
		kernel_fail("sock_diag: %s", strerror(errno));
	message = message_of(&answer, length);
	if (message)
		return message->idiag_state == TCP_LISTEN
			       ? 0
			       : message->idiag_state;
	if (answer.header.nlmsg_type == NLMSG_ERROR) {
		const struct nlmsgerr *error = NLMSG_DATA(&answer.header);

		if (error->error == -ENOENT)
			return 0;
		kernel_fail("sock_diag: %s", strerror(-error->error));
	}
	kernel_fail("sock_diag: an answer of type %d",
		    answer.header.nlmsg_type);
}

bool diag_destroyed(const struct diag *diag, struct kernel_end *end)
{
	union answer answer;
	ssize_t length;
	const struct inet_diag_msg *message;

	length = recv(diag->news, &answer, sizeof(answer), MSG_DONTWAIT);
	if (length < 0 && errno == EAGAIN)
		return false;
	if (length < 0)
		kernel_fail("sock_diag's news: %s", strerror(errno));
	message = message_of(&answer, length);
	if (!message)
		kernel_fail("sock_diag: news that are none");
	memset(end, 0, sizeof(*end));
	end->family = message->idiag_family;
	end->local_port = ntohs(message->id.idiag_sport);
	end->remote_port = ntohs(message->id.idiag_dport);
	memcpy(end->local, message->id.idiag_src, sizeof(end->local));
	memcpy(end->remote, message->id.idiag_dst, sizeof(end->remote));
	return true;
}
