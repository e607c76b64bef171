/*
 * Filters.
 *
 * The code is listed here, not by libpcap's bpf_dump(): that writes through
 * stdio, and nobody would learn that the disk is full.
 */
#include "capture/filter.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture/capture.h"
#include "render/escape.h"
#include "render/text.h"

/* Far more than libpcap can make code of. */
enum { FILTER_SIZE_MAX = 1 << 20, SHOWN_MAX = 400 };

static char *cannot_read(const char *name, const char *why, char *error)
{
	snprintf(error, CAPTURE_ERROR_SIZE, "%s: %s", name, why);
	return NULL;
}

static void blank_comments(char *filter)
{
	while ((filter = strchr(filter, '#')) != NULL)
		memset(filter, ' ', strcspn(filter, "\n"));
}

/* Leaves the filter and its end in `filter` of FILTER_SIZE_MAX + 1 octets;
 * returns what is wrong, or NULL. */
static const char *read_filter(FILE *file, char *filter)
{
	size_t length = fread(filter, 1, FILTER_SIZE_MAX, file);

	filter[length] = '\0';
	if (ferror(file))
		return strerror(errno);
	if (length == FILTER_SIZE_MAX)
		return "this is too long for a filter";
	if (strlen(filter) < length)
		return "this is no filter: it is not text";
	return NULL;
}

char *filter_read(const char *name, char *error)
{
	FILE *file = fopen(name, "r");
	char *filter;
	const char *wrong;

	if (!file)
		return cannot_read(name, strerror(errno), error);
	filter = malloc(FILTER_SIZE_MAX + 1);
	wrong = filter ? read_filter(file, filter) : "out of memory";
	fclose(file);
	if (wrong) {
		free(filter);
		return cannot_read(name, wrong, error);
	}
	blank_comments(filter);
	return filter;
}

/* How a filter is named in errors: as much of it as leaves room for the
 * reason. */
static void describe(struct text *text, const struct filter *filter)
{
	const char *words = filter->text ? filter->text : "";

	if (filter->file) {
		text_string(text, "filter of ");
		text_string(text, filter->file);
		return;
	}
	text_string(text, "filter \"");
	escape_terminal(text, words, strnlen(words, SHOWN_MAX));
	text_string(text, strlen(words) > SHOWN_MAX ? "...\"" : "\"");
}

int filter_compile(const struct filter *filter, struct pcap *handle,
		   struct bpf_program *program, char *error)
{
	char storage[SHOWN_MAX + 256];
	const char *reason;
	struct text text;

	if (pcap_compile(handle, program, filter->text, !filter->unoptimized,
			 0) == 0)
		return 0;
	text_init(&text, storage, sizeof(storage));
	describe(&text, filter);
	text_terminate(&text);
	/* Which may repeat words of the filter. */
	reason = pcap_geterr(handle);
	text_init(&text, error, CAPTURE_ERROR_SIZE);
	text_string(&text, storage);
	text_string(&text, ": ");
	escape_terminal(&text, reason, strlen(reason));
	text_terminate(&text);
	return -1;
}

static int set_compiled(struct bpf_program *program, struct pcap *handle,
			char *error)
{
	if (pcap_setfilter(handle, program) == 0)
		return 0;
	snprintf(error, CAPTURE_ERROR_SIZE, "the filter cannot be set: %s",
		 pcap_geterr(handle));
	return -1;
}

int filter_set(const struct filter *filter, struct pcap *handle, char *error)
{
	struct bpf_program program;
	int status;

	if (filter_compile(filter, handle, &program, error) < 0)
		return -1;
	status = set_compiled(&program, handle, error);
	pcap_freecode(&program);
	return status;
}

static void list_one(struct text *text, const struct bpf_insn *code, int number,
		     enum filter_form form)
{
	char line[64];
	unsigned int operation = code->code;

	if (form == FILTER_READABLE) {
		text_string(text, bpf_image(code, number));
	} else {
		snprintf(line, sizeof(line),
			 form == FILTER_C ? "{ 0x%x, %u, %u, 0x%08x },"
					  : "%u %u %u %u",
			 operation, (unsigned int)code->jt,
			 (unsigned int)code->jf, (unsigned int)code->k);
		text_string(text, line);
	}
	text_char(text, '\n');
}

int filter_list(const struct capture *capture, const struct filter *filter,
		enum filter_form form, struct text *text, char *error)
{
	struct bpf_program program;

	if (filter_compile(filter, capture->handle, &program, error) < 0)
		return -1;
	if (form == FILTER_NUMBERS) {
		text_unsigned(text, program.bf_len);
		text_char(text, '\n');
	}
	for (unsigned int i = 0; i < program.bf_len; i++)
		list_one(text, &program.bf_insns[i], (int)i, form);
	pcap_freecode(&program);
	return 0;
}
