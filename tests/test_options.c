/*
 * The command line: what is taken, how, and what is refused.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "numbers.h"
#include "options.h"
#include "render/json.h"

enum { WORDS_MAX = 16, LINE_MAX_SIZE = 256 };

/* Splits the words of `line`, which it keeps in `storage`, at blanks. */
static int split(const char *line, char *storage, char **words)
{
	int count = 0;

	strcpy(storage, line);
	for (char *word = strtok(storage, " "); word; word = strtok(NULL, " "))
		words[count++] = word;
	words[count] = NULL;
	return count;
}

struct parsed {
	struct options options;
	char storage[LINE_MAX_SIZE];
	char *words[WORDS_MAX];
	char error[LINE_MAX_SIZE];
	int status;
};

static void parse(struct parsed *parsed, const char *line)
{
	char whole[LINE_MAX_SIZE];
	int count;

	strcpy(whole, "tcpflow ");
	strcat(whole, line);
	parsed->error[0] = '\0';
	count = split(whole, parsed->storage, parsed->words);
	parsed->status = options_parse(&parsed->options, count, parsed->words,
				       parsed->error, sizeof(parsed->error));
}

struct refused {
	const char *line;
	const char *error; /* what it begins with */
};

static const struct refused refused_rows[] = {
	{ "-c 0", "-c: invalid packet count 0; try tcpflow --help" },
	{ "-c 0x", "-c: invalid packet count 0x;" },
	{ "-c -1", "-c: invalid packet count -1;" },
	{ "-c 5o", "-c: invalid packet count 5o;" },
	{ "-c 18446744073709551616", "-c: invalid packet count 1844674407" },
	{ "-s foo", "-s: a snapshot length is 0 to 262144, not foo;" },
	{ "-s 262145", "-s: a snapshot length is 0 to 262144, not 262145;" },
	{ "-s -1", "-s: a snapshot length is 0 to 262144, not -1;" },
	{ "--max-memory 1K",
	  "--max-memory: a size of at least 1M, as 64M or 2G, "
	  "not 1K;" },
	{ "--max-memory 5X", "--max-memory: a size of at least 1M," },
	{ "--max-memory 64MB", "--max-memory: a size of at least 1M," },
	{ "--max-memory M", "--max-memory: a size of at least 1M," },
	{ "--max-memory 99999999999999999999", "--max-memory: a size" },
	{ "--max-memory 17179869184G", "--max-memory: a size" },
	{ "--msl 0", "--msl: a number of seconds above 0, not 0;" },
	{ "-V a -r b", "-V and -r exclude each other: " },
	{ "--merge", "--merge needs files to read: -r FILE or -V FILE;" },
	{ "--follow-file -i lo", "--follow-file needs files to read: " },
	{ "--follow-file -r a -r -", "--follow-file is for files; standard " },
	{ "--follow-file --merge -r a", "--merge and --follow-file exclude " },
	{ "--msl 0.0", "--msl: a number of seconds above 0, not 0.0;" },
	{ "--msl -1", "--msl: a number of seconds above 0, not -1;" },
	{ "--msl 1s", "--msl: a number of seconds above 0, not 1s;" },
	{ "--msl 10000000", "--msl: a number of seconds above 0, not" },
	{ "-tttttt", "only -t, -tt, -ttt, -tttt and -ttttt" },
	{ "--time-stamp-precision=pico", "--time-stamp-precision: micro or" },
	{ "--color=red", "--color: auto, always or never, not red;" },
	{ "--json=foo", "--json: no such record: foo;" },
	{ "--json=flow,foo,packet", "--json: no such record: foo,packet;" },
	{ "--json=flo", "--json: no such record: flo;" },
	{ "--json=flows", "--json: no such record: flows;" },
	{ "--json=flow,", "--json: no such record: ;" },
	{ "--json=", "--json: no such record: ;" },
	{ "--conn 0", "--conn: numbers of connections, from 1, not 0;" },
	{ "--conn 1,0", "--conn: numbers of connections, from 1, not 0;" },
	{ "--conn -1", "--conn: numbers of connections, from 1, not -1;" },
	{ "--conn 1,x,2", "--conn: numbers of connections, from 1, not x;" },
	{ "--conn 1,,2", "--conn: numbers of connections, from 1, not ;" },
	{ "--conn 1,", "--conn: numbers of connections, from 1, not ;" },
	{ "--conn 18446744073709551616",
	  "--conn: numbers of connections, from 1, not 18446744073709551616;" },
	{ "--conn", "an argument is missing after --conn;" },
	{ "--where", "an argument is missing after --where;" },
	{ "--assert", "an argument is missing after --assert;" },
	{ "--where conn=1 -w f", "--where chooses lines, and there are none;" },
	{ "--where conn=1 --count", "--where chooses lines, and there are" },
	{ "--stuck -w -", "--stuck and -w - both want standard output;" },
	{ "--stuck --count", "--count prints a number and nothing else" },
	{ "--stuck=0", "--stuck: a number of seconds above 0, not 0;" },
	{ "--stuck=10s", "--stuck: a number of seconds above 0, not 10s;" },
	{ "--stuck=", "--stuck: a number of seconds above 0, not ;" },
	{ "--findings=1", "no argument is possible with --findings=1;" },
	{ "--explain --no-state", "--explain explains the states that "
				  "--no-state leaves out;" },
	{ "--print -w -", "--print and -w - both want standard output;" },
	{ "-g", "unknown or ambiguous option -g; try tcpflow --help" },
	{ "-ng", "unknown or ambiguous option -g;" },
	{ "--foo", "unknown or ambiguous option --foo;" },
	{ "--n", "unknown or ambiguous option --n;" },
	{ "--nano=3", "no argument is possible with --nano=3;" },
	{ "-r", "an argument is missing after -r;" },
	{ "-nr", "an argument is missing after -r;" },
	{ "--msl", "an argument is missing after --msl;" },
	{ "-Z", "an argument is missing after -Z; " },
	{ "-B 0", "-B: a buffer has 1 to 2097151 KiB, not 0;" },
	{ "-B 2097152", "-B: a buffer has 1 to 2097151 KiB, not 2097152;" },
	{ "-B 4k", "-B: a buffer has 1 to 2097151 KiB, not 4k;" },
	{ "--buffer-size", "an argument is missing after --buffer-size;" },
	{ "-Q both", "-Q: in, out or inout, not both;" },
	{ "--direction=i", "-Q: in, out or inout, not i;" },
	{ "-r f -Q in", "-Q is for interfaces; for a file, the filter may" },
	{ "-r f -y EN10MB", "-y is for interfaces; a file says its" },
	{ "-r f -f", "-f is for interfaces; for a file, use -n or" },
	{ "-y FOO", "-y: a link type that tcpflow -L lists for the" },
	{ "-j foo", "-j: a type of time stamps that tcpflow -J lists" },
	{ "-w f -C 0", "-C: millions of octets, 1 or more, not 0;" },
	{ "-w f -C 1k", "-C: millions of octets, 1 or more, not 1k;" },
	{ "-w f -C 9223372036855", "-C: millions of octets, 1 or more, not " },
	{ "-w f -G 0", "-G: a number of seconds, 1 or more, not 0;" },
	{ "-w f -G 1.5", "-G: a number of seconds, 1 or more, not 1.5;" },
	{ "-w f -C 1 -W 0", "-W: a number of files, 1 or more, not 0;" },
	{ "-w f -C 1 -W 2147483648", "-W: a number of files, 1 or more, not" },
	{ "-C 1", "-C and -G divide the file of -w; give its name" },
	{ "-G 1", "-C and -G divide the file of -w; give its name" },
	{ "-C 1 -w -", "-C and -G divide the file of -w; give its name" },
	{ "-W 1 -w f", "-W limits the files of -C or -G; give one" },
	{ "-W 1", "-W limits the files of -C or -G; give one" },
	{ "-F f tcp", "the filter is either in the file of -F or in words;" },
	{ "--count --print -w f", "--count prints a number and nothing else" },
	{ "--ladder=dot", "--ladder: ascii, unicode, mermaid or svg, not dot" },
	{ "--ladder=", "--ladder: ascii, unicode, mermaid or svg, not ;" },
	{ "--ladder --stuck", "--stuck names connections in lines, and" },
	{ "--ladder --json=flow", "--ladder and --json are two kinds of" },
	{ "--ladder --no-state", "--ladder shows the states that" },
	{ "--ladder --explain", "--explain explains lines, and --ladder" },
	{ "--ladder --classic", "-#, -A, -e, -q, -X, -x and --classic are" },
	{ "--ladder -X", "-#, -A, -e, -q, -X, -x and --classic are" },
	{ "--ladder -e", "-#, -A, -e, -q, -X, -x and --classic are" },
	{ "--ladder -q", "-#, -A, -e, -q, -X, -x and --classic are" },
	{ "--ladder -#", "-#, -A, -e, -q, -X, -x and --classic are" },
	{ "--table=ss", "--table: open or all, not ss" },
	{ "--table=", "--table: open or all, not ;" },
	{ "--sort size --table", "--sort: number, client, server, state, age" },
	{ "--sort bytes", "--sort sorts the rows of a table; give --table" },
	{ "--interval 5", "--interval says how often there is a table; give" },
	{ "--table --interval 0", "--interval: a number of seconds above 0" },
	{ "--table --interval=-1", "--interval: a number of seconds above 0" },
	{ "--table --json", "--table and --json are two kinds of output" },
	{ "--table --ladder", "--table and --ladder are two kinds of output" },
	{ "--table --no-state", "--table shows the states that --no-state" },
	{ "--table --explain", "--explain explains lines, and --table" },
	{ "--table --stuck", "--stuck names connections in lines, and" },
	{ "--table --findings", "--transitions and --findings choose lines" },
	{ "--table --transitions", "--transitions and --findings choose" },
	{ "--table --classic", "-#, -A, -e, -q, -X, -x and --classic are" },
	{ "--table -x", "-#, -A, -e, -q, -X, -x and --classic are" },
	{ "--table --count", "--count prints a number and nothing else" },
	{ "--report", "an argument is missing after --report" },
	{ "--report a --json", "--report, --table, --json and --ladder are" },
	{ "--report a --ladder", "--report, --table, --json and --ladder are" },
	{ "--report a --table", "--report, --table, --json and --ladder are" },
	{ "--report a --no-state", "--report shows the states that" },
	{ "--report a --stuck", "--print and --stuck print lines, and" },
	{ "--report a --print", "--print and --stuck print lines, and" },
	{ "--report a --classic", "-#, -A, -e, -q, -X, -x and --classic are" },
	{ "--report a -#", "-#, -A, -e, -q, -X, -x and --classic are" },
	{ "--report a -x", "-#, -A, -e, -q, -X, -x and --classic are" },
	{ "--report a --count", "--count prints a number and nothing else" },
	{ "--report - -w -", "--report - and -w - both want standard" },
	{ "--report a -w a", "--report and -w have the same file" },
	{ "--report a -r b -r a", "--report would overwrite the file" },
	{ "--ladder --count", "--count prints a number and nothing else" },
	{ "--count --json", "--count prints a number and nothing else" },
	{ "--count -w -", "--count and -w - both want standard output;" },
	{ "--sandbox=on", "--sandbox: auto, require or off, not on" },
	{ "-z gzip", "-z is not for tcpflow: " },
	{ "-E x", "-E is not for tcpflow: " },
	{ "-T snmp", "-T is not for tcpflow: " },
	{ "-u", "-u is not for tcpflow: " },
	{ "-b", "-b is not for tcpflow: " },
	{ "-H", "-H is not for tcpflow: " },
	{ "-I", "-I is not for tcpflow: " },
	{ "--monitor-mode", "-I is not for tcpflow: " },
	{ "-M x", "-M is not for tcpflow: " },
};

Test(options, refused)
{
	for (size_t i = 0; i < sizeof(refused_rows) / sizeof(refused_rows[0]);
	     i++) {
		const struct refused *row = &refused_rows[i];
		struct parsed parsed;

		parse(&parsed, row->line);
		cr_expect_eq(parsed.status, -1, "%s", row->line);
		cr_expect(!strncmp(parsed.error, row->error,
				   strlen(row->error)),
			  "%s: %s", row->line, parsed.error);
		cr_expect_null(strchr(parsed.error, '\n'), "%s", row->line);
		options_free(&parsed.options);
	}
}

Test(options, defaults)
{
	struct parsed parsed;
	const struct options *options = &parsed.options;

	parse(&parsed, "");
	cr_assert_eq(parsed.status, 0);
	cr_expect_eq(options->action, OPTIONS_RUN);
	cr_expect_null(options->live.interface);
	cr_expect_eq(options->read_count, 0);
	cr_expect_null(options->list_file);
	cr_expect_not(options->merge);
	cr_expect_not(options->follow_file);
	cr_expect_null(options->write_file);
	cr_expect_null(options->filter);
	cr_expect_eq(options->count, 0);
	cr_expect_eq(options->live.snapshot_length, 262144);
	cr_expect(options->live.promiscuous);
	cr_expect(options->state);
	cr_expect_eq(options->msl, INT64_C(30000000000));
	cr_expect_eq(options->colour, OPTIONS_COLOUR_AUTO);
	cr_expect_eq(options->line.time, LINE_TIME_DAY);
	cr_expect_eq(options->line.dump, LINE_DUMP_NONE);
	options_free(&parsed.options);
}

Test(options, files_to_read)
{
	struct parsed parsed;
	const struct options *options = &parsed.options;

	parse(&parsed, "-r a -n -r - -rb --merge");
	cr_assert_eq(parsed.status, 0, "%s", parsed.error);
	cr_assert_eq(options->read_count, 3);
	cr_expect_str_eq(options->read_files[0], "a");
	cr_expect_str_eq(options->read_files[1], "-");
	cr_expect_str_eq(options->read_files[2], "b");
	cr_expect(options->merge);
	options_free(&parsed.options);
	parse(&parsed, "-V list --follow-file");
	cr_assert_eq(parsed.status, 0, "%s", parsed.error);
	cr_expect_str_eq(options->list_file, "list");
	cr_expect(options->follow_file);
	options_free(&parsed.options);
}

Test(options, letters_in_one_word)
{
	struct parsed parsed;
	const struct options *options = &parsed.options;

	parse(&parsed, "-#nnvvXSs0 -qqeKNlpUi eth0 -c7 -w out --print");
	cr_assert_eq(parsed.status, 0, "%s", parsed.error);
	cr_expect(options->line.number);
	cr_expect(options->line.numeric);
	cr_expect_eq(options->line.verbose, 2);
	cr_expect_eq(options->line.dump, LINE_DUMP_HEX_ASCII);
	cr_expect(options->line.absolute);
	cr_expect_eq(options->live.snapshot_length, 262144);
	cr_expect_eq(options->line.quiet, 2);
	cr_expect(options->line.link_header);
	cr_expect(options->line.no_checksum);
	cr_expect(options->short_names);
	cr_expect(options->line_buffered);
	cr_expect(options->packet_buffered);
	cr_expect_not(options->live.promiscuous);
	cr_expect_str_eq(options->live.interface, "eth0");
	cr_expect_eq(options->count, 7);
	cr_expect_str_eq(options->write_file, "out");
	cr_expect(options->print);
	options_free(&parsed.options);
}

Test(options, long_names)
{
	struct parsed parsed;
	const struct options *options = &parsed.options;

	parse(&parsed,
	      "--number --absolute-tcp-sequence-numbers --classic --no-state "
	      "--dont-verify-checksums --no-promiscuous-mode --interface lo "
	      "--snapshot-length=96 --nano --json=flow --color --msl 0.25 "
	      "--max-memory 64m --sandbox require -Z someone");
	cr_assert_eq(parsed.status, 0, "%s", parsed.error);
	cr_expect(options->line.number);
	cr_expect(options->line.absolute);
	cr_expect(options->line.classic);
	cr_expect_not(options->state);
	cr_expect(options->line.no_checksum);
	cr_expect_not(options->live.promiscuous);
	cr_expect_str_eq(options->live.interface, "lo");
	cr_expect_eq(options->live.snapshot_length, 96);
	cr_expect(options->line.nanoseconds);
	cr_expect_eq(options->precision, OPTIONS_NANO);
	cr_expect_eq(options->json, JSON_FLOW);
	cr_expect_eq(options->colour, OPTIONS_COLOUR_ALWAYS);
	cr_expect_eq(options->msl, 250000000);
	cr_expect_eq(options->max_memory, UINT64_C(64) << 20);
	cr_expect_eq(options->sandbox.mode, SANDBOX_REQUIRE);
	cr_expect_str_eq(options->sandbox.user, "someone");
	options_free(&parsed.options);
}

Test(options, of_the_interface)
{
	struct parsed parsed;
	const struct capture_live_options *live = &parsed.options.live;

	parse(&parsed, "-n");
	cr_expect_eq(live->buffer_size, 0);
	cr_expect_not(live->immediate);
	cr_expect_eq(live->direction, CAPTURE_BOTH);
	cr_expect_null(live->link_type);
	cr_expect_null(live->stamp_type);
	cr_expect_not(parsed.options.unoptimized);
	cr_expect_not(parsed.options.local_names);
	options_free(&parsed.options);
	parse(&parsed, "-B 2097151 --immediate-mode -Q IN -y linux_sll "
		       "-j host -O -f -F file");
	cr_assert_eq(parsed.status, 0, "%s", parsed.error);
	cr_expect_eq(live->buffer_size, 2097151 * 1024);
	cr_expect(live->immediate);
	cr_expect_eq(live->direction, CAPTURE_IN);
	cr_expect_str_eq(live->link_type, "linux_sll");
	cr_expect_str_eq(live->stamp_type, "host");
	cr_expect(parsed.options.unoptimized);
	cr_expect(parsed.options.local_names);
	cr_expect_str_eq(parsed.options.filter_file, "file");
	options_free(&parsed.options);
	parse(&parsed, "--buffer-size=1 --direction out --linktype=EN10MB "
		       "--time-stamp-type host --no-optimize");
	cr_assert_eq(parsed.status, 0, "%s", parsed.error);
	cr_expect_eq(live->buffer_size, 1024);
	cr_expect_eq(live->direction, CAPTURE_OUT);
	cr_expect_str_eq(live->link_type, "EN10MB");
	cr_expect(parsed.options.unoptimized);
	options_free(&parsed.options);
}

Test(options, rotation)
{
	struct parsed parsed;
	const struct rotation_options *rotation = &parsed.options.rotation;

	parse(&parsed, "-w file");
	cr_expect_eq(rotation->size, 0);
	cr_expect_eq(rotation->interval, 0);
	cr_expect_eq(rotation->files, 0);
	options_free(&parsed.options);
	parse(&parsed, "-w file -C 2 -G 2147483647 -W 2147483647");
	cr_assert_eq(parsed.status, 0, "%s", parsed.error);
	cr_expect_eq(rotation->size, 2000000);
	cr_expect_eq(rotation->interval, 2147483647);
	cr_expect_eq(rotation->files, 2147483647);
	options_free(&parsed.options);
}

Test(options, code)
{
	static const char *const lines[] = { "-n", "-d", "-dd", "-ddd",
					     "-d -d -dd" };

	for (int i = 0; i < (int)(sizeof(lines) / sizeof(lines[0])); i++) {
		struct parsed parsed;

		parse(&parsed, lines[i]);
		cr_expect_eq(parsed.options.code, i, "%s", lines[i]);
		options_free(&parsed.options);
	}
}

/* An error is one line, and harmless, whatever the value is. */
Test(options, odd_values)
{
	static char program[] = "tcpflow", count[] = "-c",
		    value[] = "5\n\033[2J";
	char *words[] = { program, count, value, NULL };
	struct options options;
	char error[LINE_MAX_SIZE];

	cr_assert_eq(options_parse(&options, 3, words, error, sizeof(error)),
		     -1);
	cr_expect_null(strpbrk(error, "\n\033"), "%s", error);
	options_free(&options);
}

struct table_row {
	const char *line;
	bool all;
	enum listing_key key;
	int64_t interval;
};

static const struct table_row table_rows[] = {
	{ "--table", false, LISTING_BY_NUMBER, 0 },
	{ "--table=open", false, LISTING_BY_NUMBER, 0 },
	{ "--table=all --table=open", false, LISTING_BY_NUMBER, 0 },
	{ "--table=all --sort waiting", true, LISTING_BY_WAITING, 0 },
	{ "--sort=rtt --table --sort=bytes", false, LISTING_BY_BYTES, 0 },
	{ "--interval 0.5 --table -n -v -S -tttt --where conn=1", false,
	  LISTING_BY_NUMBER, 500000000 },
};

Test(options, table)
{
	for (size_t i = 0; i < sizeof(table_rows) / sizeof(table_rows[0]);
	     i++) {
		const struct table_row *row = &table_rows[i];
		struct parsed parsed;

		parse(&parsed, row->line);
		cr_expect_eq(parsed.status, 0, "%s", row->line);
		cr_expect(parsed.options.table, "%s", row->line);
		cr_expect_eq(parsed.options.table_all, row->all, "%s",
			     row->line);
		cr_expect_eq(parsed.options.table_key, row->key, "%s",
			     row->line);
		cr_expect_eq(parsed.options.table_interval, row->interval, "%s",
			     row->line);
		options_free(&parsed.options);
	}
}

struct ladder_row {
	const char *line;
	enum ladder_kind kind;
};

static const struct ladder_row ladder_rows[] = {
	{ "-n", LADDER_NONE },
	{ "--ladder", LADDER_BY_LOCALE },
	{ "--ladder=ascii", LADDER_ASCII },
	{ "--ladder=unicode", LADDER_UNICODE },
	{ "--ladder=mermaid", LADDER_MERMAID },
	{ "--ladder=svg", LADDER_SVG },
	{ "--ladder=svg -n -S -v -tttt --nano -K --conn 1", LADDER_SVG },
	{ "--ladder=svg --ladder", LADDER_BY_LOCALE },
};

Test(options, ladder)
{
	for (size_t i = 0; i < sizeof(ladder_rows) / sizeof(ladder_rows[0]);
	     i++) {
		struct parsed parsed;

		parse(&parsed, ladder_rows[i].line);
		cr_expect_eq(parsed.status, 0, "%s", ladder_rows[i].line);
		cr_expect_eq(parsed.options.ladder, ladder_rows[i].kind, "%s",
			     ladder_rows[i].line);
		options_free(&parsed.options);
	}
}

struct json_row {
	const char *line;
	unsigned int types;
};

static const struct json_row json_rows[] = {
	{ "-n", 0 },
	{ "--json", JSON_ALL },
	{ "--json=capture", JSON_CAPTURE },
	{ "--json=packet", JSON_PACKET },
	{ "--json=state", JSON_STATE },
	{ "--json=flow", JSON_FLOW },
	{ "--json=notice", JSON_NOTICE },
	{ "--json=summary", JSON_SUMMARY },
	{ "--json=flow,notice", JSON_FLOW | JSON_NOTICE },
	{ "--json=flow --json=notice,flow", JSON_FLOW | JSON_NOTICE },
	{ "--json=summary,notice,flow,state,packet,capture", JSON_ALL },
	{ "--json --explain --no-state", JSON_ALL },
};

Test(options, records)
{
	for (size_t i = 0; i < sizeof(json_rows) / sizeof(json_rows[0]); i++) {
		struct parsed parsed;

		parse(&parsed, json_rows[i].line);
		cr_expect_eq(parsed.status, 0, "%s", json_rows[i].line);
		cr_expect_eq(parsed.options.json, json_rows[i].types, "%s",
			     json_rows[i].line);
		options_free(&parsed.options);
	}
}

Test(options, views)
{
	struct parsed parsed;
	const struct options *options = &parsed.options;
	const struct view *view = &options->view;

	parse(&parsed, "-n");
	cr_expect_not(options->explain);
	cr_expect_not(view->transitions);
	cr_expect_not(view->findings);
	cr_expect_null(view->connections);
	options_free(&parsed.options);
	parse(&parsed, "--conn 7,18446744073709551615 --transitions --explain "
		       "--findings --conn=1 tcp");
	cr_assert_eq(parsed.status, 0, "%s", parsed.error);
	cr_expect(options->explain);
	cr_expect(view->transitions);
	cr_expect(view->findings);
	cr_assert_eq(view->connection_count, 3);
	cr_expect_eq(view->connections[0], 1);
	cr_expect_eq(view->connections[1], 7);
	cr_expect_eq(view->connections[2], UINT64_MAX);
	cr_expect_str_eq(options->filter, "tcp");
	options_free(&parsed.options);
	cr_expect_null(view->connections);
}

Test(options, questions)
{
	struct parsed parsed;
	const struct options *options = &parsed.options;

	parse(&parsed, "-n");
	cr_expect_eq(options->view.where_count, 0);
	cr_expect_eq(options->assertions.count, 0);
	cr_expect_not(options->stuck);
	options_free(&parsed.options);
	parse(&parsed, "--where conn=1 --assert=rtt<1s --stuck --where bytes>0 "
		       "--assert packets>1");
	cr_assert_eq(parsed.status, 0, "%s", parsed.error);
	cr_assert_eq(options->view.where_count, 2);
	cr_expect_str_eq(options->view.where[1].text, "bytes>0");
	cr_assert_eq(options->assertions.count, 2);
	cr_expect_str_eq(options->assertions.list[0].text, "rtt<1s");
	cr_expect(options->stuck);
	cr_expect_eq(options->stuck_after, INT64_C(10000000000));
	options_free(&parsed.options);
	parse(&parsed, "--stuck=0.5 --where conn=1 -w f");
	cr_assert_eq(parsed.status, 0, "%s", parsed.error);
	cr_expect_eq(options->stuck_after, 500000000);
	options_free(&parsed.options);
}

/* The place of what is wrong has a mark below it. */
Test(options, wrong_expressions)
{
	struct parsed parsed;

	parse(&parsed, "--where=conn=x");
	cr_expect_eq(parsed.status, -1);
	cr_expect(strstr(parsed.error, "\n    conn=x\n         ^"), "%s",
		  parsed.error);
	options_free(&parsed.options);
	parse(&parsed, "--assert length>0");
	cr_expect_eq(parsed.status, -1);
	cr_expect(!strncmp(parsed.error, "--assert: length is of", 22), "%s",
		  parsed.error);
	options_free(&parsed.options);
}

struct filter_row {
	const char *line;
	const char *filter; /* NULL: none */
};

static const struct filter_row filter_rows[] = {
	{ "-n", NULL },
	{ "tcp", "tcp" },
	{ "-n tcp port 80", "tcp port 80" },
	{ "tcp port 80 -n", "tcp port 80" },
	{ "-- tcp port 80", "tcp port 80" },
};

Test(options, filter)
{
	for (size_t i = 0; i < sizeof(filter_rows) / sizeof(filter_rows[0]);
	     i++) {
		const struct filter_row *row = &filter_rows[i];
		struct parsed parsed;

		parse(&parsed, row->line);
		cr_assert_eq(parsed.status, 0, "%s", row->line);
		if (row->filter)
			cr_expect_str_eq(parsed.options.filter, row->filter,
					 "%s", row->line);
		else
			cr_expect_null(parsed.options.filter, "%s", row->line);
		options_free(&parsed.options);
	}
}

struct dump_row {
	const char *line;
	enum line_dump dump;
};

static const struct dump_row dump_rows[] = {
	{ "-x", LINE_DUMP_HEX },	{ "-xx", LINE_DUMP_HEX_LINK },
	{ "-X", LINE_DUMP_HEX_ASCII },	{ "-XX", LINE_DUMP_HEX_ASCII_LINK },
	{ "-A", LINE_DUMP_ASCII },	{ "-AA", LINE_DUMP_ASCII_LINK },
	{ "-xX", LINE_DUMP_HEX_ASCII }, { "-xA", LINE_DUMP_HEX },
};

Test(options, dumps)
{
	for (size_t i = 0; i < sizeof(dump_rows) / sizeof(dump_rows[0]); i++) {
		struct parsed parsed;

		parse(&parsed, dump_rows[i].line);
		cr_expect_eq(parsed.status, 0, "%s", dump_rows[i].line);
		cr_expect_eq(parsed.options.line.dump, dump_rows[i].dump, "%s",
			     dump_rows[i].line);
		options_free(&parsed.options);
	}
}

Test(options, times)
{
	static const char *const lines[] = { "",     "-t",    "-tt",
					     "-ttt", "-tttt", "-ttttt" };
	static const enum line_time times[] = {
		LINE_TIME_DAY,	LINE_TIME_NONE,
		LINE_TIME_UNIX, LINE_TIME_SINCE_PREVIOUS,
		LINE_TIME_DATE, LINE_TIME_SINCE_FIRST
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct parsed parsed;

		parse(&parsed, lines[i]);
		cr_expect_eq(parsed.options.line.time, times[i], "%s",
			     lines[i]);
		options_free(&parsed.options);
	}
}

struct action_row {
	const char *line;
	enum options_action action;
};

static const struct action_row action_rows[] = {
	{ "-h", OPTIONS_HELP },
	{ "--help", OPTIONS_HELP },
	{ "--version", OPTIONS_VERSION },
	{ "-D", OPTIONS_LIST_INTERFACES },
	{ "-L", OPTIONS_LIST_LINK_TYPES },
	{ "--list-data-link-types", OPTIONS_LIST_LINK_TYPES },
	{ "-J", OPTIONS_LIST_STAMP_TYPES },
	{ "--list-time-stamp-types", OPTIONS_LIST_STAMP_TYPES },
	{ "-d", OPTIONS_LIST_CODE },
	{ "-dd tcp", OPTIONS_LIST_CODE },
	{ "-d -D", OPTIONS_LIST_INTERFACES },
	{ "--list-interfaces", OPTIONS_LIST_INTERFACES },
};

Test(options, actions)
{
	for (size_t i = 0; i < sizeof(action_rows) / sizeof(action_rows[0]);
	     i++) {
		struct parsed parsed;

		parse(&parsed, action_rows[i].line);
		cr_expect_eq(parsed.status, 0, "%s", action_rows[i].line);
		cr_expect_eq(parsed.options.action, action_rows[i].action, "%s",
			     action_rows[i].line);
		options_free(&parsed.options);
	}
}

struct seconds_row {
	const char *text;
	int64_t nanoseconds; /* 0: refused */
};

static const struct seconds_row seconds_rows[] = {
	{ "1", INT64_C(1000000000) },
	{ "30", INT64_C(30000000000) },
	{ "0.5", 500000000 },
	{ "1.", INT64_C(1000000000) },
	{ "0.000000001", 1 },
	{ "0.0000000001", 0 },
	{ "999999", INT64_C(999999000000000) },
	{ "1000000", INT64_C(1000000000000000) },
	{ "10000000", 0 },
	{ "", 0 },
	{ ".5", 0 },
	{ "1e3", 0 },
	{ " 1", 0 },
	{ "+1", 0 },
};

Test(numbers, seconds)
{
	for (size_t i = 0; i < sizeof(seconds_rows) / sizeof(seconds_rows[0]);
	     i++) {
		const struct seconds_row *row = &seconds_rows[i];
		int64_t nanoseconds = 0;
		bool good = number_parse_seconds(row->text, &nanoseconds);

		cr_expect_eq(good, row->nanoseconds != 0, "\"%s\"", row->text);
		if (good)
			cr_expect_eq(nanoseconds, row->nanoseconds, "\"%s\"",
				     row->text);
	}
}

Test(numbers, limits)
{
	uint64_t number;

	cr_expect(number_parse("18446744073709551615", UINT64_MAX, &number));
	cr_expect_eq(number, UINT64_MAX);
	cr_expect_not(
		number_parse("18446744073709551616", UINT64_MAX, &number));
	cr_expect(number_parse("5", 5, &number));
	cr_expect_not(number_parse("6", 5, &number));
	cr_expect_not(number_parse("", 5, &number));
	cr_expect_not(number_parse("1 ", 5, &number));
}
