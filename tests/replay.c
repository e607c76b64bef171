/*
 * Gives a fuzzer's harness what is in files, without a fuzzer: so that what a
 * fuzzer found stays found on machines that have none.
 *
 *	replay_KIND FILE ...
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/fuzz.h"

enum { INPUT_MAX = 16 << 20 };

static void replay(const char *name)
{
	FILE *file = fopen(name, "rb");
	uint8_t *input = malloc(INPUT_MAX), *exact;
	size_t length;

	if (!file || !input)
		err(EXIT_FAILURE, "%s", name);
	length = fread(input, 1, INPUT_MAX, file);
	fclose(file);
	/* Of just that size, so that a sanitizer sees who reads past it. */
	exact = realloc(input, length ? length : 1);
	if (!exact)
		err(EXIT_FAILURE, "%s", name);
	LLVMFuzzerTestOneInput(exact, length);
	free(exact);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		replay(argv[i]);
	printf("%d inputs\n", argc - 1);
	return argc > 1 ? EXIT_SUCCESS : EXIT_FAILURE;
}
