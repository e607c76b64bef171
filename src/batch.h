/*
 * batch: packets that were read and are taken together.
 *
 * Where there are very many connections, what is known of one is not in the
 * processor's cache, and a packet waits for it longer than for all else.  Of
 * several packets, it can be asked for at the same time.  libpcap's octets live
 * until the next packet is read, so they are copied: that is why packets are
 * only kept where it pays.
 */
#ifndef TCPFLOW_BATCH_H
#define TCPFLOW_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "decode/packet.h"
#include "pipeline.h"

enum { BATCH_OCTETS = 64 << 10 };

struct batch {
	uint32_t count;
	uint32_t used; /* of the octets */
	struct packet packets[PIPELINE_EXPECTED_MAX];
	uint8_t octets[BATCH_OCTETS];
};

/* Copies a packet that the capture has filled, with its octets.  False when
 * there is no room for it. */
bool batch_add(struct batch *batch, const struct packet *packet);

bool batch_is_full(const struct batch *batch);

void batch_clear(struct batch *batch);

#endif
