/*
 * The command line: a table of all options, and what is done with a row of it.
 *
 * Letters of tcpdump that we do not have are in the table too, and refused
 * with the way to do without them; none is ignored, as its user expects
 * something of it.  What values look like is in option_values.c.
 */
#include "options.h"

#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture/capture.h"
#include "option_values.h"

#define MSL_DEFAULT INT64_C(30000000000)

enum { TIMES_MAX = 5 };

enum { DUMP_BOTH, DUMP_HEX, DUMP_ASCII, DUMPS };

enum kind {
	KIND_SET,      /* makes a bool true */
	KIND_CLEAR,    /* makes it false */
	KIND_COUNT,    /* adds one to an int */
	KIND_TEXT,     /* keeps the argument as it is */
	KIND_VALUE,    /* reads the argument */
	KIND_OPTIONAL, /* reads the argument, or NULL */
	KIND_PLAIN,    /* has none: what it means is in a function */
	KIND_ACTION,   /* something else than to capture */
	KIND_REFUSED   /* listed as if it took an argument or none: what
			  matters is that it is there */
};

struct rule {
	char letter;	  /* or 0 */
	const char *name; /* the long one, or NULL */
	enum kind kind;
	size_t at; /* where in struct options */
	option_value *value;
	enum options_action action;
	const char *instead; /* of one that is refused */
};

#define AT(member) offsetof(struct options, member)
#define SET(member) .kind = KIND_SET, .at = AT(member)
#define CLEAR(member) .kind = KIND_CLEAR, .at = AT(member)
#define COUNT(member) .kind = KIND_COUNT, .at = AT(member)
#define TEXT(member) .kind = KIND_TEXT, .at = AT(member)
#define VALUE(function) .kind = KIND_VALUE, .value = (function)
#define OPTIONAL(function) .kind = KIND_OPTIONAL, .value = (function)
#define PLAIN(function) .kind = KIND_PLAIN, .value = (function)
#define ACTION(which) .kind = KIND_ACTION, .action = (which)
#define NEVER(words)                                                           \
	.kind = KIND_REFUSED, .instead = " is not for tcpflow: " words

/* By letter, then by name; tests/run_completion reads this too. */
static const struct rule rules[] = {
	{ '#', "number", SET(line.number) },
	{ 'A', NULL, COUNT(dumps[DUMP_ASCII]) },
	{ 'B', "buffer-size", VALUE(value_buffer_size) },
	{ 'C', NULL, VALUE(value_file_size) },
	{ 'D', "list-interfaces", ACTION(OPTIONS_LIST_INTERFACES) },
	{ 'E', NULL, NEVER("it decrypts nothing; use tcpdump") },
	{ 'F', NULL, TEXT(filter_file) },
	{ 'G', NULL, VALUE(value_interval) },
	{ 'H', NULL, NEVER("802.11s is no TCP; use tcpdump") },
	{ 'I', "monitor-mode", NEVER("use tcpdump -I -w, and -r here") },
	{ 'J', "list-time-stamp-types", ACTION(OPTIONS_LIST_STAMP_TYPES) },
	{ 'K', "dont-verify-checksums", SET(line.no_checksum) },
	{ 'L', "list-data-link-types", ACTION(OPTIONS_LIST_LINK_TYPES) },
	{ 'M', NULL, NEVER("use tcpdump to verify TCP-MD5") },
	{ 'N', NULL, SET(short_names) },
	{ 'O', "no-optimize", SET(unoptimized) },
	{ 'Q', "direction", VALUE(value_direction) },
	{ 'S', "absolute-tcp-sequence-numbers", SET(line.absolute) },
	{ 'T', NULL, NEVER("it shows nothing but TCP") },
	{ 'U', "packet-buffered", SET(packet_buffered) },
	{ 'V', NULL, TEXT(list_file) },
	{ 'W', NULL, VALUE(value_file_count) },
	{ 'X', NULL, COUNT(dumps[DUMP_BOTH]) },
	{ 'Z', "relinquish-privileges", TEXT(sandbox.user) },
	{ 'b', NULL, NEVER("BGP's data is not decoded") },
	{ 'c', NULL, VALUE(value_count) },
	{ 'd', NULL, COUNT(code) },
	{ 'e', NULL, SET(line.link_header) },
	{ 'f', NULL, SET(local_names) },
	{ 'h', "help", ACTION(OPTIONS_HELP) },
	{ 'i', "interface", TEXT(live.interface) },
	{ 'j', "time-stamp-type", VALUE(value_stamp_type) },
	{ 'l', NULL, SET(line_buffered) },
	{ 'n', NULL, SET(line.numeric) },
	{ 'p', "no-promiscuous-mode", CLEAR(live.promiscuous) },
	{ 'q', NULL, COUNT(line.quiet) },
	{ 'r', NULL, VALUE(value_read_file) },
	{ 's', "snapshot-length", VALUE(value_snapshot_length) },
	{ 't', NULL, COUNT(times) },
	{ 'u', NULL, NEVER("NFS's data is not decoded") },
	{ 'v', NULL, COUNT(line.verbose) },
	{ 'w', NULL, TEXT(write_file) },
	{ 'x', NULL, COUNT(dumps[DUMP_HEX]) },
	{ 'y', "linktype", VALUE(value_link_type) },
	{ 'z', NULL, NEVER("compress files afterwards") },
	{ 0, "assert", VALUE(value_assert) },
	{ 0, "classic", SET(line.classic) },
	{ 0, "color", OPTIONAL(value_colour) },
	{ 0, "colour", OPTIONAL(value_colour) },
	{ 0, "conn", VALUE(value_connections) },
	{ 0, "count", SET(count_only) },
	{ 0, "explain", SET(explain) },
	{ 0, "findings", SET(view.findings) },
	{ 0, "follow-file", SET(follow_file) },
	{ 0, "immediate-mode", SET(live.immediate) },
	{ 0, "interval", VALUE(value_table_interval) },
	{ 0, "json", OPTIONAL(value_json) },
	{ 0, "ladder", OPTIONAL(value_ladder) },
	{ 0, "max-memory", VALUE(value_max_memory) },
	{ 0, "merge", SET(merge) },
	{ 0, "micro", PLAIN(value_micro) },
	{ 0, "msl", VALUE(value_msl) },
	{ 0, "nano", PLAIN(value_nano) },
	{ 0, "no-state", CLEAR(state) },
	{ 0, "print", SET(print) },
	{ 0, "report", TEXT(report_file) },
	{ 0, "sandbox", VALUE(value_sandbox) },
	{ 0, "sort", VALUE(value_sort) },
	{ 0, "stuck", OPTIONAL(value_stuck) },
	{ 0, "table", OPTIONAL(value_table) },
	{ 0, "time-stamp-precision", VALUE(value_precision) },
	{ 0, "transitions", SET(view.transitions) },
	{ 0, "version", ACTION(OPTIONS_VERSION) },
	{ 0, "where", VALUE(value_where) },
};

enum { RULES = sizeof(rules) / sizeof(rules[0]) };

/* What getopt_long(3) returns for an option without a letter: this and its
 * place in the table. */
enum { LONG_BASE = 256 };

/* The rules as getopt_long(3) wants them. */
struct grammar {
	char letters[1 + RULES * 3 + 1];
	struct option names[RULES + 1];
};

static int code_of(const struct rule *rule)
{
	return rule->letter ? rule->letter : LONG_BASE + (int)(rule - rules);
}

static int argument_of(const struct rule *rule)
{
	switch (rule->kind) {
	case KIND_TEXT:
	case KIND_VALUE:
		return required_argument;
	case KIND_OPTIONAL:
	case KIND_REFUSED:
		return optional_argument;
	default:
		return no_argument;
	}
}

static void make_grammar(struct grammar *grammar)
{
	static const char *const marks[] = {
		[no_argument] = "",
		[required_argument] = ":",
		[optional_argument] = "::",
	};
	char *letters = grammar->letters;
	struct option *name = grammar->names;

	memset(grammar, 0, sizeof(*grammar));
	*letters++ = ':'; /* tell a missing argument from an unknown option */
	for (const struct rule *rule = rules; rule < rules + RULES; rule++) {
		if (rule->letter) {
			*letters++ = rule->letter;
			letters = stpcpy(letters, marks[argument_of(rule)]);
		}
		if (rule->name)
			*name++ =
				(struct option){ rule->name, argument_of(rule),
						 NULL, code_of(rule) };
	}
}

static const struct rule *find_rule(int code)
{
	const struct rule *rule = rules;

	if (code >= LONG_BASE)
		return &rules[code - LONG_BASE];
	while (rule->letter != code)
		rule++;
	return rule;
}

static int refuse(struct option_parser *parser, const struct rule *rule)
{
	if (rule->letter)
		snprintf(parser->error, parser->size, "-%c%s", rule->letter,
			 rule->instead);
	else
		snprintf(parser->error, parser->size, "--%s%s", rule->name,
			 rule->instead);
	return -1;
}

static int apply(struct option_parser *parser, const struct rule *rule,
		 char *argument)
{
	void *member = (char *)parser->options + rule->at;

	switch (rule->kind) {
	case KIND_SET:
		*(bool *)member = true;
		return 0;
	case KIND_CLEAR:
		*(bool *)member = false;
		return 0;
	case KIND_COUNT:
		++*(int *)member;
		return 0;
	case KIND_TEXT:
		*(const char **)member = argument;
		return 0;
	case KIND_VALUE:
	case KIND_OPTIONAL:
	case KIND_PLAIN:
		return rule->value(parser, argument);
	case KIND_ACTION:
		parser->options->action = rule->action;
		return 0;
	default:
		return refuse(parser, rule);
	}
}

/* getopt_long(3) says with '?' that it does not know an option, with ':' that
 * an argument is missing; `word` is where it stands. */
static int unknown(struct option_parser *parser, int code, const char *word)
{
	char letter[] = { '-', (char)optopt, '\0' };
	bool is_long = word && strncmp(word, "--", 2) == 0;
	const char *name = is_long ? word : letter;

	if (code == ':')
		return option_complain(parser, "an argument is missing after ",
				       name);
	if (is_long && optopt)
		return option_complain(parser, "no argument is possible with ",
				       name);
	return option_complain(parser, "unknown or ambiguous option ", name);
}

/* Where several are given, tcpdump takes -X, else -x, else -A. */
static enum line_dump chosen_dump(const int dumps[DUMPS])
{
	static const enum line_dump kinds[DUMPS][2] = {
		[DUMP_BOTH] = { LINE_DUMP_HEX_ASCII, LINE_DUMP_HEX_ASCII_LINK },
		[DUMP_HEX] = { LINE_DUMP_HEX, LINE_DUMP_HEX_LINK },
		[DUMP_ASCII] = { LINE_DUMP_ASCII, LINE_DUMP_ASCII_LINK },
	};

	for (int i = 0; i < DUMPS; i++)
		if (dumps[i] > 0)
			return kinds[i][dumps[i] > 1];
	return LINE_DUMP_NONE;
}

static bool is_standard_output(const char *name)
{
	return name && strcmp(name, "-") == 0;
}

/* What is said together and cannot be meant together, of files: the words, or
 * NULL. */
static const char *files_contradiction(const struct options *options)
{
	size_t count = options->read_count;

	if (options->list_file && count > 0)
		return "-V and -r exclude each other: give all files in one "
		       "way";
	if (options->merge && options->follow_file)
		return "--merge and --follow-file exclude each other: a file "
		       "that grows is read last";
	if (options->merge && !options_read_files(options))
		return "--merge needs files to read: -r FILE or -V FILE";
	if (options->follow_file && !options_read_files(options))
		return "--follow-file needs files to read: -r FILE or -V FILE";
	if (options->follow_file && count > 0 &&
	    strcmp(options->read_files[count - 1], "-") == 0)
		return "--follow-file is for files; standard input waits by "
		       "itself";
	return NULL;
}

/* Asks for something that only a line has. */
static bool shapes_lines(const struct options *options)
{
	const struct line_options *line = &options->line;

	return line->classic || line->number || line->link_header ||
	       line->quiet || chosen_dump(options->dumps) != LINE_DUMP_NONE;
}

/* A ladder has a place for each thing that it shows, and for nothing else. */
static const char *ladder_contradiction(const struct options *options)
{
	if (options->json)
		return "--ladder and --json are two kinds of output; take one";
	if (!options->state)
		return "--ladder shows the states that --no-state leaves out";
	if (options->explain)
		return "--explain explains lines, and --ladder prints none";
	if (options->stuck)
		return "--stuck names connections in lines, and --ladder "
		       "prints none";
	if (shapes_lines(options))
		return "-#, -A, -e, -q, -X, -x and --classic are for lines, "
		       "and --ladder prints none";
	return NULL;
}

static const char *table_contradiction(const struct options *options)
{
	if (options->json)
		return "--table and --json are two kinds of output; take one";
	if (options->ladder)
		return "--table and --ladder are two kinds of output; take one";
	if (!options->state)
		return "--table shows the states that --no-state leaves out";
	if (options->explain)
		return "--explain explains lines, and --table prints none";
	if (options->stuck)
		return "--stuck names connections in lines, and --table prints "
		       "none; --table --sort waiting says for what they wait";
	if (options->view.transitions || options->view.findings)
		return "--transitions and --findings choose lines, and --table "
		       "prints none; --where chooses its rows";
	if (shapes_lines(options))
		return "-#, -A, -e, -q, -X, -x and --classic are for lines, "
		       "and --table prints none";
	return NULL;
}

/* What is only for a table, and there is none. */
static const char *no_table(const struct options *options)
{
	if (options->table_interval)
		return "--interval says how often there is a table; give "
		       "--table";
	if (options->table_sorted)
		return "--sort sorts the rows of a table; give --table";
	return NULL;
}

/* Whether the report would be written over what it is to tell of. */
static bool report_is_read(const struct options *options)
{
	for (size_t i = 0; i < options->read_count; i++)
		if (!is_standard_output(options->report_file) &&
		    strcmp(options->read_files[i], options->report_file) == 0)
			return true;
	return false;
}

/* A report is written when the input is over, and it is all that is. */
static const char *report_contradiction(const struct options *options)
{
	if (options->json || options->ladder || options->table)
		return "--report, --table, --json and --ladder are kinds of "
		       "output; take one";
	if (!options->state)
		return "--report shows the states that --no-state leaves out";
	if (options->stuck || options->print)
		return "--print and --stuck print lines, and --report takes "
		       "their place";
	if (shapes_lines(options))
		return "-#, -A, -e, -q, -X, -x and --classic are for lines, "
		       "and --report prints none";
	if (options->count_only)
		return "--count prints a number and nothing else, and reports "
		       "nothing";
	if (is_standard_output(options->report_file) &&
	    is_standard_output(options->write_file))
		return "--report - and -w - both want standard output";
	if (options->write_file && !is_standard_output(options->report_file) &&
	    strcmp(options->write_file, options->report_file) == 0)
		return "--report and -w have the same file";
	if (report_is_read(options))
		return "--report would overwrite the file that is read";
	return NULL;
}

/* What is said together and cannot be meant together: the words, or NULL. */
static const char *contradiction(const struct options *options)
{
	const struct rotation_options *rotation = &options->rotation;
	bool rotates = rotation_is_on(rotation);
	bool to_standard_output = is_standard_output(options->write_file);
	bool reads_files = options_read_files(options);

	if (options->times > TIMES_MAX)
		return "only -t, -tt, -ttt, -tttt and -ttttt are there, not "
		       "-tttttt";
	if (options->explain && !options->state && !options->json)
		return "--explain explains the states that --no-state leaves "
		       "out";
	if (options->ladder && ladder_contradiction(options))
		return ladder_contradiction(options);
	if (options->table && table_contradiction(options))
		return table_contradiction(options);
	if (!options->table && no_table(options))
		return no_table(options);
	if (options->report_file && report_contradiction(options))
		return report_contradiction(options);
	if (options->print && to_standard_output)
		return "--print and -w - both want standard output";
	if (options->stuck && to_standard_output)
		return "--stuck and -w - both want standard output";
	if (options->count_only && to_standard_output)
		return "--count and -w - both want standard output";
	if (options->count_only &&
	    (options->print || options->json || options->ladder ||
	     options->stuck || options->table))
		return "--count prints a number and nothing else, neither "
		       "lines nor records";
	if (options->view.where_count > 0 && !options->print &&
	    !options->stuck && !options->report_file &&
	    (options->write_file || options->count_only))
		return "--where chooses lines, and there are none; -w and "
		       "--count take a filter, and with -w there is --print";
	if (rotates && (!options->write_file || to_standard_output))
		return "-C and -G divide the file of -w; give its name with -w";
	if (rotation->files > 0 && !rotates)
		return "-W limits the files of -C or -G; give one of these";
	if (options->filter_file && options->filter)
		return "the filter is either in the file of -F or in words";
	if (reads_files && options->live.direction != CAPTURE_BOTH)
		return "-Q is for interfaces; for a file, the filter may say "
		       "inbound or outbound";
	if (reads_files && options->live.link_type)
		return "-y is for interfaces; a file says its link type itself";
	if (reads_files && options->local_names)
		return "-f is for interfaces; for a file, use -n or no names";
	return files_contradiction(options);
}

/* What depends on several options. */
static int conclude(struct option_parser *parser)
{
	struct options *options = parser->options;
	const char *wrong = contradiction(options);

	if (wrong)
		return option_complain(parser, wrong, "");
	options->line.time = (enum line_time)options->times;
	options->line.dump = chosen_dump(options->dumps);
	options->line.nanoseconds = options->precision == OPTIONS_NANO;
	if (options->code > 0 && options->action == OPTIONS_RUN)
		options->action = OPTIONS_LIST_CODE;
	return 0;
}

static int join_words(struct option_parser *parser, char **words)
{
	size_t size = 1;
	char *end;

	for (char **word = words; *word; word++)
		size += strlen(*word) + 1;
	if (size == 1)
		return 0;
	parser->options->filter = malloc(size);
	if (!parser->options->filter)
		return option_complain(parser, "out of memory", "");
	end = parser->options->filter;
	for (char **word = words; *word; word++) {
		end = stpcpy(end, *word);
		*end++ = ' ';
	}
	end[-1] = '\0';
	return 0;
}

int options_parse(struct options *options, int argc, char **argv, char *error,
		  size_t size)
{
	struct option_parser parser = { options, error, size };
	struct grammar grammar;
	int code;

	memset(options, 0, sizeof(*options));
	options->live.snapshot_length = CAPTURE_SNAPSHOT_MAX;
	options->live.promiscuous = true;
	options->state = true;
	options->msl = MSL_DEFAULT;
	make_grammar(&grammar);
	opterr = 0;
	optind = 0; /* glibc: begin anew */
	while ((code = getopt_long(argc, argv, grammar.letters, grammar.names,
				   NULL)) != -1) {
		if (code == '?' || code == ':')
			return unknown(&parser, code, argv[optind - 1]);
		if (apply(&parser, find_rule(code), optarg) < 0)
			return -1;
	}
	if (join_words(&parser, argv + optind) < 0)
		return -1;
	return conclude(&parser);
}

bool options_read_files(const struct options *options)
{
	return options->list_file || options->read_count > 0;
}

void options_free(struct options *options)
{
	free(options->filter);
	free((void *)options->read_files);
	free(options->list_names);
	options->filter = NULL;
	options->read_files = NULL;
	options->list_names = NULL;
	view_free(&options->view);
	assertions_free(&options->assertions);
}
