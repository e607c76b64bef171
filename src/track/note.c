/* Notes: a short list that drops what does not fit. */
#include "track/note.h"

static struct track_note *notes_next(struct track_notes *notes, enum note note)
{
	static const struct track_note empty;
	struct track_note *next;

	if (notes->count == NOTES_MAX)
		notes->count--;
	next = &notes->list[notes->count++];
	*next = empty;
	next->note = (uint8_t)note;
	return next;
}

void notes_add(struct track_notes *notes, enum note note)
{
	notes_next(notes, note);
}

void notes_add_end(struct track_notes *notes, enum note note, int end)
{
	notes_next(notes, note)->end = (uint8_t)end;
}

void notes_add_time(struct track_notes *notes, enum note note, int64_t time)
{
	notes_next(notes, note)->time = time;
}

void notes_add_values(struct track_notes *notes, enum note note, uint32_t value,
		      uint16_t other)
{
	struct track_note *next = notes_next(notes, note);

	next->value = value;
	next->other = other;
}

bool notes_have(const struct track_notes *notes, enum note note)
{
	for (int i = 0; i < notes->count; i++)
		if (notes->list[i].note == note)
			return true;
	return false;
}
