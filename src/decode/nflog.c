/*
 * NFLOG: a fixed header, then attributes, one of which is the packet.
 *
 * Attributes are in the byte order of the host that captured.  Their types
 * are small numbers, so the order in which the upper octet of the type is zero
 * is the right one.
 */
#include "decode/nflog.h"

#include "decode/packet.h"

enum {
	ATTRIBUTE_PAYLOAD = 9,
	ATTRIBUTE_TYPE_MASK = 0x7fff, /* the upper bit says network order */
	ATTRIBUTE_HEADER = 4
};

static uint16_t swap(uint16_t value)
{
	return (uint16_t)(value << 8 | value >> 8);
}

/* Reads an attribute's header; false at the end, or if it cannot be. */
static bool take_attribute(struct bytes *at, uint16_t *length, uint16_t *type)
{
	*length = bytes_u16(at);
	*type = bytes_u16(at) & ATTRIBUTE_TYPE_MASK;
	if (at->ran_out)
		return false;
	if (*type > 0xff) {
		*length = swap(*length);
		*type = swap(*type);
	}
	return *length >= ATTRIBUTE_HEADER;
}

static enum layer_kind layer_of(uint16_t family)
{
	switch (family) {
	case NFLOG_FAMILY_INET:
		return LAYER_IPV4;
	case NFLOG_FAMILY_INET6:
		return LAYER_IPV6;
	default:
		return LAYER_NONE;
	}
}

enum layer_kind nflog_decode(struct packet_link *link, struct layer *rest)
{
	struct bytes *at = &rest->bytes;
	uint16_t length, type;
	uint8_t version;

	link->protocol = bytes_u8(at);
	version = bytes_u8(at);
	bytes_take(at, 2); /* the number of the log group */
	if (at->ran_out || version != 0)
		return LAYER_NONE;
	while (take_attribute(at, &length, &type)) {
		length = (uint16_t)(length - ATTRIBUTE_HEADER);
		if (type == ATTRIBUTE_PAYLOAD) {
			layer_limit(rest, length);
			return layer_of(link->protocol);
		}
		bytes_take(at, ((size_t)length + 3) & ~(size_t)3);
	}
	return LAYER_NONE;
}
