/*
 * The text of a segment's TCP options, modern or classic.
 *
 * It is made from the octets, not from struct tcp_options: a line shows every
 * option, in its order, also what is wrong with it.
 */
#ifndef TCPFLOW_RENDER_TCP_OPTION_TEXT_H
#define TCPFLOW_RENDER_TCP_OPTION_TEXT_H

#include <stdbool.h>
#include <stdint.h>

struct line_options;
struct packet;
struct text;

enum option_text_how {
	OPTION_TEXT_WHOLE,   /* the line goes on */
	OPTION_TEXT_BAD,     /* `[bad opt]`: the line ends */
	OPTION_TEXT_CUT,     /* the end of a value was not captured, and the
			      * line ends with ` [|tcp]` */
	OPTION_TEXT_GIVEN_UP /* the same, but a kind or a length was missing */
};

struct option_text_end {
	enum option_text_how how;
	bool multipath; /* there was one of Multipath TCP: from there on what
			 * is cut is called [|mptcp] */
};

/* Modern `, options [a,b,c]`, classic ` <a,b,c>`, for a segment whose header
 * is longer than 20 octets, but not longer than the segment.  `sack_base` is
 * subtracted from both edges of SACK blocks. */
struct option_text_end tcp_options_render(struct text *text,
					  const struct line_options *options,
					  const struct packet *packet,
					  uint32_t sack_base);

#endif
