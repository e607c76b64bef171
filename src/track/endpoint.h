/*
 * endpoint: the facts that a segment adds, and questions about them.
 */
#ifndef TCPFLOW_TRACK_ENDPOINT_H
#define TCPFLOW_TRACK_ENDPOINT_H

#include <stdbool.h>
#include <stdint.h>

#include "track/connection.h"
#include "track/history.h"

enum { ENDPOINT_SCALE_MAX = 14 }; /* RFC 7323 2.3 */

/* What `from` sent, and what it acknowledges of what `to` sent.  `to` learns
 * that it must have sent what is acknowledged, even if nobody saw it. */
void endpoint_learn(struct endpoint *from, struct endpoint *to,
		    const struct segment *segment);

/* The first segment of a connection whose beginning was not seen. */
void endpoint_learn_mid_stream(struct endpoint *from, struct endpoint *to,
			       const struct segment *segment);

/* Whether the SYNs of both were seen: then it is known how they scale. */
static inline bool endpoint_syns_seen(const struct endpoint *one,
				      const struct endpoint *other)
{
	static const struct endpoint set = { .syn_seen = true };

	return one->flags & other->flags & set.flags;
}

/* Whether both sent the option in their SYNs: then both scale. */
static inline bool endpoint_both_scale(const struct endpoint *one,
				       const struct endpoint *other)
{
	static const struct endpoint set = { .syn_seen = true,
					     .has_scale = true };

	return (one->flags & other->flags & set.flags) == set.flags;
}

static inline unsigned int endpoint_scale(const struct endpoint *from,
					  const struct endpoint *to)
{
	if (endpoint_both_scale(from, to))
		return from->window_scale;
	if (endpoint_syns_seen(from, to))
		return 0;
	return from->has_scale || !from->syn_seen ? ENDPOINT_SCALE_MAX : 0;
}

/* The octets of a window that `from` offers otherwise than by a SYN (RFC 7323
 * 2.3; the most that is possible while the scale is unknown). */
static inline uint32_t endpoint_scaled(const struct endpoint *from,
				       const struct endpoint *to,
				       uint16_t window)
{
	return (uint32_t)window << endpoint_scale(from, to);
}

/* The octets that `from` offers by this segment.  Its turn does not change
 * that: a SYN, which may, is never scaled. */
static inline uint32_t endpoint_window(const struct endpoint *from,
				       const struct endpoint *to,
				       const struct segment *segment)
{
	if (segment->flags & TCP_SYN)
		return segment->window;
	return endpoint_scaled(from, to, segment->window);
}

/* The octets that `from` offered by the last segment with an ACK. */
uint32_t endpoint_last_window(const struct endpoint *from,
			      const struct endpoint *to);

/* Whether `to` would take what goes from `seq` to `end`: it begins inside the
 * window and does not end far below (RFC 9293 3.10.7.4, first step). */
bool endpoint_accepts(const struct endpoint *to, uint32_t seq, uint32_t end);

/* Whether everything `from` sent up to its FIN reached the tap, or `to`
 * acknowledged it. */
bool endpoint_fin_arrived(const struct endpoint *from,
			  const struct endpoint *to);

/* Whether this acknowledges all that `to` sent, its FIN included. */
bool endpoint_fin_covered(const struct endpoint *to, uint32_t ack);

#endif
