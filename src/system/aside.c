/*
 * Standard error set aside, in a pipe.
 *
 * The pipe does not wait: if nobody takes what is said, the rest is lost, but
 * the program goes on.
 */
#include "system/aside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "system/terminal.h"

int aside_begin(struct aside *aside)
{
	int ends[2];

	if (!terminal_is_same(STDOUT_FILENO, STDERR_FILENO))
		return 0;
	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0)
		return -1;
	aside->terminal = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0);
	if (aside->terminal < 0 || dup2(ends[1], STDERR_FILENO) < 0) {
		close(ends[0]);
		close(ends[1]);
		return -1;
	}
	close(ends[1]);
	aside->said = ends[0];
	aside->on = true;
	return 0;
}

/* The oldest goes first. */
static void make_room(struct aside *aside)
{
	size_t half = ASIDE_SIZE / 2;

	if (aside->length < half)
		return;
	memmove(aside->kept, aside->kept + aside->length - half, half);
	aside->length = half;
}

static void last_line(const struct aside *aside, char line[ASIDE_LINE_SIZE])
{
	size_t end = aside->length;
	size_t begin;

	while (end > 0 && aside->kept[end - 1] == '\n')
		end--;
	begin = end;
	while (begin > 0 && aside->kept[begin - 1] != '\n' &&
	       end - begin < ASIDE_LINE_SIZE - 1)
		begin--;
	memcpy(line, aside->kept + begin, end - begin);
	line[end - begin] = '\0';
}

static bool take(struct aside *aside)
{
	bool any = false;
	ssize_t size;

	do {
		make_room(aside);
		size = read(aside->said, aside->kept + aside->length,
			    ASIDE_SIZE - aside->length);
		if (size > 0) {
			aside->length += (size_t)size;
			any = true;
		}
	} while (size > 0 || (size < 0 && errno == EINTR));
	return any;
}

bool aside_take(struct aside *aside, char line[ASIDE_LINE_SIZE])
{
	if (!aside->on || !take(aside))
		return false;
	last_line(aside, line);
	return true;
}

void aside_end(struct aside *aside)
{
	size_t done = 0;

	if (!aside->on)
		return;
	take(aside);
	aside->on = false;
	dup2(aside->terminal, STDERR_FILENO);
	close(aside->terminal);
	close(aside->said);
	while (done < aside->length) {
		ssize_t size = write(STDERR_FILENO, aside->kept + done,
				     aside->length - done);

		if (size <= 0)
			return;
		done += (size_t)size;
	}
}
