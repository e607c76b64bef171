/*
 * The file of --report.
 *
 * The page is one stream of octets: its beginning, an element for the figures
 * of the capture, one for the list, one for the steps of each connection, its
 * end.  So a browser need not take the steps apart before they are looked at.
 */
#include "report_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "program.h"
#include "records.h"
#include "render/json_text.h"
#include "render/report_data.h"
#include "report.h"
#include "report_page.h"

static int fail(const struct program *program, int reason, char *error)
{
	snprintf(error, CAPTURE_ERROR_SIZE, "%.900s: %s",
		 program->options.report_file, strerror(reason));
	return -1;
}

static bool is_wanted(const struct program *program)
{
	const char *name = program->options.report_file;

	return name && strcmp(name, "-") != 0;
}

int report_file_open(struct program *program)
{
	struct report_file *file = &program->report_file;

	if (!is_wanted(program) || !program->sandbox.was_root)
		return 0;
	file->descriptor =
		sandbox_open(&program->sandbox, program->options.report_file);
	if (file->descriptor < 0)
		return fail(program, errno, program->error);
	file->opened = true;
	return 0;
}

/* What is no ordinary file cannot be cut off. */
int report_file_begin(struct program *program)
{
	struct report_file *file = &program->report_file;
	struct stat status;

	if (!is_wanted(program))
		return 0;
	if (!file->opened)
		file->descriptor =
			open(program->options.report_file,
			     O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);
	if (file->descriptor < 0)
		return fail(program, errno, program->error);
	file->opened = true;
	if (fstat(file->descriptor, &status) < 0 ||
	    (S_ISREG(status.st_mode) && ftruncate(file->descriptor, 0) < 0))
		return fail(program, errno, program->error);
	return 0;
}

/* --- the data */

static bool chooses(const struct view *view)
{
	return view->connections || view->transitions || view->findings ||
	       view->where_count > 0;
}

static void member(struct text *text, const char *name, uint64_t value)
{
	json_literal(text, ",\"");
	text_string(text, name);
	json_literal(text, "\":");
	text_unsigned(text, value);
}

/* `broken`: why reading ended early, or NULL. */
static void write_capture(const struct program *program, struct text *page,
			  const char *broken)
{
	const struct pipeline *pipeline = &program->pipeline;
	const struct report *report = pipeline->report;
	struct json_writer writer = report->writer;
	struct report_data data;

	report_data_begin(&data, page, "capture", 0);
	writer.text = &data.text;
	json_literal(&data.text, "{\"capture\":");
	records_write_capture(program, &writer,
			      pipeline->started ? &pipeline->first : NULL);
	json_literal(&data.text, ",\"summary\":");
	records_write_summary(program, &writer);
	json_literal(&data.text, ",\"broken\":");
	if (broken)
		json_string(&data.text, broken, strlen(broken));
	else
		json_literal(&data.text, "null");
	json_literal(&data.text, ",\"chosen\":");
	json_bool(&data.text, chooses(&pipeline->view));
	member(&data.text, "unlisted", report->unlisted);
	member(&data.text, "left_out", report->left_out);
	text_char(&data.text, '}');
	report_data_end(&data);
}

static uint32_t head_of(const struct report *report,
			const struct report_connection *connection)
{
	return connection->step_count < report->limits.head
		       ? connection->step_count
		       : report->limits.head;
}

static void write_list(const struct report *report, struct text *page)
{
	struct report_data data;
	const char *separator = "\n";

	report_data_begin(&data, page, "connections", 0);
	text_char(&data.text, '[');
	for (uint32_t i = 0; i < report->count; i++) {
		const struct report_connection *connection =
			&report->connections[i];

		if (!connection->flow.json)
			continue;
		text_string(&data.text, separator);
		separator = ",\n";
		text_char(&data.text, '{');
		text_data(&data.text, connection->flow.json,
			  connection->flow.length);
		member(&data.text, "steps", connection->step_count);
		member(&data.text, "head", head_of(report, connection));
		member(&data.text, "left_out", connection->left_out);
		text_char(&data.text, '}');
	}
	text_char(&data.text, ']');
	report_data_end(&data);
}

static void write_steps(const struct report *report,
			const struct report_connection *connection,
			struct text *page)
{
	struct report_data data;

	report_data_begin(&data, page, "steps", connection->number);
	text_char(&data.text, '[');
	for (uint32_t i = 0; i < connection->step_count; i++) {
		const struct report_piece *step =
			report_step(report, connection, i);

		text_string(&data.text, i ? ",\n" : "\n");
		text_data(&data.text, step->json, step->length);
	}
	text_char(&data.text, ']');
	report_data_end(&data);
}

static void write_page(const struct program *program, struct text *page,
		       const char *broken)
{
	const struct report *report = program->pipeline.report;

	text_data(page, report_page_begin, report_page_begin_length);
	write_capture(program, page, broken);
	write_list(report, page);
	for (uint32_t i = 0; i < report->count; i++)
		if (report->connections[i].step_count > 0)
			write_steps(report, &report->connections[i], page);
	text_data(page, report_page_end, report_page_end_length);
}

/* --- writing */

static int write_error(const struct program *program, int reason, char *error)
{
	snprintf(error, CAPTURE_ERROR_SIZE, "%.900s: write error: %s",
		 program->options.report_file, strerror(reason));
	return -1;
}

/* Some file systems tell only now that there was no room. */
static int close_file(struct report_file *file)
{
	file->opened = false;
	return close(file->descriptor) < 0 ? errno : 0;
}

int report_file_write(struct program *program, bool broken, char *error)
{
	const char *why = broken ? program->error : NULL;
	struct output output;
	int reason;

	if (!program->pipeline.report)
		return 0;
	if (!is_wanted(program)) {
		write_page(program, &program->output.text, why);
		return 0;
	}
	if (output_init(&output, program->report_file.descriptor) < 0) {
		snprintf(error, CAPTURE_ERROR_SIZE, "out of memory");
		return -1;
	}
	write_page(program, &output.text, why);
	output_flush(&output);
	reason = output.error;
	output_close(&output);
	if (reason)
		return write_error(program, reason, error);
	reason = close_file(&program->report_file);
	return reason ? write_error(program, reason, error) : 0;
}

void report_file_close(struct program *program)
{
	if (program->report_file.opened)
		close_file(&program->report_file);
}
