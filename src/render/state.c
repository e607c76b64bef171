/* The connection's number, both ends' states, the notes. */
#include "render/state.h"

#include "decode/packet.h"
#include "decode/seldom.h"
#include "render/colour.h"
#include "render/line.h"
#include "render/note_text.h"
#include "render/put.h"
#include "render/text.h"
#include "render/tunnel_text.h"
#include "track/tracker.h"

const struct put_word state_words[] = {
	[STATE_CLOSED] = PUT_WORD("CLOSED"),
	[STATE_LISTEN] = PUT_WORD("LISTEN"),
	[STATE_SYN_SENT] = PUT_WORD("SYN_SENT"),
	[STATE_SYN_RECV] = PUT_WORD("SYN_RECV"),
	[STATE_ESTABLISHED] = PUT_WORD("ESTABLISHED"),
	[STATE_FIN_WAIT1] = PUT_WORD("FIN_WAIT1"),
	[STATE_FIN_WAIT2] = PUT_WORD("FIN_WAIT2"),
	[STATE_CLOSING] = PUT_WORD("CLOSING"),
	[STATE_TIME_WAIT] = PUT_WORD("TIME_WAIT"),
	[STATE_CLOSE_WAIT] = PUT_WORD("CLOSE_WAIT"),
	[STATE_LAST_ACK] = PUT_WORD("LAST_ACK"),
};

/* The mark is written always, and counts if it is meant: a branch that nobody
 * can predict would cost more. */
static inline char *put_state(char *at, uint8_t state, bool assumed)
{
	at = put_word(at, &state_words[state]);
	put_char(at, '?');
	return at + assumed;
}

SELDOM char *put_changes(char *at, const struct track_steps *steps, bool colour)
{
	for (int i = 1; i < steps->count; i++) {
		at = put_string(at, "->");
		if (i == steps->count - 1)
			at = put_colour(at, colour, COLOUR_CHANGED);
		at = put_state(at, steps->states[i], steps->assumed >> i & 1);
	}
	return at;
}

static inline char *put_steps(char *at, const struct track_steps *steps,
			      bool colour)
{
	at = put_state(at, steps->states[0], steps->assumed & 1);
	return steps->count > 1 ? put_changes(at, steps, colour) : at;
}

static inline char *put_end(char *at, enum track_end end,
			    const struct track_steps *steps, bool colour)
{
	bool client = end == TRACK_CLIENT;

	at = put_colour(at, colour, client ? COLOUR_CLIENT : COLOUR_SERVER);
	at = client ? put_string(at, "client ") : put_string(at, "server ");
	at = put_steps(at, steps, colour);
	return put_colour(at, colour, COLOUR_NONE);
}

static char *put_number(char *at, uint64_t connection)
{
	at = put_char(at, '#');
	at = put_unsigned(at, connection);
	return put_char(at, ' ');
}

static void separator_render(struct text *text, bool any)
{
	if (any)
		text_string(text, "; ");
	else
		text_string(text, " | ");
}

SELDOM bool notes_render(struct text *text, const struct line_options *options,
			 const struct track_notes *notes,
			 const struct packet_quote *quote, bool colour)
{
	bool any = false;

	for (int i = 0; i < notes->count; i++) {
		const struct track_note *note = &notes->list[i];
		bool red = colour && note_is_trouble(note);

		if (!note_is_shown(note, options))
			continue;
		separator_render(text, any);
		colour_set(text, red, COLOUR_TROUBLE);
		note_render(text, options, note, quote);
		colour_set(text, red, COLOUR_NONE);
		any = true;
	}
	return any;
}

SELDOM char *put_ends(char *at, const struct track_result *result, bool colour)
{
	at = put_string(at, " | ");
	at = put_number(at, result->connection);
	at = put_end(at, TRACK_CLIENT, &result->ends[TRACK_CLIENT], colour);
	at = put_string(at, ", ");
	return put_end(at, TRACK_SERVER, &result->ends[TRACK_SERVER], colour);
}

/* The same where both ends stay where they are, and without colours. */
static char *put_resting_ends(char *at, const struct track_result *result)
{
	const struct track_steps *client = &result->ends[TRACK_CLIENT];
	const struct track_steps *server = &result->ends[TRACK_SERVER];

	at = put_string(at, " | #");
	at = put_unsigned(at, result->connection);
	at = put_string(at, " client ");
	at = put_state(at, client->states[0], client->assumed & 1);
	at = put_string(at, ", server ");
	return put_state(at, server->states[0], server->assumed & 1);
}

static void states_render(struct text *text, const struct track_result *result,
			  bool colour)
{
	bool rest = result->ends[TRACK_CLIENT].count == 1 &&
		    result->ends[TRACK_SERVER].count == 1;
	char *from = text_piece(text);
	char *at = rest && !colour ? put_resting_ends(from, result)
				   : put_ends(from, result, colour);

	text_piece_end(text, from, at);
}

void state_render(struct text *text, const struct line_options *options,
		  const struct packet *packet,
		  const struct track_result *result, bool colour)
{
	bool any = false;

	if (!result->connection)
		return;
	states_render(text, result, colour);
	if (result->notes.count > 0)
		any = notes_render(text, options, &result->notes, NULL, colour);
	if (packet->tunnel_count) {
		separator_render(text, any);
		tunnel_render(text, options, packet);
	}
}

static void event_state_render(struct text *text,
			       const struct track_event *event, bool colour)
{
	char *from = text_piece(text);
	char *at = put_string(from, "-- ");

	at = put_number(at, event->connection);
	at = put_end(at, event->end, &event->steps, colour);
	text_piece_end(text, from, at);
}

void event_render(struct text *text, const struct line_options *options,
		  const struct line_clock *clock,
		  const struct track_event *event, const struct packet *quote,
		  bool colour)
{
	struct line_clock unchanged = *clock;
	struct packet_time time = { event->time / 1000000000,
				    event->time % 1000000000 };

	if (options->number)
		text_string(text, "       "); /* as wide as a number */
	line_time(text, options, &unchanged, time);
	event_state_render(text, event, colour);
	notes_render(text, options, &event->notes, quote ? &quote->quote : NULL,
		     colour);
}
