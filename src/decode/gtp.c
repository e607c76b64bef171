/*
 * 3GPP TS 29.281, 5.1:
 *
 *  +-+-+-+-+-+-+-+-+---------------+-------------------------------+
 *  |Version|T|0|E|S|N| Message type|             Length            |
 *  |               Tunnel endpoint identifier                      |
 *  |  Sequence number (E, S or N)  |  N-PDU number |  Next ext.    |
 *  +---------------------------------------------------------------+
 *
 * An extension header is a length in units of four octets, its content, and
 * the type of the next one.
 */
#include "decode/gtp.h"

#include "decode/tunnel.h"

enum {
	VERSION_MASK = 0xf0, /* with the protocol type: GTP, not GTP' */
	VERSION_1 = 0x30,
	HAS_EXTENSION = 0x04,
	HAS_OPTIONAL = 0x07,
	MESSAGE_DATA = 255 /* G-PDU */
};

static void skip_extensions(struct bytes *at)
{
	uint8_t type = bytes_u8(at);

	while (!at->ran_out && type != 0) {
		size_t length = (size_t)bytes_u8(at) * 4;

		if (length == 0) { /* it cannot be */
			at->ran_out = true;
			return;
		}
		bytes_take(at, length - 2);
		type = bytes_u8(at);
	}
}

enum layer_kind gtp_decode(struct packet *packet, struct layer *rest)
{
	struct bytes *at = &rest->bytes;
	uint8_t flags = bytes_u8(at);
	uint8_t message = bytes_u8(at);
	uint16_t length = bytes_u16(at);
	uint32_t endpoint = bytes_u32(at);

	if (at->ran_out || (flags & VERSION_MASK) != VERSION_1 ||
	    message != MESSAGE_DATA)
		return LAYER_NONE;
	layer_limit(rest, length);
	if (flags & HAS_OPTIONAL)
		bytes_take(at, 3); /* sequence number, N-PDU number */
	if (flags & HAS_EXTENSION)
		skip_extensions(at);
	else if (flags & HAS_OPTIONAL)
		bytes_take(at, 1);
	if (at->ran_out)
		return LAYER_NONE;
	return tunnel_enter_id(packet, TUNNEL_GTP, endpoint,
			       tunnel_guess_ip(rest), rest);
}
