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

#include "decode/packet.h"
#include "render/parts.h"
#include "render/tcp_option_text.h"
#include "render/tcp_text.h"
#include "render/text.h"

void tcp_flags_render(struct text *text, uint16_t flags)
{
	static const char letters[] = "FSRP.UEWe";

	text_char(text, '[');
	if (flags == 0)
		text_string(text, "none");
	for (unsigned int bit = 0; letters[bit] != '\0'; bit++)
		if (flags & 1U << bit)
			text_char(text, letters[bit]);
	text_char(text, ']');
}

static void checksum_render(struct text *text, const struct packet_tcp *tcp)
{
	text_string(text, ", cksum 0x");
	text_hex(text, tcp->checksum_field, 4);
	if (tcp->checksum == CHECKSUM_GOOD) {
		text_string(text, " (correct)");
		return;
	}
	text_string(text, " (incorrect -> 0x");
	text_hex(text, tcp->checksum_expected, 4);
	text_char(text, ')');
}

static void seq_render(struct text *text, uint32_t seq, uint32_t payload)
{
	text_string(text, ", seq ");
	text_unsigned(text, seq);
	if (payload == 0)
		return;
	text_char(text, ':');
	text_unsigned(text, seq + payload); /* 32 bits: it wraps around */
}

static void numbers_render(struct text *text,
			   const struct line_options *options,
			   const struct packet *packet, struct line_bases bases)
{
	const struct packet_tcp *tcp = &packet->tcp;

	if (tcp_shows_seq(options, packet))
		seq_render(text, tcp->seq - bases.seq, tcp_payload(packet));
	if (tcp->flags & TCP_ACK) {
		text_string(text, ", ack ");
		text_unsigned(text, tcp->ack - bases.ack);
	}
	text_string(text, ", win ");
	text_unsigned(text, tcp->window);
	if (tcp->flags & TCP_URG) {
		text_string(text, ", urg ");
		text_unsigned(text, tcp->urgent);
	}
}

/* The length, and what comes behind it.  False if it gives up. */
static bool end_render(struct text *text, const struct line_options *options,
		       const struct packet *packet, bool multipath)
{
	const struct packet_tcp *tcp = &packet->tcp;
	uint32_t payload = tcp_payload(packet);

	text_string(text, ", length ");
	text_unsigned(text, payload);
	if (payload == 0)
		return true;
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

/* False if it gives up: see tcp_line_gives_up(). */
static bool segment_render(struct text *text,
			   const struct line_options *options,
			   const struct packet *packet, struct line_bases bases)
{
	struct option_text_end end = { .how = OPTION_TEXT_WHOLE };

	if (!tcp_begin_render(text, options, packet))
		return true;
	text_string(text, "Flags ");
	tcp_flags_render(text, packet->tcp.flags);
	if (packet->tcp.extent == TCP_HEADER_LONG) {
		tcp_too_long_render(text, packet);
		return true;
	}
	if (tcp_shows_checksum(options, packet))
		checksum_render(text, &packet->tcp);
	numbers_render(text, options, packet, bases);
	if (packet->tcp.header_length > TCP_FIXED_HEADER)
		end = tcp_options_render(text, options, packet, bases.sack);
	if (end.how != OPTION_TEXT_WHOLE)
		return end.how != OPTION_TEXT_GIVEN_UP;
	return end_render(text, options, packet, end.multipath);
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
