/*
 * Filters: read from a file, compiled, and listed as code.
 */
#include <criterion/criterion.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capture/capture.h"
#include "capture/filter.h"
#include "render/text.h"

#define WORDS(literal) literal, sizeof(literal) - 1

enum { TOO_LONG = (1 << 20) + 1 };

static char path[] = "/tmp/test_filter.XXXXXX";

static void set_up(void)
{
	int file = mkstemp(path);

	cr_assert(file >= 0);
	close(file);
}

static void clean_up(void)
{
	unlink(path);
}

TestSuite(filter, .init = set_up, .fini = clean_up);

static void write_file(const char *octets, size_t length)
{
	FILE *file = fopen(path, "wb");

	cr_assert_not_null(file);
	cr_assert_eq(fwrite(octets, 1, length, file), length);
	cr_assert_eq(fclose(file), 0);
}

struct file_row {
	const char *octets;
	size_t length;
	const char *filter; /* NULL: refused */
};

static const struct file_row file_rows[] = {
	{ WORDS("tcp port 80"), "tcp port 80" },
	{ WORDS("tcp\nport\n80\n"), "tcp\nport\n80\n" },
	{ WORDS("tcp # all of it\nport 80 #"), "tcp            \nport 80  " },
	{ WORDS("# a # b\n#\ntcp"), "       \n \ntcp" },
	{ WORDS(""), "" },
	{ WORDS("tcp\0udp"), NULL },
	{ WORDS("\0"), NULL },
};

Test(filter, in_a_file)
{
	for (size_t i = 0; i < sizeof(file_rows) / sizeof(file_rows[0]); i++) {
		const struct file_row *row = &file_rows[i];
		char error[CAPTURE_ERROR_SIZE] = "";
		char *filter;

		write_file(row->octets, row->length);
		filter = filter_read(path, error);
		if (row->filter) {
			cr_assert_not_null(filter, "row %zu: %s", i, error);
			cr_expect_str_eq(filter, row->filter, "row %zu", i);
		} else {
			cr_expect_null(filter, "row %zu", i);
			cr_expect_eq(strncmp(error, path, strlen(path)), 0,
				     "%s", error);
		}
		free(filter);
	}
}

Test(filter, that_is_too_long)
{
	char error[CAPTURE_ERROR_SIZE] = "";
	char *octets = malloc(TOO_LONG);

	cr_assert_not_null(octets);
	memset(octets, ' ', TOO_LONG);
	write_file(octets, TOO_LONG);
	free(octets);
	cr_expect_null(filter_read(path, error));
	cr_expect_not_null(strstr(error, ": this is too long for a filter"),
			   "%s", error);
}

struct wrong_row {
	const char *filter;
	const char *file;
	const char *error; /* what it begins with */
};

static const struct wrong_row wrong_rows[] = {
	{ "tcp porta", NULL,
	  "filter \"tcp porta\": can't parse filter expression: syntax error" },
	{ "tcp porta", "file",
	  "filter of file: can't parse filter expression: syntax error" },
	{ "tcp\nport\033", NULL, "filter \"tcp" },
};

Test(filter, that_is_wrong)
{
	for (size_t i = 0; i < sizeof(wrong_rows) / sizeof(wrong_rows[0]);
	     i++) {
		const struct wrong_row *row = &wrong_rows[i];
		char error[CAPTURE_ERROR_SIZE] = "";
		const struct filter filter = { .text = row->filter,
					       .file = row->file };
		struct bpf_program program;
		struct capture capture;

		cr_assert_eq(capture_open_dead(&capture, NULL, 96, error), 0);
		cr_expect_eq(filter_compile(&filter, capture.handle, &program,
					    error),
			     -1, "row %zu", i);
		cr_expect_eq(strncmp(error, row->error, strlen(row->error)), 0,
			     "%s", error);
		cr_expect_null(strpbrk(error, "\n\033"), "%s", error);
		capture_close(&capture);
	}
}

/* However long the filter is, there is room for what is wrong with it. */
Test(filter, long_and_wrong)
{
	char words[3000];
	const struct filter filter = { .text = words };
	char error[CAPTURE_ERROR_SIZE] = "";
	struct bpf_program program;
	struct capture capture;

	memset(words, '(', sizeof(words));
	words[sizeof(words) - 1] = '\0';
	cr_assert_eq(capture_open_dead(&capture, NULL, 96, error), 0);
	cr_expect_eq(filter_compile(&filter, capture.handle, &program, error),
		     -1);
	cr_expect_not_null(strstr(error, "((...\": "), "%s", error);
	cr_expect_null(strstr(error, ": ("), "%s", error);
	capture_close(&capture);
}

struct code_row {
	const char *link; /* NULL: Ethernet */
	const char *filter;
	enum filter_form form;
	const char *code;
};

static const struct code_row code_rows[] = {
	{ NULL, NULL, FILTER_READABLE, "(000) ret      #96\n" },
	{ NULL, "ip", FILTER_READABLE,
	  "(000) ldh      [12]\n"
	  "(001) jeq      #0x800           jt 2\tjf 3\n"
	  "(002) ret      #96\n"
	  "(003) ret      #0\n" },
	{ NULL, "ip", FILTER_C,
	  "{ 0x28, 0, 0, 0x0000000c },\n"
	  "{ 0x15, 0, 1, 0x00000800 },\n"
	  "{ 0x6, 0, 0, 0x00000060 },\n"
	  "{ 0x6, 0, 0, 0x00000000 },\n" },
	{ NULL, "ip", FILTER_NUMBERS,
	  "4\n40 0 0 12\n21 0 1 2048\n6 0 0 96\n6 0 0 0\n" },
	{ "LINUX_SLL", "ip", FILTER_NUMBERS,
	  "4\n40 0 0 14\n21 0 1 2048\n6 0 0 96\n6 0 0 0\n" },
	{ "PPP", "less 5", FILTER_NUMBERS,
	  "4\n128 0 0 0\n37 0 1 5\n6 0 0 0\n6 0 0 96\n" },
};

Test(filter, as_code)
{
	for (size_t i = 0; i < sizeof(code_rows) / sizeof(code_rows[0]); i++) {
		const struct code_row *row = &code_rows[i];
		char error[CAPTURE_ERROR_SIZE] = "";
		char storage[1024];
		const struct filter filter = { .text = row->filter };
		struct capture capture;
		struct text text;

		text_init(&text, storage, sizeof(storage));
		cr_assert_eq(capture_open_dead(&capture, row->link, 96, error),
			     0);
		cr_assert_eq(filter_list(&capture, &filter, row->form, &text,
					 error),
			     0, "row %zu: %s", i, error);
		cr_expect_str_eq(text_terminate(&text), row->code, "row %zu",
				 i);
		capture_close(&capture);
	}
}

static size_t code_length(bool unoptimized)
{
	char error[CAPTURE_ERROR_SIZE] = "";
	char storage[8192];
	const struct filter filter = { .text = "port 80 or port 81",
				       .unoptimized = unoptimized };
	struct capture capture;
	struct text text;

	text_init(&text, storage, sizeof(storage));
	cr_assert_eq(capture_open_dead(&capture, NULL, 96, error), 0);
	cr_assert_eq(filter_list(&capture, &filter, FILTER_READABLE, &text,
				 error),
		     0);
	capture_close(&capture);
	return text_length(&text);
}

Test(filter, unoptimized)
{
	cr_expect_gt(code_length(true), code_length(false));
}

Test(filter, link_and_stamp_types)
{
	cr_expect(capture_knows_link("EN10MB"));
	cr_expect(capture_knows_link("linux_sll2"));
	cr_expect_not(capture_knows_link("Ethernet"));
	cr_expect_not(capture_knows_link(""));
	cr_expect(capture_knows_stamp("host"));
	cr_expect(capture_knows_stamp("adapter_unsynced"));
	cr_expect_not(capture_knows_stamp("hosts"));
}
