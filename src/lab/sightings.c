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

/* Counts a segment with data for the end that sent it: the client, if it is
 * the one that sent the first segment of all. */
static void add_data(struct sighting *flow, const char *segment)
{
	const char *from = strstr(segment, "IP "), *next = segment;
	const char *length = NULL;
	char sender[SIGHTINGS_ADDRESS];

	while ((next = strstr(next, ", length ")) != NULL)
		length = next += strlen(", length ");
	if (from == NULL || length == NULL)
		return;
	from += strlen("IP ");
	snprintf(sender, sizeof(sender), "%.*s", (int)strcspn(from, " "), from);
	if (flow->client_address[0] == '\0')
		memcpy(flow->client_address, sender, sizeof(sender));
	if (strtoul(length, NULL, 10) == 0)
		return;
	if (strcmp(sender, flow->client_address) == 0)
		flow->data.client++;
	else
		flow->data.server++;
}

void sightings_line(struct sightings *seen, const char *line)
{
	char plain[LINE_SIZE], *part;
	const char *notes;
	unsigned long number;

	take_plain(plain, line);
	part = strstr(plain, " | #");
	if (part == NULL)
		part = strstr(plain, " -- #");
	if (part == NULL)
		return;
	notes = strstr(part + 3, " | ");
	if (notes != NULL)
		add_notes(seen, notes + 3);
	number = strtoul(strchr(part, '#') + 1, NULL, 10);
	*part = '\0';
	if (number > 0 && number <= LAB_FLOWS_MAX)
		add_data(&seen->flows[number - 1], plain);
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

static bool judge_flow(const struct sighting *seen,
		       const struct lab_flow *expected, char *why, size_t size)
{
	const size_t length = strlen(why);

	snprintf(why + length, size - length, ", the client");
	if (!judge_end(seen->client, expected->client, why, size))
		return false;
	snprintf(why + length, size - length, ", the server");
	return judge_end(seen->server, expected->server, why, size);
}

static bool judge_data(const struct lab_data *seen,
		       const struct lab_data *expected, char *why, size_t size)
{
	const size_t length = strlen(why);

	if (expected->client == 0 && expected->server == 0)
		return true;
	if (seen->client == expected->client &&
	    seen->server == expected->server)
		return true;
	snprintf(why + length, size - length,
		 ": %u segments with data from the client and %u from the "
		 "server, expected %u and %u",
		 seen->client, seen->server, expected->client,
		 expected->server);
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
		const struct sighting *flow = &seen->flows[i];

		snprintf(why, size, "connection %zu", i + 1);
		if (!judge_flow(flow, &lab->flows[i], why, size))
			return false;
		snprintf(why, size, "connection %zu", i + 1);
		if (!judge_data(&flow->data, &lab->data[i], why, size))
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
