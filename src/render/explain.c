/*
 * Explanations: fills the templates with the ends and numbers of a segment.
 *
 * Who sent the segment, and so in which of the two sequence spaces a number
 * is, the result says; whose reason it is only chooses among the sentences.
 */
#include "render/explain.h"

#include "render/explain_parts.h"
#include "render/explain_rows.h"
#include "render/line.h"
#include "render/text.h"
#include "track/tracker.h"

/* One sentence, and what goes into it. */
struct sentence {
	const struct explain_row *row;
	const struct track_why *why;
	enum track_end from; /* the end that sent the segment */
	uint32_t sender_base, receiver_base;
};

static void operand_render(struct text *text, const struct sentence *sentence,
			   uint8_t operand, uint32_t value)
{
	switch (operand) {
	case OPERAND_SENDER:
		value -= sentence->sender_base;
		break;
	case OPERAND_RECEIVER:
		value -= sentence->receiver_base;
		break;
	case OPERAND_SENDER_FIN:
		value -= sentence->sender_base + 1;
		break;
	case OPERAND_RECEIVER_FIN:
		value -= sentence->receiver_base + 1;
		break;
	case OPERAND_HEX:
		text_hex(text, value, 4);
		return;
	default:
		break;
	}
	text_unsigned(text, value);
}

void explain_end(struct text *text, enum track_end end, bool capital)
{
	text_string(text, capital ? "The " : "the ");
	text_string(text, end == TRACK_CLIENT ? "client" : "server");
}

void explain_begin(struct text *text)
{
	text_string(text, "\n        ");
}

void explain_finish(struct text *text, const char *clause)
{
	text_string(text, " (");
	text_string(text, clause);
	text_string(text, ").");
}

static enum track_end other(enum track_end end)
{
	return end == TRACK_CLIENT ? TRACK_SERVER : TRACK_CLIENT;
}

static void directive_render(struct text *text, const struct sentence *sentence,
			     char directive)
{
	enum track_end from = sentence->from;

	switch (directive) {
	case 'S':
	case 's':
		explain_end(text, from, directive == 'S');
		break;
	case 'R':
	case 'r':
		explain_end(text, other(from), directive == 'R');
		break;
	case 'a':
		operand_render(text, sentence, sentence->row->a,
			       sentence->why->a);
		break;
	default: /* 'b' */
		operand_render(text, sentence, sentence->row->b,
			       sentence->why->b);
		break;
	}
}

static void sentence_render(struct text *text, const struct sentence *sentence)
{
	explain_begin(text);
	for (const char *at = sentence->row->template; *at; at++) {
		if (*at == '%')
			directive_render(text, sentence, *++at);
		else
			text_char(text, *at);
	}
	explain_finish(text, sentence->row->clause);
}

/* The findings stand last among the kinds of reasons.  Of a packet that was
 * captured twice, they would say that it was sent twice. */
static bool is_explained_away(const struct track_whys *whys, uint8_t why)
{
	if (why < WHY_RETRANSMISSION || why == WHY_CAPTURE_DUPLICATE)
		return false;
	for (int i = 0; i < whys->count; i++)
		if (whys->list[i].why == WHY_CAPTURE_DUPLICATE)
			return true;
	return false;
}

void explain_result(struct text *text, const struct line_options *options,
		    const struct track_result *result)
{
	struct sentence sentence = { .from = result->from };

	if (!result->connection)
		return;
	if (!options->absolute) {
		sentence.sender_base = result->seq_base;
		sentence.receiver_base = result->ack_base;
	}
	for (int i = 0; i < result->whys.count; i++) {
		const struct track_why *why = &result->whys.list[i];

		sentence.why = why;
		sentence.row =
			explain_row_find(why->why, &result->ends[why->end]);
		if (sentence.row && !is_explained_away(&result->whys, why->why))
			sentence_render(text, &sentence);
	}
}
