/*
 * The listing: --table, one row for each connection, in columns.
 *
 * Whoever prints one makes the rows, has each measured, fits the columns into a
 * width, and writes the head and the rows.  What is most important stays where
 * there is little room; addresses are shortened in the middle, and only then.
 */
#ifndef TCPFLOW_RENDER_LISTING_H
#define TCPFLOW_RENDER_LISTING_H

#include <stdbool.h>
#include <stdint.h>

struct line_options;
struct text;
struct track_look;

/* From left to right. */
enum listing_column {
	LISTING_NUMBER,
	LISTING_CLIENT,
	LISTING_CLIENT_STATE,
	LISTING_SERVER,
	LISTING_SERVER_STATE,
	LISTING_AGE,
	LISTING_CLIENT_BYTES,
	LISTING_SERVER_BYTES,
	LISTING_CLIENT_SEGMENTS,
	LISTING_SERVER_SEGMENTS,
	LISTING_RETRANSMISSIONS,
	LISTING_RTT,
	LISTING_CLIENT_WINDOW,
	LISTING_SERVER_WINDOW,
	LISTING_WAITING,
	LISTING_COLUMNS
};

enum {
	LISTING_NAME_SIZE = 320,
	LISTING_CELL_SIZE = 40,
	LISTING_WIDTH_MIN = 60, /* in less, lines wrap */
	LISTING_WIDTH_MAX = 512
};

/* C strings in UTF-8, made harmless for a terminal. */
struct listing_row {
	char names[2][LISTING_NAME_SIZE];		/* "10.0.0.1.40000" */
	char cells[LISTING_COLUMNS][LISTING_CELL_SIZE]; /* all but the names */
	uint32_t changed; /* bit by enum listing_column: it stands out */
	uint32_t trouble; /* the same: somebody should look at it */
};

/* Columns of the terminal. */
struct listing_layout {
	int needed[LISTING_COLUMNS]; /* by the rows that were measured */
	int given[LISTING_COLUMNS];  /* 0: it is not shown */
};

/* The row of a connection, as it is; or, if its reason is not
 * TRACK_REASON_OPEN, as it ended. */
void listing_row(struct listing_row *row, const struct line_options *options,
		 const struct track_look *look);

/* `layout` is zero to begin with.  What is needed never becomes less, so that
 * columns do not jump. */
void listing_measure(struct listing_layout *layout,
		     const struct listing_row *row);

/* Gives the columns their widths, so that a line has at most `width`, or
 * LISTING_WIDTH_MIN if that is more. */
void listing_fit(struct listing_layout *layout, int width);

/* The names of the columns; neither this nor a row has an end of line. */
void listing_head(struct text *text, const struct listing_layout *layout);

void listing_write(struct text *text, const struct listing_layout *layout,
		   const struct listing_row *row, bool colour);

#endif
