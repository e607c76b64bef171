/*
 * Which file the packets go to: as tcpdump 4.99 has it, but for the time.
 *
 * There the next packet finds that an interval is over, by the clock, and the
 * next interval begins with it.  Here intervals follow one another without a
 * gap, and the clock ends them, packets or not.  When a file is read, the
 * packets' own time counts, as the clock has nothing to do with them; an
 * interval without packets then has no file.
 */
#include "capture/rotation.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define SECOND INT64_C(1000000000)

bool rotation_is_on(const struct rotation_options *options)
{
	return options->size > 0 || options->interval > 0;
}

/* On a whole second, as the names have no more. */
void rotation_begin(struct rotation *rotation, int64_t now)
{
	rotation->begun = now - now % SECOND;
	rotation->part = 0;
}

/* Without -C, -W is the number of intervals. */
static enum rotation_step next_interval(struct rotation *rotation)
{
	const struct rotation_options *options = &rotation->options;

	rotation->part = 0;
	rotation->intervals++;
	if (options->size == 0 && options->files > 0 &&
	    rotation->intervals >= options->files)
		return ROTATION_OVER;
	return ROTATION_NEXT;
}

enum rotation_step rotation_at(struct rotation *rotation, int64_t now)
{
	int64_t length = rotation->options.interval * SECOND;

	if (length == 0)
		return ROTATION_STAY;
	/* A clock that was set back must not make the interval longer.
	 * Packets are merely out of order. */
	if (now < rotation->begun && !rotation->by_packets)
		rotation->begun = now - now % SECOND;
	if (now - rotation->begun < length)
		return ROTATION_STAY;
	rotation->begun += (now - rotation->begun) / length * length;
	return next_interval(rotation);
}

/* With -C, -W is the number of parts, after which the first one is written
 * anew. */
enum rotation_step rotation_after(struct rotation *rotation, uint64_t octets)
{
	const struct rotation_options *options = &rotation->options;

	if (options->size == 0 || octets <= options->size)
		return ROTATION_STAY;
	rotation->part++;
	if (options->files > 0 && rotation->part >= options->files)
		rotation->part = 0;
	return ROTATION_NEXT;
}

int64_t rotation_left(const struct rotation *rotation, int64_t now)
{
	int64_t length = rotation->options.interval * SECOND;

	if (length == 0)
		return INT64_MAX;
	if (now < rotation->begun)
		return length;
	return now - rotation->begun < length ? length - (now - rotation->begun)
					      : 0;
}

size_t rotation_folder(const char *name)
{
	size_t length = strcspn(name, "%");

	while (length > 0 && name[length - 1] != '/')
		length--;
	return length;
}

/* The digits of the last number, as all are to be as long: they begin with 0.
 * Without -W, there is no last number. */
static int digits_of(const struct rotation_options *options)
{
	int digits = 0;

	if (options->files > 0)
		for (unsigned int last = options->files - 1; last > 0;
		     last /= 10)
			digits++;
	return digits;
}

/* Returns the length of the name without a number, 0 if it does not fit. */
static size_t stem(const struct rotation *rotation, char *name, size_t size)
{
	time_t seconds = (time_t)(rotation->begun / SECOND);
	size_t length = strlen(rotation->name);
	struct tm local;

	if (rotation->options.interval > 0)
		return localtime_r(&seconds, &local)
			       ? strftime(name, size, rotation->name, &local)
			       : 0;
	if (length >= size)
		return 0;
	memcpy(name, rotation->name, length + 1);
	return length;
}

int rotation_name(const struct rotation *rotation, char *name, size_t size)
{
	int digits = digits_of(&rotation->options);
	size_t length = stem(rotation, name, size);
	int more;

	if (length == 0)
		return -1;
	if (rotation->options.size == 0 || (rotation->part == 0 && digits == 0))
		return 0;
	more = snprintf(name + length, size - length, "%0*llu", digits,
			(unsigned long long)rotation->part);
	return more > 0 && (size_t)more < size - length ? 0 : -1;
}
