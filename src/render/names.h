/*
 * What rendering has to ask the outside for: names, and the local time zone.
 *
 * This room does no I/O, so whoever wires the program passes these in.  Each
 * may be NULL: numbers and UTC are printed then.  Returned strings belong to
 * the callee and live until the next call; they have passed the escaper for
 * terminals already.
 */
#ifndef TCPFLOW_RENDER_NAMES_H
#define TCPFLOW_RENDER_NAMES_H

#include <stdint.h>

struct address;

struct render_names {
	/* The host's name, or NULL if there is none (yet). */
	const char *(*host)(void *context, const struct address *address);
	/* The TCP service's name, or NULL. */
	const char *(*service)(void *context, uint16_t port);
	/* The name of a protocol number ("tcp"), or NULL. */
	const char *(*protocol)(void *context, uint8_t protocol);
	/* The name of an interface by its index, or NULL. */
	const char *(*interface)(void *context, uint32_t index);
	/* Seconds to add to UTC at that time. */
	int32_t (*utc_offset)(void *context, int64_t seconds);
	void *context;
};

#endif
