/*
 * tcpflow: tcpdump's lines for TCP, and the TCP state of both ends.
 *
 * The options say what to do (options.c); program.c opens it; run.c reads the
 * packets and sends each through pipeline.c; here stands what is said at the
 * end, and this is the only place that ends the process.
 */
#include <stdio.h>
#include <unistd.h>

#include "inform.h"
#include "program.h"
#include "run.h"
#include "summary.h"
#include "system/message.h"
#include "system/signals.h"
#include "system/terminal.h"
#include "track/tracker.h"

enum {
	STATUS_GOOD = 0,
	STATUS_FAILED = 1,
	STATUS_USAGE = 2,
	STATUS_ASSERTION = 3 /* something that --assert says does not hold */
};

enum { SUMMARY_SIZE = 1024 };

static void complain(const char *words)
{
	message("tcpflow: %s", words);
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
	    !program->pipeline.tables.silent && terminal_is(STDERR_FILENO))
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

/* An assertion that was not asked of every connection does not hold. */
static int end_without_reader(const struct program *program)
{
	if (program->options.assertions.count == 0)
		return STATUS_GOOD;
	complain("nobody reads standard output any more, so --assert was not "
		 "asked of all connections");
	return STATUS_FAILED;
}

static int status_of(const struct program *program, enum run_end end)
{
	if (end == RUN_FAILED)
		return STATUS_FAILED;
	return program->pipeline.assertions.failed > 0 ? STATUS_ASSERTION
						       : STATUS_GOOD;
}

static int capture_and_show(struct program *program)
{
	struct tracker_counts counts;
	enum run_end end;

	if (program_open(program) < 0) {
		complain(program->error);
		return STATUS_FAILED;
	}
	end = run(program);
	if (end == RUN_READER_GONE)
		return end_without_reader(program);
	if (end == RUN_FAILED)
		complain(program->error);
	tracker_count(program->pipeline.tracker, &counts);
	summarize(program, &counts);
	return status_of(program, end);
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
		status = inform_user(&program.options, program.error) < 0
				 ? STATUS_FAILED
				 : STATUS_GOOD;
		if (status == STATUS_FAILED)
			complain(program.error);
	} else {
		status = capture_and_show(&program);
	}
	program_close(&program);
	return status;
}
