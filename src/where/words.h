/*
 * words: the vocabulary of expressions: fields, and the words that a field may
 * be compared with.
 */
#ifndef TCPFLOW_WHERE_WORDS_H
#define TCPFLOW_WHERE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "track/note.h"
#include "where/where.h"

struct text;

/* What a field is compared with. */
enum words_type {
	WORDS_STATE,
	WORDS_NOTE,
	WORDS_REASON,
	WORDS_END,
	WORDS_ADDRESS,
	WORDS_FLAGS,
	WORDS_NUMBER,
	WORDS_TIME
};

struct words_field {
	const char *name;
	enum words_type type;
	enum where_field field;
	enum where_side side;
	bool of_end; /* client.NAME and server.NAME are there too */
};

/* Some characters; not a C string. */
struct words_span {
	const char *at;
	size_t length;
};

/* Whether they are the same, but for small and capital letters. */
bool words_same(struct words_span span, const char *word);

/* Fills `field`, with its side.  False when there is none of that name. */
bool words_find_field(struct words_span name, struct words_field *field);

/* Of a type that has words: bit by enum, those that are `span`, or, with
 * `part`, have it in them. */
uint64_t words_find(enum words_type type, struct words_span span, bool part);

/* "; did you mean NAME?", or "; " and all there are. */
void words_suggest_field(struct text *text, struct words_span name);
void words_suggest(struct text *text, enum words_type type,
		   struct words_span span);

/* "closed" and so on, as records have it. */
const char *words_of_reason(unsigned int reason);

/* The name by which it is asked for: "client", "rtt.min", "server.bytes". */
void words_field_name(struct text *text, enum where_field field,
		      enum where_side side);

/* "retransmission" and so on, without a value. */
void words_note(struct text *text, enum note note);

#endif
