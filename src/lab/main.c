/*
 * tcplab: the programs of the book's chapter on TCP, run and watched.
 *
 * Here stands the command line.  play.c plays a lab, stage.c makes its calls
 * heard, labs.c lists them all.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/labs.h"
#include "lab/play.h"

enum { STATUS_GOOD = 0, STATUS_FAILED = 1, STATUS_USAGE = 2 };
enum { PORT = 55555 };

static const char help_text[] =
	"Usage: tcplab [OPTION]... LAB...\n"
	"Plays both ends of a connection, and says what each does.\n"
	"\n"
	"  tcplab --list                   the labs\n"
	"  tcplab half-close               one of them\n"
	"\n"
	"  --port PORT     of the server (default: 55555)\n"
	"  -h, --help      this\n"
	"  --version       the version\n";

static void list_labs(void)
{
	for (size_t i = 0; i < labs_count; i++)
		printf("%-20s %-8s %s\n", labs_all[i]->name,
		       labs_all[i]->section, labs_all[i]->summary);
}

static int complain_of(const char *name)
{
	fprintf(stderr,
		"tcplab: there is no lab \"%s\" (tcplab --list names them)\n",
		name);
	return STATUS_USAGE;
}

static int play_all(char **names, const struct play_settings *settings)
{
	int status = STATUS_GOOD;

	for (char **name = names; *name != NULL; name++) {
		if (labs_find(*name) == NULL)
			return complain_of(*name);
	}
	for (char **name = names; *name != NULL; name++) {
		if (play(labs_find(*name), settings) == STAGE_FAILED)
			status = STATUS_FAILED;
	}
	return status;
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

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "help", no_argument, NULL, 'h' },
		{ "list", no_argument, NULL, 'l' },
		{ "port", required_argument, NULL, 'p' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	struct play_settings settings = { .port = PORT };
	int option;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		switch (option) {
		case 'h':
			fputs(help_text, stdout);
			return STATUS_GOOD;
		case 'l':
			list_labs();
			return STATUS_GOOD;
		case 'V':
			puts("tcplab " PACKAGE_VERSION);
			return STATUS_GOOD;
		case 'p':
			if (read_port(optarg, &settings.port))
				break;
			fprintf(stderr,
				"tcplab: --port: \"%s\" is no port; give a "
				"number from 1 to 65535\n",
				optarg);
			return STATUS_USAGE;
		default:
			return STATUS_USAGE;
		}
	}
	if (optind == argc) {
		fputs(help_text, stderr);
		return STATUS_USAGE;
	}
	return play_all(argv + optind, &settings);
}
