/*
 * Plays several labs.
 */
#include "lab/recital.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lab/network.h"

enum { TOGETHER = 8 };

struct counts {
	unsigned passed, failed, skipped;
	bool impossible; /* to go on */
	bool unread;	 /* nobody reads what is said */
};

/* A lab that is played. */
struct performance {
	const struct lab *lab;
	pid_t process;
	int heard; /* a file with what it says; -1: nobody keeps that */
};

/* Copies all that a lab said to standard output. */
static void repeat(int heard)
{
	char text[65536];
	off_t at = 0;
	ssize_t length;

	while ((length = pread(heard, text, sizeof(text), at)) > 0) {
		fwrite(text, 1, (size_t)length, stdout);
		at += length;
	}
}

/* Why a lab was skipped is the last thing that it said, and the first that
 * begins so. */
static const char *find_reason(int heard)
{
	static const char mark[] = "\nskipped: ";
	static char text[65536];
	ssize_t length = pread(heard, text, sizeof(text) - 1, 0);
	char *reason;

	text[length > 0 ? length : 0] = '\0';
	reason = strstr(text, mark);
	if (reason == NULL)
		return "it did not say why";
	reason += sizeof(mark) - 1;
	reason[strcspn(reason, "\n")] = '\0';
	return reason;
}

/* Whoever may read the folder may read the recording; tcpflow made it for its
 * user alone.  Not by its name: in a folder of others, that may have become
 * something else. */
static int open_to_all(const char *name)
{
	int fd = open(name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	int result = fd < 0 ? -1 : fchmod(fd, 0644);
	int error = errno;

	if (fd >= 0)
		close(fd);
	errno = error;
	return result;
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
	if (open_to_all(fresh) == 0 && rename(fresh, name) == 0)
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
	counts->unread |= status == STAGE_NO_READER;
	counts->impossible |=
		status == STAGE_IMPOSSIBLE || status == STAGE_NO_READER;
}

static void print_line(const struct performance *one, enum stage_status status)
{
	const char *name = one->lab->name;

	if (status == STAGE_SKIPPED && one->heard >= 0)
		printf("skipped %s: %s\n", name, find_reason(one->heard));
	else if (status == STAGE_SKIPPED)
		printf("skipped %s\n", name);
	else
		printf("%s %s\n", status == STAGE_PASSED ? "ok" : "not ok",
		       name);
}

/* Says how it went; if not well, all that it said. */
static void report(const struct recital *recital, const struct performance *one,
		   enum stage_status status)
{
	if (one->heard >= 0 && status != STAGE_PASSED &&
	    status != STAGE_SKIPPED)
		repeat(one->heard);
	if (recital->counts)
		print_line(one, status);
	fflush(stdout);
}

static void begin(const struct recital *recital, struct performance *one)
{
	one->heard = recital->aloud ? -1 : memfd_create("lab", MFD_CLOEXEC);
	one->process = play_begin(one->lab, &recital->play, one->heard);
}

static enum stage_status finish(const struct recital *recital,
				struct performance *one)
{
	enum stage_status status = play_end(one->lab, one->process);

	if (recital->play.folder != NULL && !one->lab->without_tcp &&
	    !keep_recording(&recital->play, one->lab, status == STAGE_PASSED))
		status = STAGE_FAILED;
	report(recital, one, status);
	if (one->heard >= 0)
		close(one->heard);
	return status;
}

/* So many labs are played at once: each in a network of its own, if nobody has
 * to hear them apart. */
static size_t at_once(const struct recital *recital)
{
	return !recital->aloud && recital->play.tcpflow != NULL &&
			       network_may_enter()
		       ? TOGETHER
		       : 1;
}

/* Those that are played together, one after the other in the output. */
static void play_together(const struct recital *recital,
			  const struct lab *const labs[], size_t count_of_labs,
			  struct counts *counts)
{
	struct performance group[TOGETHER];

	for (size_t i = 0; i < count_of_labs; i++) {
		group[i].lab = labs[i];
		begin(recital, &group[i]);
	}
	for (size_t i = 0; i < count_of_labs; i++)
		count(counts, finish(recital, &group[i]));
}

bool recital(const struct recital *recital, const struct lab *const labs[],
	     size_t count_of_labs)
{
	struct counts counts = { 0 };
	size_t together = at_once(recital), next = 0;

	while (next < count_of_labs && !counts.impossible) {
		size_t left = count_of_labs - next;
		size_t now = left < together ? left : together;

		if (next > 0 && !recital->counts)
			putchar('\n');
		play_together(recital, labs + next, now, &counts);
		next += now;
	}
	if (counts.unread)
		return true;
	if (recital->counts && !counts.impossible)
		printf("%u passed, %u failed, %u skipped\n", counts.passed,
		       counts.failed, counts.skipped);
	return counts.failed == 0 && (recital->may_skip || counts.skipped == 0);
}
