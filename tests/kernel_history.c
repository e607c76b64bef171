/*
 * Lists of states, from what the kernel shows; see kernel_history.h.
 *
 * Changes tell all about a socket.  But when it comes to TIME_WAIT the kernel
 * closes the socket and leaves a small one in its place, of which only a
 * look-up knows: so a change from FIN_WAIT2 or CLOSING to CLOSE waits for what
 * is found next.  Such a change and a look-up are not of one moment; a look-up
 * has the time at which it began, and absence counts only when it is found
 * twice, as what happened between may be told later.
 */
#include "tests/kernel_history.h"

#include <netinet/tcp.h>
#include <string.h>

enum { NEW_SYN_RECV = 12, CERTAIN = 2 /* times that no socket was found */ };

static const char *state_name(int state)
{
	static const char *const names[] = {
		[TCP_ESTABLISHED] = "ESTABLISHED",
		[TCP_SYN_SENT] = "SYN_SENT",
		[TCP_SYN_RECV] = "SYN_RECV",
		[TCP_FIN_WAIT1] = "FIN_WAIT1",
		[TCP_FIN_WAIT2] = "FIN_WAIT2",
		[TCP_TIME_WAIT] = "TIME_WAIT",
		[TCP_CLOSE] = "CLOSED",
		[TCP_CLOSE_WAIT] = "CLOSE_WAIT",
		[TCP_LAST_ACK] = "LAST_ACK",
		[TCP_CLOSING] = "CLOSING",
	};
	int count = (int)(sizeof(names) / sizeof(names[0]));

	if (state < 0 || state >= count || !names[state])
		return "UNKNOWN";
	return names[state];
}

void history_init(struct history *history, bool traced)
{
	memset(history, 0, sizeof(*history));
	history->traced = traced;
}

const char *history_text(const struct history *history)
{
	return history->text[0] ? history->text : "-";
}

static bool is_over(const struct history *history)
{
	return history->state == 0 || history->state == TCP_CLOSE;
}

static void append(struct history *history, const char *text)
{
	size_t length = strlen(history->text);

	if (length + strlen(text) >= sizeof(history->text))
		kernel_fail("too many states: %s", history->text);
	strcpy(history->text + length, text);
}

/* Into another state, of the same incarnation or of a new one. */
static void enter(struct history *history, int state)
{
	if (state == history->state)
		return;
	if (history->text[0])
		append(history, is_over(history) ? " / " : " ");
	append(history, state_name(state));
	history->state = state;
	history->requested = false;
	history->leaving = false;
}

static int plain(int state)
{
	return state == NEW_SYN_RECV ? TCP_SYN_RECV : state;
}

static bool is_socket_state(int state)
{
	return state != TCP_CLOSE && state != TCP_LISTEN;
}

/* A socket begins: nothing of the one before it is left. */
static void begin(struct history *history)
{
	if (history->requested)
		return;
	if (!is_over(history))
		enter(history, TCP_CLOSE);
}

static void see_change(struct history *history, int from, int to)
{
	history->missed = 0;
	if (to == TCP_LISTEN || from == to)
		return;
	if (!is_socket_state(from))
		begin(history);
	else if (from != history->state)
		enter(history, from);
	history->requested = false;
	history->leaving = to == TCP_CLOSE &&
			   (from == TCP_FIN_WAIT2 || from == TCP_CLOSING);
	if (!history->leaving && (to != TCP_CLOSE || !is_over(history)))
		enter(history, to);
}

/* Where changes are seen, a look-up tells only what they do not. */
static void look_beside_changes(struct history *history, int state)
{
	bool replaced = history->state == TCP_TIME_WAIT;

	if (state == TCP_TIME_WAIT && history->leaving)
		enter(history, TCP_TIME_WAIT);
	if (state != TCP_SYN_RECV)
		return;
	if (replaced)
		enter(history, TCP_CLOSE);
	if (is_over(history)) {
		enter(history, TCP_SYN_RECV);
		history->requested = true;
	}
}

static void look_alone(struct history *history, int state)
{
	bool begins = state == TCP_SYN_SENT || state == TCP_SYN_RECV;

	if (begins && history->state == TCP_TIME_WAIT)
		enter(history, TCP_CLOSE);
	enter(history, state);
}

static void see_nothing(struct history *history)
{
	bool other = history->leaving || history->requested ||
		     history->state == TCP_TIME_WAIT;

	if (++history->missed < CERTAIN || is_over(history))
		return;
	if (other || !history->traced)
		enter(history, TCP_CLOSE);
}

static void see_state(struct history *history, int state)
{
	if (state == 0) {
		see_nothing(history);
		return;
	}
	history->missed = 0;
	if (history->traced)
		look_beside_changes(history, state);
	else
		look_alone(history, state);
}

void history_see(struct history *history,
		 const struct kernel_sighting *sighting)
{
	switch (sighting->kind) {
	case SIGHTING_CHANGE:
		see_change(history, plain(sighting->from), plain(sighting->to));
		break;
	case SIGHTING_STATE:
		see_state(history, plain(sighting->to));
		break;
	case SIGHTING_DESTROYED:
		/* Of any other, the next look-up knows more. */
		if (history->state == 0)
			enter(history, TCP_CLOSE);
		break;
	}
}
