/*
 * Explanations of events: timers, ICMP errors, ports that are used again.
 *
 * Nobody sees a timer on the wire.  Apart from TIME_WAIT, which the RFC fixes,
 * a time-out is Linux's, with its default settings, and so an assumption.
 */
#include "render/explain.h"

#include <stddef.h>
#include <stdint.h>

#include "decode/packet.h"
#include "render/explain_parts.h"
#include "render/line.h"
#include "render/parts.h"
#include "render/text.h"
#include "track/tracker.h"

/* A sentence about an end begins with it: "The client" stands in front. */
struct event_row {
	uint8_t state; /* the one it left */
	const char *words;
	const char *clause;
};

static const struct event_row timed_out[] = {
	{ STATE_SYN_SENT,
	  " got no answer to its SYN: about now Linux gives up "
	  "(tcp_syn_retries), so it is assumed to be CLOSED",
	  "RFC 9293 3.8.3" },
	{ STATE_SYN_RECV,
	  " got no ACK of its SYN: about now Linux gives up "
	  "(tcp_synack_retries), so it is assumed to be CLOSED",
	  "RFC 9293 3.8.3" },
	{ STATE_FIN_WAIT2,
	  " got no FIN: if its application has closed the socket, Linux waits "
	  "60 s for one (tcp_fin_timeout), so it is assumed to be CLOSED",
	  "Linux; in RFC 9293 3.6 it would wait on" },
	{ STATE_FIN_WAIT1,
	  " got no ACK of its FIN: about now Linux gives up "
	  "(tcp_orphan_retries), so it is assumed to be CLOSED",
	  "RFC 9293 3.8.3" },
	{ STATE_CLOSING,
	  " got the other FIN, but no ACK of its own: about now Linux gives "
	  "up (tcp_orphan_retries), so it is assumed to be CLOSED",
	  "RFC 9293 3.8.3" },
	{ STATE_LAST_ACK,
	  " got no ACK of its FIN, the last it waits for: about now Linux "
	  "gives up (tcp_orphan_retries), so it is assumed to be CLOSED",
	  "RFC 9293 3.8.3" },
};

static void end_render(struct text *text, const struct track_event *event,
		       const char *words, const char *clause)
{
	explain_begin(text);
	explain_end(text, event->end, true);
	text_string(text, words);
	explain_finish(text, clause);
}

static void timed_out_render(struct text *text, const struct track_event *event)
{
	for (size_t i = 0; i < sizeof timed_out / sizeof *timed_out; i++) {
		const struct event_row *row = &timed_out[i];

		if (row->state != event->steps.states[0])
			continue;
		end_render(text, event, row->words, row->clause);
		return;
	}
	end_render(text, event,
		   " was not heard for so long that Linux would have given "
		   "up, so it is assumed to be CLOSED",
		   "RFC 9293 3.8.3");
}

/* The segments that are meanwhile too big have to be cut (RFC 9293 3.7.2). */
static bool is_too_big(const struct packet_quote *quote)
{
	if (quote->source.version == 6)
		return quote->icmp_type == 2;
	return quote->icmp_type == 3 && quote->icmp_code == 4;
}

enum { ICMP_SOURCE_QUENCH = 4, ICMP_REDIRECT = 5 };

static void icmp_kept_render(struct text *text, const struct track_event *event,
			     const struct packet_quote *quote)
{
	bool old = quote && quote->source.version != 6;

	if (quote && is_too_big(quote))
		end_render(text, event,
			   " must send smaller segments; that is no error, and "
			   "no state changes",
			   "RFC 9293 3.7.2");
	else if (old && quote->icmp_type == ICMP_SOURCE_QUENCH)
		end_render(text, event,
			   " is asked to send less, which it ignores: source "
			   "quench is deprecated",
			   "RFC 9293 3.9.2.2, RFC 6633");
	else if (old && quote->icmp_type == ICMP_REDIRECT)
		end_render(text, event,
			   " is shown another way to its peer, which is for IP "
			   "and not for TCP; no state changes",
			   "RFC 1122 3.2.2.2");
	else
		end_render(text, event,
			   " does not give up for that: it tries on until its "
			   "timer runs out, lest a forged error ends a "
			   "connection",
			   "RFC 1122 4.2.3.9, RFC 5927 5.2");
}

static void icmp_render(struct text *text, const struct line_options *options,
			const struct track_event *event,
			const struct packet_quote *quote)
{
	if (event->steps.count == 1) {
		icmp_kept_render(text, event, quote);
		return;
	}
	explain_begin(text);
	if (quote)
		address_render(text, options, &quote->reporter);
	else
		text_string(text, "A host");
	text_string(text, " says that the SYN of ");
	explain_end(text, event->end, false);
	text_string(text, " cannot be delivered: if that arrives, Linux gives "
			  "up the attempt at once: CLOSED");
	explain_finish(text, "RFC 1122 4.2.3.9, RFC 5461 4");
}

void explain_event(struct text *text, const struct line_options *options,
		   const struct track_event *event,
		   const struct packet_quote *quote)
{
	for (int i = 0; i < event->notes.count; i++) {
		switch (event->notes.list[i].note) {
		case NOTE_2MSL_ELAPSED:
			end_render(text, event,
				   " could repeat its last ACK for 2 MSL, and "
				   "all old segments have died out: CLOSED",
				   "RFC 9293 3.6.1, 3.10.8");
			break;
		case NOTE_TIMED_OUT:
			timed_out_render(text, event);
			break;
		case NOTE_ICMP:
			icmp_render(text, options, event, quote);
			break;
		case NOTE_PORT_REUSED:
			end_render(text, event,
				   " leaves TIME_WAIT early, for a SYN that is "
				   "no old duplicate begins a new connection",
				   "RFC 9293 3.6.1, RFC 6191 2");
			break;
		default:
			break;
		}
	}
}
