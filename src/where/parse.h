/*
 * parse: an expression, from its text.
 *
 *	expression = all *( "or" all )
 *	all        = one *( "and" one )
 *	one        = "not" one / "(" expression ")" / test
 *	test       = field operator value [ "for" [ operator ] time ]
 */
#ifndef TCPFLOW_WHERE_PARSE_H
#define TCPFLOW_WHERE_PARSE_H

#include <stdbool.h>
#include <stddef.h>

#include "where/where.h"

struct text;

/* What it will be asked about: a whole connection has no flags. */
enum where_scope { WHERE_OF_LINE, WHERE_OF_CONNECTION };

enum { WHERE_ERROR_SIZE = 640 };

struct where_error {
	size_t place;		      /* in the expression, in octets */
	char words[WHERE_ERROR_SIZE]; /* what is wrong, and what could stand
				       * there; harmless for a terminal */
};

/* `expression` must stay as long as `where` is used.  False with `error` set
 * when it is none. */
bool where_parse(struct where *where, const char *expression,
		 enum where_scope scope, struct where_error *error);

/* Appends three lines, the last without its end: what is wrong; the expression,
 * or what is around the place, each octet that is not printable ASCII as a
 * question mark; a mark below the place. */
void where_error_render(struct text *text, const char *expression,
			const struct where_error *error);

#endif
