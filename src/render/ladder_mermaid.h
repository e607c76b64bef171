/*
 * The ladder as a sequence diagram of mermaid, which Markdown hosts draw.
 *
 * All connections stand in one diagram, with two participants each, in the
 * order of time; so it is written as it comes.
 */
#ifndef TCPFLOW_RENDER_LADDER_MERMAID_H
#define TCPFLOW_RENDER_LADDER_MERMAID_H

struct ladder;
struct ladder_begin;
struct ladder_row;

/* Hosts refuse a diagram of more than 50000 characters: rows beyond this are
 * counted. */
enum { LADDER_MERMAID_SIZE = 45000 };

void ladder_mermaid_begin(struct ladder *ladder,
			  const struct ladder_begin *begin);
void ladder_mermaid_row(struct ladder *ladder, const struct ladder_row *row);

/* Says how many rows were left out. */
void ladder_mermaid_finish(struct ladder *ladder);

#endif
