/*
 * The TCP part of the modern line, as tcpdump 4.99 prints it:
 *
 *	A.port > B.port: Flags [P.], cksum 0x1a2b (correct), seq 1:17, ack 1,
 *	win 502, options [nop,nop,TS val 3 ecr 2], length 16
 *
 * Where octets were not captured, what has been printed until then stays.
 * It does matter how the line came to its end there: see dump.c.
 */
#include "render/tcp_line.h"

#include "decode/bytes.h"
#include "decode/packet.h"
#include "decode/seldom.h"
#include "decode/tcp_options.h"
#include "render/flags.h"
#include "render/parts.h"
#include "render/put.h"
#include "render/tcp_option_text.h"
#include "render/tcp_text.h"
#include "render/text.h"

enum { USUAL_HEADER = TCP_FIXED_HEADER + TCP_OPTIONS_USUAL_LENGTH };

void tcp_flags_render(struct text *text, uint16_t flags)
{
	char *from = text_piece(text);
	char *at = put_char(from, '[');

	at = flags ? put_flags(at, flags) : put_string(at, "none");
	text_piece_end(text, from, put_char(at, ']'));
}

SELDOM char *put_checksum(char *at, const struct packet_tcp *tcp)
{
	at = put_string(at, ", cksum 0x");
	at = put_hex(at, tcp->checksum_field, 4);
	if (tcp->checksum == CHECKSUM_GOOD)
		return put_string(at, " (correct)");
	at = put_string(at, " (incorrect -> 0x");
	at = put_hex(at, tcp->checksum_expected, 4);
	return put_char(at, ')');
}

static char *put_seq(char *at, uint32_t seq, uint32_t payload)
{
	at = put_string(at, ", seq ");
	at = put_decimal(at, seq);
	if (payload == 0)
		return at;
	at = put_char(at, ':');
	return put_decimal(at, seq + payload); /* 32 bits: it wraps around */
}

static char *put_numbers(char *at, const struct line_options *options,
			 const struct packet *packet, struct line_bases bases)
{
	const struct packet_tcp *tcp = &packet->tcp;

	if (tcp_shows_seq(options, packet))
		at = put_seq(at, tcp->seq - bases.seq, tcp_payload(packet));
	if (tcp->flags & TCP_ACK) {
		at = put_string(at, ", ack ");
		at = put_decimal(at, tcp->ack - bases.ack);
	}
	at = put_string(at, ", win ");
	at = put_decimal(at, tcp->window);
	if (tcp->flags & TCP_URG) {
		at = put_string(at, ", urg ");
		at = put_decimal(at, tcp->urgent);
	}
	return at;
}

/* What stands between the addresses and the options. */
static char *put_before_options(char *at, const struct line_options *options,
				const struct packet *packet,
				struct line_bases bases)
{
	at = put_flags_field(at, packet->tcp.flags);
	if (tcp_shows_checksum(options, packet))
		at = put_checksum(at, &packet->tcp);
	return put_numbers(at, options, packet, bases);
}

bool tcp_has_usual_options(const struct packet_tcp *tcp)
{
	struct bytes octets = bytes_of(tcp->header, USUAL_HEADER);

	if (tcp->header_length == TCP_FIXED_HEADER)
		return true;
	if (tcp->header_length != USUAL_HEADER || tcp->captured < USUAL_HEADER)
		return false;
	bytes_skip(&octets, TCP_FIXED_HEADER);
	return bytes_u32(&octets) == TCP_OPTIONS_USUAL;
}

/* These are written without a walk, as they were decoded. */
static char *put_usual_options(char *at, const struct packet_tcp *tcp)
{
	if (tcp->header_length == TCP_FIXED_HEADER)
		return at;
	at = put_string(at, ", options [nop,nop,TS val ");
	at = put_decimal(at, tcp->options.ts_value);
	at = put_string(at, " ecr ");
	at = put_decimal(at, tcp->options.ts_echo);
	return put_char(at, ']');
}

static char *put_length(char *at, uint32_t payload)
{
	at = put_string(at, ", length ");
	return put_decimal(at, payload);
}

char *put_usual_tcp_line(char *at, const struct line_options *options,
			 const struct packet *packet, struct line_bases bases)
{
	at = put_before_options(at, options, packet, bases);
	at = put_usual_options(at, &packet->tcp);
	return put_length(at, tcp_payload(packet));
}

/* What comes behind the length, seldom.  False if it gives up. */
SELDOM bool end_render(struct text *text, const struct line_options *options,
		       const struct packet *packet, bool multipath)
{
	const struct packet_tcp *tcp = &packet->tcp;

	if (tcp->captured < tcp->header_length) {
		text_string(text, " [remaining caplen(");
		text_unsigned(text, tcp->captured);
		text_string(text, ") < header length(");
		text_unsigned(text, tcp->header_length);
		text_string(text, multipath ? ")] [|mptcp]" : ")] [|tcp]");
		return false;
	}
	if ((tcp->flags & TCP_RST) && options->verbose)
		tcp_reset_text_render(text, packet);
	return true;
}

static bool flags_render(struct text *text, const struct line_options *options,
			 const struct packet *packet, struct line_bases bases)
{
	struct option_text_end end = { .how = OPTION_TEXT_WHOLE };
	uint32_t payload = tcp_payload(packet);
	char *from = text_piece(text);
	char *at = put_before_options(from, options, packet, bases);

	if (tcp_has_usual_options(&packet->tcp)) {
		at = put_usual_options(at, &packet->tcp);
	} else {
		text_piece_end(text, from, at);
		end = tcp_options_render(text, options, packet, bases.sack);
		if (end.how != OPTION_TEXT_WHOLE)
			return end.how != OPTION_TEXT_GIVEN_UP;
		from = at = text_piece(text);
	}
	text_piece_end(text, from, put_length(at, payload));
	return payload == 0 || end_render(text, options, packet, end.multipath);
}

/* False if it gives up: see tcp_line_gives_up(). */
static bool segment_render(struct text *text,
			   const struct line_options *options,
			   const struct packet *packet, struct line_bases bases)
{
	if (!tcp_begin_render(text, options, packet))
		return true;
	if (packet->tcp.extent == TCP_HEADER_LONG) {
		text_string(text, "Flags ");
		tcp_flags_render(text, packet->tcp.flags);
		tcp_too_long_render(text, packet);
		return true;
	}
	return flags_render(text, options, packet, bases);
}

void tcp_line_render(struct text *text, const struct line_options *options,
		     const struct packet *packet, struct line_bases bases)
{
	segment_render(text, options, packet, bases);
}

bool tcp_line_gives_up(const struct line_options *options,
		       const struct packet *packet)
{
	struct text nowhere;
	char storage[1];

	if (packet->kind != PACKET_TCP ||
	    packet->tcp.captured >= packet->tcp.header_length)
		return false;
	text_init(&nowhere, storage, 0);
	return !segment_render(&nowhere, options, packet,
			       (struct line_bases){ 0 });
}
