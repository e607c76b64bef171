/* Notes: a short list that drops what does not fit. */
#include "track/note.h"

_Static_assert(NOTE_ICMP < 64, "there is a bit for each note");

static struct track_note *notes_next(struct track_notes *notes, enum note note)
{
	static const struct track_note empty;
	struct track_note *next;

	if (notes->count == NOTES_MAX)
		notes->set &=
			~(UINT64_C(1) << notes->list[--notes->count].note);
	notes->set |= UINT64_C(1) << note;
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
