/*
 * tcplab: the programs of the book's chapter on TCP, played and watched.
 *
 * Here stands the command line.  play.c plays a lab, stage.c makes its calls
 * heard and judges them, labs.c lists them all.
 */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lab/labs.h"
#include "lab/play.h"
#include "lab/recital.h"
#include "lab/watcher.h"

enum { STATUS_GOOD = 0, STATUS_FAILED = 1, STATUS_USAGE = 2 };
enum { PORT = 55555, LABS_MOST = 100 };

struct command {
	struct play_settings play;
	bool all, watch;
	char **names;		/* of labs, NULL at the end */
	char tcpflow[PATH_MAX]; /* its path, where it is needed */
};

static const char help_text[] =
	"Usage: tcplab [OPTION]... LAB...\n"
	"Plays both ends of a connection, and says what each does.\n"
	"\n"
	"  tcplab --list                      the labs, with the section of "
	"the book\n"
	"  tcplab half-close                  plays one, on loopback, port "
	"55555\n"
	"  sudo tcplab half-close --watch     and shows what tcpflow sees of "
	"each call\n"
	"  sudo tcplab --all                  plays, watches and judges all\n"
	"\n"
	"  --all           all labs, a line each: what was expected, or what "
	"not\n"
	"  --list          list the labs, and end\n"
	"  --port PORT     of the server (default: 55555)\n"
	"  --record DIR    record what is sent, in a file for each lab; all "
	"labs, if\n"
	"                  none is named\n"
	"  --watch         show tcpflow's lines below each call\n"
	"  -h, --help      this\n"
	"  --version       the version\n";

static void list_labs(void)
{
	for (size_t i = 0; i < labs_count; i++)
		printf("%-19s %-8s %s\n", labs_all[i]->name,
		       labs_all[i]->section, labs_all[i]->summary);
}

static int complain(const char *what, const char *why)
{
	fprintf(stderr, "tcplab: %s: %s\n", what, why);
	return STATUS_FAILED;
}

static int misuse(const char *what, const char *why)
{
	complain(what, why);
	return STATUS_USAGE;
}

/* Returns whether it is a port. */
static bool read_port(const char *text, uint16_t *port)
{
	char *rest;
	long number = strtol(text, &rest, 10);

	if (rest == text || *rest != '\0' || number < 1 || number > UINT16_MAX)
		return false;
	*port = (uint16_t)number;
	return true;
}

/* Takes the options into the command.  Returns a status, or -1: go on. */
static int read_options(struct command *command, int argc, char **argv)
{
	static const struct option options[] = {
		{ "all", no_argument, NULL, 'a' },
		{ "help", no_argument, NULL, 'h' },
		{ "list", no_argument, NULL, 'l' },
		{ "port", required_argument, NULL, 'p' },
		{ "record", required_argument, NULL, 'r' },
		{ "version", no_argument, NULL, 'V' },
		{ "watch", no_argument, NULL, 'w' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		switch (option) {
		case 'a':
			command->all = true;
			break;
		case 'h':
			fputs(help_text, stdout);
			return STATUS_GOOD;
		case 'l':
			list_labs();
			return STATUS_GOOD;
		case 'p':
			if (!read_port(optarg, &command->play.port))
				return misuse(optarg, "no port; --port takes a "
						      "number from 1 to 65535");
			break;
		case 'r':
			command->play.folder = optarg;
			break;
		case 'V':
			puts("tcplab " PACKAGE_VERSION);
			return STATUS_GOOD;
		case 'w':
			command->watch = true;
			break;
		default:
			return STATUS_USAGE;
		}
	}
	command->names = argv + optind;
	return -1;
}

/* Fills in which labs are meant: those named, or all.  Returns a status, or -1:
 * go on. */
static int choose_labs(const struct command *command,
		       const struct lab *chosen[], size_t *count)
{
	*count = 0;
	if (command->names[0] != NULL && command->all)
		return misuse("--all", "it means all labs; name none, or leave "
				       "it out");
	if (command->names[0] == NULL && !command->all &&
	    command->play.folder == NULL)
		return misuse("no lab", "name one that tcplab --list shows");
	for (char **name = command->names; *name != NULL; name++) {
		chosen[*count] = labs_find(*name);
		if (chosen[*count] == NULL)
			return misuse(*name, "no such lab (tcplab --list names "
					     "them)");
		if (++*count == LABS_MOST)
			return misuse(*name, "that are too many labs at once");
	}
	for (size_t i = 0; *count == 0 && i < labs_count; i++)
		chosen[i] = labs_all[i];
	if (*count == 0)
		*count = labs_count;
	return -1;
}

/* Whether tcpflow can watch here at all; if not, why.  It is to see nothing: no
 * packet is that short. */
static bool try_to_watch(const struct play_settings *play, char *why,
			 size_t size)
{
	static struct watcher watcher;
	struct watcher_settings how = { .program = play->tcpflow,
					.filter = "less 1" };

	if (watcher_open(&watcher, &how) < 0) {
		snprintf(why, size, "%s", watcher.error);
		return false;
	}
	/* How it ends does not matter: it may not have got as far as to heed
	 * signals. */
	watcher_close(&watcher);
	return true;
}

/* Looks for tcpflow, if it is needed.  Who wants to watch, or to record, must
 * be able to; all labs together are judged as well as can be. */
static int find_watcher(struct command *command)
{
	char why[WATCHER_ERROR_SIZE];

	if (!command->all && !command->watch && command->play.folder == NULL)
		return -1;
	if (watcher_find(command->tcpflow, sizeof(command->tcpflow)) < 0)
		return complain("tcpflow", "not found, neither beside tcplab "
					   "nor on the PATH; build or install "
					   "it");
	command->play.tcpflow = command->tcpflow;
	if (try_to_watch(&command->play, why, sizeof(why)))
		return -1;
	if (command->watch || command->play.folder != NULL)
		return complain("tcpflow cannot watch", why);
	complain("not watched, so only what the calls return is judged", why);
	command->play.tcpflow = NULL;
	return -1;
}

static int make_folder(const char *folder)
{
	if (folder != NULL && mkdir(folder, 0755) < 0 && errno != EEXIST)
		return complain(folder, strerror(errno));
	return -1;
}

static int perform(struct command *command)
{
	const struct lab *chosen[LABS_MOST];
	struct recital how = { 0 };
	size_t count;
	int status = choose_labs(command, chosen, &count);

	if (status < 0)
		status = find_watcher(command);
	if (status < 0)
		status = make_folder(command->play.folder);
	if (status >= 0)
		return status;
	how.play = command->play;
	how.counts = command->all || command->play.folder != NULL;
	how.aloud = command->watch || !how.counts;
	how.may_skip = command->names[0] == NULL;
	return recital(&how, chosen, count) ? STATUS_GOOD : STATUS_FAILED;
}

int main(int argc, char **argv)
{
	struct command command = { .play = { .port = PORT } };
	int status;

	command.play.colour =
		isatty(STDOUT_FILENO) && getenv("NO_COLOR") == NULL;
	status = read_options(&command, argc, argv);
	if (status < 0)
		status = perform(&command);
	if (fflush(stdout) < 0 && errno != EPIPE)
		status = complain("write error", strerror(errno));
	return status;
}
