/*
 * The text of an option of Multipath TCP (RFC 6824, RFC 8684).
 */
#ifndef TCPFLOW_RENDER_MPTCP_TEXT_H
#define TCPFLOW_RENDER_MPTCP_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "decode/bytes.h"

struct line_options;
struct text;

/* Appends ` LENGTH SUBTYPE ...`.  `value` holds all octets behind the
 * option's kind and length; `flags` are those of the segment, which decide
 * what a subtype may hold.  False if its length is none that the subtype can
 * have; what was written until then stays. */
bool mptcp_render(struct text *text, const struct line_options *options,
		  struct bytes value, uint16_t flags);

#endif
