/*
 * Reads notes and states from what tcpflow prints.
 */
#include "lab/sightings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_SIZE = 4096 };

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

void sightings_line(struct sightings *seen, const char *line)
{
	char plain[LINE_SIZE];
	const char *part;

	take_plain(plain, line);
	part = strstr(plain, " | #");
	if (part == NULL)
		part = strstr(plain, " -- #");
	part = part == NULL ? NULL : strstr(part + 3, " | ");
	if (part != NULL)
		add_notes(seen, part + 3);
}

/* Reads `"states":["A","B"]` of the end that begins at `part`. */
static void read_states(char *states, const char *part)
{
	static const char key[] = "\"states\":[";
	const char *next = part == NULL ? NULL : strstr(part, key);
	size_t length = 0;

	if (next == NULL)
		return;
	next += sizeof(key) - 1;
	for (; *next != ']' && *next != '\0'; next++) {
		if (*next != '"' && length < SIGHTINGS_STATES - 1)
			states[length++] = *next == ',' ? ' ' : *next;
	}
	states[length] = '\0';
}

void sightings_record(struct sightings *seen, const char *record)
{
	static const char key[] = "\"conn\":";
	const char *next = strstr(record, key);
	unsigned long number;

	if (next == NULL)
		return;
	number = strtoul(next + sizeof(key) - 1, NULL, 10);
	if (number > seen->count)
		seen->count = number;
	if (number == 0 || number > LAB_FLOWS_MAX)
		return;
	read_states(seen->flows[number - 1].client,
		    strstr(record, "\"client\":{"));
	read_states(seen->flows[number - 1].server,
		    strstr(record, "\"server\":{"));
}

static bool judge_end(const char *seen, const char *expected, char *why,
		      size_t size)
{
	size_t length = strlen(why);

	if (strcmp(seen, expected) == 0)
		return true;
	snprintf(why + length, size - length,
		 "\n  went through  %s\n"
		 "  expected      %s",
		 *seen != '\0' ? seen : "no state",
		 *expected != '\0' ? expected : "no state");
	return false;
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
		snprintf(why, size, "the client of connection %zu", i + 1);
		if (!judge_end(seen->flows[i].client, lab->flows[i].client, why,
			       size))
			return false;
		snprintf(why, size, "the server of connection %zu", i + 1);
		if (!judge_end(seen->flows[i].server, lab->flows[i].server, why,
			       size))
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
