/*
 * IPv6 extension headers in tcpdump's words.
 */
#ifndef TCPFLOW_RENDER_IP6_EXTENSIONS_H
#define TCPFLOW_RENDER_IP6_EXTENSIONS_H

#include <stdbool.h>

struct line_options;
struct packet_ip;
struct text;

/* Appends what stands between the addresses and the segment; `ip` has a whole
 * IPv6 header.  True when the segment follows. */
bool ip6_extensions_render(struct text *text,
			   const struct line_options *options,
			   const struct packet_ip *ip);

#endif
