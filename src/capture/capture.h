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

struct files;
struct opened;
struct filter;
struct packet;
struct pcap;

enum { CAPTURE_ERROR_SIZE = 1024, CAPTURE_SNAPSHOT_MAX = 262144 };

enum capture_status {
	CAPTURE_PACKET,
	CAPTURE_OPENED, /* another file; the packets that follow are its own */
	CAPTURE_IDLE,	/* live, or a file that grows: nothing is there now */
	CAPTURE_END,
	CAPTURE_INTERRUPTED, /* a signal broke off the reading */
	CAPTURE_FAILED
};

struct capture_counts {
	uint64_t received, dropped, interface_dropped;
};

struct capture {
	struct pcap *handle; /* the interface's (owned), or that of a file */
	char *name;	     /* interface, or file opened last; owned */
	struct files *files; /* owned; NULL: live */
	bool live;
	int link_type;	     /* of the handle, that is, of the next packet */
	bool in_nanoseconds; /* libpcap's fractions, else microseconds */
	bool nanoseconds;    /* the source's own precision; of several files,
				if one has it */
	uint64_t number;     /* packets read until now */
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

struct capture_file_options {
	const char *const *names;    /* "-": standard input; copied */
	size_t count;		     /* 1 or more */
	struct opened *opened;	     /* or NULL; must stay; they are taken */
	const struct filter *filter; /* to be set later; or NULL; must stay */
	bool merge;		     /* by time; else one after the other */
	bool follow;	    /* the last one grows; not together with `merge` */
	bool one_link_type; /* refuse a file with another */
	bool (*knows_link)(int link_type); /* refuse those that it does not
					      know; NULL: take all */
};

/* All are looked at before the first is read, but for pipes, so that most of
 * what can be wrong shows at once.  A file that is followed is waited for, if
 * its header is not written yet. */
int capture_open_files(struct capture *capture,
		       const struct capture_file_options *options, char *error);

/* One, whatever its link type. */
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

/* From now on only packets that match, also of files that are opened later.
 * What `filter` points to must stay. */
int capture_set_filter(struct capture *capture, const struct filter *filter,
		       char *error);

/* Fills what struct packet has from the capture.  The octets live until the
 * next call. */
enum capture_status capture_next(struct capture *capture, struct packet *packet,
				 char *error);

/* Live, or following a file: returns when packets may be there, a signal came,
 * or it took longer than `milliseconds`. */
void capture_wait(const struct capture *capture, int milliseconds);

/* Adds to `total` what a counter that wraps around at 2^32 has grown by since
 * it was `last`, which becomes `now`. */
void capture_count(uint64_t *total, uint64_t *last, uint32_t now);

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

/* The share of the input that has been read, from 0 to 1, by the octets that
 * the files have on the disk; negative where that is not known: live, of a
 * pipe, of a file that grows. */
double capture_share(const struct capture *capture);

/* When the file that is followed was last written, nanoseconds since 1970; -1:
 * none is. */
int64_t capture_written(const struct capture *capture);

/* Of several files, that of the one that was opened last, or merging, that of
 * the last packet. */
int capture_link_type(const struct capture *capture);

/* Of several files, the longest. */
int capture_snapshot_length(const struct capture *capture);

/* That of the file that capture_link_type() speaks of. */
int capture_file_snapshot_length(const struct capture *capture);

/* "EN10MB (Ethernet)", or its number where libpcap has no name. */
const char *capture_link_text(const struct capture *capture, char *text,
			      size_t size);
const char *capture_link_name(int link_type, char *text, size_t size);

/* Says in `error` that the link type of `name` is none that is known. */
void capture_refuse_link(const char *name, int link_type, char *error);

/* What is read, in short: its name, and of several files how many more. */
const char *capture_source(const struct capture *capture, char *text,
			   size_t size);

/* Live: the descriptor that libpcap reads from. */
int capture_descriptor(const struct capture *capture);

/* "libpcap version ..." */
const char *capture_library_version(void);

/* "gzip (zlib 1.2.13), zstd 1.5.4": what can be decompressed, or "none". */
const char *capture_compressions(char *text, size_t size);

#endif
