/*
 * One capture file: opened, and read by libpcap.
 */
#ifndef TCPFLOW_CAPTURE_FILE_H
#define TCPFLOW_CAPTURE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/compressed.h"
#include "capture/follow.h"
#include "capture/in_place.h"
#include "capture/octets.h"

struct bpf_program;
struct pcap;

enum file_status { FILE_OPENED, FILE_NOT_YET, FILE_FAILED };

struct file_options {
	struct octets_source source; /* its name must stay */
	size_t buffer_size;	     /* octets */
	bool follow;		     /* somebody is still writing it */
};

struct file {
	struct pcap *handle; /* NULL: not open */
	const char *name;
	struct octets octets;
	struct follow follow;
	struct compressed compressed; /* `in` is NULL: it is not */
	char *buffer;		      /* stdio's */
	bool follows;
	bool plain;	     /* the C library reads the octets itself */
	bool in_nanoseconds; /* libpcap's fractions, else microseconds */
	bool nanoseconds;    /* the file's own precision */
	struct in_place in_place;
	const struct bpf_program *filter; /* NULL: all; not owned */
	/* The packet that was read last, until the next is: see files.c. */
	struct pcap_pkthdr *header;
	const unsigned char *bytes;
};

/* FILE_NOT_YET: of one that is followed, the header is not all there.  `file`
 * must stay where it is.  Unless it is opened, nothing is to be closed.  With
 * FILE_FAILED there is one line in `error`, which has CAPTURE_ERROR_SIZE
 * octets.  A descriptor that is not lent is the file's, whatever comes of it.
 */
enum file_status file_open(struct file *file,
			   const struct file_options *options, char *error);

void file_close(struct file *file);

/* How many of its octets libpcap was given, or had decompressed; also of one
 * that is not open. */
int64_t file_taken(const struct file *file);

/* Of one that is followed: libpcap may go on after the end that it saw. */
void file_resume(struct file *file);

/* Why no more can be read, in words: ours if we know, or libpcap's. */
const char *file_fault(const struct file *file);

#endif
