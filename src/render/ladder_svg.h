/*
 * The ladder as a picture: SVG that needs nothing beside it, light or dark as
 * the reader's screen is.
 *
 * Each connection has a figure of its own, one below the other.  Rows are kept
 * until the input is over: a picture begins with its height, and a figure's
 * rows come among those of the others.
 */
#ifndef TCPFLOW_RENDER_LADDER_SVG_H
#define TCPFLOW_RENDER_LADDER_SVG_H

#include <stdint.h>

#include "render/ladder_row.h"

struct text;

/* What is beyond these is counted, and the picture says how much. */
enum { LADDER_SVG_ROWS = 400, LADDER_SVG_FIGURES = 40 };

/* Zero to begin with. */
struct ladder_svg {
	struct ladder_begin figures[LADDER_SVG_FIGURES];
	struct ladder_row rows[LADDER_SVG_ROWS];
	int figure_count, row_count;
	uint64_t left_out; /* rows */
};

/* A connection that is begun once more goes on in its figure. */
void ladder_svg_begin(struct ladder_svg *svg, const struct ladder_begin *begin);
void ladder_svg_row(struct ladder_svg *svg, const struct ladder_row *row);

/* Writes the picture. */
void ladder_svg_finish(const struct ladder_svg *svg, struct text *text);

#endif
