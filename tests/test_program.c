/* What the program decides when it opens everything. */
#include <criterion/criterion.h>

#include "program.h"

#define MEBI(n) (UINT64_C(n) << 20)

/* Half of the machine's, at most 4 GiB. */
Test(program, memory_for_files)
{
	static const struct {
		uint64_t physical;
		size_t memory;
	} rows[] = {
		{ MEBI(512), MEBI(256) },     { MEBI(1024), MEBI(512) },
		{ MEBI(8192), MEBI(4096) },   { MEBI(8194), MEBI(4096) },
		{ MEBI(262144), MEBI(4096) },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		cr_expect_eq(program_file_memory(rows[i].physical),
			     rows[i].memory, "row %zu", i);
}
