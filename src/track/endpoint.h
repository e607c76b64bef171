/*
 * endpoint: the facts that a segment adds, and questions about them.
 */
#ifndef TCPFLOW_TRACK_ENDPOINT_H
#define TCPFLOW_TRACK_ENDPOINT_H

#include <stdbool.h>
#include <stdint.h>

#include "track/history.h"

struct endpoint;
struct segment;

/* Keeps since when the end is in its state, whose history was `before`. */
void endpoint_date(struct endpoint *end, struct history before, int64_t now);

/* What `from` sent, and what it acknowledges of what `to` sent.  `to` learns
 * that it must have sent what is acknowledged, even if nobody saw it. */
void endpoint_learn(struct endpoint *from, struct endpoint *to,
		    const struct segment *segment);

/* The first segment of a connection whose beginning was not seen. */
void endpoint_learn_mid_stream(struct endpoint *from, struct endpoint *to,
			       const struct segment *segment);

/* The window that `from` offers by this segment, in octets (RFC 7323 2.3;
 * the largest that is possible while the scale is unknown). */
uint32_t endpoint_window(const struct endpoint *from, const struct endpoint *to,
			 const struct segment *segment);

/* Whether `to` would take it: it begins inside the window and does not end
 * far below (RFC 9293 3.10.7.4, first step). */
bool endpoint_accepts(const struct endpoint *to, const struct segment *segment);

/* Whether everything `from` sent up to its FIN reached the tap, or `to`
 * acknowledged it. */
bool endpoint_fin_arrived(const struct endpoint *from,
			  const struct endpoint *to);

/* Whether this acknowledges all that `to` sent, its FIN included. */
bool endpoint_fin_covered(const struct endpoint *to, uint32_t ack);

#endif
