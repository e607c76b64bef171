/*
 * A struct text that ends in a file descriptor.
 *
 * write(2) rather than stdio: a line is composed in place, and no write's
 * failure is ever lost on the way.
 */
#include "system/output.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Waits until a pipe that somebody made non-blocking takes more. */
static void wait_for_room(int descriptor)
{
	struct pollfd room = { .fd = descriptor, .events = POLLOUT };

	poll(&room, 1, -1);
}

static int write_all(int descriptor, const char *data, size_t length)
{
	while (length > 0) {
		ssize_t written = write(descriptor, data, length);

		if (written >= 0) {
			data += written;
			length -= (size_t)written;
		} else if (errno == EAGAIN) {
			wait_for_room(descriptor);
		} else if (errno != EINTR) {
			return errno;
		}
	}
	return 0;
}

static void drain(struct text *text)
{
	output_flush(text->context);
}

int output_init(struct output *output, int descriptor)
{
	memset(output, 0, sizeof(*output));
	output->descriptor = descriptor;
	output->storage = malloc(OUTPUT_SIZE);
	if (!output->storage)
		return -1;
	text_init(&output->text, output->storage, OUTPUT_SIZE);
	output->text.drain = drain;
	output->text.context = output;
	return 0;
}

void output_flush(struct output *output)
{
	struct text *text = &output->text;

	if (!output->error)
		output->error = write_all(output->descriptor, text->start,
					  text_length(text));
	text->at = text->start;
}

void output_close(struct output *output)
{
	free(output->storage);
	memset(output, 0, sizeof(*output));
}
