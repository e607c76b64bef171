/*
 * The dump: a packet's octets in hexadecimal, in ASCII, or both.
 *
 * It shows every octet that was captured, also padding behind the IP packet.
 * Where tcpdump gave up in the midst of a header it forgets where the link
 * header ended and shows that too; so do we.
 *
 * A row is composed on the stack and appended whole: dumps are long.
 */
#include "render/line.h"

#include "decode/bytes.h"
#include "render/tcp_line.h"
#include "render/text.h"

enum {
	ROW_OCTETS = 16,
	ROW_HEX = ROW_OCTETS / 2 * 5, /* four digits and a space for two */
	IP_FIXED_HEADER = 20,
	PPP_HEADER = 4
};

static const char hex_digits[] = "0123456789abcdef";

static bool is_graphic(uint8_t octet)
{
	return octet > ' ' && octet < 0x7f;
}

/* The octets of a row in pairs, a space before each.  Returns the length. */
static size_t write_hex(char row[ROW_HEX], struct bytes octets)
{
	char *at = row;
	bool first_of_pair = true;

	while (octets.left > 0) {
		uint8_t octet = bytes_u8(&octets);

		if (first_of_pair)
			*at++ = ' ';
		first_of_pair = !first_of_pair;
		*at++ = hex_digits[octet >> 4];
		*at++ = hex_digits[octet & 0xf];
	}
	return (size_t)(at - row);
}

static void ascii_column_render(struct text *text, struct bytes octets)
{
	char column[ROW_OCTETS];
	size_t length = 0;

	while (octets.left > 0) {
		uint8_t octet = bytes_u8(&octets);

		column[length++] = is_graphic(octet) ? (char)octet : '.';
	}
	text_data(text, column, length);
}

static void row_render(struct text *text, struct bytes octets, bool ascii)
{
	char row[ROW_HEX];
	size_t length = write_hex(row, octets);

	text_data(text, row, length);
	if (!ascii)
		return;
	for (; length < ROW_HEX; length++)
		text_char(text, ' ');
	text_string(text, "  ");
	ascii_column_render(text, octets);
}

static void hex_dump(struct text *text, struct bytes octets, bool ascii)
{
	uint64_t offset = 0;

	while (octets.left > 0) {
		text_string(text, "\n\t0x");
		text_hex(text, offset, 4);
		text_string(text, ": ");
		row_render(text, bytes_split(&octets, ROW_OCTETS), ascii);
		offset += ROW_OCTETS;
	}
}

/* A carriage return is left out before a line feed, and, as tcpdump does it,
 * among the last two octets. */
static void ascii_dump(struct text *text, struct bytes octets)
{
	text_char(text, '\n');
	while (octets.left > 0) {
		uint8_t octet = bytes_u8(&octets);
		struct bytes next = octets;

		if (octet == '\r' &&
		    (octets.left <= 1 || bytes_u8(&next) == '\n'))
			continue;
		if (is_graphic(octet) || octet == ' ' || octet == '\t' ||
		    octet == '\n')
			text_char(text, (char)octet);
		else
			text_char(text, '.');
	}
}

/* Where tcpdump gives up in an IPv4 header: without its first octet, or in
 * its options. */
static bool ip_gives_up(const struct packet *packet)
{
	const struct packet_ip *ip = &packet->ip;

	if (packet->kind != PACKET_TCP_LOST || ip->version != 4)
		return false;
	if (ip->captured == 0)
		return true;
	return ip->captured >= IP_FIXED_HEADER && ip->fragment_offset == 0 &&
	       ip->captured < ip->header_length &&
	       ip->length >= ip->header_length;
}

static bool shows_link_header(const struct line_options *options,
			      const struct packet *packet)
{
	switch (options->dump) {
	case LINE_DUMP_HEX_LINK:
	case LINE_DUMP_HEX_ASCII_LINK:
	case LINE_DUMP_ASCII_LINK:
		return true;
	default:
		return !options->classic &&
		       (ip_gives_up(packet) ||
			tcp_line_gives_up(options, packet));
	}
}

/* Octets that stand before what -x shows.  tcpdump takes every PPP header
 * for a full one, also where the peers agreed on a shorter one. */
static uint32_t link_header_length(const struct packet *packet)
{
	if (packet->link_type == LINK_PPP)
		return PPP_HEADER;
	return packet->link.header_length;
}

void line_dump(struct text *text, const struct line_options *options,
	       const struct packet *packet)
{
	struct bytes octets = bytes_of(packet->bytes, packet->captured);

	if (options->dump == LINE_DUMP_NONE)
		return;
	if (!shows_link_header(options, packet)) {
		bytes_split(&octets, link_header_length(packet));
		if (octets.left == 0)
			return;
	}
	switch (options->dump) {
	case LINE_DUMP_HEX:
	case LINE_DUMP_HEX_LINK:
		hex_dump(text, octets, false);
		break;
	case LINE_DUMP_HEX_ASCII:
	case LINE_DUMP_HEX_ASCII_LINK:
		hex_dump(text, octets, true);
		break;
	default:
		ascii_dump(text, octets);
	}
}
