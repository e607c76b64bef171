/* Two trackers are told the same, and must say the same. */
#include "tests/twins.h"

#include <criterion/criterion.h>
#include <string.h>

#include "render/json.h"
#include "render/text.h"
#include "track/inside.h"
#include "track/rest.h"

/* As their records, since there are gaps in the structs. */
static void expect_same_flow(const struct track_flow *one,
			     const struct track_flow *two)
{
	char first[4096], second[4096];
	struct text a, b;

	text_init(&a, first, sizeof first);
	text_init(&b, second, sizeof second);
	json_flow(&a, one, true);
	json_flow(&b, two, true);
	cr_assert_str_eq(text_terminate(&a), text_terminate(&b));
	cr_assert_eq(one->notes, two->notes);
	for (int i = 0; i < 2; i++) {
		cr_assert_eq(one->ends[i].since, two->ends[i].since);
		cr_assert_eq(one->ends[i].offer, two->ends[i].offer);
		cr_assert_eq(one->ends[i].window_closed_since,
			     two->ends[i].window_closed_since);
		cr_assert_eq(one->ends[i].progress, two->ends[i].progress);
		cr_assert_eq(one->ends[i].unacknowledged,
			     two->ends[i].unacknowledged);
	}
}

static void expect_same_events(struct tracker *a, struct tracker *b)
{
	struct track_event one, two;

	while (tracker_event(a, &one)) {
		cr_assert(tracker_event(b, &two));
		cr_assert_eq(one.kind, two.kind);
		cr_assert_eq(one.time, two.time);
		cr_assert_eq(one.connection, two.connection);
		if (one.kind == TRACK_EVENT_FLOW)
			expect_same_flow(&one.flow, &two.flow);
		else
			cr_assert_arr_eq(&one.steps, &two.steps,
					 sizeof one.steps);
	}
	cr_assert_not(tracker_event(b, &two));
}

static void expect_same_look(struct tracker *a, struct tracker *b,
			     const struct track_result *result)
{
	struct track_look one, two;

	cr_assert(tracker_look(a, result->place, result->connection, &one));
	cr_assert(tracker_look(b, result->place, result->connection, &two));
	expect_same_flow(&one.flow, &two.flow);
}

/* To the last bit: packed, since there are gaps in the struct. */
static void expect_same_connection(struct tracker *a, struct tracker *b,
				   uint32_t place)
{
	struct connection room, one, two;
	uint8_t first[REST_MAX], second[REST_MAX];
	size_t length;

	one = *table_peek(a->table, place, &room);
	two = *table_peek(b->table, place, &room);
	length = rest_pack(&one, first);
	cr_assert_eq(length, rest_pack(&two, second));
	cr_assert_arr_eq(first, second, length);
}

static void expect_same_queue(struct tracker *a, struct tracker *b,
			      uint32_t place)
{
	const struct record *one = table_record(a->table, place);
	const struct record *two = table_record(b->table, place);

	cr_assert_eq(one->queue, two->queue);
	cr_assert_eq(one->deadline, two->deadline);
}

void twins_advance(struct twins *twins, int64_t now)
{
	tracker_advance(twins->one, now);
	tracker_advance(twins->two, now);
	expect_same_events(twins->one, twins->two);
}

static void expect_same_whys(const struct track_whys *one,
			     const struct track_whys *two)
{
	cr_assert_eq(one->count, two->count);
	for (int i = 0; i < one->count; i++) {
		const struct track_why *first = &one->list[i];
		const struct track_why *second = &two->list[i];

		cr_assert(first->why == second->why &&
			  first->end == second->end && first->a == second->a &&
			  first->b == second->b);
	}
}

void twins_segment(struct twins *twins, const struct packet *packet)
{
	struct tracker *a = twins->one, *b = twins->two;
	struct track_result one, two;

	/* Gaps in it are compared too, and nobody else sets them. */
	memset(&one, 0, sizeof one);
	memset(&two, 0, sizeof two);
	tracker_segment(a, packet, &one);
	tracker_segment(b, packet, &two);
	cr_assert_arr_eq(&one, &two, offsetof(struct track_result, notes.list));
	cr_assert_arr_eq(one.notes.list, two.notes.list,
			 one.notes.count * sizeof one.notes.list[0]);
	expect_same_whys(&one.whys, &two.whys);
	if (one.connection) {
		expect_same_look(a, b, &one);
		expect_same_connection(a, b, one.place);
		expect_same_queue(a, b, one.place);
	}
	expect_same_events(a, b);
}

void twins_finish(struct twins *twins)
{
	struct tracker_counts one, two;

	tracker_count(twins->one, &one);
	tracker_count(twins->two, &two);
	cr_assert_arr_eq(&one, &two, sizeof one);
	tracker_finish(twins->one);
	tracker_finish(twins->two);
	expect_same_events(twins->one, twins->two);
	tracker_free(twins->one);
	tracker_free(twins->two);
}
