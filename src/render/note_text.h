/*
 * The words of a note.
 */
#ifndef TCPFLOW_RENDER_NOTE_TEXT_H
#define TCPFLOW_RENDER_NOTE_TEXT_H

#include <stdbool.h>

#include "track/note.h"

struct line_options;
struct packet_quote;
struct text;

/* `quote`: what the ICMP error says, for NOTE_ICMP; or NULL. */
void note_render(struct text *text, const struct line_options *options,
		 const struct track_note *note,
		 const struct packet_quote *quote);

/* Its words up to its value, if it has one: "dup ack #". */
const char *note_words(enum note note);

/* Whether somebody who debugs should look at it. */
bool note_is_trouble(const struct track_note *note);

/* Whether it is shown with these options: that loopback leaves its checksums
 * to the card is said only where tcpdump calls them incorrect. */
bool note_is_shown(const struct track_note *note,
		   const struct line_options *options);

#endif
