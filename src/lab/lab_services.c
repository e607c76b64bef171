/*
 * services: from names of hosts and services to addresses, with every hint.
 *
 * What to look for:
 *  - getaddrinfo() gives a list of socket addresses, ready for connect() and
 *    bind(): one for each address and type of socket;
 *  - without a host it gives the loopback address to a client, and to a server
 *    (AI_PASSIVE) the wildcard address;
 *  - AI_NUMERICHOST and AI_NUMERICSERV look nothing up; AI_V4MAPPED writes an
 *    IPv4 address as an IPv6 one; AI_ADDRCONFIG leaves out what the machine
 *    has no address for, the loopback interface aside;
 *  - a result that is not 0 is an error of its own (EAI_...), not in errno;
 *  - a service may be there for streams only.
 */
#include <netdb.h>
#include <string.h>

#include "lab/lab.h"
#include "lab/sockets.h"

/* As it is read, and as it is asked. */
#define ASK(host, service, flags, family, type)                                \
#host ", " #service ", " #flags ", " #family ", " #type, host,         \
		service,                                                       \
	{                                                                      \
		.ai_flags = (flags), .ai_family = (family),                    \
		.ai_socktype = (type)                                          \
	}

static const struct question {
	const char *text, *host, *service;
	struct addrinfo hints;
	int result;
	const char *first; /* address, if the result is 0 */
} questions[] = {
	{ ASK("127.0.0.1", "80", AI_NUMERICHOST | AI_NUMERICSERV, AF_UNSPEC, 0),
	  0, "127.0.0.1:80" },
	{ ASK("::1", "http", AI_NUMERICHOST, AF_UNSPEC, SOCK_STREAM), 0,
	  "[::1]:80" },
	{ ASK("localhost", "domain", 0, AF_INET, 0), 0, "127.0.0.1:53" },
	{ ASK("localhost", NULL, AI_CANONNAME, AF_INET, SOCK_DGRAM), 0,
	  "127.0.0.1:0" },
	{ ASK("127.0.0.1", "80", AI_V4MAPPED | AI_ALL, AF_INET6, SOCK_STREAM),
	  0, "[::ffff:127.0.0.1]:80" },
	{ ASK(NULL, "http", 0, AF_INET, SOCK_STREAM), 0, "127.0.0.1:80" },
	{ ASK(NULL, "http", AI_PASSIVE, AF_INET, SOCK_STREAM), 0,
	  "0.0.0.0:80" },
	{ ASK(NULL, "http", AI_PASSIVE, AF_INET6, SOCK_STREAM), 0, "[::]:80" },
	{ ASK("localhost", "80", AI_NUMERICHOST, AF_INET, SOCK_STREAM),
	  EAI_NONAME, NULL },
	{ ASK("127.0.0.1", "http", AI_NUMERICSERV, AF_INET, SOCK_STREAM),
	  EAI_NONAME, NULL },
	{ ASK("127.0.0.1", "shell", 0, AF_INET, SOCK_DGRAM), EAI_SERVICE,
	  NULL },
	{ ASK("::1", "80", 0, AF_INET, SOCK_STREAM), EAI_ADDRFAMILY, NULL },
};

static const char *type_text(int type)
{
	return type == SOCK_STREAM  ? "SOCK_STREAM"
	       : type == SOCK_DGRAM ? "SOCK_DGRAM"
				    : "SOCK_RAW";
}

/* Shows the whole list, which is never empty, and frees it; the first must be
 * this one. */
static void take(struct stage *stage, struct addrinfo *list, const char *first)
{
	const struct addrinfo *next = list;
	char text[ADDRESS_TEXT_SIZE];

	do {
		address_text(next->ai_addr, next->ai_addrlen, text);
		stage_show(stage, "%s, %s", text, type_text(next->ai_socktype));
		next = next->ai_next;
	} while (next != NULL);
	if (list->ai_canonname != NULL)
		stage_show(stage, "its name is %s", list->ai_canonname);
	address_text(list->ai_addr, list->ai_addrlen, text);
	if (strcmp(text, first) != 0)
		stage_fail(stage, "the first is %s, and not %s", text, first);
	freeaddrinfo(list);
}

static void ask(struct stage *stage, const struct question *question)
{
	const char *host = question->host, *service = question->service;
	const struct addrinfo *hints = &question->hints;
	struct addrinfo *list;

	stage_say(stage, "%s", question->text);
	CALL_GIVES(stage, CLIENT, question->result,
		   getaddrinfo(host, service, hints, &list));
	if (question->result == 0)
		take(stage, list, question->first);
	else
		stage_show(stage, "%s", gai_strerror(question->result));
}

/* Whether there is any depends on the machine's network. */
static void ask_if_configured(struct stage *stage)
{
	const struct addrinfo hints = { .ai_flags = AI_ADDRCONFIG,
					.ai_family = AF_INET };
	struct addrinfo *list;
	int result;

	stage_say(stage, "\"localhost\", \"80\", AI_ADDRCONFIG, AF_INET, 0");
	CALL(stage, CLIENT,
	     result = getaddrinfo("localhost", "80", &hints, &list));
	EXPECT(stage, result == 0 || result == EAI_NONAME);
	if (result == 0)
		take(stage, list, "127.0.0.1:80");
}

static void run(struct stage *stage)
{
	stage_ask_files(stage);
	for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++)
		ask(stage, &questions[i]);
	ask_if_configured(stage);
}

const struct lab lab_services = {
	.name = "services",
	.section = "59.10",
	.summary = "getaddrinfo() with every hint",
	.run = run,
	.without_tcp = true,
};
