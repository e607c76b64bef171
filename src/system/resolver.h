/*
 * The names of hosts, asked for by a helper process.
 *
 * The C library's lookup can wait for seconds and runs whatever the system
 * has configured for names; neither belongs into the process that reads
 * packets.  The helper has no privileges and nothing open but one socket.
 *
 * A live capture never waits: a name is used from when it has come.  Reading
 * a file waits for each name, `wait` in all, and then asks for no more.
 */
#ifndef TCPFLOW_SYSTEM_RESOLVER_H
#define TCPFLOW_SYSTEM_RESOLVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "decode/packet.h"

enum {
	RESOLVER_NAMES_MAX = 4096, /* further addresses stay numbers */
	RESOLVER_NAME_SIZE = 1025  /* NI_MAXHOST */
};

/* Runs in the helper: writes the address's name as a C string into `name` of
 * RESOLVER_NAME_SIZE octets; false if it has none. */
typedef bool resolver_lookup(const struct address *address, char *name);

struct resolver_options {
	int64_t wait;		 /* nanoseconds in all; 0: never */
	bool short_names;	 /* cut at the first dot */
	resolver_lookup *lookup; /* NULL: the system's */
};

struct resolver {
	pid_t helper; /* 0: nobody to ask */
	int socket;   /* to the helper */
	bool gave_up; /* the time was up, or the helper died */
	bool waits;
	bool short_names;
	int64_t wait;			/* what is left of it */
	size_t pending;			/* questions without an answer */
	size_t count;			/* entries in use */
	uint64_t seed;			/* of the table */
	struct resolver_entry *entries; /* by hash */
};

/* Starts the helper.  Returns -1 and says why in errno. */
int resolver_init(struct resolver *resolver,
		  const struct resolver_options *options);

/* Ends the helper, whatever it is waiting for. */
void resolver_close(struct resolver *resolver);

/* The host's name, escaped for terminals, or NULL if there is none (yet). */
const char *resolver_name(struct resolver *resolver,
			  const struct address *address);

#endif
