/*
 * Tokens.  The words and signs of C and of pcap-filter(7) are both understood:
 * && and ||, == and =.
 */
#include "where/token.h"

#include <string.h>

static const struct {
	const char *text; /* the longer first */
	enum token_kind kind;
	enum where_operator sign;
} signs[] = {
	{ "!=", TOKEN_COMPARE, WHERE_NOT_EQUAL },
	{ "<=", TOKEN_COMPARE, WHERE_AT_MOST },
	{ ">=", TOKEN_COMPARE, WHERE_AT_LEAST },
	{ "==", TOKEN_COMPARE, WHERE_EQUAL },
	{ "&&", TOKEN_AND, WHERE_EQUAL },
	{ "||", TOKEN_OR, WHERE_EQUAL },
	{ "=", TOKEN_COMPARE, WHERE_EQUAL },
	{ "<", TOKEN_COMPARE, WHERE_LESS },
	{ ">", TOKEN_COMPARE, WHERE_MORE },
	{ "~", TOKEN_COMPARE, WHERE_LIKE },
	{ "!", TOKEN_NOT, WHERE_EQUAL },
	{ "(", TOKEN_OPEN, WHERE_EQUAL },
	{ ")", TOKEN_CLOSE, WHERE_EQUAL },
};

static const struct {
	const char *word;
	enum token_kind kind;
} words[] = {
	{ "and", TOKEN_AND },
	{ "or", TOKEN_OR },
	{ "not", TOKEN_NOT },
	{ "for", TOKEN_FOR },
};

static const char blanks[] = " \t\r\n";

/* What ends a bare word. */
static const char ends_word[] = " \t\r\n=!<>~()&|\"'";

static struct token quoted(const char **at)
{
	struct token token = { .at = *at, .quoted = true };
	const char *start = *at + 1, *end = strchr(start, **at);

	token.kind = end ? TOKEN_WORD : TOKEN_UNENDED;
	token.span.at = start;
	token.span.length = end ? (size_t)(end - start) : strlen(start);
	*at = start + token.span.length + (end ? 1 : 0);
	return token;
}

static bool take_sign(const char **at, struct token *token)
{
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		size_t length = strlen(signs[i].text);

		if (strncmp(*at, signs[i].text, length) != 0)
			continue;
		token->kind = signs[i].kind;
		token->sign = signs[i].sign;
		token->span = (struct words_span){ *at, length };
		*at += length;
		return true;
	}
	return false;
}

static void take_word(const char **at, struct token *token)
{
	size_t length = strcspn(*at, ends_word);

	if (length == 0) /* a single & or | */
		length = 1;
	token->kind = TOKEN_WORD;
	token->span = (struct words_span){ *at, length };
	*at += length;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (words_same(token->span, words[i].word))
			token->kind = words[i].kind;
}

struct token token_next(const char **at)
{
	struct token token = { .kind = TOKEN_END };

	*at += strspn(*at, blanks);
	token.at = *at;
	token.span.at = *at;
	if (**at == '\0')
		return token;
	if (**at == '"' || **at == '\'')
		return quoted(at);
	if (!take_sign(at, &token))
		take_word(at, &token);
	return token;
}
