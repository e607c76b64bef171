/*
 * The command line.
 *
 * Numbers are read strictly: what tcpdump's atoi() takes for a number ("0x",
 * "5o") is refused.  Letters of tcpdump that we do not have are refused with
 * the way to do without them; none is ignored, as its user expects something
 * of it.
 */
#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "numbers.h"
#include "render/json.h"

enum { SNAPSHOT_MAX = 262144, TIMES_MAX = 5 };

#define MSL_DEFAULT INT64_C(30000000000)

enum { DUMP_BOTH, DUMP_HEX, DUMP_ASCII, DUMPS };

/* Options without a letter. */
enum {
	LONG_CLASSIC = 256,
	LONG_COLOUR,
	LONG_CONN,
	LONG_EXPLAIN,
	LONG_FINDINGS,
	LONG_JSON,
	LONG_MICRO,
	LONG_MSL,
	LONG_NANO,
	LONG_NO_STATE,
	LONG_PRECISION,
	LONG_PRINT,
	LONG_TRANSITIONS,
	LONG_VERSION,
	LONG_COUNT, /* from here on refused */
	LONG_IMMEDIATE,
	LONG_MEMORY,
	LONG_SANDBOX
};

/* Refused options are listed as if they took no argument: what matters is
 * that they are there. */
static const char letters[] = ":#AB::c:C::dDeE::fF::G::hHi:Ij::JKlLM::nNOpqQ::"
			      "r:s:StT::uUvV::w:W::xXy:"
			      ":z::Z::b";

static const struct option long_options[] = {
	{ "absolute-tcp-sequence-numbers", no_argument, NULL, 'S' },
	{ "buffer-size", optional_argument, NULL, 'B' },
	{ "classic", no_argument, NULL, LONG_CLASSIC },
	{ "color", optional_argument, NULL, LONG_COLOUR },
	{ "colour", optional_argument, NULL, LONG_COLOUR },
	{ "conn", required_argument, NULL, LONG_CONN },
	{ "count", no_argument, NULL, LONG_COUNT },
	{ "direction", optional_argument, NULL, 'Q' },
	{ "dont-verify-checksums", no_argument, NULL, 'K' },
	{ "explain", no_argument, NULL, LONG_EXPLAIN },
	{ "findings", no_argument, NULL, LONG_FINDINGS },
	{ "help", no_argument, NULL, 'h' },
	{ "immediate-mode", no_argument, NULL, LONG_IMMEDIATE },
	{ "interface", required_argument, NULL, 'i' },
	{ "json", optional_argument, NULL, LONG_JSON },
	{ "linktype", optional_argument, NULL, 'y' },
	{ "list-data-link-types", no_argument, NULL, 'L' },
	{ "list-interfaces", no_argument, NULL, 'D' },
	{ "list-time-stamp-types", no_argument, NULL, 'J' },
	{ "max-memory", optional_argument, NULL, LONG_MEMORY },
	{ "micro", no_argument, NULL, LONG_MICRO },
	{ "monitor-mode", no_argument, NULL, 'I' },
	{ "msl", required_argument, NULL, LONG_MSL },
	{ "nano", no_argument, NULL, LONG_NANO },
	{ "no-optimize", no_argument, NULL, 'O' },
	{ "no-promiscuous-mode", no_argument, NULL, 'p' },
	{ "no-state", no_argument, NULL, LONG_NO_STATE },
	{ "number", no_argument, NULL, '#' },
	{ "packet-buffered", no_argument, NULL, 'U' },
	{ "print", no_argument, NULL, LONG_PRINT },
	{ "relinquish-privileges", optional_argument, NULL, 'Z' },
	{ "sandbox", optional_argument, NULL, LONG_SANDBOX },
	{ "snapshot-length", required_argument, NULL, 's' },
	{ "time-stamp-precision", required_argument, NULL, LONG_PRECISION },
	{ "time-stamp-type", optional_argument, NULL, 'j' },
	{ "transitions", no_argument, NULL, LONG_TRANSITIONS },
	{ "version", no_argument, NULL, LONG_VERSION },
	{ NULL, 0, NULL, 0 },
};

struct refusal {
	int option;
	const char *name;
	const char *instead;
};

#define NOT_YET " is not there yet; "

static const struct refusal refusals[] = {
	{ 'B', "-B", NOT_YET "the buffer has 16 MiB" },
	{ 'C', "-C", NOT_YET "to split a file, use tcpdump -C" },
	{ 'F', "-F", NOT_YET "give the filter as \"$(cat FILE)\"" },
	{ 'G', "-G", NOT_YET "to rotate files, use tcpdump -G" },
	{ 'J', "-J", NOT_YET "tcpdump -J lists the types of time stamps" },
	{ 'L', "-L", NOT_YET "tcpdump -L lists the link types" },
	{ 'O', "-O", NOT_YET "the filter is always optimized" },
	{ 'Q', "-Q",
	  NOT_YET "use the words inbound or outbound in the filter" },
	{ 'V', "-V", NOT_YET "read the files one by one with -r" },
	{ 'W', "-W", NOT_YET "to limit the number of files, use tcpdump -W" },
	{ 'Z', "-Z", NOT_YET "run it as that user, with cap_net_raw" },
	{ 'd', "-d", NOT_YET "tcpdump -d shows a filter's code" },
	{ 'f', "-f", NOT_YET "use -n for numbers" },
	{ 'j', "-j", NOT_YET "the host's time stamps are used" },
	{ 'y', "-y", NOT_YET "the interface's own link type is used" },
	{ LONG_COUNT, "--count", NOT_YET "use -w /dev/null and the summary" },
	{ LONG_IMMEDIATE, "--immediate-mode",
	  NOT_YET "lines come within 100 ms, with -l into a pipe too" },
	{ LONG_MEMORY, "--max-memory", NOT_YET "use ulimit -v" },
	{ LONG_SANDBOX, "--sandbox", NOT_YET "run it with cap_net_raw alone" },
	{ 'E', "-E", " is not for tcpflow: it decrypts nothing; use tcpdump" },
	{ 'H', "-H", " is not for tcpflow: 802.11s is no TCP; use tcpdump" },
	{ 'I', "-I", " is not for tcpflow: use tcpdump -I -w, and -r here" },
	{ 'M', "-M", " is not for tcpflow: use tcpdump to verify TCP-MD5" },
	{ 'T', "-T", " is not for tcpflow: it shows nothing but TCP" },
	{ 'b', "-b", " is not for tcpflow: BGP's data is not decoded" },
	{ 'u', "-u", " is not for tcpflow: NFS's data is not decoded" },
	{ 'z', "-z", " is not for tcpflow: compress files afterwards" },
};

static const struct {
	const char *name;
	enum json_type type;
} record_types[] = {
	{ "capture", JSON_CAPTURE }, { "packet", JSON_PACKET },
	{ "state", JSON_STATE },     { "flow", JSON_FLOW },
	{ "notice", JSON_NOTICE },   { "summary", JSON_SUMMARY },
};

struct parser {
	struct options *options;
	char *error;
	size_t size;
};

static int complain(struct parser *parser, const char *what, const char *value)
{
	snprintf(parser->error, parser->size, "%s%s; try tcpflow --help", what,
		 value);
	return -1;
}

static int parse_count(struct parser *parser, const char *text)
{
	uint64_t *count = &parser->options->count;

	if (number_parse(text, UINT64_MAX, count) && *count > 0)
		return 0;
	return complain(parser, "-c: invalid packet count ", text);
}

static int parse_snapshot_length(struct parser *parser, const char *text)
{
	uint64_t length;

	if (!number_parse(text, SNAPSHOT_MAX, &length))
		return complain(parser,
				"-s: a snapshot length is 0 to 262144, not ",
				text);
	/* 0 is what asked for the whole packet when the default was short. */
	parser->options->snapshot_length = length ? (int)length : SNAPSHOT_MAX;
	return 0;
}

static int parse_msl(struct parser *parser, const char *text)
{
	if (number_parse_seconds(text, &parser->options->msl))
		return 0;
	return complain(parser, "--msl: a number of seconds above 0, not ",
			text);
}

static int parse_precision(struct parser *parser, const char *text)
{
	if (strcmp(text, "micro") == 0)
		parser->options->precision = OPTIONS_MICRO;
	else if (strcmp(text, "nano") == 0)
		parser->options->precision = OPTIONS_NANO;
	else
		return complain(parser,
				"--time-stamp-precision: micro or nano, not ",
				text);
	return 0;
}

static int parse_colour(struct parser *parser, const char *text)
{
	if (!text || strcmp(text, "always") == 0)
		parser->options->colour = OPTIONS_COLOUR_ALWAYS;
	else if (strcmp(text, "never") == 0)
		parser->options->colour = OPTIONS_COLOUR_NEVER;
	else if (strcmp(text, "auto") == 0)
		parser->options->colour = OPTIONS_COLOUR_AUTO;
	else
		return complain(parser, "--color: auto, always or never, not ",
				text);
	return 0;
}

/* The type of records with that name, or 0. */
static unsigned int record_type(const char *name, size_t length)
{
	for (size_t i = 0; i < sizeof(record_types) / sizeof(record_types[0]);
	     i++)
		if (strlen(record_types[i].name) == length &&
		    memcmp(record_types[i].name, name, length) == 0)
			return record_types[i].type;
	return 0;
}

static int parse_json(struct parser *parser, const char *types)
{
	const char *next;

	if (!types)
		parser->options->json = JSON_ALL;
	for (const char *type = types; type; type = next) {
		size_t length = strcspn(type, ",");
		unsigned int known = record_type(type, length);

		next = type[length] ? type + length + 1 : NULL;
		if (!known)
			return complain(parser,
					"--json: no such record: ", type);
		parser->options->json |= known;
	}
	return 0;
}

static int parse_connections(struct parser *parser, char *list)
{
	char *next;

	for (char *word = list; word; word = next) {
		uint64_t number;

		next = strchr(word, ',');
		if (next)
			*next++ = '\0';
		if (!number_parse(word, UINT64_MAX, &number) || number == 0)
			return complain(parser,
					"--conn: numbers of connections, from "
					"1, not ",
					word);
		if (!view_add_connection(&parser->options->view, number))
			return complain(parser, "out of memory", "");
	}
	return 0;
}

static int refuse(struct parser *parser, int option)
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		if (refusals[i].option != option)
			continue;
		snprintf(parser->error, parser->size, "%s%s", refusals[i].name,
			 refusals[i].instead);
		return -1;
	}
	return complain(parser, "unknown option", "");
}

/* getopt_long(3) says with '?' that it does not know an option, with ':' that
 * an argument is missing; `word` is where it stands. */
static int unknown(struct parser *parser, int option, const char *word)
{
	char letter[] = { '-', (char)optopt, '\0' };
	bool is_long = word && strncmp(word, "--", 2) == 0;
	const char *name = is_long ? word : letter;

	if (option == ':')
		return complain(parser, "an argument is missing after ", name);
	if (is_long && optopt)
		return complain(parser, "no argument is possible with ", name);
	return complain(parser, "unknown or ambiguous option ", name);
}

/* What an option without argument switches on, or NULL. */
static bool *find_flag(struct options *options, int option)
{
	switch (option) {
	case '#':
		return &options->line.number;
	case 'K':
		return &options->line.no_checksum;
	case 'N':
		return &options->short_names;
	case 'S':
		return &options->line.absolute;
	case 'U':
		return &options->packet_buffered;
	case 'e':
		return &options->line.link_header;
	case 'l':
		return &options->line_buffered;
	case 'n':
		return &options->line.numeric;
	case LONG_CLASSIC:
		return &options->line.classic;
	case LONG_EXPLAIN:
		return &options->explain;
	case LONG_FINDINGS:
		return &options->view.findings;
	case LONG_PRINT:
		return &options->print;
	case LONG_TRANSITIONS:
		return &options->view.transitions;
	default:
		return NULL;
	}
}

/* The counter of an option that may be given several times, or NULL. */
static int *find_counter(struct options *options, int option)
{
	switch (option) {
	case 'A':
		return &options->dumps[DUMP_ASCII];
	case 'X':
		return &options->dumps[DUMP_BOTH];
	case 'q':
		return &options->line.quiet;
	case 't':
		return &options->times;
	case 'v':
		return &options->line.verbose;
	case 'x':
		return &options->dumps[DUMP_HEX];
	default:
		return NULL;
	}
}

static bool set_simple(struct options *options, int option)
{
	bool *flag = find_flag(options, option);
	int *counter = find_counter(options, option);

	if (flag)
		*flag = true;
	if (counter)
		++*counter;
	return flag || counter;
}

static bool set_other(struct options *options, int option)
{
	switch (option) {
	case 'D':
		options->action = OPTIONS_LIST_INTERFACES;
		return true;
	case 'h':
		options->action = OPTIONS_HELP;
		return true;
	case LONG_VERSION:
		options->action = OPTIONS_VERSION;
		return true;
	case LONG_MICRO:
		options->precision = OPTIONS_MICRO;
		return true;
	case LONG_NANO:
		options->precision = OPTIONS_NANO;
		return true;
	case LONG_NO_STATE:
		options->state = false;
		return true;
	case 'p':
		options->promiscuous = false;
		return true;
	default:
		return false;
	}
}

static int set_value(struct parser *parser, int option, char *value)
{
	switch (option) {
	case 'c':
		return parse_count(parser, value);
	case 'i':
		parser->options->interface = value;
		return 0;
	case 'r':
		parser->options->read_file = value;
		return 0;
	case 's':
		return parse_snapshot_length(parser, value);
	case 'w':
		parser->options->write_file = value;
		return 0;
	case LONG_COLOUR:
		return parse_colour(parser, value);
	case LONG_CONN:
		return parse_connections(parser, value);
	case LONG_JSON:
		return parse_json(parser, value);
	case LONG_MSL:
		return parse_msl(parser, value);
	case LONG_PRECISION:
		return parse_precision(parser, value);
	default:
		return refuse(parser, option);
	}
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

/* What depends on several options. */
static int conclude(struct parser *parser)
{
	struct options *options = parser->options;

	if (options->times > TIMES_MAX)
		return complain(parser,
				"only -t, -tt, -ttt, -tttt and -ttttt are "
				"there, not -tttttt",
				"");
	options->line.time = (enum line_time)options->times;
	options->line.dump = chosen_dump(options->dumps);
	options->line.nanoseconds = options->precision == OPTIONS_NANO;
	if (options->explain && !options->state && !options->json)
		return complain(parser,
				"--explain explains the states that "
				"--no-state leaves out",
				"");
	if (options->print && options->write_file &&
	    strcmp(options->write_file, "-") == 0)
		return complain(parser,
				"--print and -w - both want standard output",
				"");
	return 0;
}

static int join_words(struct parser *parser, char **words)
{
	size_t size = 1;
	char *end;

	for (char **word = words; *word; word++)
		size += strlen(*word) + 1;
	if (size == 1)
		return 0;
	parser->options->filter = malloc(size);
	if (!parser->options->filter)
		return complain(parser, "out of memory", "");
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
	struct parser parser = { options, error, size };
	int option;

	memset(options, 0, sizeof(*options));
	options->snapshot_length = SNAPSHOT_MAX;
	options->promiscuous = true;
	options->state = true;
	options->msl = MSL_DEFAULT;
	opterr = 0;
	optind = 0; /* glibc: begin anew */
	while ((option = getopt_long(argc, argv, letters, long_options,
				     NULL)) != -1) {
		if (option == '?' || option == ':')
			return unknown(&parser, option, argv[optind - 1]);
		if (set_simple(options, option) || set_other(options, option))
			continue;
		if (set_value(&parser, option, optarg) < 0)
			return -1;
	}
	if (join_words(&parser, argv + optind) < 0)
		return -1;
	return conclude(&parser);
}

void options_free(struct options *options)
{
	free(options->filter);
	options->filter = NULL;
	view_free(&options->view);
}
