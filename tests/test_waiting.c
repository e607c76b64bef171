/*
 * What a connection waits for, and the moments that are watched for.
 */
#include <criterion/criterion.h>

#include "random.h"
#include "render/text.h"
#include "render/waiting_text.h"
#include "track/waiting.h"
#include "watch.h"
#include "where/parse.h"

#define SECOND INT64_C(1000000000)
#define NOW (1000 * SECOND)

#define ROWS(rows) (sizeof(rows) / sizeof((rows)[0]))

enum { C = TRACK_CLIENT, S = TRACK_SERVER };

struct row {
	const char *name;
	enum tcp_state states[2];
	int since[2];	       /* seconds until now */
	int progress[2];       /* 0: nothing new was sent yet */
	int closed[2];	       /* seconds for which the window has been; 0: is
				* not */
	int unacknowledged[2]; /* seconds; 0: nothing is */
	enum waiting_for what;
	int end, waits; /* seconds */
};

static const struct row rows[] = {
	{ "all is well",
	  { STATE_ESTABLISHED, STATE_ESTABLISHED },
	  { 99, 99 },
	  { 0, 0 },
	  { 0, 0 },
	  { 0, 0 },
	  WAITING_NOTHING,
	  0,
	  0 },
	{ "no answer",
	  { STATE_SYN_SENT, STATE_LISTEN },
	  { 10, 10 },
	  { 0, 0 },
	  { 0, 0 },
	  { 0, 0 },
	  WAITING_FOR_SYN_ACK,
	  C,
	  10 },
	{ "not that long",
	  { STATE_SYN_SENT, STATE_LISTEN },
	  { 9, 99 },
	  { 0, 0 },
	  { 0, 0 },
	  { 0, 0 },
	  WAITING_NOTHING,
	  0,
	  0 },
	{ "no third segment",
	  { STATE_ESTABLISHED, STATE_SYN_RECV },
	  { 12, 12 },
	  { 0, 0 },
	  { 0, 0 },
	  { 0, 0 },
	  WAITING_FOR_HANDSHAKE_ACK,
	  S,
	  12 },
	{ "the server does not close",
	  { STATE_FIN_WAIT2, STATE_CLOSE_WAIT },
	  { 30, 31 },
	  { 40, 50 },
	  { 0, 0 },
	  { 0, 0 },
	  WAITING_FOR_CLOSE,
	  S,
	  31 },
	{ "nor does a client",
	  { STATE_CLOSE_WAIT, STATE_FIN_WAIT2 },
	  { 31, 30 },
	  { 40, 50 },
	  { 0, 0 },
	  { 0, 0 },
	  WAITING_FOR_CLOSE,
	  C,
	  31 },
	{ "the server goes on to send",
	  { STATE_FIN_WAIT2, STATE_CLOSE_WAIT },
	  { 30, 30 },
	  { 40, 5 },
	  { 0, 0 },
	  { 0, 0 },
	  WAITING_NOTHING,
	  0,
	  0 },
	{ "it sent",
	  { STATE_FIN_WAIT2, STATE_CLOSE_WAIT },
	  { 30, 30 },
	  { 40, 11 },
	  { 0, 0 },
	  { 0, 0 },
	  WAITING_FOR_CLOSE,
	  S,
	  11 },
	{ "nobody is there",
	  { STATE_FIN_WAIT2, STATE_CLOSED },
	  { 30, 30 },
	  { 40, 40 },
	  { 0, 0 },
	  { 0, 0 },
	  WAITING_FOR_FIN,
	  C,
	  30 },
	{ "the FIN is lost",
	  { STATE_FIN_WAIT1, STATE_CLOSE_WAIT },
	  { 30, 30 },
	  { 30, 40 },
	  { 0, 0 },
	  { 30, 0 },
	  WAITING_FOR_FIN_ACK,
	  C,
	  30 },
	{ "the last ACK",
	  { STATE_TIME_WAIT, STATE_LAST_ACK },
	  { 30, 20 },
	  { 30, 20 },
	  { 0, 0 },
	  { 0, 20 },
	  WAITING_FOR_FIN_ACK,
	  S,
	  20 },
	{ "both close",
	  { STATE_CLOSING, STATE_CLOSING },
	  { 30, 20 },
	  { 30, 20 },
	  { 0, 0 },
	  { 0, 0 },
	  WAITING_FOR_FIN_ACK,
	  C,
	  30 },
	{ "nobody reads",
	  { STATE_ESTABLISHED, STATE_ESTABLISHED },
	  { 99, 99 },
	  { 20, 99 },
	  { 0, 15 },
	  { 20, 0 },
	  WAITING_FOR_READER,
	  S,
	  15 },
	{ "no ACK",
	  { STATE_ESTABLISHED, STATE_ESTABLISHED },
	  { 99, 99 },
	  { 20, 99 },
	  { 0, 9 },
	  { 20, 0 },
	  WAITING_FOR_ACK,
	  C,
	  20 },
	{ "nothing comes any more",
	  { STATE_ESTABLISHED, STATE_FIN_WAIT2 },
	  { 99, 2 },
	  { 20, 99 },
	  { 50, 0 },
	  { 0, 0 },
	  WAITING_NOTHING,
	  0,
	  0 },
	{ "over",
	  { STATE_TIME_WAIT, STATE_CLOSED },
	  { 50, 50 },
	  { 60, 60 },
	  { 50, 50 },
	  { 50, 50 },
	  WAITING_NOTHING,
	  0,
	  0 },
};

static int64_t before(int seconds)
{
	return NOW - seconds * SECOND;
}

static struct track_look look_of(const struct row *row)
{
	struct track_look look = { .now = NOW };

	for (int i = 0; i < 2; i++) {
		struct track_flow_end *end = &look.flow.ends[i];

		history_begin(&end->history, row->states[i], true);
		end->since = before(row->since[i]);
		end->has_progress = row->progress[i] > 0;
		end->progress = before(row->progress[i]);
		end->window_closed = row->closed[i] > 0;
		end->window_closed_since = before(row->closed[i]);
		end->unacknowledged = row->unacknowledged[i] > 0;
		end->unacknowledged_since = before(row->unacknowledged[i]);
	}
	return look;
}

Test(waiting, is_found)
{
	for (size_t i = 0; i < ROWS(rows); i++) {
		const struct row *row = &rows[i];
		const struct track_look look = look_of(row);
		const struct waiting waiting = waiting_find(&look, 10 * SECOND);

		cr_expect_eq(waiting.what, row->what, "%s: %d", row->name,
			     (int)waiting.what);
		if (row->what == WAITING_NOTHING)
			continue;
		cr_expect_eq((int)waiting.end, row->end, "%s", row->name);
		cr_expect_eq(waiting.since, before(row->waits), "%s",
			     row->name);
	}
}

Test(waiting, has_words)
{
	for (int what = WAITING_NOTHING; what <= WAITING_FOR_FIN; what++) {
		const struct track_flow_end end = { .unacknowledged = 3 };
		char storage[80];
		struct text text;

		text_init(&text, storage, sizeof(storage));
		waiting_render(&text, (enum waiting_for)what, &end);
		cr_expect_gt(text_length(&text), 10, "%d", what);
		if (what == WAITING_FOR_ACK)
			cr_expect_str_eq(text_terminate(&text),
					 "3 octets are not acknowledged");
	}
}

/* --- moments */

static struct where expression(const char *text)
{
	struct where_error error;
	struct where where;

	cr_assert(where_parse(&where, text, WHERE_OF_LINE, &error), "%s",
		  error.words);
	return where;
}

static struct track_look closed_by_client(int64_t now, int64_t since)
{
	struct track_look look = { .now = now };

	history_begin(&look.flow.ends[C].history, STATE_FIN_WAIT1, true);
	history_begin(&look.flow.ends[S].history, STATE_CLOSE_WAIT, false);
	look.flow.ends[C].since = look.flow.ends[S].since = since;
	return look;
}

static const struct track_result changed = {
	.connection = 7,
	.place = 3,
	.ends = { { .count = 2 }, { .count = 2 } },
};

struct moment_row {
	const char *expression;
	int count;	  /* of moments */
	int64_t after[2]; /* the state was come to, nanoseconds */
};

static const struct moment_row moment_rows[] = {
	{ "server=CLOSE_WAIT", 0, { 0 } },
	{ "server=CLOSE_WAIT for 5s", 1, { 5 * SECOND } },
	{ "server=CLOSE_WAIT for >5s", 1, { 5 * SECOND + 1 } },
	{ "server=CLOSE_WAIT for <5s", 0, { 0 } },
	{ "client=CLOSE_WAIT for 5s", 0, { 0 } },
	{ "server~WAIT for 5s", 1, { 5 * SECOND } },
	{ "state~WAIT for 5s", 2, { 5 * SECOND, 5 * SECOND } },
	{ "server=CLOSE_WAIT for 9s or client=FIN_WAIT1 for 5s",
	  2,
	  { 5 * SECOND, 9 * SECOND } },
	{ "server=CLOSE_WAIT for 5s and not server=CLOSE_WAIT for 9s",
	  2,
	  { 5 * SECOND, 9 * SECOND } },
	{ "server=CLOSE_WAIT for 2000000h", 0, { 0 } }, /* 228 years */
};

Test(watch, moments)
{
	for (size_t i = 0; i < ROWS(moment_rows); i++) {
		const struct moment_row *row = &moment_rows[i];
		const struct where where = expression(row->expression);
		const struct track_look look = closed_by_client(NOW, NOW);
		struct watch watch = { 0 };
		struct watch_moment moment;

		watch_result(&watch, &where, &changed, &look);
		cr_expect_eq(watch.count, (size_t)row->count, "%s: %zu",
			     row->expression, watch.count);
		for (int j = 0; j < row->count; j++) {
			int64_t due = NOW + row->after[j];

			if (j == 0 || row->after[j] != row->after[j - 1])
				cr_expect_not(watch_due(&watch, due - 1,
							&moment),
					      "%s", row->expression);
			cr_assert(watch_due(&watch, due, &moment), "%s",
				  row->expression);
			cr_expect_eq(moment.due, due, "%s", row->expression);
			cr_expect_eq(moment.since, NOW);
			cr_expect_eq(moment.connection, 7);
			cr_expect_eq(moment.place, 3);
		}
		watch_free(&watch);
	}
}

/* One that goes back has its moment twice: it is taken once.  What is past is
 * told by the line itself. */
Test(watch, once)
{
	const struct where where = expression("server=CLOSE_WAIT for 5s");
	struct watch watch = { 0 };
	struct watch_moment moment;
	struct track_look look = closed_by_client(NOW, NOW);

	watch_result(&watch, &where, &changed, &look);
	look.now += SECOND;
	watch_result(&watch, &where, &changed, &look);
	look.now += 4 * SECOND;
	watch_result(&watch, &where, &changed, &look);
	cr_expect_eq(watch.count, 2);
	cr_expect(watch_due(&watch, NOW + 9 * SECOND, &moment));
	cr_expect_not(watch_due(&watch, NOW + 9 * SECOND, &moment));
	watch_free(&watch);
}

Test(watch, is_in_order_and_limited)
{
	const struct where where = expression("server=CLOSE_WAIT for 5s");
	struct track_result result = changed;
	struct watch watch = { 0 };
	struct watch_moment moment;
	uint32_t state = 2463534242U;
	int64_t last = 0;
	size_t taken = 0;

	for (result.connection = 1; result.connection <= WATCH_MAX + 10;
	     result.connection++) {
		const struct track_look look =
			closed_by_client(NOW, NOW + next_random(&state) % 1000);

		watch_result(&watch, &where, &result, &look);
	}
	cr_expect_eq(watch.count, WATCH_MAX);
	cr_expect_eq(watch.left_out, 10);
	for (; watch_due(&watch, INT64_MAX, &moment); taken++) {
		cr_assert_geq(moment.due, last);
		last = moment.due;
	}
	cr_expect_eq(taken, WATCH_MAX);
	watch_free(&watch);
}
