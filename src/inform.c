/*
 * What is told without capturing.
 *
 * Lists go to standard output, as they were asked for; tcpdump 4.99 has some
 * of them on standard error.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "inform.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "capture/capture.h"
#include "capture/filter.h"
#include "capture/interfaces.h"
#include "capture/opened.h"
#include "help.h"
#include "list.h"
#include "options.h"
#include "program.h"
#include "system/curses.h"
#include "system/output.h"
#include "system/sandbox.h"

enum { VERSIONS_SIZE = 128 };

static void tell_versions(struct text *text)
{
	char known[VERSIONS_SIZE];

	text_string(text, "tcpflow " PACKAGE_VERSION "\n");
	text_string(text, capture_library_version());
	text_string(text, "\ncompressed files: ");
	text_string(text, capture_compressions(known, sizeof(known)));
	text_string(text, "\nsandbox: ");
	sandbox_means(text);
	text_string(text, curses_is_built_in() ? "\nlive table: drawn"
					       : "\nlive table: printed");
	text_char(text, '\n');
}

/* The header of the first one, without privileges, too. */
static int open_file(struct capture *capture, const struct options *options,
		     struct opened *opened, char *error)
{
	const struct capture_file_options files = {
		.names = options->read_files,
		.count = 1,
		.opened = opened,
	};
	struct sandbox sandbox;
	int status = -1;

	if (sandbox_begin(&sandbox, &options->sandbox, error,
			  CAPTURE_ERROR_SIZE) == 0 &&
	    opened_all(opened, files.names, files.count, error) == 0 &&
	    sandbox_drop(&sandbox, error, CAPTURE_ERROR_SIZE) == 0)
		status = capture_open_files(capture, &files, error);
	sandbox_close(&sandbox);
	return status;
}

/* The code depends on the link type: that of the (first) file, of the
 * interface, of -y, or Ethernet's. */
static int open_for_code(struct capture *capture, struct options *options,
			 struct opened *opened, char *error)
{
	const struct capture_live_options *live = &options->live;

	if (options->list_file &&
	    list_read(options, error, CAPTURE_ERROR_SIZE) < 0)
		return -1;
	if (options->read_count > 0)
		return open_file(capture, options, opened, error);
	if (live->interface)
		return capture_open_live(capture, live, error);
	if (!live->link_type)
		fputs("tcpflow: warning: assuming Ethernet; -y TYPE is for "
		      "another link type\n",
		      stderr);
	return capture_open_dead(capture, live->link_type,
				 live->snapshot_length, error);
}

static enum filter_form form_of(const struct options *options)
{
	return options->code < FILTER_NUMBERS ? (enum filter_form)options->code
					      : FILTER_NUMBERS;
}

static int tell_code(struct text *text, struct options *options, char *error)
{
	struct opened opened = { 0 };
	struct capture capture;
	struct filter filter;
	int status;

	if (program_read_filter(options, error) < 0 ||
	    open_for_code(&capture, options, &opened, error) < 0) {
		opened_close(&opened);
		return -1;
	}
	filter = program_filter(options);
	status = filter_list(&capture, &filter, form_of(options), text, error);
	capture_close(&capture);
	opened_close(&opened);
	return status;
}

static int tell(struct text *text, struct options *options, char *error)
{
	switch (options->action) {
	case OPTIONS_HELP:
		text_string(text, help_text);
		return 0;
	case OPTIONS_VERSION:
		tell_versions(text);
		return 0;
	case OPTIONS_LIST_INTERFACES:
		return interfaces_list(text, error);
	case OPTIONS_LIST_LINK_TYPES:
		return interfaces_list_links(text, &options->live, error);
	case OPTIONS_LIST_STAMP_TYPES:
		return interfaces_list_stamps(text, options->live.interface,
					      error);
	case OPTIONS_LIST_CODE:
		return tell_code(text, options, error);
	case OPTIONS_RUN:
		break;
	}
	return 0;
}

int inform_user(struct options *options, char *error)
{
	struct output output;
	int status;

	if (output_init(&output, STDOUT_FILENO) < 0) {
		snprintf(error, CAPTURE_ERROR_SIZE, "out of memory");
		return -1;
	}
	status = tell(&output.text, options, error);
	output_flush(&output);
	if (status == 0 && output.error && output.error != EPIPE) {
		snprintf(error, CAPTURE_ERROR_SIZE, "write error: %s",
			 strerror(output.error));
		status = -1;
	}
	output_close(&output);
	return status;
}
