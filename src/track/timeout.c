/* Time-outs: which timer runs for a connection, and what it does. */
#include "track/timeout.h"

#include "track/endpoint.h"
#include "track/steps.h"

#define SECONDS(n) ((n)*INT64_C(1000000000))

struct timeouts timeouts_of(int64_t msl)
{
	return (struct timeouts){
		.of[QUEUE_CLOSED] = 2 * msl,
		.of[QUEUE_TIME_WAIT] = 2 * msl,
		.of[QUEUE_SYN_SENT] = SECONDS(130),
		.of[QUEUE_SYN_RECV] = SECONDS(65),
		.of[QUEUE_FIN_WAIT2] = SECONDS(60),
		.of[QUEUE_CLOSING] = SECONDS(120),
	};
}

static inline enum table_queue queue_of_state(enum tcp_state state)
{
	static const uint8_t queues[] = {
		[STATE_CLOSED] = QUEUE_CLOSED,
		[STATE_LISTEN] = QUEUE_CLOSED,
		[STATE_SYN_SENT] = QUEUE_SYN_SENT,
		[STATE_SYN_RECV] = QUEUE_SYN_RECV,
		[STATE_ESTABLISHED] = QUEUE_ESTABLISHED,
		[STATE_FIN_WAIT1] = QUEUE_CLOSING,
		[STATE_FIN_WAIT2] = QUEUE_FIN_WAIT2,
		[STATE_CLOSING] = QUEUE_CLOSING,
		[STATE_TIME_WAIT] = QUEUE_TIME_WAIT,
		[STATE_CLOSE_WAIT] = QUEUE_ESTABLISHED,
		[STATE_LAST_ACK] = QUEUE_CLOSING,
	};

	return (enum table_queue)queues[state];
}

/* The timer of one end. */
struct timer {
	enum table_queue queue;
	int64_t due; /* INT64_MAX: it has none */
};

static inline struct timer timer_of(const struct timeouts *timeouts,
				    int64_t last, const struct endpoint *end)
{
	enum table_queue queue = queue_of_state(history_state(&end->history));

	if (queue == QUEUE_TIME_WAIT)
		return (struct timer){ queue, end->time_wait_until };
	if (queue == QUEUE_ESTABLISHED || queue == QUEUE_CLOSED)
		return (struct timer){ queue, INT64_MAX };
	return (struct timer){ queue, last + timeouts->of[queue] };
}

/* Two ends, two timers: the one that runs out first counts, and the client's
 * if both do. */
static struct timer first_timer(const struct timeouts *timeouts,
				const struct connection *connection)
{
	int client = connection_index_in_turn(connection, 0);
	const struct endpoint *ends = connection->ends;
	struct timer first =
		timer_of(timeouts, connection->last, &ends[client]);
	struct timer second;

	if (connection->self)
		return first;
	second = timer_of(timeouts, connection->last, &ends[!client]);
	return second.due < first.due ? second : first;
}

/* The capture has neither its beginning nor anything from one of its ends. */
static bool is_one_sided(const struct connection *connection)
{
	if (!connection->partial)
		return false;
	for (int i = 0; i < connection_end_count(connection); i++)
		if (connection->ends[i].tally.packets == 0)
			return true;
	return false;
}

enum table_queue timeout_queue(const struct timeouts *timeouts,
			       const struct connection *connection,
			       int64_t *deadline)
{
	struct timer timer;

	*deadline = connection->last;
	if (connection->over)
		return QUEUE_OVER;
	timer = first_timer(timeouts, connection);
	if (timer.due < INT64_MAX) {
		*deadline = timer.due;
		return timer.queue;
	}
	if (!connection_is_dead(connection))
		return is_one_sided(connection) ? QUEUE_ONE_SIDED
						: QUEUE_ESTABLISHED;
	*deadline = connection->last + timeouts->of[QUEUE_CLOSED];
	return QUEUE_CLOSED;
}

static void expire_time_wait(struct endpoint *end, int64_t duration,
			     struct track_notes *notes)
{
	if (history_is_sure(&end->history))
		history_reach(&end->history, STATE_CLOSED);
	else
		history_assume(&end->history, STATE_CLOSED);
	notes_add_time(notes, NOTE_2MSL_ELAPSED, duration);
}

static bool is_due(const struct endpoint *end, enum table_queue queue,
		   int64_t deadline)
{
	if (queue_of_state(history_state(&end->history)) != queue)
		return false;
	return queue != QUEUE_TIME_WAIT || end->time_wait_until <= deadline;
}

bool timeout_expire(const struct timeouts *timeouts,
		    struct connection *connection, enum table_queue queue,
		    int64_t deadline, struct track_event *event)
{
	for (int i = 0; i < connection_end_count(connection); i++) {
		int index = connection_index_in_turn(connection, i);
		struct endpoint *end = &connection->ends[index];
		struct history before = end->history;
		struct track_notes notes = { 0 };

		if (!is_due(end, queue, deadline))
			continue;
		if (queue == QUEUE_TIME_WAIT) {
			expire_time_wait(end, timeouts->of[queue], &notes);
		} else {
			history_assume(&end->history, STATE_CLOSED);
			notes_add(&notes, NOTE_TIMED_OUT);
		}
		if (connection->reason == TRACK_REASON_OPEN &&
		    connection_is_dead(connection))
			connection->reason = queue == QUEUE_TIME_WAIT
						     ? TRACK_REASON_CLOSED
						     : TRACK_REASON_TIMEOUT;
		connection->notes |= notes.set;
		steps_event(event, connection, index, before, deadline);
		event->notes = notes;
		return true;
	}
	return false;
}
