/* The words of a note: one vocabulary, for the line and for the records. */
#include "render/note_text.h"

#include "decode/packet.h"
#include "render/line.h"
#include "render/parts.h"
#include "render/text.h"
#include "track/tracker.h"

static const char *const words[] = {
	[NOTE_HANDSHAKE] = "handshake ",
	[NOTE_SIMULTANEOUS_OPEN] = "simultaneous open",
	[NOTE_FAST_OPEN] = "fast open",
	[NOTE_REFUSED] = "refused",
	[NOTE_ACTIVE_CLOSE] = "active close by ",
	[NOTE_HALF_CLOSE] = "half-close",
	[NOTE_SIMULTANEOUS_CLOSE] = "simultaneous close",
	[NOTE_CLOSED] = "closed",
	[NOTE_TIME_WAIT_UNTIL] = "TIME_WAIT until ",
	[NOTE_TIME_WAIT_RESTARTED] = "TIME_WAIT restarted",
	[NOTE_TIME_WAIT_CUT_SHORT] = "TIME_WAIT cut short by RST",
	[NOTE_PORT_REUSED] = "port reused",
	[NOTE_RESET] = "reset by ",
	[NOTE_RESET_IGNORED] = "reset ignored (outside the window)",
	[NOTE_RESET_INEXACT] = "reset ignored (not the next number)",
	[NOTE_CHALLENGE_ACK] = "challenge ack",
	[NOTE_MID_STREAM] = "mid-stream",
	[NOTE_RETRANSMISSION] = "retransmission",
	[NOTE_FAST_RETRANSMISSION] = "fast retransmission",
	[NOTE_SPURIOUS_RETRANSMISSION] = "spurious retransmission",
	[NOTE_OUT_OF_ORDER] = "out-of-order",
	[NOTE_DUP_ACK] = "dup ack #",
	[NOTE_PREVIOUS_NOT_CAPTURED] = "previous segment not captured",
	[NOTE_ACKED_UNSEEN] = "acked unseen segment",
	[NOTE_WINDOW_UPDATE] = "window update",
	[NOTE_WINDOW_FULL] = "window full",
	[NOTE_ZERO_WINDOW] = "zero window",
	[NOTE_ZERO_WINDOW_PROBE] = "zero window probe",
	[NOTE_ZERO_WINDOW_PROBE_ACK] = "zero window probe ack",
	[NOTE_WINDOW_SHRANK] = "window shrank ",
	[NOTE_KEEP_ALIVE] = "keep-alive",
	[NOTE_KEEP_ALIVE_ACK] = "keep-alive ack",
	[NOTE_CAPTURE_DUPLICATE] = "capture duplicate",
	[NOTE_DSACK] = "dsack",
	[NOTE_URGENT_DATA] = "urgent data",
	[NOTE_CHECKSUM_BAD] = "cksum bad (0x",
	[NOTE_CHECKSUM_OFFLOAD] = "cksum left to the NIC",
	[NOTE_BAD_FLAGS] = "bad flags",
	[NOTE_FRAGMENT] = "fragment",
	[NOTE_REASSEMBLED] = "reassembled from ",
	[NOTE_2MSL_ELAPSED] = "2MSL (",
	[NOTE_TIMED_OUT] = "timed out",
	[NOTE_LASTED] = "for ",
	[NOTE_ICMP] = "ICMP ",
};

_Static_assert(sizeof words / sizeof *words == NOTE_ICMP + 1,
	       "every note has its words");

static void moment_render(struct text *text, const struct line_options *options,
			  int64_t time)
{
	struct line_options absolute = *options;
	struct line_clock clock = { 0 };
	struct packet_time moment = { time / 1000000000, time % 1000000000 };
	char storage[64];
	struct text stamp;

	if (absolute.time != LINE_TIME_UNIX && absolute.time != LINE_TIME_DATE)
		absolute.time = LINE_TIME_DAY;
	text_init(&stamp, storage, sizeof storage);
	line_time(&stamp, &absolute, &clock, moment);
	text_data(text, stamp.start, text_length(&stamp) - 1); /* no space */
}

static void duration_render(struct text *text, int64_t duration)
{
	uint64_t milliseconds = (uint64_t)duration / 1000000;

	text_unsigned(text, milliseconds / 1000);
	if (milliseconds % 1000) {
		text_char(text, '.');
		text_zeros(text, milliseconds % 1000, 3);
	}
	text_string(text, " s");
}

struct icmp_word {
	uint8_t version, type, code;
	const char *word;
};

enum { ANY_CODE = 255 };

static const struct icmp_word icmp_words[] = {
	{ 4, 3, 0, "net unreachable" },
	{ 4, 3, 1, "host unreachable" },
	{ 4, 3, 2, "protocol unreachable" },
	{ 4, 3, 3, "port unreachable" },
	{ 4, 3, 4, "fragmentation needed" },
	{ 4, 3, 5, "source route failed" },
	{ 4, 3, 9, "net administratively prohibited" },
	{ 4, 3, 10, "host administratively prohibited" },
	{ 4, 3, 13, "administratively prohibited" },
	{ 4, 3, ANY_CODE, "destination unreachable" },
	{ 4, 4, ANY_CODE, "source quench" },
	{ 4, 5, ANY_CODE, "redirect" },
	{ 4, 11, ANY_CODE, "time exceeded" },
	{ 4, 12, ANY_CODE, "parameter problem" },
	{ 6, 1, 0, "no route to destination" },
	{ 6, 1, 1, "administratively prohibited" },
	{ 6, 1, 3, "address unreachable" },
	{ 6, 1, 4, "port unreachable" },
	{ 6, 1, ANY_CODE, "destination unreachable" },
	{ 6, 2, ANY_CODE, "packet too big" },
	{ 6, 3, ANY_CODE, "time exceeded" },
	{ 6, 4, ANY_CODE, "parameter problem" },
};

static const char *icmp_word(const struct packet_quote *quote)
{
	for (size_t i = 0; i < sizeof icmp_words / sizeof *icmp_words; i++) {
		const struct icmp_word *row = &icmp_words[i];

		if (row->version == quote->source.version &&
		    row->type == quote->icmp_type &&
		    (row->code == ANY_CODE || row->code == quote->icmp_code))
			return row->word;
	}
	return "error";
}

static void icmp_render(struct text *text, const struct line_options *options,
			const struct packet_quote *quote)
{
	if (!quote) {
		text_string(text, "error");
		return;
	}
	text_string(text, icmp_word(quote));
	text_string(text, " from ");
	address_render(text, options, &quote->reporter);
}

static const char *end_name(int end)
{
	return end == TRACK_CLIENT ? "client" : "server";
}

void note_render(struct text *text, const struct line_options *options,
		 const struct track_note *note,
		 const struct packet_quote *quote)
{
	text_string(text, words[note->note]);
	switch (note->note) {
	case NOTE_HANDSHAKE:
		text_unsigned(text, note->value);
		text_string(text, "/3");
		break;
	case NOTE_DUP_ACK:
	case NOTE_WINDOW_SHRANK:
		text_unsigned(text, note->value);
		break;
	case NOTE_REASSEMBLED:
		text_unsigned(text, note->value);
		text_string(text,
			    note->value == 1 ? " fragment" : " fragments");
		break;
	case NOTE_ACTIVE_CLOSE:
	case NOTE_RESET:
		text_string(text, end_name(note->end));
		break;
	case NOTE_TIME_WAIT_UNTIL:
		moment_render(text, options, note->time);
		break;
	case NOTE_CHECKSUM_BAD:
		text_hex(text, note->value, 4);
		text_string(text, ", should be 0x");
		text_hex(text, note->other, 4);
		text_char(text, ')');
		break;
	case NOTE_2MSL_ELAPSED:
		duration_render(text, note->time);
		text_string(text, ") elapsed");
		break;
	case NOTE_LASTED:
		duration_render(text, note->time);
		break;
	case NOTE_ICMP:
		icmp_render(text, options, quote);
		break;
	default:
		break;
	}
}

const char *note_words(enum note note)
{
	return words[note];
}

bool note_is_trouble(const struct track_note *note)
{
	switch (note->note) {
	case NOTE_REFUSED:
	case NOTE_TIME_WAIT_CUT_SHORT:
	case NOTE_RESET:
	case NOTE_RESET_IGNORED:
	case NOTE_RESET_INEXACT:
	case NOTE_CHALLENGE_ACK:
	case NOTE_RETRANSMISSION:
	case NOTE_FAST_RETRANSMISSION:
	case NOTE_SPURIOUS_RETRANSMISSION:
	case NOTE_PREVIOUS_NOT_CAPTURED:
	case NOTE_ACKED_UNSEEN:
	case NOTE_WINDOW_FULL:
	case NOTE_ZERO_WINDOW:
	case NOTE_WINDOW_SHRANK:
	case NOTE_CHECKSUM_BAD:
	case NOTE_BAD_FLAGS:
	case NOTE_TIMED_OUT:
	case NOTE_ICMP:
		return true;
	default:
		return false;
	}
}

bool note_is_shown(const struct track_note *note,
		   const struct line_options *options)
{
	return note->note != NOTE_CHECKSUM_OFFLOAD ||
	       (options->verbose && !options->quiet);
}
