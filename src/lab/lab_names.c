/*
 * names: from addresses back to names of hosts and services.
 *
 * What to look for:
 *  - getnameinfo() gives both names, or numbers, if it is told to
 *    (NI_NUMERICHOST, NI_NUMERICSERV);
 *  - it gives the number too where there is no name, unless NI_NAMEREQD;
 *  - for datagrams (NI_DGRAM) a port may be another service.
 */
#include <arpa/inet.h>
#include <netdb.h>
#include <string.h>

#include "lab/lab.h"

/* As it is read, and as it is asked. */
#define ASK(address, port, flags)                                              \
#address ", " #port ", " #flags, address, port, flags

static const struct question {
	const char *text, *address;
	uint16_t port;
	int flags, result;
	const char *host, *service; /* if the result is 0; NULL: any */
} questions[] = {
	{ ASK("127.0.0.1", 80, NI_NUMERICHOST | NI_NUMERICSERV), 0, "127.0.0.1",
	  "80" },
	{ ASK("127.0.0.1", 80, NI_NUMERICHOST), 0, "127.0.0.1", "http" },
	{ ASK("127.0.0.1", 80, NI_NAMEREQD | NI_NOFQDN), 0, NULL, "http" },
	{ ASK("127.0.0.1", 514, NI_NUMERICHOST), 0, "127.0.0.1", "shell" },
	{ ASK("127.0.0.1", 514, NI_NUMERICHOST | NI_DGRAM), 0, "127.0.0.1",
	  "syslog" },
	{ ASK("192.0.2.1", 55555, 0), 0, "192.0.2.1", "55555" },
	{ ASK("192.0.2.1", 80, NI_NAMEREQD), EAI_NONAME, NULL, NULL },
};

static void ask(struct stage *stage, const struct question *question)
{
	const struct sockaddr_in address = { .sin_family = AF_INET,
					     .sin_port = htons(question->port),
					     .sin_addr.s_addr = inet_addr(
						     question->address) };
	const struct sockaddr *from = (const struct sockaddr *)&address;
	const int flags = question->flags;
	const socklen_t size = sizeof(address);
	char host[NI_MAXHOST], service[NI_MAXSERV];

	stage_say(stage, "%s", question->text);
	CALL_GIVES(stage, CLIENT, question->result,
		   getnameinfo(from, size, host, NI_MAXHOST, service,
			       NI_MAXSERV, flags));
	if (question->result != 0) {
		stage_show(stage, "%s", gai_strerror(question->result));
		return;
	}
	stage_show(stage, "%s, %s", host, service);
	EXPECT(stage, strcmp(service, question->service) == 0);
	if (question->host != NULL)
		EXPECT(stage, strcmp(host, question->host) == 0);
	else
		EXPECT(stage, strcmp(host, question->address) != 0);
}

static void run(struct stage *stage)
{
	stage_ask_files(stage);
	for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++)
		ask(stage, &questions[i]);
}

const struct lab lab_names = {
	.name = "names",
	.section = "59.10",
	.summary = "getnameinfo(): back to names",
	.run = run,
	.without_tcp = true,
};
