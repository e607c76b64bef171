/*
 * The records of the capture itself.
 *
 * "capture" comes first, so its time must be known before anything else is
 * written: of a file that is the first packet's, live the clock's.
 */
#ifdef HAVE_CONFIG_H
#include <config.h>
#endif

#include "records.h"

#include "program.h"
#include "track/tracker.h"

void records_write_capture(const struct program *program,
			   const struct json_writer *writer,
			   const int64_t *time)
{
	struct json_source source = {
		.version = PACKAGE_VERSION,
		.live = program->capture.live,
		.filter = program->options.filter,
		.has_time = time != NULL,
		.time = time ? *time : 0,
	};
	char link[CAPTURE_ERROR_SIZE], name[CAPTURE_ERROR_SIZE];

	source.name = capture_source(&program->capture, name, sizeof(name));
	source.link_type =
		capture_link_text(&program->capture, link, sizeof(link));
	source.snapshot_length = capture_snapshot_length(&program->capture);
	json_capture(writer, &source);
}

void records_begin(struct program *program, const int64_t *time)
{
	const struct pipeline *pipeline = &program->pipeline;

	if (program->told_capture)
		return;
	program->told_capture = true;
	if (pipeline->records & JSON_CAPTURE)
		records_write_capture(program, &pipeline->writer, time);
}

void records_drops(struct program *program, int64_t time, uint64_t dropped)
{
	const struct json_notice notice = {
		.has_time = true,
		.time = time,
		.kind = "dropped",
		.words = "the kernel drops packets; states may be wrong from "
			 "here on",
		.number = program->capture.number,
		.has_count = true,
		.count = dropped,
	};

	pipeline_notice(&program->pipeline, &notice);
}

void records_interface(struct program *program, int64_t time, const char *words)
{
	const struct json_notice notice = {
		.has_time = true,
		.time = time,
		.kind = "interface",
		.words = words,
		.number = program->capture.number,
	};

	pipeline_notice(&program->pipeline, &notice);
}

void records_broken(struct program *program)
{
	struct pipeline *pipeline = &program->pipeline;
	const struct json_notice notice = {
		.has_time = pipeline->started,
		.time = pipeline->latest,
		.kind = program->capture.live ? "interface" : "truncated",
		.words = program->error,
		.number = program->capture.number,
	};

	pipeline_notice(pipeline, &notice);
}

void records_write_summary(const struct program *program,
			   const struct json_writer *writer)
{
	const struct pipeline *pipeline = &program->pipeline;
	const struct capture *capture = &program->capture;
	const struct fragments_counts fragments =
		fragments_count(pipeline->fragments);
	const struct json_summary summary = {
		.captured = capture->number,
		.not_tcp = pipeline->hidden,
		.backwards = pipeline->backwards,
		.reassembled = fragments.whole,
		.never_whole = fragments.never_whole,
		.fragments_evicted = fragments.evicted,
		.live = capture->live,
		.received = capture->counts.received,
		.dropped = capture->counts.dropped,
		.has_times = pipeline->started,
		.start = pipeline->first,
		.end = pipeline->latest,
	};
	struct tracker_counts counts;

	tracker_count(pipeline->tracker, &counts);
	json_summary(writer, &summary, &counts);
}

void records_end(struct program *program)
{
	const struct pipeline *pipeline = &program->pipeline;

	if (pipeline->records & JSON_SUMMARY)
		records_write_summary(program, &pipeline->writer);
}
