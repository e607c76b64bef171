/* What a connection waits for. */
#include "track/waiting.h"

enum waiting_for waiting_of_state(enum tcp_state state)
{
	switch (state) {
	case STATE_SYN_SENT:
		return WAITING_FOR_SYN_ACK;
	case STATE_SYN_RECV:
		return WAITING_FOR_HANDSHAKE_ACK;
	case STATE_FIN_WAIT1:
	case STATE_CLOSING:
	case STATE_LAST_ACK:
		return WAITING_FOR_FIN_ACK;
	case STATE_CLOSE_WAIT:
		return WAITING_FOR_CLOSE;
	case STATE_FIN_WAIT2:
		return WAITING_FOR_FIN;
	default:
		return WAITING_NOTHING;
	}
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Since when nothing new was sent in either direction, while it was in its
 * state. */
static int64_t silent_since(const struct track_flow *flow, int end)
{
	int64_t since = flow->ends[end].since;

	for (int i = TRACK_CLIENT; i <= TRACK_SERVER; i++)
		if (flow->ends[i].has_progress)
			since = later(since, flow->ends[i].progress);
	return since;
}

/* Whether it may still send data, or be sent them. */
static bool may_send(enum tcp_state state)
{
	return state == STATE_ESTABLISHED || state == STATE_CLOSE_WAIT;
}

static bool may_receive(enum tcp_state state)
{
	return state == STATE_ESTABLISHED || state == STATE_FIN_WAIT1 ||
	       state == STATE_FIN_WAIT2;
}

static enum tcp_state state_of(const struct track_flow *flow, int end)
{
	return history_state(&flow->ends[end].history);
}

/* Whether that end waits for that, and since when. */
static bool waits(const struct track_flow *flow, int end, enum waiting_for what,
		  int64_t *since)
{
	const struct track_flow_end *one = &flow->ends[end];
	enum tcp_state state = state_of(flow, end);

	switch (what) {
	case WAITING_FOR_READER:
		*since = one->window_closed_since;
		return one->window_closed && may_receive(state) &&
		       may_send(state_of(flow, !end));
	case WAITING_FOR_ACK:
		*since = one->unacknowledged_since;
		return one->unacknowledged > 0 && may_send(state);
	case WAITING_FOR_CLOSE:
	case WAITING_FOR_FIN:
		*since = silent_since(flow, end);
		return waiting_of_state(state) == what;
	default:
		*since = one->since;
		return waiting_of_state(state) == what;
	}
}

struct waiting waiting_find(const struct track_look *look, int64_t after)
{
	struct waiting waiting = { .what = WAITING_NOTHING };

	for (int what = WAITING_FOR_SYN_ACK; what <= WAITING_FOR_FIN; what++)
		for (int end = TRACK_CLIENT; end <= TRACK_SERVER; end++) {
			if (!waits(&look->flow, end, (enum waiting_for)what,
				   &waiting.since) ||
			    look->now - waiting.since < after)
				continue;
			waiting.what = (enum waiting_for)what;
			waiting.end = (enum track_end)end;
			return waiting;
		}
	return waiting;
}
