/*
 * Filters: from a file (-F), compiled, set, and as the code they become (-d).
 *
 * Functions return -1 (or NULL) and leave one line without an end in `error`,
 * which has CAPTURE_ERROR_SIZE octets.
 */
#ifndef TCPFLOW_CAPTURE_FILTER_H
#define TCPFLOW_CAPTURE_FILTER_H

#include <stdbool.h>

struct bpf_program;
struct capture;
struct pcap;
struct text;

struct filter {
	const char *text; /* pcap-filter(7)'s words; NULL: takes everything */
	const char *file; /* where they are from, for errors; or NULL */
	bool unoptimized;
};

/* The filter in that file, with blanks for what stands behind a # in each
 * line.  The caller frees it. */
char *filter_read(const char *name, char *error);

/* For the link type of `handle`.  `program` is for pcap_freecode(). */
int filter_compile(const struct filter *filter, struct pcap *handle,
		   struct bpf_program *program, char *error);

/* From now on `handle` reads only what matches. */
int filter_set(const struct filter *filter, struct pcap *handle, char *error);

enum filter_form {
	FILTER_READABLE = 1, /* one instruction a line, as tcpdump -d */
	FILTER_C,	     /* the same for an array in C, -dd */
	FILTER_NUMBERS	     /* decimal, their count first, -ddd */
};

/* Appends the code to `text`. */
int filter_list(const struct capture *capture, const struct filter *filter,
		enum filter_form form, struct text *text, char *error);

#endif
