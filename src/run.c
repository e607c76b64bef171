/*
 * The loop over the packets.
 *
 * A live capture writes out when the ring is empty, then waits: so a burst
 * costs few writes, and no line lies about.  While it waits, the clock drives
 * the timers.
 */
#include "run.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "batch.h"
#include "decode/packet.h"
#include "decode/seldom.h"
#include "program.h"
#include "progress.h"
#include "records.h"
#include "report_file.h"
#include "summary.h"
#include "system/clock.h"
#include "system/message.h"
#include "system/signals.h"
#include "system/terminal.h"
#include "track/tracker.h"

enum {
	WAIT_MILLISECONDS = 100,
	KEY_MILLISECONDS = 30, /* so long a key waits, at most */
	SAMPLE_PACKETS = 4096
};

enum { STATISTICS_SIZE = 1024 };

#define SECOND INT64_C(1000000000)
/* A packet may lie in the ring for 100 ms, and must not find that the clock
 * went past it. */
#define RING_DELAY (SECOND / 5)
#define PRESSURE_QUIET (10 * SECOND)
/* Who writes a file that we follow may hold packets back for longer; and if the
 * last one that he wrote is older than that by his own clock, they are not of
 * now, but copied. */
#define WRITER_DELAY (2 * SECOND)
#define WRITER_LAG (10 * SECOND)

SELDOM enum run_end output_failed(struct program *program, int reason)
{
	if (reason == EPIPE)
		return RUN_READER_GONE;
	snprintf(program->error, sizeof(program->error), "write error: %s",
		 strerror(reason));
	return RUN_FAILED;
}

/* The dump leaves its message in `error`; none when the reader went away. */
static enum run_end dump_failed(const struct program *program)
{
	return program->error[0] ? RUN_FAILED : RUN_READER_GONE;
}

/* Records tell each time that there are more of them. */
static void record_drops(struct program *program)
{
	uint64_t dropped = program->capture.counts.dropped;

	if (dropped == program->recorded_drops)
		return;
	program->recorded_drops = dropped;
	records_drops(program, clock_read(CLOCK_REALTIME), dropped);
}

static void tell_drops(struct program *program)
{
	uint64_t dropped = program->capture.counts.dropped;

	record_drops(program);
	if (dropped == 0 || program->told_drops)
		return;
	program->told_drops = true;
	message("tcpflow: the kernel drops packets (%llu until now); states "
		"may be wrong from here on",
		(unsigned long long)dropped);
}

/* Once a second, as tcpdump does with -v where nothing else is shown. */
static void tell_progress(const struct program *program)
{
	if (program->options.line.verbose && !program->shows)
		fprintf(stderr, "Got %llu\r",
			(unsigned long long)program->capture.number);
}

static void tell_interface(struct program *program)
{
	bool down = !capture_is_up(&program->capture);
	const char *words =
		down ? "the interface is down" : "the interface is up again";

	if (down == program->told_down)
		return;
	program->told_down = down;
	records_interface(program, clock_read(CLOCK_REALTIME), words);
	message("tcpflow: %s: %s", program->capture.name, words);
}

static void sample(struct program *program)
{
	int64_t now = clock_read(CLOCK_MONOTONIC);
	char ignored[CAPTURE_ERROR_SIZE];

	if (now - program->sampled < SECOND)
		return;
	program->sampled = now;
	/* An interface that is gone is told by the next packet's reading. */
	if (capture_sample(&program->capture, ignored) < 0)
		return;
	tell_drops(program);
	tell_interface(program);
	tell_progress(program);
}

SELDOM void tell_names(struct program *program)
{
	program->told_names = true;
	progress_hide(&program->progress);
	message("tcpflow: looking up names takes too long; from packet %llu "
		"on addresses are numbers (-n: all of them)",
		(unsigned long long)program->capture.number);
}

/* A flood may come and go many times: it is said at most every ten seconds. */
SELDOM void tell_pressure(struct program *program)
{
	bool begins = program->pipeline.pressure.told;
	int64_t now = clock_read(CLOCK_MONOTONIC);

	if (program->pressure_told &&
	    now - program->pressure_told < PRESSURE_QUIET)
		return;
	program->told_pressure = begins;
	program->pressure_told = now;
	progress_hide(&program->progress);
	message(begins ? "tcpflow: the memory for connections is used up; "
			 "from packet %llu on some are forgotten before they "
			 "end (--max-memory)"
		       : "tcpflow: the memory for connections is enough again, "
			 "from packet %llu on",
		(unsigned long long)program->capture.number);
}

SELDOM enum run_end write_packet(struct program *program,
				 const struct packet *packet)
{
	return dump_packet(&program->dump, packet, program->error) < 0
		       ? dump_failed(program)
		       : RUN_OVER;
}

SELDOM void begin_records(struct program *program, const struct packet *packet)
{
	int64_t time = pipeline_time(packet);

	records_begin(program, &time);
}

static void show_packet(struct program *program, struct packet *packet,
			bool decoded)
{
	if (!program->told_capture)
		begin_records(program, packet);
	if (!decoded)
		pipeline_decode(&program->pipeline, packet);
	pipeline_packet(&program->pipeline, packet);
	if (program->names.resolver.gave_up && !program->told_names)
		tell_names(program);
	if (program->pipeline.pressure.told != program->told_pressure)
		tell_pressure(program);
}

/* Of a live table. */
static void take_turn(struct program *program, uint32_t count)
{
	if (program->display && !display_turn(program, count))
		program->quits = true;
}

_Static_assert(SAMPLE_PACKETS % DISPLAY_PACKETS == 0, "see look_around()");

/* What is done once in DISPLAY_PACKETS packets, or in a multiple of them. */
SELDOM void look_around(struct program *program, uint64_t number)
{
	if (program->capture.live && number % SAMPLE_PACKETS == 0)
		sample(program);
	take_turn(program, DISPLAY_STEP);
}

/* `decoded`: pipeline_expect() had it before.  Returns RUN_OVER when all is
 * well. */
static enum run_end take_packet(struct program *program, struct packet *packet,
				bool decoded)
{
	if (program->dump.format) {
		enum run_end end = write_packet(program, packet);

		if (end != RUN_OVER || program->dump.over)
			return end;
	}
	if (program->shows)
		show_packet(program, packet, decoded);
	if (program->prompt)
		output_flush(&program->output);
	if (program->output.error)
		return output_failed(program, program->output.error);
	progress_advance(program);
	if (packet->number % DISPLAY_PACKETS == 0)
		look_around(program, packet->number);
	return RUN_OVER;
}

/* Of a batch, some packets are read and not taken yet: those are not counted
 * while the ones before them are told of. */
static enum run_end take_batch(struct program *program, struct batch *batch)
{
	enum run_end end = RUN_OVER;

	if (batch->count == 0)
		return RUN_OVER;
	pipeline_expect(&program->pipeline, batch->packets, batch->count);
	for (uint32_t i = 0; i < batch->count && end == RUN_OVER; i++) {
		program->capture.number = batch->packets[i].number;
		end = take_packet(program, &batch->packets[i], true);
	}
	batch_clear(batch);
	return end;
}

/* Where packets are many and connections too. */
static bool begins_batch(const struct program *program)
{
	return program->gathers && tracker_is_large(program->pipeline.tracker);
}

/* Takes the packet, or keeps it for a batch. */
static enum run_end gather_packet(struct program *program, struct batch *batch,
				  struct packet *packet)
{
	enum run_end end;

	if (batch->count == 0 && !begins_batch(program))
		return take_packet(program, packet, false);
	if (batch_add(batch, packet))
		return RUN_OVER;
	end = take_batch(program, batch);
	if (end != RUN_OVER)
		return end;
	program->capture.number = packet->number;
	if (batch_add(batch, packet))
		return RUN_OVER;
	return take_packet(program, packet, false);
}

/* Nothing is there, so time goes on without packets.  Where the packets of a
 * file are of another time, only they tell it. */
static void pass_time(struct program *program)
{
	int64_t delay = RING_DELAY;

	if (!program->capture.live) {
		int64_t written = capture_written(&program->capture);
		int64_t latest = program->pipeline.latest;

		if (latest < written - WRITER_LAG ||
		    latest > written + WRITER_LAG)
			return;
		delay = WRITER_DELAY;
	}
	pipeline_advance(&program->pipeline,
			 clock_read(CLOCK_REALTIME) - delay);
}

/* Live, or following a file, and nothing is there. */
static enum run_end idle(struct program *program)
{
	output_flush(&program->output);
	if (program->output.error)
		return output_failed(program, program->output.error);
	capture_wait(&program->capture,
		     dump_wait(&program->dump, program->display
						       ? KEY_MILLISECONDS
						       : WAIT_MILLISECONDS));
	if (dump_turn(&program->dump, program->error) < 0)
		return dump_failed(program);
	if (program->shows) {
		pass_time(program);
		tables_idle(&program->pipeline);
		take_turn(program, DISPLAY_IDLE_STEP);
	}
	if (program->capture.live)
		sample(program);
	return RUN_OVER;
}

static void tell_statistics(struct program *program)
{
	char storage[STATISTICS_SIZE], ignored[CAPTURE_ERROR_SIZE];
	struct tracker_counts counts;
	struct text text;

	progress_hide(&program->progress);
	text_init(&text, storage, sizeof(storage));
	if (program->capture.live)
		capture_sample(&program->capture, ignored);
	summary_until_now(&text, &program->capture);
	if (program->shows) {
		tracker_count(program->pipeline.tracker, &counts);
		summary_connections(&text, &program->pipeline, &counts);
	}
	fputs(text_terminate(&text), stderr);
}

/* What SIGUSR1 and SIGUSR2 ask for, of all packets that were read. */
static enum run_end serve(struct program *program, struct batch *batch)
{
	bool statistics = signals_take_statistics();
	bool flush = signals_take_flush();
	enum run_end end = RUN_OVER;

	if (statistics || flush)
		end = take_batch(program, batch);
	if (statistics)
		tell_statistics(program);
	if (!flush || end != RUN_OVER)
		return end;
	output_flush(&program->output);
	if (program->output.error)
		return output_failed(program, program->output.error);
	if (dump_flush(&program->dump, program->error) < 0)
		return dump_failed(program);
	return RUN_OVER;
}

static bool is_done(const struct program *program)
{
	uint64_t count = program->options.count;

	return signals_stop() || program->dump.over || program->quits ||
	       (count > 0 && program->capture.number >= count);
}

static enum run_end read_packets(struct program *program)
{
	enum run_end end = RUN_OVER;
	struct packet packet;
	struct batch batch;

	batch_clear(&batch);
	while (end == RUN_OVER && !is_done(program)) {
		enum capture_status status =
			capture_next(&program->capture, &packet,
				     program->error);

		if (status != CAPTURE_PACKET)
			end = take_batch(program, &batch);
		if (end != RUN_OVER)
			return end;
		switch (status) {
		case CAPTURE_PACKET:
			end = gather_packet(program, &batch, &packet);
			break;
		case CAPTURE_OPENED:
			progress_hide(&program->progress);
			program_announce_file(program);
			break;
		case CAPTURE_IDLE:
			end = idle(program);
			break;
		case CAPTURE_END:
		case CAPTURE_INTERRUPTED:
			return RUN_OVER;
		case CAPTURE_FAILED:
			records_begin(program, NULL);
			records_broken(program);
			return RUN_FAILED;
		}
		if (end == RUN_OVER)
			end = serve(program, &batch);
	}
	return end == RUN_OVER ? take_batch(program, &batch) : end;
}

/* A file's lines are held back unless somebody looks at them now. */
static bool is_prompt(const struct program *program)
{
	return !program->capture.live &&
	       (program->options.line_buffered ||
		program->options.packet_buffered ||
		terminal_is(program->output.descriptor));
}

/* No packet is held back for others where each is waited for, nor with -w,
 * which asks the capture what it says of the packet.
 *
 * Who reads the records of a live capture wants to know now that it began;
 * that of a file waits for the first packet. */
static void begin(struct program *program)
{
	int64_t now = clock_read(CLOCK_REALTIME);

	program->prompt = is_prompt(program);
	program->gathers =
		program->shows && !program->prompt && !program->dump.format;
	if (program->capture.live)
		records_begin(program, &now);
}

/* As tcpdump does: live, the summary has the number. */
static void print_count(struct program *program)
{
	struct text *text = &program->output.text;
	uint64_t count = program->capture.number;

	text_unsigned(text, count);
	text_string(text, count == 1 ? " packet\n" : " packets\n");
}

/* What is told when the input is over, however it came to that. */
static void finish(struct program *program)
{
	char ignored[CAPTURE_ERROR_SIZE];

	if (program->options.count_only && !program->capture.live)
		print_count(program);
	if (program->dump.over)
		message("Maximum file limit reached: %u",
			program->options.rotation.files);
	if (!program->shows)
		return;
	records_begin(program, NULL);
	if (program->capture.live &&
	    capture_sample(&program->capture, ignored) == 0)
		record_drops(program);
	pipeline_finish(&program->pipeline);
	records_end(program);
}

/* Writes out all that is held back, also after a failure: what was read until
 * then is to be seen.  The first failure is the one that is told. */
enum run_end run(struct program *program)
{
	enum run_end end;
	char later[CAPTURE_ERROR_SIZE];
	char *error;

	begin(program);
	end = read_packets(program);
	display_close(program);
	progress_hide(&program->progress);
	error = end == RUN_OVER ? program->error : later;
	finish(program);
	if (report_file_write(program, end == RUN_FAILED, error) < 0 &&
	    end == RUN_OVER)
		end = RUN_FAILED;
	output_flush(&program->output);
	if (end == RUN_OVER && program->output.error)
		end = output_failed(program, program->output.error);
	if (dump_close(&program->dump, error) < 0 && end == RUN_OVER)
		end = dump_failed(program);
	return end;
}
