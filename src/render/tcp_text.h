/*
 * What the modern and the classic line of a TCP segment have in common.
 */
#ifndef TCPFLOW_RENDER_TCP_TEXT_H
#define TCPFLOW_RENDER_TCP_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "decode/packet.h"
#include "render/line.h"

struct text;

/* Octets of a TCP header without options. */
enum { TCP_FIXED_HEADER = 20 };

/* `A.port > B.port: `, and all of the line where it ends before the flags: a
 * header that was cut or is too short, or -q.  True when the flags follow. */
bool tcp_begin_render(struct text *text, const struct line_options *options,
		      const struct packet *packet);

/* ` [bad hdr length H - too long, > L]` */
void tcp_too_long_render(struct text *text, const struct packet *packet);

/* Octets of data, as IP says; the header must not be too long. */
static inline uint32_t tcp_payload(const struct packet *packet)
{
	return packet->tcp.length - packet->tcp.header_length;
}

/* Whether the sequence number belongs on the line. */
static inline bool tcp_shows_seq(const struct line_options *options,
				 const struct packet *packet)
{
	return options->verbose > 1 || tcp_payload(packet) > 0 ||
	       (packet->tcp.flags & (TCP_SYN | TCP_FIN | TCP_RST));
}

/* Whether the checksum belongs on the line. */
static inline bool tcp_shows_checksum(const struct line_options *options,
				      const struct packet *packet)
{
	return options->verbose && !options->no_checksum &&
	       !packet->ip.fragment &&
	       packet->tcp.checksum != CHECKSUM_UNVERIFIED;
}

/* ` [RST text]`: what a reset carries is sometimes its reason in words
 * (RFC 9293 3.5.3).  Nothing if it carries nothing. */
void tcp_reset_text_render(struct text *text, const struct packet *packet);

#endif
