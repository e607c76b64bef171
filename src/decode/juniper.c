/*
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                  magic: 'M' 'G' 'C'           |     flags     |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |   length of extensions, if flagged; those, type, length, value
 *
 * Behind it is the frame; without a link header, four octets and an IP packet.
 */
#include "decode/juniper.h"

enum {
	MAGIC = 0x4d4743,
	FLAG_IN = 0x01,
	FLAG_NO_LINK = 0x02,
	FLAG_EXTENSIONS = 0x80
};

struct juniper_header juniper_decode(struct bytes *at)
{
	struct juniper_header header = { 0 };
	uint32_t first = bytes_u32(at);

	if (at->ran_out || first >> 8 != MAGIC)
		return header;
	header.in = first & FLAG_IN;
	header.no_link = first & FLAG_NO_LINK;
	header.length = 4;
	if (first & FLAG_EXTENSIONS) {
		uint16_t length = bytes_u16(at);

		bytes_take(at, length);
		header.length += 2U + length;
	}
	header.readable = !at->ran_out;
	return header;
}
