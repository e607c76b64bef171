/*
 * Fuzzer: the command line, with its filter.
 *
 * The octets are the words of the command line; NUL and newline divide them.
 * Beside what the sanitizers see, this must hold: an error is one harmless
 * line, or three, of an expression; what is taken makes sense together; a
 * filter becomes code, or an error of one harmless line.
 *
 * The system is not asked for names: the functions that libpcap calls for
 * that are replaced, so that nothing leaves the machine.
 */
#include <ctype.h>
#include <netdb.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "capture/capture.h"
#include "capture/filter.h"
#include "options.h"
#include "render/text.h"
#include "tests/fuzz.h"

enum { WORDS_MAX = 64, LINE_SIZE = 1024, CODE_SIZE = 1 << 20 };

/* Longer ones make libpcap's optimizer slow, and say nothing new. */
enum { FILTER_MAX = 200 };

int getaddrinfo(const char *restrict node, const char *restrict service,
		const struct addrinfo *restrict hints,
		struct addrinfo **restrict result)
{
	(void)node;
	(void)service;
	(void)hints;
	*result = NULL;
	return EAI_NONAME;
}

int getnetbyname_r(const char *restrict name, struct netent *restrict entry,
		   char *restrict buffer, size_t size,
		   struct netent **restrict result, int *restrict error)
{
	(void)name;
	(void)entry;
	(void)buffer;
	(void)size;
	*result = NULL;
	*error = HOST_NOT_FOUND;
	return 0;
}

static void require(bool condition)
{
	if (!condition)
		abort();
}

static void require_harmless(const char *error)
{
	require(*error != '\0');
	for (; *error; error++)
		require(!iscntrl((unsigned char)*error));
}

/* Of a wrong expression there are three lines, the last a mark. */
static void require_harmless_lines(char *error)
{
	char *line = strchr(error, '\n');

	if (line) {
		char *mark = strchr(line + 1, '\n');

		require(mark && mark[strlen(mark) - 1] == '^');
		*line = *mark = ' ';
	}
	require_harmless(error);
}

/* Divides `line` into words; returns how many there are. */
static int divide(char *line, size_t size, char **words)
{
	static char program[] = "tcpflow";
	int count = 0;
	char *word = line;

	words[count++] = program;
	for (size_t i = 0; i < size && count < WORDS_MAX; i++) {
		if (line[i] != '\n' && line[i] != '\0')
			continue;
		line[i] = '\0';
		words[count++] = word;
		word = line + i + 1;
	}
	words[count] = NULL;
	return count;
}

static void require_sense(const struct options *options)
{
	const struct rotation_options *rotation = &options->rotation;
	bool rotates = rotation->size > 0 || rotation->interval > 0;

	require(options->action <= OPTIONS_LIST_CODE);
	require(options->live.snapshot_length > 0 &&
		options->live.snapshot_length <= CAPTURE_SNAPSHOT_MAX);
	require(options->live.buffer_size >= 0);
	require(rotation->interval >= 0);
	require(rotation->size % 1000000 == 0);
	require(!rotates || options->write_file);
	require(rotates || rotation->files == 0);
	require(!options->filter || !options->filter_file);
	require(options->msl > 0);
	require(!options->stuck || options->stuck_after > 0);
	require(options->line.time <= LINE_TIME_SINCE_FIRST);
	require(!options->count_only || !options->print);
}

static void require_code(const struct options *options)
{
	static char storage[CODE_SIZE];
	const struct filter filter = {
		.text = options->filter,
		.unoptimized = options->unoptimized,
	};
	char error[CAPTURE_ERROR_SIZE] = "";
	struct capture capture;
	struct text text;

	if (strlen(options->filter) > FILTER_MAX)
		return;
	require(capture_open_dead(&capture, options->live.link_type,
				  options->live.snapshot_length, error) == 0);
	text_init(&text, storage, sizeof(storage));
	if (filter_list(&capture, &filter,
			options->code > 1 ? FILTER_C : FILTER_READABLE, &text,
			error) < 0) {
		require_harmless(error);
		require(text_length(&text) == 0);
	} else {
		require(text_length(&text) > 0);
	}
	capture_close(&capture);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char error[LINE_SIZE] = "";
	char *words[WORDS_MAX + 1];
	struct options options;
	char *line;

	/* A block of its own; the last word has an end, too. */
	line = malloc(size + 1);
	if (!line)
		return 0;
	memcpy(line, data, size);
	line[size] = '\n';
	if (options_parse(&options, divide(line, size + 1, words), words, error,
			  sizeof(error)) < 0) {
		require_harmless_lines(error);
	} else {
		require_sense(&options);
		if (options.filter)
			require_code(&options);
	}
	options_free(&options);
	free(line);
	return 0;
}
