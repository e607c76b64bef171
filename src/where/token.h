/*
 * token: an expression's words and signs, one after the other.
 */
#ifndef TCPFLOW_WHERE_TOKEN_H
#define TCPFLOW_WHERE_TOKEN_H

#include "where/where.h"
#include "where/words.h"

enum token_kind {
	TOKEN_END,
	TOKEN_WORD,    /* of a field or value, bare or quoted */
	TOKEN_COMPARE, /* = != < <= > >= ~ */
	TOKEN_OPEN,
	TOKEN_CLOSE,
	TOKEN_NOT,
	TOKEN_AND,
	TOKEN_OR,
	TOKEN_FOR,
	TOKEN_UNENDED /* a quotation mark without its other one */
};

struct token {
	enum token_kind kind;
	struct words_span span; /* without quotation marks */
	const char *at;		/* where it begins, with them */
	bool quoted;
	enum where_operator sign; /* TOKEN_COMPARE */
};

/* The token that begins at `*at`, blanks left out; `*at` goes behind it. */
struct token token_next(const char **at);

#endif
