/*
 * The options of an IPv4 header in tcpdump's words.
 */
#ifndef TCPFLOW_RENDER_IP_OPTIONS_H
#define TCPFLOW_RENDER_IP_OPTIONS_H

struct line_options;
struct packet_ip;
struct text;

enum ip_options_end {
	IP_OPTIONS_DONE,
	IP_OPTIONS_CUT,	   /* one was cut by the capture, or runs out of it */
	IP_OPTIONS_MISSING /* the capture ends between two of them */
};

/* Appends all that can be said; the header is longer than 20 octets. */
enum ip_options_end ip_options_render(struct text *text,
				      const struct line_options *options,
				      const struct packet_ip *ip);

#endif
