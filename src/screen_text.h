/*
 * What stands on the screen of the live table, line by line.
 */
#ifndef TCPFLOW_SCREEN_TEXT_H
#define TCPFLOW_SCREEN_TEXT_H

struct screen;
struct text;

enum { SCREEN_LINE_SIZE = 4096 };

/* Makes what belongs to all lines: to be called once before them. */
void screen_text_prepare(struct screen *screen);

/* Appends the line with that number, from 0 to screen->lines - 1, without an
 * end; with the sequences of render/colour.h, even without colours, for what is
 * bold or in reverse.  It may be wider than the screen. */
void screen_text_line(struct text *text, const struct screen *screen, int line);

#endif
