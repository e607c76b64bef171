/*
 * The ladder: the time-sequence figure of RFC 9293 and of the book.  Client
 * left, server right, time flows down, a state stands where it changes.
 *
 * Of each connection there is a beginning, with the names of its ends and the
 * states that they are in, then rows.  Text and mermaid are written row by
 * row; an SVG picture is kept and written in the end, as it begins with its
 * height.
 */
#ifndef TCPFLOW_RENDER_LADDER_H
#define TCPFLOW_RENDER_LADDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "render/line.h"

struct ladder_svg;
struct packet;
struct text;
struct track_event;
struct track_result;

enum ladder_kind {
	LADDER_NONE,
	LADDER_BY_LOCALE, /* one of the next two: whoever asked decides */
	LADDER_ASCII,
	LADDER_UNICODE, /* with UTF-8's lines and arrows */
	LADDER_MERMAID,
	LADDER_SVG
};

enum {
	LADDER_KNOWN = 64,
	LADDER_WIDTH_MIN = 60, /* in less, lines wrap */
	LADDER_WIDTH_MAX = 132 /* longer arrows are no better */
};

/* A connection that was begun, and what was shown of its ends last: an octet
 * of ladder_row.h. */
struct ladder_known {
	uint64_t connection; /* 0: none */
	uint64_t used;	     /* when it was last seen, by `uses` */
	uint8_t shown[2];
};

/* Zero but for the first part. */
struct ladder {
	enum ladder_kind kind;
	struct text *text;		    /* where it goes; not owned */
	const struct line_options *options; /* times, names; not owned */
	int width;			    /* of a line of text, in columns */
	bool single;		/* one connection: text lines have no number */
	bool colour;		/* of text */
	struct ladder_svg *svg; /* LADDER_SVG: zero; not owned */

	struct line_clock clock;
	/* Where there are more, the one that was not seen longest is forgotten,
	 * and begins once more if it is seen again. */
	struct ladder_known known[LADDER_KNOWN];
	uint64_t uses;
	bool begun;
	/* Of mermaid: */
	size_t written;	   /* octets until now */
	bool full;	   /* nothing more is written */
	uint64_t last;	   /* the connection that was begun last */
	uint64_t left_out; /* rows that were not written */
};

/* A segment; nothing if it belongs to no connection. */
void ladder_packet(struct ladder *ladder, const struct packet *packet,
		   const struct track_result *result);

/* What happened between segments.  `quote`: the ICMP packet that is the event,
 * or NULL. */
void ladder_event(struct ladder *ladder, const struct track_event *event,
		  const struct packet *quote);

/* The input is over. */
void ladder_finish(struct ladder *ladder);

#endif
