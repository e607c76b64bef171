/*
 * What others have to know of the modern line (tcp_line_render() itself is
 * one of the parts in parts.h): the dump how it ended, the ladder how control
 * bits are written.
 */
#ifndef TCPFLOW_RENDER_TCP_LINE_H
#define TCPFLOW_RENDER_TCP_LINE_H

#include <stdbool.h>
#include <stdint.h>

struct line_options;
struct packet;
struct text;

/* `[S.]`, or `[none]`. */
void tcp_flags_render(struct text *text, uint16_t flags);

/* Whether the line ends with ` [|tcp]` because an octet that had to be read
 * was not captured.  (There are other ways to end with it.) */
bool tcp_line_gives_up(const struct line_options *options,
		       const struct packet *packet);

#endif
