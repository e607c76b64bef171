/*
 * Gives a fuzzer's harness what is worth trying each time, without a fuzzer.
 *
 *	replay_options [SEEDS]
 *
 * The file SEEDS (or $SEEDS) has a command line on each line, its words
 * divided by blanks.  The harness gets each of them, each beginning of it, and
 * each of it with one octet spoilt.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz.h"

/* Octets that often matter. */
static const char spoilers[] = { '\0', '-', '0', ' ', '\x1b', '\xff' };

static void give(const char *line, size_t length)
{
	LLVMFuzzerTestOneInput((const uint8_t *)line, length);
}

/* Returns how many inputs were given. */
static unsigned long replay(char *line, size_t length)
{
	unsigned long given = 0;

	for (size_t i = 0; i < length; i++)
		if (line[i] == ' ')
			line[i] = '\n';
	for (size_t i = 0; i <= length; i++, given++)
		give(line, i);
	for (size_t i = 0; i < length; i++) {
		char before = line[i];

		for (size_t j = 0; j < sizeof(spoilers); j++, given++) {
			line[i] = spoilers[j];
			give(line, length);
		}
		line[i] = before;
	}
	return given;
}

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : getenv("SEEDS");
	FILE *file = name ? fopen(name, "r") : NULL;
	char *line = NULL;
	size_t size = 0;
	ssize_t length;
	unsigned long given = 0, lines = 0;

	if (!file)
		err(EXIT_FAILURE, "%s", name ? name : "no seeds are given");
	for (; (length = getline(&line, &size, file)) > 0; lines++)
		given += replay(line, (size_t)length - 1);
	free(line);
	fclose(file);
	if (lines == 0)
		errx(EXIT_FAILURE, "%s: there is nothing in it", name);
	printf("ok: %lu inputs of %lu seeds\n1 passed, 0 failed\n", given,
	       lines);
	return 0;
}
