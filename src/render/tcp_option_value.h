/*
 * The text of one TCP option, from its name on.
 */
#ifndef TCPFLOW_RENDER_TCP_OPTION_VALUE_H
#define TCPFLOW_RENDER_TCP_OPTION_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "decode/bytes.h"
#include "render/tcp_option_text.h"

enum { OPTION_KIND_END = 0, OPTION_KIND_NOP = 1 };

/* Where the text stands in the options. */
struct option_walk {
	struct text *text;
	const struct line_options *options;
	const struct packet *packet;
	uint32_t sack_base;
	struct bytes octets; /* captured, from the next one on; may reach past
			      * the header */
	uint32_t room;	     /* octets the header has left */
	uint32_t kind;
	uint32_t value_length; /* as the option says; without kind and length */
	uint32_t value_used;   /* as its kind says */
	bool multipath;
};

/* Appends the name and the value of the option at which `walk` stands, behind
 * its kind and length, and sets `value_used`. */
enum option_text_how option_value_render(struct option_walk *walk);

/* The same for the options of a whole header, if they are all of a fixed shape
 * and as long as that, with commas between them; NULL if there is any other.
 * So are nearly all, and in one piece they cost less than half: at most four
 * characters for each octet, written where put.h writes. */
char *put_plain_options(char *at, struct bytes octets);

#endif
