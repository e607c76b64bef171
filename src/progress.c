/*
 * How far the reading of a file has come.
 *
 * The clock is read once in PACKETS packets only, so that this costs nothing.
 * The line is taken away with spaces, which every terminal understands.
 */
#include "progress.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "decode/seldom.h"
#include "program.h"
#include "render/text.h"
#include "system/clock.h"
#include "system/terminal.h"
#include "track/tracker.h"

enum { PACKETS = 1024, LINE_SIZE = 256, ITEM_SIZE = 64 };
enum { COLUMNS_USUAL = 80 };

#define SECOND INT64_C(1000000000)
#define PATIENCE SECOND /* until the line is shown at all */
#define REFRESH (SECOND / 4)

/* --- the text */

/* "18,204" */
static void grouped_render(struct text *text, uint64_t number)
{
	if (number < 1000) {
		text_unsigned(text, number);
		return;
	}
	grouped_render(text, number / 1000);
	text_char(text, ',');
	text_zeros(text, number % 1000, 3);
}

/* "3.2 M", rounded down; in full below a million. */
static void number_render(struct text *text, uint64_t number)
{
	bool giga = number >= 1000000000;
	uint64_t tenth = giga ? 100000000 : 100000;

	if (number < 1000000) {
		grouped_render(text, number);
		return;
	}
	grouped_render(text, number / tenth / 10);
	text_char(text, '.');
	text_unsigned(text, number / tenth % 10);
	text_string(text, giga ? " G" : " M");
}

static void counted_render(struct text *text, uint64_t number, const char *what)
{
	number_render(text, number);
	text_char(text, ' ');
	text_string(text, what);
	if (number != 1)
		text_char(text, 's');
}

static uint64_t rate(const struct progress_figures *figures)
{
	return (uint64_t)((double)figures->packets * (double)SECOND /
			  (double)figures->elapsed);
}

/* An item that has no room is left out, and so is what follows. */
static bool append_item(struct text *text, struct text *item, size_t width)
{
	size_t gap = text_length(text) > 0 ? 2 : 0;

	if (text_length(text) + gap + text_length(item) > width)
		return false;
	text_data(text, "  ", gap);
	text_data(text, item->start, text_length(item));
	item->at = item->start;
	return true;
}

void progress_render(struct text *text, const struct progress_figures *figures,
		     size_t width)
{
	char storage[ITEM_SIZE];
	struct text item;

	text_init(&item, storage, sizeof(storage));
	if (figures->share >= 0) {
		text_unsigned(&item, (uint64_t)(figures->share * 100));
		text_string(&item, " %");
		if (!append_item(text, &item, width))
			return;
	}
	counted_render(&item, figures->packets, "packet");
	if (!append_item(text, &item, width))
		return;
	if (figures->tracked) {
		counted_render(&item, figures->connections, "connection");
		if (!append_item(text, &item, width))
			return;
	}
	number_render(&item, rate(figures));
	text_string(&item, " packets/s");
	append_item(text, &item, width);
}

/* --- the terminal */

static bool is_pipe(int descriptor)
{
	struct stat status;

	return fstat(descriptor, &status) == 0 && S_ISFIFO(status.st_mode);
}

static bool writes_output(const struct program *program)
{
	const char *file = program->options.write_file;

	return program->shows || (file && !strcmp(file, "-"));
}

/* Who reads a pipe may write to the terminal: grep, less. */
static bool is_wanted(const struct program *program)
{
	if (program->capture.live || program->options.follow_file ||
	    !terminal_is(STDERR_FILENO))
		return false;
	return !writes_output(program) ||
	       !(terminal_is_same(STDERR_FILENO, STDOUT_FILENO) ||
		 is_pipe(STDOUT_FILENO));
}

/* The last column stays free: some terminals go to the next line there. */
static size_t line_width(void)
{
	size_t columns = terminal_columns(STDERR_FILENO);

	if (columns == 0)
		columns = COLUMNS_USUAL;
	return columns < LINE_SIZE ? columns - 1 : LINE_SIZE - 1;
}

static void show(struct program *program, int64_t now)
{
	struct progress *progress = &program->progress;
	const struct progress_figures figures = {
		.share = capture_share(&program->capture),
		.packets = program->capture.number,
		.tracked = program->shows,
		.connections = tracker_seen(program->pipeline.tracker),
		.elapsed = now - progress->begin,
	};
	char storage[LINE_SIZE];
	struct text text;
	size_t length;

	text_init(&text, storage, sizeof(storage));
	progress_render(&text, &figures, line_width());
	length = text_length(&text);
	progress_hide(progress);
	fwrite(storage, 1, length, stderr);
	progress->shown = length;
}

static void begin(struct program *program)
{
	struct progress *progress = &program->progress;

	progress->wanted = is_wanted(program);
	if (!progress->wanted)
		return;
	progress->begin = clock_read(CLOCK_MONOTONIC);
	progress->due = progress->begin + PATIENCE;
}

SELDOM void look(struct program *program)
{
	struct progress *progress = &program->progress;
	int64_t now;

	if (program->capture.number == 1)
		begin(program);
	if (!progress->wanted)
		return;
	now = clock_read(CLOCK_MONOTONIC);
	if (now < progress->due || !terminal_is_ours(STDERR_FILENO))
		return;
	progress->due = now + REFRESH;
	show(program, now);
}

void progress_advance(struct program *program)
{
	if (program->capture.number % PACKETS <= 1)
		look(program);
}

void progress_hide(struct progress *progress)
{
	if (progress->shown == 0)
		return;
	fprintf(stderr, "\r%*s\r", (int)progress->shown, "");
	progress->shown = 0;
}
