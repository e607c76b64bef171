#include <criterion/criterion.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "decode/packet.h"
#include "render/explain.h"
#include "render/line.h"
#include "render/note_text.h"
#include "render/text.h"
#include "track/tracker.h"

/* What the line subtracts.  Every number below is given relative to them, and
 * as both are near 2^32, most absolute ones wrap. */
enum space { NONE, SENDER, RECEIVER, PLAIN };

#define SEQ_BASE UINT32_C(4294967000)
#define ACK_BASE UINT32_C(4000000000)

enum { ANY = 255, SENTENCE_MAX = 180 };

/* The client sends.  `state` is one that the end of the reason comes to; each
 * kind of reason is there at least once, each of its sentences too. */
struct row {
	enum why why;
	int state;
	enum space a_space;
	uint32_t a;
	enum space b_space;
	uint32_t b;
	const char *expected;
};

/* clang-format off */
static const struct row rows[] = {
	{ WHY_SYN, ANY, SENDER, 17, NONE, 0,
	  "The client asks to open the connection with SYN 17: SYN_SENT "
	  "(RFC 9293 3.5)." },
	{ WHY_SYN_SIMULTANEOUS, ANY, SENDER, 17, NONE, 0,
	  "Both ends have sent a SYN: if this one (17) arrives, the server "
	  "answers it with SYN and ACK and is in SYN_RECV (RFC 9293 3.5, "
	  "figure 7)." },
	{ WHY_SYN_AGAIN, ANY, SENDER, 17, NONE, 0,
	  "The client repeats its SYN 17, so whatever answered it did not "
	  "arrive: SYN_SENT still (RFC 9293 3.8.1, RFC 6298 5)." },
	{ WHY_SYN_DUPLICATE, ANY, SENDER, 17, NONE, 0,
	  "SYN 17 is an old duplicate to the server, so a challenge ACK is due "
	  "and nothing changes (RFC 9293 3.10.7.4, RFC 5961 4.2)." },
	{ WHY_SYN_CANDIDATE, ANY, SENDER, 9017, NONE, 0,
	  "SYN 9017 of the client comes while a connection with these ports "
	  "lives: it begins a new one, or is an old duplicate; a challenge ACK "
	  "is due (RFC 9293 3.5.1, RFC 5961 4.2)." },
	{ WHY_REUSED, ANY, SENDER, 17, NONE, 0,
	  "SYN 17 begins a new connection with addresses and ports that were "
	  "used before; the old one is over (RFC 9293 3.6.1, RFC 6191 2)." },
	{ WHY_SYN_ACK, ANY, RECEIVER, 18, NONE, 0,
	  "The client has got the SYN, for its ack (18) is one past the last "
	  "number it got; it sends a SYN of its own: SYN_RECV (RFC 9293 "
	  "3.5)." },
	{ WHY_SYN_ACK_ARRIVES, ANY, RECEIVER, 18, NONE, 0,
	  "If this segment arrives, the SYN of the server is acknowledged (ack "
	  "18): ESTABLISHED (RFC 9293 3.10.7.3)." },
	{ WHY_SYN_ACK_AGAIN, STATE_ESTABLISHED, SENDER, 17, NONE, 0,
	  "The client sends its SYN again, with ACK (17): the ACK of it has "
	  "not come, or Linux ignored it (queue full, TCP_DEFER_ACCEPT): "
	  "SYN_RECV (RFC 9293 3.8.1, RFC 6298 5)." },
	{ WHY_SYN_ACK_AGAIN, ANY, SENDER, 17, NONE, 0,
	  "The client sends SYN 17 with ACK, so it has got the SYN of the "
	  "server, and not yet an ACK of its own: SYN_RECV, now for certain "
	  "(RFC 9293 3.5)." },
	{ WHY_SYN_ACK_UNWANTED, STATE_SYN_SENT, RECEIVER, 91, RECEIVER, 18,
	  "Ack 91 does not acknowledge the SYN of the server (18 would), so "
	  "the server stays in SYN_SENT and a RST is due (RFC 9293 "
	  "3.10.7.3)." },
	{ WHY_SYN_ACK_UNWANTED, ANY, RECEIVER, 91, RECEIVER, 18,
	  "Ack 91 does not acknowledge the SYN of the server (18 would), so "
	  "this SYN changes nothing (RFC 9293 3.10.7.4, RFC 5961 4.2)." },
	{ WHY_ACK_IN_SYN_SENT, ANY, RECEIVER, 91, RECEIVER, 18,
	  "The server is in SYN_SENT and ack 91 does not acknowledge its SYN "
	  "(18 would), so nothing changes and a RST is due (RFC 9293 "
	  "3.10.7.3)." },
	{ WHY_GOT_SYN_ACK, ANY, RECEIVER, 1, NONE, 0,
	  "Ack 1 acknowledges the SYN of the server, so the client has got "
	  "that, and the ACK of its own SYN: ESTABLISHED, now for certain "
	  "(RFC 9293 3.5)." },
	{ WHY_HANDSHAKE_ARRIVES, ANY, RECEIVER, 1, NONE, 0,
	  "If this segment arrives, the SYN of the server is acknowledged (ack "
	  "1) and the handshake is complete: ESTABLISHED (RFC 9293 "
	  "3.10.7.4)." },
	{ WHY_SENDS_DATA, ANY, SENDER, 1, PLAIN, 1448,
	  "The client sends data (1448 octets from 1) or its FIN, so the ACK "
	  "of its SYN has arrived: ESTABLISHED, now for certain (RFC 9293 "
	  "3.10.2)." },
	{ WHY_ACKS_MORE, ANY, RECEIVER, 501, RECEIVER, 1,
	  "Ack 501 covers more than the SYN of the server (1 would do), so the "
	  "handshake's ACK has arrived too: ESTABLISHED, now for certain (RFC "
	  "9293 3.10.7.4)." },
	{ WHY_OLD_ECHO, ANY, PLAIN, 100, PLAIN, 105,
	  "TSecr 100 is older than the TSval of the handshake's ACK (105): the "
	  "client answers what came before that ACK (RFC 7323 4.3)." },
	{ WHY_OLD_ECHO, STATE_SYN_RECV, PLAIN, 100, PLAIN, 105,
	  "TSecr 100 is older than the TSval of the handshake's ACK (105), so "
	  "the client has not got that ACK: SYN_RECV still (RFC 7323 4.3)." },
	{ WHY_FIN, STATE_FIN_WAIT1, SENDER, 50, NONE, 0,
	  "The client has no more data to send: its FIN has sequence number 50 "
	  "and must be acknowledged: FIN_WAIT1 (RFC 9293 3.6)." },
	{ WHY_FIN, ANY, SENDER, 50, NONE, 0,
	  "The client has no more data to send: its FIN has sequence number 50 "
	  "(RFC 9293 3.6)." },
	{ WHY_FIN_AFTER_FIN, ANY, SENDER, 50, RECEIVER, 10,
	  "The client closes with FIN 50, after it has got and acknowledged "
	  "FIN 9 of the server: LAST_ACK (RFC 9293 3.6, figure 12)." },
	{ WHY_FIN_CROSSES, STATE_CLOSING, SENDER, 50, RECEIVER, 9,
	  "FIN 50 of the client and the FIN of the server cross: its ack 9 "
	  "does not cover that one, an earlier ack did: FIN_WAIT1, then "
	  "CLOSING (RFC 9293 3.6, figure 13)." },
	{ WHY_FIN_CROSSES, ANY, SENDER, 50, RECEIVER, 9,
	  "FIN 50 of the client and the FIN of the server cross: its ack 9 "
	  "does not cover that one, so it has not got it: FIN_WAIT1 (RFC 9293 "
	  "3.6, figure 13)." },
	{ WHY_FIN_AGAIN, ANY, SENDER, 50, NONE, 0,
	  "The client repeats its FIN 50, so the ACK of it did not arrive, and "
	  "what that was assumed to have done is taken back (RFC 9293 3.8.1, "
	  "RFC 6298 5)." },
	{ WHY_FIN_ARRIVES, STATE_TIME_WAIT, SENDER, 50, NONE, 0,
	  "If this segment arrives, the server has all up to FIN 50, and its "
	  "own FIN is acknowledged: TIME_WAIT, 2 MSL long (RFC 9293 3.10.7.4, "
	  "3.6.1)." },
	{ WHY_FIN_ARRIVES, STATE_CLOSING, SENDER, 50, NONE, 0,
	  "If this segment arrives, the server has all up to FIN 50, but its "
	  "own FIN is not acknowledged yet: CLOSING (RFC 9293 3.10.7.4)." },
	{ WHY_FIN_ARRIVES, STATE_CLOSE_WAIT, SENDER, 50, NONE, 0,
	  "If this segment arrives, the server has all up to FIN 50 and can "
	  "still send, until its application closes: CLOSE_WAIT (RFC 9293 "
	  "3.10.7.4)." },
	{ WHY_FIN_ARRIVES, ANY, SENDER, 50, NONE, 0,
	  "If this segment arrives, the server has all up to FIN 50 of the "
	  "client (RFC 9293 3.10.7.4)." },
	{ WHY_FIN_BEYOND_HOLE, ANY, SENDER, 50, SENDER, 33,
	  "FIN 50 of the client does nothing to the server yet: what comes "
	  "before it is missing from 33 on (RFC 9293 3.10.7.4)." },
	{ WHY_FIN_GOT, STATE_CLOSING, RECEIVER, 10, RECEIVER, 10,
	  "The client acknowledges FIN 9 of the server (ack 10), so it has got "
	  "it, before its own was acknowledged: CLOSING (RFC 9293 3.6, figure "
	  "13)." },
	{ WHY_FIN_GOT, STATE_TIME_WAIT, RECEIVER, 10, RECEIVER, 10,
	  "The client acknowledges FIN 9 of the server (ack 10), so it has got "
	  "it: TIME_WAIT (RFC 9293 3.6)." },
	{ WHY_FIN_GOT, STATE_CLOSE_WAIT, RECEIVER, 10, RECEIVER, 10,
	  "The client acknowledges FIN 9 of the server (ack 10), so it has got "
	  "it: CLOSE_WAIT, now for certain (RFC 9293 3.6)." },
	{ WHY_FIN_GOT, ANY, RECEIVER, 10, RECEIVER, 10,
	  "The client acknowledges FIN 9 of the server (ack 10), so it has got "
	  "it (RFC 9293 3.6)." },
	{ WHY_FIN_ACKED, STATE_FIN_WAIT2, RECEIVER, 10, RECEIVER, 10,
	  "If this segment arrives, FIN 9 of the server is acknowledged (ack "
	  "10), and the server waits for the FIN of the client: FIN_WAIT2 (RFC "
	  "9293 3.10.7.4)." },
	{ WHY_FIN_ACKED, STATE_TIME_WAIT, RECEIVER, 10, RECEIVER, 10,
	  "If this segment arrives, FIN 9 of the server is acknowledged (ack "
	  "10), and it has got the other FIN: TIME_WAIT, 2 MSL long (RFC 9293 "
	  "3.10.7.4, 3.6.1)." },
	{ WHY_FIN_ACKED, STATE_CLOSED, RECEIVER, 10, RECEIVER, 10,
	  "If this segment arrives, FIN 9 of the server is acknowledged (ack "
	  "10), and nothing is left to do: CLOSED (RFC 9293 3.10.7.4)." },
	{ WHY_FIN_ACKED, ANY, RECEIVER, 10, RECEIVER, 10,
	  "If this segment arrives, FIN 9 of the server is acknowledged (ack "
	  "10) (RFC 9293 3.10.7.4)." },
	{ WHY_FIN_NOT_ACKED, ANY, RECEIVER, 9, RECEIVER, 10,
	  "Ack 9 does not cover FIN 9 of the server, so this is not the ACK "
	  "for which the server waits (RFC 9293 3.10.7.4)." },
	{ WHY_LIES_AFTER_FIN, ANY, SENDER, 51, SENDER, 51,
	  "Seq 51 lies after FIN 50 of the client: if this segment arrives, "
	  "the server has got that FIN first, and not yet an ACK of its own: "
	  "CLOSING (RFC 9293 3.6, figure 13)." },
	{ WHY_FIN_ACK_GOT, ANY, RECEIVER, 17, NONE, 0,
	  "Ack 17 covers what the server sent after it had acknowledged the "
	  "FIN of the client, so the client has got that too: FIN_WAIT2, now "
	  "for certain (RFC 9293 3.6)." },
	{ WHY_TIME_WAIT_RESTARTED, ANY, SENDER, 50, SENDER, 51,
	  "The server must answer this in TIME_WAIT (seq 50, next expected "
	  "51), so the 2 MSL begin anew; Linux does so for more than the FIN "
	  "(RFC 9293 3.10.7.4)." },
	{ WHY_ALIVE, ANY, NONE, 0, NONE, 0,
	  "The client had not timed out after all, for here it sends: what was "
	  "assumed is taken back (RFC 9293 3.10.8)." },
	{ WHY_RST_REFUSES, ANY, RECEIVER, 18, NONE, 0,
	  "The client refuses the connection: the RST acknowledges the SYN "
	  "(ack 18), so the server gives up if it arrives: CLOSED (RFC 9293 "
	  "3.5.2, 3.10.7.3)." },
	{ WHY_RST_EXACT, STATE_TIME_WAIT, SENDER, 51, NONE, 0,
	  "The RST has the next sequence number expected (51): if it arrives, "
	  "the server leaves TIME_WAIT, unless tcp_rfc1337 is set in Linux "
	  "(RFC 9293 3.10.7.4, RFC 1337)." },
	{ WHY_RST_EXACT, ANY, SENDER, 51, NONE, 0,
	  "The RST has the next sequence number expected (51): if it arrives, "
	  "the server drops the connection: CLOSED (RFC 9293 3.10.7.4, RFC "
	  "5961 3.2)." },
	{ WHY_RST_INEXACT, ANY, SENDER, 4711, SENDER, 4242,
	  "RST ignored by the server: its sequence number 4711 is not the next "
	  "one expected (4242), so a challenge ACK is due (RFC 9293 3.10.7.4, "
	  "RFC 5961 3.2)." },
	{ WHY_RST_OUTSIDE, STATE_SYN_SENT, SENDER, 51, NONE, 0,
	  "RST ignored by the server (seq 51): in SYN_SENT it counts only if "
	  "it acknowledges the SYN (RFC 9293 3.10.7.3)." },
	{ WHY_RST_OUTSIDE, ANY, SENDER, 99999, SENDER, 4242,
	  "RST ignored by the server: its sequence number 99999 is outside the "
	  "window; the next one expected is 4242 (RFC 9293 3.10.7.4, RFC 5961 "
	  "3.2)." },
	{ WHY_RST_AFTER_FIN, ANY, SENDER, 50, NONE, 0,
	  "The RST has the number of the FIN before it (50); Linux takes that "
	  "too, not only the next one: if it arrives, the server is CLOSED "
	  "(Linux; not in RFC 5961 3.2)." },
	{ WHY_RST_AT_SACK, ANY, SENDER, 3000, NONE, 0,
	  "The RST is at the right edge of the SACK blocks of the server "
	  "(3000); Linux takes that too: if it arrives, the server is CLOSED "
	  "(Linux; not in RFC 5961 3.2)." },
	{ WHY_RST_ABORTS, ANY, RECEIVER, 10, NONE, 0,
	  "The client aborts the connection with a RST (ack 10), as with "
	  "SO_LINGER 0 or when it closes with data unread: CLOSED (RFC 9293 "
	  "3.6.1, 3.10.5)." },
	{ WHY_RST_ANSWERS, ANY, SENDER, 51, NONE, 0,
	  "Without ACK, the RST (seq 51) answers a segment for which the "
	  "client has no use: it knows no such connection, or has closed it: "
	  "CLOSED (RFC 9293 3.5.2, 3.6.1)." },
	{ WHY_RST_OF_SYN_SENT, ANY, SENDER, 100, NONE, 0,
	  "The client is in SYN_SENT and cannot take an ack of 100; it resets "
	  "what sent that, not its own attempt: SYN_SENT still (RFC 9293 "
	  "3.5.1, 3.10.7.3)." },
	{ WHY_RST_UNKNOWN, ANY, NONE, 0, NONE, 0,
	  "Nothing was captured of what this RST ends or answers: both ends "
	  "are taken for CLOSED (RFC 9293 3.5.3)." },
	{ WHY_OUTSIDE_WINDOW, ANY, SENDER, 99999, SENDER, 4242,
	  "The server does not accept this segment: seq 99999 lies outside the "
	  "window, the next one expected is 4242; an ACK is due (RFC 9293 "
	  "3.10.7.4)." },
	{ WHY_CHECKSUM, ANY, PLAIN, 0xbeef, PLAIN, 0x012a,
	  "The checksum is 0xbeef and should be 0x012a, so whoever gets the "
	  "segment drops it, and nothing changes (RFC 9293 3.1)." },
	{ WHY_FLAGS, ANY, PLAIN, 0x003, NONE, 0,
	  "SYN with FIN or RST, or none of SYN, ACK and RST (flags 0x0003): no "
	  "TCP sends that, and nothing changes (RFC 9293 3.10.7)." },
	{ WHY_MID_STREAM, ANY, NONE, 0, NONE, 0,
	  "The handshake was not captured: both ends are taken for "
	  "ESTABLISHED, and the ports decide which is the client (RFC 9293 "
	  "3.5)." },
	{ WHY_RETRANSMISSION, ANY, SENDER, 1, SENDER, 1449,
	  "The client sends from 1 again, having sent all up to 1449: no ACK "
	  "came in time (RFC 9293 3.8.1, RFC 6298 5)." },
	{ WHY_FAST_RETRANSMISSION, ANY, SENDER, 1, PLAIN, 3,
	  "The client sends from 1 again after 3 duplicate ACKs, without "
	  "waiting for its timer (RFC 5681 3.2)." },
	{ WHY_SPURIOUS, ANY, SENDER, 1449, SENDER, 2897,
	  "The client sends again what ends at 1449, but the server has "
	  "acknowledged all up to 2897 already: it was not needed (RFC 9293 "
	  "3.10.7.4, RFC 2883)." },
	{ WHY_OUT_OF_ORDER, ANY, SENDER, 1, SENDER, 1449,
	  "Seq 1 of the client comes after what ends at 1449, too soon for a "
	  "retransmission: segments changed places on their way (RFC 9293 "
	  "3.10.7.4)." },
	{ WHY_LOST, ANY, SENDER, 1449, SENDER, 1,
	  "Seq 1449 of the client comes where 1 was expected: what lies "
	  "between got lost, or was not captured (RFC 9293 3.8)." },
	{ WHY_ACKED_UNSEEN, ANY, RECEIVER, 1449, RECEIVER, 1,
	  "The client acknowledges all up to 1449, but what the server sent "
	  "was seen up to 1 only: the capture has missed something (RFC 9293 "
	  "3.4)." },
	{ WHY_DUPLICATE_ACK, ANY, RECEIVER, 1449, PLAIN, 2,
	  "The client acknowledges 1449 once more (duplicate 2): something "
	  "came, not what is next; after three, the server retransmits (RFC "
	  "5681 2, 3.2)." },
	{ WHY_WINDOW_UPDATE, ANY, PLAIN, 1024, PLAIN, 65536,
	  "The client acknowledges nothing new, but changes its window from "
	  "1024 to 65536 (RFC 9293 3.8.6)." },
	{ WHY_WINDOW_FULL, ANY, SENDER, 65161, PLAIN, 65160,
	  "The client has sent all up to 65161, which fills the window of the "
	  "server (65160 octets), and must wait (RFC 9293 3.8.6)." },
	{ WHY_ZERO_WINDOW, ANY, RECEIVER, 65161, NONE, 0,
	  "The client has no room for what comes from 65161 on: the window is "
	  "0 until its application reads, and the server must wait (RFC 9293 "
	  "3.8.6)." },
	{ WHY_ZERO_WINDOW_PROBE, ANY, SENDER, 65160, NONE, 0,
	  "The client probes the zero window of the server with seq 65160: the "
	  "answer tells whether it has opened (RFC 9293 3.8.6.1)." },
	{ WHY_ZERO_WINDOW_PROBE_ACK, ANY, RECEIVER, 65161, NONE, 0,
	  "The client answers the probe: it still expects 65161, and the "
	  "window is still 0 (RFC 9293 3.8.6.1)." },
	{ WHY_WINDOW_SHRANK, ANY, PLAIN, 512, RECEIVER, 4097,
	  "The client takes back 512 octets of its window, which now ends at "
	  "4097: no receiver should, but rounding by the window scale can do "
	  "it (RFC 9293 3.8.6, RFC 7323 2.4)." },
	{ WHY_KEEP_ALIVE, ANY, SENDER, 16, SENDER, 17,
	  "The client asks whether the server is still there: seq 16, below "
	  "the next one (17), must be answered with an ACK (RFC 9293 "
	  "3.8.4)." },
	{ WHY_KEEP_ALIVE_ACK, ANY, RECEIVER, 17, NONE, 0,
	  "The client answers the keep-alive with ack 17: it is still there "
	  "(RFC 9293 3.8.4)." },
	{ WHY_DSACK, ANY, RECEIVER, 1, RECEIVER, 1449,
	  "The client tells by SACK that it has got 1 to 1449 twice: one of "
	  "the copies from the server was not needed (RFC 2883 4)." },
	{ WHY_CAPTURE_DUPLICATE, ANY, PLAIN, 40961, NONE, 0,
	  "This packet of the client was captured twice (IP identification "
	  "40961), not sent twice, whatever else is noted of it (RFC 9293 "
	  "3.8.1)." },
};
/* clang-format on */

enum { ROWS = sizeof rows / sizeof *rows };

static uint32_t absolute(enum space space, uint32_t value)
{
	if (space == SENDER)
		return value + SEQ_BASE;
	if (space == RECEIVER)
		return value + ACK_BASE;
	return value;
}

static const char *explain(struct text *text, const struct track_result *result,
			   bool with_s)
{
	struct line_options options = { .absolute = with_s };

	explain_result(text, &options, result);
	return text_terminate(text);
}

/* The reason is of the end `end`; the end that is not it went nowhere. */
static struct track_result result_of(const struct row *row, int end)
{
	struct track_result result = {
		.connection = 1,
		.from = TRACK_CLIENT,
		.seq_base = SEQ_BASE,
		.ack_base = ACK_BASE,
	};
	struct track_steps *steps = &result.ends[end];

	if (row->state != ANY) {
		steps->states[0] = STATE_ESTABLISHED;
		steps->states[1] = (uint8_t)row->state;
		steps->count = 2;
	}
	why_add(&result.whys, row->why, end, absolute(row->a_space, row->a),
		absolute(row->b_space, row->b));
	return result;
}

static const char *sentence(struct text *text, const struct row *row)
{
	struct track_result result = result_of(row, TRACK_SERVER);
	const char *line = explain(text, &result, false);

	cr_expect_eq(strncmp(line, "\n        ", 9), 0, "indented: %s", line);
	return line + 9;
}

Test(explain, every_sentence)
{
	for (size_t i = 0; i < ROWS; i++) {
		char storage[400];
		struct text text;

		text_init(&text, storage, sizeof storage);
		cr_expect_str_eq(sentence(&text, &rows[i]), rows[i].expected,
				 "row %zu: %s", i, storage);
		cr_expect_not(text.overflowed, "row %zu", i);
	}
}

/* What is common to all of them, whatever they say. */
Test(explain, form)
{
	for (size_t i = 0; i < ROWS; i++) {
		char storage[400];
		struct text text;
		const char *line;
		size_t length;

		text_init(&text, storage, sizeof storage);
		line = sentence(&text, &rows[i]);
		length = strlen(line);
		cr_expect(isupper((unsigned char)line[0]), "%s", line);
		cr_expect_eq(strcmp(line + length - 2, ")."), 0, "%s", line);
		cr_expect(strstr(line, "(RFC ") || strstr(line, "(Linux; "),
			  "%s", line);
		cr_expect_null(strchr(line, '%'), "%s", line);
		cr_expect_leq(length, SENTENCE_MAX, "%zu: %s", length, line);
		for (size_t j = 0; j < length; j++)
			cr_expect(isprint((unsigned char)line[j]), "%s", line);
	}
}

Test(explain, every_reason_has_its_sentence)
{
	for (int why = 0; why < WHYS; why++) {
		struct row row = { .why = (enum why)why, .state = ANY };
		char storage[400];
		struct text text;
		bool tested = false;

		for (size_t i = 0; i < ROWS; i++)
			tested |= rows[i].why == row.why;
		cr_expect(tested, "reason %d stands in no row above", why);
		text_init(&text, storage, sizeof storage);
		cr_expect_gt(strlen(sentence(&text, &row)), 40, "reason %d",
			     why);
	}
}

static void expect_number(const char *line, enum space space, uint32_t value)
{
	char number[16];

	if (space == NONE)
		return;
	snprintf(number, sizeof number, "%u", absolute(space, value));
	cr_expect(strstr(line, number), "%s in %s", number, line);
}

/* Each operand stands in its sentence, and -S shows it as it is.  Of what is
 * told by one past its FIN, the FIN's own number stands there. */
Test(explain, absolute)
{
	for (size_t i = 0; i < ROWS; i++) {
		bool fin = strstr(rows[i].expected, "FIN 9 of") ||
			   rows[i].why == WHY_LIES_AFTER_FIN;
		bool hex = strstr(rows[i].expected, " 0x") ||
			   strstr(rows[i].expected, "(flags 0x");
		struct track_result result = result_of(&rows[i], TRACK_SERVER);
		char storage[400];
		struct text text;
		const char *line;

		if (hex)
			continue; /* no sequence numbers */
		text_init(&text, storage, sizeof storage);
		line = explain(&text, &result, true);
		expect_number(line, rows[i].a_space, rows[i].a);
		expect_number(line, rows[i].b_space, rows[i].b - fin);
	}
}

/* The sender's space is the sender's, whoever that is. */
Test(explain, server_sends)
{
	struct track_result result = {
		.connection = 1,
		.from = TRACK_SERVER,
		.seq_base = 100,
		.ack_base = 2000,
	};
	char storage[400];
	struct text text;

	why_add(&result.whys, WHY_FIN_AFTER_FIN, TRACK_SERVER, 109, 2051);
	text_init(&text, storage, sizeof storage);
	cr_expect_str_eq(explain(&text, &result, false),
			 "\n        The server closes with FIN 9, after it has "
			 "got and acknowledged FIN 50 of the client: LAST_ACK "
			 "(RFC 9293 3.6, figure 12).");
}

/* One line for each, in their order. */
Test(explain, several)
{
	struct track_result result = { .connection = 1 };
	char storage[800];
	struct text text;

	why_add(&result.whys, WHY_ALIVE, TRACK_CLIENT, 0, 0);
	why_add(&result.whys, WHY_KEEP_ALIVE_ACK, TRACK_CLIENT, 7, 0);
	text_init(&text, storage, sizeof storage);
	cr_expect_str_eq(
		explain(&text, &result, false),
		"\n        The client had not timed out after all, for here it "
		"sends: what was assumed is taken back (RFC 9293 3.10.8)."
		"\n        The client answers the keep-alive with ack 7: it is "
		"still there (RFC 9293 3.8.4).");
}

/* No sentence says that what was captured twice was sent twice. */
Test(explain, captured_twice)
{
	struct track_result result = { .connection = 1 };
	char storage[800];
	struct text text;

	why_add(&result.whys, WHY_ALIVE, TRACK_CLIENT, 0, 0);
	why_add(&result.whys, WHY_CAPTURE_DUPLICATE, TRACK_CLIENT, 7, 0);
	why_add(&result.whys, WHY_RETRANSMISSION, TRACK_CLIENT, 1, 2);
	text_init(&text, storage, sizeof storage);
	cr_expect_str_eq(
		explain(&text, &result, false),
		"\n        The client had not timed out after all, for here it "
		"sends: what was assumed is taken back (RFC 9293 3.10.8)."
		"\n        This packet of the client was captured twice (IP "
		"identification 7), not sent twice, whatever else is noted of "
		"it (RFC 9293 3.8.1).");
}

Test(explain, nothing_to_explain)
{
	struct track_result none = { 0 }, unchanged = { .connection = 1 };
	char storage[100];
	struct text text;

	why_add(&none.whys, WHY_ALIVE, TRACK_CLIENT, 0, 0);
	text_init(&text, storage, sizeof storage);
	cr_expect_str_eq(explain(&text, &none, false), "");
	cr_expect_str_eq(explain(&text, &unchanged, false), "");
}

/* Which of the sentences it is depends on the end whose reason it is. */
Test(explain, state_of_the_right_end)
{
	struct track_result result = { .connection = 1 };
	char storage[400];
	struct text text;

	result.ends[TRACK_CLIENT] = (struct track_steps){
		.states = { STATE_FIN_WAIT1, STATE_FIN_WAIT2 }, .count = 2
	};
	result.ends[TRACK_SERVER] = (struct track_steps){
		.states = { STATE_LAST_ACK, STATE_CLOSED }, .count = 2
	};
	why_add(&result.whys, WHY_FIN_ACKED, TRACK_SERVER, 10, 10);
	text_init(&text, storage, sizeof storage);
	cr_expect(strstr(explain(&text, &result, false), ": CLOSED (RFC "),
		  "%s", storage);
}

/* The client leaves `state`; with `next`, it comes to that. */
static const struct {
	const char *name;
	enum note note;
	int state, next;
	uint8_t version, type, code; /* of the ICMP error; version 0: none */
	const char *expected;
} events[] = {
	{ "2 MSL", NOTE_2MSL_ELAPSED, STATE_TIME_WAIT, STATE_CLOSED, 0, 0, 0,
	  "The client could repeat its last ACK for 2 MSL, and all old "
	  "segments have died out: CLOSED (RFC 9293 3.6.1, 3.10.8)." },
	{ "SYN_SENT", NOTE_TIMED_OUT, STATE_SYN_SENT, STATE_CLOSED, 0, 0, 0,
	  "The client got no answer to its SYN: about now Linux gives up "
	  "(tcp_syn_retries), so it is assumed to be CLOSED (RFC 9293 "
	  "3.8.3)." },
	{ "SYN_RECV", NOTE_TIMED_OUT, STATE_SYN_RECV, STATE_CLOSED, 0, 0, 0,
	  "The client got no ACK of its SYN: about now Linux gives up "
	  "(tcp_synack_retries), so it is assumed to be CLOSED (RFC 9293 "
	  "3.8.3)." },
	{ "FIN_WAIT2", NOTE_TIMED_OUT, STATE_FIN_WAIT2, STATE_CLOSED, 0, 0, 0,
	  "The client got no FIN: if its application has closed the socket, "
	  "Linux waits 60 s for one (tcp_fin_timeout), so it is assumed to be "
	  "CLOSED (Linux; in RFC 9293 3.6 it would wait on)." },
	{ "FIN_WAIT1", NOTE_TIMED_OUT, STATE_FIN_WAIT1, STATE_CLOSED, 0, 0, 0,
	  "The client got no ACK of its FIN: about now Linux gives up "
	  "(tcp_orphan_retries), so it is assumed to be CLOSED (RFC 9293 "
	  "3.8.3)." },
	{ "CLOSING", NOTE_TIMED_OUT, STATE_CLOSING, STATE_CLOSED, 0, 0, 0,
	  "The client got the other FIN, but no ACK of its own: about now "
	  "Linux gives up (tcp_orphan_retries), so it is assumed to be CLOSED "
	  "(RFC 9293 3.8.3)." },
	{ "LAST_ACK", NOTE_TIMED_OUT, STATE_LAST_ACK, STATE_CLOSED, 0, 0, 0,
	  "The client got no ACK of its FIN, the last it waits for: about now "
	  "Linux gives up (tcp_orphan_retries), so it is assumed to be CLOSED "
	  "(RFC 9293 3.8.3)." },
	{ "another state", NOTE_TIMED_OUT, STATE_ESTABLISHED, STATE_CLOSED, 0,
	  0, 0,
	  "The client was not heard for so long that Linux would have given "
	  "up, so it is assumed to be CLOSED (RFC 9293 3.8.3)." },
	{ "reuse", NOTE_PORT_REUSED, STATE_TIME_WAIT, STATE_CLOSED, 0, 0, 0,
	  "The client leaves TIME_WAIT early, for a SYN that is no old "
	  "duplicate begins a new connection (RFC 9293 3.6.1, RFC 6191 2)." },
	{ "gives up", NOTE_ICMP, STATE_SYN_SENT, STATE_CLOSED, 4, 3, 1,
	  "192.0.2.9 says that the SYN of the client cannot be delivered: if "
	  "that arrives, Linux gives up the attempt at once: CLOSED (RFC 1122 "
	  "4.2.3.9, RFC 5461 4)." },
	{ "gives up, not told why", NOTE_ICMP, STATE_SYN_SENT, STATE_CLOSED, 0,
	  0, 0,
	  "A host says that the SYN of the client cannot be delivered: if that "
	  "arrives, Linux gives up the attempt at once: CLOSED (RFC 1122 "
	  "4.2.3.9, RFC 5461 4)." },
	{ "goes on", NOTE_ICMP, STATE_ESTABLISHED, ANY, 4, 3, 3,
	  "The client does not give up for that: it tries on until its timer "
	  "runs out, lest a forged error ends a connection (RFC 1122 4.2.3.9, "
	  "RFC 5927 5.2)." },
	{ "goes on, not told why", NOTE_ICMP, STATE_ESTABLISHED, ANY, 0, 0, 0,
	  "The client does not give up for that: it tries on until its timer "
	  "runs out, lest a forged error ends a connection (RFC 1122 4.2.3.9, "
	  "RFC 5927 5.2)." },
	{ "too big", NOTE_ICMP, STATE_ESTABLISHED, ANY, 4, 3, 4,
	  "The client must send smaller segments; that is no error, and no "
	  "state changes (RFC 9293 3.7.2)." },
	{ "too big, IPv6", NOTE_ICMP, STATE_ESTABLISHED, ANY, 6, 2, 0,
	  "The client must send smaller segments; that is no error, and no "
	  "state changes (RFC 9293 3.7.2)." },
	{ "source quench", NOTE_ICMP, STATE_ESTABLISHED, ANY, 4, 4, 0,
	  "The client is asked to send less, which it ignores: source quench "
	  "is deprecated (RFC 9293 3.9.2.2, RFC 6633)." },
	{ "ICMPv6 4 is no source quench", NOTE_ICMP, STATE_ESTABLISHED, ANY, 6,
	  4, 0,
	  "The client does not give up for that: it tries on until its timer "
	  "runs out, lest a forged error ends a connection (RFC 1122 4.2.3.9, "
	  "RFC 5927 5.2)." },
	{ "redirect", NOTE_ICMP, STATE_ESTABLISHED, ANY, 4, 5, 1,
	  "The client is shown another way to its peer, which is for IP and "
	  "not for TCP; no state changes (RFC 1122 3.2.2.2)." },
	{ "a note that needs no sentence", NOTE_CLOSED, STATE_LAST_ACK,
	  STATE_CLOSED, 0, 0, 0, NULL },
};

Test(explain, events)
{
	static const struct line_options options = { .numeric = true };

	for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
		struct packet_quote quote = {
			.icmp_type = events[i].type,
			.icmp_code = events[i].code,
			.source.version = events[i].version,
			.reporter = { 4, { 192, 0, 2, 9 } },
		};
		struct track_event event = {
			.connection = 1,
			.end = TRACK_CLIENT,
			.steps = { .states = { (uint8_t)events[i].state,
					       (uint8_t)events[i].next },
				   .count = events[i].next == ANY ? 1 : 2 },
		};
		char storage[400], expected[400] = "";
		struct text text;

		if (events[i].expected)
			snprintf(expected, sizeof expected, "\n        %s",
				 events[i].expected);
		notes_add(&event.notes, events[i].note);
		text_init(&text, storage, sizeof storage);
		explain_event(&text, &options, &event,
			      events[i].version ? &quote : NULL);
		cr_expect_str_eq(text_terminate(&text), expected, "%s: %s",
				 events[i].name, storage);
	}
}

/* The words of the findings. */
static const struct {
	enum note note;
	uint32_t value;
	bool trouble;
	const char *expected;
} findings[] = {
	{ NOTE_RETRANSMISSION, 0, true, "retransmission" },
	{ NOTE_FAST_RETRANSMISSION, 0, true, "fast retransmission" },
	{ NOTE_SPURIOUS_RETRANSMISSION, 0, true, "spurious retransmission" },
	{ NOTE_OUT_OF_ORDER, 0, false, "out-of-order" },
	{ NOTE_DUP_ACK, 12, false, "dup ack #12" },
	{ NOTE_PREVIOUS_NOT_CAPTURED, 0, true,
	  "previous segment not captured" },
	{ NOTE_ACKED_UNSEEN, 0, true, "acked unseen segment" },
	{ NOTE_WINDOW_UPDATE, 0, false, "window update" },
	{ NOTE_WINDOW_FULL, 0, true, "window full" },
	{ NOTE_ZERO_WINDOW, 0, true, "zero window" },
	{ NOTE_ZERO_WINDOW_PROBE, 0, false, "zero window probe" },
	{ NOTE_ZERO_WINDOW_PROBE_ACK, 0, false, "zero window probe ack" },
	{ NOTE_WINDOW_SHRANK, 4294967295, true, "window shrank 4294967295" },
	{ NOTE_KEEP_ALIVE, 0, false, "keep-alive" },
	{ NOTE_KEEP_ALIVE_ACK, 0, false, "keep-alive ack" },
	{ NOTE_CAPTURE_DUPLICATE, 0, false, "capture duplicate" },
	{ NOTE_DSACK, 0, false, "dsack" },
};

Test(note_text, findings)
{
	for (size_t i = 0; i < sizeof findings / sizeof *findings; i++) {
		static const struct line_options options = { 0 };
		struct track_note note = { .note = (uint8_t)findings[i].note,
					   .value = findings[i].value };
		char storage[64];
		struct text text;

		text_init(&text, storage, sizeof storage);
		note_render(&text, &options, &note, NULL);
		cr_expect_str_eq(text_terminate(&text), findings[i].expected);
		cr_expect_eq(note_is_trouble(&note), findings[i].trouble, "%s",
			     findings[i].expected);
		cr_expect(note_is_shown(&note, &options), "%s",
			  findings[i].expected);
	}
}
