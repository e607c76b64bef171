/*
 * Plays labs one after the other.
 */
#include "lab/recital.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct counts {
	unsigned passed, failed, skipped;
};

/* Copies what a lab said to standard output, from its beginning or, as why it
 * was skipped stands there, only the last line. */
static void show(int heard, bool last_line)
{
	char text[65536];
	ssize_t length = pread(heard, text, sizeof(text) - 1, 0);
	char *from = text, *line;

	if (length <= 0)
		return;
	text[length] = '\0';
	if (last_line) {
		text[length - 1] = '\0';
		line = strrchr(text, '\n');
		from = line == NULL ? text : line + 1;
	}
	printf(last_line ? "%s\n" : "%s", from);
}

/* A recording takes its name only when it shows what it should. */
static bool keep_recording(const struct play_settings *play,
			   const struct lab *lab, bool good)
{
	char fresh[PATH_MAX], name[PATH_MAX];

	play_file(fresh, sizeof(fresh), play, lab);
	snprintf(name, sizeof(name), "%s/%s.pcap", play->folder, lab->name);
	if (!good) {
		unlink(fresh);
		return true;
	}
	if (chmod(fresh, 0644) == 0 && rename(fresh, name) == 0)
		return true;
	fprintf(stderr, "tcplab: %s: %s\n", name, strerror(errno));
	return false;
}

static void count(struct counts *counts, enum stage_status status)
{
	if (status == STAGE_PASSED)
		counts->passed++;
	else if (status == STAGE_SKIPPED)
		counts->skipped++;
	else
		counts->failed++;
}

/* Plays one and says how it went. */
static enum stage_status play_one(const struct recital *recital,
				  const struct lab *lab)
{
	int heard = recital->aloud ? -1 : memfd_create("lab", MFD_CLOEXEC);
	enum stage_status status = play(lab, &recital->play, heard);

	if (recital->play.folder != NULL && !lab->without_tcp &&
	    !keep_recording(&recital->play, lab, status == STAGE_PASSED))
		status = STAGE_FAILED;
	if (heard >= 0 && status != STAGE_PASSED)
		show(heard, status == STAGE_SKIPPED);
	if (heard >= 0)
		close(heard);
	if (recital->counts && status == STAGE_SKIPPED)
		printf("skipped %s\n", lab->name);
	else if (recital->counts)
		printf("%s %s\n", status == STAGE_PASSED ? "ok" : "not ok",
		       lab->name);
	fflush(stdout);
	return status;
}

bool recital(const struct recital *recital, const struct lab *const labs[],
	     size_t count_of_labs)
{
	struct counts counts = { 0 };

	for (size_t i = 0; i < count_of_labs; i++) {
		enum stage_status status = play_one(recital, labs[i]);

		if (status == STAGE_NO_READER)
			return true;
		count(&counts, status);
		if (status == STAGE_IMPOSSIBLE)
			return false;
		if (!recital->counts && i + 1 < count_of_labs)
			putchar('\n');
	}
	if (recital->counts)
		printf("%u passed, %u failed, %u skipped\n", counts.passed,
		       counts.failed, counts.skipped);
	return counts.failed == 0 && (recital->may_skip || counts.skipped == 0);
}
