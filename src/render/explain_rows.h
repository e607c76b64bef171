/*
 * The sentences of --explain, as a table: from the kind of a reason, and the
 * state that the end has come to, to a template and the clause behind it.
 */
#ifndef TCPFLOW_RENDER_EXPLAIN_ROWS_H
#define TCPFLOW_RENDER_EXPLAIN_ROWS_H

#include <stdint.h>

struct text;
struct track_steps;

/* What an operand of a reason is (track/why.h), and so how it is written. */
enum explain_operand {
	OPERAND_NONE,
	OPERAND_SENDER,	      /* counted from the sender's base */
	OPERAND_RECEIVER,     /* counted from the receiver's base */
	OPERAND_SENDER_FIN,   /* one past the sender's FIN: the FIN's number */
	OPERAND_RECEIVER_FIN, /* one past the receiver's FIN */
	OPERAND_NUMBER,
	OPERAND_HEX /* four digits */
};

enum { EXPLAIN_ANY_STATE = 255 };

/* In the template, %s is the end that sent the segment ("the client"), %r the
 * one to which it was sent, both with a capital as %S and %R; %a and %b are
 * the operands.  The clause and the full stop are added. */
struct explain_row {
	uint8_t why;  /* enum why */
	uint8_t when; /* enum tcp_state, or EXPLAIN_ANY_STATE */
	uint8_t a, b; /* enum explain_operand */
	const char *template;
	const char *clause;
};

/* The sentence for a reason, by the states through which the end went whose
 * reason it is; NULL if there is no such kind. */
const struct explain_row *explain_row_find(uint8_t why,
					   const struct track_steps *steps);

#endif
