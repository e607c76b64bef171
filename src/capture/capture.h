/*
 * Where packets come from: an interface, or a file.
 *
 * This room alone knows libpcap.  Reading never blocks on an interface:
 * capture_next() says CAPTURE_IDLE when nothing is there, so that the caller
 * can write out what it has before it calls capture_wait().
 *
 * Functions that can fail return -1 (or CAPTURE_FAILED) and leave one line
 * without an end in `error`, which has CAPTURE_ERROR_SIZE octets.
 */
#ifndef TCPFLOW_CAPTURE_CAPTURE_H
#define TCPFLOW_CAPTURE_CAPTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct packet;
struct pcap;

enum { CAPTURE_ERROR_SIZE = 1024, CAPTURE_SNAPSHOT_MAX = 262144 };

enum capture_status {
	CAPTURE_PACKET,
	CAPTURE_IDLE, /* live: nothing is there now */
	CAPTURE_END,
	CAPTURE_INTERRUPTED, /* a signal broke off the reading */
	CAPTURE_FAILED
};

struct capture_counts {
	uint64_t received, dropped, interface_dropped;
};

struct capture {
	struct pcap *handle;
	char *name;   /* interface or file; owned */
	char *buffer; /* the file's stdio buffer; owned */
	bool live;
	bool standard_input;	 /* libpcap does not close that */
	bool in_nanoseconds;	 /* libpcap's fractions, else microseconds */
	bool nanoseconds;	 /* the source's own precision */
	bool unoptimized;	 /* how filters are compiled; for the caller */
	const char *filter_file; /* where the filter is from, to be named in
				    errors, or NULL; for the caller, who keeps
				    it */
	uint64_t number;	 /* packets read until now */
	struct capture_counts counts;	  /* live: see capture_sample() */
	struct capture_counts last;	  /* libpcap's own, which wrap around */
	char warning[CAPTURE_ERROR_SIZE]; /* on opening; or empty */
};

enum capture_direction { CAPTURE_BOTH, CAPTURE_IN, CAPTURE_OUT };

struct capture_live_options {
	const char *interface; /* a name or a number; NULL: the first */
	int snapshot_length;   /* octets; 1 to CAPTURE_SNAPSHOT_MAX */
	int buffer_size;       /* octets; 0: 16 MiB */
	bool promiscuous;
	bool immediate; /* packet by packet, not in blocks */
	enum capture_direction direction;
	const char *link_type;	/* libpcap's name; NULL: the usual */
	const char *stamp_type; /* the same; NULL: the host's */
};

int capture_open_live(struct capture *capture,
		      const struct capture_live_options *options, char *error);

/* "-" is standard input. */
int capture_open_file(struct capture *capture, const char *name, char *error);

/* A capture without packets, for filters alone.  `link_type`: as above; NULL:
 * Ethernet. */
int capture_open_dead(struct capture *capture, const char *link_type,
		      int snapshot_length, char *error);

void capture_close(struct capture *capture);

/* Whether libpcap has a link type, or a type of time stamps, of that name. */
bool capture_knows_link(const char *name);
bool capture_knows_stamp(const char *name);

/* The name of an interface given by name or number, or of the first one
 * (NULL).  The caller frees it.  NULL: `error` says why. */
char *capture_interface_name(const char *interface, char *error);

/* From now on only packets that match; the words are pcap-filter(7)'s.  (What
 * else there is to filters is in filter.h.) */
int capture_set_filter(struct capture *capture, const char *filter,
		       char *error);

/* Fills what struct packet has from the capture.  The octets live until the
 * next call. */
enum capture_status capture_next(struct capture *capture, struct packet *packet,
				 char *error);

/* How much of a file has been read: 0 to 1, by the octets of the file itself;
 * below zero where that cannot be known: of an interface, of a pipe. */
double capture_share(const struct capture *capture);

/* Live: returns when packets may be there, a signal came, or it took longer
 * than `milliseconds`. */
void capture_wait(const struct capture *capture, int milliseconds);

/* Live: brings `counts` up to date.  To be called before 2^32 packets have
 * passed since the last time, as libpcap's counters have 32 bits. */
int capture_sample(struct capture *capture, char *error);

/* Live: whether the interface is up, as far as can be known.  libpcap waits
 * without a word for one that is down. */
bool capture_is_up(const struct capture *capture);

/* Live: the IPv4 network of the interface and its mask, in network byte
 * order. */
int capture_network(const struct capture *capture, uint32_t *network,
		    uint32_t *mask, char *error);

int capture_link_type(const struct capture *capture);
int capture_snapshot_length(const struct capture *capture);

/* "EN10MB (Ethernet)", or its number where libpcap has no name. */
const char *capture_link_text(const struct capture *capture, char *text,
			      size_t size);

/* "libpcap version ..." */
const char *capture_library_version(void);

#endif
