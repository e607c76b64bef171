/*
 * The TCP part of the classic line, as tcpdump 3.x printed it and books show
 * it:
 *
 *	a.port > b.port: P 1:17(16) ack 1 win 5840 <nop,nop,timestamp 3 2>
 *
 * ACK and URG have no letter: their numbers are there instead.
 */
#include "render/parts.h"

#include "decode/packet.h"
#include "render/tcp_option_text.h"
#include "render/tcp_text.h"
#include "render/text.h"

static void flags_render(struct text *text, uint16_t flags)
{
	static const struct {
		uint16_t flag;
		char letter;
	} letters[] = {
		{ TCP_SYN, 'S' }, { TCP_FIN, 'F' }, { TCP_RST, 'R' },
		{ TCP_PSH, 'P' }, { TCP_CWR, 'W' }, { TCP_ECE, 'E' },
	};
	bool any = false;

	for (unsigned int i = 0; i < sizeof(letters) / sizeof(*letters); i++) {
		if (!(flags & letters[i].flag))
			continue;
		text_char(text, letters[i].letter);
		any = true;
	}
	if (!any)
		text_char(text, '.');
}

/* The parenthesis of a wrong checksum never closed. */
static void checksum_render(struct text *text, const struct packet_tcp *tcp)
{
	text_string(text, ", cksum 0x");
	text_hex(text, tcp->checksum_field, 4);
	if (tcp->checksum == CHECKSUM_GOOD) {
		text_string(text, " (correct),");
		return;
	}
	text_string(text, " (incorrect (-> 0x");
	text_hex(text, tcp->checksum_expected, 4);
	text_string(text, "),");
}

static void seq_render(struct text *text, uint32_t seq, uint32_t payload)
{
	text_char(text, ' ');
	text_unsigned(text, seq);
	text_char(text, ':');
	text_unsigned(text, seq + payload); /* 32 bits: it wraps around */
	text_char(text, '(');
	text_unsigned(text, payload);
	text_char(text, ')');
}

static void numbers_render(struct text *text,
			   const struct line_options *options,
			   const struct packet *packet, struct line_bases bases)
{
	const struct packet_tcp *tcp = &packet->tcp;

	if (tcp_shows_seq(options, packet))
		seq_render(text, tcp->seq - bases.seq, tcp_payload(packet));
	if (tcp->flags & TCP_ACK) {
		text_string(text, " ack ");
		text_unsigned(text, tcp->ack - bases.ack);
	}
	text_string(text, " win ");
	text_unsigned(text, tcp->window);
	if (tcp->flags & TCP_URG) {
		text_string(text, " urg ");
		text_unsigned(text, tcp->urgent);
	}
}

void tcp_classic_render(struct text *text, const struct line_options *options,
			const struct packet *packet, struct line_bases bases)
{
	struct option_text_end end = { .how = OPTION_TEXT_WHOLE };

	if (!tcp_begin_render(text, options, packet))
		return;
	flags_render(text, packet->tcp.flags);
	if (packet->tcp.extent == TCP_HEADER_LONG) {
		tcp_too_long_render(text, packet);
		return;
	}
	if (tcp_shows_checksum(options, packet))
		checksum_render(text, &packet->tcp);
	numbers_render(text, options, packet, bases);
	if (packet->tcp.header_length > TCP_FIXED_HEADER)
		end = tcp_options_render(text, options, packet, bases.sack);
	if (end.how == OPTION_TEXT_WHOLE && options->verbose &&
	    (packet->tcp.flags & TCP_RST))
		tcp_reset_text_render(text, packet);
}
