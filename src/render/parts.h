/*
 * The parts of which a line is put together, one function for each.  line.c
 * calls them in the order in which the eye reads.
 */
#ifndef TCPFLOW_RENDER_PARTS_H
#define TCPFLOW_RENDER_PARTS_H

#include <stdint.h>

#include "decode/bytes.h"
#include "render/line.h"
#include "render/put.h"

/* link_header.c: what -e prints, and what SLL2 always prints. */
void link_header_render(struct text *text, const struct line_options *options,
			const struct packet *packet);

/* ip_header.c: `IP `, the parenthesis of -v, IPv6 extension headers, what is
 * wrong with the header, the addresses, and the text of packets that end
 * there (a later fragment, a cut header).  Returns true when the TCP part
 * follows; the addresses and ports have not been written then. */
bool ip_header_render(struct text *text, const struct line_options *options,
		      const struct packet *packet);

/* A segment was found behind a sound header: of that there is nothing to say
 * without -v, unless something stands between them, or octets are missing. */
bool ip_header_is_plain(const struct packet *packet);

/* What is said none the less, without -e. */
static inline char *put_ip_name(char *at, uint8_t version)
{
	return version == 6 ? put_string(at, "IP6 ") : put_string(at, "IP ");
}

/* The header of an IP packet that carries a tunnel, to the addresses: `IP `
 * unless -e says it, the parenthesis of -v, all on one line. */
void ip_outer_render(struct text *text, const struct line_options *options,
		     const struct packet_tunnel *tunnel);

/* tunnel_text.c: the headers of all tunnels, with -e or -v; nothing without. */
void tunnel_headers_render(struct text *text,
			   const struct line_options *options,
			   const struct packet *packet);

/* link_header.c: the header of an Ethernet frame inside of a tunnel. */
void inner_frame_render(struct text *text, const struct line_options *options,
			const struct packet_tunnel *tunnel);

/* link_header.c: the header of a PPP frame with -e. */
void ppp_header_render(struct text *text, struct bytes at, uint32_t length);

/* address.c: an address by number, of at most ADDRESS_SIZE characters. */
enum { ADDRESS_SIZE = 39 };
char *put_address(char *at, const struct address *address);

/* line.c: the time stamp, of at most TIME_SIZE characters. */
enum { TIME_SIZE = 48 };
char *put_time(char *at, const struct line_options *options,
	       struct line_clock *clock, struct packet_time time);

/* address.c: addresses and ports by name or by number. */
void address_render(struct text *text, const struct line_options *options,
		    const struct address *address);
void port_render(struct text *text, const struct line_options *options,
		 uint16_t port);

/* tcp_line.c: from the addresses to the length, modern. */
void tcp_line_render(struct text *text, const struct line_options *options,
		     const struct packet *packet, struct line_bases bases);

/* tcp_classic.c: the same as tcpdump 3.x wrote it. */
void tcp_classic_render(struct text *text, const struct line_options *options,
			const struct packet *packet, struct line_bases bases);

#endif
