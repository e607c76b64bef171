/* The connection's number, both ends' states, the notes. */
#include "render/state.h"

#include "decode/packet.h"
#include "render/colour.h"
#include "render/line.h"
#include "render/note_text.h"
#include "render/text.h"
#include "render/tunnel_text.h"
#include "track/tracker.h"

static void steps_render(struct text *text, const struct track_steps *steps,
			 bool colour)
{
	bool changed = steps->count > 1;

	for (int i = 0; i < steps->count; i++) {
		if (i)
			text_string(text, "->");
		if (changed && i == steps->count - 1)
			colour_set(text, colour, COLOUR_CHANGED);
		text_string(text, state_name((enum tcp_state)steps->states[i]));
		if (steps->assumed >> i & 1)
			text_char(text, '?');
	}
}

static void end_render(struct text *text, enum track_end end,
		       const struct track_steps *steps, bool colour)
{
	colour_set(text, colour,
		   end == TRACK_CLIENT ? COLOUR_CLIENT : COLOUR_SERVER);
	text_string(text, end == TRACK_CLIENT ? "client " : "server ");
	steps_render(text, steps, colour);
	colour_set(text, colour, COLOUR_NONE);
}

static bool notes_render(struct text *text, const struct line_options *options,
			 const struct track_notes *notes,
			 const struct packet_quote *quote, bool colour)
{
	const char *separator = " | ";
	bool any = false;

	for (int i = 0; i < notes->count; i++) {
		const struct track_note *note = &notes->list[i];
		bool red = colour && note_is_trouble(note);

		if (!note_is_shown(note, options))
			continue;
		text_string(text, separator);
		separator = "; ";
		colour_set(text, red, COLOUR_TROUBLE);
		note_render(text, options, note, quote);
		colour_set(text, red, COLOUR_NONE);
		any = true;
	}
	return any;
}

static void number_render(struct text *text, uint64_t connection)
{
	text_char(text, '#');
	text_unsigned(text, connection);
	text_char(text, ' ');
}

void state_render(struct text *text, const struct line_options *options,
		  const struct packet *packet,
		  const struct track_result *result, bool colour)
{
	bool any;

	if (!result->connection)
		return;
	text_string(text, " | ");
	number_render(text, result->connection);
	end_render(text, TRACK_CLIENT, &result->ends[TRACK_CLIENT], colour);
	text_string(text, ", ");
	end_render(text, TRACK_SERVER, &result->ends[TRACK_SERVER], colour);
	any = notes_render(text, options, &result->notes, NULL, colour);
	if (packet->tunnel_count) {
		text_string(text, any ? "; " : " | ");
		tunnel_render(text, options, packet);
	}
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
	text_string(text, "-- ");
	number_render(text, event->connection);
	end_render(text, event->end, &event->steps, colour);
	notes_render(text, options, &event->notes, quote ? &quote->quote : NULL,
		     colour);
}
