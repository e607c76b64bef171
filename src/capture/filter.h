/*
 * Filters: from a file (-F), compiled, and as the code they become (-d).
 *
 * Functions return -1 (or NULL) and leave one line without an end in `error`,
 * which has CAPTURE_ERROR_SIZE octets.
 */
#ifndef TCPFLOW_CAPTURE_FILTER_H
#define TCPFLOW_CAPTURE_FILTER_H

struct bpf_program;
struct capture;
struct text;

/* The filter in that file, with blanks for what stands behind a # in each
 * line.  The caller frees it. */
char *filter_read(const char *name, char *error);

/* `filter`: NULL for one that takes everything.  For pcap_freecode(). */
int filter_compile(const struct capture *capture, const char *filter,
		   struct bpf_program *program, char *error);

enum filter_form {
	FILTER_READABLE = 1, /* one instruction a line, as tcpdump -d */
	FILTER_C,	     /* the same for an array in C, -dd */
	FILTER_NUMBERS	     /* decimal, their count first, -ddd */
};

/* Appends the code to `text`. */
int filter_list(const struct capture *capture, const char *filter,
		enum filter_form form, struct text *text, char *error);

#endif
