/*
 * What is left to the program while it reads packets, and the order in which
 * the rest is given up: sandbox_begin() before anything is opened,
 * sandbox_drop() when what needs root is open, sandbox_confine() when all is.
 *
 * Functions that can fail return -1 and leave one line without an end in
 * `error`.
 */
#ifndef TCPFLOW_SYSTEM_SANDBOX_H
#define TCPFLOW_SYSTEM_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "system/account.h"
#include "system/descriptors.h"

struct text;

enum sandbox_mode {
	SANDBOX_AUTO,	 /* what this system has */
	SANDBOX_REQUIRE, /* all of it, or a failure */
	SANDBOX_OFF	 /* root's rights alone are given up */
};

struct sandbox_options {
	enum sandbox_mode mode;
	const char *user; /* to become; or NULL: see account_default() */
};

/* What is needed all the time. */
struct sandbox_needs {
	pid_t helper;	       /* to be ended; 0: there is none */
	int helper_socket;     /* if there is one */
	int capture;	       /* descriptor of a live capture; or -1 */
	const char *interface; /* whose statistics are read; or NULL */
	int write_folder;      /* descriptor: below it files are made; or -1 */
	bool compiles;	       /* filters, later */
	bool screen;	       /* the terminal is one */
};

struct sandbox {
	struct sandbox_options options;
	struct descriptors inherited;
	struct account account; /* the user to go on as */
	bool was_root;
	bool is_root;	    /* after sandbox_drop() */
	bool stays_root;    /* the other user is not to be had: to be told */
	int landlock;	    /* its ABI; 0: it is not in force */
	bool seccomp;	    /* whether it is in force */
	int seccomp_reason; /* errno, if it is not */
};

int sandbox_begin(struct sandbox *sandbox,
		  const struct sandbox_options *options, char *error,
		  size_t size);

/* Opens a file for writing as root, before sandbox_drop(): privileges_open().
 * Returns the descriptor or -1 with errno. */
int sandbox_open(const struct sandbox *sandbox, const char *name);

/* Gives up root's rights.  What can be opened from now on is what the user of
 * the sandbox may open. */
int sandbox_drop(struct sandbox *sandbox, char *error, size_t size);

/* Whether that user may make files there; else says so. */
int sandbox_check_folder(const struct sandbox *sandbox, int folder,
			 const char *name, char *error, size_t size);

/* No thread may have been made. */
int sandbox_confine(struct sandbox *sandbox, const struct sandbox_needs *needs,
		    char *error, size_t size);

/* Also of one that is zero, or whose beginning failed; what was given up stays
 * so. */
void sandbox_close(struct sandbox *sandbox);

/* Appends what is in force, a line without an end. */
void sandbox_status(const struct sandbox *sandbox, struct text *text);

/* Appends what the program was built with. */
void sandbox_means(struct text *text);

#endif
