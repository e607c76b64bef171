/* Packets that were read and are taken together. */
#include "batch.h"

#include <string.h>

bool batch_add(struct batch *batch, const struct packet *packet)
{
	struct packet *copy = &batch->packets[batch->count];
	uint8_t *octets = batch->octets + batch->used;

	if (batch_is_full(batch) ||
	    packet->captured > sizeof(batch->octets) - batch->used)
		return false;
	memcpy(octets, packet->bytes, packet->captured);
	copy->number = packet->number;
	copy->time = packet->time;
	copy->link_type = packet->link_type;
	copy->bytes = octets;
	copy->captured = packet->captured;
	copy->length = packet->length;
	batch->used += packet->captured;
	batch->count++;
	return true;
}

bool batch_is_full(const struct batch *batch)
{
	return batch->count == PIPELINE_EXPECTED_MAX;
}

void batch_clear(struct batch *batch)
{
	batch->count = 0;
	batch->used = 0;
}
