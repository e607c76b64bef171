/*
 * fragments: puts IP fragments together again.
 *
 * Only what may be a part of a TCP segment is taken.  Which fragments make a
 * datagram is decided as Linux does (RFC 791 3.2, RFC 8200 4.5): one that was
 * there already is dropped; one that overlaps another (RFC 5722, for IPv4 too),
 * or contradicts where the end is, takes the whole datagram with it.
 *
 * Nothing is allocated: the struct is all the memory there is, four MiB, of
 * which the system only gives what is touched.  When it is full, the oldest
 * datagram is dropped; after 30 seconds any is.  However small, many or
 * contradictory the fragments are, each takes about the same time: datagrams
 * are found by a keyed hash, and nothing is searched inside of them.
 */
#ifndef TCPFLOW_DECODE_FRAGMENTS_H
#define TCPFLOW_DECODE_FRAGMENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "decode/fragment_pages.h"
#include "decode/packet.h"

#define FRAGMENTS_TIMEOUT INT64_C(30000000000) /* nanoseconds */

enum {
	FRAGMENTS_MEMORY = 4 << 20, /* octets, never more */
	FRAGMENTS_DATAGRAMS = 2048,
	FRAGMENTS_BUCKETS = 4096,
	/* IPv6's header, its longest payload, and a fragment header that is
	 * taken out. */
	FRAGMENTS_WHOLE_MAX = 40 + 65535 + 8
};

/* What the fragments of a datagram have in common. */
struct fragments_key {
	struct address source, destination;
	uint64_t tunnel; /* tunnel_key() */
	uint32_t id;
	uint8_t protocol; /* IPv4 */
};

enum fragments_queue { FRAGMENTS_WAITING, FRAGMENTS_DONE, FRAGMENTS_QUEUES };

struct fragments_datagram {
	struct fragments_key key;
	struct fragment_body body;
	int64_t deadline;	  /* nanoseconds; dropped after that */
	uint16_t in_bucket;	  /* the next one; numbers are from 1 */
	uint16_t previous, next;  /* in the queue, in the order of deadlines */
	uint8_t queue;		  /* enum fragments_queue */
	uint8_t ecn;		  /* bit by ECN field of a fragment */
	bool has_first, has_last; /* fragments */
	bool is_tcp;		  /* not only perhaps */
	bool again;		  /* one of the same name was told of before */
	bool has_ports;
	uint16_t source_port, destination_port;
	uint32_t header_length; /* has_first: what stands in front of it */
	uint32_t named_at;	/* has_first: as in struct ip_part */
	uint32_t end;		/* of what is known of it; has_last: its end */
	uint32_t top;		/* the end of what is there of it */
	uint32_t have;		/* octets that are there */
	uint32_t captured;	/* octets until the first that was cut off */
	uint32_t count;		/* fragments, duplicates not counted */
};

struct fragments_counts {
	uint64_t whole;	      /* segments that were put together */
	uint64_t never_whole; /* those that were not */
	uint64_t evicted;     /* of these: for want of memory */
	bool later_seen;      /* there was a fragment that is not a first one */
};

/* Zero but for the key, which should be random and secret. */
struct fragments {
	uint64_t key[2];
	struct fragments_counts counts; /* of what is over */
	uint16_t free; /* datagrams that were given back, by in_bucket */
	uint16_t used; /* those with a higher number were never taken */
	uint16_t first[FRAGMENTS_QUEUES], last[FRAGMENTS_QUEUES];
	uint16_t buckets[FRAGMENTS_BUCKETS];
	struct fragments_datagram datagrams[FRAGMENTS_DATAGRAMS];
	struct fragment_pages pages;
	uint8_t whole[FRAGMENTS_WHOLE_MAX];
};

_Static_assert(sizeof(struct fragments) <= FRAGMENTS_MEMORY,
	       "it has the size that is promised");

/* Takes a decoded packet with `ip.fragment`, at the time `now` (nanoseconds,
 * which never goes back).  True when it was the last that was missing of a TCP
 * segment: `known` is the whole then, decoded, its checksum verified, with
 * `ip.fragment_count`, and its octets stay until the next call.  Else `known`
 * is `packet`, with the ports of the segment (TCP_PORTS) if they are known by
 * another fragment. */
bool fragments_add(struct fragments *fragments, const struct packet *packet,
		   int64_t now, struct packet *known);

/* What it came to; segments that are still not whole never will be. */
struct fragments_counts fragments_count(const struct fragments *fragments);

#endif
