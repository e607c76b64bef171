/*
 * tcpflow: tcpdump's lines for TCP, and the TCP state of both ends.
 *
 * The options say what to do (options.c); program.c opens it; run.c reads the
 * packets and sends each through pipeline.c; here stands what is said at the
 * end, and this is the only place that ends the process.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "capture/interfaces.h"
#include "help.h"
#include "program.h"
#include "run.h"
#include "summary.h"
#include "system/signals.h"
#include "system/terminal.h"
#include "track/tracker.h"

enum { STATUS_GOOD = 0, STATUS_FAILED = 1, STATUS_USAGE = 2 };

enum { SUMMARY_SIZE = 1024 };

static void complain(const char *message)
{
	fprintf(stderr, "tcpflow: %s\n", message);
}

static int write_information(struct output *output)
{
	output_flush(output);
	if (output->error == 0 || output->error == EPIPE)
		return STATUS_GOOD;
	fprintf(stderr, "tcpflow: write error: %s\n", strerror(output->error));
	return STATUS_FAILED;
}

/* -h, --version and -D. */
static int inform(enum options_action action)
{
	char error[CAPTURE_ERROR_SIZE];
	struct output output;
	struct text *text = &output.text;
	int status = STATUS_FAILED;

	if (output_init(&output, STDOUT_FILENO) < 0) {
		complain("out of memory");
		return STATUS_FAILED;
	}
	if (action == OPTIONS_HELP) {
		text_string(text, help_text);
	} else if (action == OPTIONS_VERSION) {
		text_string(text, "tcpflow " PACKAGE_VERSION "\n");
		text_string(text, capture_library_version());
		text_char(text, '\n');
	}
	if (action == OPTIONS_LIST_INTERFACES &&
	    interfaces_list(text, error) < 0)
		complain(error);
	else
		status = write_information(&output);
	output_close(&output);
	return status;
}

/* The counters stay as they were when the interface has gone. */
static void summarize(struct program *program,
		      const struct tracker_counts *counts)
{
	char storage[SUMMARY_SIZE];
	struct text text;

	text_init(&text, storage, sizeof(storage));
	/* The terminal shows ^C where the summary is to begin. */
	if (program->capture.live && signals_stop() &&
	    terminal_is(STDERR_FILENO))
		text_char(&text, '\n');
	if (program->capture.live) {
		char ignored[CAPTURE_ERROR_SIZE];

		capture_sample(&program->capture, ignored);
		summary_capture(&text, &program->capture);
	}
	if (program->shows)
		summary_connections(&text, &program->pipeline, counts);
	fputs(text_terminate(&text), stderr);
}

static int capture_and_show(struct program *program)
{
	struct tracker_counts counts;
	enum run_end end;

	if (program_open(program) < 0) {
		complain(program->error);
		return STATUS_FAILED;
	}
	signals_install();
	end = run(program);
	if (end == RUN_READER_GONE)
		return STATUS_GOOD;
	if (end == RUN_FAILED)
		complain(program->error);
	tracker_count(program->pipeline.tracker, &counts);
	summarize(program, &counts);
	return end == RUN_FAILED ? STATUS_FAILED : STATUS_GOOD;
}

int main(int argc, char **argv)
{
	struct program program = { 0 };
	int status;

	if (options_parse(&program.options, argc, argv, program.error,
			  sizeof(program.error)) < 0) {
		complain(program.error);
		status = STATUS_USAGE;
	} else if (program.options.action != OPTIONS_RUN) {
		status = inform(program.options.action);
	} else {
		status = capture_and_show(&program);
	}
	program_close(&program);
	return status;
}
