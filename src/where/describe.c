/* The values of the fields that an expression asks for. */
#include "where/describe.h"

#include "decode/packet.h"
#include "render/line.h"
#include "render/parts.h"
#include "render/text.h"
#include "track/note.h"
#include "where/words.h"

static void thousandths(struct text *text, uint64_t value, uint64_t unit,
			const char *name)
{
	uint64_t rest = value % unit * 1000 / unit;
	int width = 3;

	text_unsigned(text, value / unit);
	if (rest > 0) {
		text_char(text, '.');
		for (; rest % 10 == 0; rest /= 10)
			width--;
		text_zeros(text, rest, width);
	}
	text_string(text, name);
}

void where_time(struct text *text, uint64_t nanoseconds)
{
	if (nanoseconds == 0)
		text_string(text, "0 s");
	else if (nanoseconds < 1000000)
		thousandths(text, nanoseconds, 1000, " us");
	else if (nanoseconds < 1000000000)
		thousandths(text, nanoseconds, 1000000, " ms");
	else
		thousandths(text, nanoseconds, 1000000000, " s");
}

static void state(struct text *text, const struct where_test *test,
		  const struct where_subject *subject, int end)
{
	const struct track_look *look = subject->look;
	const struct track_flow_end *flow = &look->flow.ends[end];

	text_string(text, state_name(history_state(&flow->history)));
	if (!history_is_sure(&flow->history))
		text_char(text, '?');
	if (!test->has_time)
		return;
	text_string(text, " for ");
	where_time(text, look->now > flow->since
				 ? (uint64_t)look->now - (uint64_t)flow->since
				 : 0);
}

static void notes(struct text *text, uint64_t set)
{
	bool first = true;

	for (int i = 0; i <= NOTE_ICMP; i++) {
		if (!(set >> i & 1))
			continue;
		text_string(text, first ? "" : ", ");
		words_note(text, (enum note)i);
		first = false;
	}
	if (first)
		text_string(text, "none");
}

static void number(struct text *text, const struct where_test *test,
		   uint64_t value)
{
	switch (test->field) {
	case WHERE_REASON:
		text_string(text, words_of_reason((unsigned int)value));
		break;
	case WHERE_FROM:
		text_string(text, value == TRACK_CLIENT ? "client" : "server");
		break;
	case WHERE_FLAGS:
		text_string(text, "0x");
		text_hex(text, value, 2);
		break;
	case WHERE_RTT:
	case WHERE_RTT_MIN:
	case WHERE_RTT_AVERAGE:
	case WHERE_RTT_MAX:
	case WHERE_AGE:
	case WHERE_IDLE:
	case WHERE_DURATION:
		where_time(text, value);
		break;
	default:
		text_unsigned(text, value);
		break;
	}
}

static void value(struct text *text, const struct where_test *test,
		  const struct where_subject *subject, int end)
{
	static const struct line_options numeric = { .numeric = true };
	const struct track_flow_end *ends = subject->look->flow.ends;
	uint64_t found;

	if (test->field == WHERE_STATE)
		state(text, test, subject, end);
	else if (test->field == WHERE_NOTE)
		notes(text, subject->notes);
	else if (test->field == WHERE_ADDRESS)
		address_render(text, &numeric, &ends[end].address);
	else if (where_number(subject, test->field, (enum track_end)end,
			      &found))
		number(text, test, found);
	else
		text_string(text, "unknown");
}

static void sum(struct text *text, const struct where_test *test,
		const struct where_subject *subject)
{
	uint64_t one = 0, other = 0;

	where_number(subject, test->field, TRACK_CLIENT, &one);
	where_number(subject, test->field, TRACK_SERVER, &other);
	text_unsigned(text, one + other);
}

static void describe_test(struct text *text, const struct where_test *test,
			  const struct where_subject *subject)
{
	int first, last;

	words_field_name(text, test->field, test->side);
	text_char(text, ' ');
	if (where_is_sum(test)) {
		sum(text, test, subject);
	} else if (!where_ends(test, subject, &first, &last)) {
		text_string(text, "unknown");
	} else {
		value(text, test, subject, first);
		if (first == last)
			return;
		text_string(text, " and ");
		value(text, test, subject, last);
	}
}

/* Whether a step before that one asks for the same. */
static bool is_told(const struct where *where, int i)
{
	const struct where_test *test = &where->steps[i].test;

	for (int j = 0; j < i; j++) {
		const struct where_step *step = &where->steps[j];

		if (step->kind == WHERE_TEST &&
		    step->test.field == test->field &&
		    step->test.side == test->side &&
		    step->test.has_time == test->has_time)
			return true;
	}
	return false;
}

void where_describe(struct text *text, const struct where *where,
		    const struct where_subject *subject)
{
	const char *separator = "";

	for (int i = 0; i < where->count; i++) {
		if (where->steps[i].kind != WHERE_TEST || is_told(where, i))
			continue;
		text_string(text, separator);
		describe_test(text, &where->steps[i].test, subject);
		separator = ", ";
	}
}
