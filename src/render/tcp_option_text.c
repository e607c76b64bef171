/*
 * The text of TCP options: the walk from one to the next.
 *
 * An option is read by its own shape, not by its length: `[len N]` behind it
 * says that the two disagree.
 */
#include "render/tcp_option_text.h"

#include "decode/packet.h"
#include "decode/seldom.h"
#include "render/line.h"
#include "render/put.h"
#include "render/tcp_option_value.h"
#include "render/tcp_text.h"
#include "render/text.h"

/* Reads kind and length. */
static enum option_text_how option_begin(struct option_walk *walk)
{
	uint32_t length;

	walk->kind = bytes_u8(&walk->octets);
	walk->value_length = 0;
	if (walk->octets.ran_out)
		return OPTION_TEXT_GIVEN_UP;
	if (walk->kind == OPTION_KIND_END || walk->kind == OPTION_KIND_NOP) {
		walk->room--;
		return OPTION_TEXT_WHOLE;
	}
	length = bytes_u8(&walk->octets);
	if (walk->octets.ran_out)
		return OPTION_TEXT_GIVEN_UP;
	if (length < 2 || length > walk->room)
		return OPTION_TEXT_BAD;
	walk->room -= 2;
	walk->value_length = length - 2;
	return OPTION_TEXT_WHOLE;
}

static enum option_text_how option_render(struct option_walk *walk)
{
	enum option_text_how how = option_begin(walk);

	if (how == OPTION_TEXT_WHOLE)
		how = option_value_render(walk);
	if (how != OPTION_TEXT_WHOLE)
		return how;
	bytes_split(&walk->octets, walk->value_used);
	walk->room -= walk->value_used;
	if (walk->value_used != walk->value_length) {
		text_string(walk->text, "[len ");
		text_unsigned(walk->text, walk->value_length + 2);
		text_char(walk->text, ']');
	}
	return OPTION_TEXT_WHOLE;
}

/* The modern bracket closes behind a bad option only if a good one went
 * before it; the classic one always closes. */
static void end_render(const struct option_walk *walk, enum option_text_how how,
		       bool first)
{
	bool classic = walk->options->classic;

	if (how == OPTION_TEXT_BAD)
		text_string(walk->text, "[bad opt]");
	else if (how != OPTION_TEXT_WHOLE && classic)
		text_string(walk->text, "[|tcp]");
	else if (how != OPTION_TEXT_WHOLE)
		text_string(walk->text,
			    walk->multipath ? " [|mptcp]" : " [|tcp]");
	if (classic)
		text_char(walk->text, '>');
	else if (how == OPTION_TEXT_WHOLE || (how == OPTION_TEXT_BAD && !first))
		text_char(walk->text, ']');
}

SELDOM struct option_text_end
each_option_render(struct text *text, const struct line_options *options,
		   const struct packet *packet, uint32_t sack_base)
{
	struct option_walk walk = {
		.text = text,
		.options = options,
		.packet = packet,
		.sack_base = sack_base,
		.octets = bytes_of(packet->tcp.header, packet->tcp.captured),
		.room = packet->tcp.header_length - TCP_FIXED_HEADER,
	};
	enum option_text_how how = OPTION_TEXT_WHOLE;
	bool first = true;

	bytes_split(&walk.octets, TCP_FIXED_HEADER);
	text_string(text, options->classic ? " <" : ", options [");
	while (walk.room > 0) {
		if (!first)
			text_char(text, ',');
		how = option_render(&walk);
		if (how != OPTION_TEXT_WHOLE)
			break;
		first = false;
		if (walk.kind == OPTION_KIND_END)
			break;
	}
	end_render(&walk, how, first);
	return (struct option_text_end){ how, walk.multipath };
}

/* The modern line of a whole header.  False if an option is not plain: then
 * nothing was written. */
static bool plain_options_render(struct text *text,
				 const struct packet_tcp *tcp)
{
	struct bytes octets = bytes_of(tcp->header, tcp->header_length);
	char *from = text_piece(text);
	char *at = put_string(from, ", options [");

	bytes_skip(&octets, TCP_FIXED_HEADER);
	at = put_plain_options(at, octets);
	if (!at)
		return false;
	text_piece_end(text, from, put_char(at, ']'));
	return true;
}

struct option_text_end tcp_options_render(struct text *text,
					  const struct line_options *options,
					  const struct packet *packet,
					  uint32_t sack_base)
{
	const struct packet_tcp *tcp = &packet->tcp;

	if (!options->classic && tcp->captured >= tcp->header_length &&
	    plain_options_render(text, tcp))
		return (struct option_text_end){ .how = OPTION_TEXT_WHOLE };
	return each_option_render(text, options, packet, sack_base);
}
