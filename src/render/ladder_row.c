/*
 * The rows of a ladder, in the words of the line.
 *
 * Numbers are counted from each end's initial sequence number, so that the SYN
 * has 0, and written as books and packetdrill do, `1:17(16) ack 1`: that is
 * the shortest.
 */
#include "render/ladder_row.h"

#include <string.h>

#include "render/columns.h"
#include "render/line.h"
#include "render/note_text.h"
#include "render/parts.h"
#include "render/tcp_line.h"
#include "render/tcp_text.h"
#include "render/text.h"
#include "render/tunnel_text.h"

enum { ASSUMED = 0x80 };

static void numbers_render(struct text *text,
			   const struct line_options *options,
			   const struct packet *packet,
			   const struct track_result *result)
{
	const struct packet_tcp *tcp = &packet->tcp;
	bool absolute = options->absolute;
	uint32_t payload = tcp_payload(packet);
	uint32_t seq = tcp->seq, ack = tcp->ack;

	if (!absolute && result->has_seq_zero)
		seq -= result->seq_zero;
	if (!absolute && result->has_ack_zero)
		ack -= result->ack_zero;
	if (tcp_shows_seq(options, packet)) {
		text_char(text, ' ');
		text_unsigned(text, seq);
		text_char(text, ':');
		text_unsigned(text, seq + payload);
		text_char(text, '(');
		text_unsigned(text, payload);
		text_char(text, ')');
	}
	if (tcp->flags & TCP_ACK) {
		text_string(text, " ack ");
		text_unsigned(text, ack);
	}
}

/* A later fragment has no TCP header: its note says what it is. */
static void label_render(struct text *text, const struct line_options *options,
			 const struct packet *packet,
			 const struct track_result *result)
{
	if (packet->kind != PACKET_TCP)
		return;
	switch (packet->tcp.extent) {
	case TCP_NOTHING:
	case TCP_PORTS:
		text_string(text, "[|tcp]");
		return;
	case TCP_HEADER_SHORT:
		text_string(text, "[bad hdr length ");
		text_unsigned(text, packet->tcp.header_length);
		text_char(text, ']');
		return;
	case TCP_HEADER_LONG:
		tcp_flags_render(text, packet->tcp.flags);
		tcp_too_long_render(text, packet);
		return;
	case TCP_OPTIONS_CUT:
	case TCP_WHOLE_HEADER:
		tcp_flags_render(text, packet->tcp.flags);
		numbers_render(text, options, packet, result);
		return;
	}
}

/* Returns how many there are. */
static int notes_render(struct ladder_row *row, struct text *text,
			const struct line_options *options,
			const struct track_notes *notes,
			const struct packet_quote *quote)
{
	int count = 0;

	for (int i = 0; i < notes->count; i++) {
		const struct track_note *note = &notes->list[i];

		if (!note_is_shown(note, options))
			continue;
		if (note_is_trouble(note))
			row->trouble |= (uint16_t)(1U << count);
		note_render(text, options, note, quote);
		text_char(text, '\n');
		count++;
	}
	return count;
}

void ladder_row_packet(struct ladder_row *row,
		       const struct line_options *options,
		       const struct packet *packet,
		       const struct track_result *result)
{
	struct text label, notes;

	row->connection = result->connection;
	row->time = packet->time;
	row->end = result->from;
	text_init(&label, row->label, sizeof(row->label));
	label_render(&label, options, packet, result);
	columns_terminate(&label);
	text_init(&notes, row->notes, sizeof(row->notes));
	notes_render(row, &notes, options, &result->notes, NULL);
	if (packet->tunnel_count) {
		tunnel_render(&notes, options, packet);
		text_char(&notes, '\n');
	}
	columns_terminate(&notes);
}

void ladder_row_event(struct ladder_row *row,
		      const struct line_options *options,
		      const struct track_event *event,
		      const struct packet *quote)
{
	struct text notes;

	row->connection = event->connection;
	row->time = (struct packet_time){ event->time / 1000000000,
					  event->time % 1000000000 };
	row->is_event = true;
	row->end = event->end;
	text_init(&notes, row->notes, sizeof(row->notes));
	notes_render(row, &notes, options, &event->notes,
		     quote ? &quote->quote : NULL);
	columns_terminate(&notes);
}

void ladder_row_stamp(struct ladder_row *row,
		      const struct line_options *options,
		      struct line_clock *clock)
{
	struct text stamp;

	text_init(&stamp, row->stamp, sizeof(row->stamp));
	line_time(&stamp, options, clock, row->time);
	if (text_length(&stamp) > 0)
		stamp.at--; /* the space behind it */
	columns_terminate(&stamp);
}

void ladder_name(char *name, const struct line_options *options,
		 enum track_end end, const struct ladder_peer *peer)
{
	struct text text;

	text_init(&text, name, LADDER_NAME_SIZE);
	address_render(&text, options, &peer->address);
	text_char(&text, '.');
	port_render(&text, options, peer->port);
	text_string(&text, end == TRACK_CLIENT ? " (client)" : " (server)");
	columns_terminate(&text);
}

static uint8_t state_at(const struct track_steps *steps, int i)
{
	return (uint8_t)(steps->states[i] |
			 (steps->assumed >> i & 1 ? ASSUMED : 0));
}

uint8_t ladder_first(const struct track_steps *steps)
{
	return state_at(steps, 0);
}

uint8_t ladder_last(const struct track_steps *steps)
{
	return state_at(steps, steps->count - 1);
}

static void add_state(struct ladder_states *states, uint8_t state)
{
	states->assumed |=
		(uint8_t)((state & ASSUMED ? 1U : 0U) << states->count);
	states->states[states->count++] = state & (uint8_t)~ASSUMED;
}

struct ladder_states ladder_news(const struct track_steps *steps, uint8_t shown)
{
	struct ladder_states news = { .changed = steps->count > 1 };

	for (int i = 1; i < steps->count; i++)
		add_state(&news, state_at(steps, i));
	if (steps->count == 1 && state_at(steps, 0) != shown)
		add_state(&news, state_at(steps, 0));
	return news;
}

struct ladder_states ladder_beginning(const struct track_steps *steps)
{
	struct ladder_states states = { 0 };

	add_state(&states, state_at(steps, 0));
	return states;
}

void ladder_state_render(struct text *text, const struct ladder_states *states,
			 int i)
{
	text_string(text, state_name((enum tcp_state)states->states[i]));
	if (states->assumed >> i & 1)
		text_char(text, '?');
}
