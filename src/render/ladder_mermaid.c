/*
 * The ladder in the language of mermaid.
 *
 * There, a semicolon ends a statement, a hash begins a character's number, and
 * much else may mean something in a later version.  So what is no letter, digit
 * or one of a few harmless marks is written by its number: `#62;` is ">".
 */
#include "render/ladder_mermaid.h"

#include <string.h>

#include "render/ladder.h"
#include "render/ladder_row.h"
#include "render/text.h"

/* More than a row or a beginning ever takes: six octets for each of theirs,
 * and the statements. */
enum { PIECE_SIZE = 16 * 1024 };

static bool is_harmless(char c)
{
	static const char marks[] = " .,:?()[]_-/'";

	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (c && strchr(marks, c)) ||
	       (uint8_t)c >= 0x80;
}

static void escape(struct text *text, const char *string, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (is_harmless(string[i])) {
			text_char(text, string[i]);
			continue;
		}
		text_char(text, '#');
		text_unsigned(text, (uint8_t)string[i]);
		text_char(text, ';');
	}
}

static char letter_of(enum track_end end)
{
	return end == TRACK_CLIENT ? 'c' : 's';
}

/* "c1", "s1" */
static void participant(struct text *text, enum track_end end,
			uint64_t connection)
{
	text_char(text, letter_of(end));
	text_unsigned(text, connection);
}

static void state_note(struct text *text, enum track_end end,
		       uint64_t connection, const struct ladder_states *states)
{
	if (states->count == 0)
		return;
	text_string(text, end == TRACK_CLIENT ? "    Note left of "
					      : "    Note right of ");
	participant(text, end, connection);
	text_string(text, ": ");
	for (int i = 0; i < states->count; i++) {
		if (i > 0)
			text_string(text, "-#62;");
		ladder_state_render(text, states, i);
	}
	text_char(text, '\n');
}

static void state_notes(struct text *text, uint64_t connection,
			const struct ladder_states ends[2])
{
	state_note(text, TRACK_CLIENT, connection, &ends[TRACK_CLIENT]);
	state_note(text, TRACK_SERVER, connection, &ends[TRACK_SERVER]);
}

/* "    Note over c1,s1: " */
static void begin_note(struct text *text, uint64_t connection)
{
	text_string(text, "    Note over ");
	participant(text, TRACK_CLIENT, connection);
	text_char(text, ',');
	participant(text, TRACK_SERVER, connection);
	text_string(text, ": ");
}

static void note_lines(struct text *text, const struct ladder_row *row)
{
	const char *note = row->notes;

	while (*note) {
		size_t length = strcspn(note, "\n");

		begin_note(text, row->connection);
		escape(text, note, length);
		text_char(text, '\n');
		note += length + (note[length] == '\n');
	}
}

static void arrow(struct text *text, const struct ladder_row *row)
{
	text_string(text, "    ");
	participant(text, row->end, row->connection);
	text_string(text, "->>");
	participant(text, !row->end, row->connection);
	text_string(text, ": ");
	escape(text, row->stamp, strlen(row->stamp));
	if (row->stamp[0])
		text_char(text, ' ');
	escape(text, row->label, strlen(row->label));
	text_char(text, '\n');
}

/* What happened to an end by itself: a note on its lifeline. */
static void event(struct text *text, const struct ladder_row *row)
{
	text_string(text, "    Note over ");
	participant(text, row->end, row->connection);
	text_string(text, ": ");
	escape(text, row->stamp, strlen(row->stamp));
	for (const char *note = row->notes; *note;) {
		size_t length = strcspn(note, "\n");

		text_char(text, ' ');
		escape(text, note, length);
		note += length + (note[length] == '\n');
	}
	text_char(text, '\n');
}

/* What does not fit any more is left out, and all that follows, which may name
 * participants that are not there. */
static bool write_piece(struct ladder *ladder, const struct text *piece)
{
	size_t length = text_length(piece);

	if (ladder->written + length > LADDER_MERMAID_SIZE)
		ladder->full = true;
	if (ladder->full)
		return false;
	ladder->written += length;
	text_data(ladder->text, piece->start, length);
	return true;
}

void ladder_mermaid_begin(struct ladder *ladder,
			  const struct ladder_begin *begin)
{
	char storage[PIECE_SIZE];
	struct text piece;

	text_init(&piece, storage, sizeof(storage));
	if (!ladder->begun)
		text_string(&piece, "sequenceDiagram\n");
	for (int end = TRACK_CLIENT; end <= TRACK_SERVER; end++) {
		text_string(&piece, "    participant ");
		participant(&piece, (enum track_end)end, begin->connection);
		text_string(&piece, " as #35;");
		text_unsigned(&piece, begin->connection);
		text_char(&piece, ' ');
		escape(&piece, begin->names[end], strlen(begin->names[end]));
		text_char(&piece, '\n');
	}
	state_notes(&piece, begin->connection, begin->ends);
	if (write_piece(ladder, &piece))
		ladder->last = begin->connection;
}

void ladder_mermaid_row(struct ladder *ladder, const struct ladder_row *row)
{
	char storage[PIECE_SIZE];
	struct text piece;

	text_init(&piece, storage, sizeof(storage));
	if (row->is_event)
		event(&piece, row);
	else
		arrow(&piece, row);
	state_notes(&piece, row->connection, row->ends);
	if (!row->is_event)
		note_lines(&piece, row);
	if (!write_piece(ladder, &piece))
		ladder->left_out++;
}

void ladder_mermaid_finish(struct ladder *ladder)
{
	struct text *text = ladder->text;

	if (!ladder->begun)
		text_string(text, "sequenceDiagram\n");
	if (ladder->left_out == 0)
		return;
	begin_note(text, ladder->last);
	text_string(text, "and ");
	text_unsigned(text, ladder->left_out);
	text_string(text, ladder->left_out == 1 ? " more row" : " more rows");
	text_char(text, '\n');
}
