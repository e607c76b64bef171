/*
 * The ladder as text: two lifelines, arrows between them, states beside them.
 *
 *	#1                10.0.0.1.41660 (client)   10.0.0.2.55555 (server)
 *	                        CLOSED |                      | LISTEN?
 *	#1  09:55:48.385046   SYN_SENT |------ [S] 0:0(0) --->|
 *	                               |    handshake 1/3     |
 */
#ifndef TCPFLOW_RENDER_LADDER_TEXT_H
#define TCPFLOW_RENDER_LADDER_TEXT_H

struct ladder;
struct ladder_begin;
struct ladder_row;

void ladder_text_begin(struct ladder *ladder, const struct ladder_begin *begin);
void ladder_text_row(struct ladder *ladder, const struct ladder_row *row);

#endif
