/*
 * What others have to know of the modern line (tcp_line_render() itself is
 * one of the parts in parts.h): the dump how it ended, the ladder how control
 * bits are written, line.c what is the same on most lines.
 */
#ifndef TCPFLOW_RENDER_TCP_LINE_H
#define TCPFLOW_RENDER_TCP_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "render/line.h"

struct packet_tcp;
struct text;

/* `[S.]`, or `[none]`. */
void tcp_flags_render(struct text *text, uint16_t flags);

/* Whether the line ends with ` [|tcp]` because an octet that had to be read
 * was not captured.  (There are other ways to end with it.) */
bool tcp_line_gives_up(const struct line_options *options,
		       const struct packet *packet);

/* Whether there are time stamps behind two octets that fill them up, and no
 * other option, or none at all: nine segments of ten are so. */
bool tcp_has_usual_options(const struct packet_tcp *tcp);

/* What tcp_line_render() writes behind the ports for a segment with a whole
 * header and these options, without -v and -q: where put.h writes, in at most
 * TCP_LINE_USUAL_MAX characters. */
enum { TCP_LINE_USUAL_MAX = 160 };
char *put_usual_tcp_line(char *at, const struct line_options *options,
			 const struct packet *packet, struct line_bases bases);

#endif
