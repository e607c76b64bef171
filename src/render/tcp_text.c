/*
 * What the modern and the classic line of a TCP segment have in common: its
 * beginning, and when numbers and checksums are shown.
 */
#include "render/tcp_text.h"

#include "decode/bytes.h"
#include "decode/seldom.h"
#include "render/endpoints.h"
#include "render/parts.h"
#include "render/put.h"
#include "render/text.h"

enum { PROTOCOL_TCP = 6, RESET_TEXT_MAX = 30 };

SELDOM void hosts_render(struct text *text, const struct line_options *options,
			 const struct packet *packet)
{
	address_render(text, options, &packet->ip.source);
	text_string(text, " > ");
	address_render(text, options, &packet->ip.destination);
}

SELDOM void endpoints_write(struct text *text,
			    const struct line_options *options,
			    const struct packet *packet)
{
	address_render(text, options, &packet->ip.source);
	text_char(text, '.');
	port_render(text, options, packet->tcp.source_port);
	text_string(text, " > ");
	address_render(text, options, &packet->ip.destination);
	text_char(text, '.');
	port_render(text, options, packet->tcp.destination_port);
	text_string(text, ": ");
}

SELDOM void ports_render(struct text *text, const struct line_options *options,
			 const struct packet *packet)
{
	port_render(text, options, packet->tcp.source_port);
	text_string(text, " > ");
	port_render(text, options, packet->tcp.destination_port);
	text_string(text, ": ");
}

static void endpoints_copy(struct text *text,
			   const struct line_options *options,
			   const struct packet *packet)
{
	const struct endpoints_text *kept =
		endpoints_find(options->endpoints, packet);
	char *from = text_piece(text);

	text_piece_end(text, from, put_kept_endpoints(from, kept));
}

/* Behind IPv6 extension headers the ports stand alone: the addresses were
 * written before those.  Names may yet be learned, so they are not kept. */
static void endpoints_render(struct text *text,
			     const struct line_options *options,
			     const struct packet *packet)
{
	if (packet->ip.next_header != PROTOCOL_TCP)
		ports_render(text, options, packet);
	else if (options->endpoints && options->numeric)
		endpoints_copy(text, options, packet);
	else
		endpoints_write(text, options, packet);
}

SELDOM void too_short_render(struct text *text, const struct packet *packet)
{
	const struct packet_tcp *tcp = &packet->tcp;

	text_string(text, " tcp ");
	text_unsigned(text, tcp->length - tcp->header_length);
	text_string(text, " [bad hdr length ");
	text_unsigned(text, tcp->header_length);
	text_string(text, " - too short, < 20]");
}

void tcp_too_long_render(struct text *text, const struct packet *packet)
{
	text_string(text, " [bad hdr length ");
	text_unsigned(text, packet->tcp.header_length);
	text_string(text, " - too long, > ");
	text_unsigned(text, packet->tcp.length);
	text_char(text, ']');
}

SELDOM void quiet_render(struct text *text, const struct packet *packet)
{
	bool too_long = packet->tcp.extent == TCP_HEADER_LONG;

	text_string(text, "tcp ");
	text_unsigned(text, too_long ? 0 : tcp_payload(packet));
	if (too_long)
		tcp_too_long_render(text, packet);
}

bool tcp_begin_render(struct text *text, const struct line_options *options,
		      const struct packet *packet)
{
	if (packet->tcp.extent == TCP_NOTHING) {
		hosts_render(text, options, packet);
		text_string(text, ": [|tcp]");
		return false;
	}
	endpoints_render(text, options, packet);
	if (packet->tcp.extent == TCP_PORTS) {
		text_string(text, options->classic ? "[|tcp]" : " [|tcp]");
		return false;
	}
	if (packet->tcp.extent == TCP_HEADER_SHORT) {
		too_short_render(text, packet);
		return false;
	}
	if (options->quiet) {
		quiet_render(text, packet);
		return false;
	}
	return true;
}

/* As `cat -v` does: M- for the eighth bit, ^ for control characters. */
static void visible_render(struct text *text, uint8_t octet)
{
	uint8_t low = octet & 0x7f;

	if (octet != low)
		text_string(text, "M-");
	if (low < ' ' || low == 0x7f) {
		text_char(text, '^');
		low ^= 0x40;
	}
	text_char(text, (char)low);
}

void tcp_reset_text_render(struct text *text, const struct packet *packet)
{
	const struct packet_tcp *tcp = &packet->tcp;
	uint32_t length = tcp_payload(packet);
	struct bytes data = bytes_of(tcp->header, tcp->captured);

	if (length == 0)
		return;
	bytes_split(&data, tcp->header_length);
	text_string(text, data.left < length ? " [!RST" : " [RST");
	if (length > RESET_TEXT_MAX) {
		length = RESET_TEXT_MAX;
		text_char(text, '+');
	}
	text_char(text, ' ');
	bytes_limit(&data, length);
	while (data.left > 0)
		visible_render(text, bytes_u8(&data));
	text_char(text, ']');
}
