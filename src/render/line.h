/*
 * The line: what tcpdump prints for a packet, modern or classic.
 *
 * line_packet() writes the whole line without its end: number, time stamp,
 * link header, IP header, addresses, the TCP part.  After it comes what we
 * add (state.h), then line_dump() with the hex dump, if one was asked for,
 * and the line's end.
 */
#ifndef TCPFLOW_RENDER_LINE_H
#define TCPFLOW_RENDER_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "decode/packet.h"

struct endpoints_cache;
struct render_names;
struct text;

enum line_time { /* by how often -t was given */
		 LINE_TIME_DAY,
		 LINE_TIME_NONE,
		 LINE_TIME_UNIX,
		 LINE_TIME_SINCE_PREVIOUS,
		 LINE_TIME_DATE,
		 LINE_TIME_SINCE_FIRST
};

enum line_dump {
	LINE_DUMP_NONE,
	LINE_DUMP_HEX,		  /* -x */
	LINE_DUMP_HEX_LINK,	  /* -xx */
	LINE_DUMP_HEX_ASCII,	  /* -X */
	LINE_DUMP_HEX_ASCII_LINK, /* -XX */
	LINE_DUMP_ASCII,	  /* -A */
	LINE_DUMP_ASCII_LINK	  /* -AA */
};

struct line_options {
	bool classic;	  /* the line of tcpdump 3.x */
	bool number;	  /* -# */
	bool nanoseconds; /* nine digits in time stamps */
	bool link_header; /* -e */
	bool absolute;	  /* -S: absolute sequence numbers */
	bool no_checksum; /* -K */
	bool numeric;	  /* -n: no names; protocols by number too */
	int verbose;	  /* how often -v was given */
	int quiet;	  /* how often -q was given */
	enum line_time time;
	enum line_dump dump;
	const struct render_names *names;  /* or NULL: numbers, UTC */
	struct endpoints_cache *endpoints; /* or NULL: nothing is kept */
};

/* What sequence numbers are counted from; all zero prints absolute ones.
 * `sack` is a base of its own because the first segment that fixes the bases
 * prints absolute numbers, but relative SACK edges. */
struct line_bases {
	uint32_t seq, ack, sack;
};

enum { LINE_SECOND_MAX = 48 }; /* a multiple of PUT_BLOCK */

/* What one line leaves for the next: the reference of -ttt and -ttttt, and
 * the text of the second, which seldom changes.  All zero to begin with. */
struct line_clock {
	bool running;
	struct packet_time reference;
	int64_t second;	       /* the one whose text follows */
	uint8_t second_length; /* 0: there is none yet */
	char second_text[LINE_SECOND_MAX];
};

/* The time stamp and a space; nothing with LINE_TIME_NONE. */
void line_time(struct text *text, const struct line_options *options,
	       struct line_clock *clock, struct packet_time time);

void line_packet(struct text *text, const struct line_options *options,
		 struct line_clock *clock, const struct packet *packet,
		 struct line_bases bases);

/* The dump of `packet` as the options ask for it; nothing if they do not. */
void line_dump(struct text *text, const struct line_options *options,
	       const struct packet *packet);

#endif
