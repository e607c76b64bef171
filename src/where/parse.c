/*
 * Reading an expression, by recursive descent.
 *
 * The first thing that is wrong ends it, and is told with its place: who wrote
 * the expression shall see at once what to change.
 */
#include "where/parse.h"

#include <string.h>

#include "render/escape.h"
#include "render/text.h"
#include "where/token.h"
#include "where/value.h"
#include "where/words.h"

/* As much of a word as an error shows, and of the expression, in columns. */
enum { WORD_SHOWN = 40, SHOWN = 70, SHOWN_BEFORE = 40 };

struct parser {
	struct where *where;
	enum where_scope scope;
	struct token token; /* the one to be looked at */
	const char *next;   /* behind it */
	int depth;
	struct where_error *error;
	struct text text; /* its words */
};

static void advance(struct parser *parser)
{
	parser->token = token_next(&parser->next);
}

/* Always false, for the caller to return. */
static bool complain(struct parser *parser, const char *at, const char *words)
{
	parser->error->place = (size_t)(at - parser->where->text);
	text_string(&parser->text, words);
	return false;
}

static void add_quoted(struct parser *parser, struct words_span span)
{
	bool cut = span.length > WORD_SHOWN;

	text_char(&parser->text, '"');
	escape_terminal(&parser->text, span.at, cut ? WORD_SHOWN : span.length);
	text_string(&parser->text, cut ? "...\"" : "\"");
}

static bool push(struct parser *parser, const struct where_step *step,
		 const char *at)
{
	struct where *where = parser->where;

	if (where->count == WHERE_STEPS_MAX)
		return complain(parser, at,
				"this is too much for one expression; "
				"several are possible");
	where->steps[where->count++] = *step;
	return true;
}

static bool push_kind(struct parser *parser, enum where_kind kind,
		      const char *at)
{
	const struct where_step step = { .kind = kind };

	return push(parser, &step, at);
}

/* --- a test */

static bool is_counted(enum words_type type)
{
	return type == WORDS_NUMBER || type == WORDS_TIME;
}

static bool take_field(struct parser *parser, struct words_field *field)
{
	struct token token = parser->token;

	if (token.kind != TOKEN_WORD || token.quoted) {
		return complain(parser, token.at,
				"here comes a field, as in "
				"server=CLOSE_WAIT, or not, or (");
	}
	if (!words_find_field(token.span, field)) {
		complain(parser, token.at, "there is no field ");
		add_quoted(parser, token.span);
		words_suggest_field(&parser->text, token.span);
		return false;
	}
	if (parser->scope == WHERE_OF_CONNECTION &&
	    (field->field >= WHERE_FROM || field->side >= WHERE_SENDER_SIDE)) {
		complain(parser, token.at, field->name);
		text_string(&parser->text,
			    " is of one segment, and this is asked about "
			    "whole connections");
		return false;
	}
	advance(parser);
	return true;
}

static bool take_operator(struct parser *parser,
			  const struct words_field *field,
			  enum where_operator *sign)
{
	struct token token = parser->token;
	bool counted = is_counted(field->type);
	bool orders = token.sign >= WHERE_LESS && token.sign <= WHERE_AT_LEAST;

	if (token.kind == TOKEN_COMPARE &&
	    (counted ? token.sign != WHERE_LIKE : !orders)) {
		*sign = token.sign;
		advance(parser);
		return true;
	}
	complain(parser, token.at, "after ");
	text_string(&parser->text, field->name);
	text_string(&parser->text, counted ? " comes one of = != < <= > >="
					   : " comes one of = != ~");
	return false;
}

static const char *wanted(enum words_type type)
{
	switch (type) {
	case WORDS_NUMBER:
		return "here comes a number, as 1500, 64K (64000) or 64Ki "
		       "(65536), not ";
	case WORDS_TIME:
		return "here comes a time with its unit (ns, us, ms, s, m, h), "
		       "as 100ms or 30s, not ";
	case WORDS_ADDRESS:
		return "here comes an address, as 192.0.2.1, 10.1.0.0/16 or "
		       "2001:db8::/32, not ";
	case WORDS_FLAGS:
		return "here come letters of flags, some of FSRP.UEWe, not ";
	case WORDS_STATE:
		return "there is no state ";
	case WORDS_NOTE:
		return "there is no note ";
	case WORDS_REASON:
		return "there is no reason ";
	default:
		return "there is no end ";
	}
}

static bool refuse_value(struct parser *parser, enum words_type type,
			 struct token token)
{
	if (token.kind == TOKEN_UNENDED)
		return complain(parser, token.at,
				"the other quotation mark is missing");
	complain(parser, token.at, wanted(type));
	if (token.kind == TOKEN_END)
		text_string(&parser->text, "the end");
	else
		add_quoted(parser, token.span);
	if (type <= WORDS_END)
		words_suggest(&parser->text, type, token.span);
	return false;
}

static bool read_value(struct words_span span, enum words_type type,
		       struct where_test *test)
{
	switch (type) {
	case WORDS_NUMBER:
		return value_number(span, &test->number);
	case WORDS_TIME:
		return value_time(span, &test->number);
	case WORDS_ADDRESS:
		return value_address(span, &test->address, &test->prefix);
	case WORDS_FLAGS:
		return value_flags(span, &test->number);
	default:
		test->number = words_find(type, span, test->sign == WHERE_LIKE);
		return span.length > 0 && test->number != 0;
	}
}

/* The words of a note need no quotation marks: what follows a value cannot be
 * another word, nor `not`. */
static void join_words(struct parser *parser, struct token *value)
{
	while (!value->quoted && !parser->token.quoted &&
	       (parser->token.kind == TOKEN_WORD ||
		words_same(parser->token.span, "not"))) {
		const char *end =
			parser->token.span.at + parser->token.span.length;

		value->span.length = (size_t)(end - value->span.at);
		advance(parser);
	}
}

static bool take_value(struct parser *parser, enum words_type type,
		       struct where_test *test)
{
	struct token value = parser->token;

	if (value.kind != TOKEN_WORD)
		return refuse_value(parser, type, value);
	advance(parser);
	if (type == WORDS_NOTE)
		join_words(parser, &value);
	return read_value(value.span, type, test) ||
	       refuse_value(parser, type, value);
}

static bool take_time_operator(struct parser *parser, struct where_test *test)
{
	struct token token = parser->token;

	test->time_sign = WHERE_AT_LEAST;
	if (token.kind != TOKEN_COMPARE)
		return true;
	if (token.sign < WHERE_LESS || token.sign > WHERE_AT_LEAST)
		return complain(parser, token.at,
				"after for comes one of < <= > >=, or the time "
				"alone");
	test->time_sign = token.sign;
	advance(parser);
	return true;
}

/* "for >30s" */
static bool take_time(struct parser *parser, const struct words_field *field,
		      struct where_test *test)
{
	struct token token = parser->token;

	if (token.kind != TOKEN_FOR)
		return true;
	if (field->type != WORDS_STATE || test->sign == WHERE_NOT_EQUAL)
		return complain(parser, token.at,
				"for says how long an end is in a state, as "
				"in server=CLOSE_WAIT for >30s");
	advance(parser);
	test->has_time = true;
	if (!take_time_operator(parser, test))
		return false;
	token = parser->token;
	if (token.kind != TOKEN_WORD || !value_time(token.span, &test->time))
		return refuse_value(parser, WORDS_TIME, token);
	advance(parser);
	return true;
}

static bool read_test(struct parser *parser)
{
	const char *at = parser->token.at;
	struct where_step step = { .kind = WHERE_TEST };
	struct words_field field;

	if (!take_field(parser, &field))
		return false;
	step.test.field = field.field;
	step.test.side = field.side;
	return take_operator(parser, &field, &step.test.sign) &&
	       take_value(parser, field.type, &step.test) &&
	       take_time(parser, &field, &step.test) && push(parser, &step, at);
}

/* --- what joins them */

static bool read_expression(struct parser *parser);

static bool read_parenthesis(struct parser *parser)
{
	const char *at = parser->token.at;

	advance(parser);
	if (!read_expression(parser))
		return false;
	if (parser->token.kind == TOKEN_END)
		return complain(parser, at, "its ) is missing");
	if (parser->token.kind != TOKEN_CLOSE)
		return complain(parser, parser->token.at,
				"here comes and, or, or )");
	advance(parser);
	return true;
}

static bool read_not(struct parser *parser);

/* What may stand in itself. */
static bool read_one(struct parser *parser)
{
	bool read;

	if (parser->token.kind != TOKEN_OPEN && parser->token.kind != TOKEN_NOT)
		return read_test(parser);
	if (parser->depth == WHERE_DEPTH_MAX)
		return complain(parser, parser->token.at,
				"too much is inside of one another here");
	parser->depth++;
	read = parser->token.kind == TOKEN_OPEN ? read_parenthesis(parser)
						: read_not(parser);
	parser->depth--;
	return read;
}

static bool read_not(struct parser *parser)
{
	const char *at = parser->token.at;

	advance(parser);
	return read_one(parser) && push_kind(parser, WHERE_NOT, at);
}

static bool read_all(struct parser *parser)
{
	if (!read_one(parser))
		return false;
	while (parser->token.kind == TOKEN_AND) {
		const char *at = parser->token.at;

		advance(parser);
		if (!read_one(parser) || !push_kind(parser, WHERE_AND, at))
			return false;
	}
	return true;
}

static bool read_expression(struct parser *parser)
{
	if (!read_all(parser))
		return false;
	while (parser->token.kind == TOKEN_OR) {
		const char *at = parser->token.at;

		advance(parser);
		if (!read_all(parser) || !push_kind(parser, WHERE_OR, at))
			return false;
	}
	return true;
}

static bool read_whole(struct parser *parser)
{
	if (strlen(parser->where->text) > WHERE_LENGTH_MAX)
		return complain(parser, parser->where->text + WHERE_LENGTH_MAX,
				"the expression is too long; several are "
				"possible");
	advance(parser);
	if (!read_expression(parser))
		return false;
	if (parser->token.kind == TOKEN_END)
		return true;
	complain(parser, parser->token.at,
		 "here comes and, or, or the end, "
		 "not ");
	add_quoted(parser, parser->token.span);
	return false;
}

bool where_parse(struct where *where, const char *expression,
		 enum where_scope scope, struct where_error *error)
{
	struct parser parser = {
		.where = where,
		.scope = scope,
		.next = expression,
		.error = error,
	};
	bool read;

	text_init(&parser.text, error->words, sizeof error->words);
	where->text = expression;
	where->count = 0;
	read = read_whole(&parser);
	text_terminate(&parser.text);
	return read;
}

void where_error_render(struct text *text, const char *expression,
			const struct where_error *error)
{
	size_t start =
		error->place > SHOWN_BEFORE ? error->place - SHOWN_BEFORE : 0;

	text_string(text, error->words);
	text_string(text, start > 0 ? "\n    ..." : "\n    ");
	for (size_t i = start; i < start + SHOWN && expression[i]; i++) {
		char c = expression[i];

		text_char(text, c >= ' ' && c <= '~' ? c : '?');
	}
	text_string(text, start > 0 ? "\n       " : "\n    ");
	for (size_t i = start; i < error->place; i++)
		text_char(text, ' ');
	text_char(text, '^');
}
