/*
 * half_open: a connection of which one SYN is known, and nothing else: kept
 * very small, as a flood brings millions.
 *
 * What a lone SYN leaves of itself is always the same but for a few numbers.
 * They are kept; the rest is built anew from them.  Only a connection that is
 * built as it was, to the last bit, is packed so: if the rules come to leave
 * something else, that costs memory and nothing more.  A SYN that begins a
 * connection is kept so at once, and nothing is built: first_syn.h, which must
 * know what the rules leave.
 */
#ifndef TCPFLOW_TRACK_HALF_OPEN_H
#define TCPFLOW_TRACK_HALF_OPEN_H

#include <stddef.h>
#include <stdint.h>

struct connection;
struct tcp_options;

/* What is kept.  Its members leave no gaps; the last octets are not packed. */
struct half_open {
	int64_t time;
	uint32_t number, iss, ts_value;
	uint16_t flags;	 /* of TCP */
	uint16_t mss;	 /* 0: there was no such option */
	uint16_t id;	 /* of IP */
	uint8_t options; /* and which end is the client: half_open_options() */
};

enum { HALF_OPEN_LENGTH = offsetof(struct half_open, options) + 1 };

/* The options of the SYN that the end `client` sent, in one octet.  Of those
 * that are looked at, it has all but MSS and the value of the time stamp; the
 * window scale is 15 at most. */
uint8_t half_open_options(const struct tcp_options *options, int client);

/* Writes HALF_OPEN_LENGTH octets. */
void half_open_write(const struct half_open *syn, uint8_t *packed);

/* The number of the connection that is packed there. */
uint32_t half_open_number(const uint8_t *packed);

/* Returns how many octets of `packed` were written; 0 if it is not such a
 * connection.  Its key (addresses, ports, tunnel) is not packed. */
size_t half_open_pack(const struct connection *connection, uint8_t *packed);

/* The connection has its key, and all else is zero. */
void half_open_unpack(struct connection *connection, const uint8_t *packed);

#endif
