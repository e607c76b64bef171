/*
 * The opening, in the order in which it must be.
 *
 * While there are privileges: the process that looks up names is forked, when
 * nothing is buffered yet; the interface is opened, or the files, of which
 * nothing is read; the file of -w, or its folder.  Without: the files' headers
 * are read, which say what to write for a header.  Then nothing more can be
 * opened, and the packets come.
 */
#include "program.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "decode/decode.h"
#include "decode/packet.h"
#include "list.h"
#include "render/endpoints.h"
#include "render/ladder_svg.h"
#include "render/listing.h"
#include "report.h"
#include "report_file.h"
#include "system/curses.h"
#include "system/message.h"
#include "system/signals.h"
#include "system/terminal.h"
#include "track/tracker.h"

#define SECOND INT64_C(1000000000)
/* How long names may hold up the reading of a file, in all. */
#define NAMES_WAIT (2 * SECOND)
#define TABLE_INTERVAL (10 * SECOND)
#define FILE_MEMORY_MAX (UINT64_C(4) << 30)

enum { SANDBOX_TEXT_SIZE = 512 };

static int out_of_memory(struct program *program)
{
	snprintf(program->error, sizeof(program->error), "out of memory");
	return -1;
}

static int open_live(struct program *program)
{
	if (capture_open_live(&program->capture, &program->options.live,
			      program->error) < 0)
		return -1;
	if (program->capture.warning[0])
		message("tcpflow: warning: %s", program->capture.warning);
	return 0;
}

void program_announce_file(const struct program *program)
{
	char link[CAPTURE_ERROR_SIZE];

	message("reading from file %s, link-type %s, snapshot length %d",
		program->capture.name,
		capture_link_text(&program->capture, link, sizeof(link)),
		capture_file_snapshot_length(&program->capture));
	if (capture_link_type(&program->capture) == LINK_LINUX_SLL2)
		message("Warning: interface names might be incorrect");
}

static void announce_live(const struct program *program)
{
	const struct options *options = &program->options;
	char link[CAPTURE_ERROR_SIZE];

	capture_link_text(&program->capture, link, sizeof(link));
	if (options->live.link_type ||
	    capture_link_type(&program->capture) == LINK_LINUX_SLL2)
		message("tcpflow: data link type %.*s", (int)strcspn(link, " "),
			link);
	if (options->line.verbose || options->write_file)
		fputs("tcpflow: ", stderr);
	else
		message("tcpflow: verbose output suppressed, use -v[v]... for "
			"full protocol decode");
	message("listening on %s, link-type %s, snapshot length %d bytes",
		program->capture.name, link,
		capture_snapshot_length(&program->capture));
}

static int check_live_link(struct program *program)
{
	int link_type = capture_link_type(&program->capture);

	if (!program->shows || decode_knows_link(link_type))
		return 0;
	capture_refuse_link(program->capture.name, link_type, program->error);
	return -1;
}

int program_read_filter(struct options *options, char *error)
{
	if (!options->filter_file)
		return 0;
	options->filter = filter_read(options->filter_file, error);
	return options->filter ? 0 : -1;
}

struct filter program_filter(const struct options *options)
{
	return (struct filter){
		.text = options->filter,
		.file = options->filter_file,
		.unoptimized = options->unoptimized,
	};
}

static int set_filter(struct program *program)
{
	program->filter = program_filter(&program->options);
	if (!program->filter.text)
		return 0;
	return capture_set_filter(&program->capture, &program->filter,
				  program->error);
}

static int open_interface(struct program *program)
{
	if (open_live(program) < 0 || check_live_link(program) < 0)
		return -1;
	return set_filter(program);
}

/* Too many to be open at once are opened one after the other, by whoever the
 * program is then, unless that would take the sandbox away. */
static int open_files(struct program *program)
{
	const struct options *options = &program->options;
	rlim_t allowed;

	if (opened_fit(options->read_count, &allowed) == 0)
		return opened_all(&program->opened, options->read_files,
				  options->read_count, program->error);
	if (options->merge || options->sandbox.mode == SANDBOX_OFF)
		return 0;
	snprintf(program->error, sizeof(program->error),
		 "%zu files are opened before the sandbox is closed, and only "
		 "%llu can be open at once; raise the limit (ulimit -n), or "
		 "read them with --sandbox=off",
		 options->read_count, (unsigned long long)allowed);
	return -1;
}

static int read_headers(struct program *program)
{
	const struct options *options = &program->options;
	const struct capture_file_options files = {
		.names = options->read_files,
		.count = options->read_count,
		.opened = program->opened.count ? &program->opened : NULL,
		.filter = &program->filter,
		.merge = options->merge,
		.follow = options->follow_file,
		.one_link_type = options->write_file != NULL,
		.knows_link = program->shows ? decode_knows_link : NULL,
	};

	program->filter = program_filter(options);
	if (capture_open_files(&program->capture, &files, program->error) < 0)
		return -1;
	program_announce_file(program);
	return set_filter(program);
}

/* As precise as the file that was read; live, as tcpdump does. */
static bool wants_nanoseconds(const struct program *program)
{
	if (program->options.precision != OPTIONS_AS_CAPTURED)
		return program->options.precision == OPTIONS_NANO;
	return program->capture.nanoseconds && !program->capture.live;
}

static bool writes_file(const struct options *options)
{
	return options->write_file && strcmp(options->write_file, "-") != 0;
}

/* What cannot be opened is told by open_dump(), after what was read. */
static void open_place(struct program *program)
{
	const struct options *options = &program->options;
	struct dump_place *place = &program->place;

	if (!writes_file(options))
		return;
	if (rotation_is_on(&options->rotation)) {
		dump_open_folder(place, options->write_file);
		return;
	}
	/* Without anything to lose this is done when there is something to
	 * write. */
	if (!program->sandbox.was_root)
		return;
	place->opened = true;
	place->descriptor =
		sandbox_open(&program->sandbox, options->write_file);
	place->reason = place->descriptor < 0 ? errno : 0;
}

/* Not at the first rotation, in the middle of the night. */
static int check_folder(struct program *program)
{
	const struct options *options = &program->options;

	if (!rotation_is_on(&options->rotation) || !program->place.opened ||
	    program->place.reason)
		return 0;
	return sandbox_check_folder(&program->sandbox,
				    program->place.descriptor,
				    options->write_file, program->error,
				    sizeof(program->error));
}

static int open_dump(struct program *program)
{
	const struct options *options = &program->options;
	const struct dump_options dump = {
		.place = program->place,
		.name = options->write_file,
		.nanoseconds = wants_nanoseconds(program),
		.flush = options->packet_buffered,
		.rotation = options->rotation,
	};

	if (!options->write_file)
		return 0;
	if (check_folder(program) < 0)
		return -1;
	return dump_open(&program->dump, &program->capture, &dump,
			 program->error);
}

/* -f.  Where the network is not known, all names are looked up. */
static void limit_names(struct program *program)
{
	struct names *names = &program->names;
	char error[CAPTURE_ERROR_SIZE];

	if (!program->options.local_names || !names->render.host)
		return;
	if (capture_network(&program->capture, &names->network,
			    &names->network_mask, error) < 0)
		message("tcpflow: warning: -f has no effect: %s", error);
}

static int open_names(struct program *program)
{
	const struct options *options = &program->options;
	const struct resolver_options hosts = {
		.wait = options->read_count > 0 ? NAMES_WAIT : 0,
		.short_names = options->short_names,
	};
	bool wanted = program->shows && !options->json &&
		      !options->report_file && !options->line.numeric;

	if (names_init(&program->names, wanted ? &hosts : NULL) == 0)
		return 0;
	snprintf(program->error, sizeof(program->error),
		 "names cannot be looked up: %s; use -n", strerror(errno));
	return -1;
}

size_t program_file_memory(uint64_t physical)
{
	uint64_t half = physical / 2;

	return (size_t)(half < FILE_MEMORY_MAX ? half : FILE_MEMORY_MAX);
}

/* Octets for connections: on a live machine the tracker's own default, as
 * others work there too. */
static size_t memory_limit(const struct program *program)
{
	long pages = sysconf(_SC_PHYS_PAGES);
	long page_size = sysconf(_SC_PAGESIZE);

	if (program->options.max_memory > 0)
		return program->options.max_memory;
	if (program->capture.live || pages <= 0 || page_size <= 0)
		return 0;
	return program_file_memory((uint64_t)pages * (uint64_t)page_size);
}

static bool wants_colour(const struct options *options)
{
	if (options->colour != OPTIONS_COLOUR_AUTO)
		return options->colour == OPTIONS_COLOUR_ALWAYS;
	return terminal_wants_colour(terminal_is(STDOUT_FILENO),
				     getenv("NO_COLOR"), getenv("TERM"));
}

/* Records have no names, and times in UTC. */
static struct json_writer writer_of(struct program *program)
{
	struct json_writer writer = {
		.text = &program->output.text,
		.line = program->options.line,
		.second = &program->pipeline.second,
		.nanoseconds = wants_nanoseconds(program),
		.explain = program->options.explain,
	};

	writer.line.numeric = true;
	writer.line.names = NULL;
	return writer;
}

static enum ladder_kind ladder_kind(enum ladder_kind wanted)
{
	if (wanted != LADDER_BY_LOCALE)
		return wanted;
	return terminal_is_utf8() ? LADDER_UNICODE : LADDER_ASCII;
}

static int line_width(int most)
{
	size_t width = terminal_width(STDOUT_FILENO, getenv("COLUMNS"));

	return width < (size_t)most ? (int)width : most;
}

static bool shows_connection(const void *context, const struct track_look *look)
{
	return view_has_look(context, look);
}

/* Live, there is a table each ten seconds unless something else was asked
 * for. */
static void open_tables(struct program *program)
{
	const struct options *options = &program->options;
	struct pipeline *pipeline = &program->pipeline;
	bool live = program->capture.live || options->follow_file;

	if (!options->table || pipeline->silent)
		return;
	pipeline->tables = (struct tables){
		.wanted = true,
		.live = live,
		.interval = options->table_interval,
		.width = line_width(LISTING_WIDTH_MAX),
		.roster = {
			.all = options->table_all,
			.key = options->table_key,
			.shows = shows_connection,
			.context = &pipeline->view,
			.ranking.limit = live ? TABLES_LIVE_ROWS : SIZE_MAX,
		},
	};
	if (live && options->table_interval == 0)
		pipeline->tables.interval = TABLE_INTERVAL;
}

static int open_ladder(struct program *program)
{
	struct pipeline *pipeline = &program->pipeline;
	struct ladder *ladder = &pipeline->ladder;

	if (!program->shows || program->options.ladder == LADDER_NONE)
		return 0;
	*ladder = (struct ladder){
		.kind = ladder_kind(program->options.ladder),
		.text = pipeline->text,
		.options = &pipeline->line,
		.width = line_width(LADDER_WIDTH_MAX),
		.single = pipeline->view.connection_count == 1,
		.colour = pipeline->colour,
	};
	if (ladder->kind != LADDER_SVG)
		return 0;
	ladder->svg = calloc(1, sizeof(*ladder->svg));
	return ladder->svg ? 0 : out_of_memory(program);
}

/* Of lines, or of records of packets; nothing else writes them. */
static int open_endpoints(struct program *program)
{
	struct pipeline *pipeline = &program->pipeline;
	struct endpoints_cache *endpoints;

	if (pipeline->silent ||
	    (pipeline->records && !(pipeline->records & JSON_PACKET)))
		return 0;
	endpoints = aligned_alloc(_Alignof(struct endpoints_cache),
				  sizeof(*endpoints));
	if (!endpoints)
		return out_of_memory(program);
	memset(endpoints, 0, sizeof(*endpoints));
	program->endpoints = endpoints;
	if (pipeline->records) {
		endpoints->put = put_json_endpoints;
		pipeline->writer.endpoints = endpoints;
	} else {
		endpoints->put = put_endpoints;
		pipeline->line.endpoints = endpoints;
	}
	return 0;
}

static int open_report(struct program *program)
{
	struct pipeline *pipeline = &program->pipeline;

	if (!program->options.report_file)
		return 0;
	pipeline->report = calloc(1, sizeof(*pipeline->report));
	if (!pipeline->report)
		return out_of_memory(program);
	report_init(pipeline->report, &pipeline->writer, pipeline->tracker);
	return report_file_begin(program);
}

/* Lines or records: of --stuck and --assert, packets are not shown where only
 * they are asked for, beside -w or --count. */
static bool wants_lines(const struct options *options)
{
	if (options->print || options->report_file)
		return true;
	return !options->write_file && !options->count_only &&
	       (!options->stuck || options->json);
}

/* Whether anybody asks what became of a connection that is over. */
static bool wants_flows(const struct options *options)
{
	return options->json & JSON_FLOW || options->report_file ||
	       options->table || options->view.where_count > 0 ||
	       options->assertions.count > 0;
}

static int open_pipeline(struct program *program)
{
	const struct options *options = &program->options;
	struct pipeline *pipeline = &program->pipeline;
	struct tracker_options tracker = {
		.msl = options->msl,
		.memory = memory_limit(program),
		.brief = !wants_flows(options),
	};

	if (getrandom(tracker.key, sizeof(tracker.key), 0) !=
	    (ssize_t)sizeof(tracker.key)) {
		snprintf(program->error, sizeof(program->error),
			 "no random numbers: %s", strerror(errno));
		return -1;
	}
	pipeline->tracker = tracker_new(&tracker);
	if (!pipeline->tracker)
		return out_of_memory(program);
	pipeline->fragments = calloc(1, sizeof(*pipeline->fragments));
	if (!pipeline->fragments)
		return out_of_memory(program);
	memcpy(pipeline->fragments->key, tracker.key, sizeof(tracker.key));
	pipeline->text = &program->output.text;
	pipeline->line = options->line;
	pipeline->line.names = &program->names.render;
	pipeline->state = options->state;
	pipeline->explain = options->explain;
	pipeline->silent = !wants_lines(options);
	pipeline->records = pipeline->silent ? 0 : options->json;
	pipeline->writer = writer_of(program);
	pipeline->view = options->view;
	pipeline->colour = wants_colour(options);
	pipeline->stuck = (struct stuck){
		.wanted = options->stuck,
		.live = program->capture.live,
		.after = options->stuck_after,
	};
	pipeline->assertions = options->assertions;
	if (open_endpoints(program) < 0)
		return -1;
	open_tables(program);
	if (open_report(program) < 0)
		return -1;
	return open_ladder(program);
}

/* All that root may have to open. */
static int open_with_privileges(struct program *program)
{
	struct options *options = &program->options;

	if (program_read_filter(options, program->error) < 0)
		return -1;
	if (options->list_file &&
	    list_read(options, program->error, sizeof(program->error)) < 0)
		return -1;
	if (open_names(program) < 0)
		return -1;
	if (options->read_count > 0) {
		if (open_files(program) < 0)
			return -1;
	} else {
		if (open_interface(program) < 0)
			return -1;
		limit_names(program);
	}
	open_place(program);
	return report_file_open(program);
}

static int drop_privileges(struct program *program)
{
	if (sandbox_drop(&program->sandbox, program->error,
			 sizeof(program->error)) < 0)
		return -1;
	if (program->sandbox.stays_root)
		message("tcpflow: warning: it goes on as root, though without "
			"capabilities; the user %s is not to be had here",
			program->sandbox.account.name);
	return 0;
}

static void announce_sandbox(const struct program *program)
{
	char storage[SANDBOX_TEXT_SIZE];
	struct text text;

	text_init(&text, storage, sizeof(storage));
	sandbox_status(&program->sandbox, &text);
	message("tcpflow: %s", text_terminate(&text));
}

static int confine(struct program *program)
{
	const struct capture *capture = &program->capture;
	const struct dump_place *place = &program->dump.place;
	const struct sandbox_needs needs = {
		.helper = program->names.resolver.helper,
		.helper_socket = program->names.resolver.socket,
		.capture = capture->live ? capture_descriptor(capture) : -1,
		.interface = capture->live ? capture->name : NULL,
		.write_folder = place->opened ? place->descriptor : -1,
		.screen = program->display != NULL,
		.compiles =
			program->filter.text && program->options.read_count > 1,
	};

	if (sandbox_confine(&program->sandbox, &needs, program->error,
			    sizeof(program->error)) < 0)
		return -1;
	if (program->options.line.verbose)
		announce_sandbox(program);
	return 0;
}

int program_open(struct program *program)
{
	const struct options *options = &program->options;

	program->shows = wants_lines(options) || options->stuck ||
			 options->assertions.count > 0;
	if (sandbox_begin(&program->sandbox, &options->sandbox, program->error,
			  sizeof(program->error)) < 0)
		return -1;
	if (output_init(&program->output, STDOUT_FILENO) < 0)
		return out_of_memory(program);
	if (open_with_privileges(program) < 0 || drop_privileges(program) < 0)
		return -1;
	if (options->read_count > 0 && read_headers(program) < 0)
		return -1;
	if (open_dump(program) < 0)
		return -1;
	if (open_pipeline(program) < 0 || display_open(program) < 0)
		return -1;
	if (confine(program) < 0) {
		display_close(program);
		return -1;
	}
	/* Who reads that we listen may send a signal at once. */
	signals_install();
	if (program->display)
		signals_guard_screen(curses_abandon);
	if (program->capture.live)
		announce_live(program);
	return 0;
}

void program_close(struct program *program)
{
	display_close(program);
	dump_close(&program->dump, program->error);
	pipeline_free(&program->pipeline);
	tracker_free(program->pipeline.tracker);
	free(program->pipeline.fragments);
	free(program->endpoints);
	free(program->pipeline.ladder.svg);
	report_file_close(program);
	if (program->pipeline.report)
		report_free(program->pipeline.report);
	free(program->pipeline.report);
	names_close(&program->names);
	capture_close(&program->capture);
	opened_close(&program->opened);
	sandbox_close(&program->sandbox);
	output_close(&program->output);
	options_free(&program->options);
}
