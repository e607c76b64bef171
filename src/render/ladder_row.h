/*
 * What a ladder says, whatever it is drawn with: its beginning, where the two
 * ends of a connection are named, and its rows, one for each segment or event.
 *
 * A row holds the words, the same as those of the line, so that a figure that
 * is drawn only when the input is over can be kept as rows.
 */
#ifndef TCPFLOW_RENDER_LADDER_ROW_H
#define TCPFLOW_RENDER_LADDER_ROW_H

#include <stdbool.h>
#include <stdint.h>

#include "decode/packet.h"
#include "track/tracker.h"

struct line_clock;
struct line_options;
struct text;

enum {
	LADDER_STAMP_SIZE = 40,
	LADDER_LABEL_SIZE = 80,
	LADDER_NOTES_SIZE = 512,
	LADDER_NAME_SIZE = 320
};

/* No state: what is not known, or not yet shown. */
enum { LADDER_NO_STATE = 0xff };

/* The states that are new for one end, in their order; most rows have none. */
struct ladder_states {
	uint8_t states[6];
	uint8_t count;
	uint8_t assumed; /* bit i: states[i] is */
	bool changed;	 /* false: the same as before, but proved now */
};

struct ladder_row {
	uint64_t connection;
	struct packet_time time;
	bool is_event;
	enum track_end end; /* it sent the segment, or had the event */
	struct ladder_states ends[2];
	uint16_t trouble; /* bit i: the note in line i is trouble */
	/* C strings in UTF-8, made harmless for a terminal. */
	char stamp[LADDER_STAMP_SIZE]; /* "" if times are not wanted */
	char label[LADDER_LABEL_SIZE]; /* of the arrow: flags, numbers */
	char notes[LADDER_NOTES_SIZE]; /* each with a newline behind it */
};

struct ladder_begin {
	uint64_t connection;
	struct ladder_states ends[2];
	char names[2][LADDER_NAME_SIZE]; /* "10.0.0.1.41660 (client)" */
};

/* These fill the row, which is zero to begin with, but for its stamp and the
 * states.  `quote`: the ICMP packet that is the event, or NULL. */
void ladder_row_packet(struct ladder_row *row,
		       const struct line_options *options,
		       const struct packet *packet,
		       const struct track_result *result);
void ladder_row_event(struct ladder_row *row,
		      const struct line_options *options,
		      const struct track_event *event,
		      const struct packet *quote);

/* Fills the stamp from the row's time. */
void ladder_row_stamp(struct ladder_row *row,
		      const struct line_options *options,
		      struct line_clock *clock);

/* Where one end is. */
struct ladder_peer {
	struct address address;
	uint16_t port;
};

/* Names an end in `name`, of LADDER_NAME_SIZE octets. */
void ladder_name(char *name, const struct line_options *options,
		 enum track_end end, const struct ladder_peer *peer);

/* The state that an end came from, and the one it is in now, with the mark, in
 * one octet, to be compared. */
uint8_t ladder_first(const struct track_steps *steps);
uint8_t ladder_last(const struct track_steps *steps);

/* What of `steps` is new where `shown`, an octet as above or LADDER_NO_STATE,
 * was shown last. */
struct ladder_states ladder_news(const struct track_steps *steps,
				 uint8_t shown);

/* The one state that an end begins with. */
struct ladder_states ladder_beginning(const struct track_steps *steps);

/* "ESTABLISHED?" */
void ladder_state_render(struct text *text, const struct ladder_states *states,
			 int i);

#endif
