/*
 * Reads states and notes from tcpflow's lines.
 */
#include "lab/sightings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_SIZE = 4096, WORD_SIZE = 32 };

static const char *const nothing = "nothing";

/* The line without colours, which are ESC [ ... m. */
static void take_plain(char *plain, const char *line)
{
	size_t length = 0;

	while (*line != '\0' && length < LINE_SIZE - 1) {
		if (*line == '\033') {
			line += strcspn(line, "m");
			line += *line == 'm';
			continue;
		}
		plain[length++] = *line++;
	}
	plain[length] = '\0';
}

/* Adds a word to a list, unless the list already ends with it. */
static void add_state(char *states, const char *word)
{
	size_t length = strlen(states);
	const char *last = strrchr(states, ' ');

	last = last == NULL ? states : last + 1;
	if (strcmp(last, word) == 0)
		return;
	snprintf(states + length, SIGHTINGS_STATES - length, "%s%s",
		 length > 0 ? " " : "", word);
}

/* Reads "A->B?" after the end's name.  Every state in it is gone through, but
 * for the first, if that is only where the end was already. */
static void add_states(char *states, const char *part, const char *end)
{
	const char *next = strstr(part, end);

	if (next == NULL)
		return;
	next += strlen(end);
	for (;;) {
		char word[WORD_SIZE];
		size_t length = strspn(next, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_12");

		if (length == 0 || length >= sizeof(word))
			return;
		memcpy(word, next, length);
		word[length] = '\0';
		add_state(states, word);
		next += length;
		next += *next == '?';
		if (strncmp(next, "->", 2) != 0)
			return;
		next += 2;
	}
}

static bool has_note(const char *notes, const char *note, size_t length)
{
	for (const char *line = notes; *line != '\0';) {
		size_t here = strcspn(line, "\n");

		if (here == length && memcmp(line, note, length) == 0)
			return true;
		line += here + (line[here] == '\n');
	}
	return false;
}

/* Reads "note; note". */
static void add_notes(struct sightings *seen, const char *notes)
{
	while (*notes != '\0') {
		const char *end = strstr(notes, "; ");
		size_t length = end ? (size_t)(end - notes) : strlen(notes);
		size_t used = strlen(seen->notes);

		if (!has_note(seen->notes, notes, length))
			snprintf(seen->notes + used, sizeof(seen->notes) - used,
				 "%.*s\n", (int)length, notes);
		notes += length + (end ? 2 : 0);
	}
}

void sightings_add(struct sightings *seen, const char *line)
{
	char plain[LINE_SIZE];
	unsigned long number;
	char *part, *notes;

	take_plain(plain, line);
	part = strstr(plain, "| #");
	if (part == NULL)
		part = strstr(plain, "-- #");
	if (part == NULL)
		return;
	part = strchr(part, '#') + 1;
	number = strtoul(part, &part, 10);
	notes = strstr(part, " | ");
	if (notes != NULL) {
		*notes = '\0';
		add_notes(seen, notes + 3);
	}
	if (number > seen->count)
		seen->count = number;
	if (number == 0 || number > LAB_FLOWS_MAX)
		return;
	add_states(seen->flows[number - 1].client, part, "client ");
	add_states(seen->flows[number - 1].server, part, "server ");
}

static bool judge_end(const char *seen, const char *expected, char *why,
		      size_t size)
{
	size_t length = strlen(why);

	if (strcmp(seen, expected) == 0)
		return true;
	snprintf(why + length, size - length, " went through %s, expected %s",
		 *seen != '\0' ? seen : nothing, expected);
	return false;
}

static bool judge_flow(const struct sighting *seen,
		       const struct lab_flow *expected, char *why, size_t size)
{
	size_t length = strlen(why);

	snprintf(why + length, size - length, "the client");
	if (!judge_end(seen->client, expected->client, why, size))
		return false;
	snprintf(why + length, size - length, "the server");
	return judge_end(seen->server, expected->server, why, size);
}

static size_t flows_expected(const struct lab *lab)
{
	size_t count = 0;

	while (count < LAB_FLOWS_MAX && lab->flows[count].client != NULL)
		count++;
	return count;
}

bool sightings_judge(const struct sightings *seen, const struct lab *lab,
		     char *why, size_t size)
{
	size_t expected = flows_expected(lab);

	for (size_t i = 0; i < expected; i++) {
		snprintf(why, size, "tcpflow saw of connection %zu that ",
			 i + 1);
		if (!judge_flow(&seen->flows[i], &lab->flows[i], why, size))
			return false;
	}
	if (seen->count != expected) {
		snprintf(why, size, "tcpflow saw %zu connections, expected %zu",
			 seen->count, expected);
		return false;
	}
	for (size_t i = 0; i < LAB_NOTES_MAX && lab->notes[i] != NULL; i++) {
		if (has_note(seen->notes, lab->notes[i], strlen(lab->notes[i])))
			continue;
		snprintf(why, size, "tcpflow did not note \"%s\"",
			 lab->notes[i]);
		return false;
	}
	return true;
}
