/*
 * The vocabulary.  States and notes have the words that the lines have, so
 * that what is read there can be asked for.
 */
#include "where/words.h"

#include <string.h>

#include "render/note_text.h"
#include "render/text.h"
#include "track/history.h"
#include "track/note.h"
#include "track/tracker.h"

/* The order is that in which they are listed. */
static const struct words_field fields[] = {
	{ "client", WORDS_STATE, WHERE_STATE, WHERE_CLIENT_SIDE, false },
	{ "server", WORDS_STATE, WHERE_STATE, WHERE_SERVER_SIDE, false },
	{ "state", WORDS_STATE, WHERE_STATE, WHERE_BOTH_SIDES, true },
	{ "finding", WORDS_NOTE, WHERE_NOTE, WHERE_BOTH_SIDES, false },
	{ "note", WORDS_NOTE, WHERE_NOTE, WHERE_BOTH_SIDES, false },
	{ "reason", WORDS_REASON, WHERE_REASON, WHERE_BOTH_SIDES, false },
	{ "conn", WORDS_NUMBER, WHERE_CONNECTION, WHERE_BOTH_SIDES, false },
	{ "addr", WORDS_ADDRESS, WHERE_ADDRESS, WHERE_BOTH_SIDES, true },
	{ "port", WORDS_NUMBER, WHERE_PORT, WHERE_BOTH_SIDES, true },
	{ "bytes", WORDS_NUMBER, WHERE_BYTES, WHERE_BOTH_SIDES, true },
	{ "packets", WORDS_NUMBER, WHERE_PACKETS, WHERE_BOTH_SIDES, true },
	{ "retransmissions", WORDS_NUMBER, WHERE_RETRANSMISSIONS,
	  WHERE_BOTH_SIDES, true },
	{ "window", WORDS_NUMBER, WHERE_WINDOW, WHERE_BOTH_SIDES, true },
	{ "rtt", WORDS_TIME, WHERE_RTT, WHERE_BOTH_SIDES, false },
	{ "rtt.min", WORDS_TIME, WHERE_RTT_MIN, WHERE_BOTH_SIDES, true },
	{ "rtt.avg", WORDS_TIME, WHERE_RTT_AVERAGE, WHERE_BOTH_SIDES, true },
	{ "rtt.max", WORDS_TIME, WHERE_RTT_MAX, WHERE_BOTH_SIDES, true },
	{ "age", WORDS_TIME, WHERE_AGE, WHERE_BOTH_SIDES, false },
	{ "idle", WORDS_TIME, WHERE_IDLE, WHERE_BOTH_SIDES, false },
	{ "duration", WORDS_TIME, WHERE_DURATION, WHERE_BOTH_SIDES, false },
	{ "from", WORDS_END, WHERE_FROM, WHERE_SENDER_SIDE, false },
	{ "src", WORDS_ADDRESS, WHERE_ADDRESS, WHERE_SENDER_SIDE, false },
	{ "dst", WORDS_ADDRESS, WHERE_ADDRESS, WHERE_RECEIVER_SIDE, false },
	{ "sport", WORDS_NUMBER, WHERE_PORT, WHERE_SENDER_SIDE, false },
	{ "dport", WORDS_NUMBER, WHERE_PORT, WHERE_RECEIVER_SIDE, false },
	{ "flags", WORDS_FLAGS, WHERE_FLAGS, WHERE_SENDER_SIDE, false },
	{ "length", WORDS_NUMBER, WHERE_LENGTH, WHERE_SENDER_SIDE, false },
};

enum { FIELDS = sizeof fields / sizeof *fields };

static const struct {
	const char *prefix;
	enum where_side side;
} sides[] = {
	{ "client.", WHERE_CLIENT_SIDE },
	{ "server.", WHERE_SERVER_SIDE },
};

enum { SIDES = sizeof sides / sizeof *sides };

static const char *const reasons[] = {
	[TRACK_REASON_OPEN] = "open",	    [TRACK_REASON_CLOSED] = "closed",
	[TRACK_REASON_RESET] = "reset",	    [TRACK_REASON_REFUSED] = "refused",
	[TRACK_REASON_TIMEOUT] = "timeout", [TRACK_REASON_REUSED] = "reused",
	[TRACK_REASON_EVICTED] = "evicted",
};

static const char *const ends[] = {
	[TRACK_CLIENT] = "client",
	[TRACK_SERVER] = "server",
};

const char *words_of_reason(unsigned int reason)
{
	return reasons[reason];
}

/* The words of a type by their number; NULL after the last. */
static const char *word_at(enum words_type type, unsigned int i)
{
	switch (type) {
	case WORDS_STATE:
		return i <= STATE_LAST_ACK ? state_name((enum tcp_state)i)
					   : NULL;
	case WORDS_NOTE:
		return i <= NOTE_ICMP ? note_words((enum note)i) : NULL;
	case WORDS_REASON:
		return i < sizeof reasons / sizeof *reasons ? reasons[i] : NULL;
	case WORDS_END:
		return i < sizeof ends / sizeof *ends ? ends[i] : NULL;
	default:
		return NULL;
	}
}

/* What leads from a note to its value, "dup ack #", is not a part of its
 * name. */
static struct words_span name_of(const char *word)
{
	static const char *const leads[] = {
		" by ", " until ", " from ", " for ", " #", " (0x", " (", " ",
	};
	size_t length = strlen(word);

	for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
		size_t lead = strlen(leads[i]);

		if (length > lead &&
		    memcmp(word + length - lead, leads[i], lead) == 0)
			return (struct words_span){ word, length - lead };
	}
	return (struct words_span){ word, length };
}

static char small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same(struct words_span a, struct words_span b)
{
	if (a.length != b.length)
		return false;
	for (size_t i = 0; i < a.length; i++)
		if (small(a.at[i]) != small(b.at[i]))
			return false;
	return true;
}

static bool has_part(struct words_span whole, struct words_span part)
{
	for (size_t i = 0; i + part.length <= whole.length; i++)
		if (same((struct words_span){ whole.at + i, part.length },
			 part))
			return true;
	return false;
}

static struct words_span span_of(const char *word)
{
	return (struct words_span){ word, strlen(word) };
}

bool words_same(struct words_span span, const char *word)
{
	return same(span, span_of(word));
}

/* Cuts the prefix off. */
static enum where_side side_of(struct words_span *name)
{
	for (size_t i = 0; i < SIDES; i++) {
		size_t length = strlen(sides[i].prefix);

		if (name->length <= length ||
		    !words_same((struct words_span){ name->at, length },
				sides[i].prefix))
			continue;
		name->at += length;
		name->length -= length;
		return sides[i].side;
	}
	return WHERE_BOTH_SIDES;
}

bool words_find_field(struct words_span name, struct words_field *field)
{
	enum where_side side = side_of(&name);

	for (size_t i = 0; i < FIELDS; i++) {
		if (!words_same(name, fields[i].name) ||
		    (side != WHERE_BOTH_SIDES && !fields[i].of_end))
			continue;
		*field = fields[i];
		if (side != WHERE_BOTH_SIDES)
			field->side = side;
		return true;
	}
	return false;
}

uint64_t words_find(enum words_type type, struct words_span span, bool part)
{
	uint64_t found = 0;
	const char *word;

	for (unsigned int i = 0; (word = word_at(type, i)); i++) {
		struct words_span name = name_of(word);

		if (part ? has_part(name, span) : same(name, span))
			found |= UINT64_C(1) << i;
	}
	return found;
}

static const struct words_field *field_of(enum where_field field,
					  enum where_side side)
{
	for (size_t i = 0; i < FIELDS; i++)
		if (fields[i].field == field && fields[i].side == side)
			return &fields[i];
	return NULL;
}

void words_field_name(struct text *text, enum where_field field,
		      enum where_side side)
{
	const struct words_field *found = field_of(field, side);

	if (!found) {
		text_string(text,
			    side == WHERE_SERVER_SIDE ? "server." : "client.");
		found = field_of(field, WHERE_BOTH_SIDES);
	}
	if (found)
		text_string(text, found->name);
}

void words_note(struct text *text, enum note note)
{
	struct words_span name = name_of(note_words(note));

	text_data(text, name.at, name.length);
}

/* --- did you mean */

enum { NAME_MAX_LENGTH = 40 };

/* How many characters must be changed, left out or added to make one of the
 * other (Levenshtein's distance); more than any if one is too long. */
static size_t distance(struct words_span a, struct words_span b)
{
	size_t row[NAME_MAX_LENGTH + 1];

	if (a.length > NAME_MAX_LENGTH || b.length > NAME_MAX_LENGTH)
		return SIZE_MAX;
	for (size_t j = 0; j <= b.length; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.length; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b.length; j++) {
			bool equal = small(a.at[i - 1]) == small(b.at[j - 1]);
			size_t best = diagonal + !equal;

			diagonal = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[b.length];
}

/* The nearest until now. */
struct nearest {
	struct words_span wanted;
	struct words_span name;
	size_t distance;
};

static struct nearest nearest_to(struct words_span wanted)
{
	/* Beyond a third of it, it is another word. */
	return (struct nearest){ .wanted = wanted,
				 .distance = (wanted.length + 2) / 3 };
}

static void consider(struct nearest *nearest, const char *word)
{
	struct words_span name = name_of(word);
	size_t away = distance(nearest->wanted, name);

	if (away > nearest->distance ||
	    (nearest->name.at && away == nearest->distance))
		return;
	nearest->name = name;
	nearest->distance = away;
}

static void list_item(struct text *text, bool first, struct words_span name)
{
	text_string(text, first ? "" : ", ");
	text_data(text, name.at, name.length);
}

void words_suggest_field(struct text *text, struct words_span name)
{
	const char *prefix = name.at;
	enum where_side side = side_of(&name);
	struct nearest nearest = nearest_to(name);
	bool first = true;

	for (size_t i = 0; i < FIELDS; i++)
		if (side == WHERE_BOTH_SIDES || fields[i].of_end)
			consider(&nearest, fields[i].name);
	if (nearest.name.at) {
		text_string(text, "; did you mean ");
		text_data(text, prefix, (size_t)(name.at - prefix));
		text_data(text, nearest.name.at, nearest.name.length);
		text_char(text, '?');
		return;
	}
	text_string(text, "; there are ");
	for (size_t i = 0; i < FIELDS; i++) {
		if (side != WHERE_BOTH_SIDES && !fields[i].of_end)
			continue;
		list_item(text, first, span_of(fields[i].name));
		first = false;
	}
}

void words_suggest(struct text *text, enum words_type type,
		   struct words_span span)
{
	struct nearest nearest = nearest_to(span);
	const char *word;

	for (unsigned int i = 0; (word = word_at(type, i)); i++)
		consider(&nearest, word);
	if (nearest.name.at) {
		text_string(text, "; did you mean ");
		text_data(text, nearest.name.at, nearest.name.length);
		text_char(text, '?');
		return;
	}
	text_string(text, "; there are ");
	for (unsigned int i = 0; (word = word_at(type, i)); i++)
		list_item(text, i == 0, name_of(word));
}
