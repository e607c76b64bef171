/* The words of a note: one vocabulary, for the line and for the records. */
#include "render/note_text.h"

#include "decode/packet.h"
#include "render/line.h"
#include "render/parts.h"
#include "render/put.h"
#include "render/text.h"
#include "track/tracker.h"

enum { WORDS_SIZE = 3 * PUT_BLOCK };

#define WORDS(literal)                                                         \
	{                                                                      \
		literal, sizeof(literal) - 1                                   \
	}

/* With their lengths: copied by blocks, see put_blocks(). */
static const struct {
	char characters[WORDS_SIZE - 1];
	uint8_t length;
} words[] = {
	[NOTE_HANDSHAKE] = WORDS("handshake "),
	[NOTE_SIMULTANEOUS_OPEN] = WORDS("simultaneous open"),
	[NOTE_FAST_OPEN] = WORDS("fast open"),
	[NOTE_REFUSED] = WORDS("refused"),
	[NOTE_ACTIVE_CLOSE] = WORDS("active close by "),
	[NOTE_HALF_CLOSE] = WORDS("half-close"),
	[NOTE_SIMULTANEOUS_CLOSE] = WORDS("simultaneous close"),
	[NOTE_CLOSED] = WORDS("closed"),
	[NOTE_TIME_WAIT_UNTIL] = WORDS("TIME_WAIT until "),
	[NOTE_TIME_WAIT_RESTARTED] = WORDS("TIME_WAIT restarted"),
	[NOTE_TIME_WAIT_CUT_SHORT] = WORDS("TIME_WAIT cut short by RST"),
	[NOTE_PORT_REUSED] = WORDS("port reused"),
	[NOTE_RESET] = WORDS("reset by "),
	[NOTE_RESET_IGNORED] = WORDS("reset ignored (outside the window)"),
	[NOTE_RESET_INEXACT] = WORDS("reset ignored (not the next number)"),
	[NOTE_CHALLENGE_ACK] = WORDS("challenge ack"),
	[NOTE_MID_STREAM] = WORDS("mid-stream"),
	[NOTE_RETRANSMISSION] = WORDS("retransmission"),
	[NOTE_FAST_RETRANSMISSION] = WORDS("fast retransmission"),
	[NOTE_SPURIOUS_RETRANSMISSION] = WORDS("spurious retransmission"),
	[NOTE_OUT_OF_ORDER] = WORDS("out-of-order"),
	[NOTE_DUP_ACK] = WORDS("dup ack #"),
	[NOTE_PREVIOUS_NOT_CAPTURED] = WORDS("previous segment not captured"),
	[NOTE_ACKED_UNSEEN] = WORDS("acked unseen segment"),
	[NOTE_WINDOW_UPDATE] = WORDS("window update"),
	[NOTE_WINDOW_FULL] = WORDS("window full"),
	[NOTE_ZERO_WINDOW] = WORDS("zero window"),
	[NOTE_ZERO_WINDOW_PROBE] = WORDS("zero window probe"),
	[NOTE_ZERO_WINDOW_PROBE_ACK] = WORDS("zero window probe ack"),
	[NOTE_WINDOW_SHRANK] = WORDS("window shrank "),
	[NOTE_KEEP_ALIVE] = WORDS("keep-alive"),
	[NOTE_KEEP_ALIVE_ACK] = WORDS("keep-alive ack"),
	[NOTE_CAPTURE_DUPLICATE] = WORDS("capture duplicate"),
	[NOTE_DSACK] = WORDS("dsack"),
	[NOTE_URGENT_DATA] = WORDS("urgent data"),
	[NOTE_CHECKSUM_BAD] = WORDS("cksum bad (0x"),
	[NOTE_CHECKSUM_OFFLOAD] = WORDS("cksum left to the NIC"),
	[NOTE_BAD_FLAGS] = WORDS("bad flags"),
	[NOTE_FRAGMENT] = WORDS("fragment"),
	[NOTE_REASSEMBLED] = WORDS("reassembled from "),
	[NOTE_2MSL_ELAPSED] = WORDS("2MSL ("),
	[NOTE_TIMED_OUT] = WORDS("timed out"),
	[NOTE_LASTED] = WORDS("for "),
	[NOTE_ICMP] = WORDS("ICMP "),
};

_Static_assert(sizeof words / sizeof *words == NOTE_ICMP + 1,
	       "every note has its words");

static char *put_moment(char *at, const struct line_options *options,
			int64_t time)
{
	struct line_options absolute = *options;
	struct line_clock clock = { 0 };
	struct packet_time moment = { time / 1000000000, time % 1000000000 };

	if (absolute.time != LINE_TIME_UNIX && absolute.time != LINE_TIME_DATE)
		absolute.time = LINE_TIME_DAY;
	return put_time(at, &absolute, &clock, moment);
}

static char *put_duration(char *at, int64_t duration)
{
	uint64_t milliseconds = (uint64_t)duration / 1000000;
	uint32_t part = (uint32_t)(milliseconds % 1000);

	at = put_unsigned(at, milliseconds / 1000);
	if (part > 0) {
		at = put_char(at, '.');
		at = put_char(at, (char)('0' + part / 100));
		at = put_2_digits(at, part % 100);
	}
	return put_string(at, " s");
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

static char *put_end(char *at, int end)
{
	return put_string(at, end == TRACK_CLIENT ? "client" : "server");
}

static char *put_fragments(char *at, uint32_t count)
{
	at = put_decimal(at, count);
	at = put_string(at, " fragment");
	return count == 1 ? at : put_char(at, 's');
}

static char *put_sums(char *at, const struct track_note *note)
{
	at = put_hex(at, note->value, 4);
	at = put_string(at, ", should be 0x");
	at = put_hex(at, note->other, 4);
	return put_char(at, ')');
}

/* What stands behind the words. */
static char *put_value(char *at, const struct line_options *options,
		       const struct track_note *note)
{
	switch (note->note) {
	case NOTE_HANDSHAKE:
		at = put_decimal(at, note->value);
		return put_string(at, "/3");
	case NOTE_DUP_ACK:
	case NOTE_WINDOW_SHRANK:
		return put_decimal(at, note->value);
	case NOTE_REASSEMBLED:
		return put_fragments(at, note->value);
	case NOTE_ACTIVE_CLOSE:
	case NOTE_RESET:
		return put_end(at, note->end);
	case NOTE_TIME_WAIT_UNTIL:
		return put_moment(at, options, note->time);
	case NOTE_CHECKSUM_BAD:
		return put_sums(at, note);
	case NOTE_2MSL_ELAPSED:
		at = put_duration(at, note->time);
		return put_string(at, ") elapsed");
	case NOTE_LASTED:
		return put_duration(at, note->time);
	default:
		return at;
	}
}

void note_render(struct text *text, const struct line_options *options,
		 const struct track_note *note,
		 const struct packet_quote *quote)
{
	char *from = text_piece(text);
	char *at = put_blocks(from, words[note->note].characters,
			      words[note->note].length);

	text_piece_end(text, from, put_value(at, options, note));
	if (note->note == NOTE_ICMP)
		icmp_render(text, options, quote);
}

const char *note_words(enum note note)
{
	return words[note].characters;
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
