/*
 * Findings: the notes that --findings looks for.
 */
#ifndef TCPFLOW_RENDER_FINDING_H
#define TCPFLOW_RENDER_FINDING_H

#include <stdbool.h>

struct track_note;
struct track_notes;

/* Whether it says that something is not as it goes when all goes well: all
 * that is trouble (note_is_trouble()), and what may lead to it. */
bool note_is_finding(const struct track_note *note);

bool notes_have_finding(const struct track_notes *notes);

#endif
