/*
 * The names of hosts: the cache, and the questions to the helper.
 *
 * Each address is asked for once; that it has no name is remembered as well.
 * The cache has a limit, as packets with made-up addresses could fill any.
 */
#include "system/resolver.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "render/escape.h"
#include "render/text.h"
#include "system/resolver_helper.h"
#include "system/resolver_wire.h"

/* Twice the names, so that a free slot is never far; a power of two. */
enum { SLOTS = 2 * RESOLVER_NAMES_MAX };
/* An octet becomes four characters at most, as in \x1b. */
enum { ESCAPED_SIZE = 4 * RESOLVER_NAME_SIZE + 1 };

struct resolver_entry {
	struct address address; /* version 0: the slot is free */
	bool answered;
	char *name; /* NULL: none */
};

static int64_t monotonic_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int resolver_init(struct resolver *resolver,
		  const struct resolver_options *options)
{
	pid_t parent = getpid();
	int ends[2];

	memset(resolver, 0, sizeof(*resolver));
	resolver->short_names = options->short_names;
	resolver->wait = options->wait;
	resolver->waits = options->wait > 0;
	if (getrandom(&resolver->seed, sizeof(resolver->seed), 0) < 0)
		return -1;
	resolver->entries = calloc(SLOTS, sizeof(*resolver->entries));
	if (!resolver->entries)
		return -1;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
		return -1;
	resolver->helper = fork();
	if (resolver->helper == 0)
		resolver_helper_run(ends[1], parent,
				    options->lookup ? options->lookup
						    : resolver_helper_lookup);
	close(ends[1]);
	if (resolver->helper < 0) {
		close(ends[0]);
		return -1;
	}
	resolver->socket = ends[0];
	return 0;
}

static void stop_helper(struct resolver *resolver)
{
	/* Never kill(2) with 0 or -1, which mean whole groups. */
	if (resolver->helper <= 0)
		return;
	close(resolver->socket);
	if (kill(resolver->helper, SIGKILL) == 0)
		waitpid(resolver->helper, NULL, 0);
	resolver->helper = 0;
}

void resolver_close(struct resolver *resolver)
{
	stop_helper(resolver);
	for (size_t i = 0; resolver->entries && i < SLOTS; i++)
		free(resolver->entries[i].name);
	free(resolver->entries);
	resolver->entries = NULL;
}

static void give_up(struct resolver *resolver)
{
	stop_helper(resolver);
	resolver->gave_up = true;
}

/* The octets of an address that count. */
static size_t address_length(const struct address *address)
{
	return address->version == 4 ? 4 : sizeof(address->octets);
}

static uint64_t hash(uint64_t seed, const struct address *address)
{
	uint64_t value = seed ^ address->version;

	for (size_t i = 0; i < address_length(address); i++) {
		value = (value ^ address->octets[i]) * 0x9e3779b97f4a7c15;
		value ^= value >> 29;
	}
	return value;
}

/* The slot that holds the address, or the free one where it belongs. */
static struct resolver_entry *find(struct resolver *resolver,
				   const struct address *address)
{
	uint64_t slot = hash(resolver->seed, address) % SLOTS;
	struct resolver_entry *entry = &resolver->entries[slot];

	while (entry->address.version &&
	       !address_equal(&entry->address, address)) {
		slot = (slot + 1) % SLOTS;
		entry = &resolver->entries[slot];
	}
	return entry;
}

/* Whoever answers for an address could answer with another one. */
static bool looks_like_address(const char *name)
{
	struct in_addr ignored;

	return strchr(name, ':') || inet_aton(name, &ignored);
}

static char *usable_name(const struct resolver *resolver, char *name)
{
	char storage[ESCAPED_SIZE];
	struct text text;
	char *dot = strchr(name, '.');

	if (*name == '\0' || looks_like_address(name))
		return NULL;
	if (resolver->short_names && dot && dot != name)
		*dot = '\0';
	/* What is left of "10.example" is not a name either. */
	if (looks_like_address(name))
		return NULL;
	text_init(&text, storage, sizeof(storage));
	escape_terminal(&text, name, strlen(name));
	return strdup(text_terminate(&text));
}

/* Takes one answer if there is one.  Returns false when there is none. */
static bool take_answer(struct resolver *resolver)
{
	struct resolver_answer answer = { 0 };
	struct resolver_entry *entry;
	ssize_t length = recv(resolver->socket, &answer, sizeof(answer) - 1,
			      MSG_DONTWAIT);

	if (length < 0 && (errno == EAGAIN || errno == EINTR))
		return false;
	if (length < (ssize_t)offsetof(struct resolver_answer, name)) {
		give_up(resolver);
		return false;
	}
	entry = find(resolver, &answer.address);
	if (!entry->address.version || entry->answered)
		return true;
	resolver->pending--;
	entry->answered = true;
	entry->name = usable_name(resolver, answer.name);
	return true;
}

/* Enters the address and asks for its name.  Returns NULL when that cannot be
 * done now. */
static struct resolver_entry *ask(struct resolver *resolver,
				  struct resolver_entry *entry,
				  const struct address *address)
{
	if (resolver->helper <= 0 || resolver->count == RESOLVER_NAMES_MAX)
		return NULL;
	if (send(resolver->socket, address, sizeof(*address),
		 MSG_DONTWAIT | MSG_NOSIGNAL) < 0) {
		if (errno != EAGAIN && errno != EINTR)
			give_up(resolver);
		return NULL;
	}
	entry->address = *address;
	resolver->count++;
	resolver->pending++;
	return entry;
}

/* Waits until the entry is answered, the time is up, or a signal comes. */
static void wait_for(struct resolver *resolver,
		     const struct resolver_entry *entry)
{
	int64_t begun = monotonic_now();
	int64_t deadline = begun + resolver->wait;
	int64_t now = begun;

	while (!entry->answered && resolver->helper > 0 && now < deadline) {
		struct pollfd ready = { .fd = resolver->socket,
					.events = POLLIN };
		int milliseconds = (int)((deadline - now) / 1000000) + 1;

		if (poll(&ready, 1, milliseconds) < 0)
			break;
		take_answer(resolver);
		now = monotonic_now();
	}
	resolver->wait -= monotonic_now() - begun;
	if (resolver->wait <= 0)
		give_up(resolver);
}

const char *resolver_name(struct resolver *resolver,
			  const struct address *address)
{
	struct resolver_entry *entry;

	if (!resolver->entries || address->version == 0)
		return NULL;
	while (resolver->pending > 0 && resolver->helper > 0 &&
	       take_answer(resolver))
		;
	entry = find(resolver, address);
	if (!entry->address.version)
		entry = ask(resolver, entry, address);
	if (entry && !entry->answered && resolver->waits &&
	    resolver->helper > 0)
		wait_for(resolver, entry);
	return entry ? entry->name : NULL;
}
