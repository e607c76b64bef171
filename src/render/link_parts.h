/*
 * What the headers of link layers are put together from.
 */
#ifndef TCPFLOW_RENDER_LINK_PARTS_H
#define TCPFLOW_RENDER_LINK_PARTS_H

#include <stdint.h>

#include "decode/bytes.h"
#include "decode/wifi.h"

struct line_options;
struct packet;
struct text;

enum { LINK_LLC_LENGTH = 3 };

/* A table of names ends with one that is NULL. */
struct link_name {
	uint32_t value;
	const char *name;
};

/* The name of `value`, or `otherwise`. */
const char *link_name_of(const struct link_name *names, uint32_t value,
			 const char *otherwise);
const char *link_ethertype_name(uint16_t ethertype);

/* `before`, then at least `width` hexadecimal digits. */
void link_hex_render(struct text *text, const char *before, uint64_t value,
		     int width);

/* ", length N: " */
void link_length_render(struct text *text, uint32_t length);

/* An address of six octets; without -n, with who makes the card. */
void link_mac_render(struct text *text, const struct line_options *options,
		     const uint8_t *octets);

/* "ethertype IPv4 (0x0800)"; "IPv4" with -q. */
void link_full_ethertype_render(struct text *text, uint16_t ethertype);
void link_ethertype_render(struct text *text,
			   const struct line_options *options,
			   uint16_t ethertype);

/* LLC, or SNAP alone, at `at`; `length`: of what follows that header. */
void link_llc_render(struct text *text, struct bytes at, uint32_t length);
void link_snap_render(struct text *text, struct bytes at, uint32_t length);

/* lan_header.c: FDDI, ARCNET, IPoIB; with -e. */
void lan_fddi_render(struct text *text, const struct line_options *options,
		     const struct packet *packet);
void lan_arcnet_render(struct text *text, const struct line_options *options,
		       const struct packet *packet);
void lan_ipoib_render(struct text *text, const struct line_options *options,
		      const struct packet *packet);

/* frame_relay_header.c: without -e, only what tcpdump wonders about. */
void frame_relay_render(struct text *text, const struct line_options *options,
			const struct packet *packet);

/* wifi_header.c: a data frame, with -e. */
void wifi_frame_render(struct text *text, const struct line_options *options,
		       const struct packet *packet, enum wifi_form form);

/* radiotap_text.c: the fields of a radiotap header, with and without -e. */
void radiotap_render(struct text *text, struct bytes at);

#endif
