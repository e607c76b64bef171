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
	bool standard_input; /* libpcap does not close that */
	bool in_nanoseconds; /* libpcap's fractions, else microseconds */
	bool nanoseconds;    /* the source's own precision */
	uint64_t number;     /* packets read until now */
	struct capture_counts counts;	  /* live: see capture_sample() */
	struct capture_counts last;	  /* libpcap's own, which wrap around */
	char warning[CAPTURE_ERROR_SIZE]; /* on opening; or empty */
};

struct capture_live_options {
	const char *interface; /* a name or a number; NULL: the first */
	int snapshot_length;   /* octets; 1 to CAPTURE_SNAPSHOT_MAX */
	bool promiscuous;
};

int capture_open_live(struct capture *capture,
		      const struct capture_live_options *options, char *error);

/* "-" is standard input. */
int capture_open_file(struct capture *capture, const char *name, char *error);

void capture_close(struct capture *capture);

/* From now on only packets that match; the words are pcap-filter(7)'s. */
int capture_set_filter(struct capture *capture, const char *filter,
		       char *error);

/* Fills what struct packet has from the capture.  The octets live until the
 * next call. */
enum capture_status capture_next(struct capture *capture, struct packet *packet,
				 char *error);

/* Live: returns when packets may be there, a signal came, or it took longer
 * than `milliseconds`. */
void capture_wait(const struct capture *capture, int milliseconds);

/* Live: brings `counts` up to date.  To be called before 2^32 packets have
 * passed since the last time, as libpcap's counters have 32 bits. */
int capture_sample(struct capture *capture, char *error);

/* Live: whether the interface is up, as far as can be known.  libpcap waits
 * without a word for one that is down. */
bool capture_is_up(const struct capture *capture);

int capture_link_type(const struct capture *capture);
int capture_snapshot_length(const struct capture *capture);

/* "EN10MB (Ethernet)", or its number where libpcap has no name. */
const char *capture_link_text(const struct capture *capture, char *text,
			      size_t size);

/* "libpcap version ..." */
const char *capture_library_version(void);

#endif
